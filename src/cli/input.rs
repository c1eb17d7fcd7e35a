//! What can be typed about the input.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use sociogram::formats::{Format, Unit, UnknownSpeakers};

#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Input {
    /// The format of the files [default: detected from content].
    #[arg(long, value_name = "FORMAT", hide_possible_values = true, value_parser = format())]
    pub(crate) input_format: Option<Format>,

    /// What to do with speech of unknown speakers.
    #[arg(long, value_name = "POLICY", value_parser = unknown(), default_value = "drop")]
    pub(crate) unknown: UnknownSpeakers,

    /// Refuse what is otherwise repaired and reported.
    #[arg(long)]
    pub(crate) strict: bool,

    /// Read one recording of those in the files.
    #[arg(long, value_name = "NAME")]
    pub(crate) recording: Option<String>,

    /// Give speakers other labels: a CSV file with the columns `label` (as in the input) and
    /// `name`; two labels with one name become one speaker.
    #[arg(long, value_name = "FILE")]
    pub(crate) map: Option<PathBuf>,

    /// Leave out a speaker, by the label in the input; may be given several times.
    #[arg(long, value_name = "LABEL")]
    pub(crate) exclude_speaker: Vec<String>,

    /// The names of a table's columns, or of JSON Lines' keys: speaker=who,start=from,end=to; also
    /// length, in place of end, and recording.
    #[arg(long, value_name = "COLUMN=NAME", value_delimiter = ',', value_parser = column)]
    pub(crate) columns: Vec<(String, String)>,

    /// What the times of a table or of JSON Lines count.
    #[arg(long, value_name = "UNIT", value_parser = unit())]
    pub(crate) unit: Option<Unit>,

    /// Captions without a speaker belong to the one before.
    #[arg(long)]
    pub(crate) carry_speaker: bool,

    /// Scored regions, in UEM: what lies outside of them is left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) uem: Option<PathBuf>,

    /// Who speaks in each utterance of Kaldi's `segments` [default: `utt2spk` beside it].
    #[arg(long, value_name = "FILE")]
    pub(crate) utt2spk: Option<PathBuf>,

    /// How many threads to work on, 1 to 1024; results are the same [default: one for each core].
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::id)).try_map(|id| id.parse::<Format>())
}

pub(crate) fn unit() -> impl TypedValueParser<Value = Unit> {
    PossibleValuesParser::new(Unit::ALL.map(Unit::id)).try_map(|id| id.parse::<Unit>())
}

pub(crate) fn unknown() -> impl TypedValueParser<Value = UnknownSpeakers> {
    PossibleValuesParser::new(["drop", "keep", "error"]).map(|policy| match policy.as_str() {
        "keep" => UnknownSpeakers::Keep,
        "error" => UnknownSpeakers::Error,
        _ => UnknownSpeakers::Drop,
    })
}

fn column(text: &str) -> Result<(String, String), String> {
    column_of(&["recording", "speaker", "start", "end", "length"], text)
}

/// One of these columns, and its name.
pub(crate) fn column_of(columns: &[&str], text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((what, name)) if columns.contains(&what) && !name.is_empty() => {
            Ok((what.to_owned(), name.to_owned()))
        }
        _ => Err(format!("expected COLUMN=NAME, with one of {} for COLUMN", columns.join(", "))),
    }
}
