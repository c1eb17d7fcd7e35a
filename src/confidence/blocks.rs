//! A conversation cut into blocks, and conversations drawn from them.

use std::collections::HashMap;

use ndarray::Array1;

use super::part::Part;
use crate::analysis::Analyzer;
use crate::conversation::Conversation;
use crate::normalize::absolute;
use crate::random::Random;
use crate::score::meeting_score;
use crate::time::in_seconds;

/// A conversation, or a part of one, cut into blocks of consecutive spurts.
pub(super) struct Blocks {
    /// The responses of each block, by pair.
    pub(super) sums: Vec<Vec<(usize, f64)>>,
    /// The seconds of each block: to the start of the next, or to the end of all.
    seconds: Vec<f64>,
    /// The responses of each pair in all, in participant order.
    pub(super) strengths: Array1<f64>,
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

        let mut sums: Vec<HashMap<(usize, usize), f64>> = vec![HashMap::new(); count];
        let mut totals: HashMap<(usize, usize), f64> = HashMap::new();
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
                block += 1;
            }
            let (a, b) = (response.responder.get(), response.addressee.get());
            let pair = (a.min(b), a.max(b));
            let amount = response.amount();
            if totals.len() > most_pairs {
                return;
            }
            *totals.entry(pair).or_default() += amount;
            if let Some(sums) = sums.get_mut(block) {
                *sums.entry(pair).or_default() += amount;
            }
            sum += amount;
            squares += amount * amount;
        });
        if totals.len() > most_pairs {
            return None;
        }
        let mut order: Vec<((usize, usize), f64)> = totals.into_iter().collect();
        order.sort_unstable_by_key(|(pair, _)| *pair);
        let place: HashMap<(usize, usize), usize> =
            order.iter().enumerate().map(|(at, (pair, _))| (*pair, at)).collect();
        let placed = |sums: HashMap<(usize, usize), f64>| {
            let mut placed: Vec<(usize, f64)> = sums
                .into_iter()
                .filter_map(|(pair, sum)| place.get(&pair).map(|at| (*at, sum)))
                .collect();
            placed.sort_unstable_by_key(|(at, _)| *at);
            placed
        };
        Some(Self {
            sums: sums.into_iter().map(placed).collect(),
            seconds,
            strengths: order.iter().map(|(_, strength)| *strength).collect(),
            response: if sum > 0.0 { squares / sum } else { 0.0 },
            extent: part.span.map_or(0.0, |span| in_seconds(span.length())),
            minutes: part.minutes,
            half_rate: analyzer.parameters().half_rate,
        })
    }

    /// The strengths of a conversation of as many blocks, drawn with replacement; as many as in
    /// the time that the conversation itself took.
    pub(super) fn draw(&self, random: &mut Random) -> Array1<f64> {
        let mut times = vec![0.0; self.sums.len()];
        for _ in 0..times.len() {
            if let Some(times) = times.get_mut(random.below(self.sums.len())) {
                *times += 1.0;
            }
        }
        let mut strengths: Array1<f64> = Array1::zeros(self.strengths.len());
        let mut seconds = 0.0;
        for ((sums, lasted), times) in self.sums.iter().zip(&self.seconds).zip(&times) {
            if *times > 0.0 {
                seconds += times * lasted;
                for (pair, sum) in sums {
                    if let Some(strength) = strengths.get_mut(*pair) {
                        *strength += times * sum;
                    }
                }
            }
        }
        let scale = if seconds > 0.0 { self.extent / seconds } else { 1.0 };
        strengths.mapv_into(|strength| strength * scale)
    }

    pub(super) fn values(&self, strengths: &Array1<f64>, pairs: usize) -> Array1<f64> {
        absolute(strengths.view(), self.minutes, pairs, self.half_rate)
    }

    pub(super) fn score(&self, strengths: &Array1<f64>, pairs: usize) -> Option<f64> {
        meeting_score(self.values(strengths, pairs).view(), pairs)
    }
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
