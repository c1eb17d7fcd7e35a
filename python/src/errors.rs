//! The package's exceptions, which `sociogram/_errors.py` defines.

use std::error::Error;

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};
use sociogram::formats::ReadError;
use sociogram::{ConversationError, ParameterError};

/// A `TurnError`: of the turn at this place, counted from 0, where it is one turn.
pub(crate) fn turn_error(py: Python<'_>, message: &str, index: Option<usize>) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let message = match index {
        Some(index) => format!("turn {index}: {message}"),
        None => message.to_owned(),
    };
    raised(py, &CLASS, "TurnError", &message, |about| about.set_item("index", index))
}

/// A `ParameterError` of the parameter of this name.
pub(crate) fn parameter_error(py: Python<'_>, name: &str, message: &str) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    raised(py, &CLASS, "ParameterError", message, |about| about.set_item("parameter", name))
}

/// A `ReadError`, with the name of the file if it was one.
pub(crate) fn read_error(py: Python<'_>, error: &ReadError, file: Option<&str>) -> PyErr {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let message = match file {
        Some(file) => format!("{file}: {error}"),
        None => error.to_string(),
    };
    raised(py, &CLASS, "ReadError", &message, |about| {
        about.set_item("line", error.position().line)?;
        about.set_item("column", error.position().column)?;
        about.set_item("path", error.place().path.as_deref())
    })
}

/// What the library says of the model's parameters.
pub(crate) fn of_parameters(py: Python<'_>, error: &ParameterError) -> PyErr {
    let name = match error {
        ParameterError::NotFinite { parameter, .. }
        | ParameterError::NotPositive { parameter, .. } => parameter,
        _ => "",
    };
    parameter_error(py, name, &error.to_string())
}

/// What the library says of turns, roster and duration together.
pub(crate) fn of_conversation(py: Python<'_>, error: &ConversationError) -> PyErr {
    match error {
        ConversationError::DurationNotFinite { .. }
        | ConversationError::DurationTooShort { .. } => {
            parameter_error(py, "duration", &error.to_string())
        }
        _ => turn_error(py, &error.to_string(), None),
    }
}

/// Whether somebody handed in something else than was expected: all other exceptions, such as an
/// interrupt, go through as they are.
pub(crate) fn is_wrong_type(py: Python<'_>, error: &PyErr) -> bool {
    error.is_instance_of::<PyTypeError>(py)
        || error.is_instance_of::<PyValueError>(py)
        || error.is_instance_of::<PyOverflowError>(py)
}

/// An error and what it comes from, in one sentence.
pub(crate) fn told(error: &dyn Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// What something is called in a message: its type.
pub(crate) fn kind(object: &Bound<'_, PyAny>) -> String {
    object.get_type().name().map_or_else(|_| "an object".to_owned(), |name| name.to_string())
}

fn raised(
    py: Python<'_>,
    class: &PyOnceLock<Py<PyType>>,
    name: &str,
    message: &str,
    describe: impl FnOnce(&Bound<'_, PyDict>) -> PyResult<()>,
) -> PyErr {
    let made = || {
        let about = PyDict::new(py);
        describe(&about)?;
        class.import(py, "sociogram._errors", name)?.call((message,), Some(&about))
    };
    made().map_or_else(|error| error, PyErr::from_value)
}
