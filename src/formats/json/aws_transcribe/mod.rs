//! AWS Transcribe: [speakers](results) or channels of a batch job, or [call analytics](calls).

mod calls;
mod results;

use serde::Deserialize;

use super::label::JsonLabel;
use super::parse;
use super::path::{Step, place};
use crate::formats::collector::Collector;
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::sample::Sample;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    if keys.has("results.speaker_labels") || keys.has("results.channel_labels") {
        return Some("it has `results` with labels of speakers or channels");
    }
    if keys.have(&["Transcript[].BeginOffsetMillis", "Transcript[].EndOffsetMillis"]) {
        return Some("it has the `Transcript` of call analytics");
    }
    let named = keys.has("jobName") || keys.has("accountId") || keys.has("results.items");
    (named && keys.has("results.transcripts")).then_some("it has `results` with transcripts")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    results: Option<results::Results<'a>>,
    #[serde(borrow, rename = "Transcript")]
    transcript: Option<Vec<calls::Part<'a>>>,
}

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let at = into.recording(options.recording_name());
    let document: Document<'_> = parse(text)?;
    match (document.results, document.transcript) {
        (Some(results), _) => results::read(&results, text, at, into),
        (None, Some(parts)) => calls::read(&parts, text, at, into),
        (None, None) => {
            let kind = ReadErrorKind::Missing { expected: "`results` or a `Transcript`" };
            Err(ReadError::new(place(text, &[Step::Key("results")]), kind))
        }
    }
}

/// Whether an item is a mark, which has no times.
fn is_punctuation(kind: &JsonLabel<'_>) -> bool {
    kind.get().is_some_and(|kind| kind.eq_ignore_ascii_case("punctuation"))
}
