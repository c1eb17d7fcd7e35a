//! How far results move: one draw, several draws, several recordings.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Analysis, Analyzer};
use crate::conversation::Conversation;
use crate::normalize::pair_count;
use crate::turn::Label;

use super::adjacent::adjacent;

/// The same of both methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Methods<T> {
    /// Of the presence model.
    pub presence: T,
    /// Of adjacent-turn counting: see [`adjacent`].
    pub adjacent: T,
}

impl<T> Methods<T> {
    /// Both, each made into something else.
    pub(super) fn map<U>(self, mut make: impl FnMut(T) -> U) -> Methods<U> {
        Methods { presence: make(self.presence), adjacent: make(self.adjacent) }
    }
}

/// What a method says of a conversation, by label.
pub(super) struct Heard {
    pub(super) score: f64,
    speakers: BTreeSet<Label>,
    /// Strength and node value of each pair that has a strength; its labels in order.
    pairs: BTreeMap<[Label; 2], [f64; 2]>,
}

/// What both methods say; absent where there is no score.
pub(super) fn results(analyzer: &Analyzer, conversation: &Conversation) -> Option<Methods<Heard>> {
    let analysis: Analysis = analyzer.analyze(conversation);
    let counted = adjacent(conversation, analyzer.parameters().half_rate);
    let participants = conversation.participants();
    let speakers: BTreeSet<Label> = participants.iter().map(|one| one.label().clone()).collect();

    let of_pairs = analysis
        .pairs()
        .map(|pair| (in_order(pair.labels().map(Clone::clone)), [pair.strength, pair.absolute]));
    let presence =
        Heard { score: analysis.score()?, speakers: speakers.clone(), pairs: of_pairs.collect() };
    let label = |at: usize| participants.get(at).map(|one| one.label().clone());
    let of_pairs = counted.pairs.iter().filter_map(|([one, other], count, value)| {
        Some((in_order([label(one.get())?, label(other.get())?]), [*count, *value]))
    });
    let adjacent = Heard { score: counted.score?, speakers, pairs: of_pairs.collect() };
    Some(Methods { presence, adjacent })
}

fn in_order([one, other]: [Label; 2]) -> [Label; 2] {
    if one <= other { [one, other] } else { [other, one] }
}

/// How far one draw moves a result: the score, with its sign; the node values; the distribution.
#[derive(Clone, Copy)]
pub(super) struct Moved {
    after: f64,
    score: f64,
    values: f64,
    distance: f64,
}

pub(super) fn moved(before: &Heard, after: &Heard) -> Moved {
    let pairs: BTreeSet<&[Label; 2]> = before.pairs.keys().chain(after.pairs.keys()).collect();
    let of =
        |result: &Heard, pair: &[Label; 2]| result.pairs.get(pair).copied().unwrap_or_default();
    let total =
        |result: &Heard| result.pairs.values().fold(0.0, |sum, [strength, _]| sum + strength);
    let totals = [total(before), total(after)];

    let (mut values, mut distance) = (0.0, 0.0);
    for pair in pairs {
        let ([strength, value], [new_strength, new_value]) = (of(before, pair), of(after, pair));
        if pair.iter().all(|label| before.speakers.contains(label)) {
            values += f64::abs(new_value - value);
        }
        let share = |strength: f64, total: f64| if total > 0.0 { strength / total } else { 0.0 };
        distance += f64::abs(share(new_strength, totals[1]) - share(strength, totals[0]));
    }
    // Where only one of the two has any strength, they have nothing in common.
    let empty = totals.iter().filter(|total| **total <= 0.0).count();
    let distance = if empty == 1 { 1.0 } else { distance / 2.0 };
    let values = values / pair_count(before.speakers.len()) as f64;
    Moved { after: after.score, score: after.score - before.score, values, distance }
}

/// How far something moves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The mean size of the changes, over draws and then over recordings.
    pub mean: f64,
    /// The largest change of any draw of any recording; of a score with its sign.
    pub worst: f64,
}

/// How far a method's results move under a perturbation.
///
/// Participants are matched by label. A split leaves the old label to the larger part, unless half
/// of the spurts or more go under the new one, and a merge keeps the label of whoever spoke more:
/// mostly as an evaluation of diarization would match speakers, by the most speech in common.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Movement {
    /// The mean score after the perturbation.
    pub after: f64,
    /// The change of the score, 0 to 100.
    pub score: Change,
    /// The change of the node values, 0 to 100: the mean over the pairs of the unperturbed
    /// conversation, where a pair that is gone has the value 0.
    pub values: Change,
    /// The total variation distance between the distributions of strength over pairs, 0 to 1.
    ///
    /// ```text
    /// distance = 1/2 Σ |strength'{a,b} / Σ strength' - strength{a,b} / Σ strength|
    /// ```
    ///
    /// The sum is over the pairs before and after; 1 where only one of the two has any strength.
    pub distance: Change,
}

impl Movement {
    /// The movement over draws; absent without any.
    pub(super) fn over(draws: &[Moved]) -> Option<Self> {
        let all = |of: fn(&Moved) -> f64| draws.iter().map(move |draw| (of(draw), 1));
        Some(Self {
            after: mean(all(|draw| draw.after))?,
            score: Change {
                mean: mean(all(|draw| draw.score.abs()))?,
                worst: worst(all(|draw| draw.score)),
            },
            values: Change {
                mean: mean(all(|draw| draw.values))?,
                worst: worst(all(|draw| draw.values)),
            },
            distance: Change {
                mean: mean(all(|draw| draw.distance))?,
                worst: worst(all(|draw| draw.distance)),
            },
        })
    }

    /// The movement over recordings, each with its weight; absent without any.
    pub(super) fn pooled(movements: &[(Self, usize)]) -> Option<Self> {
        let all =
            |of: fn(&Self) -> f64| movements.iter().map(move |(one, weight)| (of(one), *weight));
        Some(Self {
            after: mean(all(|one| one.after))?,
            score: Change {
                mean: mean(all(|one| one.score.mean))?,
                worst: worst(all(|one| one.score.worst)),
            },
            values: Change {
                mean: mean(all(|one| one.values.mean))?,
                worst: worst(all(|one| one.values.worst)),
            },
            distance: Change {
                mean: mean(all(|one| one.distance.mean))?,
                worst: worst(all(|one| one.distance.worst)),
            },
        })
    }
}

/// The weighted mean, the same bits in any order; absent without weight.
pub(super) fn mean(values: impl Iterator<Item = (f64, usize)>) -> Option<f64> {
    let mut values: Vec<(f64, usize)> = values.collect();
    values.sort_unstable_by(|(one, _), (other, _)| one.total_cmp(other));
    let weight: usize = values.iter().map(|(_, weight)| weight).sum();
    let sum = values.iter().fold(0.0, |sum, (value, weight)| sum + value * *weight as f64);
    (weight > 0).then(|| sum / weight as f64)
}

/// The value of largest size, the positive one of two.
fn worst(values: impl Iterator<Item = (f64, usize)>) -> f64 {
    let larger =
        |one: &f64, other: &f64| one.abs().total_cmp(&other.abs()).then(one.total_cmp(other));
    values.map(|(value, _)| value).max_by(larger).unwrap_or(0.0)
}
