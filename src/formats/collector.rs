//! Where readers put what they find: recordings by name, with what was repaired in each.

use indexmap::IndexMap;
#[cfg(feature = "formats")]
use indexmap::map::Entry;

use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::place::Place;
#[cfg(feature = "formats")]
use super::recording::Warning;
use super::recording::{OverlapCapability, Recording, RepairKind};
use super::scored::Scored;
use super::speaker::{UNKNOWN, UnknownSpeakers, is_known};
use crate::time::{Span, Time};
use crate::turn::{Label, Turns, is_same};

/// What to do with what is not as it should be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Policy {
    pub(super) unknown: UnknownSpeakers,
    /// Whether flaws are refused, not repaired.
    pub(super) strict: bool,
}

/// A recording's place among those collected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct At(usize);

/// The recordings of an input, in the making.
#[derive(Clone, Debug)]
pub(super) struct Collector {
    policy: Policy,
    overlap: OverlapCapability,
    recordings: IndexMap<Label, Recording>,
    /// The recording that was named last, which is most often the next one too.
    latest: At,
    /// Records passed over, by the name that they give.
    skipped: IndexMap<Label, u64>,
    /// Time that is not scored, by the name of the recording.
    masks: IndexMap<Label, Vec<Span>>,
}

impl Collector {
    /// Nothing yet, from a format that can tell of overlap or not.
    pub(super) fn new(policy: Policy, overlap: OverlapCapability) -> Self {
        Self {
            policy,
            overlap,
            recordings: IndexMap::new(),
            latest: At(0),
            skipped: IndexMap::new(),
            masks: IndexMap::new(),
        }
    }

    /// Another one for the same input, with nothing in it yet.
    #[cfg(feature = "formats")]
    pub(super) fn empty(&self) -> Self {
        Self::new(self.policy, self.overlap)
    }

    /// The recording of this name, new or known.
    pub(super) fn recording(&mut self, name: &str) -> At {
        let is_latest = self
            .recordings
            .get_index(self.latest.0)
            .is_some_and(|(latest, _)| is_same(latest, name));
        if !is_latest {
            self.latest = At(match self.recordings.get_index_of(name) {
                Some(at) => at,
                None => {
                    let name = Label::from(name);
                    let recording = Recording::new(name.clone(), Turns::new(), self.overlap);
                    self.recordings.insert_full(name, recording).0
                }
            });
        }
        self.latest
    }

    /// The name of the recording that was named last.
    #[cfg(feature = "parquet")]
    pub(super) fn latest(&self) -> Option<&Label> {
        self.recordings.get_index(self.latest.0).map(|(name, _)| name)
    }

    /// A turn as it stands in the input: it may have no speaker, and no length.
    pub(super) fn turn(
        &mut self,
        at: At,
        speaker: Option<&str>,
        start: Time,
        end: Time,
        place: impl FnOnce() -> Place,
    ) -> Result<(), ReadError> {
        let Ok(span) = Span::new(start, end) else {
            let kind =
                if start == end { RepairKind::ZeroLength } else { RepairKind::NegativeLength };
            return self.repair(at, kind, place);
        };
        let known = speaker.filter(|label| is_known(label));
        let Some((_, recording)) = self.recordings.get_index_mut(at.0) else { return Ok(()) };
        let speaker = match known {
            Some(speaker) => speaker,
            None => {
                if self.policy.unknown == UnknownSpeakers::Error {
                    let found = speaker.map(Excerpt::of);
                    return Err(ReadError::new(place(), ReadErrorKind::UnknownSpeaker { found }));
                }
                recording.unknown(place);
                if self.policy.unknown == UnknownSpeakers::Drop {
                    return Ok(());
                }
                speaker.filter(|label| !label.trim().is_empty()).unwrap_or(UNKNOWN)
            }
        };
        recording.push(speaker, span);
        Ok(())
    }

    /// A flaw that was repaired, unless flaws are refused.
    pub(super) fn repair(
        &mut self,
        at: At,
        kind: RepairKind,
        place: impl FnOnce() -> Place,
    ) -> Result<(), ReadError> {
        if self.policy.strict {
            return Err(ReadError::new(place(), ReadErrorKind::Flaw { repair: kind }));
        }
        if let Some((_, recording)) = self.recordings.get_index_mut(at.0) {
            recording.repaired(kind, place);
        }
        Ok(())
    }

    /// Something that looks wrong and was left as it is.
    #[cfg(feature = "formats")]
    pub(super) fn warn(&mut self, at: At, warning: Warning) {
        if let Some((_, recording)) = self.recordings.get_index_mut(at.0) {
            recording.warn(warning);
        }
    }

    /// Whether this one recording can tell of overlap, where its format leaves it open.
    #[cfg(feature = "formats")]
    pub(super) fn set_overlap(&mut self, at: At, overlap: OverlapCapability) {
        if let Some((_, recording)) = self.recordings.get_index_mut(at.0) {
            recording.set_overlap(overlap);
        }
    }

    /// Records of a recording that hold no turn; it need not have any turn at all.
    pub(super) fn skip(&mut self, name: &str, records: u64) {
        *self.skipped.entry(name.into()).or_default() += records;
    }

    /// Time of a recording that is not scored: turns are cut there.
    pub(super) fn mask(&mut self, name: &str, span: Span) {
        self.masks.entry(name.into()).or_default().push(span);
    }

    /// Takes in what was collected further down in the same text, behind so many lines.
    #[cfg(feature = "formats")]
    pub(super) fn go_on(&mut self, later: Self, lines: u64) {
        for (name, recording) in later.recordings {
            match self.recordings.entry(name) {
                Entry::Vacant(new) => {
                    new.insert(recording.further_down(lines));
                }
                Entry::Occupied(mut known) => known.get_mut().go_on(recording, lines),
            }
        }
        for (name, records) in later.skipped {
            *self.skipped.entry(name).or_default() += records;
        }
        for (name, masks) in later.masks {
            self.masks.entry(name).or_default().extend(masks);
        }
    }

    /// The recordings, in order of their names.
    pub(super) fn into_recordings(mut self) -> Vec<Recording> {
        for (name, masks) in std::mem::take(&mut self.masks) {
            if let Some(recording) = self.recordings.get_mut(&name) {
                recording.score_only(&Scored::all_but(masks));
            }
        }
        for (name, records) in &self.skipped {
            if let Some(recording) = self.recordings.get_mut(name) {
                recording.skip(*records);
            }
        }
        self.recordings.sort_unstable_keys();
        self.recordings.into_values().collect()
    }
}
