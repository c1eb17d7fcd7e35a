//! A comparison of two meetings, or of two parts of one, unrounded.

use serde::{Deserialize, Serialize};

use super::full::ModelParameters;
use super::insight::IntervalResult;
use crate::analysis::Parameters;
use crate::compare::{Comparison, Difference, PairDifference, Side, Verdict};

/// The version of [`ComparisonResult`]; it rises when a key changes its meaning or goes away.
pub const COMPARISON_VERSION: u32 = 1;

/// Two meetings, or two parts of one, beside each other: differences are second minus first.
///
/// ```
/// use sociogram::compare::Comparison;
/// use sociogram::confidence::Resampling;
/// use sociogram::schema::{ComparisonResult, VerdictResult};
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let how = Resampling::default();
/// let compared = Comparison::of(&conversation, &conversation, &Analyzer::default(), how);
/// let result = ComparisonResult::from(&compared);
/// assert_eq!(result.pairs[0].value.difference, 0.0);
/// assert_eq!(result.pairs[0].value.verdict, VerdictResult::CannotTell, "of one response each");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct ComparisonResult {
    /// The version of this schema.
    pub schema_version: u32,
    /// The parameters of the model, by which both were analyzed.
    pub parameters: ModelParameters,
    /// The first.
    pub first: SideResult,
    /// The second.
    pub second: SideResult,
    /// How the score differs; null where one of the two has none.
    pub score: Option<DifferenceResult>,
    /// How many pairs were compared: for so many at once the joint intervals hold.
    pub comparisons: usize,
    /// The pairs with responses in at least one, in order of labels; all others are the same.
    pub pairs: Vec<PairDifferenceResult>,
    /// How many take part in both.
    pub in_both: usize,
    /// Those who take part in the first alone: their pairs have no difference.
    pub only_in_first: Vec<String>,
    /// Those who take part in the second alone.
    pub only_in_second: Vec<String>,
}

/// One of the two by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct SideResult {
    /// The recording's name; null where it has none.
    pub recording: Option<String>,
    /// Where it starts on the recording's own clock, in seconds; null if nobody speaks.
    pub start: Option<f64>,
    /// Where it ends, in seconds; null if nobody speaks.
    pub end: Option<f64>,
    /// How long it lasts, in minutes.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub minutes: f64,
    /// How many take part.
    pub participants: usize,
    /// How many spurts start in it: below 30 in one of the two, nothing can be told.
    pub spurts: usize,
    /// The meeting interaction score, 0 to 100; null with fewer than two participants.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub score: Option<f64>,
}

/// A difference, second minus first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct DifferenceResult {
    /// The number in the first.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub first: f64,
    /// The number in the second.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub second: f64,
    /// Second minus first.
    #[cfg_attr(feature = "json-schema", schemars(range(min = -100.0, max = 100.0)))]
    pub difference: f64,
    /// The 90% interval of the difference by itself; null where there is too little evidence.
    pub interval: Option<IntervalResult>,
    /// Whether the two differ: of a pair, by its joint interval.
    pub verdict: VerdictResult,
}

/// How the absolute node value of a pair differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct PairDifferenceResult {
    /// The two labels, in order.
    pub between: [String; 2],
    /// The values and their difference.
    #[serde(flatten)]
    pub value: DifferenceResult,
    /// The interval that holds for all pairs at once, nine times in ten; null where there is too
    /// little evidence.
    pub joint: Option<IntervalResult>,
}

/// Whether two numbers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VerdictResult {
    /// The interval leaves 0 out.
    BeyondNoise,
    /// The interval holds 0.
    WithinNoise,
    /// There is too little evidence for an interval.
    CannotTell,
}

impl ComparisonResult {
    /// The same result with the names of the two recordings.
    #[must_use]
    pub fn of_recordings(mut self, first: Option<&str>, second: Option<&str>) -> Self {
        self.first.recording = first.map(str::to_owned);
        self.second.recording = second.map(str::to_owned);
        self
    }
}

impl From<&Comparison> for ComparisonResult {
    fn from(compared: &Comparison) -> Self {
        let labels = |all: &[crate::turn::Label]| all.iter().map(ToString::to_string).collect();
        Self {
            schema_version: COMPARISON_VERSION,
            parameters: compared.parameters().into(),
            first: compared.first().into(),
            second: compared.second().into(),
            score: compared.score().map(Into::into),
            comparisons: compared.pairs().len(),
            pairs: compared.pairs().iter().map(Into::into).collect(),
            in_both: compared.in_both(),
            only_in_first: labels(compared.only_in_first()),
            only_in_second: labels(compared.only_in_second()),
        }
    }
}

impl From<&Side> for SideResult {
    fn from(side: &Side) -> Self {
        Self {
            recording: None,
            start: side.span.map(|span| span.start().seconds()),
            end: side.span.map(|span| span.end().seconds()),
            minutes: side.minutes,
            participants: side.participants,
            spurts: side.spurts,
            score: side.score,
        }
    }
}

impl From<Difference> for DifferenceResult {
    fn from(one: Difference) -> Self {
        Self {
            first: one.first,
            second: one.second,
            difference: one.difference,
            interval: one.interval.map(Into::into),
            verdict: match one.verdict {
                Verdict::BeyondNoise => VerdictResult::BeyondNoise,
                Verdict::WithinNoise => VerdictResult::WithinNoise,
                Verdict::CannotTell => VerdictResult::CannotTell,
            },
        }
    }
}

impl From<&PairDifference> for PairDifferenceResult {
    fn from(pair: &PairDifference) -> Self {
        Self {
            between: pair.between.each_ref().map(ToString::to_string),
            value: pair.value.into(),
            joint: pair.joint.map(Into::into),
        }
    }
}

impl From<Parameters> for ModelParameters {
    fn from(parameters: Parameters) -> Self {
        let Parameters { rise, decay, unaddressed, half_rate } = parameters;
        Self { rise, decay, unaddressed, half_rate }
    }
}
