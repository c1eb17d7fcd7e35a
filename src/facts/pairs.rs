//! The facts of each pair.

use std::collections::BTreeMap;
use std::time::Duration;

use super::floor::Transfer;
use super::lengths::FloorTransfers;
use super::network::reciprocity;
use crate::conversation::{Conversation, Participant, Spurt};
use crate::graph::PairSum;
use crate::turn::Label;

/// The facts of two participants who respond to each other, overlap, or pass the floor.
///
/// ```
/// use sociogram::facts::Facts;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 1.5, 4.0)?,
///     Turn::from_seconds("ana", 4.5, 6.0)?,
/// ])?;
/// let facts = Facts::of(&conversation, &Analyzer::default().analyze(&conversation));
/// let pair = &facts.pairs[0];
/// assert_eq!(pair.overlap_time.as_millis(), 500);
/// assert_eq!(pair.first_to_second.median_offset, Some(-0.5), "ben takes the floor from ana");
/// assert_eq!(pair.second_to_first.median_offset, Some(0.5), "and ana from ben");
/// assert!(pair.reciprocity > Some(0.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PairFacts {
    /// The two, in participant order: who spoke first comes first.
    pub between: [Label; 2],
    /// How long both speak at once, whoever else does.
    pub overlap_time: Duration,
    /// The floor goes from the first to the second.
    pub first_to_second: FloorTransfers,
    /// The floor goes from the second to the first.
    pub second_to_first: FloorTransfers,
    /// How much of their responses goes both ways, 0 (one answers, the other never) to 1 (as many
    /// each way); absent if they do not respond to each other.
    ///
    /// ```text
    /// reciprocity = 2 min(responses[a→b], responses[b→a]) / (responses[a→b] + responses[b→a])
    /// ```
    ///
    /// As [`MeetingFacts::reciprocity`](super::MeetingFacts::reciprocity), for one pair.
    pub reciprocity: Option<f64>,
}

#[derive(Default)]
struct Found {
    overlap: Duration,
    forth: Vec<i64>,
    back: Vec<i64>,
    reciprocity: Option<f64>,
}

/// The facts of every pair that has any, in participant order.
pub(super) fn facts(
    conversation: &Conversation,
    transfers: &[Transfer],
    sums: &[PairSum],
) -> Vec<PairFacts> {
    let mut found: BTreeMap<(usize, usize), Found> = BTreeMap::new();
    for sum in sums {
        let pair = found.entry((sum.first.index(), sum.second.index())).or_default();
        pair.reciprocity = reciprocity([sum]);
    }
    for Transfer { from, to, offset } in transfers {
        let pair = found.entry((*from.min(to), *from.max(to))).or_default();
        if from < to {
            pair.forth.push(*offset);
        } else {
            pair.back.push(*offset);
        }
    }
    for_each_overlap(conversation.spurts(), |one, other, overlap| {
        found.entry((one.min(other), one.max(other))).or_default().overlap += overlap;
    });

    let label = |place: usize| conversation.participants().get(place).map(Participant::label);
    found
        .into_iter()
        .filter_map(|((first, second), pair)| {
            Some(PairFacts {
                between: [label(first)?.clone(), label(second)?.clone()],
                overlap_time: pair.overlap,
                first_to_second: FloorTransfers::of(pair.forth),
                second_to_first: FloorTransfers::of(pair.back),
                reciprocity: pair.reciprocity,
            })
        })
        .collect()
}

/// Tells of every two spurts that overlap whose they are and for how long.
fn for_each_overlap(spurts: &[Spurt], mut tell: impl FnMut(usize, usize, Duration)) {
    let mut speaking: Vec<Spurt> = Vec::new();
    for spurt in spurts {
        speaking.retain(|one| one.span.end() > spurt.span.start());
        for one in &speaking {
            let end = one.span.end().min(spurt.span.end());
            let overlap = end.micros().abs_diff(spurt.span.start().micros());
            let [one, other] = [one, spurt].map(|spurt| spurt.participant.get());
            tell(one, other, Duration::from_micros(overlap));
        }
        speaking.push(*spurt);
    }
}
