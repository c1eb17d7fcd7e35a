//! What can be typed about the model.

use clap::Args;
use sociogram::Parameters;

#[derive(Debug, Args)]
#[command(next_help_heading = "Parameters of the model")]
pub(crate) struct Model {
    /// Speech that halves the distance of a presence to 1.
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true,
          default_value_t = Parameters::default().rise)]
    pub(crate) rise: f64,

    /// Silence that halves a presence.
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true,
          default_value_t = Parameters::default().decay)]
    pub(crate) decay: f64,

    /// Presence of nobody in particular among those who may be responded to.
    #[arg(long, value_name = "PRESENCE", allow_negative_numbers = true,
          default_value_t = Parameters::default().unaddressed)]
    pub(crate) unaddressed: f64,

    /// Responses a minute that, were every pair alike, score 50.
    #[arg(long, value_name = "RATE", allow_negative_numbers = true,
          default_value_t = Parameters::default().half_rate)]
    pub(crate) half_rate: f64,
}
