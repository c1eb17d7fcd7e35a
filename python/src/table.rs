//! Many meetings in one table, on all cores.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::error::PyArrowError;
use pyo3_arrow::ffi::{ArrayIterator, to_stream_pycapsule};

use crate::errors::parameter_error;
use crate::frames;
use crate::grouped::{Asked, Heard};
use crate::patient;
use crate::progress::Progress;
use crate::rows::Rows;
use crate::settings::Model;

/// So many turns are scored before it is asked whether somebody wants to stop, and the progress is
/// told; a longer meeting is one piece.
const TURNS: usize = 1 << 18;
/// The same where they are resampled, which takes five times as long, and a hundred times with
/// hundreds of speakers.
const RESAMPLED: usize = 1 << 14;

/// Many meetings, scored: ``meetings`` has a row a meeting, ``pairs`` a row a pair with responses.
///
/// Made by ``score_table``.
#[pyclass(frozen, module = "sociogram", name = "Scores")]
#[derive(Debug)]
pub(crate) struct Scores {
    /// A row a meeting, in order of their names: ``meeting``, ``score`` (null with fewer than two
    /// participants), ``score_low`` and ``score_high`` (its 90% interval, null where there is none
    /// or none was asked for), ``minutes``, ``turns``, ``participants``, ``pair_count``,
    /// ``repairs`` (0: rows are taken as they are) and ``error`` (null where the meeting is fine;
    /// where it is not, every number but ``turns`` is null).
    #[pyo3(get)]
    meetings: Py<Table>,
    /// A row a pair with responses, in order of meetings and then of participants: ``meeting``,
    /// ``first``, ``second``, ``value``, ``relative``, ``responses``, ``to_second``, ``to_first``
    /// and ``rate``.
    #[pyo3(get)]
    pairs: Py<Table>,
}

#[pymethods]
impl Scores {
    fn __repr__(&self) -> String {
        let (meetings, pairs) = (self.meetings.get().rows(), self.pairs.get().rows());
        format!("<sociogram.Scores: {meetings} meetings, {pairs} pairs with responses>")
    }
}

/// A table for any library that has the Arrow C data interface, such as ``pyarrow.table(it)`` or
/// ``polars.DataFrame(it)``; ``len`` is its rows.
#[pyclass(frozen, module = "sociogram", name = "Table")]
#[derive(Debug)]
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    fn of(batches: Vec<RecordBatch>) -> Self {
        let schema = batches.first().map_or_else(|| Arc::new(Schema::empty()), RecordBatch::schema);
        Self { schema, batches }
    }

    fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

#[pymethods]
impl Table {
    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    fn __len__(&self) -> usize {
        self.rows()
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> Result<Bound<'py, PyCapsule>, PyArrowError> {
        let arrays: Vec<Result<ArrayRef, ArrowError>> = self
            .batches
            .iter()
            .map(|batch| Ok(Arc::new(arrow_array::StructArray::from(batch.clone())) as ArrayRef))
            .collect();
        let field = Field::new_struct("", self.schema.fields().clone(), false);
        let arrays = Box::new(ArrayIterator::new(arrays, field.into()));
        to_stream_pycapsule(py, arrays, requested_schema)
    }

    fn __repr__(&self) -> String {
        format!("<sociogram.Table: {} rows, {}>", self.rows(), self.column_names().join(", "))
    }
}

/// Scores many meetings at once, on all cores.
///
/// ``table`` is anything with the Arrow C data interface and the columns ``meeting``, ``speaker``,
/// ``start`` and ``end``, rows in any order; its text and its numbers are read where they are. The
/// numbers are those of ``analyze`` for each meeting; with ``intervals`` also those of its
/// ``interval``, which takes some times as long. ``progress`` is called with how many meetings are
/// done, and how many there are; what it raises ends the call.
///
/// Raises ``TurnError`` for a row that is no turn; with ``bad="keep"`` such a meeting gets a row
/// with its ``error`` instead, the same in whatever order its rows come.
///
/// >>> import polars, sociogram
/// >>> table = polars.DataFrame({
/// ...     "meeting": ["standup", "standup", "retro"],
/// ...     "speaker": ["ana", "ben", "ana"],
/// ...     "start": [0.0, 2.2, 0.0],
/// ...     "end": [2.0, 4.0, 9.0],
/// ... })
/// >>> scores = sociogram.score_table(table)
/// >>> scores
/// <sociogram.Scores: 2 meetings, 1 pairs with responses>
/// >>> [(row["meeting"], row["score"] and round(row["score"]))
/// ...  for row in polars.DataFrame(scores.meetings).to_dicts()]
/// [('retro', None), ('standup', 82)]
/// >>> table[2, "end"] = None
/// >>> polars.DataFrame(sociogram.score_table(table, bad="keep").meetings)["error"].to_list()
/// ['expected the end in seconds, found null', None]
#[pyfunction]
#[pyo3(signature = (table, *, rise=None, decay=None, unaddressed=None, half_rate=None,
                    intervals=false, bad="raise", progress=None))]
#[expect(clippy::too_many_arguments, reason = "they have names in Python")]
pub(crate) fn score_table<'py>(
    table: &Bound<'py, PyAny>,
    rise: Option<&Bound<'py, PyAny>>,
    decay: Option<&Bound<'py, PyAny>>,
    unaddressed: Option<&Bound<'py, PyAny>>,
    half_rate: Option<&Bound<'py, PyAny>>,
    intervals: bool,
    bad: &str,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Scores> {
    let py = table.py();
    let analyzer = Model { rise, decay, unaddressed, half_rate }.analyzer(py)?;
    let progress = Progress::new(py, progress)?;
    let keep_bad = match bad {
        "raise" => false,
        "keep" => true,
        other => {
            let message = format!("bad is {other:?}, and must be \"raise\" or \"keep\"");
            return Err(parameter_error(py, "bad", &message));
        }
    };
    let asked = Asked { analyzer, intervals, keep_bad };
    let heard = Arc::new(Heard::read(py, table)?);
    let meetings = {
        let heard = Arc::clone(&heard);
        let grouped = patient::run(py, true, move || heard.meetings(keep_bad))?;
        Arc::new(grouped.map_err(|wrong| wrong.raised(py, 0))?)
    };
    let fits = if intervals { RESAMPLED } else { TURNS };
    let (mut scored, mut from) = (Rows::default(), 0);
    while from < meetings.len() {
        let mut turns = 0;
        let more = meetings.iter().skip(from).take_while(|meeting| {
            let first = turns == 0;
            turns += meeting.turns();
            first || turns <= fits
        });
        let to = from + more.count();
        let (heard, part) = (Arc::clone(&heard), Arc::clone(&meetings));
        let done = patient::run(py, true, move || heard.score(&asked, &part, from..to))?;
        for one in done {
            if let (Err(wrong), false) = (&one.outcome, keep_bad) {
                return Err(wrong.raised(py, 0));
            }
            scored.add(one).map_err(|error| frames::refused(py, &error))?;
        }
        from = to;
        progress.tell(py, from, Some(meetings.len()))?;
    }
    let batches = scored.into_batches().map_err(|error| frames::refused(py, &error))?;
    let [meetings, pairs] = batches.map(Table::of);
    Ok(Scores { meetings: Py::new(py, meetings)?, pairs: Py::new(py, pairs)? })
}
