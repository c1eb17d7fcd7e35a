//! What people marked: who responds to whom, and when, in a conversation.

use std::collections::{BTreeSet, HashMap};

use crate::conversation::Conversation;
use crate::normalize::pair_count;
use crate::time::Time;
use crate::turn::Label;

/// One response as people marked it: who answers whom, and when the answer starts.
///
/// When it ends, and what it answers, no figure asks.
///
/// ```
/// use sociogram::Time;
/// use sociogram::validate::AnnotatedResponse;
///
/// let response = AnnotatedResponse::new("ben", "ana", Time::from_seconds(2.2)?)?;
/// assert_eq!(response.responder().as_str(), "ben");
/// assert!(AnnotatedResponse::new("ben", "ben", Time::from_seconds(2.2)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AnnotatedResponse {
    responder: Label,
    addressee: Label,
    start: Time,
}

impl AnnotatedResponse {
    /// A response of one to another.
    ///
    /// # Errors
    /// [`AnnotationError::ToOneself`] if both are the same.
    pub fn new(
        responder: impl Into<Label>,
        addressee: impl Into<Label>,
        start: Time,
    ) -> Result<Self, AnnotationError> {
        let (responder, addressee) = (responder.into(), addressee.into());
        if responder == addressee {
            return Err(AnnotationError::ToOneself { label: responder });
        }
        Ok(Self { responder, addressee, start })
    }

    /// Who responds.
    #[must_use]
    pub const fn responder(&self) -> &Label {
        &self.responder
    }

    /// Who is responded to.
    #[must_use]
    pub const fn addressee(&self) -> &Label {
        &self.addressee
    }

    /// When the response starts.
    #[must_use]
    pub const fn start(&self) -> Time {
        self.start
    }
}

/// A conversation and the responses that people marked in it.
///
/// Whoever is named in the annotation takes part, as if on the conversation's roster: someone
/// whom the diarizer never heard still makes pairs, in which every method finds nothing, and
/// their responses count as missed. The order of the responses is of no account.
///
/// ```
/// use sociogram::validate::{AnnotatedMeeting, AnnotatedResponse};
/// use sociogram::{Conversation, Time, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let marked = [AnnotatedResponse::new("ben", "eva", Time::from_seconds(2.2)?)?];
/// let meeting = AnnotatedMeeting::new("standup", conversation, marked)?;
/// assert_eq!((meeting.participants(), meeting.responses()), (3, 1));
/// assert!(meeting.never_heard().map(|label| label.as_str()).eq(["eva"]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct AnnotatedMeeting {
    name: Label,
    conversation: Conversation,
    participants: usize,
    never_heard: BTreeSet<Label>,
    marked: Vec<Marked>,
}

/// An annotated response with its people as places in participant order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Marked {
    pub(super) start: Time,
    pub(super) responder: usize,
    pub(super) addressee: usize,
}

impl AnnotatedMeeting {
    /// The most participants that a meeting can have here: 1,000, which makes half a million
    /// pairs to compare.
    pub const MAX_PARTICIPANTS: usize = 1_000;

    /// A meeting under a name, which says in what order several are worked through.
    ///
    /// # Errors
    /// [`AnnotationError::TooManyParticipants`].
    pub fn new(
        name: impl Into<Label>,
        conversation: Conversation,
        responses: impl IntoIterator<Item = AnnotatedResponse>,
    ) -> Result<Self, AnnotationError> {
        let responses: Vec<AnnotatedResponse> = responses.into_iter().collect();
        let all = conversation.participants();
        let named: BTreeSet<&Label> =
            responses.iter().flat_map(|one| [&one.responder, &one.addressee]).collect();
        let speaks: HashMap<&Label, bool> =
            all.iter().map(|one| (one.label(), one.spurts() > 0)).collect();
        let never_heard = named
            .iter()
            .filter(|label| !speaks.get(*label).is_some_and(|speaks| *speaks))
            .map(|label| (*label).clone())
            .collect();

        let added = named.iter().copied().filter(|label| !speaks.contains_key(*label));
        let places: HashMap<&Label, usize> =
            all.iter().map(|one| one.label()).chain(added).zip(0..).collect();
        let participants = places.len();
        if participants > Self::MAX_PARTICIPANTS {
            return Err(AnnotationError::TooManyParticipants { found: participants });
        }
        let mut marked: Vec<Marked> = responses
            .iter()
            .filter_map(|one| {
                Some(Marked {
                    start: one.start,
                    responder: *places.get(&one.responder)?,
                    addressee: *places.get(&one.addressee)?,
                })
            })
            .collect();
        marked.sort_unstable();
        Ok(Self { name: name.into(), conversation, participants, never_heard, marked })
    }

    /// What the meeting is called.
    #[must_use]
    pub const fn name(&self) -> &Label {
        &self.name
    }

    /// Who spoke when.
    #[must_use]
    pub const fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// How many take part, those whom only the annotation names included.
    #[must_use]
    pub const fn participants(&self) -> usize {
        self.participants
    }

    /// How many responses were marked.
    #[must_use]
    pub fn responses(&self) -> usize {
        self.marked.len()
    }

    /// Those whom the annotation names and who never speak in the conversation, by label.
    ///
    /// If that is everyone, the diarizer's labels are not the annotators'.
    #[must_use]
    pub fn never_heard(&self) -> impl ExactSizeIterator<Item = &Label> {
        self.never_heard.iter()
    }

    /// The marked responses, in order of start.
    pub(super) fn marked(&self) -> &[Marked] {
        &self.marked
    }

    /// The numbering of pairs.
    pub(super) const fn pairs(&self) -> Pairs {
        Pairs { participants: self.participants }
    }
}

/// A number for each pair of participants, from 0, in participant order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pairs {
    participants: usize,
}

impl Pairs {
    pub(super) const fn count(self) -> usize {
        pair_count(self.participants)
    }

    /// The pair of two different participants, in either order.
    pub(super) fn of(self, one: usize, other: usize) -> usize {
        let (first, second) = (one.min(other), one.max(other));
        // All pairs, less those whose first comes no earlier.
        let rest = self.participants.saturating_sub(first);
        self.count() - pair_count(rest) + second.saturating_sub(first + 1)
    }
}

/// Why responses do not annotate a meeting.
///
/// ```
/// use sociogram::Time;
/// use sociogram::validate::AnnotatedResponse;
///
/// let error = AnnotatedResponse::new("ben", "ben", Time::from_millis(0)?).unwrap_err();
/// assert_eq!(error.to_string(), r#""ben" responds to themselves"#);
/// # Ok::<(), sociogram::TimeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnnotationError {
    /// Responder and addressee are the same.
    #[error("{label:?} responds to themselves")]
    ToOneself {
        /// Who.
        label: Label,
    },
    /// There are more participants than [`AnnotatedMeeting::MAX_PARTICIPANTS`].
    #[error(
        "{found} participants are more than the {} that can be compared",
        AnnotatedMeeting::MAX_PARTICIPANTS
    )]
    TooManyParticipants {
        /// How many there are.
        found: usize,
    },
}
