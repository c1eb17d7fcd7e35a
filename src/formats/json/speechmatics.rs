//! Speechmatics, version 2 of its JSON: a list of words and punctuation.
//!
//! ```text
//! {"format": "2.9", "results": [{"type": "word", "start_time": 0.1, "end_time": 0.4,
//!     "alternatives": [{"content": "Hi", "speaker": "S1"}]}]}
//! ```
//!
//! Times are seconds; speakers are strings, and `UU` is a speaker who is not known. Only words and
//! entities are read: punctuation has no length. One speaker at a time, unless channels were
//! transcribed apart: results then have a `channel`.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::channels::Channels;
use super::label::JsonLabel;
use super::parse;
use super::path::{Step, place};
use super::scalar::seconds;
use crate::formats::collector::Collector;
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::sample::Sample;
use crate::formats::words::Word;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    const KEYS: [&str; 3] =
        ["results[].type", "results[].start_time", "results[].alternatives[].content"];
    let keys = sample.keys()?;
    keys.have(&KEYS).then_some("it has `results` with a `start_time` and alternatives of `content`")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    results: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: JsonLabel<'a>,
    #[serde(borrow)]
    start_time: Option<&'a RawValue>,
    #[serde(borrow)]
    end_time: Option<&'a RawValue>,
    #[serde(borrow, default)]
    channel: JsonLabel<'a>,
    #[serde(borrow)]
    alternatives: Option<Vec<Alternative<'a>>>,
}

#[derive(Deserialize)]
struct Alternative<'a> {
    #[serde(borrow, default)]
    speaker: JsonLabel<'a>,
}

/// What stands for a speaker who is not known.
const UNKNOWN: &str = "UU";

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let name = options.recording_name();
    let at = into.recording(name);
    let document: Document<'_> = parse(text)?;
    let steps = |result: usize| vec![Step::Key("results"), Step::At(result)];
    let mut channels = Channels::new();
    let mut first = None;
    let mut anybody = false;
    for (r, result) in document.results.iter().enumerate() {
        match result.kind.get() {
            None | Some("word" | "entity") => {}
            Some("punctuation") => continue,
            Some(_) => {
                into.skip(name, 1);
                continue;
            }
        }
        let best = result.alternatives.as_ref().and_then(|all| all.first());
        let speaker = best.and_then(|best| best.speaker.get());
        first.get_or_insert(r);
        anybody |= speaker.is_some();
        let speaker = speaker.filter(|label| *label != UNKNOWN);
        let start = seconds(text, result.start_time, "the start", || steps(r))?;
        let end = seconds(text, result.end_time, "the end", || steps(r))?;
        channels.push(result.channel.get(), Word { speaker, start, end, id: r });
    }
    if let Some(first) = first
        && !anybody
        && !channels.are_several()
    {
        let expected = "speakers (was `diarization` on?)";
        let key = [Step::Key("alternatives"), Step::At(0), Step::Key("speaker")];
        let here = [steps(first), key.to_vec()].concat();
        return Err(ReadError::new(place(text, &here), ReadErrorKind::Missing { expected }));
    }
    channels.collect(at, into, |id| place(text, &steps(id)))
}
