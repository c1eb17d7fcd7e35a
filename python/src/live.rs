//! A meeting that is still going on.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyList;
use sociogram::schema::FullResult;
use sociogram::{Turn, live};

use crate::errors::turn_error;
use crate::json;
use crate::settings::{self, Model};
use crate::shown;
use crate::turns;

/// A meeting that is still going on: turns are taken in as they end, late ones too.
///
/// ``horizon`` is how late a turn may come: from its start to the latest end heard before it, in
/// seconds, 600 unless told. Memory does not grow with the length of the meeting beyond that.
///
/// >>> import sociogram
/// >>> live = sociogram.Live(roster=["eva"])
/// >>> live.push("ana", 0.0, 2.0)
/// >>> live.push("ben", 2.2, 4.0)
/// >>> live.snapshot()
/// <sociogram.Snapshot: score 33.1, 3 participants, 1 of 3 pairs with responses, 0.1 min>
#[pyclass(frozen, module = "sociogram", name = "Live")]
#[derive(Debug)]
pub(crate) struct Live(Mutex<live::Live>);

impl Live {
    /// The meeting, which no thread of Python holds while it waits for the interpreter.
    fn held(&self) -> MutexGuard<'_, live::Live> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Live {
    #[new]
    #[pyo3(signature = (roster=None, horizon=None, *, rise=None, decay=None, unaddressed=None,
                        half_rate=None))]
    fn new<'py>(
        py: Python<'py>,
        roster: Option<&Bound<'py, PyAny>>,
        horizon: Option<&Bound<'py, PyAny>>,
        rise: Option<&Bound<'py, PyAny>>,
        decay: Option<&Bound<'py, PyAny>>,
        unaddressed: Option<&Bound<'py, PyAny>>,
        half_rate: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Self> {
        let analyzer = Model { rise, decay, unaddressed, half_rate }.analyzer(py)?;
        let mut meeting = live::Live::new(analyzer).roster(settings::labels("roster", roster)?);
        if let Some(horizon) = horizon {
            meeting = meeting.horizon(settings::length("horizon", horizon)?);
        }
        Ok(Self(Mutex::new(meeting)))
    }

    /// Takes in a turn that has ended.
    ///
    /// Raises ``TurnError`` for what is no turn, or starts too long ago; nothing else changes then.
    fn push<'py>(
        &self,
        py: Python<'py>,
        speaker: &Bound<'py, PyAny>,
        start: &Bound<'py, PyAny>,
        end: &Bound<'py, PyAny>,
    ) -> PyResult<()> {
        let (label, span) = turns::one(speaker, [start, end], None)?;
        py.detach(|| self.held().push(Turn::new(&*label, span)))
            .map_err(|error| turn_error(py, &error.to_string(), None))
    }

    /// Someone takes the floor, and holds it until ``stopped``.
    ///
    /// Raises ``TurnError`` where they hold it already, or it was too long ago.
    fn speaking<'py>(
        &self,
        py: Python<'py>,
        speaker: &Bound<'py, PyAny>,
        since: &Bound<'py, PyAny>,
    ) -> PyResult<()> {
        let (label, since) = (turns::label(speaker, None)?, turns::time("start", since)?);
        py.detach(|| self.held().speaking(&*label, since))
            .map_err(|error| turn_error(py, &error.to_string(), None))
    }

    /// Someone who held the floor stops speaking, which makes it a turn.
    ///
    /// Raises ``TurnError`` where they did not hold it, or stop before they began; they do not hold
    /// it then either.
    fn stopped<'py>(
        &self,
        py: Python<'py>,
        speaker: &Bound<'py, PyAny>,
        end: &Bound<'py, PyAny>,
    ) -> PyResult<()> {
        let (label, end) = (turns::label(speaker, None)?, turns::time("end", end)?);
        py.detach(|| self.held().stopped(&label, end))
            .map_err(|error| turn_error(py, &error.to_string(), None))
    }

    /// What the model says of the turns so far: the same numbers, to the bit, as ``analyze`` has.
    /// With ``at``, in seconds, whoever holds the floor counts as having spoken until then.
    ///
    /// >>> import sociogram
    /// >>> live = sociogram.Live()
    /// >>> live.push("ana", 0.0, 2.0)
    /// >>> live.speaking("ben", 2.2)
    /// >>> live.snapshot().score, round(live.snapshot(at=4.0).score)
    /// (None, 82)
    #[pyo3(signature = (at=None))]
    fn snapshot<'py>(&self, py: Python<'py>, at: Option<&Bound<'py, PyAny>>) -> PyResult<Snapshot> {
        let at = at.map(|at| turns::time("time of the snapshot", at)).transpose()?;
        Ok(Snapshot(py.detach(|| {
            let held = self.held();
            at.map_or_else(|| held.snapshot(), |at| held.snapshot_at(at))
        })))
    }

    /// How many turns were taken in.
    #[getter]
    fn turns(&self, py: Python<'_>) -> u64 {
        py.detach(|| self.held().turns())
    }

    /// How many turns were refused.
    #[getter]
    fn refused(&self, py: Python<'_>) -> u64 {
        py.detach(|| self.held().refused())
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let (turns, refused) = py.detach(|| {
            // One lock for both: a second one while the first is held would wait for ever.
            let held = self.held();
            (held.turns(), held.refused())
        });
        format!("<sociogram.Live: {turns} turns, {refused} refused>")
    }
}

/// What the model says of a meeting so far.
///
/// Made by ``Live.snapshot``. It has the numbers and not the turns, so there is no interval and
/// nothing is explained.
#[pyclass(frozen, module = "sociogram", name = "Snapshot")]
#[derive(Debug)]
pub(crate) struct Snapshot(sociogram::Analysis);

#[pymethods]
impl Snapshot {
    /// The meeting interaction score, 0 to 100; ``None`` with fewer than two participants.
    #[getter]
    fn score(&self) -> Option<f64> {
        self.0.score()
    }

    /// How long the meeting has lasted, in minutes.
    #[getter]
    fn minutes(&self) -> f64 {
        self.0.minutes()
    }

    /// The pairs with responses, strongest first, unrounded.
    #[getter]
    fn nodes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        shown::nodes(py, &self.0)
    }

    /// Everyone who takes part, in order of first speech; those who have not spoken last, by label.
    #[getter]
    fn participants<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        shown::participants(py, &self.0)
    }

    /// Responses as a NumPy array in the order of ``participants``: rows respond.
    #[getter]
    fn directed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        shown::directed(py, &self.0)
    }

    /// The documented JSON of the interactions as a dict: values are whole numbers.
    fn interactions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        shown::interactions(py, &self.0)
    }

    /// All numbers as JSON.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| json::text(&FullResult::from(&self.0)))
    }

    /// All numbers as dicts and lists.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::object(py, &self.to_json(py)?)
    }

    fn __repr__(&self) -> String {
        shown::line("Snapshot", &self.0)
    }
}
