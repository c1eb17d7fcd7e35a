//! A result on its way to another process: what it was made from, since making it again gives the
//! same bits.

use std::time::Duration;

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde::{Deserialize, Serialize};
use sociogram::schema::Provenance;
use sociogram::{Analyzer, Label, Span, Turns};

use crate::errors::of_parameters;
use crate::json;
use crate::result::{Analysis, Meeting};
use crate::settings::Settings;

/// It rises when older pickles can no longer be read.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Pickled {
    version: u32,
    /// rise, decay, unaddressed, `half_rate`
    parameters: [f64; 4],
    roster: Vec<String>,
    duration: Option<f64>,
    min_talk: Duration,
    seed: u64,
    provenance: Option<Provenance>,
    speakers: Vec<String>,
    /// Place among the speakers, start and end in microseconds.
    spurts: Vec<(usize, i64, i64)>,
}

/// How Python makes the same result again.
pub(crate) fn reduce<'py>(py: Python<'py>, of: &Meeting) -> PyResult<Bound<'py, PyAny>> {
    let text = py.detach(|| json::text(&Pickled::of(of)))?;
    let restore = py.import("sociogram._native")?.getattr("_restore")?;
    (restore, (PyBytes::new(py, text.as_bytes()),)).into_bound_py_any(py)
}

/// The result of a pickle.
#[pyfunction]
#[pyo3(name = "_restore")]
pub(crate) fn restore(py: Python<'_>, state: &[u8]) -> PyResult<Analysis> {
    let damaged = |found: &str| {
        PyValueError::new_err(format!("expected a pickled sociogram.Analysis, found {found}"))
    };
    let pickled: Pickled =
        serde_json::from_slice(state).map_err(|error| damaged(&error.to_string()))?;
    if pickled.version != VERSION {
        return Err(damaged(&format!("version {} of it", pickled.version)));
    }
    let mut turns = Turns::new();
    for (place, start, end) in pickled.spurts {
        let speaker = pickled.speakers.get(place).ok_or_else(|| damaged("an unknown speaker"))?;
        let span =
            Span::from_micros(start, end).map_err(|error| damaged(&format!("a turn: {error}")))?;
        turns.push(speaker, span);
    }
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
    Analysis::of(py, turns, settings, pickled.provenance)
}

impl Pickled {
    fn of(result: &Meeting) -> Self {
        let (conversation, settings) = (&result.conversation, &result.settings);
        let participants = conversation.participants();
        let mut speakers: Vec<String> =
            participants.iter().map(|one| one.label().to_string()).collect();
        let mut spurts: Vec<(usize, i64, i64)> = conversation
            .spurts()
            .iter()
            .map(|spurt| {
                let (start, end) = (spurt.span.start(), spurt.span.end());
                (spurt.participant.get(), start.micros(), end.micros())
            })
            .collect();
        // Of those who spoke too little only their names and when they began are known: one turn
        // of as much talk is left out again.
        for one in conversation.left_out() {
            let (Some(start), Ok(length)) =
                (one.first_start(), i64::try_from(one.talk_time().as_micros()))
            else {
                continue;
            };
            spurts.push((speakers.len(), start.micros(), start.micros().saturating_add(length)));
            speakers.push(one.label().to_string());
        }
        let parameters = settings.analyzer.parameters();
        Self {
            version: VERSION,
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
            speakers,
            spurts,
        }
    }
}
