//! The store of meetings that a command is told of.

use sociogram::http::{Objects, StoreError};

use crate::files::Problem;
use crate::telling::{FAILURE, refuse_usage};

/// The store of this name; with a name that is of no store, the command ends.
pub(crate) fn open(command: &str, name: &str) -> Result<Objects, Problem> {
    Objects::open(name).map_err(|error| match error {
        StoreError::NotAStore { .. } => refuse_usage(command, format!("--store: {error}")),
        error => trouble(name, &error),
    })
}

/// A store that cannot be used.
pub(crate) fn trouble(name: &str, error: &StoreError) -> Problem {
    Problem { code: FAILURE, message: format!("{name}: error: {error}") }
}
