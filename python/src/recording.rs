//! A recording that was read.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use sociogram::Turns;
use sociogram::formats::Format;
use sociogram::schema::Provenance;

use crate::json;
use crate::pickled;

/// A recording that was read: its turns, and what had to be done to get them.
///
/// Made by ``read``. It is an iterable of ``(speaker, start, end)``, and ``analyze`` takes it as it
/// is.
#[pyclass(frozen, module = "sociogram", name = "Recording")]
#[derive(Debug)]
pub(crate) struct Recording {
    turns: Turns,
    provenance: Provenance,
    format: Format,
}

impl Recording {
    pub(crate) const fn new(turns: Turns, provenance: Provenance, format: Format) -> Self {
        Self { turns, provenance, format }
    }

    pub(crate) const fn turns(&self) -> &Turns {
        &self.turns
    }

    pub(crate) const fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    pub(crate) const fn format(&self) -> Format {
        self.format
    }

    fn listed(&self) -> Vec<(&str, f64, f64)> {
        self.turns
            .iter()
            .map(|(label, span)| (label.as_str(), span.start().seconds(), span.end().seconds()))
            .collect()
    }
}

#[pymethods]
impl Recording {
    /// The recording's name in the file; of a format without names, that of the file.
    #[getter]
    fn name(&self) -> &str {
        &self.provenance.recording
    }

    /// The format that it was read from, such as ``rttm``.
    #[getter(format)]
    const fn format_id(&self) -> &'static str {
        self.format.id()
    }

    /// Its turns in file order, as ``(speaker, start, end)`` in seconds.
    #[getter(turns)]
    fn listed_turns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.listed().into_bound_py_any(py)
    }

    /// What it took to read it: repairs by kind with the first line of each, turns without a known
    /// speaker, records passed over, warnings, and whether the format can tell of overlap.
    ///
    /// >>> import sociogram
    /// >>> text = b"SPEAKER standup 1 2.2 0.0 <NA> <NA> ben <NA> <NA>"
    /// >>> [recording] = sociogram.read(text)
    /// >>> recording.report()["repairs"]
    /// [{'kind': 'zero_length', 'count': 1, 'first_line': 1, 'first_path': None}]
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::object(py, &json::text(&self.provenance)?)
    }

    fn __len__(&self) -> usize {
        self.turns.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.listed_turns(py)?.try_iter()?.into_any())
    }

    fn __repr__(&self) -> String {
        let (turns, speakers) = (self.turns.len(), self.turns.speakers().len());
        let repairs: u64 = self.provenance.repairs.iter().map(|repair| repair.count).sum();
        let (name, format) = (self.name(), self.format_id());
        format!(
            "<sociogram.Recording {name:?}: {turns} turns, {speakers} speakers, {repairs} repairs, \
             {format}>"
        )
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        pickled::recording(py, self)
    }
}
