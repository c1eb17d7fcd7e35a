//! The model that the arguments of a command ask for.

use sociogram::Analyzer;

use crate::args::Model;
use crate::telling::refuse_usage;

/// The analyzer with these parameters; ends with a usage error of the command if they are none.
pub(crate) fn analyzer(command: &str, model: &Model) -> Analyzer {
    let built = Analyzer::builder()
        .rise(model.rise)
        .decay(model.decay)
        .unaddressed(model.unaddressed)
        .half_rate(model.half_rate)
        .build();
    built.unwrap_or_else(|error| refuse_usage(command, error))
}
