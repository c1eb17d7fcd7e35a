//! WhisperX: segments with words, each with the speaker who talks most in it.
//!
//! Words are read where a segment has them, since a segment may hold more than one speaker. A word
//! without a speaker has its segment's; one without times, such as a number, takes the place
//! between its neighbours.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::label::JsonLabel;
use super::path::{Step, place};
use super::{parse, time};
use crate::formats::collector::Collector;
use crate::formats::error::ReadError;
use crate::formats::options::Options;
use crate::formats::recording::RepairKind;
use crate::formats::sample::Sample;
use crate::formats::unit::Unit;
use crate::formats::words::{Track, Word};

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    let timed = keys.have(&["segments[].start", "segments[].end"]);
    let told_apart = keys.has("segments[].words[].speaker")
        || keys.has("word_segments")
        || (keys.has("segments[].speaker") && !keys.has("segments[].type"));
    (timed && told_apart).then_some("it has `segments` with a start, an end and a speaker")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    segments: Vec<Segment<'a>>,
}

#[derive(Deserialize)]
struct Segment<'a> {
    #[serde(borrow)]
    start: Option<&'a RawValue>,
    #[serde(borrow)]
    end: Option<&'a RawValue>,
    #[serde(borrow, default)]
    speaker: JsonLabel<'a>,
    #[serde(borrow)]
    words: Option<Vec<Timed<'a>>>,
}

#[derive(Deserialize)]
struct Timed<'a> {
    #[serde(borrow)]
    start: Option<&'a RawValue>,
    #[serde(borrow)]
    end: Option<&'a RawValue>,
    #[serde(borrow, default)]
    speaker: JsonLabel<'a>,
}

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let at = into.recording(options.recording_name());
    let document: Document<'_> = parse(text)?;
    let mut track = Track::new();
    let path = |[segment, word]: [usize; 2], key: Option<&'static str>| {
        let mut steps = vec![Step::Key("segments"), Step::At(segment)];
        if word != WHOLE {
            steps.extend([Step::Key("words"), Step::At(word)]);
        }
        steps.extend(key.map(Step::Key));
        place(text, &steps)
    };
    for (s, segment) in document.segments.iter().enumerate() {
        let words = segment.words.as_deref().unwrap_or_default();
        for (w, word) in words.iter().enumerate() {
            let refuse = |key| move |kind| ReadError::new(path([s, w], Some(key)), kind);
            track.push(Word {
                speaker: word.speaker.get().or(segment.speaker.get()),
                start: time(word.start, Unit::Seconds, "the start").map_err(refuse("start"))?,
                end: time(word.end, Unit::Seconds, "the end").map_err(refuse("end"))?,
                id: [s, w],
            });
        }
        if words.is_empty() {
            let refuse = |key| move |kind| ReadError::new(path([s, WHOLE], Some(key)), kind);
            let start = time(segment.start, Unit::Seconds, "the start").map_err(refuse("start"))?;
            let end = time(segment.end, Unit::Seconds, "the end").map_err(refuse("end"))?;
            let here = || path([s, WHOLE], None);
            match (start, end) {
                (Some(start), Some(end)) => {
                    into.turn(at, segment.speaker.get(), start, end, here)?;
                }
                _ => into.repair(at, RepairKind::Untimed, here)?,
            }
        }
    }
    track.collect(at, into, |id| path(id, None))
}

/// Stands for the segment itself where a word is counted.
const WHOLE: usize = usize::MAX;
