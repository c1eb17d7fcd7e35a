//! Many meetings in one table, on all cores.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, Float64Array, RecordBatch, RecordBatchReader, StringArray, StringViewArray,
    UInt64Array,
};
use arrow_schema::{ArrowError, Field, SchemaRef};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::error::PyArrowError;
use pyo3_arrow::ffi::{ArrayIterator, to_stream_pycapsule};
use rayon::prelude::*;
use sociogram::{Analysis, Analyzer, Conversation, Turns};

use crate::errors::{parameter_error, turn_error};
use crate::frames::{self, Columns, Wrong};
use crate::patient;
use crate::settings::Model;

/// So many turns are scored before it is asked whether somebody wants to stop, and the progress is
/// told; a longer meeting is one piece.
const TURNS: usize = 1 << 18;

/// Many meetings, scored: ``meetings`` has a row a meeting, ``pairs`` a row a pair with responses.
///
/// Made by ``score_table``.
#[pyclass(frozen, module = "sociogram", name = "Scores")]
#[derive(Debug)]
pub(crate) struct Scores {
    /// A row a meeting, in order of their names: ``meeting``, ``score`` (null with fewer than two
    /// participants), ``minutes``, ``turns``, ``participants`` and ``pair_count``.
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
/// numbers are those of ``analyze`` for each meeting. ``progress`` is called with how many meetings
/// are done, and how many there are; what it raises ends the call.
///
/// Raises ``TurnError`` for a row that is no turn.
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
#[pyfunction]
#[pyo3(signature = (table, *, rise=None, decay=None, unaddressed=None, half_rate=None,
                    progress=None))]
pub(crate) fn score_table<'py>(
    table: &Bound<'py, PyAny>,
    rise: Option<&Bound<'py, PyAny>>,
    decay: Option<&Bound<'py, PyAny>>,
    unaddressed: Option<&Bound<'py, PyAny>>,
    half_rate: Option<&Bound<'py, PyAny>>,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Scores> {
    let py = table.py();
    let analyzer = Model { rise, decay, unaddressed, half_rate }.analyzer(py)?;
    if progress.is_some_and(|progress| !progress.is_callable()) {
        return Err(parameter_error(py, "progress", "progress is not callable, and must be"));
    }
    let heard = Arc::new(Heard::read(py, table)?);
    let meetings = {
        let heard = Arc::clone(&heard);
        let grouped = patient::run(py, true, move || heard.meetings())?;
        Arc::new(grouped.map_err(|wrong| wrong.raised(py, 0))?)
    };
    let (mut scored, mut from) = (Rows::default(), 0);
    while from < meetings.len() {
        let mut turns = 0;
        let more = meetings.iter().skip(from).take_while(|(_, rows)| {
            let fits = turns == 0 || turns + rows.len() <= TURNS;
            turns += rows.len();
            fits
        });
        let to = from + more.count();
        let (heard, part) = (Arc::clone(&heard), Arc::clone(&meetings));
        let done = patient::run(py, true, move || heard.score(&analyzer, &part, from..to))?;
        for (name, turns, analysis) in done {
            let analysis = analysis.map_err(|wrong| wrong.raised(py, 0))?;
            scored.add(&name, turns, &analysis);
        }
        from = to;
        if let Some(progress) = progress {
            progress.call1((from, meetings.len()))?;
        }
        py.check_signals()?;
    }
    let [meetings, pairs] = scored.into_tables(py)?;
    Ok(Scores { meetings: Py::new(py, meetings)?, pairs: Py::new(py, pairs)? })
}

/// The columns of a table, batch by batch.
struct Heard {
    batches: Vec<(StringViewArray, Columns, usize)>,
}

/// Where a row stands: in which batch, and where in it.
type Row = (usize, usize);

impl Heard {
    fn read(py: Python<'_>, table: &Bound<'_, PyAny>) -> PyResult<Self> {
        if !table.hasattr(intern!(py, "__arrow_c_stream__"))?
            && !table.hasattr(intern!(py, "__arrow_c_array__"))?
        {
            let message = "expected a table with the Arrow C data interface, found none";
            return Err(turn_error(py, message, None));
        }
        let mut reader = frames::reader(table)?;
        let places = frames::places(py, &reader.schema(), ["meeting", "speaker", "start", "end"])?;
        let [meeting, turn @ ..] = places;
        let (mut batches, mut before) = (Vec::new(), 0);
        while let Some(batch) = py.detach(|| reader.next()) {
            py.check_signals()?;
            let batch = batch.map_err(|error| frames::refused(py, &error))?;
            let columns = py.detach(|| {
                let names = frames::labels(batch.columns().get(meeting), "meeting")?;
                Ok((names, Columns::of(&batch, turn)?, before))
            });
            batches.push(columns.map_err(|wrong: Wrong| wrong.raised(py, 0))?);
            before += batch.num_rows();
        }
        Ok(Self { batches })
    }

    /// The rows of each meeting, in order of names.
    fn meetings(&self) -> Result<Vec<(String, Vec<Row>)>, Wrong> {
        let mut meetings: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
        for (at, (names, _, before)) in self.batches.iter().enumerate() {
            let mut row = 0;
            while row < names.len() {
                if names.is_null(row) {
                    let message = "expected the meeting's name, found null".to_owned();
                    return Err(Wrong::Row(before + row, message));
                }
                let name = names.value(row);
                let rows = meetings.entry(name).or_default();
                // Rows of a meeting mostly stand together.
                while row < names.len() && names.is_valid(row) && names.value(row) == name {
                    rows.push((at, row));
                    row += 1;
                }
            }
        }
        Ok(meetings.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect())
    }

    /// Some of the meetings, in their order, up to one that cannot be scored.
    fn score(
        &self,
        analyzer: &Analyzer,
        meetings: &[(String, Vec<Row>)],
        which: std::ops::Range<usize>,
    ) -> Vec<(String, usize, Result<Analysis, Wrong>)> {
        meetings
            .get(which)
            .unwrap_or_default()
            .par_iter()
            .map(|(name, rows)| (name.clone(), rows.len(), self.analyze(analyzer, name, rows)))
            .collect()
    }

    fn analyze(&self, analyzer: &Analyzer, name: &str, rows: &[Row]) -> Result<Analysis, Wrong> {
        let mut turns = Turns::new();
        for (at, row) in rows {
            let Some((_, columns, before)) = self.batches.get(*at) else { continue };
            columns.push(*row, &mut turns).map_err(|wrong| wrong.further_down(*before))?;
        }
        let conversation = Conversation::new(turns)
            .map_err(|error| Wrong::Column(format!("meeting {name:?}: {error}")))?;
        Ok(analyzer.analyze(&conversation))
    }
}

/// Rows to come.
#[derive(Default)]
struct Rows {
    meetings: Vec<String>,
    scores: Vec<Option<f64>>,
    minutes: Vec<f64>,
    turns: Vec<u64>,
    participants: Vec<u64>,
    pair_counts: Vec<u64>,
    /// meeting, first and second
    between: [Vec<String>; 3],
    /// value, relative, responses, to second, to first and rate
    numbers: [Vec<f64>; 6],
}

impl Rows {
    fn add(&mut self, name: &str, turns: usize, analysis: &Analysis) {
        self.meetings.push(name.to_owned());
        self.scores.push(analysis.score());
        self.minutes.push(analysis.minutes());
        self.turns.push(turns as u64);
        self.participants.push(analysis.graph().node_count() as u64);
        self.pair_counts.push(analysis.pair_count() as u64);
        for pair in analysis.pairs() {
            let [first, second] = pair.labels().map(|label| label.as_str());
            for (column, text) in self.between.iter_mut().zip([name, first, second]) {
                column.push(text.to_owned());
            }
            let numbers = [
                pair.absolute,
                pair.relative,
                pair.strength,
                pair.to_second,
                pair.to_first,
                pair.rate,
            ];
            for (column, number) in self.numbers.iter_mut().zip(numbers) {
                column.push(number);
            }
        }
    }

    fn into_tables(self, py: Python<'_>) -> PyResult<[Table; 2]> {
        let text = |column: Vec<String>| Arc::new(StringArray::from(column)) as ArrayRef;
        let number = |column: Vec<f64>| Arc::new(Float64Array::from(column)) as ArrayRef;
        let count = |column: Vec<u64>| Arc::new(UInt64Array::from(column)) as ArrayRef;
        let [meeting, first, second] = self.between.map(text);
        let [value, relative, responses, to_second, to_first, rate] = self.numbers.map(number);
        let meetings = vec![
            ("meeting", text(self.meetings)),
            ("score", Arc::new(Float64Array::from(self.scores)) as ArrayRef),
            ("minutes", number(self.minutes)),
            ("turns", count(self.turns)),
            ("participants", count(self.participants)),
            ("pair_count", count(self.pair_counts)),
        ];
        let pairs = vec![
            ("meeting", meeting),
            ("first", first),
            ("second", second),
            ("value", value),
            ("relative", relative),
            ("responses", responses),
            ("to_second", to_second),
            ("to_first", to_first),
            ("rate", rate),
        ];
        let table = |columns: Vec<(&str, ArrayRef)>| {
            // Only a score may be absent, whether or not one is.
            let columns = columns.into_iter().map(|(name, array)| (name, array, name == "score"));
            RecordBatch::try_from_iter_with_nullable(columns)
                .map(|batch| Table { schema: batch.schema(), batches: vec![batch] })
                .map_err(|error| frames::refused(py, &error))
        };
        Ok([table(meetings)?, table(pairs)?])
    }
}
