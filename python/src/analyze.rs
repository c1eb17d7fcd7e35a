//! From turns of any kind to a result.

use std::time::Duration;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::annotation;
use crate::frames;
use crate::numbers;
use crate::progress::Progress;
use crate::recording::Recording;
use crate::result::Analysis;
use crate::settings::{self, Model, Settings};
use crate::turns;

/// Scores a meeting from who spoke when.
///
/// ``turns`` is an iterable of ``(speaker, start, end)`` or of dicts with these keys, in seconds
/// and in any order; a pandas or polars frame or any table with the Arrow C data interface that has
/// these columns; a ``pyannote.core.Annotation``, whose ``uri`` names the recording; or a
/// ``Recording`` of ``read``. ``roster`` names those who were there and may never have spoken;
/// ``duration`` is how many seconds the meeting lasted, silence at its ends included. The constants of the model are ``rise``, ``decay``, ``unaddressed`` and
/// ``half_rate``; ``min_talk`` leaves out those who speak less than so many seconds; ``seed`` is
/// what intervals are resampled from. ``progress`` is called with how many turns are taken in, and
/// how many there are or ``None``; what it raises ends the call.
///
/// Raises ``TurnError`` for something that is no turn, and ``ParameterError`` for all else.
///
/// >>> import sociogram
/// >>> result = sociogram.analyze([("ana", 0.0, 2.0), {"speaker": "ben", "start": 2.2, "end": 4.0}])
/// >>> round(result.score, 1)
/// 82.0
/// >>> sociogram.analyze([("ana", 0.0, float("nan"))])
/// Traceback (most recent call last):
///     ...
/// sociogram.TurnError: turn 0: the end is not a time: a time is a number of seconds, not NaN
#[pyfunction]
#[pyo3(signature = (turns, roster=None, duration=None, *, rise=None, decay=None, unaddressed=None,
                    half_rate=None, min_talk=None, seed=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "they have names in Python")]
pub(crate) fn analyze<'py>(
    turns: &Bound<'py, PyAny>,
    roster: Option<&Bound<'py, PyAny>>,
    duration: Option<&Bound<'py, PyAny>>,
    rise: Option<&Bound<'py, PyAny>>,
    decay: Option<&Bound<'py, PyAny>>,
    unaddressed: Option<&Bound<'py, PyAny>>,
    half_rate: Option<&Bound<'py, PyAny>>,
    min_talk: Option<&Bound<'py, PyAny>>,
    seed: Option<&Bound<'py, PyAny>>,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Analysis> {
    let py = turns.py();
    let settings = Settings {
        analyzer: Model { rise, decay, unaddressed, half_rate }.analyzer(py)?,
        roster: settings::labels("roster", roster)?,
        duration: duration.map(|given| numbers::parameter("duration", given)).transpose()?,
        min_talk: min_talk
            .map_or(Ok(Duration::ZERO), |given| settings::length("min_talk", given))?,
        seed: settings::seed(seed)?,
    };
    let progress = Progress::new(py, progress)?;
    let (turns, provenance) = match Shape::of(turns)? {
        Shape::Annotation => (annotation::turns(turns, &progress)?, annotation::provenance(turns)?),
        Shape::Arrow => (frames::of_arrow(turns, &progress)?, None),
        Shape::Iterable => (turns::of_iterable(turns, &progress)?, None),
        Shape::Pandas => (frames::of_pandas(turns, &progress)?, None),
        Shape::Recording(recording) => {
            (recording.turns().clone(), Some(recording.provenance().clone()))
        }
    };
    progress.tell(py, turns.len(), Some(turns.len()))?;
    Analysis::of(py, turns, settings, provenance)
}

/// What turns come in.
enum Shape<'a> {
    Annotation,
    Arrow,
    Iterable,
    Pandas,
    Recording(&'a Recording),
}

impl<'a> Shape<'a> {
    /// By what an object can do, so that no library has to be imported.
    fn of(object: &'a Bound<'_, PyAny>) -> PyResult<Self> {
        let py = object.py();
        let can = |name: &Bound<'_, PyString>| object.hasattr(name);
        Ok(if let Ok(recording) = object.cast::<Recording>() {
            Self::Recording(recording.get())
        } else if can(intern!(py, "itertracks"))? {
            Self::Annotation
        } else if can(intern!(py, "iloc"))? && can(intern!(py, "columns"))? {
            Self::Pandas
        } else if can(intern!(py, "__arrow_c_stream__"))? || can(intern!(py, "__arrow_c_array__"))?
        {
            Self::Arrow
        } else {
            Self::Iterable
        })
    }
}
