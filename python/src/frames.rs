//! Turns from tables: frames and whatever has the Arrow C data interface.

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, Schema};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3_arrow::input::AnyRecordBatch;
use sociogram::Turns;

use crate::columns::{Columns, Wrong};
use crate::errors::{is_wrong_type, kind, turn_error};
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

fn add(turns: &mut Turns, batch: &RecordBatch, places: [usize; 3]) -> Result<(), Wrong> {
    let columns = Columns::of(batch, places)?;
    let mut digits = String::new();
    (0..batch.num_rows()).try_for_each(|row| columns.push(row, &mut digits, turns))
}
