//! A meeting as it is kept: compact turns, how to look at them, and where they came from.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::file_hash::{FileHash, sha256};
use crate::conversation::{Conversation, ConversationError};
use crate::formats::{Format, Recording};
use crate::schema::Provenance;
use crate::time::{Span, Time};
use crate::turn::{Label, Turns};

/// How what is kept begins: its name and the version of what follows.
const BEGINNING: &str = "sociogram-meeting 1 ";

/// A meeting as it is kept: its turns, how to look at them, and what reading them took.
///
/// ```
/// use sociogram::formats::{self, Options};
/// use sociogram::http::StoredMeeting;
///
/// let text = b"SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>";
/// let reading = formats::read(text, &Options::default())?;
/// let meeting = StoredMeeting::new(reading.format(), reading.recordings().first())
///     .roster(["ben"])
///     .duration_seconds(60.0);
/// assert_eq!(meeting.conversation()?.participants().len(), 2);
///
/// let hash = "standup".parse()?;
/// let bytes = meeting.encode(&hash)?;
/// assert_eq!(StoredMeeting::decode(&hash, &bytes)?.conversation()?, meeting.conversation()?);
/// assert!(StoredMeeting::decode(&"other".parse()?, &bytes).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct StoredMeeting {
    format: Format,
    provenance: Option<Provenance>,
    roster: Vec<Label>,
    duration: Option<f64>,
    min_talk: Duration,
    turns: Turns,
}

/// What follows the first line, as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents<'a> {
    file_hash: Cow<'a, str>,
    format: Cow<'a, str>,
    provenance: Option<Cow<'a, Provenance>>,
    roster: Vec<Cow<'a, str>>,
    duration_seconds: Option<f64>,
    min_talk: Duration,
    /// In order of their first turn.
    speakers: Vec<Cow<'a, str>>,
    /// Three numbers a turn, in order of start, end and label: who, by place in `speakers`; how
    /// many microseconds after the start of the turn before, or after 0, it starts; how many it
    /// lasts.
    turns: Vec<i64>,
}

impl StoredMeeting {
    /// The meeting of a recording that was read from a format; without one, a meeting in which
    /// nobody spoke.
    #[must_use]
    pub fn new(format: Format, recording: Option<&Recording>) -> Self {
        Self {
            format,
            provenance: recording.map(Provenance::of),
            roster: Vec::new(),
            duration: None,
            min_talk: Duration::ZERO,
            turns: recording.map_or_else(Turns::new, |recording| recording.turns().clone()),
        }
    }

    /// Adds participants who may never speak.
    #[must_use]
    pub fn roster<L: Into<Label>>(mut self, labels: impl IntoIterator<Item = L>) -> Self {
        self.roster.extend(labels.into_iter().map(Into::into));
        self
    }

    /// Declares how many seconds the meeting lasted.
    #[must_use]
    pub const fn duration_seconds(mut self, seconds: f64) -> Self {
        self.duration = Some(seconds);
        self
    }

    /// Leaves out those who speak less than this in all and are not on the roster.
    #[must_use]
    pub const fn min_talk(mut self, talk_time: Duration) -> Self {
        self.min_talk = talk_time;
        self
    }

    /// The format that it was read from.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// What reading it took; absent where the input had no recording.
    #[must_use]
    pub const fn provenance(&self) -> Option<&Provenance> {
        self.provenance.as_ref()
    }

    /// The turns.
    #[must_use]
    pub const fn turns(&self) -> &Turns {
        &self.turns
    }

    /// Its conversation.
    ///
    /// # Errors
    /// [`ConversationError`] if the declared duration or the number of participants does not allow
    /// for one: such a meeting is not to be kept.
    pub fn conversation(&self) -> Result<Conversation, ConversationError> {
        let mut builder =
            Conversation::builder(self.turns.clone()).roster(&self.roster).min_talk(self.min_talk);
        if let Some(seconds) = self.duration {
            builder = builder.duration_seconds(seconds);
        }
        builder.build()
    }

    /// The bytes to keep: a line with a version and the SHA-256 of what follows, then JSON
    /// (`docs/service.md` has its keys). The same meeting has the same bytes.
    ///
    /// # Errors
    /// [`Damaged`] if the meeting cannot be written down; none that makes a conversation is known.
    pub fn encode(&self, hash: &FileHash) -> Result<Vec<u8>, Damaged> {
        let mut spoken: Vec<(&Label, Span)> = self.turns.iter().collect();
        spoken.sort_unstable_by_key(|(label, span)| (span.start(), span.end(), *label));
        let mut speakers = Vec::new();
        let mut places: HashMap<&str, i64> = HashMap::new();
        let mut turns = Vec::with_capacity(3 * spoken.len());
        let mut before = 0;
        for (label, span) in spoken {
            let next = i64::try_from(speakers.len()).map_err(|_| Damaged::Contents)?;
            let who = *places.entry(label.as_str()).or_insert_with(|| {
                speakers.push(Cow::Borrowed(label.as_str()));
                next
            });
            // Times are within 2^53 of 0, so no difference overflows.
            let (start, end) = (span.start().micros(), span.end().micros());
            turns.extend([who, start - before, end - start]);
            before = start;
        }
        let contents = Contents {
            file_hash: hash.as_str().into(),
            format: self.format.id().into(),
            provenance: self.provenance.as_ref().map(Cow::Borrowed),
            roster: self.roster.iter().map(|label| label.as_str().into()).collect(),
            duration_seconds: self.duration,
            min_talk: self.min_talk,
            speakers,
            turns,
        };
        let contents = serde_json::to_vec(&contents).map_err(|_| Damaged::Contents)?;
        Ok([BEGINNING, &sha256(&contents), "\n"]
            .concat()
            .into_bytes()
            .into_iter()
            .chain(contents)
            .collect())
    }

    /// What was kept under this hash.
    ///
    /// # Errors
    /// [`Damaged`] if it is not what [`StoredMeeting::encode`] gave for this hash.
    pub fn decode(hash: &FileHash, bytes: &[u8]) -> Result<Self, Damaged> {
        let rest = bytes.strip_prefix(BEGINNING.as_bytes()).ok_or(Damaged::Beginning)?;
        let (sum, rest) = rest.split_at_checked(64).ok_or(Damaged::Beginning)?;
        let contents = rest.strip_prefix(b"\n").ok_or(Damaged::Beginning)?;
        if sum != sha256(contents).as_bytes() {
            return Err(Damaged::Sum);
        }
        let contents: Contents<'_> =
            serde_json::from_slice(contents).map_err(|_| Damaged::Contents)?;
        if contents.file_hash != hash.as_str() {
            return Err(Damaged::OtherHash);
        }
        let turns = turns_of(&contents).ok_or(Damaged::Contents)?;
        Ok(Self {
            format: contents.format.parse().map_err(|_| Damaged::Contents)?,
            provenance: contents.provenance.map(Cow::into_owned),
            roster: contents.roster.iter().map(|label| Label::from(&**label)).collect(),
            duration: contents.duration_seconds,
            min_talk: contents.min_talk,
            turns,
        })
    }
}

/// The turns, where every number is one that can be.
fn turns_of(contents: &Contents<'_>) -> Option<Turns> {
    let mut turns = Turns::new();
    let mut start = 0_i64;
    let threes = contents.turns.chunks_exact(3);
    if !threes.remainder().is_empty() {
        return None;
    }
    for three in threes {
        let [who, later, length] = *three else { return None };
        start = start.checked_add(later)?;
        let end = start.checked_add(length)?;
        let speaker = contents.speakers.get(usize::try_from(who).ok()?)?;
        let (start, end) = (Time::from_micros(start).ok()?, Time::from_micros(end).ok()?);
        turns.push(speaker, Span::new(start, end).ok()?);
    }
    Some(turns)
}

/// Why bytes are not a meeting as it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damaged {
    /// It does not begin as a meeting does.
    #[error("expected a first line of `sociogram-meeting 1` and a SHA-256")]
    Beginning,
    /// It is not whole: its sum is not the one that it begins with.
    #[error("expected contents with the SHA-256 of the first line: some of it is lost or changed")]
    Sum,
    /// It is whole, and yet no meeting: written by another version, or by something else.
    #[error("expected the contents of a meeting of version 1")]
    Contents,
    /// It is the meeting of another hash.
    #[error("expected the meeting of this hash, found another's")]
    OtherHash,
}
