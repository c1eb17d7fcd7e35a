//! What every format tells of a meeting.

use petgraph::visit::EdgeRef;

use super::attributes::{Kind, Value};
use crate::analysis::Analysis;
use crate::conversation::Participant;
use crate::graph::pair_sums;
use crate::time::in_seconds;

/// The attributes of the meeting.
pub(super) const OF_MEETING: [(&str, Kind); 4] = [
    ("recording", Kind::Text),
    ("participants", Kind::Count),
    ("minutes", Kind::Number),
    ("score", Kind::Number),
];

/// The attributes of a participant, the label first.
pub(super) const OF_NODE: [(&str, Kind); 7] = [
    ("label", Kind::Text),
    ("talk_seconds", Kind::Number),
    ("talk_share", Kind::Number),
    ("spurts", Kind::Count),
    ("first_start", Kind::Number),
    ("responses_given", Kind::Number),
    ("responses_received", Kind::Number),
];

/// The attributes of an edge, the weight first.
pub(super) const OF_EDGE: [(&str, Kind); 4] = [
    ("weight", Kind::Number),
    ("strength", Kind::Number),
    ("value", Kind::Number),
    ("relative", Kind::Number),
];

/// An analysis, as it is told.
pub(super) struct Content<'a> {
    analysis: &'a Analysis,
    recording: Option<&'a str>,
    /// Responses given and received, in participant order.
    sums: Vec<[f64; 2]>,
    /// All talk times together, in seconds.
    talk: f64,
    /// Strength, value and relative value of each pair, in participant order.
    pairs: Vec<([usize; 2], [f64; 3])>,
}

/// From whom to whom, and the values of [`OF_EDGE`].
pub(super) struct Edge {
    pub(super) source: usize,
    pub(super) target: usize,
    pub(super) weight: f64,
    pub(super) of_pair: [f64; 3],
}

impl<'a> Content<'a> {
    pub(super) fn of(analysis: &'a Analysis, recording: Option<&'a str>) -> Self {
        let graph = analysis.graph();
        let mut sums = vec![[0.0; 2]; graph.node_count()];
        for edge in graph.edge_references() {
            for (at, way) in [(edge.source(), 0), (edge.target(), 1)] {
                if let Some(sum) = sums.get_mut(at.index()).and_then(|sums| sums.get_mut(way)) {
                    *sum += edge.weight();
                }
            }
        }
        let places = pair_sums(graph);
        let values = analysis.pairs().map(|pair| [pair.strength, pair.absolute, pair.relative]);
        let pairs = places.iter().map(|pair| [pair.first.index(), pair.second.index()]);
        Self {
            analysis,
            recording,
            sums,
            talk: analysis.participants().map(|one| in_seconds(one.talk_time())).sum(),
            pairs: pairs.zip(values).collect(),
        }
    }

    /// The values of [`OF_MEETING`].
    pub(super) fn meeting(&self) -> [Value<'a>; 4] {
        [
            Value::text(self.recording),
            Value::Count(self.analysis.participants().len()),
            Value::Number(self.analysis.minutes()),
            Value::number(self.analysis.score()),
        ]
    }

    /// Everyone's label, in participant order.
    pub(super) fn labels(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.analysis.participants().map(|one| one.label().as_str())
    }

    /// The values of [`OF_NODE`] of everyone, in participant order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = [Value<'a>; 7]> {
        self.analysis.participants().zip(&self.sums).map(|(one, [given, received])| {
            let seconds = in_seconds(one.talk_time());
            [
                Value::Text(one.label()),
                Value::Number(seconds),
                Value::number((self.talk > 0.0).then(|| seconds / self.talk)),
                Value::Count(one.spurts()),
                Value::number(Participant::first_start(one).map(|time| time.seconds())),
                Value::Number(*given),
                Value::Number(*received),
            ]
        })
    }

    /// The edges, in order of responder, then addressee.
    pub(super) fn edges(&self) -> impl Iterator<Item = Edge> {
        self.analysis.graph().edge_references().map(|edge| {
            let (source, target) = (edge.source().index(), edge.target().index());
            let pair = [source.min(target), source.max(target)];
            let found = self.pairs.binary_search_by_key(&pair, |(pair, _)| *pair).ok();
            let of_pair = found.and_then(|at| self.pairs.get(at)).map(|(_, values)| *values);
            Edge { source, target, weight: *edge.weight(), of_pair: of_pair.unwrap_or_default() }
        })
    }
}

impl Edge {
    /// The values of [`OF_EDGE`].
    pub(super) fn values(&self) -> [Value<'static>; 4] {
        let [strength, value, relative] = self.of_pair.map(Value::Number);
        [Value::Number(self.weight), strength, value, relative]
    }
}

/// Values under their names.
pub(super) fn named<'a, const N: usize>(
    names: [(&'static str, Kind); N],
    values: [Value<'a>; N],
) -> impl Iterator<Item = (&'static str, Value<'a>)> {
    names.into_iter().map(|(name, _)| name).zip(values)
}
