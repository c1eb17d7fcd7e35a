//! Results and recordings on their way to another process. A result is what it was made from, since
//! making it again gives the same bits.

use std::time::Duration;

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sociogram::schema::Provenance;
use sociogram::{Analyzer, Label, Span, Turns};

use crate::errors::of_parameters;
use crate::json;
use crate::recording::Recording;
use crate::result::{Analysis, Meeting};
use crate::settings::Settings;

/// It rises when older pickles can no longer be read.
const VERSION: u32 = 1;

/// What is pickled, with its version.
#[derive(Serialize, Deserialize)]
struct Pickled<T> {
    version: u32,
    of: T,
}

#[derive(Serialize, Deserialize)]
struct Result {
    /// rise, decay, unaddressed, `half_rate`
    parameters: [f64; 4],
    roster: Vec<String>,
    duration: Option<f64>,
    min_talk: Duration,
    seed: u64,
    provenance: Option<Provenance>,
    spoken: Spoken,
}

#[derive(Serialize, Deserialize)]
struct Read {
    format: String,
    provenance: Provenance,
    spoken: Spoken,
}

/// Who spoke when.
#[derive(Default, Serialize, Deserialize)]
struct Spoken {
    speakers: Vec<String>,
    /// Place among the speakers, start and end in microseconds.
    spans: Vec<(usize, i64, i64)>,
}

/// How Python makes the same result again.
pub(crate) fn result<'py>(py: Python<'py>, of: &Meeting) -> PyResult<Bound<'py, PyAny>> {
    reduced(py, "_restore_analysis", || Result::of(of))
}

/// How Python makes the same recording again.
pub(crate) fn recording<'py>(py: Python<'py>, of: &Recording) -> PyResult<Bound<'py, PyAny>> {
    reduced(py, "_restore_recording", || Read {
        format: of.format().id().to_owned(),
        provenance: of.provenance().clone(),
        spoken: Spoken::turns_of(of.turns()),
    })
}

fn reduced<'py, T: Serialize>(
    py: Python<'py>,
    restore: &str,
    of: impl FnOnce() -> T + Send,
) -> PyResult<Bound<'py, PyAny>> {
    let text = py.detach(|| json::text(&Pickled { version: VERSION, of: of() }))?;
    let restore = py.import("sociogram._native")?.getattr(restore)?;
    (restore, (PyBytes::new(py, text.as_bytes()),)).into_bound_py_any(py)
}

/// The result of a pickle.
#[pyfunction]
#[pyo3(name = "_restore_analysis")]
pub(crate) fn restore_analysis(py: Python<'_>, state: &[u8]) -> PyResult<Analysis> {
    let pickled: Result = unpacked("Analysis", state)?;
    let [rise, decay, unaddressed, half_rate] = pickled.parameters;
    let builder = Analyzer::builder().rise(rise).decay(decay);
    let analyzer = builder.unaddressed(unaddressed).half_rate(half_rate).build();
    let settings = Settings {
        analyzer: analyzer.map_err(|error| of_parameters(py, &error))?,
        roster: pickled.roster.into_iter().map(Label::from).collect(),
        duration: pickled.duration,
        min_talk: pickled.min_talk,
        seed: pickled.seed,
    };
    let turns = pickled.spoken.into_turns().map_err(|found| damaged("Analysis", &found))?;
    Analysis::of(py, turns, settings, pickled.provenance)
}

/// The recording of a pickle.
#[pyfunction]
#[pyo3(name = "_restore_recording")]
pub(crate) fn restore_recording(state: &[u8]) -> PyResult<Recording> {
    let pickled: Read = unpacked("Recording", state)?;
    let damaged = |found: &str| damaged("Recording", found);
    let format = pickled.format.parse().map_err(|_| damaged("an unknown format"))?;
    let turns = pickled.spoken.into_turns().map_err(|found| damaged(&found))?;
    Ok(Recording::new(turns, pickled.provenance, format))
}

fn unpacked<T: DeserializeOwned>(what: &str, state: &[u8]) -> PyResult<T> {
    let Pickled { version, of } =
        serde_json::from_slice(state).map_err(|error| damaged(what, &error.to_string()))?;
    if version == VERSION {
        Ok(of)
    } else {
        Err(damaged(what, &format!("version {version} of it")))
    }
}

fn damaged(what: &str, found: &str) -> PyErr {
    PyValueError::new_err(format!("expected a pickled sociogram.{what}, found {found}"))
}

impl Spoken {
    fn turns_of(turns: &Turns) -> Self {
        let speakers: Vec<String> = turns.speakers().map(ToString::to_string).collect();
        let places: std::collections::HashMap<&str, usize> =
            turns.speakers().enumerate().map(|(at, label)| (label.as_str(), at)).collect();
        let spans = turns.iter().filter_map(|(label, span)| {
            let place = places.get(label.as_str())?;
            Some((*place, span.start().micros(), span.end().micros()))
        });
        Self { spans: spans.collect(), speakers }
    }

    fn into_turns(self) -> std::result::Result<Turns, String> {
        let mut turns = Turns::new();
        for (place, start, end) in self.spans {
            let speaker = self.speakers.get(place).ok_or("an unknown speaker")?;
            let span = Span::from_micros(start, end).map_err(|error| format!("a turn: {error}"))?;
            turns.push(speaker, span);
        }
        Ok(turns)
    }
}

impl Result {
    fn of(result: &Meeting) -> Self {
        let (conversation, settings) = (&result.conversation, &result.settings);
        let participants = conversation.participants();
        let mut spoken = Spoken {
            speakers: participants.iter().map(|one| one.label().to_string()).collect(),
            spans: Vec::new(),
        };
        spoken.spans.extend(conversation.spurts().iter().map(|spurt| {
            let (start, end) = (spurt.span.start(), spurt.span.end());
            (spurt.participant.get(), start.micros(), end.micros())
        }));
        // Of those who spoke too little only their names and when they began are known: one turn
        // of as much talk is left out again.
        for one in conversation.left_out() {
            let (Some(start), Ok(length)) =
                (one.first_start(), i64::try_from(one.talk_time().as_micros()))
            else {
                continue;
            };
            let start = start.micros();
            spoken.spans.push((spoken.speakers.len(), start, start.saturating_add(length)));
            spoken.speakers.push(one.label().to_string());
        }
        let parameters = settings.analyzer.parameters();
        Self {
            parameters: [
                parameters.rise,
                parameters.decay,
                parameters.unaddressed,
                parameters.half_rate,
            ],
            roster: settings.roster.iter().map(ToString::to_string).collect(),
            duration: settings.duration,
            min_talk: settings.min_talk,
            seed: settings.seed,
            provenance: result.provenance.clone(),
            spoken,
        }
    }
}
