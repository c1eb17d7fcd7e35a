//! The documented API's bodies.

use serde::{Deserialize, Deserializer, Serialize};

use crate::analysis::Analysis;
use crate::dynamics::Dynamics;
use crate::normalize::Scale;
use crate::time::Time;

/// How strongly each pair interacted: the body of `meeting-interactions`.
///
/// Nodes come strongest first, by unrounded strength, ties in participant order. A pair whose
/// value rounds to 0 is not listed; with fewer than two participants there is none.
///
/// ```
/// use sociogram::schema::Interactions;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let wire = Interactions::from(&Analyzer::default().analyze(&conversation));
/// assert_eq!(
///     serde_json::to_string(&wire)?,
///     r#"{"nodes":[{"between":["ana","ben"],"value":82}]}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Interactions {
    /// The pairs that interacted.
    pub nodes: Vec<Node>,
}

impl Interactions {
    /// The nodes of an analysis, with values on a scale of choice.
    ///
    /// ```
    /// # use sociogram::{Analyzer, Conversation, Scale, Turn};
    /// # use sociogram::schema::Interactions;
    /// # let conversation = Conversation::new([
    /// #     Turn::from_seconds("ana", 0.0, 2.0)?,
    /// #     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// # ])?;
    /// # let analysis = Analyzer::default().analyze(&conversation);
    /// let wire = Interactions::on_scale(&analysis, Scale::Relative);
    /// assert_eq!(wire.nodes[0].value, 100);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn on_scale(analysis: &Analysis, scale: Scale) -> Self {
        let nodes = analysis
            .strongest_pairs()
            .into_iter()
            .map(|pair| Node {
                between: pair.labels().map(ToString::to_string),
                value: rounded(pair.value(scale)),
            })
            .filter(|node| node.value > 0)
            .collect();
        Self { nodes }
    }
}

/// The nodes on the absolute scale.
impl From<&Analysis> for Interactions {
    fn from(analysis: &Analysis) -> Self {
        Self::on_scale(analysis, Scale::Absolute)
    }
}

/// How strongly one pair interacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Node {
    /// The two speaker ids, the one who spoke first before the other.
    pub between: [String; 2],
    /// The interaction's score, 0 to 100.
    #[serde(deserialize_with = "whole")]
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0, max = 100)))]
    pub value: u8,
}

/// The meeting's score: the body of `meeting-interaction_score`.
///
/// The documented type is a number, so a meeting without a score has 0 here.
///
/// ```
/// use sociogram::schema::MeetingInteractionScore;
///
/// let score = MeetingInteractionScore { meeting_interaction_score: 20 };
/// assert_eq!(serde_json::to_string(&score)?, r#"{"meeting_interaction_score":20}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct MeetingInteractionScore {
    /// The meeting interaction score, 0 to 100.
    #[serde(deserialize_with = "whole")]
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0, max = 100)))]
    pub meeting_interaction_score: u8,
}

impl From<&Analysis> for MeetingInteractionScore {
    fn from(analysis: &Analysis) -> Self {
        Self { meeting_interaction_score: analysis.score().map_or(0, rounded) }
    }
}

/// The course of the meeting, period by period: the body of `meeting-dynamics`.
///
/// The documented type of a score is an integer, so a period without one has 0 here. Where a period
/// starts or ends is rounded to the millisecond, half away from zero, so that periods that touch
/// still do; one of less than a millisecond may start and end at the same.
///
/// ```
/// use sociogram::schema::MeetingDynamics;
///
/// let text = r#"{"dynamics":[{"start":0,"end":300000,"interactions_score":75}]}"#;
/// let dynamics: MeetingDynamics = serde_json::from_str(text)?;
/// assert_eq!(dynamics.dynamics[0].end, 300_000);
/// assert_eq!(serde_json::to_string(&dynamics)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct MeetingDynamics {
    /// The periods, in order; none for a meeting without turns.
    pub dynamics: Vec<DynamicsPeriod>,
}

impl From<&Dynamics<'_>> for MeetingDynamics {
    fn from(meeting: &Dynamics<'_>) -> Self {
        let periods = meeting.windows().map(|window| DynamicsPeriod {
            start: millis(window.span().start()),
            end: millis(window.span().end()),
            interactions_score: window.score().map_or(0, rounded),
        });
        Self { dynamics: periods.collect() }
    }
}

/// One period of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct DynamicsPeriod {
    /// Where it starts, in milliseconds.
    #[serde(deserialize_with = "whole")]
    pub start: i64,
    /// Where it ends, in milliseconds.
    #[serde(deserialize_with = "whole")]
    pub end: i64,
    /// The score of this period, 0 to 100.
    #[serde(deserialize_with = "whole")]
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0, max = 100)))]
    pub interactions_score: u8,
}

/// The body of a 400: a required parameter is missing or malformed.
///
/// ```
/// use sociogram::schema::UploadError400;
///
/// let error = UploadError400 { message: "file-hash is missing".into() };
/// assert_eq!(serde_json::to_string(&error)?, r#"{"message":"file-hash is missing"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct UploadError400 {
    /// What is wrong.
    pub message: String,
}

/// The body of a 401: the token is missing or does not hold.
///
/// ```
/// use sociogram::schema::UploadError401;
///
/// let error: UploadError401 = serde_json::from_str(r#"{"message":"Unauthorized"}"#)?;
/// assert_eq!(error.message, "Unauthorized");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct UploadError401 {
    /// What is wrong.
    pub message: String,
}

/// A time in whole milliseconds, half away from zero.
const fn millis(time: Time) -> i64 {
    let micros = time.micros();
    (micros + 500 * micros.signum()) / 1_000
}

/// A value from 0 to 100 as a whole number, half away from zero.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "values are 0 to 100, and a cast stays in range whatever they are"
)]
fn rounded(value: f64) -> u8 {
    value.round() as u8
}

/// A whole number, which another writer of the same JSON may have written as `75.0`.
fn whole<'de, D: Deserializer<'de>, T: TryFrom<i64>>(deserializer: D) -> Result<T, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Whole(i64),
        Real(f64),
    }
    let number = match Number::deserialize(deserializer)? {
        Number::Whole(number) => Some(number),
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
        Number::Real(number) if number.fract() == 0.0 && number.abs() < 9e15 => Some(number as i64),
        Number::Real(_) => None,
    };
    number
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| serde::de::Error::custom("expected a whole number in the documented range"))
}
