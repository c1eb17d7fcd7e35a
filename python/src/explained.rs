//! Why, and when: the responses of a pair, and the meeting in windows.

use std::sync::Arc;

use pyo3::prelude::*;
use sociogram::dynamics::{Dynamics, Windows};
use sociogram::explain::{ExplainedResponse, responses};
use sociogram::schema::{DynamicsResult, ExplainedResult};

use crate::errors::{parameter_error, told};
use crate::json;
use crate::patient;
use crate::result::Meeting;

/// The responses of a pair, both ways, heaviest first.
pub(crate) fn pair<'py>(
    py: Python<'py>,
    of: Arc<Meeting>,
    a: &str,
    b: &str,
) -> PyResult<Bound<'py, PyAny>> {
    for (name, label) in [("a", a), ("b", b)] {
        if !of.analysis.participants().any(|one| one.label().as_str() == label) {
            let message = format!("{name} is {label:?}, and nobody who takes part is called so");
            return Err(parameter_error(py, name, &message));
        }
    }
    if a == b {
        return Err(parameter_error(py, "b", "a and b are the same, and must be two"));
    }
    let [a, b] = [a, b].map(str::to_owned);
    let text = patient::run(py, of.is_long(), move || {
        let (conversation, analyzer) = (&of.conversation, &of.settings.analyzer);
        let ways =
            [responses(conversation, analyzer, &a, &b), responses(conversation, analyzer, &b, &a)];
        let mut all: Vec<ExplainedResponse> = ways.into_iter().flatten().collect();
        let time = |one: &ExplainedResponse| (one.response.spurt, one.response.responder);
        all.sort_by(|one, other| {
            other.amount().total_cmp(&one.amount()).then_with(|| time(one).cmp(&time(other)))
        });
        let all: Vec<_> = all.iter().map(|one| ExplainedResult::of(one, conversation)).collect();
        json::text(&all)
    })??;
    json::object(py, &text)
}

/// The meeting in windows.
pub(crate) fn course<'py>(
    py: Python<'py>,
    of: Arc<Meeting>,
    period: Option<f64>,
    step: Option<f64>,
) -> PyResult<Bound<'py, PyAny>> {
    let period = period.unwrap_or_else(|| Windows::default().length().as_secs_f64());
    let text = patient::run(py, true, move || {
        let windows = Windows::from_seconds(period, step.unwrap_or(period));
        let windows = windows.map_err(|error| told(&error))?;
        let course = Dynamics::of(&of.conversation, &of.settings.analyzer, windows);
        let mut result = DynamicsResult::from(&course.map_err(|error| told(&error))?);
        result.recording = of.provenance.as_ref().map(|provenance| provenance.recording.clone());
        Ok(json::text(&result))
    })?;
    let text = text.map_err(|message: String| parameter_error(py, "period", &message))?;
    json::object(py, &text?)
}
