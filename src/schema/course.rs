//! The course of a meeting, unrounded.

use serde::{Deserialize, Serialize};

use super::full::{ModelParameters, ParticipantResult};
use crate::analysis::Pair;
use crate::dynamics::{Dynamics, Window};
use crate::formats::Recording;
use crate::time::in_seconds;

/// The version of [`DynamicsResult`]; it rises when a key changes its meaning or goes away.
pub const DYNAMICS_VERSION: u32 = 1;

/// The course of a meeting, window by window, unrounded.
///
/// [`MeetingDynamics`](super::MeetingDynamics) is the documented form of it.
///
/// ```
/// use sociogram::dynamics::{Dynamics, Windows};
/// use sociogram::schema::DynamicsResult;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let dynamics = Dynamics::of(&conversation, &Analyzer::default(), Windows::default())?;
/// let result = DynamicsResult::from(&dynamics);
/// assert_eq!((result.period, result.windows[0].end), (300.0, 4.0));
/// assert_eq!(result.windows[0].pairs[0].between, ["ana", "ben"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct DynamicsResult {
    /// The version of this schema.
    pub schema_version: u32,
    /// The recording's name; null where it has none.
    pub recording: Option<String>,
    /// The parameters of the model.
    pub parameters: ModelParameters,
    /// Everyone who takes part, in order of first speech; those who never speak last, by label.
    pub participants: Vec<ParticipantResult>,
    /// How long a window is, in seconds; the last one may be shorter.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub period: f64,
    /// From the start of a window to the start of the next, in seconds.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub step: f64,
    /// The windows, in order of time; none if nobody speaks.
    pub windows: Vec<WindowResult>,
}

impl From<&Dynamics<'_>> for DynamicsResult {
    fn from(course: &Dynamics<'_>) -> Self {
        Self {
            schema_version: DYNAMICS_VERSION,
            recording: None,
            parameters: course.parameters().into(),
            participants: course.conversation().participants().iter().map(Into::into).collect(),
            period: in_seconds(course.asked().length()),
            step: in_seconds(course.asked().step()),
            windows: course.windows().map(|window| (&window).into()).collect(),
        }
    }
}

impl DynamicsResult {
    /// The same result with the recording's name.
    #[must_use]
    pub fn of_recording(mut self, recording: &Recording) -> Self {
        self.recording = Some(recording.name().to_string());
        self
    }
}

/// One window of a meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct WindowResult {
    /// Where it starts, in seconds.
    pub start: f64,
    /// Where it ends, in seconds.
    pub end: f64,
    /// All responses that are given within it.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub responses: f64,
    /// The score of this window alone, 0 to 100; null with fewer than two participants.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub score: Option<f64>,
    /// The pairs with responses in it, in participant order.
    pub pairs: Vec<WindowPairResult>,
}

impl From<&Window<'_>> for WindowResult {
    fn from(window: &Window<'_>) -> Self {
        Self {
            start: window.span().start().seconds(),
            end: window.span().end().seconds(),
            responses: window.responses(),
            score: window.score(),
            pairs: window.pairs().map(Into::into).collect(),
        }
    }
}

/// One pair with responses in a window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct WindowPairResult {
    /// The two labels, in participant order.
    pub between: [String; 2],
    /// Responses both ways together.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub responses: f64,
    /// Responses that the first gives to the second.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub to_second: f64,
    /// Responses that the second gives to the first.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0)))]
    pub to_first: f64,
    /// The value against the clock, 0 to 100.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub absolute: f64,
    /// The value against the strongest pair of the window, which has 100.
    #[cfg_attr(feature = "json-schema", schemars(range(min = 0.0, max = 100.0)))]
    pub relative: f64,
}

impl From<Pair<'_>> for WindowPairResult {
    fn from(pair: Pair<'_>) -> Self {
        Self {
            between: pair.labels().map(ToString::to_string),
            responses: pair.strength,
            to_second: pair.to_second,
            to_first: pair.to_first,
            absolute: pair.absolute,
            relative: pair.relative,
        }
    }
}
