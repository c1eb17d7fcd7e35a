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

use serde::Deserialize;
use serde_json::Deserializer;
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

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow, rename = "recognizedPhrases")]
    batch: Option<Vec<Phrase<'a>>>,
    #[serde(borrow, rename = "phrases")]
    fast: Option<Vec<Phrase<'a>>>,
}

#[derive(Deserialize)]
struct Phrase<'a> {
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
    best: Option<Vec<Best<'a>>>,
    #[serde(borrow)]
    words: Option<Vec<Spoken<'a>>>,
}

#[derive(Deserialize)]
struct Best<'a> {
    #[serde(borrow, alias = "Words")]
    words: Option<Vec<Spoken<'a>>>,
}

#[derive(Deserialize)]
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

impl<'a> Phrase<'a> {
    const fn timing(&self) -> Timing<'a> {
        Timing {
            ticks: [self.offset_ticks, self.duration_ticks],
            millis: [self.offset_millis, self.duration_millis],
            other: [self.offset, self.duration],
        }
    }

    /// The words of the best guess, which comes first, and the way to them.
    fn words(&self) -> (&[Spoken<'a>], &'static [Step]) {
        const FAST: &[Step] = &[Step::Key("words")];
        const BATCH: &[Step] = &[Step::Key("nBest"), Step::At(0), Step::Key("words")];
        const LIVE: &[Step] = &[Step::Key("NBest"), Step::At(0), Step::Key("Words")];
        if let Some(words) = &self.words {
            return (words, FAST);
        }
        let best = self.best.as_ref().and_then(|all| all.first());
        let words = best.and_then(|best| best.words.as_deref()).unwrap_or_default();
        let is_live = self.offset.is_some_and(|offset| !offset.get().starts_with('"'));
        (words, if is_live { LIVE } else { BATCH })
    }
}

impl<'a> Spoken<'a> {
    const fn timing(&self) -> Timing<'a> {
        Timing {
            ticks: [self.offset_ticks, self.duration_ticks],
            millis: [self.offset_millis, self.duration_millis],
            other: [self.offset, self.duration],
        }
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
    let mut documents = Deserializer::from_str(text).into_iter::<Document<'_>>();
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
    for document in Deserializer::from_str(text).into_iter::<&RawValue>() {
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
    if list.iter().all(|phrase| phrase.offset.is_none() && phrase.status.get().is_none()) {
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
            steps.extend(self.list.get(phrase).map(|it| it.words().1).unwrap_or_default());
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
            if phrase.status.get().is_some_and(|status| status != "Success") {
                into.skip(name, 1);
                continue;
            }
            let (channel, speaker) = (phrase.channel.get(), phrase.speaker.get());
            first.get_or_insert(p);
            anybody |= speaker.is_some();
            let words = phrase.words().0;
            if words.iter().all(|word| word.timing().is_absent()) {
                channels.push(channel, self.word(speaker, &phrase.timing(), [p, WHOLE])?);
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
