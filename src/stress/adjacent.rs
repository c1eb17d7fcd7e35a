//! Adjacent-turn counting: the simple method that the model is held beside.

use std::collections::BTreeMap;

use ndarray::Array1;

use crate::conversation::{Conversation, ParticipantIndex};
use crate::normalize::{absolute, pair_count};
use crate::score::meeting_score;

/// What adjacent-turn counting says about a conversation.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Adjacent {
    /// Each pair with a count: the two in participant order, the count, and its node value.
    pub pairs: Vec<([ParticipantIndex; 2], f64, f64)>,
    /// The score on the model's curve, 0 to 100; absent with fewer than two participants.
    pub score: Option<f64>,
}

/// Counts adjacent spurts of different speakers, and scores the counts as the model scores
/// responses.
///
/// ```text
/// count{a,b} = spurts of a or b that follow, in order of start, a spurt of the other
/// value      = 100 (1 - 2^(-count / minutes · pairs / half_rate))
/// score      = mean of the values over all pairs
/// ```
///
/// The curve is that of [`absolute`], and the score [`meeting_score`]; only the strengths differ.
/// A count gives a whole unit to every change of speaker, where the model gives what the spurt is
/// worth: at the same `half_rate`, in responses a minute, it scores higher. A conversation without
/// spurts has no pairs with a count.
///
/// ```
/// use sociogram::stress::adjacent;
/// use sociogram::{Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 20.0)?,
///     Turn::from_seconds("ben", 20.0, 40.0)?,
///     Turn::from_seconds("ana", 40.0, 60.0)?,
/// ])?;
/// let counted = adjacent(&conversation, 2.0);
/// assert_eq!((counted.pairs[0].1, counted.score), (2.0, Some(50.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn adjacent(conversation: &Conversation, half_rate: f64) -> Adjacent {
    let mut counts: BTreeMap<[ParticipantIndex; 2], f64> = BTreeMap::new();
    let spurts = conversation.spurts();
    for (before, after) in spurts.iter().zip(spurts.iter().skip(1)) {
        let (one, other) = (before.participant, after.participant);
        if one != other {
            *counts.entry([one.min(other), one.max(other)]).or_default() += 1.0;
        }
    }
    let pairs = pair_count(conversation.participants().len());
    let strengths: Array1<f64> = counts.values().copied().collect();
    let values = absolute(strengths.view(), conversation.minutes(), pairs, half_rate);
    let score = meeting_score(values.view(), pairs);
    let pairs = counts.into_iter().zip(values).map(|((pair, count), value)| (pair, count, value));
    Adjacent { pairs: pairs.collect(), score }
}
