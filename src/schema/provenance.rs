//! What it took to read a recording.

use serde::{Deserialize, Serialize};

use crate::formats::{OverlapCapability, Recording, RepairKind};

/// What it took to read a recording: all that its turns do not tell.
///
/// Kept beside the turns, it makes of them the same [`FullResult`](super::FullResult) as the file
/// did from which they came.
///
/// ```
/// use sociogram::formats::rttm;
/// use sociogram::schema::Provenance;
///
/// let text = b"SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>\n\
///              SPEAKER standup 1 2.2 0.0 <NA> <NA> ben <NA> <NA>\n";
/// let provenance = Provenance::of(&rttm::read(text)?[0]);
/// assert_eq!(provenance.recording, "standup");
/// assert_eq!(provenance.repairs[0].first_line, 2);
/// # Ok::<(), sociogram::formats::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The recording's name.
    pub recording: String,
    /// Whether the input could tell of overlap.
    pub overlap_capability: OverlapCapability,
    /// What was repaired in the input, by kind; empty if nothing was.
    pub repairs: Vec<RepairResult>,
    /// How many turns of the input have no known speaker.
    pub unknown_speaker_turns: u64,
    /// How many turns were cut or left out for lying in time that is not scored.
    pub unscored_turns: u64,
    /// How many records of the input held no turn and were passed over.
    pub skipped_records: u64,
    /// What looks wrong in the input and was left as it is.
    pub warnings: Vec<String>,
}

impl Provenance {
    /// What it took to read this recording.
    #[must_use]
    pub fn of(recording: &Recording) -> Self {
        let unknown = recording.unknown_speakers();
        Self {
            recording: recording.name().to_string(),
            overlap_capability: recording.overlap(),
            repairs: recording
                .repairs()
                .iter()
                .map(|repair| RepairResult {
                    kind: repair.kind,
                    count: repair.count,
                    first_line: repair.first.position.line,
                    first_path: repair.first.path.as_deref().map(str::to_owned),
                })
                .collect(),
            unknown_speaker_turns: unknown.map_or(0, |unknown| unknown.turns),
            unscored_turns: recording.unscored(),
            skipped_records: recording.skipped(),
            warnings: recording.warnings().iter().map(ToString::to_string).collect(),
        }
    }
}

/// A kind of flaw in the input that was repaired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct RepairResult {
    /// What was wrong.
    pub kind: RepairKind,
    /// How many records had it.
    pub count: u64,
    /// The first line that had it, counted from 1.
    pub first_line: u64,
    /// The path of the first JSON value that had it; null where the input is not JSON.
    pub first_path: Option<String>,
}
