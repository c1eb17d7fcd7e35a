//! What can be typed for `sociogram compare`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use sociogram::Time;

use crate::input::Input;
use crate::model::Model;
use crate::seconds::talk_time;

#[derive(Debug, Args)]
#[command(
    long_about = "Compares two meetings of the same people, or two halves of one.\n\nDifferences are \
                  second minus first: of the score, and of the value of every pair of whom both \
                  take part in both. Each comes with a 90% interval, and differs beyond noise if \
                  that leaves 0 out. Intervals of pairs hold for all pairs at once: were the two \
                  meetings of one kind, nine comparisons in ten would name no pair at all. With \
                  fewer than 30 spurts in one of the two, nothing can be told.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input: a file that does not hold exactly one recording, or a cut outside \
                  of it.\n\nExamples:\n  \
                  sociogram compare monday.rttm friday.rttm\n  \
                  sociogram compare meeting.rttm --at 1800\n  \
                  sociogram compare a.json b.json --format json"
)]
pub(crate) struct Arguments {
    /// Two files in any format, of one recording each, or one, which is cut in two; `-` reads
    /// standard input.
    #[arg(required = true, value_name = "FILE", num_args = 1..=2)]
    pub(crate) files: Vec<PathBuf>,

    /// Where to cut the one meeting, on its own clock [default: halfway between the first start
    /// and the last end].
    #[arg(long, value_name = "SECONDS", value_parser = time, allow_negative_numbers = true)]
    pub(crate) at: Option<Time>,

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

    /// Where random numbers start from: intervals are the same for the same seed.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) seed: u64,

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
    /// For reading: the scores and their difference, then the pairs that differ most.
    #[default]
    Table,
    /// Everything, unrounded, one object.
    Json,
}

fn time(text: &str) -> Result<Time, String> {
    let seconds = text.parse::<f64>().map_err(|_| "expected a number of seconds".to_owned())?;
    Time::from_seconds(seconds).map_err(|error| error.to_string())
}
