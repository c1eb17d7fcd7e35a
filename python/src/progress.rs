//! How far a long call is, told to whoever asked.

use pyo3::prelude::*;

use crate::errors::parameter_error;

/// A callback that is told how far a call is, where there is one.
pub(crate) struct Progress<'a, 'py>(Option<&'a Bound<'py, PyAny>>);

impl<'a, 'py> Progress<'a, 'py> {
    /// The parameter ``progress``.
    pub(crate) fn new(py: Python<'py>, given: Option<&'a Bound<'py, PyAny>>) -> PyResult<Self> {
        if given.is_some_and(|given| !given.is_callable()) {
            return Err(parameter_error(py, "progress", "progress is not callable, and must be"));
        }
        Ok(Self(given))
    }

    /// So much is done, of so much, where that is known. What the callback raises ends the call,
    /// and so does an interrupt.
    pub(crate) fn tell(&self, py: Python<'py>, done: usize, all: Option<usize>) -> PyResult<()> {
        if let Some(callback) = self.0 {
            callback.call1((done, all))?;
        }
        py.check_signals()
    }
}
