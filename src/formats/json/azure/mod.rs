//! Azure speech to text: batch, fast and real-time results.
//!
//! ```text
//! {"recognizedPhrases": [{"recognitionStatus": "Success", "speaker": 1, "channel": 0,
//!     "offset": "PT0.04S", "duration": "PT2.18S", "offsetInTicks": 400000.0, "nBest": […]}]}
//! {"phrases": [{"speaker": 1, "offsetMilliseconds": 40, "durationMilliseconds": 2180}]}
//! {"RecognitionStatus": "Success", "Offset": 400000, "Duration": 21800000, "SpeakerId": "Guest-1"}
//! ```
//!
//! Times are ticks of 100 ns, which may be written as floating-point numbers, milliseconds, or
//! ISO 8601 durations: the first of these that is there. Real-time results come one in a file,
//! several behind each other or in an array. Speakers are whole numbers or strings; phrases are cut
//! by their words where these have times. One speaker at a time, unless there are several channels.
//! Phrases that were not recognized are passed over and counted.

mod timing;

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::Deserializer as Documents;
use serde_json::value::RawValue;

use self::timing::Timing;
use super::channels::Channels;
use super::label::JsonLabel;
use super::path::{Step, place};
use super::scalar::{moved, place_of};
use super::{parse, position_of, problem_of};
use crate::formats::collector::Collector;
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::input::position_in;
use crate::formats::options::Options;
use crate::formats::place::{Place, Position};
use crate::formats::sample::Sample;
use crate::formats::words::Word;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    // The text as a whole comes before the phrases, and may be long.
    if keys.has("recognizedPhrases") || keys.has("combinedRecognizedPhrases") {
        return Some("it has `recognizedPhrases`");
    }
    if keys.has("combinedPhrases") || keys.has("phrases[].offsetMilliseconds") {
        return Some("it has `phrases` with an offset and a duration in milliseconds");
    }
    let is_result = |at: &str| {
        let has = |key| keys.has(&format!("{at}{key}"));
        has("Offset") && has("Duration") && (has("SpeakerId") || has("RecognitionStatus"))
    };
    (is_result("") || is_result("[]."))
        .then_some("it has results with an `Offset`, a `Duration` and a `SpeakerId`")
}

#[derive(serde::Deserialize)]
struct Document<'a> {
    #[serde(borrow, rename = "recognizedPhrases")]
    batch: Option<Vec<Phrase<'a>>>,
    #[serde(borrow, rename = "phrases")]
    fast: Option<Vec<Phrase<'a>>>,
}

/// A phrase, as far as it matters: a meeting has thousands, and what is not kept need not be moved.
#[derive(serde::Deserialize)]
#[serde(from = "Written<'a>", bound(deserialize = "'de: 'a"))]
struct Phrase<'a> {
    /// Absent where the result says nothing of it.
    is_recognized: Option<bool>,
    speaker: JsonLabel<'a>,
    channel: JsonLabel<'a>,
    timing: Timing<'a>,
    /// The words of the best guess, which comes first.
    words: Vec<Spoken<'a>>,
    /// The way to them.
    way: Way,
}

/// Where the words of a phrase are.
#[derive(Clone, Copy)]
enum Way {
    Fast,
    Batch,
    Live,
}

impl Way {
    const fn steps(self) -> &'static [Step] {
        match self {
            Self::Fast => &[Step::Key("words")],
            Self::Batch => &[Step::Key("nBest"), Step::At(0), Step::Key("words")],
            Self::Live => &[Step::Key("NBest"), Step::At(0), Step::Key("Words")],
        }
    }
}

/// A phrase as it is written.
#[derive(serde::Deserialize)]
struct Written<'a> {
    #[serde(borrow, default, rename = "recognitionStatus", alias = "RecognitionStatus")]
    status: JsonLabel<'a>,
    #[serde(borrow, default, alias = "SpeakerId")]
    speaker: JsonLabel<'a>,
    #[serde(borrow, default, alias = "Channel")]
    channel: JsonLabel<'a>,
    #[serde(borrow, alias = "Offset")]
    offset: Option<&'a RawValue>,
    #[serde(borrow, alias = "Duration")]
    duration: Option<&'a RawValue>,
    #[serde(borrow, rename = "offsetInTicks")]
    offset_ticks: Option<&'a RawValue>,
    #[serde(borrow, rename = "durationInTicks")]
    duration_ticks: Option<&'a RawValue>,
    #[serde(borrow, rename = "offsetMilliseconds")]
    offset_millis: Option<&'a RawValue>,
    #[serde(borrow, rename = "durationMilliseconds")]
    duration_millis: Option<&'a RawValue>,
    #[serde(borrow, rename = "nBest", alias = "NBest")]
    best: Option<First<'a>>,
    #[serde(borrow)]
    words: Option<Vec<Spoken<'a>>>,
}

impl<'a> From<Written<'a>> for Phrase<'a> {
    #[inline]
    fn from(written: Written<'a>) -> Self {
        let is_live = written.offset.is_some_and(|offset| !offset.get().starts_with('"'));
        let best = || written.best?.0?.words;
        let (words, way) = match written.words {
            Some(words) => (words, Way::Fast),
            None => (best().unwrap_or_default(), if is_live { Way::Live } else { Way::Batch }),
        };
        Self {
            is_recognized: written.status.get().map(|status| status == "Success"),
            speaker: written.speaker,
            channel: written.channel,
            timing: Timing::new(
                [written.offset_ticks, written.offset_millis, written.offset],
                [written.duration_ticks, written.duration_millis, written.duration],
            ),
            words,
            way,
        }
    }
}

/// The first of several guesses; the others are passed over.
struct First<'a>(Option<Best<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for First<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(FirstVisitor).map(Self)
    }
}

struct FirstVisitor;

impl<'de> Visitor<'de> for FirstVisitor {
    type Value = Option<Best<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of guesses, the best one first")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut guesses: A) -> Result<Self::Value, A::Error> {
        let first = guesses.next_element()?;
        while guesses.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }
}

#[derive(serde::Deserialize)]
struct Best<'a> {
    #[serde(borrow, alias = "Words")]
    words: Option<Vec<Spoken<'a>>>,
}

#[derive(serde::Deserialize)]
struct Spoken<'a> {
    #[serde(borrow, alias = "Offset")]
    offset: Option<&'a RawValue>,
    #[serde(borrow, alias = "Duration")]
    duration: Option<&'a RawValue>,
    #[serde(borrow, rename = "offsetInTicks")]
    offset_ticks: Option<&'a RawValue>,
    #[serde(borrow, rename = "durationInTicks")]
    duration_ticks: Option<&'a RawValue>,
    #[serde(borrow, rename = "offsetMilliseconds")]
    offset_millis: Option<&'a RawValue>,
    #[serde(borrow, rename = "durationMilliseconds")]
    duration_millis: Option<&'a RawValue>,
}

impl<'a> Spoken<'a> {
    fn timing(&self) -> Timing<'a> {
        Timing::new(
            [self.offset_ticks, self.offset_millis, self.offset],
            [self.duration_ticks, self.duration_millis, self.duration],
        )
    }
}

/// Where phrases stand in a text.
#[derive(Clone, Copy)]
enum Layout<'t> {
    /// In an array under a key.
    Under(&'static str),
    /// In an array.
    Array,
    /// In documents of their own, one behind the other: counted as if in an array.
    Apart(&'t [&'t RawValue]),
}

/// Stands for the phrase itself where a word is counted.
const WHOLE: usize = usize::MAX;

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    if text.trim_start().starts_with('[') {
        return Phrases::new(text, &parse::<Vec<_>>(text)?, Layout::Array).read(options, into);
    }
    let mut documents = Documents::from_str(text).into_iter::<Document<'_>>();
    match documents.next() {
        Some(Ok(Document { batch: None, fast: None })) => apart(text, options, into),
        Some(Ok(document)) if is_blank(text.get(documents.byte_offset()..)) => {
            within(text, &document, options, into)
        }
        // Once more in one piece, to tell what is wrong with it or with what stands behind it.
        _ => within(text, &parse(text)?, options, into),
    }
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim_ascii().is_empty())
}

/// Takes in a document that has its phrases under a key.
fn within(
    text: &str,
    document: &Document<'_>,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let (key, list) = match (&document.batch, &document.fast) {
        (Some(batch), _) => ("recognizedPhrases", batch.as_slice()),
        (None, fast) => ("phrases", fast.as_deref().unwrap_or_default()),
    };
    Phrases::new(text, list, Layout::Under(key)).read(options, into)
}

/// Takes in results that are documents of their own.
fn apart(text: &str, options: &Options, into: &mut Collector) -> Result<(), ReadError> {
    let mut documents = Vec::new();
    for document in Documents::from_str(text).into_iter::<&RawValue>() {
        documents.push(document.map_err(|error| {
            let problem = problem_of(&error);
            let kind = ReadErrorKind::Malformed { syntax: "JSON", problem };
            ReadError::new(position_of(&error, text), kind)
        })?);
    }
    let mut list: Vec<Phrase<'_>> = Vec::with_capacity(documents.len());
    for document in &documents {
        list.push(parse(document.get()).map_err(|error| {
            let position = moved(start_of(text, document), error.position());
            let place = Place { position, path: error.place().path.clone() };
            ReadError::new(place, error.kind().clone())
        })?);
    }
    if list.iter().all(|phrase| !phrase.timing.has_offset() && phrase.is_recognized.is_none()) {
        let expected = "`recognizedPhrases`, `phrases` or an `Offset`";
        return Err(ReadError::new(Position::START, ReadErrorKind::Missing { expected }));
    }
    Phrases::new(text, &list, Layout::Apart(&documents)).read(options, into)
}

fn start_of(text: &str, value: &RawValue) -> Position {
    let at = value.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
    position_in(text.as_bytes(), at)
}

/// The phrases of a text.
struct Phrases<'t, 'p> {
    text: &'t str,
    list: &'p [Phrase<'t>],
    layout: Layout<'p>,
}

impl<'t, 'p> Phrases<'t, 'p> {
    const fn new(text: &'t str, list: &'p [Phrase<'t>], layout: Layout<'p>) -> Self {
        Self { text, list, layout }
    }

    /// The way to a phrase or a word.
    fn steps(&self, [phrase, word]: [usize; 2]) -> Vec<Step> {
        let mut steps = match self.layout {
            Layout::Under(key) => vec![Step::Key(key), Step::At(phrase)],
            Layout::Array | Layout::Apart(_) => vec![Step::At(phrase)],
        };
        if word != WHOLE {
            steps.extend(self.list.get(phrase).map(|it| it.way.steps()).unwrap_or_default());
            steps.push(Step::At(word));
        }
        steps
    }

    fn place(&self, id: [usize; 2], key: Option<&'static str>) -> Place {
        let steps: Vec<Step> = self.steps(id).into_iter().chain(key.map(Step::Key)).collect();
        let place = place(self.text, &steps);
        match self.layout {
            Layout::Apart(documents) => {
                let position = documents.get(id[0]).map(|document| start_of(self.text, document));
                Place { position: position.unwrap_or(place.position), ..place }
            }
            _ => place,
        }
    }

    fn word<'a>(
        &self,
        speaker: Option<&'a str>,
        timing: &Timing<'_>,
        id: [usize; 2],
    ) -> Result<Word<'a, [usize; 2]>, ReadError> {
        let [start, end] = timing.times().map_err(|(value, kind)| {
            ReadError::new(place_of(self.text, &self.steps(id), value.get()), kind)
        })?;
        Ok(Word { speaker, start, end, id })
    }

    fn read(&self, options: &Options, into: &mut Collector) -> Result<(), ReadError> {
        let name = options.recording_name();
        let at = into.recording(name);
        let mut channels = Channels::new();
        let mut first = None;
        let mut anybody = false;
        for (p, phrase) in self.list.iter().enumerate() {
            if phrase.is_recognized == Some(false) {
                into.skip(name, 1);
                continue;
            }
            let (channel, speaker) = (phrase.channel.get(), phrase.speaker.get());
            first.get_or_insert(p);
            anybody |= speaker.is_some();
            let words = &phrase.words;
            if words.iter().all(|word| word.timing().is_absent()) {
                channels.push(channel, self.word(speaker, &phrase.timing, [p, WHOLE])?);
                continue;
            }
            for (w, word) in words.iter().enumerate() {
                channels.push(channel, self.word(speaker, &word.timing(), [p, w])?);
            }
        }
        if let Some(first) = first
            && !anybody
            && !channels.are_several()
        {
            let is_live = !matches!(self.layout, Layout::Under(_));
            let key = if is_live { "SpeakerId" } else { "speaker" };
            let expected = "speakers (was diarization on?)";
            let here = self.place([first, WHOLE], Some(key));
            return Err(ReadError::new(here, ReadErrorKind::Missing { expected }));
        }
        channels.collect(at, into, |id| self.place(id, None))
    }
}
