//! A conversation cut into blocks, and conversations drawn from them.

use super::part::Part;
use super::sums::{OfBlocks, Sums};
use crate::analysis::Analyzer;
use crate::conversation::Conversation;
use crate::normalize::absolute_value;
use crate::random::Random;
use crate::score::mean;
use crate::time::in_seconds;

/// A conversation, or a part of one, cut into blocks of consecutive spurts.
pub(super) struct Blocks {
    sums: OfBlocks,
    /// The seconds of each block: to the start of the next, or to the end of all.
    seconds: Vec<f64>,
    /// The responses of each pair in all, in participant order.
    pub(super) strengths: Vec<f64>,
    /// The size of a response: Σ amount² / Σ amount; 0 without any.
    pub(super) response: f64,
    /// From first start to last end, or from one end of the part to the other, in seconds.
    extent: f64,
    minutes: f64,
    half_rate: f64,
}

impl Blocks {
    /// Absent where more pairs have responses than are wanted at most.
    pub(super) fn of(
        conversation: &Conversation,
        analyzer: &Analyzer,
        part: &Part,
        most_pairs: usize,
    ) -> Option<Self> {
        let spurts = conversation.spurts();
        let length = part.spurts.len();
        let count = block_count(length);
        // The first spurt of each block, and where each block starts: the first where the part does.
        let first_of = |block: usize| part.spurts.start + block * length / count.max(1);
        let starts = (1..count).filter_map(|block| spurts.get(first_of(block)));
        let starts = starts.map(|spurt| spurt.span.start().seconds());
        let start = part.span.map(|span| span.start().seconds()).filter(|_| count > 0);
        let starts: Vec<f64> = start.into_iter().chain(starts).collect();
        let end = part.span.map_or(0.0, |span| span.end().seconds());
        let ends = starts.iter().skip(1).copied().chain([end]);
        let seconds = ends.zip(&starts).map(|(end, start)| end - start).collect();

        let mut sums = Sums::new(conversation.participants().len());
        let (mut sum, mut squares) = (0.0, 0.0);
        let (mut spurt, mut block) = (0, 0);
        analyzer.for_each_response(conversation, |response| {
            // Responses come in the order of their spurts.
            let is_its = |at: usize| {
                spurts.get(at).is_none_or(|one| {
                    one.participant == response.responder && one.span == response.spurt
                })
            };
            while !is_its(spurt) {
                spurt += 1;
            }
            if !part.spurts.contains(&spurt) {
                return;
            }
            while block + 1 < count && spurt >= first_of(block + 1) {
                sums.end_block();
                block += 1;
            }
            if sums.pairs() > most_pairs {
                return;
            }
            let amount = response.amount();
            sums.add(response.responder.get(), response.addressee.get(), amount);
            sum += amount;
            squares += amount * amount;
        });
        if sums.pairs() > most_pairs {
            return None;
        }
        (block..count).for_each(|_| sums.end_block());
        let (strengths, sums) = sums.in_order();
        Some(Self {
            sums,
            seconds,
            strengths,
            response: if sum > 0.0 { squares / sum } else { 0.0 },
            extent: part.span.map_or(0.0, |span| in_seconds(span.length())),
            minutes: part.minutes,
            half_rate: analyzer.parameters().half_rate,
        })
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.seconds.len()
    }

    /// The strengths of a conversation of as many blocks, drawn with replacement; as many as in
    /// the time that the conversation itself took.
    pub(super) fn draw<'a>(&self, random: &mut Random, drawn: &'a mut Drawn) -> &'a [f64] {
        let Drawn { times, strengths } = drawn;
        times.clear();
        times.resize(self.count(), 0.0);
        for _ in 0..self.count() {
            if let Some(times) = times.get_mut(random.below(self.count())) {
                *times += 1.0;
            }
        }
        strengths.clear();
        strengths.resize(self.strengths.len(), 0.0);
        // Blocks that were not drawn count 0 times: to leave them out costs more than to add 0.
        self.sums.add_to(strengths, times);
        let seconds =
            self.seconds.iter().zip(times).fold(0.0, |all, (one, times)| all + *times * one);
        let scale = if seconds > 0.0 { self.extent / seconds } else { 1.0 };
        strengths.iter_mut().for_each(|strength| *strength *= scale);
        strengths
    }

    /// The node value of a strength, of so many pairs.
    pub(super) fn value(&self, strength: f64, pairs: usize) -> f64 {
        absolute_value(strength, self.minutes, pairs, self.half_rate)
    }

    pub(super) fn score(&self, strengths: &[f64], pairs: usize) -> Option<f64> {
        mean(strengths.iter().map(|strength| self.value(*strength, pairs)), pairs)
    }
}

/// What a draw is worked out in, so that four hundred of them take no memory anew.
#[derive(Default)]
pub(super) struct Drawn {
    /// How many times each block was drawn.
    times: Vec<f64>,
    strengths: Vec<f64>,
}

/// How many blocks of 2 ∛m spurts there are.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at least 0 and at most the number of spurts"
)]
fn block_count(spurts: usize) -> usize {
    (spurts as f64 / (2.0 * libm::cbrt(spurts.max(1) as f64))).round() as usize
}
