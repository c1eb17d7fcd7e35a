//! Turns from Python's own objects: tuples, lists and dicts.

use std::borrow::Cow;

use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyInt, PyMapping, PyString, PyTuple};
use sociogram::{Span, Time, Turns};

use crate::errors::{kind, told, turn_error};
use crate::numbers;
use crate::progress::Progress;

/// After so many turns it is asked whether somebody wants to stop.
pub(crate) const PATIENCE: usize = 4096;
const EXPECTED: &str = "expected (speaker, start, end)";

/// The turns of an iterable.
pub(crate) fn of_iterable<'py>(
    object: &Bound<'py, PyAny>,
    progress: &Progress<'_, 'py>,
) -> PyResult<Turns> {
    let py = object.py();
    let iterator = if is_text(object) || object.is_instance_of::<PyDict>() {
        None
    } else {
        match object.try_iter() {
            Ok(iterator) => Some(iterator),
            Err(error) if error.is_instance_of::<PyTypeError>(py) => None,
            Err(error) => return Err(error),
        }
    };
    let Some(iterator) = iterator else {
        let message = format!("expected an iterable of turns, found {}", kind(object));
        return Err(turn_error(py, &message, None));
    };
    let all = object.len().ok();
    let mut turns = Turns::new();
    for (index, item) in iterator.enumerate() {
        if index % PATIENCE == 0 {
            progress.tell(py, index, all)?;
        }
        let [speaker, start, end] = parts(&item?, index)?;
        push(&mut turns, &speaker, [&start, &end], index)?;
    }
    Ok(turns)
}

/// Adds a turn.
pub(crate) fn push(
    turns: &mut Turns,
    speaker: &Bound<'_, PyAny>,
    times: [&Bound<'_, PyAny>; 2],
    index: usize,
) -> PyResult<()> {
    let (label, span) = one(speaker, times, Some(index))?;
    turns.push(&label, span);
    Ok(())
}

/// The label and the time of a turn.
pub(crate) fn one<'a>(
    speaker: &'a Bound<'_, PyAny>,
    [start, end]: [&Bound<'_, PyAny>; 2],
    index: Option<usize>,
) -> PyResult<(Cow<'a, str>, Span)> {
    let (start, end) = (number("start", start, index)?, number("end", end, index)?);
    let span = Span::from_seconds(start, end)
        .map_err(|error| turn_error(speaker.py(), &told(&error), index))?;
    Ok((label(speaker, index)?, span))
}

/// A speaker's label.
pub(crate) fn label<'a>(
    speaker: &'a Bound<'_, PyAny>,
    index: Option<usize>,
) -> PyResult<Cow<'a, str>> {
    let wrong = |message: &str| turn_error(speaker.py(), message, index);
    if let Ok(text) = speaker.cast::<PyString>() {
        let label = text.to_str().map_err(|_| wrong("the speaker's label is no valid Unicode"))?;
        return Ok(label.into());
    }
    if speaker.is_instance_of::<PyInt>() && !speaker.is_instance_of::<PyBool>() {
        return Ok(speaker.str()?.to_str()?.to_owned().into());
    }
    let found = if speaker.is_none() { "None".to_owned() } else { kind(speaker) };
    Err(wrong(&format!("expected the speaker's label, found {found}")))
}

/// A point of time.
pub(crate) fn time(what: &str, object: &Bound<'_, PyAny>) -> PyResult<Time> {
    Time::from_seconds(number(what, object, None)?).map_err(|error| {
        turn_error(object.py(), &format!("the {what} is not a time: {error}"), None)
    })
}

fn number(what: &str, object: &Bound<'_, PyAny>, index: Option<usize>) -> PyResult<f64> {
    numbers::seconds(object)?.map_err(|found| {
        let message = format!("expected the {what} in seconds, found {found}");
        turn_error(object.py(), &message, index)
    })
}

/// Speaker, start and end of one item.
fn parts<'py>(item: &Bound<'py, PyAny>, index: usize) -> PyResult<[Bound<'py, PyAny>; 3]> {
    let py = item.py();
    let wrong = |message: &str| turn_error(py, message, Some(index));
    if let Ok(tuple) = item.cast::<PyTuple>() {
        return tuple
            .extract()
            .map_err(|_| wrong(&format!("{EXPECTED}, found {} items", tuple.len())));
    }
    if let Ok(mapping) = item.cast::<PyMapping>() {
        let of = |name: &Bound<'py, PyString>| {
            mapping.get_item(name).map_err(|error| {
                if error.is_instance_of::<PyKeyError>(py) {
                    wrong(&format!("expected the keys speaker, start and end, found no {name}"))
                } else {
                    error
                }
            })
        };
        return Ok([
            of(intern!(py, "speaker"))?,
            of(intern!(py, "start"))?,
            of(intern!(py, "end"))?,
        ]);
    }
    let none = || wrong(&format!("{EXPECTED} or a dict, found {}", kind(item)));
    if is_text(item) {
        return Err(none());
    }
    let mut items = match item.try_iter() {
        Ok(items) => items,
        Err(error) if error.is_instance_of::<PyTypeError>(py) => return Err(none()),
        Err(error) => return Err(error),
    };
    let mut next = || items.next().transpose();
    match (next()?, next()?, next()?, next()?) {
        (Some(speaker), Some(start), Some(end), None) => Ok([speaker, start, end]),
        (_, _, None, _) => Err(wrong(&format!("{EXPECTED}, found fewer items"))),
        _ => Err(wrong(&format!("{EXPECTED}, found more items"))),
    }
}

fn is_text(object: &Bound<'_, PyAny>) -> bool {
    object.is_instance_of::<PyString>()
        || object.is_instance_of::<PyBytes>()
        || object.is_instance_of::<PyByteArray>()
}
