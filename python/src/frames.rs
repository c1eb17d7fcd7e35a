//! Turns from tables: frames and whatever has the Arrow C data interface.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, Float64Array, RecordBatch, RecordBatchReader, StringViewArray};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Schema};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use sociogram::{Span, Turns};

use crate::errors::{is_wrong_type, kind, told, turn_error};
use crate::progress::Progress;
use crate::turns;

const COLUMNS: [&str; 3] = ["speaker", "start", "end"];

/// The turns of a table that any library made, batch by batch.
pub(crate) fn of_arrow<'py>(
    object: &Bound<'py, PyAny>,
    progress: &Progress<'_, 'py>,
) -> PyResult<Turns> {
    let py = object.py();
    let mut reader = reader(object)?;
    let places = places(py, &reader.schema(), COLUMNS)?;
    let mut turns = Turns::new();
    let mut before = 0;
    // Whoever makes the batches may be Python again, which then takes the lock by itself.
    while let Some(batch) = py.detach(|| reader.next()) {
        progress.tell(py, before, None)?;
        let batch = batch.map_err(|error| refused(py, &error))?;
        let rows = batch.num_rows();
        let added = py.detach(|| add(&mut turns, &batch, places));
        added.map_err(|wrong| wrong.raised(py, before))?;
        before += rows;
    }
    Ok(turns)
}

/// The batches of a table.
pub(crate) fn reader(object: &Bound<'_, PyAny>) -> PyResult<Box<dyn RecordBatchReader + Send>> {
    let py = object.py();
    object.extract::<AnyRecordBatch>().and_then(AnyRecordBatch::into_reader).map_err(|error| {
        if is_wrong_type(py, &error) {
            let message = format!("expected a table of turns, found {}: {error}", kind(object));
            turn_error(py, &message, None)
        } else {
            error
        }
    })
}

/// The turns of a pandas frame, which has the Arrow interface only where pyarrow is installed.
pub(crate) fn of_pandas<'py>(
    object: &Bound<'py, PyAny>,
    progress: &Progress<'_, 'py>,
) -> PyResult<Turns> {
    let py = object.py();
    let names = object.getattr(intern!(py, "columns"))?;
    let columns = COLUMNS.map(|name| {
        if !names.contains(name)? {
            return Err(missing(py, &names.call_method0("tolist")?.str()?.to_string_lossy()));
        }
        let column = object.get_item(name)?;
        // Two columns of one name are a frame again.
        if column.hasattr(intern!(py, "columns"))? {
            let message = format!("expected one column {name}, found several");
            return Err(turn_error(py, &message, None));
        }
        column.call_method0(intern!(py, "tolist"))
    });
    let [speakers, starts, ends] = columns;
    let (speakers, starts, ends) = (speakers?.try_iter()?, starts?.try_iter()?, ends?.try_iter()?);
    let all = object.len().ok();
    let mut turns = Turns::new();
    for (index, ((speaker, start), end)) in speakers.zip(starts).zip(ends).enumerate() {
        if index % turns::PATIENCE == 0 {
            progress.tell(py, index, all)?;
        }
        turns::push(&mut turns, &speaker?, [&start?, &end?], index)?;
    }
    Ok(turns)
}

/// What is wrong with a table.
pub(crate) enum Wrong {
    /// With one row, by its place in the batch.
    Row(usize, String),
    /// With a whole column.
    Column(String),
}

impl Wrong {
    /// The same behind so many rows of other batches.
    pub(crate) fn further_down(self, rows: usize) -> Self {
        match self {
            Self::Row(row, message) => Self::Row(row.saturating_add(rows), message),
            column @ Self::Column(_) => column,
        }
    }

    /// The exception, behind so many rows of other batches.
    pub(crate) fn raised(&self, py: Python<'_>, before: usize) -> PyErr {
        match self {
            Self::Row(row, message) => turn_error(py, message, Some(before.saturating_add(*row))),
            Self::Column(message) => turn_error(py, message, None),
        }
    }
}

/// Where columns of these names stand.
pub(crate) fn places<const N: usize>(
    py: Python<'_>,
    schema: &Schema,
    wanted: [&str; N],
) -> PyResult<[usize; N]> {
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(wanted) {
        let mut found = schema.fields().iter().enumerate().filter(|(_, one)| one.name() == name);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => *place = at,
            (None, _) => {
                let names: Vec<&str> =
                    schema.fields().iter().map(|field| field.name().as_str()).collect();
                let wanted = wanted.join(", ");
                let message = format!("expected the columns {wanted}, found {names:?}");
                return Err(turn_error(py, &message, None));
            }
            _ => {
                let message = format!("expected one column {name}, found several");
                return Err(turn_error(py, &message, None));
            }
        }
    }
    Ok(places)
}

fn missing(py: Python<'_>, found: &str) -> PyErr {
    let message = format!("expected the columns speaker, start, end, found {found}");
    turn_error(py, &message, None)
}

/// What the maker of a table says.
pub(crate) fn refused(py: Python<'_>, error: &ArrowError) -> PyErr {
    turn_error(py, &format!("the table cannot be read: {error}"), None)
}

/// The turns of a batch, column by column.
pub(crate) struct Columns {
    speakers: StringViewArray,
    starts: Float64Array,
    ends: Float64Array,
}

impl Columns {
    pub(crate) fn of(
        batch: &RecordBatch,
        [speaker, start, end]: [usize; 3],
    ) -> Result<Self, Wrong> {
        Ok(Self {
            speakers: labels(batch.columns().get(speaker), "speaker")?,
            starts: seconds(batch.columns().get(start), "start")?,
            ends: seconds(batch.columns().get(end), "end")?,
        })
    }

    /// Adds the turn of a row.
    pub(crate) fn push(&self, row: usize, turns: &mut Turns) -> Result<(), Wrong> {
        for (name, empty) in [
            ("the speaker's label", self.speakers.is_null(row)),
            ("the start in seconds", self.starts.is_null(row)),
            ("the end in seconds", self.ends.is_null(row)),
        ] {
            if empty {
                return Err(Wrong::Row(row, format!("expected {name}, found null")));
            }
        }
        let span = Span::from_seconds(self.starts.value(row), self.ends.value(row));
        turns.push(self.speakers.value(row), span.map_err(|error| Wrong::Row(row, told(&error)))?);
        Ok(())
    }
}

fn add(turns: &mut Turns, batch: &RecordBatch, places: [usize; 3]) -> Result<(), Wrong> {
    let columns = Columns::of(batch, places)?;
    (0..batch.num_rows()).try_for_each(|row| columns.push(row, turns))
}

/// A column of labels: views of the text that is there, of whatever kind it is.
pub(crate) fn labels(column: Option<&ArrayRef>, name: &str) -> Result<StringViewArray, Wrong> {
    let wrong = |found: &dyn std::fmt::Display| {
        Wrong::Column(format!("expected text in the column {name}, found {found}"))
    };
    let Some(column) = column else { return Err(wrong(&"none")) };
    let kind = match column.data_type() {
        DataType::Dictionary(_, kind) => kind,
        kind => kind,
    };
    let text = match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => column.clone(),
        // A column without a row may have no type either.
        DataType::Null => column.clone(),
        whole if whole.is_integer() => {
            cast(column, &DataType::Utf8).map_err(|error| wrong(&error))?
        }
        other => return Err(wrong(other)),
    };
    let text = match text.data_type() {
        DataType::Dictionary(..) => {
            cast(&text, &DataType::LargeUtf8).map_err(|error| wrong(&error))?
        }
        _ => text,
    };
    let views = cast(&text, &DataType::Utf8View).map_err(|error| wrong(&error))?;
    views.as_string_view_opt().cloned().ok_or_else(|| wrong(&"none"))
}

/// A column of seconds: the numbers that are there, or what they are as floats.
fn seconds(column: Option<&ArrayRef>, name: &str) -> Result<Float64Array, Wrong> {
    let wrong = |found: &dyn std::fmt::Display| {
        Wrong::Column(format!("expected seconds in the column {name}, found {found}"))
    };
    let Some(column) = column else { return Err(wrong(&"none")) };
    let kind = column.data_type();
    if !(kind.is_integer() || kind.is_floating() || *kind == DataType::Null) {
        return Err(wrong(kind));
    }
    let numbers = cast(column, &DataType::Float64).map_err(|error| wrong(&error))?;
    numbers.as_primitive_opt::<Float64Type>().cloned().ok_or_else(|| wrong(&"none"))
}
