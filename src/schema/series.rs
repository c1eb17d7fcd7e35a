//! The meetings of a team over time, unrounded.

use serde::{Deserialize, Serialize};

use super::full::{FullResult, ModelParameters};
use crate::series::{Meeting, PairSeries, Series};

/// The version of [`SeriesResult`]; it rises when a key changes its meaning or goes away.
pub const SERIES_VERSION: u32 = 1;

/// The meetings of a team, in order of time.
///
/// ```
/// use sociogram::schema::SeriesResult;
/// use sociogram::series::Series;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let analysis = Analyzer::default().analyze(&conversation);
/// let series = Series::new([("mon", analysis.clone()), ("tue", analysis)])?;
/// let result = SeriesResult::from(&series);
/// assert_eq!(result.pairs[0].values[0], result.pairs[0].values[1]);
/// assert_eq!(result.score_trend, None, "of two meetings");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct SeriesResult {
    /// The version of this schema.
    pub schema_version: u32,
    /// The parameters of the model, by which all meetings were analyzed.
    pub parameters: ModelParameters,
    /// The meetings, in order of time.
    pub meetings: Vec<MeetingResult>,
    /// Where the score goes, in points a meeting; null with fewer than three scores.
    pub score_trend: Option<f64>,
    /// The pairs with responses in any meeting, in participant order.
    pub pairs: Vec<PairSeriesResult>,
    /// All meetings together: what the analysis alone knows.
    pub combined: FullResult,
}

/// One meeting of a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct MeetingResult {
    /// What it is called.
    pub meeting: String,
    /// How long it lasted, in minutes.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub minutes: f64,
    /// How many took part.
    pub participants: usize,
    /// The meeting interaction score, 0 to 100; null with fewer than two participants.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub score: Option<f64>,
}

/// A pair over the meetings of a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct PairSeriesResult {
    /// The two labels, in participant order.
    pub between: [String; 2],
    /// The absolute value in all meetings together, 0 to 100.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub combined: f64,
    /// The absolute value in each meeting; null where one of the two did not take part.
    pub values: Vec<Option<f64>>,
    /// Where the value goes, in points a meeting; null with fewer than three values.
    pub trend: Option<f64>,
}

impl From<&Series> for SeriesResult {
    fn from(series: &Series) -> Self {
        Self {
            schema_version: SERIES_VERSION,
            parameters: series.combined().parameters().into(),
            meetings: series.meetings().iter().map(Into::into).collect(),
            score_trend: series.score_trend(),
            pairs: series.pairs().map(Into::into).collect(),
            combined: series.combined().into(),
        }
    }
}

impl From<&Meeting> for MeetingResult {
    fn from(meeting: &Meeting) -> Self {
        Self {
            meeting: meeting.name.clone(),
            minutes: meeting.minutes,
            participants: meeting.participants,
            score: meeting.score,
        }
    }
}

impl From<PairSeries<'_>> for PairSeriesResult {
    fn from(pair: PairSeries<'_>) -> Self {
        Self {
            between: pair.combined.labels().map(ToString::to_string),
            combined: pair.combined.absolute,
            values: pair.values().collect(),
            trend: pair.trend(),
        }
    }
}
