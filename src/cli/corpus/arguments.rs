//! What can be typed behind `sociogram corpus`.

use std::path::PathBuf;

use clap::Args;
use sociogram::formats::{Unit, UnknownSpeakers};

use crate::input::{column_of, unit, unknown};
use crate::model::Model;

#[derive(Debug, Args)]
#[command(
    long_about = "Scores the meetings of a corpus, as many as there are, into a table in \
                  Parquet.\n\nThe input is files, folders or URLs of tables with the columns meeting, \
                  speaker, start and end (Parquet, CSV, JSON Lines; rows of a meeting may stand \
                  anywhere), or folders of files in any format with one recording each, which are \
                  called by their paths. The output has a row for each meeting in order of their \
                  names: meeting, score, score_low, score_high, minutes, turns, participants, \
                  pair_count, repairs, error; and --pairs one for each pair with responses: meeting, \
                  first, second, value, relative, responses, to_second, to_first, rate.\n\nMemory \
                  does not grow with the corpus. What is done stands in a folder OUT.parts until all is: the same command goes on where it was \
                  interrupted, and comes to the same bytes. A meeting that cannot be scored has an \
                  error in its row, is reported, and the others are scored all the same.",
    after_help = "Exit codes: 0 ok, 1 failure (a file that cannot be read or written), 2 usage, \
                  3 bad input: meetings that cannot be scored, other columns, another unit. Where \
                  both 1 and 3 hold, it is 1.\n\nExamples:\n  \
                  sociogram corpus turns/ -o scores.parquet\n  \
                  sociogram corpus turns.parquet -o scores.parquet --pairs pairs.parquet\n  \
                  sociogram corpus calls.csv -o scores.parquet --columns meeting=call,start=from,end=to \
                  --unit ms"
)]
pub(crate) struct Arguments {
    /// Files, folders, or URLs (file://; s3://, gs:// and az:// where built with the feature
    /// `cloud`, set up by the environment).
    #[arg(required = true, value_name = "IN")]
    pub(super) inputs: Vec<String>,

    /// Where to write the table of meetings.
    #[arg(short, long, value_name = "OUT.parquet")]
    pub(super) output: PathBuf,

    /// Where to write a row for each pair with responses.
    #[arg(long, value_name = "PAIRS.parquet")]
    pub(super) pairs: Option<PathBuf>,

    /// Leave the intervals of scores null: they take several times as long as scores.
    #[arg(long)]
    pub(super) no_intervals: bool,

    /// Begin anew, whatever an interrupted run has left.
    #[arg(long)]
    pub(super) restart: bool,

    /// The names of a table's columns: meeting=call,speaker=who,start=from,end=to; of CSV and JSON
    /// Lines also length, in place of end [default: the usual names].
    #[arg(long, value_name = "COLUMN=NAME", value_delimiter = ',', value_parser = column,
          help_heading = "Reading")]
    pub(super) columns: Vec<(String, String)>,

    /// What the times of a table count [default: seconds, unless its columns tell].
    #[arg(long, value_name = "UNIT", value_parser = unit(), help_heading = "Reading")]
    pub(super) unit: Option<Unit>,

    /// What to do with turns of unknown speakers.
    #[arg(long, value_name = "POLICY", value_parser = unknown(), default_value = "drop",
          help_heading = "Reading")]
    pub(super) unknown: UnknownSpeakers,

    /// Take a meeting for a bad one whose rows would otherwise be repaired and counted.
    #[arg(long, help_heading = "Reading")]
    pub(super) strict: bool,

    /// How many threads to work on, 1 to 1024; results are the same [default: one for each core].
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,

    #[command(flatten)]
    pub(super) model: Model,
}

fn column(text: &str) -> Result<(String, String), String> {
    column_of(&["meeting", "speaker", "start", "end", "length"], text)
}
