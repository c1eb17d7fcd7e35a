//! What can be asked of an analysis, checked.

use std::time::Duration;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyString};
use sociogram::{Analyzer, Label};

use crate::errors::{kind, of_parameters, parameter_error};
use crate::numbers;

/// Everything beside the turns.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) analyzer: Analyzer,
    pub(crate) roster: Vec<Label>,
    pub(crate) duration: Option<f64>,
    pub(crate) min_talk: Duration,
    pub(crate) seed: u64,
}

/// The constants of the model, as they were handed in.
#[derive(Debug)]
pub(crate) struct Model<'a, 'py> {
    pub(crate) rise: Option<&'a Bound<'py, PyAny>>,
    pub(crate) decay: Option<&'a Bound<'py, PyAny>>,
    pub(crate) unaddressed: Option<&'a Bound<'py, PyAny>>,
    pub(crate) half_rate: Option<&'a Bound<'py, PyAny>>,
}

impl Model<'_, '_> {
    /// The analyzer with these constants, and the defaults where there are none.
    pub(crate) fn analyzer(&self, py: Python<'_>) -> PyResult<Analyzer> {
        let mut builder = Analyzer::builder();
        if let Some(rise) = self.rise {
            builder = builder.rise(numbers::parameter("rise", rise)?);
        }
        if let Some(decay) = self.decay {
            builder = builder.decay(numbers::parameter("decay", decay)?);
        }
        if let Some(unaddressed) = self.unaddressed {
            builder = builder.unaddressed(numbers::parameter("unaddressed", unaddressed)?);
        }
        if let Some(half_rate) = self.half_rate {
            builder = builder.half_rate(numbers::parameter("half_rate", half_rate)?);
        }
        builder.build().map_err(|error| of_parameters(py, &error))
    }
}

/// The labels that a parameter of this name holds, such as a roster.
pub(crate) fn labels(name: &str, object: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<Label>> {
    let Some(object) = object else { return Ok(Vec::new()) };
    let py = object.py();
    let wrong = |found: &str| {
        let message = format!("{name} holds {found}, and must be an iterable of labels");
        parameter_error(py, name, &message)
    };
    if object.is_instance_of::<PyString>() {
        // Its letters would be taken for people.
        let message = format!("{name} is str, and must be a list of labels");
        return Err(parameter_error(py, name, &message));
    }
    let labels = object.try_iter().map_err(|error| {
        if error.is_instance_of::<PyTypeError>(py) { wrong(&kind(object)) } else { error }
    })?;
    labels
        .map(|label| {
            let label = label?;
            if let Ok(text) = label.cast::<PyString>() {
                let text = text.to_str().map_err(|_| wrong("a label that is no valid Unicode"))?;
                return Ok(Label::from(text));
            }
            if label.is_instance_of::<PyInt>() && !label.is_instance_of::<PyBool>() {
                return Ok(Label::from(label.str()?.to_str()?));
            }
            Err(wrong(&kind(&label)))
        })
        .collect()
}

/// The length of time that a parameter of this name holds, in seconds.
pub(crate) fn length(name: &str, object: &Bound<'_, PyAny>) -> PyResult<Duration> {
    let seconds = numbers::parameter(name, object)?;
    Duration::try_from_secs_f64(seconds).map_err(|_| {
        let message = format!("{name} is {seconds}, and must be a number of seconds from 0");
        parameter_error(object.py(), name, &message)
    })
}

/// What resampling draws from.
pub(crate) fn seed(object: Option<&Bound<'_, PyAny>>) -> PyResult<u64> {
    let Some(object) = object else { return Ok(0) };
    let wrong = || {
        let message = format!("seed is {}, and must be a whole number below 2^64", kind(object));
        parameter_error(object.py(), "seed", &message)
    };
    if object.is_instance_of::<PyBool>() {
        return Err(wrong());
    }
    object.extract().map_err(|_| wrong())
}
