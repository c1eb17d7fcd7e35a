//! The front door: an [`Analyzer`] with checked parameters, and the [`Analysis`] it makes.

mod analyzer;
mod parameters;
mod result;
mod values;

pub use analyzer::{Analyzer, AnalyzerBuilder};
pub use parameters::{ParameterError, Parameters};
pub use result::Analysis;
pub use values::Pair;
pub(crate) use values::Values;
