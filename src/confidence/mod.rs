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

mod blocks;
mod interval;
mod part;
mod resampling;
mod sample;
mod spread;
mod student;
mod sums;

use crate::analysis::Analyzer;
use crate::conversation::Conversation;
use spread::student_95;

pub use interval::{Interval, PairConfidence};
pub(crate) use part::Part;
pub use resampling::Resampling;
pub(crate) use sample::{NoSample, Sample};
pub(crate) use student::student;

/// Whether a conversation is long enough to say anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Evidence {
    /// The intervals say how sure the numbers are.
    Enough,
    /// Fewer than 30 spurts, or an interval of the score wider than 40 points: the numbers are
    /// hardly more than a description of this one recording.
    TooLittle,
    /// More than a million pairs have responses, too many to resample: nothing is said.
    Unknown,
}

/// The fewest spurts that are evidence: below, intervals are too few blocks' guess at their own
/// width.
pub(crate) const FEWEST_SPURTS: usize = 30;
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

impl Confidence {
    /// The 90% intervals of a conversation's numbers.
    ///
    /// Time: O(draws × (spurts + pairs with responses)), on all cores with the feature
    /// `parallel`; the numbers are the same bits on any number of threads.
    #[must_use]
    pub fn of(conversation: &Conversation, analyzer: &Analyzer, how: Resampling) -> Self {
        let nothing = |evidence, blocks| Self {
            score: None,
            pairs: Vec::new(),
            without_responses: None,
            evidence,
            blocks,
        };
        let part = Part::whole(conversation);
        let sample = match Sample::of(conversation, analyzer, &part, how) {
            Ok(sample) => sample,
            Err(NoSample::TooMany) => return nothing(Evidence::Unknown, 0),
            Err(NoSample::TooLittle { blocks }) => return nothing(Evidence::TooLittle, blocks),
        };
        let t = student_95(sample.degrees());
        let score = sample.score(t);
        let wide = score.is_none_or(|score| score.width() > WIDEST);
        let evidence = if wide || conversation.spurts().len() < FEWEST_SPURTS {
            Evidence::TooLittle
        } else {
            Evidence::Enough
        };
        let pairs = 0..sample.pairs_with_responses();
        Self {
            score,
            pairs: pairs.map(|place| sample.pair(Some(place), t)).collect(),
            without_responses: Some(sample.pair(None, t)),
            evidence,
            blocks: sample.blocks(),
        }
    }

    /// The 90% interval of the score, within 0 to 100.
    ///
    /// Absent with fewer than two participants, without a response, where the spurts make fewer
    /// than two blocks, and where more than a million pairs have responses.
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

    /// Into how many blocks the conversation was cut; 0 where nothing is said of the evidence.
    #[must_use]
    pub const fn blocks(&self) -> usize {
        self.blocks
    }
}
