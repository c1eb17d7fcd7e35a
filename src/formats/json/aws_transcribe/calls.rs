//! Call analytics, and Contact Lens, which writes nearly the same:
//!
//! ```text
//! {"Transcript": [{"ParticipantRole": "AGENT", "BeginOffsetMillis": 140, "EndOffsetMillis": 500,
//!     "Content": "Hello", "Items": [
//!         {"Content": "Hello", "BeginOffsetMillis": 140, "EndOffsetMillis": 500,
//!          "Type": "pronunciation"}]}]}
//! ```
//!
//! Times are milliseconds. Speakers are roles, or ids where there are no roles; each has a channel
//! of its own, so that they may overlap. Punctuation is passed over.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::label::JsonLabel;
use super::super::path::Step;
use super::super::spoken::{Piece, Spoken};
use super::is_punctuation;
use crate::formats::collector::{At, Collector};
use crate::formats::error::ReadError;
use crate::formats::recording::OverlapCapability;
use crate::formats::unit::Unit;
use crate::formats::words::Track;

/// A part of the transcript, or an item, which has the same keys but no items.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Part<'a> {
    #[serde(borrow)]
    begin_offset_millis: Option<&'a RawValue>,
    #[serde(borrow)]
    end_offset_millis: Option<&'a RawValue>,
    #[serde(borrow, default)]
    participant_role: JsonLabel<'a>,
    #[serde(borrow, default)]
    participant_id: JsonLabel<'a>,
    #[serde(borrow, rename = "Type", default)]
    kind: JsonLabel<'a>,
    #[serde(borrow)]
    items: Option<Vec<Part<'a>>>,
}

impl Part<'_> {
    fn piece(&self) -> Piece<'_> {
        Piece {
            speaker: self.participant_role.get().or(self.participant_id.get()),
            start: ("BeginOffsetMillis", self.begin_offset_millis),
            end: ("EndOffsetMillis", self.end_offset_millis),
        }
    }

    fn words(&self) -> impl Iterator<Item = (usize, Piece<'_>)> + Clone {
        let numbered = self.items.as_deref().unwrap_or_default().iter().enumerate();
        numbered.filter(|(_, item)| !is_punctuation(&item.kind)).map(|(i, item)| (i, item.piece()))
    }
}

pub(super) fn read(
    parts: &[Part<'_>],
    text: &str,
    at: At,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let list = vec![Step::Key("Transcript")];
    let spoken = Spoken { text, list, words: &[Step::Key("Items")], unit: Unit::Milliseconds };
    if !parts.is_empty() && parts.iter().all(|part| part.piece().speaker.is_none()) {
        return Err(spoken.without_speakers("ParticipantRole", "the roles of speakers"));
    }
    into.set_overlap(at, OverlapCapability::Yes);
    let mut tracks: IndexMap<Option<&str>, Track<'_, _>> = IndexMap::new();
    for (p, part) in parts.iter().enumerate() {
        let piece = part.piece();
        let track = tracks.entry(piece.speaker).or_insert_with(Track::new);
        spoken.segment(p, &piece, part.words(), track, (at, into))?;
    }
    tracks.into_values().try_for_each(|track| track.collect(at, into, |id| spoken.place(id, None)))
}
