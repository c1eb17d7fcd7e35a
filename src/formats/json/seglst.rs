//! `SegLST`, segment-wise long-form speech transcription: an array of segments.
//!
//! ```text
//! [{"session_id": "a", "speaker": "Ann", "start_time": 0.5, "end_time": "1.25", "words": "hi"}]
//! ```
//!
//! Times are seconds, as numbers or as strings; speakers are strings. A `session_id` is a
//! recording; segments without one have the file's name. People may overlap. Segments without
//! a start or an end are left out and counted.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::label::JsonLabel;
use super::parse;
use super::path::{Step, place};
use super::scalar::seconds;
use crate::formats::collector::Collector;
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::recording::RepairKind;
use crate::formats::sample::Sample;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    keys.have(&["[].session_id", "[].start_time", "[].end_time"])
        .then_some("it is an array of segments with a `session_id`")
}

#[derive(Deserialize)]
struct Segment<'a> {
    #[serde(borrow, default)]
    session_id: JsonLabel<'a>,
    #[serde(borrow, default)]
    speaker: JsonLabel<'a>,
    #[serde(borrow)]
    start_time: Option<&'a RawValue>,
    #[serde(borrow)]
    end_time: Option<&'a RawValue>,
}

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let segments: Vec<Segment<'_>> = parse(text)?;
    if !segments.is_empty() && segments.iter().all(|segment| segment.speaker.get().is_none()) {
        let here = place(text, &[0.into(), "speaker".into()]);
        return Err(ReadError::new(here, ReadErrorKind::Missing { expected: "speakers" }));
    }
    for (s, segment) in segments.iter().enumerate() {
        let steps = [Step::At(s)];
        let at = into.recording(segment.session_id.get().unwrap_or(options.recording_name()));
        let start = seconds(text, segment.start_time, "the start", || steps.to_vec())?;
        let end = seconds(text, segment.end_time, "the end", || steps.to_vec())?;
        let here = || place(text, &steps);
        match (start, end) {
            (Some(start), Some(end)) => into.turn(at, segment.speaker.get(), start, end, here)?,
            _ => into.repair(at, RepairKind::Untimed, here)?,
        }
    }
    Ok(())
}
