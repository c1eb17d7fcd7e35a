//! Every format of the library, from files and from bytes.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView};
use sociogram::formats::{self, Format, Options, UnknownSpeakers};

use crate::errors::{kind, parameter_error, read_error};
use crate::recording::Recording;

/// Reads the recordings of a file in any format, in order of their names.
///
/// ``path_or_bytes`` is a path, or the bytes themselves; gzip is unpacked. ``format`` is a format's
/// id such as ``"rttm"``, unless it is to be detected from content. ``unknown`` says what to do
/// with speech of unknown speakers: ``"drop"``, ``"keep"`` or ``"error"``; ``strict`` refuses what
/// is otherwise repaired and reported.
///
/// Raises ``ReadError`` with line and column, and in JSON the path of the value, and ``OSError`` for
/// a file that cannot be opened.
///
/// >>> import sociogram
/// >>> text = b"SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>"
/// >>> sociogram.read(text)
/// [<sociogram.Recording "standup": 1 turns, 1 speakers, 0 repairs, rttm>]
/// >>> try:
/// ...     sociogram.read(b"SPEAKER standup 1 soon 2.0 <NA> <NA> ana <NA> <NA>")
/// ... except sociogram.ReadError as error:
/// ...     print(error.line, error.column, error)
/// 1 19 line 1, column 19: expected the start in seconds, found "soon"
#[pyfunction]
#[pyo3(signature = (path_or_bytes, format=None, *, unknown="drop", strict=false))]
pub(crate) fn read(
    path_or_bytes: &Bound<'_, PyAny>,
    format: Option<&str>,
    unknown: &str,
    strict: bool,
) -> PyResult<Vec<Recording>> {
    let py = path_or_bytes.py();
    let unknown = match unknown {
        "drop" => UnknownSpeakers::Drop,
        "keep" => UnknownSpeakers::Keep,
        "error" => UnknownSpeakers::Error,
        _ => {
            let message = format!("unknown is {unknown:?}, and must be drop, keep or error");
            return Err(parameter_error(py, "unknown", &message));
        }
    };
    let mut options = Options::default().unknown_speakers(unknown).strict(strict);
    if let Some(format) = format {
        let format: Format = format.parse().map_err(|error: formats::UnknownFormat| {
            parameter_error(py, "format", &error.to_string())
        })?;
        options = options.format(format);
    }
    let (bytes, file) = if is_bytes(path_or_bytes) {
        (py.get_type::<PyBytes>().call1((path_or_bytes,))?, None)
    } else {
        let (bytes, file) = contents(path_or_bytes)?;
        options = options.file_name(&file);
        (bytes, Some(file))
    };
    let bytes = bytes.cast::<PyBytes>()?.as_bytes();
    let reading = py.detach(|| formats::read(bytes, &options));
    let reading = reading.map_err(|error| read_error(py, &error, file.as_deref()))?;
    let format = reading.format();
    let recordings = reading.into_recordings().into_iter();
    Ok(recordings.map(|read| Recording::new(read, format)).collect())
}

fn is_bytes(object: &Bound<'_, PyAny>) -> bool {
    object.is_instance_of::<PyBytes>()
        || object.is_instance_of::<PyByteArray>()
        || object.is_instance_of::<PyMemoryView>()
}

/// What is in a file, and its name. Python opens it, whose errors say which file it was.
fn contents<'py>(path: &Bound<'py, PyAny>) -> PyResult<(Bound<'py, PyAny>, String)> {
    let py = path.py();
    let path = py.import("os")?.call_method1("fspath", (path,)).map_err(|_| {
        let message = format!("path_or_bytes is {}, and must be a path or bytes", kind(path));
        parameter_error(py, "path_or_bytes", &message)
    })?;
    let bytes = py.import("pathlib")?.call_method1("Path", (&path,))?;
    let bytes = bytes.call_method0(intern!(py, "read_bytes"))?;
    Ok((bytes, path.str()?.to_string_lossy().into_owned()))
}
