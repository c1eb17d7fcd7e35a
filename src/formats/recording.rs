//! What a reader makes of one recording.

use serde::{Deserialize, Serialize};

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
/// assert_eq!(recordings[0].repairs()[0].first_line, 2);
/// # Ok::<(), sociogram::formats::ReadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Recording {
    name: Label,
    turns: Turns,
    repairs: Vec<Repair>,
    skipped: u64,
}

impl Recording {
    pub(super) const fn new(name: Label, turns: Turns) -> Self {
        Self { name, turns, repairs: Vec::new(), skipped: 0 }
    }

    /// The recording's name in the file.
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

    /// What was repaired, one entry for each kind, in order of kind; empty if nothing was.
    #[must_use]
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// How many of its records hold no turn and were passed over.
    #[must_use]
    pub const fn skipped(&self) -> u64 {
        self.skipped
    }

    pub(super) const fn turns_mut(&mut self) -> &mut Turns {
        &mut self.turns
    }

    pub(super) fn repaired(&mut self, kind: RepairKind, line: u64) {
        match self.repairs.iter_mut().find(|repair| repair.kind == kind) {
            Some(repair) => repair.count += 1,
            None => {
                self.repairs.push(Repair { kind, count: 1, first_line: line });
                self.repairs.sort_unstable_by_key(|repair| repair.kind);
            }
        }
    }

    pub(super) const fn skip(&mut self, records: u64) {
        self.skipped += records;
    }
}

/// One kind of flaw in a recording that was repaired, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// What was wrong.
    pub kind: RepairKind,
    /// How many records had it.
    pub count: u64,
    /// The first line that had it, counted from 1.
    pub first_line: u64,
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
}
