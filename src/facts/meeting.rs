//! The facts of the meeting as a whole.

use std::time::Duration;

use super::floor::{Between, Floor, Stretch};
use super::lengths::{FloorTransfers, Lengths};
use super::network::{Parts, parts, reciprocity};
use super::spread::{entropy, gini};
use crate::conversation::{Conversation, Participant};
use crate::graph::PairSum;
use crate::turn::Label;

/// The facts of the meeting as a whole.
///
/// Gaps, pauses and overlaps are those of Heldner and Edlund (2010), carried over from two
/// speakers to any number: what counts is who speaks alone last before them and who does first
/// after them. Silences and overlaps before anyone has spoken alone, or after anyone last does,
/// are of neither kind.
///
/// ```
/// use sociogram::facts::Facts;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// // ana  ──────   ────────────
/// // ben               ──    ──────
/// //      0     3  4       8  9   11
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 3.0)?,
///     Turn::from_seconds("ana", 4.0, 10.0)?,
///     Turn::from_seconds("ben", 6.0, 7.0)?,
///     Turn::from_seconds("ben", 9.0, 12.0)?,
/// ])?;
/// let meeting = Facts::of(&conversation, &Analyzer::default().analyze(&conversation)).meeting;
/// assert_eq!((meeting.speech_time.as_secs(), meeting.silence.as_secs()), (11, 1));
/// assert_eq!((meeting.pauses.count, meeting.gaps.count), (1, 0));
/// assert_eq!((meeting.overlaps_within.count, meeting.overlaps_between.count), (1, 1));
/// assert_eq!(meeting.floor_transfers.median_offset, Some(-1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MeetingFacts {
    /// The talk times of all participants together: where two speak at once, both count.
    pub talk_time: Duration,
    /// How long anyone speaks, however many.
    pub speech_time: Duration,
    /// How long nobody speaks, from the first start to the last end; what a declared duration
    /// adds at the ends is not counted.
    pub silence: Duration,
    /// How long two or more speak at once, however many.
    pub overlap_time: Duration,
    /// Silences between speakers: someone else goes on.
    pub gaps: Lengths,
    /// Silences within a speaker's speech: the same one goes on.
    pub pauses: Lengths,
    /// Overlaps between speakers: someone else goes on alone.
    pub overlaps_between: Lengths,
    /// Overlaps within a speaker's speech: the same one goes on alone.
    pub overlaps_within: Lengths,
    /// How often the floor goes from one who speaks alone to the next, and after what offset.
    pub floor_transfers: FloorTransfers,
    /// How evenly talk is spread over all participants, 0 to 1: see [`entropy`].
    pub participation_entropy: Option<f64>,
    /// How unevenly talk is spread over all participants, 0 to 1: see [`gini`].
    pub participation_gini: Option<f64>,
    /// How much of the responses goes both ways, 0 (nobody is answered by those they answer) to 1
    /// (as many each way in every pair); absent where there are none.
    ///
    /// ```text
    /// reciprocity = sum of min(responses[a→b], responses[b→a]) / sum of responses[a→b]
    /// ```
    ///
    /// Both sums are over ordered pairs: the weighted reciprocity of Squartini, Picciolo,
    /// Ruzzenenti and Garlaschelli (2013).
    pub reciprocity: Option<f64>,
    /// The parts into which those who speak split, in participant order; empty if nobody speaks.
    ///
    /// Two are linked if they interact at least as much as one would expect from how much each of
    /// the two interacts in all; a part is who is linked, directly or through others.
    ///
    /// ```text
    /// link(a, b) = strength{a,b} S / (s_a s_b)       s_a = sum of a's strengths,   S = sum of s_a
    /// linked if link >= 1
    /// ```
    ///
    /// The expectation is that of modularity in weighted graphs (Newman, 2004). It allows for
    /// how much each one interacts, so that nobody is cut off for being quiet: whoever interacts
    /// at all has a link, and so it takes four to split in two (as conversations do: Sacks,
    /// Schegloff and Jefferson, 1974).
    ///
    /// Timing tells apart groups that talk at different times. Two conversations that go on side
    /// by side all the time it does not, since who speaks after whom is then mostly chance.
    pub parts: Vec<Vec<Label>>,
    /// The weakest of the links that hold those who speak together; absent for fewer than two.
    ///
    /// How far the bar for a link could be raised before the group splits: the weakest link of
    /// the maximum spanning tree. 0 if some never interact with the rest, not even through others;
    /// below 1 the group has more than one part. Where all n interact alike it is `n / (n - 1)`.
    pub cohesion: Option<f64>,
}

/// The facts of the meeting.
pub(super) fn facts(
    conversation: &Conversation,
    stretches: &[Stretch],
    between: Between,
    sums: &[PairSum],
) -> MeetingFacts {
    let everyone = conversation.participants();
    let talk: Vec<Duration> = everyone.iter().map(Participant::talk_time).collect();
    let (mut alone, mut silence, mut overlap_time) =
        (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for stretch in stretches {
        *match stretch.floor {
            Floor::Silent => &mut silence,
            Floor::Alone(_) => &mut alone,
            Floor::Shared => &mut overlap_time,
        } += stretch.span.length();
    }
    // Those who never speak stand last.
    let speakers = everyone.iter().filter(|one| one.spurts() > 0).count();
    let Parts { parts, cohesion } = parts(sums, speakers);
    let named = |part: Vec<usize>| -> Vec<Label> {
        part.into_iter().filter_map(|at| everyone.get(at)).map(|one| one.label().clone()).collect()
    };
    MeetingFacts {
        talk_time: talk.iter().sum(),
        speech_time: alone + overlap_time,
        silence,
        overlap_time,
        gaps: Lengths::of(between.gaps),
        pauses: Lengths::of(between.pauses),
        overlaps_between: Lengths::of(between.overlaps_between),
        overlaps_within: Lengths::of(between.overlaps_within),
        floor_transfers: FloorTransfers::of(
            between.transfers.iter().map(|transfer| transfer.offset).collect(),
        ),
        participation_entropy: entropy(&talk),
        participation_gini: gini(&talk),
        reciprocity: reciprocity(sums),
        parts: parts.into_iter().map(named).collect(),
        cohesion,
    }
}
