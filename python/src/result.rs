//! What the model says of a meeting.

use std::sync::{Arc, OnceLock};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyType};
use sociogram::plot::Picture;
use sociogram::schema::{FullResult, Provenance};
use sociogram::{Conversation, Pair, Turns};

use crate::errors::of_conversation;
use crate::explained;
use crate::json;
use crate::numbers;
use crate::patient;
use crate::pickled;
use crate::settings::Settings;
use crate::shown;

/// What the model says of a meeting: score, node values, who responds to whom, and why.
///
/// Made by ``analyze``; it never changes, may be shared between threads, and can be pickled.
///
/// >>> import sociogram
/// >>> result = sociogram.analyze([("ana", 0.0, 2.0), ("ben", 2.2, 4.0)])
/// >>> result
/// <sociogram.Analysis: score 82.0, 2 participants, 1 of 1 pairs with responses, 0.1 min>
#[pyclass(frozen, module = "sociogram", name = "Analysis")]
#[derive(Debug)]
pub(crate) struct Analysis(Arc<Meeting>);

/// A meeting and what the model says of it.
#[derive(Debug)]
pub(crate) struct Meeting {
    pub(crate) conversation: Conversation,
    pub(crate) settings: Settings,
    pub(crate) provenance: Option<Provenance>,
    pub(crate) analysis: sociogram::Analysis,
    /// Costs hundreds of times the analysis, and not everyone asks.
    full: OnceLock<FullResult>,
}

/// So many turns are scored in no time.
const FEW_TURNS: usize = 20_000;
/// So many spurts of so many participants are resampled in no time.
const FEW_SPURTS: usize = 2_000;
const FEW_PARTICIPANTS: usize = 50;

impl Analysis {
    /// Scores turns, without holding up other threads of Python.
    pub(crate) fn of(
        py: Python<'_>,
        turns: Turns,
        settings: Settings,
        provenance: Option<Provenance>,
    ) -> PyResult<Self> {
        patient::run(py, turns.len() > FEW_TURNS, move || {
            let mut builder = Conversation::builder(turns)
                .roster(settings.roster.iter())
                .min_talk(settings.min_talk);
            if let Some(seconds) = settings.duration {
                builder = builder.duration_seconds(seconds);
            }
            let conversation = builder.build()?;
            let analysis = settings.analyzer.analyze(&conversation);
            let full = OnceLock::new();
            Ok(Self(Arc::new(Meeting { conversation, settings, provenance, analysis, full })))
        })?
        .map_err(|error| of_conversation(py, &error))
    }

    /// What is known of the meeting, for another thread too.
    pub(crate) fn meeting(&self) -> Arc<Meeting> {
        Arc::clone(&self.0)
    }

    fn full(&self, py: Python<'_>) -> PyResult<&FullResult> {
        if self.0.full.get().is_none() {
            let meeting = self.meeting();
            patient::run(py, meeting.is_long(), move || {
                meeting.full.get_or_init(|| meeting.everything());
            })?;
        }
        // It is there now.
        self.0.full.get().ok_or_else(|| PyRuntimeError::new_err("there is no full result"))
    }
}

impl Meeting {
    /// Whether it takes a while to go through it many times.
    pub(crate) fn is_long(&self) -> bool {
        self.conversation.spurts().len() > FEW_SPURTS
            || self.conversation.participants().len() > FEW_PARTICIPANTS
    }

    fn everything(&self) -> FullResult {
        let Settings { analyzer, seed, .. } = &self.settings;
        let result = FullResult::of(&self.conversation, analyzer, *seed);
        match &self.provenance {
            Some(provenance) => result.with_provenance(provenance.clone()),
            None => result,
        }
    }
}

#[pymethods]
impl Analysis {
    /// The meeting interaction score, 0 to 100; ``None`` with fewer than two participants.
    #[getter]
    fn score(&self) -> Option<f64> {
        self.0.analysis.score()
    }

    /// The 90% interval of the score; ``None`` where there is too little to resample.
    ///
    /// It is computed when it is first asked for.
    #[getter]
    fn interval<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let Some(interval) = self.full(py)?.interval else { return Ok(None) };
        let class = CLASS.import(py, "sociogram._values", "Interval")?;
        class.call1((interval.low, interval.high)).map(Some)
    }

    /// How long the meeting lasted, in minutes.
    #[getter]
    fn minutes(&self) -> f64 {
        self.0.analysis.minutes()
    }

    /// The recording's name; ``None`` where it has none.
    #[getter]
    fn recording(&self) -> Option<&str> {
        self.0.provenance.as_ref().map(|provenance| provenance.recording.as_str())
    }

    /// The parameters of the model.
    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let parameters = self.0.settings.analyzer.parameters();
        let named = PyDict::new(py);
        named.set_item("rise", parameters.rise)?;
        named.set_item("decay", parameters.decay)?;
        named.set_item("unaddressed", parameters.unaddressed)?;
        named.set_item("half_rate", parameters.half_rate)?;
        Ok(named)
    }

    /// The pairs with responses, strongest first, unrounded.
    ///
    /// >>> import sociogram
    /// >>> result = sociogram.analyze([("ana", 0.0, 2.0), ("ben", 2.2, 4.0)])
    /// >>> result.nodes[0].between, round(result.nodes[0].value)
    /// (('ana', 'ben'), 82)
    #[getter]
    fn nodes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        shown::nodes(py, &self.0.analysis)
    }

    /// Everyone who takes part, in order of first speech; those who never speak last, by label.
    #[getter]
    fn participants<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        shown::participants(py, &self.0.analysis)
    }

    /// Responses as a NumPy array in the order of ``participants``: rows respond, columns are
    /// responded to.
    ///
    /// >>> import sociogram
    /// >>> result = sociogram.analyze([("ana", 0.0, 2.0), ("ben", 2.2, 4.0)])
    /// >>> result.directed.round(2)
    /// array([[0.  , 0.  ],
    ///        [0.49, 0.  ]])
    #[getter]
    fn directed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        shown::directed(py, &self.0.analysis)
    }

    /// The documented JSON of the interactions as a dict: values are whole numbers.
    ///
    /// >>> import sociogram
    /// >>> sociogram.analyze([("ana", 0.0, 2.0), ("ben", 2.2, 4.0)]).interactions()
    /// {'nodes': [{'between': ['ana', 'ben'], 'value': 82}]}
    fn interactions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        shown::interactions(py, &self.0.analysis)
    }

    /// Everything that is known as JSON: to the byte what the Rust library writes of the same turns.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        let full = self.full(py)?;
        py.detach(|| json::text(full))
    }

    /// Everything that is known as dicts and lists.
    ///
    /// >>> import sociogram
    /// >>> result = sociogram.analyze([("ana", 0.0, 2.0), ("ben", 2.2, 4.0)])
    /// >>> result.to_dict()["directed"][0]["from"]
    /// 'ben'
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::object(py, &self.to_json(py)?)
    }

    /// The speaker graph for networkx, a ``DiGraph``: an edge goes from the responder to the
    /// addressee and has its ``responses``.
    fn to_networkx<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let made = py.import("networkx")?.call_method0("DiGraph")?;
        for one in self.0.analysis.participants() {
            let about = PyDict::new(py);
            about.set_item("first_start", one.first_start().map(sociogram::Time::seconds))?;
            about.set_item("talk_time", one.talk_time().as_micros() as f64 / 1e6)?;
            about.set_item("spurts", one.spurts())?;
            made.call_method("add_node", (one.label().as_str(),), Some(&about))?;
        }
        let graph = self.0.analysis.graph();
        for edge in graph.raw_edges() {
            let ends = (graph.node_weight(edge.source()), graph.node_weight(edge.target()));
            if let (Some(from), Some(to)) = ends {
                let about = PyDict::new(py);
                about.set_item("responses", edge.weight)?;
                let ends = (from.label().as_str(), to.label().as_str());
                made.call_method("add_edge", ends, Some(&about))?;
            }
        }
        Ok(made)
    }

    /// The pairs with responses as a pandas frame, strongest first, one row a pair.
    fn to_pandas<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let pairs = self.0.analysis.strongest_pairs();
        let column = |of: fn(&Pair<'_>) -> f64| pairs.iter().map(of).collect::<Vec<f64>>();
        let label = |place: fn([&'_ str; 2]) -> &'_ str| {
            pairs.iter().map(|pair| place(pair.labels().map(|label| label.as_str()))).collect()
        };
        let (first, second): (Vec<&str>, Vec<&str>) =
            (label(|[one, _]| one), label(|[_, one]| one));
        let columns = PyDict::new(py);
        columns.set_item("first", first)?;
        columns.set_item("second", second)?;
        columns.set_item("value", column(|pair| pair.absolute))?;
        columns.set_item("relative", column(|pair| pair.relative))?;
        columns.set_item("responses", column(|pair| pair.strength))?;
        columns.set_item("to_second", column(|pair| pair.to_second))?;
        columns.set_item("to_first", column(|pair| pair.to_first))?;
        columns.set_item("rate", column(|pair| pair.rate))?;
        py.import("pandas")?.call_method1("DataFrame", (columns,))
    }

    /// The responses behind a pair, both ways, heaviest first: when, how much, and who else had the
    /// floor.
    ///
    /// >>> import sociogram
    /// >>> result = sociogram.analyze([("ana", 0.0, 2.0), ("ben", 2.2, 4.0)])
    /// >>> [why] = result.explain("ana", "ben")
    /// >>> why["from"], why["start"], round(why["floor_transfer_offset"], 3)
    /// ('ben', 2.2, 0.2)
    fn explain<'py>(&self, py: Python<'py>, a: &str, b: &str) -> PyResult<Bound<'py, PyAny>> {
        explained::pair(py, self.meeting(), a, b)
    }

    /// The course of the meeting in windows of so many seconds, one every ``step`` seconds, or one
    /// after the other.
    ///
    /// >>> import sociogram
    /// >>> result = sociogram.analyze([("ana", 0.0, 2.0), ("ben", 2.2, 4.0)])
    /// >>> course = result.dynamics(2.0)
    /// >>> [(one["start"], one["end"]) for one in course["windows"]]
    /// [(0.0, 2.0), (2.0, 4.0)]
    #[pyo3(signature = (period=None, step=None))]
    fn dynamics<'py>(
        &self,
        py: Python<'py>,
        period: Option<&Bound<'py, PyAny>>,
        step: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let number = |name, given: Option<&Bound<'py, PyAny>>| {
            given.map(|given| numbers::parameter(name, given)).transpose()
        };
        explained::course(py, self.meeting(), number("period", period)?, number("step", step)?)
    }

    /// The sociogram as an SVG document.
    fn to_svg(&self, py: Python<'_>) -> String {
        py.detach(|| Picture::sociogram(&self.0.analysis, self.recording()).into_svg())
    }

    fn _repr_html_(&self, py: Python<'_>) -> String {
        format!(r#"<div style="max-width: 30em; background: #fff">{}</div>"#, self.to_svg(py))
    }

    fn __repr__(&self) -> String {
        let name = self.recording().map(|name| format!(" {name:?}")).unwrap_or_default();
        shown::line(&format!("Analysis{name}"), &self.0.analysis)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        pickled::result(py, &self.0)
    }
}
