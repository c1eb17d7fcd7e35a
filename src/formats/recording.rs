//! What a reader makes of one recording.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::place::Place;
use super::scored::Scored;
use crate::time::Span;
use crate::turn::{Label, Turns};

/// The turns of one recording, and what had to be done to get them.
///
/// ```
/// use sociogram::formats::rttm;
///
/// let text = "SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>\n\
///             SPEAKER standup 1 2.2 0.0 <NA> <NA> ben <NA> <NA>\n";
/// let recordings = rttm::read(text.as_bytes())?;
/// assert_eq!(recordings[0].name().as_str(), "standup");
/// assert_eq!(recordings[0].turns().len(), 1);
/// assert_eq!(recordings[0].repairs()[0].first.position.line, 2);
/// # Ok::<(), sociogram::formats::ReadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Recording {
    name: Label,
    turns: Turns,
    overlap: OverlapCapability,
    repairs: Vec<Repair>,
    unknown_speakers: Option<UnknownSpeech>,
    warnings: Vec<Warning>,
    skipped: u64,
    unscored: u64,
}

impl Recording {
    pub(super) const fn new(name: Label, turns: Turns, overlap: OverlapCapability) -> Self {
        Self {
            name,
            turns,
            overlap,
            repairs: Vec::new(),
            unknown_speakers: None,
            warnings: Vec::new(),
            skipped: 0,
            unscored: 0,
        }
    }

    /// The recording's name in the file; of a format without names, that of the file.
    #[must_use]
    pub const fn name(&self) -> &Label {
        &self.name
    }

    /// Its turns, in file order.
    #[must_use]
    pub const fn turns(&self) -> &Turns {
        &self.turns
    }

    /// Its turns, given away.
    #[must_use]
    pub fn into_turns(self) -> Turns {
        self.turns
    }

    /// Its turns, taken out: it has none from then on, and everything else is still told.
    ///
    /// ```
    /// use sociogram::{Conversation, formats::rttm};
    ///
    /// let text = "SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>";
    /// for mut recording in rttm::read(text.as_bytes())? {
    ///     let conversation = Conversation::new(recording.take_turns())?;
    ///     assert_eq!(conversation.participants().len(), 1);
    ///     assert_eq!((recording.name().as_str(), recording.turns().len()), ("standup", 0));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn take_turns(&mut self) -> Turns {
        std::mem::take(&mut self.turns)
    }

    /// Whether its source could have told of people who speak at the same time.
    #[must_use]
    pub const fn overlap(&self) -> OverlapCapability {
        self.overlap
    }

    /// What was repaired, one entry for each kind, in order of kind; empty if nothing was.
    #[must_use]
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// The turns of which the source does not know the speaker; absent if there are none.
    #[must_use]
    pub const fn unknown_speakers(&self) -> Option<&UnknownSpeech> {
        self.unknown_speakers.as_ref()
    }

    /// What looks wrong and was left as it is; empty if nothing does.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// How many of its records hold no turn and were passed over.
    #[must_use]
    pub const fn skipped(&self) -> u64 {
        self.skipped
    }

    /// How many turns were cut or left out for lying in time that is not scored.
    #[must_use]
    pub const fn unscored(&self) -> u64 {
        self.unscored
    }

    pub(super) fn push(&mut self, speaker: &str, span: Span) {
        self.turns.push(speaker, span);
    }

    #[cfg(feature = "formats")]
    pub(super) const fn set_overlap(&mut self, overlap: OverlapCapability) {
        self.overlap = overlap;
    }

    pub(super) fn repaired(&mut self, kind: RepairKind, place: impl FnOnce() -> Place) {
        match self.repairs.iter_mut().find(|repair| repair.kind == kind) {
            Some(repair) => repair.count += 1,
            None => {
                self.repairs.push(Repair { kind, count: 1, first: place() });
                self.repairs.sort_unstable_by_key(|repair| repair.kind);
            }
        }
    }

    pub(super) fn unknown(&mut self, place: impl FnOnce() -> Place) {
        match &mut self.unknown_speakers {
            Some(unknown) => unknown.turns += 1,
            None => self.unknown_speakers = Some(UnknownSpeech { turns: 1, first: place() }),
        }
    }

    #[cfg(feature = "formats")]
    pub(super) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    pub(super) const fn skip(&mut self, records: u64) {
        self.skipped += records;
    }

    /// Takes in what was read of it further down in its text, behind so many lines.
    #[cfg(feature = "formats")]
    pub(super) fn go_on(&mut self, later: Self, lines: u64) {
        for (speaker, span) in later.turns.iter() {
            self.turns.push(speaker, span);
        }
        let Self { repairs, unknown_speakers, warnings, skipped, unscored, .. } =
            later.further_down(lines);
        for repair in repairs {
            match self.repairs.iter_mut().find(|known| known.kind == repair.kind) {
                Some(known) => known.count += repair.count,
                None => self.repairs.push(repair),
            }
        }
        self.repairs.sort_unstable_by_key(|repair| repair.kind);
        match (&mut self.unknown_speakers, unknown_speakers) {
            (Some(known), Some(later)) => known.turns += later.turns,
            (known, later) => *known = known.take().or(later),
        }
        warnings.into_iter().for_each(|warning| self.warn(warning));
        self.skipped += skipped;
        self.unscored += unscored;
    }

    /// The recording of a text that stands so many lines further down.
    #[cfg(feature = "formats")]
    pub(super) fn further_down(mut self, lines: u64) -> Self {
        let repairs = self.repairs.iter_mut().map(|repair| &mut repair.first);
        let unknown = self.unknown_speakers.iter_mut().map(|unknown| &mut unknown.first);
        repairs.chain(unknown).for_each(|place| place.position.line += lines);
        self
    }

    /// Keeps only what is scored.
    pub(super) fn score_only(&mut self, scored: &Scored) {
        let (turns, unscored) = scored.clip(&self.turns);
        self.turns = turns;
        self.unscored += unscored;
    }

    /// Gives every speaker the label that `label` has for theirs, and leaves out those for whom
    /// it has none.
    #[cfg(feature = "formats")]
    pub(super) fn relabel(&mut self, label: impl Fn(&Label) -> Option<Label>) {
        self.turns = self.turns.relabelled(label);
    }
}

/// Whether a source can tell of people who speak at the same time.
///
/// Where it cannot, overlaps and interruptions were not seen, which is not the same as none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OverlapCapability {
    /// It can.
    Yes,
    /// It cannot: one speaker at a time, whatever happened.
    No,
    /// Its makers do not say.
    #[default]
    Unknown,
}

/// Prints `yes`, `no` or `unknown`.
impl fmt::Display for OverlapCapability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        })
    }
}

/// One kind of flaw in a recording that was repaired, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// What was wrong.
    pub kind: RepairKind,
    /// How many records had it.
    pub count: u64,
    /// The first one that had it.
    pub first: Place,
}

/// Turns of which the source does not know the speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownSpeech {
    /// How many turns.
    pub turns: u64,
    /// The first of them.
    pub first: Place,
}

/// A flaw that tools are known to write, and what is done about it.
///
/// ```
/// assert_eq!(
///     sociogram::formats::RepairKind::NegativeLength.to_string(),
///     "turn of negative length left out",
/// );
/// ```
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    thiserror::Error,
    Serialize,
    Deserialize,
)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RepairKind {
    /// A turn ends where it starts, to the microsecond: it is left out.
    #[error("turn of no length left out")]
    ZeroLength,
    /// A turn ends before it starts: it is left out.
    #[error("turn of negative length left out")]
    NegativeLength,
    /// A turn has no start or no end: it is left out.
    #[error("turn without a start or an end left out")]
    Untimed,
    /// A word has no length: it lasts until the next one, a second at most.
    #[error("word of no length drawn out to the next one")]
    ZeroLengthWord,
    /// A word ends before it starts, or starts before the one it follows: its end is taken from
    /// the next word, and words are put in order of time.
    #[error("word running backwards put in order")]
    BackwardsWord,
    /// A word has no start or no end: it takes the place between its neighbours, a second at
    /// most, or is left out where it has none.
    #[error("word without times put between its neighbours")]
    UntimedWord,
    /// A clock's fraction of a second has other than three digits: it is read as a decimal.
    #[error("fraction of a second of other than three digits read as a decimal")]
    FractionWidth,
    /// A record cannot be read, in a format of which many files in use are invalid: it is left
    /// out.
    #[error("unreadable record left out")]
    Unreadable,
    /// A time slot has no value: it is put evenly between its neighbours.
    #[error("time slot without a value put between its neighbours")]
    SlotWithoutTime,
}

/// Something in a recording that looks wrong and was left as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Warning {
    /// A label is what detectors call a class of sound, not a person.
    #[error("{label:?} is what detectors call a class of sound, not a person")]
    ClassLabel {
        /// The label.
        label: Label,
    },
    /// Two labels differ only in spaces around them or in how Unicode writes the same characters.
    #[error("{first:?} and {second:?} look alike and are two speakers")]
    LookAlike {
        /// The one that comes first.
        first: Label,
        /// The other one.
        second: Label,
    },
    /// All speech has the same speaker, which this source also writes where nobody was told apart.
    #[error("one speaker in all: were speakers told apart?")]
    OneSpeaker,
}
