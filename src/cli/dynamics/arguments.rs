//! What can be typed for `sociogram dynamics`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::input::Input;
use crate::model::Model;
use crate::seconds::talk_time;

#[derive(Debug, Args)]
#[command(
    long_about = "Tells the course of a meeting: score, responses and node values, window by \
                  window.\n\nA response belongs to the window in which the responder starts to \
                  speak, so the responses of windows that tile add up to those of the meeting. \
                  Windows are counted from 0 of the recording's clock, or from the one that holds \
                  the first start where that is negative; the last one ends with the last turn. \
                  Each is scored by its own length, over all pairs of the meeting.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input. Where several files fail, the first one decides.\n\nExamples:\n  \
                  sociogram dynamics meeting.rttm\n  \
                  sociogram dynamics meeting.rttm --period 300 --step 60\n  \
                  sociogram dynamics *.rttm --format csv -o course.csv"
)]
pub(crate) struct Arguments {
    /// Files in any format; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// How long a window is.
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, default_value_t = 300.0)]
    pub(crate) period: f64,

    /// From the start of a window to the start of the next [default: the period].
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    pub(crate) step: Option<f64>,

    /// Participants who may never speak, apart by commas.
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(crate) roster: Vec<String>,

    /// Leave out those who speak less in all and are not on the roster.
    #[arg(long, value_name = "SECONDS", value_parser = talk_time, allow_negative_numbers = true,
          default_value = "0")]
    pub(crate) min_talk: Duration,

    /// What to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Where to print it [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) input: Input,

    #[command(flatten)]
    pub(crate) model: Model,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading: a line for each window.
    #[default]
    Table,
    /// The documented API's dynamics, in milliseconds, one recording a line.
    Dynamics,
    /// The full result; of several files or recordings, an array.
    Json,
    /// A line for each window.
    Csv,
}
