//! `AssemblyAI`: utterances with words.
//!
//! ```text
//! {"id": "…", "status": "completed", "text": "Hi", "words": […], "utterances": [
//!     {"speaker": "A", "start": 250, "end": 650, "text": "Hi", "words": [
//!         {"text": "Hi", "start": 250, "end": 650, "confidence": 0.9, "speaker": "A"}]}]}
//! ```
//!
//! Times are milliseconds; keys that were renamed to `start_ms` and `end_ms` are read too.
//! Speakers are letters, or names. With several channels people of different channels may
//! overlap, and a label that does not begin with its channel's gets it in front: `channel 1
//! speaker A`, or `channel 1` for a channel without speakers; otherwise overlap cannot be told.
//! Words are read where an utterance has them; one without a speaker has its utterance's, and one
//! without times takes the place between its neighbours. Where there are no utterances, `words`
//! is read. A transcript that is not completed is refused, and one without any speaker.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::channel::Channel;
use super::label::JsonLabel;
use super::parse;
use super::path::{Step, place};
use super::spoken::{Piece, Spoken};
use crate::formats::collector::Collector;
use crate::formats::error::{Excerpt, ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::recording::OverlapCapability;
use crate::formats::sample::Sample;
use crate::formats::unit::Unit;
use crate::formats::words::Track;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    let started = keys.has("utterances[].start") || keys.has("utterances[].start_ms");
    // Deepgram's results have utterances with a transcript.
    if started && keys.has("utterances[].speaker") && !keys.has("utterances[].transcript") {
        return Some("it has `utterances` with a start and a speaker");
    }
    let begun = keys.have(&["id", "status"])
        && (keys.has("audio_url") || keys.have(&["words[].text", "words[].confidence"]));
    begun.then_some("it has the `id`, `status` and `audio_url` of a transcript")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow, default)]
    status: JsonLabel<'a>,
    #[serde(borrow)]
    utterances: Option<Vec<Utterance<'a>>>,
    #[serde(borrow)]
    words: Option<Vec<Utterance<'a>>>,
}

/// An utterance, or a word, which has the same keys but no words.
#[derive(Deserialize)]
struct Utterance<'a> {
    #[serde(borrow)]
    start: Option<&'a RawValue>,
    #[serde(borrow)]
    start_ms: Option<&'a RawValue>,
    #[serde(borrow)]
    end: Option<&'a RawValue>,
    #[serde(borrow)]
    end_ms: Option<&'a RawValue>,
    #[serde(borrow, default)]
    speaker: JsonLabel<'a>,
    #[serde(borrow, default)]
    channel: JsonLabel<'a>,
    #[serde(borrow)]
    words: Option<Vec<Utterance<'a>>>,
}

impl Utterance<'_> {
    fn piece(&self) -> Piece<'_> {
        let either = |key, value, renamed, other: Option<_>| match other {
            Some(_) => (renamed, other),
            None => (key, value),
        };
        Piece {
            speaker: self.speaker.get(),
            start: either("start", self.start, "start_ms", self.start_ms),
            end: either("end", self.end, "end_ms", self.end_ms),
        }
    }

    fn words(&self) -> impl Iterator<Item = (usize, Piece<'_>)> + Clone {
        self.words.iter().flatten().map(Utterance::piece).enumerate()
    }

    /// Whom it tells of: the speaker and those of its words.
    fn speakers(&self) -> impl Iterator<Item = &str> {
        self.words().filter_map(|(_, word)| word.speaker).chain(self.speaker.get())
    }
}

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let at = into.recording(options.recording_name());
    let document: Document<'_> = parse(text)?;
    if let Some(status) = document.status.get().filter(|status| *status != "completed") {
        let expected = "the status of a transcript that is \"completed\"";
        let kind = ReadErrorKind::Unexpected { expected, found: Excerpt::of(status) };
        return Err(ReadError::new(place(text, &[Step::Key("status")]), kind));
    }
    let (list, utterances) = match (document.utterances, document.words) {
        (Some(utterances), words) if !utterances.is_empty() || words.is_none() => {
            ("utterances", utterances)
        }
        (_, Some(words)) => ("words", words),
        (_, None) => {
            let kind = ReadErrorKind::Missing { expected: "`utterances`" };
            return Err(ReadError::new(place(text, &[Step::Key("utterances")]), kind));
        }
    };
    let list = vec![Step::Key(list)];
    let spoken = Spoken { text, list, words: &[Step::Key("words")], unit: Unit::Milliseconds };
    let channels = channels(&utterances);
    let several = channels.len() > 1;
    if several {
        into.set_overlap(at, OverlapCapability::Yes);
    } else if !utterances.is_empty() && utterances.iter().all(|it| it.speakers().next().is_none()) {
        return Err(spoken.without_speakers("speaker", "speakers (was `speaker_labels` on?)"));
    }
    let mut tracks: IndexMap<Option<&str>, Track<'_, _>> = IndexMap::new();
    for (u, utterance) in utterances.iter().enumerate() {
        let name = utterance.channel.get();
        let channel = channels.get(&name).filter(|_| several);
        let words = utterance.words().map(|(w, word)| (w, labelled(word, channel)));
        let track = tracks.entry(name).or_insert_with(Track::new);
        spoken.segment(u, &labelled(utterance.piece(), channel), words, track, (at, into))?;
    }
    tracks.into_values().try_for_each(|track| track.collect(at, into, |id| spoken.place(id, None)))
}

/// A piece with the label that its speaker has in a channel of several.
fn labelled<'a>(piece: Piece<'a>, channel: Option<&'a Channel<'_>>) -> Piece<'a> {
    let label = |channel: &'a Channel<'_>| channel.label(piece.speaker);
    Piece { speaker: channel.map_or(piece.speaker, label), ..piece }
}

/// The channels of some utterances, with their speakers.
fn channels<'a>(utterances: &'a [Utterance<'_>]) -> IndexMap<Option<&'a str>, Channel<'a>> {
    let mut channels: IndexMap<Option<&str>, Channel<'_>> = IndexMap::new();
    for utterance in utterances {
        let name = utterance.channel.get();
        let channel = channels.entry(name);
        let channel = channel.or_insert_with(|| Channel::new(name.unwrap_or("unknown")));
        for speaker in utterance.speakers() {
            // The service's own labels of several channels are `1`, or `1A` and `1B`.
            match name {
                Some(name) if speaker.starts_with(name) => channel.note_unique(speaker),
                _ => channel.note(Some(speaker)),
            }
        }
    }
    channels
}
