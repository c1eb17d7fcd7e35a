//! How sure node values and the score are: intervals by resampling blocks of the conversation.
//!
//! A conversation is one sample of how these people interact. It is cut into blocks of
//! consecutive spurts, conversations of as many blocks are drawn from them with replacement, and
//! how much the numbers move from draw to draw says how much they would move from one
//! conversation of these people to the next (block bootstrap: Künsch 1989).
//!
//! ```text
//! block length   2 ∛m spurts, m spurts in all: k = m / (2 ∛m) blocks
//! score          logit(score / 100) ± t(k - 1) se
//! node value     of the strength s with  √(s + a/2) ± t(k - 1) max(se, √a / 2)
//! ```
//!
//! `se` is the standard deviation over draws on the same scale, times √(k / (k - 1)); `t` the 95%
//! quantile of Student's distribution; `a` the size of a response, Σ amount² / Σ amount over the
//! meeting. Both scales keep an interval within 0 to 100. The floor √a / 2, which is that of a
//! Poisson count, keeps a pair that happened not to interact from looking certain.
//!
//! Blocks grow with the cube root, the rate at which such a variance is estimated best (Hall,
//! Horowitz & Jing 1995); the factor, the scales and `t` were chosen on generated conversations:
//! `tests/confidence.rs` shows how often the intervals hold the truth.

use std::collections::HashMap;

use crate::analysis::Analyzer;
use crate::conversation::Conversation;
use crate::normalize::{absolute, pair_count};
use crate::parallel;
use crate::random::Random;
use crate::score::meeting_score;
use crate::time::in_seconds;
use ndarray::{Array1, array};

/// How a conversation is resampled.
///
/// ```
/// use sociogram::confidence::Resampling;
///
/// let default = Resampling::default();
/// assert_eq!((default.draws, default.seed), (400, 0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// How many conversations are drawn; 400 make the width of an interval good to 4%.
    pub draws: usize,
    /// Which ones: the same seed gives the same intervals.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { draws: 400, seed: 0 }
    }
}

/// Between two numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// How far apart the ends are.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }
}

/// Whether a conversation is long enough to say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence {
    /// The intervals say how sure the numbers are.
    Enough,
    /// Fewer than 30 spurts, or an interval of the score wider than 40 points: the numbers are
    /// hardly more than a description of this one recording.
    TooLittle,
}

/// The fewest spurts that are evidence: below, intervals are too few blocks' guess at their own
/// width.
const FEWEST_SPURTS: usize = 30;
/// The widest interval of a score that still says something.
const WIDEST: f64 = 40.0;

/// How sure the numbers of an analysis are.
///
/// ```
/// use sociogram::confidence::{Confidence, Evidence, Resampling};
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// // An hour of question and answer.
/// let turns: Vec<Turn> = (0..600_i64)
///     .map(|at| {
///         let speaker = ["ana", "ben"][usize::from(at % 2 == 0)];
///         Turn::from_millis(speaker, at * 6_000, at * 6_000 + 3_000 + at * 37 % 2_900)
///     })
///     .collect::<Result<_, _>>()?;
/// let conversation = Conversation::new(turns)?;
/// let analyzer = Analyzer::default();
/// let sure = Confidence::of(&conversation, &analyzer, Resampling::default());
/// let score = analyzer.analyze(&conversation).score().unwrap();
/// let interval = sure.score().unwrap();
/// assert!(interval.low < score && score < interval.high);
/// assert_eq!(sure.evidence(), Evidence::Enough);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Confidence {
    score: Option<Interval>,
    pairs: Vec<PairConfidence>,
    without_responses: Option<PairConfidence>,
    evidence: Evidence,
    blocks: usize,
}

/// How sure the numbers of one pair are.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct PairConfidence {
    /// The 90% interval of the strength, in responses.
    pub strength: Interval,
    /// The 90% interval of the absolute node value.
    pub value: Interval,
}

impl Confidence {
    /// The 90% intervals of a conversation's numbers.
    ///
    /// Time: O(draws × (spurts + pairs with responses)), on all cores with the feature
    /// `parallel`; the numbers are the same bits on any number of threads.
    #[must_use]
    pub fn of(conversation: &Conversation, analyzer: &Analyzer, how: Resampling) -> Self {
        let blocks = Blocks::of(conversation, analyzer);
        let pairs = pair_count(conversation.participants().len());
        let length = Spread::of(&blocks, how, |strengths| blocks.score(strengths, pairs));
        let Some(spread) = length else {
            return Self {
                score: None,
                pairs: Vec::new(),
                without_responses: None,
                evidence: Evidence::TooLittle,
                blocks: blocks.sums.len(),
            };
        };
        let values = |strength: Interval| {
            let ends = blocks.values(&array![strength.low, strength.high], pairs);
            let [low, high] = [0, 1].map(|at| ends.get(at).copied().unwrap_or_default());
            PairConfidence { strength, value: Interval { low, high } }
        };
        let t = student_95(blocks.sums.len() - 1);
        let floor = blocks.response.sqrt() / 2.0;
        let around = |strength: f64, error: f64| {
            let half = blocks.response / 2.0;
            let (middle, reach) = ((strength + half).sqrt(), t * error.max(floor));
            let low = (middle - reach).max(0.0);
            let high = middle + reach;
            values(Interval { low: (low * low - half).max(0.0), high: high * high - half })
        };
        let score = blocks.score(&blocks.strengths, pairs).map(|score| {
            let middle = logit(score);
            let reach = t * spread.score;
            Interval { low: expit(middle - reach), high: expit(middle + reach) }
        });
        let wide = score.is_none_or(|score| score.width() > WIDEST);
        let evidence = if wide || conversation.spurts().len() < FEWEST_SPURTS {
            Evidence::TooLittle
        } else {
            Evidence::Enough
        };
        let all = blocks.strengths.iter().zip(&spread.pairs);
        Self {
            score,
            pairs: all.map(|(strength, error)| around(*strength, *error)).collect(),
            without_responses: Some(around(0.0, 0.0)),
            evidence,
            blocks: blocks.sums.len(),
        }
    }

    /// The 90% interval of the score, within 0 to 100.
    ///
    /// Absent with fewer than two participants, without a response, and where the spurts make
    /// fewer than two blocks.
    #[must_use]
    pub const fn score(&self) -> Option<Interval> {
        self.score
    }

    /// One entry for each pair with responses, in the order of
    /// [`Analysis::pairs`](crate::Analysis::pairs); empty where there is no interval of the score.
    #[must_use]
    pub fn pairs(&self) -> &[PairConfidence] {
        &self.pairs
    }

    /// What holds for each pair without responses; absent where there is no interval of the score.
    #[must_use]
    pub const fn without_responses(&self) -> Option<PairConfidence> {
        self.without_responses
    }

    /// Whether there is enough evidence to say anything.
    #[must_use]
    pub const fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// Into how many blocks the conversation was cut.
    #[must_use]
    pub const fn blocks(&self) -> usize {
        self.blocks
    }
}

/// A conversation cut into blocks of consecutive spurts.
struct Blocks {
    /// The responses of each block, by pair.
    sums: Vec<Vec<(usize, f64)>>,
    /// The seconds of each block: to the start of the next, or to the end of all.
    seconds: Vec<f64>,
    /// The responses of each pair in all, in participant order.
    strengths: Array1<f64>,
    /// The size of a response: Σ amount² / Σ amount; 0 without any.
    response: f64,
    /// From first start to last end, in seconds.
    extent: f64,
    minutes: f64,
    half_rate: f64,
}

impl Blocks {
    fn of(conversation: &Conversation, analyzer: &Analyzer) -> Self {
        let spurts = conversation.spurts();
        let count = block_count(spurts.len());
        // The block of each spurt, and where each block starts.
        let first_of = |block: usize| block * spurts.len() / count.max(1);
        let starts = (0..count).filter_map(|block| spurts.get(first_of(block)));
        let starts: Vec<f64> = starts.map(|spurt| spurt.span.start().seconds()).collect();
        let end = conversation.extent().map_or(0.0, |extent| extent.end().seconds());
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
            while block + 1 < count && spurt >= first_of(block + 1) {
                block += 1;
            }
            let (a, b) = (response.responder.get(), response.addressee.get());
            let pair = (a.min(b), a.max(b));
            let amount = response.amount();
            *totals.entry(pair).or_default() += amount;
            if let Some(sums) = sums.get_mut(block) {
                *sums.entry(pair).or_default() += amount;
            }
            sum += amount;
            squares += amount * amount;
        });
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
        Self {
            sums: sums.into_iter().map(placed).collect(),
            seconds,
            strengths: order.iter().map(|(_, strength)| *strength).collect(),
            response: if sum > 0.0 { squares / sum } else { 0.0 },
            extent: conversation.extent().map_or(0.0, |extent| in_seconds(extent.length())),
            minutes: conversation.minutes(),
            half_rate: analyzer.parameters().half_rate,
        }
    }

    /// The strengths of a conversation of as many blocks, drawn with replacement; as many as in
    /// the time that the conversation itself took.
    fn draw(&self, random: &mut Random) -> Array1<f64> {
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

    fn values(&self, strengths: &Array1<f64>, pairs: usize) -> Array1<f64> {
        absolute(strengths.view(), self.minutes, pairs, self.half_rate)
    }

    fn score(&self, strengths: &Array1<f64>, pairs: usize) -> Option<f64> {
        meeting_score(self.values(strengths, pairs).view(), pairs)
    }
}

/// Standard errors: of the score on the logit scale, and of each pair's strength on that of roots.
struct Spread {
    score: f64,
    pairs: Vec<f64>,
}

/// Draws are summed up in as many parts, whatever the number of threads.
const PARTS: usize = 20;

impl Spread {
    /// Absent where there are fewer than two blocks or there is nothing to draw.
    fn of(
        blocks: &Blocks,
        how: Resampling,
        score: impl Fn(&Array1<f64>) -> Option<f64> + Sync + Send,
    ) -> Option<Self> {
        let count = blocks.sums.len();
        if count < 2 || how.draws < 2 || blocks.strengths.is_empty() {
            return None;
        }
        let half = blocks.response / 2.0;
        let root = |strength: f64| (strength + half).sqrt();
        let parts = parallel::map(PARTS, |part| {
            let mut scores = Moments::new(1);
            let mut roots = Moments::new(blocks.strengths.len());
            for draw in (part..how.draws).step_by(PARTS) {
                let mut random = Random::stream(how.seed, draw);
                let strengths = blocks.draw(&mut random);
                scores.add(score(&strengths).map(logit).into_iter());
                roots.add(strengths.iter().map(|strength| root(*strength)));
            }
            (scores, roots)
        });
        let mut scores = Moments::new(1);
        let mut roots = Moments::new(blocks.strengths.len());
        for (more_scores, more_roots) in &parts {
            scores.merge(more_scores);
            roots.merge(more_roots);
        }
        // Deviations within k blocks are smaller than those between conversations.
        let lift = (count as f64 / (count - 1) as f64).sqrt();
        let lifted = |deviation: f64| lift * deviation;
        Some(Self {
            score: scores.deviations(how.draws).map(lifted).next()?,
            pairs: roots.deviations(how.draws).map(lifted).collect(),
        })
    }
}

/// Sums and sums of squares of several numbers.
struct Moments {
    sums: Vec<[f64; 2]>,
}

impl Moments {
    fn new(numbers: usize) -> Self {
        Self { sums: vec![[0.0; 2]; numbers] }
    }

    fn add(&mut self, numbers: impl Iterator<Item = f64>) {
        for ([sum, squares], number) in self.sums.iter_mut().zip(numbers) {
            *sum += number;
            *squares += number * number;
        }
    }

    fn merge(&mut self, other: &Self) {
        for ([sum, squares], [more, more_squares]) in self.sums.iter_mut().zip(&other.sums) {
            *sum += more;
            *squares += more_squares;
        }
    }

    fn deviations(&self, count: usize) -> impl Iterator<Item = f64> {
        let count = count as f64;
        self.sums.iter().map(move |[sum, squares]| {
            ((squares - sum * sum / count) / (count - 1.0)).max(0.0).sqrt()
        })
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

/// Scores this close to 0 or 100 count as so close, so that the logit is finite.
const CLOSEST: f64 = 1e-9;

fn logit(score: f64) -> f64 {
    let share = (score / 100.0).clamp(CLOSEST, 1.0 - CLOSEST);
    libm::log(share / (1.0 - share))
}

fn expit(logit: f64) -> f64 {
    100.0 / (1.0 + libm::exp(-logit))
}

/// The 95% quantile of Student's distribution: exact for one and two degrees of freedom, within
/// 0.01 above, by the expansion of Fisher and Cornish (1960).
fn student_95(degrees: usize) -> f64 {
    const Z: f64 = 1.644_853_626_951_472_7;
    const Z3: f64 = Z * Z * Z;
    const Z5: f64 = Z3 * Z * Z;
    const Z7: f64 = Z5 * Z * Z;
    match degrees {
        0 => f64::INFINITY,
        1 => 6.313_751_514_675_043,
        2 => 2.919_985_580_355_516,
        _ => {
            let n = degrees as f64;
            Z + (Z3 + Z) / (4.0 * n)
                + (5.0 * Z5 + 16.0 * Z3 + 3.0 * Z) / (96.0 * n * n)
                + (3.0 * Z7 + 19.0 * Z5 + 17.0 * Z3 - 15.0 * Z) / (384.0 * n * n * n)
        }
    }
}
