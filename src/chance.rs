//! More than talk: responses against what the same people would show if they did not listen.
//!
//! People who talk a lot respond a lot by chance alone. Here each speaker's own track is moved
//! round in a circle by an offset of its own: everyone talks as much as they did, in the same
//! spurts and pauses, but at times that have nothing to do with each other.
//!
//! ```text
//! expected = mean strength over such shifts
//! ratio    = observed strength / expected
//! ```
//!
//! 1 is chance; 2 is twice the responses that talking alone would give. Circular shifts keep each
//! track's own rhythm, which shuffling turns would not (compare the surrogate tests of neural
//! spike trains: Grün 2009).

use crate::analysis::Analyzer;
use crate::confidence::{Confidence, Interval, Resampling};
use crate::conversation::{Conversation, ParticipantIndex, Spurt};
use crate::parallel;
use crate::presence::Response;
use crate::random::Random;
use crate::time::Span;
use std::collections::HashMap;

/// How tracks are shifted.
///
/// ```
/// use sociogram::chance::Shifts;
///
/// assert_eq!((Shifts::default().draws, Shifts::default().seed), (200, 0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shifts {
    /// How many times all tracks are shifted.
    pub draws: usize,
    /// By which offsets: the same seed gives the same numbers.
    pub seed: u64,
}

impl Default for Shifts {
    fn default() -> Self {
        Self { draws: 200, seed: 0 }
    }
}

/// One pair's responses beside those expected by chance.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct PairChance {
    /// The two, in participant order.
    pub between: [ParticipantIndex; 2],
    /// The mean strength over shifts, in responses.
    pub expected: f64,
    /// Observed strength over expected; absent where nothing is expected.
    pub ratio: Option<f64>,
    /// The 90% interval of the ratio, from that of the observed strength; absent with it.
    pub interval: Option<Interval>,
    /// Where nine tenths of the shifts themselves lie, as ratios: a ratio outside is not chance.
    pub by_chance: Option<Interval>,
}

/// Every pair with responses beside chance, in the order of
/// [`Analysis::pairs`](crate::Analysis::pairs).
///
/// Empty without responses. Time: O(draws × spurts × those present), on all cores with the feature
/// `parallel`; the numbers are the same bits on any number of threads.
///
/// ```
/// use sociogram::chance::{Shifts, pairs};
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// // ben always answers ana at once, and then there is silence.
/// let turns: Vec<Turn> = (0..60)
///     .flat_map(|at| {
///         let start = f64::from(at) * 30.0;
///         [Turn::from_seconds("ana", start, start + 3.0), Turn::from_seconds("ben", start + 3.2, start + 6.0)]
///     })
///     .collect::<Result<_, _>>()?;
/// let conversation = Conversation::new(turns)?;
/// let found = pairs(&conversation, &Analyzer::default(), Shifts::default());
/// assert!(found[0].ratio > Some(2.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn pairs(conversation: &Conversation, analyzer: &Analyzer, how: Shifts) -> Vec<PairChance> {
    let Some(extent) = conversation.extent() else { return Vec::new() };
    let observed = strengths(analyzer, conversation.spurts());
    let mut order: Vec<(ParticipantIndex, ParticipantIndex)> = observed.keys().copied().collect();
    order.sort_unstable();
    let shifted: Vec<Vec<f64>> = parallel::map(how.draws, |draw| {
        let mut random = Random::stream(how.seed, draw);
        let spurts = shifted(conversation, extent, &mut random);
        let strengths = strengths(analyzer, &spurts);
        order.iter().map(|pair| strengths.get(pair).copied().unwrap_or(0.0)).collect()
    });
    let resampling = Resampling { seed: how.seed, ..Resampling::default() };
    let sure = Confidence::of(conversation, analyzer, resampling);
    order
        .iter()
        .enumerate()
        .map(|(at, pair)| {
            let by_draw = shifted.iter().filter_map(|draw| draw.get(at).copied());
            let sure = sure.pairs().get(at).map(|sure| sure.strength);
            let observed = observed.get(pair).copied().unwrap_or(0.0);
            beside(*pair, observed, sure, by_draw.collect())
        })
        .collect()
}

/// One pair, from its strength, the interval of that, and its strength in each shift.
fn beside(
    (first, second): (ParticipantIndex, ParticipantIndex),
    observed: f64,
    sure: Option<Interval>,
    mut by_draw: Vec<f64>,
) -> PairChance {
    let between = [first, second];
    let expected = by_draw.iter().sum::<f64>() / by_draw.len().max(1) as f64;
    if expected <= 0.0 {
        return PairChance { between, expected: 0.0, ratio: None, interval: None, by_chance: None };
    }
    by_draw.sort_unstable_by(f64::total_cmp);
    let twentieth = by_draw.len() / 20;
    let from_end = |at: usize| by_draw.len().checked_sub(1 + at);
    let by_chance = by_draw
        .get(twentieth)
        .zip(from_end(twentieth).and_then(|at| by_draw.get(at)))
        .map(|(low, high)| Interval { low: low / expected, high: high / expected });
    PairChance {
        between,
        expected,
        ratio: Some(observed / expected),
        interval: sure
            .map(|sure| Interval { low: sure.low / expected, high: sure.high / expected }),
        by_chance,
    }
}

/// Strengths by pair.
fn strengths(
    analyzer: &Analyzer,
    spurts: &[Spurt],
) -> HashMap<(ParticipantIndex, ParticipantIndex), f64> {
    let mut strengths = HashMap::new();
    analyzer.respond(spurts, |response: Response| {
        let (a, b) = (response.responder, response.addressee);
        *strengths.entry((a.min(b), a.max(b))).or_default() += response.amount();
    });
    strengths
}

/// The spurts with each participant's track moved round within the extent; one that crosses its
/// end goes on at its beginning.
fn shifted(conversation: &Conversation, extent: Span, random: &mut Random) -> Vec<Spurt> {
    let (zero, length) = (extent.start().micros(), extent.end().micros() - extent.start().micros());
    let offsets: Vec<i64> =
        conversation.participants().iter().map(|_| random.micros_below(length)).collect();
    let mut moved = Vec::with_capacity(conversation.spurts().len() + offsets.len());
    for Spurt { participant, span } in conversation.spurts().iter().copied() {
        let offset = offsets.get(participant.get()).copied().unwrap_or(0);
        let start = (span.start().micros() - zero + offset) % length;
        let end = start + (span.end().micros() - span.start().micros());
        let pieces = [(start, end.min(length)), (0, end - length)];
        moved.extend(pieces.into_iter().filter_map(|(start, end)| {
            let span = Span::from_micros(zero + start, zero + end).ok()?;
            Some(Spurt { participant, span })
        }));
    }
    moved.sort_unstable_by_key(|spurt| (spurt.span.start(), spurt.participant));
    moved
}
