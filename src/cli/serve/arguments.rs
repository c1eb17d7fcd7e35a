//! What can be typed behind `sociogram serve`.

use clap::Args;

use super::token::TokenArguments;
use crate::model::Model;
use crate::scale::ScaleName;

#[derive(Debug, Args)]
#[command(
    long_about = "Answers over HTTP what is asked about the meetings of a store.\n\nThe documented \
                  endpoints give a meeting's interactions, score and dynamics; PUT, GET and DELETE of \
                  /meetings/HASH take meetings in any format, give everything that is known of them, \
                  and forget them; GET /meetings lists them. SIGINT and SIGTERM end it when what has \
                  been asked is answered, after ten seconds at the latest.",
    after_help = "Exit codes: 0 ok, 1 failure (a store or an address that cannot be used), 2 \
                  usage.\n\nExamples:\n  \
                  sociogram ingest meeting.rttm --store meetings\n  \
                  sociogram serve --store meetings --jwt-secret-file secret\n  \
                  curl -H \"Authorization: Bearer $TOKEN\" \\\n    'localhost:8080/single-feature-api/meeting/meeting-dynamics?file-hash=HASH'"
)]
pub(crate) struct Arguments {
    /// Where meetings are kept: a folder, made if it is not there, or a URL (s3://, gs:// and az://
    /// where built with the feature `cloud`, set up by the environment).
    #[arg(long, value_name = "DIR|URL")]
    pub(super) store: String,

    /// The address to answer at.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    pub(super) listen: String,

    /// Answer everyone, and let everyone write: for tests, and only at an address that no other
    /// machine can reach.
    #[arg(long)]
    pub(super) insecure_no_auth: bool,

    /// Values against the clock, comparable between meetings, or against the strongest pair.
    #[arg(long, value_enum, default_value_t)]
    pub(super) scale: ScaleName,

    #[command(flatten)]
    pub(super) tokens: TokenArguments,

    #[command(flatten)]
    pub(super) model: Model,
}
