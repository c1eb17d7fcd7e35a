//! The results of a batch job:
//!
//! ```text
//! {"results": {"items": […], "speaker_labels": {"segments": [
//!     {"start_time": "4.87", "end_time": "6.88", "speaker_label": "spk_0", "items": [
//!         {"start_time": "4.87", "end_time": "5.02", "speaker_label": "spk_0"}]}]}}}
//! {"results": {"items": […], "channel_labels": {"channels": [
//!     {"channel_label": "ch_0", "items": [
//!         {"start_time": "4.86", "end_time": "5.01", "type": "pronunciation"}]}]}}}
//! ```
//!
//! Times are seconds as strings. Speakers are `spk_0` and so on, one at a time; where a job told
//! channels apart instead, each is a speaker, `ch_0`, and they may overlap. A segment without items
//! is a turn as it stands, and one with an empty label is of nobody known. Where segments are
//! missing, the items of the whole transcript are read, if they have speakers. Punctuation, which
//! has no times, is passed over.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::label::JsonLabel;
use super::super::path::{Step, place};
use super::super::spoken::{Piece, Spoken, WHOLE};
use super::is_punctuation;
use crate::formats::collector::{At, Collector};
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::recording::{OverlapCapability, Warning};
use crate::formats::unit::Unit;
use crate::formats::words::Track;

#[derive(Deserialize)]
pub(super) struct Results<'a> {
    #[serde(borrow)]
    speaker_labels: Option<SpeakerLabels<'a>>,
    #[serde(borrow)]
    channel_labels: Option<ChannelLabels<'a>>,
    #[serde(borrow)]
    items: Option<Vec<Item<'a>>>,
}

#[derive(Deserialize)]
struct SpeakerLabels<'a> {
    #[serde(borrow)]
    segments: Option<Vec<Item<'a>>>,
}

#[derive(Deserialize)]
struct ChannelLabels<'a> {
    #[serde(borrow)]
    channels: Option<Vec<Channel<'a>>>,
}

#[derive(Deserialize)]
struct Channel<'a> {
    #[serde(borrow, default)]
    channel_label: JsonLabel<'a>,
    #[serde(borrow)]
    items: Option<Vec<Item<'a>>>,
}

/// A segment, or an item, which has the same keys but no items.
#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow)]
    start_time: Option<&'a RawValue>,
    #[serde(borrow)]
    end_time: Option<&'a RawValue>,
    #[serde(borrow, default)]
    speaker_label: JsonLabel<'a>,
    #[serde(borrow, rename = "type", default)]
    kind: JsonLabel<'a>,
    #[serde(borrow)]
    items: Option<Vec<Item<'a>>>,
}

impl Item<'_> {
    fn piece(&self) -> Piece<'_> {
        Piece {
            speaker: self.speaker_label.get(),
            start: ("start_time", self.start_time),
            end: ("end_time", self.end_time),
        }
    }
}

/// The words among some items, with their numbers.
fn words<'a>(
    items: Option<&'a [Item<'_>]>,
) -> impl Iterator<Item = (usize, Piece<'a>)> + Clone + use<'a> {
    let numbered = items.unwrap_or_default().iter().enumerate();
    numbered.filter(|(_, item)| !is_punctuation(&item.kind)).map(|(i, item)| (i, item.piece()))
}

pub(super) fn read(
    results: &Results<'_>,
    text: &str,
    at: At,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let segments = results.speaker_labels.as_ref().and_then(|it| it.segments.as_deref());
    let channels = results.channel_labels.as_ref().and_then(|it| it.channels.as_deref());
    let items = results.items.as_deref();
    let have_labels = |items: Option<&[Item<'_>]>| {
        items.unwrap_or_default().iter().any(|item| item.speaker_label.get().is_some())
    };
    if let Some(segments) = segments.filter(|segments| have_labels(Some(segments))) {
        by_speaker(segments, text, at, into)
    } else if have_labels(items) {
        by_item(items, text, at, into)
    } else if let Some(channels) = channels {
        by_channel(channels, text, at, into)
    } else if segments.is_some() && items.is_none_or(<[_]>::is_empty) {
        // Speakers were to be told apart, and nobody spoke.
        Ok(())
    } else {
        let expected = "speakers or channels (was either told apart?)";
        let steps = [Step::Key("results"), Step::Key("speaker_labels")];
        Err(ReadError::new(place(text, &steps), ReadErrorKind::Missing { expected }))
    }
}

fn by_speaker(
    segments: &[Item<'_>],
    text: &str,
    at: At,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let list = ["results", "speaker_labels", "segments"].map(Step::Key).into();
    let spoken = Spoken { text, list, words: &[Step::Key("items")], unit: Unit::Seconds };
    let mut track = Track::new();
    for (s, segment) in segments.iter().enumerate() {
        let words = words(segment.items.as_deref());
        spoken.segment(s, &segment.piece(), words, &mut track, (at, into))?;
    }
    track.collect(at, into, |id| spoken.place(id, None))
}

fn by_item(
    items: Option<&[Item<'_>]>,
    text: &str,
    at: At,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let list = ["results", "items"].map(Step::Key).into();
    let spoken = Spoken { text, list, words: &[], unit: Unit::Seconds };
    let mut track = Track::new();
    for (i, word) in words(items) {
        track.push(spoken.word([i, WHOLE], &word)?);
    }
    track.collect(at, into, |id| spoken.place(id, None))
}

fn by_channel(
    channels: &[Channel<'_>],
    text: &str,
    at: At,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let list = ["results", "channel_labels", "channels"].map(Step::Key).into();
    let spoken = Spoken { text, list, words: &[Step::Key("items")], unit: Unit::Seconds };
    into.set_overlap(at, OverlapCapability::Yes);
    if channels.len() == 1 {
        into.warn(at, Warning::OneSpeaker);
    }
    for (c, channel) in channels.iter().enumerate() {
        let speaker = channel.channel_label.get();
        let mut track = Track::new();
        for (i, word) in words(channel.items.as_deref()) {
            track.push(spoken.word([c, i], &Piece { speaker, ..word })?);
        }
        track.collect(at, into, |id| spoken.place(id, None))?;
    }
    Ok(())
}
