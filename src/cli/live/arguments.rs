//! What can be typed behind `sociogram live`.

use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::input::Input;
use crate::model::Model;
use crate::seconds::talk_time;

#[derive(Debug, Args)]
#[command(
    long_about = "Scores a meeting while it goes on.\n\nReads finished turns from standard input, one \
                  JSON object a line, with times in seconds:\n\n  \
                  {\"speaker\": \"ana\", \"start\": 0.0, \"end\": 2.0}\n\nTurns may come late and in any \
                  order, as long as they start within the horizon before the latest end; the result \
                  is the same as if all had been there from the beginning. On a terminal it shows \
                  score, trend and pairs in place; elsewhere it prints full results, one a line, of \
                  which the last is the final one. A line that cannot be read is reported and left \
                  out. An interrupt ends it with the final result.",
    after_help = "Exit codes: 0 ok, also after an interrupt; 1 failure (standard input cannot be \
                  read), 2 usage, 3 bad input with --strict.\n\nExamples:\n  \
                  diarize --live | sociogram live\n  \
                  diarize --live | sociogram live --every 60 --format json | my-dashboard\n  \
                  sociogram convert meeting.rttm --to jsonl | sociogram live --every 300"
)]
pub(crate) struct Arguments {
    /// Print a result each time that so much of the meeting has gone by [default: with each turn].
    #[arg(long, value_name = "SECONDS", value_parser = period)]
    pub(super) every: Option<Duration>,

    /// How late a turn may come: from its start to the latest end before it.
    #[arg(long, value_name = "SECONDS", value_parser = talk_time, allow_negative_numbers = true,
          default_value = "600")]
    pub(super) horizon: Duration,

    /// Participants who may never speak, apart by commas.
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(super) roster: Vec<String>,

    /// What to print [default: view on a terminal, json elsewhere].
    #[arg(long, value_enum)]
    pub(super) format: Option<Output>,

    #[command(flatten)]
    pub(super) input: Input,

    #[command(flatten)]
    pub(super) model: Model,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// Score, trend and pairs, drawn in place.
    View,
    /// Full results, one a line; the last is the final one.
    Json,
}

fn period(text: &str) -> Result<Duration, String> {
    match talk_time(text)? {
        Duration::ZERO => Err("expected more than 0 seconds".into()),
        period => Ok(period),
    }
}
