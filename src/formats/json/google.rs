//! Google speech to text, versions 1 and 2: results with words.
//!
//! ```text
//! {"results": [{"channelTag": 1, "alternatives": [{"words": [
//!     {"startTime": "7.200s", "endTime": "7.800s", "word": "hi", "speakerTag": 2}]}]}]}
//! ```
//!
//! Version 2 has `startOffset`, `endOffset` and `speakerLabel`; all keys may be in `snake_case`, and
//! all may lie in the `response` of an operation. Times are seconds as `"7.200s"` or as
//! `{"seconds": "7", "nanos": 200000000}`, where a part that is not there is zero, and so is the
//! start of the first word. Speakers are whole numbers or strings; `0` is nobody.
//!
//! With speaker tags the last result repeats every word of those before it, which have no tags:
//! where any result of a channel has tags, those without are passed over and their words counted.
//! One speaker at a time, unless there are several channels.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::channels::Channels;
use super::label::JsonLabel;
use super::parse;
use super::path::{Step, place};
use super::scalar::{place_of, unquoted};
use crate::formats::collector::Collector;
use crate::formats::error::{Excerpt, ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::sample::Sample;
use crate::formats::unit::Unit;
use crate::formats::words::Word;
use crate::time::Time;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    const TIMES: [&str; 4] = ["endTime", "end_time", "endOffset", "end_offset"];
    const TAGS: [&str; 4] = ["speakerTag", "speaker_tag", "speakerLabel", "speaker_label"];
    let keys = sample.keys()?;
    let fits = ["results[]", "response.results[]"].into_iter().any(|results| {
        let has = |key: &str| keys.has(&format!("{results}.alternatives[].words[].{key}"));
        has("word") && TIMES.into_iter().chain(TAGS).any(has)
    });
    fits.then_some("it has `results` with alternatives of timed or tagged `words`")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    results: Option<Vec<Found<'a>>>,
    #[serde(borrow)]
    response: Option<Response<'a>>,
}

#[derive(Deserialize)]
struct Response<'a> {
    #[serde(borrow)]
    results: Option<Vec<Found<'a>>>,
}

#[derive(Deserialize)]
struct Found<'a> {
    #[serde(borrow, default, rename = "channelTag", alias = "channel_tag")]
    channel: JsonLabel<'a>,
    #[serde(borrow)]
    alternatives: Option<Vec<Alternative<'a>>>,
}

#[derive(Deserialize)]
struct Alternative<'a> {
    #[serde(borrow)]
    words: Option<Vec<Spoken<'a>>>,
}

#[derive(Deserialize)]
struct Spoken<'a> {
    #[serde(borrow, rename = "startTime", alias = "start_time")]
    #[serde(alias = "startOffset", alias = "start_offset")]
    start: Option<&'a RawValue>,
    #[serde(borrow, rename = "endTime", alias = "end_time")]
    #[serde(alias = "endOffset", alias = "end_offset")]
    end: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "speakerTag", alias = "speaker_tag")]
    tag: JsonLabel<'a>,
    #[serde(borrow, default, rename = "speakerLabel", alias = "speaker_label")]
    label: JsonLabel<'a>,
}

impl Found<'_> {
    /// The words of the best alternative, which comes first.
    fn words(&self) -> &[Spoken<'_>] {
        let best = self.alternatives.as_ref().and_then(|all| all.first());
        best.and_then(|best| best.words.as_deref()).unwrap_or_default()
    }
}

impl Spoken<'_> {
    fn speaker(&self) -> Option<&str> {
        let known = |label: &&str| !label.is_empty() && *label != "0";
        self.label.get().filter(known).or_else(|| self.tag.get().filter(known))
    }
}

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let name = options.recording_name();
    let at = into.recording(name);
    let document: Document<'_> = parse(text)?;
    let (outer, results) = match (document.results, document.response) {
        (Some(results), _) => (None, results),
        (None, Some(Response { results: Some(results) })) => (Some("response"), results),
        _ => {
            let kind = ReadErrorKind::Missing { expected: "results" };
            return Err(ReadError::new(place(text, &["results".into()]), kind));
        }
    };
    let steps = |[result, word]: [usize; 2]| -> Vec<Step> {
        let inner: [Step; 6] = [
            "results".into(),
            result.into(),
            "alternatives".into(),
            0.into(),
            "words".into(),
            word.into(),
        ];
        outer.map(Step::Key).into_iter().chain(inner).collect()
    };
    let is_tagged = |result: &Found<'_>| result.words().iter().any(|word| word.speaker().is_some());
    let tagged: HashSet<Option<&str>> =
        results.iter().filter(|result| is_tagged(result)).map(|it| it.channel.get()).collect();
    let mut channels = Channels::new();
    let mut first = None;
    for (r, result) in results.iter().enumerate() {
        let (words, channel) = (result.words(), result.channel.get());
        if tagged.contains(&channel) && !is_tagged(result) {
            into.skip(name, u64::try_from(words.len()).unwrap_or(u64::MAX));
            continue;
        }
        for (w, word) in words.iter().enumerate() {
            let id = [r, w];
            first.get_or_insert(id);
            let read = |value: Option<&RawValue>, field| match value {
                Some(value) => duration(value, field)
                    .map(Some)
                    .map_err(|kind| ReadError::new(place_of(text, &steps(id), value.get()), kind)),
                None => Ok(None),
            };
            let (start, end) = (read(word.start, "the start")?, read(word.end, "the end")?);
            let from_zero = start.is_none() && end.is_some() && channels.is_silent(channel);
            let start = if from_zero { Time::from_micros(0).ok() } else { start };
            channels.push(channel, Word { speaker: word.speaker(), start, end, id });
        }
    }
    if let Some(first) = first {
        let missing = if channels.are_untimed() {
            Some(("endTime", "times of words (were word time offsets enabled?)"))
        } else if tagged.is_empty() && !channels.are_several() {
            Some(("speakerTag", "speakers (was diarization on?)"))
        } else {
            None
        };
        if let Some((key, expected)) = missing {
            let here = [steps(first), vec![key.into()]].concat();
            return Err(ReadError::new(place(text, &here), ReadErrorKind::Missing { expected }));
        }
    }
    channels.collect(at, into, |id| place(text, &steps(id)))
}

/// A time as Google's messages have it, as text or in parts.
fn duration(value: &RawValue, field: &'static str) -> Result<Time, ReadErrorKind> {
    #[derive(Deserialize)]
    struct Parts<'a> {
        #[serde(borrow)]
        seconds: Option<&'a RawValue>,
        #[serde(borrow)]
        nanos: Option<&'a RawValue>,
    }

    let written = value.get();
    let refused = || {
        let found = Excerpt::of(written);
        ReadErrorKind::NotATime { field, written: r#"as "1.5s" or as seconds and nanos"#, found }
    };
    if let Some(quoted) = unquoted(written) {
        let digits = quoted.strip_suffix('s').ok_or_else(refused)?;
        return Unit::Seconds.read_time(digits, field).map_err(|kind| match kind {
            ReadErrorKind::NotATime { .. } => refused(),
            other => other,
        });
    }
    let parts: Parts<'_> = serde_json::from_str(written).map_err(|_| refused())?;
    let part = |value: Option<&'_ RawValue>, unit: Unit| {
        let digits = value.map_or("0", RawValue::get);
        unit.read(unquoted(digits).unwrap_or(digits), field).map_err(|kind| match kind {
            ReadErrorKind::NotATime { .. } => refused(),
            other => other,
        })
    };
    let whole = part(parts.seconds, Unit::Seconds)?;
    Unit::time(whole.plus(part(parts.nanos, Unit::Nanoseconds)?), written, field)
}
