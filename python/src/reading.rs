//! Every format of the library, from files and from bytes.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyMemoryView};
use sociogram::formats::{self, Format, Options, Regions, Unit, UnknownSpeakers};
use sociogram::schema::Provenance;

use crate::errors::{kind, parameter_error, read_error};
use crate::recording::Recording;
use crate::settings;

/// What a column of a table can be.
const COLUMNS: [&str; 5] = ["recording", "speaker", "start", "end", "length"];

/// Reads the recordings of a file in any format, in order of their names.
///
/// ``path_or_bytes`` is a path, or the bytes themselves; gzip is unpacked. ``format`` is a format's
/// id such as ``"rttm"``, unless it is to be detected from content. ``unknown`` says what to do
/// with speech of unknown speakers: ``"drop"``, ``"keep"`` or ``"error"``; ``strict`` refuses what
/// is otherwise repaired and reported.
///
/// ``columns`` names the columns of a table, or the keys of JSON Lines, where they are not called
/// ``speaker``, ``start``, ``end`` (or ``length``) and ``recording``; ``unit`` says what its times
/// count: ``"s"``, ``"ms"``, ``"us"``, ``"ticks"`` or ``"ns"``. ``carry_speaker`` gives captions
/// without a speaker to the one before. ``regions`` is a UEM, as a path or bytes: what lies outside
/// of its regions is left out. ``utt2spk`` says who speaks in each utterance of Kaldi's
/// ``segments``, as a path, bytes or a dict; a file of this name beside a file ``segments`` is read
/// by itself. ``exclude`` leaves out speakers and ``rename``, a dict, gives them other labels, both
/// by the labels in the input.
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
/// >>> table = b"who,from,to\nS0,0,2000\nS1,2200,4000\n"
/// >>> [recording] = sociogram.read(
/// ...     table, "csv", columns={"speaker": "who", "start": "from", "end": "to"}, unit="ms",
/// ...     rename={"S0": "ana"})
/// >>> recording.turns
/// [('ana', 0.0, 2.0), ('S1', 2.2, 4.0)]
#[pyfunction]
#[pyo3(signature = (path_or_bytes, format=None, *, columns=None, unit=None, carry_speaker=false,
                    regions=None, utt2spk=None, exclude=None, rename=None, unknown="drop",
                    strict=false))]
#[expect(clippy::too_many_arguments, reason = "they have names in Python")]
pub(crate) fn read<'py>(
    path_or_bytes: &Bound<'py, PyAny>,
    format: Option<&str>,
    columns: Option<&Bound<'py, PyAny>>,
    unit: Option<&str>,
    carry_speaker: bool,
    regions: Option<&Bound<'py, PyAny>>,
    utt2spk: Option<&Bound<'py, PyAny>>,
    exclude: Option<&Bound<'py, PyAny>>,
    rename: Option<&Bound<'py, PyAny>>,
    unknown: &str,
    strict: bool,
) -> PyResult<Vec<Recording>> {
    let py = path_or_bytes.py();
    let mut options = Options::default()
        .unknown_speakers(policy(py, unknown)?)
        .strict(strict)
        .carry_speaker(carry_speaker)
        .exclude(settings::labels("exclude", exclude)?);
    if let Some(format) = format {
        let format: Format = format.parse().map_err(|error: formats::UnknownFormat| {
            parameter_error(py, "format", &error.to_string())
        })?;
        options = options.format(format);
    }
    for (what, name) in pairs("columns", columns)? {
        if !COLUMNS.contains(&what.as_str()) {
            let known = COLUMNS.join(", ");
            let message = format!("columns names {what:?}, and must name some of {known}");
            return Err(parameter_error(py, "columns", &message));
        }
        options = options.column(what, name);
    }
    if let Some(unit) = unit {
        let unit: Unit = unit.parse().map_err(|_| {
            let known = Unit::ALL.map(Unit::id).join(", ");
            let message = format!("unit is {unit:?}, and must be one of {known}");
            parameter_error(py, "unit", &message)
        })?;
        options = options.unit(unit);
    }
    if let Some(regions) = regions {
        let input = Input::of("regions", regions)?;
        options = options.regions(input.parsed(py, Regions::read)?);
    }
    options = options.rename(pairs("rename", rename)?);
    let input = Input::of("path_or_bytes", path_or_bytes)?;
    match utt2spk {
        Some(given) if given.is_instance_of::<PyDict>() => {
            options = options.utt2spk(pairs("utt2spk", Some(given))?);
        }
        Some(given) => {
            let given = Input::of("utt2spk", given)?;
            options = options.utt2spk(given.parsed(py, formats::utt2spk)?);
        }
        None => {
            if let Some(beside) = input.utt2spk_beside(py)? {
                options = options.utt2spk(beside.parsed(py, formats::utt2spk)?);
            }
        }
    }
    if let Some(file) = &input.file {
        options = options.file_name(file);
    }
    let reading = input.parsed(py, |bytes| formats::read(bytes, &options))?;
    let format = reading.format();
    let recordings = reading.into_recordings().into_iter().map(|read| {
        let provenance = Provenance::of(&read);
        Recording::new(read.into_turns(), provenance, format)
    });
    Ok(recordings.collect())
}

fn policy(py: Python<'_>, unknown: &str) -> PyResult<UnknownSpeakers> {
    match unknown {
        "drop" => Ok(UnknownSpeakers::Drop),
        "keep" => Ok(UnknownSpeakers::Keep),
        "error" => Ok(UnknownSpeakers::Error),
        _ => {
            let message = format!("unknown is {unknown:?}, and must be drop, keep or error");
            Err(parameter_error(py, "unknown", &message))
        }
    }
}

/// What a dict of names holds, in its order.
fn pairs(name: &str, given: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<(String, String)>> {
    let Some(given) = given else { return Ok(Vec::new()) };
    let wrong = |found: &str| {
        let message = format!("{name} is {found}, and must be a dict of str to str");
        parameter_error(given.py(), name, &message)
    };
    let dict = given.cast::<PyDict>().map_err(|_| wrong(&kind(given)))?;
    let text = |object: &Bound<'_, PyAny>| {
        let found = || wrong(&format!("a dict with {}", kind(object)));
        object.extract::<String>().map_err(|_| found())
    };
    dict.iter().map(|(from, to)| Ok((text(&from)?, text(&to)?))).collect()
}

/// What is read: bytes, and the name of the file that they came from.
struct Input<'py> {
    bytes: Bound<'py, PyBytes>,
    file: Option<String>,
}

impl<'py> Input<'py> {
    /// The parameter of this name: bytes, or a path. Python opens the file, whose errors say which
    /// one it was.
    fn of(name: &str, given: &Bound<'py, PyAny>) -> PyResult<Self> {
        let py = given.py();
        if given.is_instance_of::<PyBytes>()
            || given.is_instance_of::<PyByteArray>()
            || given.is_instance_of::<PyMemoryView>()
        {
            let bytes = py.get_type::<PyBytes>().call1((given,))?;
            return Ok(Self { bytes: bytes.cast_into()?, file: None });
        }
        let path = py.import("os")?.call_method1("fspath", (given,)).map_err(|_| {
            let message = format!("{name} is {}, and must be a path or bytes", kind(given));
            parameter_error(py, name, &message)
        })?;
        Self::opened(&py.import("pathlib")?.call_method1("Path", (path,))?)
    }

    fn opened(path: &Bound<'py, PyAny>) -> PyResult<Self> {
        let bytes = path.call_method0(intern!(path.py(), "read_bytes"))?;
        let file = path.str()?.to_string_lossy().into_owned();
        Ok(Self { bytes: bytes.cast_into()?, file: Some(file) })
    }

    /// The file that Kaldi keeps beside a file of the name `segments`, if there is one.
    fn utt2spk_beside(&self, py: Python<'py>) -> PyResult<Option<Self>> {
        let Some(file) = &self.file else { return Ok(None) };
        let path = py.import("pathlib")?.call_method1("Path", (file,))?;
        if !path.getattr("name")?.eq("segments")? {
            return Ok(None);
        }
        let beside = path.call_method1("with_name", ("utt2spk",))?;
        beside.call_method0("is_file")?.is_truthy()?.then(|| Self::opened(&beside)).transpose()
    }

    /// What a reader makes of it, without holding up other threads of Python.
    fn parsed<T: Send>(
        &self,
        py: Python<'py>,
        read: impl FnOnce(&[u8]) -> Result<T, formats::ReadError> + Send,
    ) -> PyResult<T> {
        let bytes = self.bytes.as_bytes();
        let read = py.detach(|| read(bytes));
        read.map_err(|error| read_error(py, &error, self.file.as_deref()))
    }
}
