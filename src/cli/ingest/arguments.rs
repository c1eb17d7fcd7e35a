//! What can be typed behind `sociogram ingest`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use sociogram::http::FileHash;

use crate::input::Input;
use crate::seconds::{duration, talk_time};

#[derive(Debug, Args)]
#[command(
    long_about = "Keeps the meetings of files in a store, from which `sociogram serve` answers.\n\nA \
                  meeting is kept under the SHA-256 of its file's bytes in hexadecimal, unless \
                  --file-hash says otherwise, in place of what was there. A file with several \
                  recordings needs --recording and --file-hash, since its SHA-256 is that of all of \
                  them. For each meeting that is kept a line of JSON is printed: its hash, its \
                  participants, and what was repaired. A file that cannot be read is reported, and \
                  the others are kept all the same.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read, a store that cannot be \
                  used), 2 usage, 3 bad input. Where several files fail, the first one \
                  decides.\n\nExamples:\n  \
                  sociogram ingest *.rttm --store meetings\n  \
                  sociogram ingest meeting.json --store meetings --file-hash 8b3c1e7b --roster ana,ben"
)]
pub(crate) struct Arguments {
    /// Files in any format; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,

    /// Where meetings are kept: a folder, made if it is not there, or a URL (s3://, gs:// and az://
    /// where built with the feature `cloud`, set up by the environment).
    #[arg(long, value_name = "DIR|URL")]
    pub(super) store: String,

    /// What to call the meeting, of one file: 1 to 128 letters, digits, `.`, `_` or `-`.
    #[arg(long, value_name = "HASH", value_parser = str::parse::<FileHash>)]
    pub(super) file_hash: Option<FileHash>,

    /// Whose the meetings are, where callers have tenants.
    #[arg(long, value_name = "NAME")]
    pub(super) tenant: Option<String>,

    /// Participants who may never speak, apart by commas.
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(super) roster: Vec<String>,

    /// How long each meeting lasted, silence at its ends included [default: from the first start
    /// to the last end].
    #[arg(long, value_name = "SECONDS", value_parser = duration, allow_negative_numbers = true)]
    pub(super) duration: Option<f64>,

    /// Leave out those who speak less in all and are not on the roster.
    #[arg(long, value_name = "SECONDS", value_parser = talk_time, allow_negative_numbers = true,
          default_value = "0")]
    pub(super) min_talk: Duration,

    #[command(flatten)]
    pub(super) input: Input,
}
