//! What can be typed for `sociogram series`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::input::Input;
use crate::model::Model;
use crate::seconds::talk_time;

#[derive(Debug, Args)]
#[command(
    long_about = "Follows a team over its meetings, and adds them up.\n\nMeetings are taken in the \
                  order of the files as given, and the recordings of a file in order of their \
                  names; people are the same where their labels are. Each meeting has its score; \
                  each pair its value in all meetings together, in the first and the last one in \
                  which both took part, and its trend: the slope of the least-squares line through \
                  its values, in points a meeting, over three such meetings or more.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input. Where several files fail, the first one decides.\n\nExamples:\n  \
                  sociogram series 2024-05-*.rttm\n  \
                  sociogram series mon.json tue.json wed.json --format csv"
)]
pub(crate) struct Arguments {
    /// Files in any format, in order of time; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Participants of every meeting who may never speak, apart by commas.
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(crate) roster: Vec<String>,

    /// Leave out of a meeting those who speak less in it and are not on the roster.
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
    /// For reading: a line for each meeting, then the pairs.
    #[default]
    Table,
    /// Everything, unrounded, one object.
    Json,
    /// A line for each meeting and pair of whom both took part.
    Csv,
}
