//! What can be typed for commands that take one meeting.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::seconds::{duration, talk_time};

/// What can be typed about a single meeting.
#[derive(Debug, Args)]
pub(crate) struct Single {
    /// A file in any format; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Participants who may never speak, apart by commas.
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(crate) roster: Vec<String>,

    /// How long the meeting lasted, silence at its ends included [default: from the first start
    /// to the last end].
    #[arg(long, value_name = "SECONDS", value_parser = duration, allow_negative_numbers = true)]
    pub(crate) duration: Option<f64>,

    /// Leave out those who speak less in all and are not on the roster.
    #[arg(long, value_name = "SECONDS", value_parser = talk_time, allow_negative_numbers = true,
          default_value = "0")]
    pub(crate) min_talk: Duration,
}
