//! Who was left out of the conversation, and why one may say so.

use super::participants::ParticipantFacts;
use crate::turn::Label;

/// Who receives less than this part of the fair share is unanswered.
const LEAST_PART: f64 = 0.5;
/// Below a fair share of so many responses there is too little to say that they are missing.
const LEAST_FAIR_SHARE: f64 = 1.0;

/// A participant who was left out of the conversation.
///
/// ```
/// use sociogram::facts::{Facts, Reason};
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::builder([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ]);
/// let conversation = conversation.roster(["ana", "ben", "eva"]).build()?;
/// let facts = Facts::of(&conversation, &Analyzer::default().analyze(&conversation));
/// assert_eq!(facts.left_out.len(), 1);
/// assert_eq!(facts.left_out[0].label.as_str(), "eva");
/// assert_eq!(facts.left_out[0].reason, Reason::Silent);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LeftOut {
    /// What the participant is called.
    pub label: Label,
    /// Why.
    pub reason: Reason,
}

/// Why a participant counts as left out.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// On the roster, and never speaks.
    Silent,
    /// Speaks, and receives less than half of the responses that what was said would draw if
    /// everyone drew alike, which are one or more.
    ///
    /// Half, since that is rare where people talk with each other: it happens to none of the 452
    /// participants of the AMI meetings. One response, since fewer cannot be missed. What is
    /// compared with is the meeting itself: where nobody answers anybody, nobody stands out.
    ///
    /// In a clip cut from something longer, whoever speaks last may be named because the answer
    /// was cut off: 24 of the 972 speakers of the 216 `VoxConverse` clips are named, and 14 of
    /// them speak last.
    Unanswered {
        /// [`ParticipantFacts::responses_received`].
        received: f64,
        /// [`ParticipantFacts::fair_share`].
        fair_share: f64,
    },
}

/// Those who were left out, in participant order.
pub(super) fn left_out(participants: &[ParticipantFacts]) -> Vec<LeftOut> {
    let reason = |one: &ParticipantFacts| {
        let (received, fair_share) = (one.responses_received, one.fair_share);
        if one.spurts == 0 {
            Some(Reason::Silent)
        } else if fair_share >= LEAST_FAIR_SHARE && received < LEAST_PART * fair_share {
            Some(Reason::Unanswered { received, fair_share })
        } else {
            None
        }
    };
    participants
        .iter()
        .filter_map(|one| Some(LeftOut { label: one.label.clone(), reason: reason(one)? }))
        .collect()
}
