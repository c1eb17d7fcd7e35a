//! The `diarized_json` of `OpenAI`: the segments of a transcript, each with its speaker.
//!
//! ```text
//! {"task": "transcribe", "duration": 4.2, "segments": [
//!     {"type": "transcript.text.segment", "id": "seg_1", "start": 0, "end": 2.1,
//!      "text": "Hi", "speaker": "A"}]}
//! ```
//!
//! Times are seconds; speakers are letters, or the names that the caller gave. Whether overlap
//! can be told is not said. Where the service answers with `text` alone, as it does unless
//! `diarized_json` was asked for, the lack of segments is an error; other keys are ignored.

use serde::Deserialize;

use super::parse;
use super::path::{Step, place};
use super::spoken::{Spoken, Timed};
use crate::formats::collector::Collector;
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::sample::Sample;
use crate::formats::unit::Unit;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    if keys.have(&["segments[].type", "segments[].speaker", "segments[].start"]) {
        return Some("it has `segments` with a type, a start and a speaker");
    }
    (keys.have(&["text", "usage.type"]) && !keys.has("segments"))
        .then_some("it has a `text` and the `usage` of a model")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    segments: Option<Vec<Timed<'a>>>,
}

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let at = into.recording(options.recording_name());
    let document: Document<'_> = parse(text)?;
    let list = vec![Step::Key("segments")];
    let Some(segments) = document.segments else {
        let expected = "segments (was the response format `diarized_json`?)";
        return Err(ReadError::new(place(text, &list), ReadErrorKind::Missing { expected }));
    };
    let spoken = Spoken { text, list, words: &[], unit: Unit::Seconds };
    if !segments.is_empty() && segments.iter().all(|segment| segment.piece().speaker.is_none()) {
        let expected = "speakers (was the response format `diarized_json`?)";
        return Err(spoken.without_speakers("speaker", expected));
    }
    let mut numbered = segments.iter().enumerate();
    numbered.try_for_each(|(s, segment)| spoken.turn(s, &segment.piece(), at, into))
}
