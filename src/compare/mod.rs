//! Whether two meetings of the same people differ, or two halves of one.
//!
//! Differences are second minus first: of the score, and of the node value of every pair of whom
//! both take part in both. Each has a 90% interval, from resampling the blocks of each of the two
//! by itself ([`confidence`](crate::confidence)).
//!
//! ```text
//! difference   d = x2 - x1
//! interval     d - √((x2 - low2)² + (high1 - x1)²)  to  d + √((high2 - x2)² + (x1 - low1)²)
//! ```
//!
//! `low` and `high` are the interval of one of the two on its own scale (logit for scores, root for
//! strengths, with the same floors), at a quantile of Student's distribution of which the degrees
//! of freedom are those of Welch (1947) and Satterthwaite (1946) for both together. So an interval
//! that reaches further to one side stays so in the difference, and differences stay between -100
//! and 100 (Zou & Donner 2008; Newcombe 1998). It takes no draws beyond those of the two.
//!
//! Of many pairs, some would leave 0 out by chance. Beside its own 90% interval each pair therefore
//! has a wider one that holds *for all pairs at once* (Bonferroni 1936: 10% over the number of
//! pairs compared), and a pair is said to differ if that one leaves 0 out. In one sentence: were
//! the two meetings of one kind, nine comparisons in ten would name no pair at all.
//!
//! The pairs compared are those with responses in at least one of the two; all others are the same
//! in both, and no amount of noise could name them.

mod cut;
mod difference;
mod measured;

use std::collections::{BTreeMap, HashMap};

use crate::analysis::{Analyzer, Parameters};
use crate::confidence::{FEWEST_SPURTS, Interval, Part, Resampling};
use crate::conversation::Conversation;
use crate::time::{Span, Time};
use crate::turn::Label;
use difference::{Quantiles, around};
use measured::Measured;

pub use cut::CutError;
pub use measured::Side;

/// Whether two numbers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// The interval of the difference leaves 0 out.
    BeyondNoise,
    /// The interval of the difference holds 0.
    WithinNoise,
    /// There is no interval: one of the two has fewer than 30 spurts, or nothing to resample.
    CannotTell,
}

/// A difference, second minus first.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// The number in the first.
    pub first: f64,
    /// The number in the second.
    pub second: f64,
    /// Second minus first, -100 to 100.
    pub difference: f64,
    /// The 90% interval of the difference, within -100 to 100; absent where there is too little
    /// evidence.
    pub interval: Option<Interval>,
    /// Whether the two differ: of the score, by this interval; of a pair, by
    /// [`PairDifference::joint`].
    pub verdict: Verdict,
}

/// How the node value of a pair differs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PairDifference {
    /// The two labels, in order: each meeting has a participant order of its own.
    pub between: [Label; 2],
    /// The absolute node values and their difference, with the interval of this pair by itself.
    pub value: Difference,
    /// The interval of the difference that holds for all pairs at once, nine times in ten.
    pub joint: Option<Interval>,
}

/// Two meetings, or two parts of one, beside each other.
///
/// ```
/// use sociogram::compare::{Comparison, Verdict};
/// use sociogram::confidence::Resampling;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// // Question and answer, at once or after a pause of a second and more.
/// let meeting = |pause: i64| {
///     let turns: Result<Vec<Turn>, _> = (0..200_i64)
///         .map(|at| {
///             let start = at * (3_000 + pause) + at * 37 % 400;
///             Turn::from_millis(["ana", "ben"][usize::from(at % 2 == 0)], start, start + 2_500)
///         })
///         .collect();
///     Conversation::new(turns.unwrap()).unwrap()
/// };
/// let analyzer = Analyzer::default();
/// let compared =
///     Comparison::of(&meeting(0), &meeting(4_000), &analyzer, Resampling::default());
/// let score = compared.score().unwrap();
/// assert!(score.difference < -10.0);
/// assert_eq!(score.verdict, Verdict::BeyondNoise);
/// assert_eq!(compared.pairs()[0].value.verdict, Verdict::BeyondNoise);
///
/// let same = Comparison::of(&meeting(0), &meeting(0), &analyzer, Resampling::default());
/// assert_eq!(same.score().map(|score| score.difference), Some(0.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    parameters: Parameters,
    first: Side,
    second: Side,
    score: Option<Difference>,
    pairs: Vec<PairDifference>,
    only_in_first: Vec<Label>,
    only_in_second: Vec<Label>,
    in_both: usize,
}

impl Comparison {
    /// Two meetings, by one analyzer: what other parameters gave could not be compared.
    ///
    /// People are the same where their labels are. Time: that of the analysis and the
    /// [`Confidence`](crate::confidence::Confidence) of each; memory: O(participants + pairs with
    /// responses).
    #[must_use]
    pub fn of(
        first: &Conversation,
        second: &Conversation,
        analyzer: &Analyzer,
        how: Resampling,
    ) -> Self {
        Self::of_parts((first, Part::whole(first)), (second, Part::whole(second)), analyzer, how)
    }

    /// What comes before a time and what comes from then on, in one meeting.
    ///
    /// A response belongs to the part in which the responder's spurt starts; presence goes on over
    /// the cut. A part lasts from the first start to the cut, or from the cut to the last end, and
    /// all pairs of the meeting count in both.
    ///
    /// # Errors
    /// [`CutError`]: nobody speaks, or the time is not between the first start and the last end.
    ///
    /// ```
    /// use sociogram::compare::Comparison;
    /// use sociogram::confidence::Resampling;
    /// use sociogram::{Analyzer, Conversation, Time, Turn};
    ///
    /// let conversation = Conversation::new([
    ///     Turn::from_seconds("ana", 0.0, 2.0)?,
    ///     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// ])?;
    /// let cut = |at| {
    ///     let at = Time::from_seconds(at).unwrap();
    ///     Comparison::of_halves(&conversation, at, &Analyzer::default(), Resampling::default())
    /// };
    /// let score = cut(2.0)?.score().unwrap();
    /// assert_eq!(score.first, 0.0, "ben has not answered yet");
    /// assert!(score.second > 90.0);
    /// assert!(cut(4.0).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of_halves(
        conversation: &Conversation,
        at: Time,
        analyzer: &Analyzer,
        how: Resampling,
    ) -> Result<Self, CutError> {
        let extent = conversation.extent().ok_or(CutError::Silent)?;
        let outside = |_| CutError::Outside { at, extent };
        let before = Span::new(extent.start(), at).map_err(outside)?;
        let after = Span::new(at, extent.end()).map_err(outside)?;
        let [before, after] = [before, after].map(|span| Part::within(conversation, span));
        Ok(Self::of_parts((conversation, before), (conversation, after), analyzer, how))
    }

    fn of_parts(
        (first, first_part): (&Conversation, Part),
        (second, second_part): (&Conversation, Part),
        analyzer: &Analyzer,
        how: Resampling,
    ) -> Self {
        let one = Measured::of(first, analyzer, &first_part, how);
        let other = Measured::of(second, analyzer, &second_part, how);
        let places = |conversation: &Conversation| -> HashMap<Label, usize> {
            let labels = conversation.participants().iter().map(|one| one.label().clone());
            labels.zip(0..).collect()
        };
        let only_in = |conversation: &Conversation, other: &HashMap<Label, usize>| {
            let labels = conversation.participants().iter().map(|one| one.label());
            labels.filter(|label| !other.contains_key(*label)).cloned().collect::<Vec<Label>>()
        };
        let (in_first, in_second) = (places(first), places(second));
        let only_in_first = only_in(first, &in_second);
        let only_in_second = only_in(second, &in_first);
        let enough = one.side.spurts.min(other.side.spurts) >= FEWEST_SPURTS;
        let samples = one.sample.as_ref().zip(other.sample.as_ref()).filter(|_| enough);

        let mut together: BTreeMap<[Label; 2], [Option<usize>; 2]> = BTreeMap::new();
        for (measured, beside, of_which) in [(&one, &in_second, 0), (&other, &in_first, 1)] {
            for (labels, place) in measured.pairs() {
                if labels.iter().all(|label| beside.contains_key(*label)) {
                    let mut labels = labels.map(Clone::clone);
                    labels.sort_unstable();
                    let places = together.entry(labels).or_default();
                    if let Some(entry) = places.get_mut(of_which) {
                        *entry = Some(place);
                    }
                }
            }
        }
        let compared = together.len();
        let mut quantiles = Quantiles::new(compared);
        let pairs = together
            .into_iter()
            .map(|(between, [at_first, at_second])| {
                let ends = [one.value(at_first), other.value(at_second)];
                let intervals = samples.and_then(|(one, other)| {
                    quantiles.of([one.degrees(), other.degrees()], |t| {
                        Some([one.pair(at_first, t).value, other.pair(at_second, t).value])
                    })
                });
                let intervals = intervals.map(|all| all.map(|both| around(ends, both)));
                let [interval, joint] = [0, 1].map(|at| intervals?.get(at).copied());
                PairDifference { between, value: Difference::of(ends, interval, joint), joint }
            })
            .collect();
        let score = one.side.score.zip(other.side.score).map(|(first, second)| {
            let ends = [first, second];
            let interval = samples.and_then(|(one, other)| {
                let [alone, _] = quantiles.of([one.degrees(), other.degrees()], |t| {
                    Some([one.score(t)?, other.score(t)?])
                })?;
                Some(around(ends, alone))
            });
            Difference::of(ends, interval, interval)
        });
        Self {
            parameters: analyzer.parameters(),
            in_both: in_first.len() - only_in_first.len(),
            first: one.side,
            second: other.side,
            score,
            pairs,
            only_in_first,
            only_in_second,
        }
    }

    /// The parameters of both.
    #[must_use]
    pub const fn parameters(&self) -> Parameters {
        self.parameters
    }

    /// The first by itself.
    #[must_use]
    pub const fn first(&self) -> &Side {
        &self.first
    }

    /// The second by itself.
    #[must_use]
    pub const fn second(&self) -> &Side {
        &self.second
    }

    /// How the score differs; absent where one of the two has none.
    #[must_use]
    pub const fn score(&self) -> Option<Difference> {
        self.score
    }

    /// The pairs of whom both take part in both and who have responses in at least one, in order
    /// of their labels; for all others of [`Comparison::in_both`] the difference is 0.
    ///
    /// So many pairs were compared, and for so many their joint intervals hold at once.
    #[must_use]
    pub fn pairs(&self) -> &[PairDifference] {
        &self.pairs
    }

    /// The same pairs, those that differ most first, ties in order of their labels.
    #[must_use]
    pub fn by_size(&self) -> Vec<&PairDifference> {
        let mut pairs: Vec<&PairDifference> = self.pairs.iter().collect();
        // A stable sort: ties stay in order of labels.
        pairs.sort_by(|a, b| b.value.difference.abs().total_cmp(&a.value.difference.abs()));
        pairs
    }

    /// Those who take part in the first alone, in its participant order: their pairs have no
    /// difference.
    #[must_use]
    pub fn only_in_first(&self) -> &[Label] {
        &self.only_in_first
    }

    /// Those who take part in the second alone, in its participant order.
    #[must_use]
    pub fn only_in_second(&self) -> &[Label] {
        &self.only_in_second
    }

    /// How many take part in both.
    #[must_use]
    pub const fn in_both(&self) -> usize {
        self.in_both
    }
}

impl Difference {
    /// Held against 0 by the interval that decides.
    fn of(
        [first, second]: [f64; 2],
        interval: Option<Interval>,
        decides: Option<Interval>,
    ) -> Self {
        let verdict = match decides {
            None => Verdict::CannotTell,
            Some(interval) if interval.low > 0.0 || interval.high < 0.0 => Verdict::BeyondNoise,
            Some(_) => Verdict::WithinNoise,
        };
        Self { first, second, difference: second - first, interval, verdict }
    }
}
