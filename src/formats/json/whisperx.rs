//! WhisperX: segments with words, each with the speaker who talks most in it.
//!
//! ```text
//! {"segments": [{"start": 0.1, "end": 0.6, "text": " hi", "speaker": "SPEAKER_00", "words": [
//!     {"word": "hi", "start": 0.1, "end": 0.4, "score": 0.9, "speaker": "SPEAKER_00"}]}],
//!  "word_segments": […], "language": "en"}
//! ```
//!
//! Times are seconds, speakers are strings; overlap cannot be told. Words are read where a segment
//! has them, since a segment may hold more than one speaker. A word without a speaker has its
//! segment's; one without times, such as a number, takes the place between its neighbours, and a
//! segment whose words have no times at all keeps its own. A transcript without any speaker is
//! refused: it was not diarized. `word_segments` repeats the words and is ignored.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::label::JsonLabel;
use super::parse;
use super::path::{Step, place};
use super::spoken::{Piece, Spoken, Timed};
use crate::formats::collector::Collector;
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::sample::Sample;
use crate::formats::unit::Unit;
use crate::formats::words::Track;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    let timed = keys.have(&["segments[].start", "segments[].end"]);
    if !timed || keys.has("segments[].type") || keys.has("segments[].speaker_id") {
        return None;
    }
    if keys.has("segments[].speaker") || keys.has("segments[].words[].speaker") {
        return Some("it has `segments` with a start, an end and a speaker");
    }
    // To be told that there are no speakers is better than to be told nothing.
    keys.has("segments[].text").then_some("it has `segments` with a start, an end and a text")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    segments: Option<Vec<Segment<'a>>>,
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

impl Segment<'_> {
    fn piece(&self) -> Piece<'_> {
        Piece { speaker: self.speaker.get(), start: ("start", self.start), end: ("end", self.end) }
    }

    fn words(&self) -> impl Iterator<Item = (usize, Piece<'_>)> + Clone {
        self.words.iter().flatten().map(Timed::piece).enumerate()
    }

    fn has_speakers(&self) -> bool {
        self.speaker.get().is_some() || self.words().any(|(_, word)| word.speaker.is_some())
    }
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
        let kind = ReadErrorKind::Missing { expected: "`segments`" };
        return Err(ReadError::new(place(text, &list), kind));
    };
    let spoken = Spoken { text, list, words: &[Step::Key("words")], unit: Unit::Seconds };
    if !segments.is_empty() && !segments.iter().any(Segment::has_speakers) {
        return Err(spoken.without_speakers("speaker", "speakers (was diarization on?)"));
    }
    let mut track = Track::new();
    for (s, segment) in segments.iter().enumerate() {
        spoken.segment(s, &segment.piece(), segment.words(), &mut track, (at, into))?;
    }
    track.collect(at, into, |id| spoken.place(id, None))
}
