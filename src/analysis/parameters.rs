//! The constants of the model, and why some are refused.

/// The constants of the model; all finite and above 0.
///
/// The defaults were chosen on the AMI meetings, where the optimum is flat: halving or doubling
/// one of them costs about a point of agreement with human judgement.
///
/// ```
/// let parameters = sociogram::Analyzer::default().parameters();
/// assert_eq!((parameters.rise, parameters.decay), (1.0, 1.4));
/// assert_eq!((parameters.unaddressed, parameters.half_rate), (0.3, 3.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Parameters {
    /// Seconds of speech that halve the distance of a presence to 1.
    pub rise: f64,
    /// Seconds of silence that halve a presence.
    pub decay: f64,
    /// Presence of nobody in particular among those who may be responded to.
    pub unaddressed: f64,
    /// Responses a minute that, were every pair alike, score 50.
    pub half_rate: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { rise: 1.0, decay: 1.4, unaddressed: 0.3, half_rate: 3.0 }
    }
}

/// Why parameters do not make an [`Analyzer`](crate::Analyzer).
///
/// ```
/// use sociogram::{Analyzer, ParameterError};
///
/// assert_eq!(
///     Analyzer::builder().rise(-1.0).build(),
///     Err(ParameterError::NotPositive { parameter: "rise", value: -1.0 }),
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParameterError {
    /// The value is NaN or infinite.
    #[error("{parameter} is {value}, and must be finite")]
    NotFinite {
        /// Which parameter.
        parameter: &'static str,
        /// Its value.
        value: f64,
    },
    /// The value is 0 or below.
    #[error("{parameter} is {value}, and must be above 0")]
    NotPositive {
        /// Which parameter.
        parameter: &'static str,
        /// Its value.
        value: f64,
    },
}
