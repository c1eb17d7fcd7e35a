//! Rev.ai: monologues of words and punctuation.
//!
//! ```text
//! {"monologues": [{"speaker": 0, "speaker_info": {"display_name": "Ann"},
//!     "elements": [{"type": "text", "value": "Hi", "ts": 0.3, "end_ts": 0.5}]}]}
//! ```
//!
//! Times are seconds. Speakers are whole numbers, and are called by their `display_name` where
//! anything gives one, with the number behind it where two have the same name. One speaker at a
//! time. Punctuation is passed over, and so is what could not be understood (`unknown`) if it has
//! no times.
//!
//! One speaker `0` in all is also what a transcript without diarization has, which gives a warning.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::label::JsonLabel;
use super::parse;
use super::path::{Step, place};
use super::scalar::seconds;
use crate::formats::collector::Collector;
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::recording::Warning;
use crate::formats::sample::Sample;
use crate::formats::words::{Track, Word};

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    keys.has("monologues[].elements").then_some("it has `monologues` with `elements`")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    monologues: Vec<Monologue<'a>>,
}

#[derive(Deserialize)]
struct Monologue<'a> {
    #[serde(borrow, default)]
    speaker: JsonLabel<'a>,
    #[serde(borrow)]
    speaker_info: Option<Info<'a>>,
    #[serde(borrow)]
    elements: Option<Vec<Element<'a>>>,
}

#[derive(Deserialize)]
struct Info<'a> {
    #[serde(borrow, default)]
    display_name: JsonLabel<'a>,
}

#[derive(Deserialize)]
struct Element<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: JsonLabel<'a>,
    #[serde(borrow)]
    ts: Option<&'a RawValue>,
    #[serde(borrow)]
    end_ts: Option<&'a RawValue>,
}

impl Monologue<'_> {
    fn display_name(&self) -> Option<&str> {
        let name = self.speaker_info.as_ref()?.display_name.get()?;
        (!name.trim().is_empty()).then_some(name)
    }
}

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let at = into.recording(options.recording_name());
    let document: Document<'_> = parse(text)?;
    let steps = |[monologue, element]: [usize; 2]| {
        let outer = [Step::Key("monologues"), Step::At(monologue)];
        [outer, [Step::Key("elements"), Step::At(element)]].concat()
    };
    let labels = labels(&document.monologues);
    let mut track = Track::new();
    let mut anybody = false;
    for (m, monologue) in document.monologues.iter().enumerate() {
        let speaker = match monologue.speaker.get() {
            Some(speaker) => Some(labels.get(speaker).map_or(speaker, String::as_str)),
            None => monologue.display_name(),
        };
        anybody |= speaker.is_some();
        for (e, element) in monologue.elements.iter().flatten().enumerate() {
            let is_word = match element.kind.get() {
                None | Some("text") => true,
                _ => element.ts.is_some() && element.end_ts.is_some(),
            };
            if !is_word {
                continue;
            }
            let (start, end) = (
                seconds(text, element.ts, "the start", || steps([m, e]))?,
                seconds(text, element.end_ts, "the end", || steps([m, e]))?,
            );
            track.push(Word { speaker, start, end, id: [m, e] });
        }
    }
    if !anybody && !document.monologues.is_empty() {
        let here = place(text, &["monologues".into(), 0.into(), "speaker".into()]);
        let expected = "speakers (was diarization on?)";
        return Err(ReadError::new(here, ReadErrorKind::Missing { expected }));
    }
    let mut speakers = document.monologues.iter().map(|monologue| monologue.speaker.get());
    if anybody && labels.is_empty() && speakers.all(|speaker| speaker == Some("0")) {
        into.warn(at, Warning::OneSpeaker);
    }
    track.collect(at, into, |id| place(text, &steps(id)))
}

/// What to call those speakers who have a name.
fn labels<'a>(monologues: &'a [Monologue<'a>]) -> IndexMap<&'a str, String> {
    let mut names: IndexMap<&str, &str> = IndexMap::new();
    for monologue in monologues {
        if let (Some(speaker), Some(name)) = (monologue.speaker.get(), monologue.display_name()) {
            names.entry(speaker).or_insert(name);
        }
    }
    let mut namesakes: IndexMap<&str, u64> = IndexMap::new();
    for name in names.values() {
        *namesakes.entry(*name).or_default() += 1;
    }
    let label = |(speaker, name): (&'a str, &str)| match namesakes.get(name) {
        Some(2..) => (speaker, format!("{name} ({speaker})")),
        _ => (speaker, name.to_owned()),
    };
    names.into_iter().map(label).collect()
}
