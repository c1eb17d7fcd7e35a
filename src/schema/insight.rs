//! The parts of the full result that say how sure, and why.

use serde::{Deserialize, Serialize};

use crate::chance::PairChance;
use crate::confidence::{Evidence, Interval};
use crate::conversation::{Conversation, ParticipantIndex};
use crate::explain::ExplainedResponse;

/// Between two numbers: a 90% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct IntervalResult {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl From<Interval> for IntervalResult {
    fn from(interval: Interval) -> Self {
        Self { low: interval.low, high: interval.high }
    }
}

/// Whether the recording is long enough to say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EvidenceResult {
    /// The intervals say how sure the numbers are.
    Enough,
    /// The numbers are hardly more than a description of this one recording.
    TooLittle,
}

impl EvidenceResult {
    /// What is known of the evidence; absent where nothing is.
    #[must_use]
    pub const fn of(evidence: Evidence) -> Option<Self> {
        match evidence {
            Evidence::Enough => Some(Self::Enough),
            Evidence::TooLittle => Some(Self::TooLittle),
            Evidence::Unknown => None,
        }
    }
}

/// One pair's responses beside those expected of the same people talking past each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct ChanceResult {
    /// Responses expected by chance.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub expected: f64,
    /// Observed over expected; null where nothing is expected.
    pub ratio: Option<f64>,
    /// The 90% interval of the ratio.
    pub interval: Option<IntervalResult>,
    /// Where nine tenths of ratios lie by chance.
    pub by_chance: Option<IntervalResult>,
}

impl From<&PairChance> for ChanceResult {
    fn from(chance: &PairChance) -> Self {
        Self {
            expected: chance.expected,
            ratio: chance.ratio,
            interval: chance.interval.map(Into::into),
            by_chance: chance.by_chance.map(Into::into),
        }
    }
}

/// One response, explained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct ExplainedResult {
    /// The responder.
    pub from: String,
    /// The one who is responded to.
    pub to: String,
    /// Where the responder's spurt starts, in seconds.
    pub start: f64,
    /// Where it ends, in seconds.
    pub end: f64,
    /// How much of a response it is: worth times share.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 1.0)))]
    pub responses: f64,
    /// What the spurt is worth, to all who are responded to.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 1.0)))]
    pub worth: f64,
    /// The shares of all candidates, largest first.
    pub shares: Vec<ShareResult>,
    /// Seconds from the end of the addressee's latest spurt to the start; negative in overlap.
    pub floor_transfer_offset: f64,
    /// Seconds during which both spoke.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub overlap: f64,
}

/// One candidate's share in what a spurt is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct ShareResult {
    /// The candidate.
    pub speaker: String,
    /// The share.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 1.0)))]
    pub share: f64,
}

impl ExplainedResult {
    /// The addressee's share in what the spurt is worth, 0 to 1.
    #[must_use]
    pub fn share_of_addressee(&self) -> f64 {
        self.shares.iter().find(|one| one.speaker == self.to).map_or(0.0, |one| one.share)
    }

    /// The response with the labels of its conversation.
    #[must_use]
    pub fn of(explained: &ExplainedResponse, conversation: &Conversation) -> Self {
        let label = |index: ParticipantIndex| {
            let participant = conversation.participants().get(index.get());
            participant.map_or_else(String::new, |one| one.label().to_string())
        };
        let response = explained.response;
        Self {
            from: label(response.responder),
            to: label(response.addressee),
            start: response.spurt.start().seconds(),
            end: response.spurt.end().seconds(),
            responses: explained.amount(),
            worth: response.worth,
            shares: explained
                .shares
                .iter()
                .map(|(speaker, share)| ShareResult { speaker: label(*speaker), share: *share })
                .collect(),
            floor_transfer_offset: explained.floor_transfer_offset,
            overlap: explained.overlap,
        }
    }
}
