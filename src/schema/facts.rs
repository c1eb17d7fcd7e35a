//! The part of the full result that holds the facts of turn-taking.
//!
//! The definitions, with their sources, stand at [`facts`](crate::facts).

use serde::{Deserialize, Serialize};

use crate::facts::{
    Facts, FloorTransfers, LeftOut, Lengths, MeetingFacts, PairFacts, ParticipantFacts, Reason,
};
use crate::time::in_seconds;
use crate::turn::Label;

/// The facts of turn-taking: of the meeting, of each participant and of each pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct FactsResult {
    /// Of the meeting as a whole.
    pub meeting: MeetingFactsResult,
    /// Of everyone, in participant order.
    pub participants: Vec<ParticipantFactsResult>,
    /// Of the pairs with responses, overlaps or floor transfers, in participant order.
    pub pairs: Vec<PairFactsResult>,
}

impl FactsResult {
    /// Takes out what an input without overlap cannot tell: it was not seen, which is not 0.
    pub(super) fn without_overlap(&mut self) {
        self.meeting.overlap_time = None;
        self.meeting.overlaps_between = None;
        self.meeting.overlaps_within = None;
        self.participants.iter_mut().for_each(|one| one.overlap_time = None);
        self.pairs.iter_mut().for_each(|pair| pair.overlap_time = None);
    }
}

impl From<&Facts> for FactsResult {
    fn from(facts: &Facts) -> Self {
        Self {
            meeting: (&facts.meeting).into(),
            participants: facts.participants.iter().map(Into::into).collect(),
            pairs: facts.pairs.iter().map(Into::into).collect(),
        }
    }
}

/// Gaps, pauses or overlaps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct LengthsResult {
    /// How many there are.
    pub count: usize,
    /// Seconds in all.
    pub total: f64,
    /// The median, in seconds; null if there are none.
    pub median: Option<f64>,
}

impl From<Lengths> for LengthsResult {
    fn from(lengths: Lengths) -> Self {
        Self {
            count: lengths.count,
            total: in_seconds(lengths.total),
            median: lengths.median.map(in_seconds),
        }
    }
}

/// Floor transfers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct FloorTransfersResult {
    /// How many there are.
    pub count: usize,
    /// The median floor transfer offset in seconds, negative in overlap; null if there are none.
    pub median_offset: Option<f64>,
}

impl From<FloorTransfers> for FloorTransfersResult {
    fn from(transfers: FloorTransfers) -> Self {
        Self { count: transfers.count, median_offset: transfers.median_offset }
    }
}

/// The facts of the meeting as a whole; times are in seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct MeetingFactsResult {
    /// The talk times of all participants together.
    pub talk_time: f64,
    /// How long anyone speaks.
    pub speech_time: f64,
    /// How long nobody speaks.
    pub silence: f64,
    /// How long two or more speak at once; null where the input cannot tell of overlap.
    pub overlap_time: Option<f64>,
    /// Silences between speakers.
    pub gaps: LengthsResult,
    /// Silences within a speaker's speech.
    pub pauses: LengthsResult,
    /// Overlaps between speakers; null where the input cannot tell of overlap.
    pub overlaps_between: Option<LengthsResult>,
    /// Overlaps within a speaker's speech; null where the input cannot tell of overlap.
    pub overlaps_within: Option<LengthsResult>,
    /// How often the floor goes from one to the next.
    pub floor_transfers: FloorTransfersResult,
    /// How evenly talk is spread, 0 to 1.
    pub participation_entropy: Option<f64>,
    /// How unevenly talk is spread, 0 to 1, corrected for group size.
    pub participation_gini: Option<f64>,
    /// How much of the responses goes both ways, 0 to 1.
    pub reciprocity: Option<f64>,
    /// The parts into which those who speak split.
    pub parts: Vec<Vec<String>>,
    /// The weakest of the links that hold them together; below 1 the group splits.
    pub cohesion: Option<f64>,
}

impl From<&MeetingFacts> for MeetingFactsResult {
    fn from(meeting: &MeetingFacts) -> Self {
        let part = |labels: &Vec<Label>| labels.iter().map(ToString::to_string).collect();
        Self {
            talk_time: in_seconds(meeting.talk_time),
            speech_time: in_seconds(meeting.speech_time),
            silence: in_seconds(meeting.silence),
            overlap_time: Some(in_seconds(meeting.overlap_time)),
            gaps: meeting.gaps.into(),
            pauses: meeting.pauses.into(),
            overlaps_between: Some(meeting.overlaps_between.into()),
            overlaps_within: Some(meeting.overlaps_within.into()),
            floor_transfers: meeting.floor_transfers.into(),
            participation_entropy: meeting.participation_entropy,
            participation_gini: meeting.participation_gini,
            reciprocity: meeting.reciprocity,
            parts: meeting.parts.iter().map(part).collect(),
            cohesion: meeting.cohesion,
        }
    }
}

/// The facts of one participant; times are in seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct ParticipantFactsResult {
    /// The speaker's label.
    pub speaker: String,
    /// The talk time as a part of everyone's, 0 to 1; null if nobody speaks.
    pub share_of_talk: Option<f64>,
    /// Spurts that are like a backchannel.
    pub backchannels: usize,
    /// The speech of the longest monologue; null for one who never speaks alone.
    pub longest_monologue: Option<f64>,
    /// How long the participant speaks while someone else does too; null where the input cannot
    /// tell of overlap.
    pub overlap_time: Option<f64>,
    /// Responses given to others.
    pub responses_given: f64,
    /// Responses received from others.
    pub responses_received: f64,
    /// Responses that would be received if everyone drew as many for what they say.
    pub fair_share: f64,
    /// How often the participant takes the floor.
    pub floor_taken: FloorTransfersResult,
    /// How much of the group's attention the participant has, 0 to 1; null without responses.
    pub centrality: Option<f64>,
}

impl From<&ParticipantFacts> for ParticipantFactsResult {
    fn from(one: &ParticipantFacts) -> Self {
        Self {
            speaker: one.label.to_string(),
            share_of_talk: one.share_of_talk,
            backchannels: one.backchannels,
            longest_monologue: one.longest_monologue.map(|longest| in_seconds(longest.talk_time)),
            overlap_time: Some(in_seconds(one.overlap_time)),
            responses_given: one.responses_given,
            responses_received: one.responses_received,
            fair_share: one.fair_share,
            floor_taken: one.floor_taken.into(),
            centrality: one.centrality,
        }
    }
}

/// The facts of one pair; times are in seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct PairFactsResult {
    /// The two labels, in participant order.
    pub between: [String; 2],
    /// How long both speak at once; null where the input cannot tell of overlap.
    pub overlap_time: Option<f64>,
    /// The floor goes from the first to the second.
    pub first_to_second: FloorTransfersResult,
    /// The floor goes from the second to the first.
    pub second_to_first: FloorTransfersResult,
    /// How much of their responses goes both ways, 0 to 1; null without responses.
    pub reciprocity: Option<f64>,
}

impl From<&PairFacts> for PairFactsResult {
    fn from(pair: &PairFacts) -> Self {
        Self {
            between: pair.between.each_ref().map(ToString::to_string),
            overlap_time: Some(in_seconds(pair.overlap_time)),
            first_to_second: pair.first_to_second.into(),
            second_to_first: pair.second_to_first.into(),
            reciprocity: pair.reciprocity,
        }
    }
}

/// A participant who was left out, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct LeftOutResult {
    /// The participant's label.
    pub speaker: String,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why a participant counts as left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeftOutReason {
    /// On the roster, and never speaks.
    Silent,
    /// Speaks, and receives less than half of the fair share of responses.
    Unanswered,
}

impl From<&LeftOut> for LeftOutResult {
    fn from(left_out: &LeftOut) -> Self {
        let reason = match left_out.reason {
            Reason::Silent => LeftOutReason::Silent,
            Reason::Unanswered { .. } => LeftOutReason::Unanswered,
        };
        Self { speaker: left_out.label.to_string(), reason }
    }
}
