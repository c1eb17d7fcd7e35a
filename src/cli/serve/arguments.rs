//! What can be typed behind `sociogram serve`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;

use super::settings::{LogFormat, LogLevel, Seconds};
use crate::scale::ScaleName;

#[derive(Debug, Args)]
#[command(
    long_about = "Answers over HTTP what is asked about the meetings of a store.\n\nThe documented \
                  endpoints give a meeting's interactions, score and dynamics; PUT, GET and DELETE of \
                  /meetings/HASH take meetings in any format, give everything that is known of them, \
                  and forget them; GET /meetings lists them. /docs describes all of it; /healthz, \
                  /readyz and /metrics are for those who run the service. SIGINT and SIGTERM end it \
                  when what has been asked is answered, after ten seconds at the latest.\n\nEvery \
                  option may also stand in the environment (--body-limit as SOCIOGRAM_BODY_LIMIT) and \
                  in a TOML file (body-limit = 1000), but for --insecure-no-auth. What is typed comes \
                  before the environment, and that before the file.",
    after_help = "Exit codes: 0 ok, 1 failure (a store or an address that cannot be used), 2 \
                  usage.\n\nExamples:\n  \
                  sociogram ingest meeting.rttm --store meetings\n  \
                  sociogram serve --store meetings --jwt-secret-file secret\n  \
                  curl -H \"Authorization: Bearer $TOKEN\" \\\n    \
                  'localhost:8080/single-feature-api/meeting/meeting-dynamics?file-hash=HASH'"
)]
pub(crate) struct Arguments {
    /// A TOML file of settings, also named by `SOCIOGRAM_CONFIG`.
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,

    /// Print all settings as such a file, secrets masked, and end.
    #[arg(long)]
    pub(super) print_config: bool,

    /// Answer everyone, and let everyone write: for tests, and only at an address that no other
    /// machine can reach.
    #[arg(long)]
    pub(super) insecure_no_auth: bool,

    #[command(flatten)]
    pub(super) typed: Typed,
}

/// The settings that are typed; the environment is read as if it were.
#[derive(Debug, Default, Args, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Typed {
    /// Where meetings are kept: a folder, made if it is not there, or a URL (s3://, gs:// and az://
    /// where built with the feature `cloud`, set up by the environment).
    #[arg(long, value_name = "DIR|URL")]
    store: Option<String>,

    /// The address to answer at [default: 127.0.0.1:8080].
    #[arg(long, value_name = "HOST:PORT")]
    listen: Option<String>,

    /// Values against the clock, comparable between meetings, or against the strongest pair
    /// [default: absolute].
    #[arg(long, value_enum)]
    scale: Option<ScaleName>,

    /// A file with the secret of HS256, at least 32 bytes; a line break at its end is not part of
    /// it. `SOCIOGRAM_JWT_SECRET` has the secret itself.
    #[arg(long, value_name = "FILE", help_heading = "Tokens (one source of keys)")]
    jwt_secret_file: Option<PathBuf>,

    /// A public key in PEM: RSA for RS256, P-256 for ES256, Ed25519 for `EdDSA`.
    #[arg(long, value_name = "FILE", help_heading = "Tokens (one source of keys)")]
    jwt_key_file: Option<PathBuf>,

    /// A JWK Set: several keys, which tokens name.
    #[arg(long, value_name = "FILE", help_heading = "Tokens (one source of keys)")]
    jwks_file: Option<PathBuf>,

    /// Who must have made a token [default: anyone who has the key].
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(),
          help_heading = "Tokens (one source of keys)")]
    jwt_issuer: Option<String>,

    /// Whom a token must be for [default: anyone].
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(),
          help_heading = "Tokens (one source of keys)")]
    jwt_audience: Option<String>,

    /// How much clocks may differ, 300 at most [default: 30].
    #[arg(long, value_name = "SECONDS", help_heading = "Tokens (one source of keys)")]
    jwt_leeway: Option<Seconds>,

    /// The claim that names the tenant, then required: a token sees its tenant's meetings only.
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(),
          help_heading = "Tokens (one source of keys)")]
    tenant_claim: Option<String>,

    /// The scope that lets read [default: meetings:read].
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(),
          help_heading = "Tokens (one source of keys)")]
    read_scope: Option<String>,

    /// The scope that lets put and delete [default: meetings:write].
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(),
          help_heading = "Tokens (one source of keys)")]
    write_scope: Option<String>,

    /// How long a body may be [default: 67108864].
    #[arg(long, value_name = "BYTES", help_heading = "Limits")]
    body_limit: Option<u64>,

    /// How long a body may take to arrive, and a client may take nothing of an answer
    /// [default: 30].
    #[arg(long, value_name = "SECONDS", help_heading = "Limits")]
    body_time: Option<Seconds>,

    /// How long the head of a request may take, and a connection without one last [default: 10].
    #[arg(long, value_name = "SECONDS", help_heading = "Limits")]
    header_time: Option<Seconds>,

    /// How long an answer may take [default: 60].
    #[arg(long, value_name = "SECONDS", help_heading = "Limits")]
    response_time: Option<Seconds>,

    /// How many requests are answered at a time [default: 1024].
    #[arg(long, value_name = "NUMBER", help_heading = "Limits")]
    concurrency: Option<u32>,

    /// How many connections there may be [default: 8192].
    #[arg(long, value_name = "NUMBER", help_heading = "Limits")]
    connections: Option<u32>,

    /// How much memory answers may take that are kept to be given again; 0 keeps none
    /// [default: 67108864].
    #[arg(long, value_name = "BYTES", help_heading = "Limits")]
    cache_bytes: Option<u64>,

    /// What is told on standard error: debug tells every request, info those that were refused
    /// [default: info].
    #[arg(long, value_enum, help_heading = "Log")]
    log_level: Option<LogLevel>,

    /// Lines to read, or JSON [default: text].
    #[arg(long, value_enum, help_heading = "Log")]
    log_format: Option<LogFormat>,

    /// Speech that halves the distance of a presence to 1.
    #[arg(
        long,
        value_name = "SECONDS",
        allow_negative_numbers = true,
        help_heading = "Parameters of the model"
    )]
    rise: Option<f64>,

    /// Silence that halves a presence.
    #[arg(
        long,
        value_name = "SECONDS",
        allow_negative_numbers = true,
        help_heading = "Parameters of the model"
    )]
    decay: Option<f64>,

    /// Presence of nobody in particular among those who may be responded to.
    #[arg(
        long,
        value_name = "PRESENCE",
        allow_negative_numbers = true,
        help_heading = "Parameters of the model"
    )]
    unaddressed: Option<f64>,

    /// Responses a minute that, were every pair alike, score 50.
    #[arg(
        long,
        value_name = "RATE",
        allow_negative_numbers = true,
        help_heading = "Parameters of the model"
    )]
    half_rate: Option<f64>,
}
