//! What can be typed for `sociogram report`.

use std::path::PathBuf;

use clap::Args;

use crate::input::Input;
use crate::model::Model;
use crate::single::Single;

#[derive(Debug, Args)]
#[command(
    long_about = "Makes a page of HTML of one meeting, for people who would rather look than read \
                  numbers.\n\nIt shows the score with its interval and what it means, the \
                  sociogram, who responds to whom, the timeline, the course of the score, everyone's \
                  part in it, and what was repaired in the input. The page is one file that loads \
                  nothing from elsewhere, so it can be sent by mail. Of several recordings in the \
                  file, --recording names one.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input.\n\nExamples:\n  \
                  sociogram report meeting.rttm -o report.html\n  \
                  sociogram report team.jsonl --recording monday --title 'Monday' -o monday.html"
)]
pub(crate) struct Arguments {
    /// What the page is called [default: the recording's name].
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,

    /// How long the windows of the score over time are.
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, default_value_t = 300.0)]
    pub(crate) period: f64,

    #[command(flatten)]
    pub(crate) single: Single,

    /// Where random numbers start from: intervals are the same for the same seed.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub(crate) seed: u64,

    /// Where to write it [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) input: Input,

    #[command(flatten)]
    pub(crate) model: Model,
}
