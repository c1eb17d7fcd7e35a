//! The scales of values, as they are typed.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use sociogram::Scale;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ScaleName {
    #[default]
    Absolute,
    Relative,
}

impl From<ScaleName> for Scale {
    fn from(name: ScaleName) -> Self {
        match name {
            ScaleName::Absolute => Self::Absolute,
            ScaleName::Relative => Self::Relative,
        }
    }
}
