//! The parts of an analysis as Python has them.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyType};
use sociogram::schema::Interactions;
use sociogram::{Analysis, Pair, Time};

use crate::json;

/// The pairs with responses, strongest first.
pub(crate) fn nodes<'py>(py: Python<'py>, of: &Analysis) -> PyResult<Bound<'py, PyList>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = CLASS.import(py, "sociogram._values", "Node")?;
    let nodes = of.strongest_pairs().into_iter().map(|pair| {
        let [first, second] = pair.labels().map(|label| label.as_str());
        let Pair { absolute, relative, strength, to_first, to_second, rate, .. } = pair;
        let between = (first, second);
        class.call1((between, absolute, relative, strength, to_second, to_first, rate))
    });
    PyList::new(py, nodes.collect::<PyResult<Vec<_>>>()?)
}

/// Everyone who takes part.
pub(crate) fn participants<'py>(py: Python<'py>, of: &Analysis) -> PyResult<Bound<'py, PyList>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = CLASS.import(py, "sociogram._values", "Participant")?;
    let participants = of.participants().map(|one| {
        let first_start = one.first_start().map(Time::seconds);
        let talk_time = one.talk_time().as_micros() as f64 / 1e6;
        class.call1((one.label().as_str(), first_start, talk_time, one.spurts()))
    });
    PyList::new(py, participants.collect::<PyResult<Vec<_>>>()?)
}

/// Responses as a `NumPy` array.
pub(crate) fn directed<'py>(py: Python<'py>, of: &Analysis) -> PyResult<Bound<'py, PyAny>> {
    let count = of.graph().node_count();
    // NumPy says so where it cannot have that much memory.
    let matrix = py.import("numpy")?.call_method1("zeros", ((count, count),))?;
    let edges = of.graph().raw_edges();
    if !edges.is_empty() {
        let rows: Vec<usize> = edges.iter().map(|edge| edge.source().index()).collect();
        let columns: Vec<usize> = edges.iter().map(|edge| edge.target().index()).collect();
        let responses: Vec<f64> = edges.iter().map(|edge| edge.weight).collect();
        matrix.set_item((rows, columns), responses)?;
    }
    Ok(matrix)
}

/// The documented JSON of the interactions.
pub(crate) fn interactions<'py>(py: Python<'py>, of: &Analysis) -> PyResult<Bound<'py, PyAny>> {
    json::object(py, &json::text(&Interactions::from(of))?)
}

/// An analysis in a line, under this title.
pub(crate) fn line(title: &str, of: &Analysis) -> String {
    let score = match of.score() {
        Some(score) => format!("score {score:.1}"),
        None => "no score".to_owned(),
    };
    let participants = of.graph().node_count();
    let people = if participants == 1 { "participant" } else { "participants" };
    let (with, all, minutes) = (of.pairs().count(), of.pair_count(), of.minutes());
    format!(
        "<sociogram.{title}: {score}, {participants} {people}, {with} of {all} pairs with \
         responses, {minutes:.1} min>"
    )
}
