//! Deepgram: the words of each channel, of which the first alternative is read.
//!
//! ```text
//! {"metadata": {…}, "results": {"channels": [{"alternatives": [{"transcript": "hi", "words": [
//!     {"word": "hi", "start": 3.04, "end": 3.5, "speaker": 0, "punctuated_word": "Hi"}]}]}],
//!  "utterances": […]}}
//! ```
//!
//! Times are seconds, speakers are whole numbers from 0 in each channel: where there are several
//! channels, labels are `channel 0 speaker 1`, or `channel 0` for a channel without speakers.
//! Overlap can be told between channels only. `utterances` and `paragraphs` mix speakers and are
//! ignored. The results alone, without what stands around them, are read as well. Words of one
//! channel without any speaker are refused; if all are of speaker 0 there is a warning, since some
//! of the service's own libraries write a 0 where nobody was told apart.

use serde::Deserialize;

use super::channel::Channel;
use super::parse;
use super::path::{Step, place};
use super::spoken::{Piece, Spoken, Timed};
use crate::formats::collector::Collector;
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::recording::{OverlapCapability, Warning};
use crate::formats::sample::Sample;
use crate::formats::unit::Unit;
use crate::formats::words::Track;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    let whole = keys.has("results.channels[].alternatives");
    let results = keys.has("channels[].alternatives[].words[].start");
    (whole || results).then_some("it has `channels` with alternatives")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    results: Option<Results<'a>>,
    #[serde(borrow)]
    channels: Option<Vec<Alternatives<'a>>>,
}

#[derive(Deserialize)]
struct Results<'a> {
    #[serde(borrow)]
    channels: Option<Vec<Alternatives<'a>>>,
}

#[derive(Deserialize)]
struct Alternatives<'a> {
    #[serde(borrow)]
    alternatives: Option<Vec<Alternative<'a>>>,
}

#[derive(Deserialize)]
struct Alternative<'a> {
    #[serde(borrow)]
    words: Option<Vec<Timed<'a>>>,
}

impl Alternatives<'_> {
    fn words(&self) -> impl Iterator<Item = Piece<'_>> {
        let first = self.alternatives.iter().flatten().next();
        first.and_then(|first| first.words.as_deref()).unwrap_or_default().iter().map(Timed::piece)
    }
}

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let at = into.recording(options.recording_name());
    let document: Document<'_> = parse(text)?;
    let mut list = vec![Step::Key("results"), Step::Key("channels")];
    let channels = match (document.results, document.channels) {
        (Some(results), _) => results.channels,
        (None, channels) => {
            list.remove(0);
            channels
        }
    };
    let Some(channels) = channels else {
        let kind = ReadErrorKind::Missing { expected: "`channels` with words" };
        return Err(ReadError::new(place(text, &list), kind));
    };
    let words = &[Step::Key("alternatives"), Step::At(0), Step::Key("words")];
    let spoken = Spoken { text, list, words, unit: Unit::Seconds };
    let several = channels.len() > 1;
    if several {
        into.set_overlap(at, OverlapCapability::Yes);
    } else {
        let all = || channels.iter().flat_map(Alternatives::words);
        let mut speakers = all().filter_map(|word| word.speaker).peekable();
        if speakers.peek().is_none() && all().next().is_some() {
            let kind = ReadErrorKind::Missing { expected: "speakers (was `diarize` on?)" };
            return Err(ReadError::new(spoken.place([0, 0], Some("speaker")), kind));
        }
        if speakers.peek().is_some() && speakers.all(|speaker| speaker == "0") {
            into.warn(at, Warning::OneSpeaker);
        }
    }
    for (c, alternatives) in channels.iter().enumerate() {
        let mut channel = Channel::new(c);
        if several {
            alternatives.words().for_each(|word| channel.note(word.speaker));
        }
        let mut track = Track::new();
        for (w, word) in alternatives.words().enumerate() {
            let speaker = if several { channel.label(word.speaker) } else { word.speaker };
            track.push(spoken.word([c, w], &Piece { speaker, ..word })?);
        }
        track.collect(at, into, |id| spoken.place(id, None))?;
    }
    Ok(())
}
