//! What a running meeting refuses.

use crate::conversation::Conversation;
use crate::time::Time;
use crate::turn::Label;

/// Why a [`Live`](super::Live) meeting does not take something in. What came before stays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LiveError {
    /// It starts too long before the latest end that was heard: what followed is settled.
    #[error(
        "{speaker:?} starts at {start} s, beyond the horizon: it had to start at {earliest} s or \
         later"
    )]
    BeyondHorizon {
        /// Who speaks.
        speaker: Label,
        /// The start that came too late.
        start: Time,
        /// The earliest start that is still taken in.
        earliest: Time,
    },
    /// There are more participants than [`Conversation::MAX_PARTICIPANTS`].
    #[error(
        "{found} participants are more than the {} that a conversation can have",
        Conversation::MAX_PARTICIPANTS
    )]
    TooManyParticipants {
        /// How many there would be.
        found: usize,
    },
    /// Someone starts to speak who is speaking already.
    #[error("{speaker:?} has been speaking since {since} s, and has to stop before starting anew")]
    AlreadySpeaking {
        /// Who speaks.
        speaker: Label,
        /// Since when.
        since: Time,
    },
    /// Someone stops who was not speaking.
    #[error("{speaker:?} was not speaking, and cannot stop")]
    NotSpeaking {
        /// Who it is.
        speaker: Label,
    },
    /// Someone stops no later than they started.
    #[error("{speaker:?} stops at {end} s, and has to stop after {since} s")]
    StopsTooEarly {
        /// Who it is.
        speaker: Label,
        /// When they started, or until when they are known to have spoken.
        since: Time,
        /// When they are said to have stopped.
        end: Time,
    },
}
