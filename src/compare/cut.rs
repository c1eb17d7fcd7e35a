//! Where a meeting cannot be cut.

use crate::time::{Span, Time};

/// Why a meeting cannot be cut in two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CutError {
    /// Nobody speaks.
    #[error("nobody speaks, so there is nothing to cut in two")]
    Silent,
    /// The cut leaves nothing on one side.
    #[error(
        "a cut at {at} s is not between the first start, {} s, and the last end, {} s",
        extent.start(),
        extent.end()
    )]
    Outside {
        /// Where to cut.
        at: Time,
        /// From the first start to the last end.
        extent: Span,
    },
}
