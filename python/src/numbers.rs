//! Numbers as Python has them: `float`, `int`, and whatever turns into one.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat};

use crate::errors::{is_wrong_type, kind, parameter_error};

/// A number of seconds, or what stands there instead. Exceptions that say something else than
/// "this is no number" go through.
pub(crate) fn seconds(object: &Bound<'_, PyAny>) -> PyResult<Result<f64, String>> {
    if let Ok(number) = object.cast::<PyFloat>() {
        return Ok(Ok(number.value()));
    }
    if object.is_none() {
        return Ok(Err("None".to_owned()));
    }
    if object.is_instance_of::<PyBool>() {
        return Ok(Err("bool".to_owned()));
    }
    match object.extract::<f64>() {
        Ok(number) => Ok(Ok(number)),
        Err(error) if is_wrong_type(object.py(), &error) => Ok(Err(kind(object))),
        Err(error) => Err(error),
    }
}

/// A parameter that is a number.
pub(crate) fn parameter(name: &str, object: &Bound<'_, PyAny>) -> PyResult<f64> {
    seconds(object)?.map_err(|found| {
        let message = format!("{name} is {found}, and must be a number");
        parameter_error(object.py(), name, &message)
    })
}
