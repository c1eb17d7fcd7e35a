//! The bodies of sociogram's own endpoints.

use serde::{Deserialize, Serialize};
use utoipa::openapi::Ref;
use utoipa::openapi::schema::{Array, ArrayBuilder};

use super::file_hash::FileHash;
use super::stored::StoredMeeting;
use crate::conversation::Conversation;
use crate::schema::RepairResult;

/// What was kept of an input, and what it took to read it.
///
/// ```
/// use sociogram::formats::{self, Options};
/// use sociogram::http::{Receipt, StoredMeeting};
///
/// let text = b"SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>";
/// let reading = formats::read(text, &Options::default())?;
/// let meeting = StoredMeeting::new(reading.format(), reading.recordings().first());
/// let receipt = Receipt::of(&"standup".parse()?, &meeting, &meeting.conversation()?);
/// assert_eq!((receipt.format.as_str(), receipt.turns), ("rttm", 1));
/// assert_eq!(receipt.participants, ["ana"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Receipt {
    /// What the meeting is called.
    #[schema(value_type = String)]
    pub file_hash: FileHash,
    /// The format that it was read from.
    pub format: String,
    /// The recording's name; null where the input has no recording.
    pub recording: Option<String>,
    /// How many turns are kept.
    pub turns: usize,
    /// Everyone who takes part, in participant order.
    pub participants: Vec<String>,
    /// How long the meeting lasted, in minutes.
    pub minutes: f64,
    /// What was repaired, by kind; empty if nothing was.
    #[schema(schema_with = repairs)]
    pub repairs: Vec<RepairResult>,
    /// How many turns have no known speaker, and were left out.
    pub unknown_speaker_turns: u64,
    /// How many records held no turn and were passed over.
    pub skipped_records: u64,
    /// How many turns were cut or left out for lying in time that is not scored.
    pub unscored_turns: u64,
    /// What looks wrong and was left as it is.
    pub warnings: Vec<String>,
}

/// Their schema is checked in with that of the full result.
fn repairs() -> Array {
    ArrayBuilder::new().items(Ref::from_schema_name("RepairResult")).build()
}

impl Receipt {
    /// The receipt for a meeting and the conversation that it makes.
    #[must_use]
    pub fn of(hash: &FileHash, meeting: &StoredMeeting, conversation: &Conversation) -> Self {
        let took = meeting.provenance();
        let nothing = || vec!["no turn in it: taken for a meeting without speech".to_owned()];
        let participants = conversation.participants().iter();
        Self {
            file_hash: hash.clone(),
            format: meeting.format().to_string(),
            recording: took.map(|took| took.recording.clone()),
            turns: meeting.turns().len(),
            participants: participants.map(|one| one.label().to_string()).collect(),
            minutes: conversation.minutes(),
            repairs: took.map_or_else(Vec::new, |took| took.repairs.clone()),
            unknown_speaker_turns: took.map_or(0, |took| took.unknown_speaker_turns),
            skipped_records: took.map_or(0, |took| took.skipped_records),
            unscored_turns: took.map_or(0, |took| took.unscored_turns),
            warnings: took.map_or_else(nothing, |took| took.warnings.clone()),
        }
    }
}

/// Some of the caller's meetings: the body of `GET /meetings`.
///
/// ```
/// use sociogram::http::Listing;
///
/// let listing: Listing = serde_json::from_str(r#"{"meetings":["standup"],"next":null}"#)?;
/// assert_eq!(listing.meetings[0].as_str(), "standup");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Listing {
    /// Their hashes, in order.
    #[schema(value_type = Vec<String>)]
    pub meetings: Vec<FileHash>,
    /// What to give as `after` for those that follow; null if none do.
    #[schema(value_type = Option<String>)]
    pub next: Option<FileHash>,
}
