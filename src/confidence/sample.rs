//! What resampling says of a conversation or a part of it, before a quantile is chosen.

use super::blocks::Blocks;
use super::interval::{Interval, PairConfidence};
use super::part::Part;
use super::resampling::Resampling;
use super::spread::{Spread, expit, logit};
use crate::analysis::Analyzer;
use crate::conversation::Conversation;
use crate::normalize::pair_count;

/// The most pairs with responses that are resampled: those of a crowd of 1,400 in which everyone
/// responds to everyone.
const MOST_PAIRS: usize = 1_000_000;

/// The numbers of a conversation, or of a part of it, and their standard errors.
pub(crate) struct Sample {
    blocks: Blocks,
    spread: Spread,
    /// All pairs of the conversation, those without responses included.
    pairs: usize,
}

/// Why there are no standard errors.
pub(crate) enum NoSample {
    /// Fewer than two blocks, or no responses.
    TooLittle { blocks: usize },
    /// More pairs with responses than are resampled.
    TooMany,
}

impl Sample {
    pub(crate) fn of(
        conversation: &Conversation,
        analyzer: &Analyzer,
        part: &Part,
        how: Resampling,
    ) -> Result<Self, NoSample> {
        let blocks =
            Blocks::of(conversation, analyzer, part, MOST_PAIRS).ok_or(NoSample::TooMany)?;
        let pairs = pair_count(conversation.participants().len());
        let score_of = |strengths: &[f64]| blocks.score(strengths, pairs);
        match Spread::of(&blocks, how, score_of) {
            Some(spread) => Ok(Self { blocks, spread, pairs }),
            None => Err(NoSample::TooLittle { blocks: blocks.count() }),
        }
    }

    /// Into how many blocks it was cut: two or more.
    pub(crate) fn blocks(&self) -> usize {
        self.blocks.count()
    }

    /// How many degrees of freedom the standard errors have.
    pub(crate) fn degrees(&self) -> usize {
        self.blocks().saturating_sub(1)
    }

    /// The score, and so many standard errors around it.
    pub(crate) fn score(&self, t: f64) -> Option<Interval> {
        self.blocks.score(&self.blocks.strengths, self.pairs).map(|score| {
            let middle = logit(score);
            let reach = t * self.spread.score;
            Interval { low: expit(middle - reach), high: expit(middle + reach) }
        })
    }

    /// The pair of this place among those with responses, in participant order, and so many
    /// standard errors around it; of no place, one without responses.
    pub(crate) fn pair(&self, place: Option<usize>, t: f64) -> PairConfidence {
        let seen = place
            .and_then(|at| Some((*self.blocks.strengths.get(at)?, *self.spread.pairs.get(at)?)));
        let (strength, error) = seen.unwrap_or((0.0, 0.0));
        let half = self.blocks.response / 2.0;
        let floor = self.blocks.response.sqrt() / 2.0;
        let (middle, reach) = ((strength + half).sqrt(), t * error.max(floor));
        let low = (middle - reach).max(0.0);
        let high = middle + reach;
        let strength = Interval { low: (low * low - half).max(0.0), high: high * high - half };
        let [low, high] =
            [strength.low, strength.high].map(|end| self.blocks.value(end, self.pairs));
        PairConfidence { strength, value: Interval { low, high } }
    }

    /// How many pairs have responses.
    pub(crate) fn pairs_with_responses(&self) -> usize {
        self.blocks.strengths.len()
    }
}
