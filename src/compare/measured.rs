//! One of the two that are compared.

use ndarray::Array1;

use crate::analysis::Analyzer;
use crate::confidence::{Part, Resampling, Sample};
use crate::conversation::Conversation;
use crate::graph::{PairSum, SpeakerGraph, Sums, pair_sums};
use crate::normalize::{absolute, pair_count};
use crate::score::meeting_score;
use crate::time::Span;
use crate::turn::Label;

/// One of the two by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Side {
    /// From where to where on the recording's own clock; absent if nobody speaks.
    pub span: Option<Span>,
    /// How long it lasts, in minutes.
    pub minutes: f64,
    /// How many take part.
    pub participants: usize,
    /// How many spurts start in it.
    pub spurts: usize,
    /// The meeting interaction score, 0 to 100; absent with fewer than two participants.
    pub score: Option<f64>,
}

/// The numbers of one of the two, and how sure they are.
pub(super) struct Measured {
    pub(super) side: Side,
    /// Absent where there is nothing to resample.
    pub(super) sample: Option<Sample>,
    graph: SpeakerGraph,
    sums: Vec<PairSum>,
    values: Array1<f64>,
}

impl Measured {
    pub(super) fn of(
        conversation: &Conversation,
        analyzer: &Analyzer,
        part: &Part,
        how: Resampling,
    ) -> Self {
        let participants = conversation.participants().len();
        let mut sums = Sums::new(participants);
        let inside = conversation.spurts().get(part.spurts.clone()).unwrap_or_default();
        let starts = inside.first().zip(inside.last());
        let starts = starts.map(|(first, last)| first.span.start()..=last.span.start());
        analyzer.for_each_response(conversation, |response| {
            if starts.as_ref().is_some_and(|starts| starts.contains(&response.spurt.start())) {
                sums.add(&response);
            }
        });
        let graph = sums.into_graph(conversation.participants());
        let sums = pair_sums(&graph);
        let strengths: Array1<f64> = sums.iter().map(|sum| sum.forth + sum.back).collect();
        let pairs = pair_count(participants);
        let half_rate = analyzer.parameters().half_rate;
        let values = absolute(strengths.view(), part.minutes, pairs, half_rate);
        let side = Side {
            span: part.span,
            minutes: part.minutes,
            participants,
            spurts: part.spurts.len(),
            score: meeting_score(values.view(), pairs),
        };
        let sample = Sample::of(conversation, analyzer, part, how).ok();
        Self { side, sample, graph, sums, values }
    }

    /// The labels of each pair with responses, and its place.
    pub(super) fn pairs(&self) -> impl Iterator<Item = ([&Label; 2], usize)> {
        self.sums.iter().enumerate().filter_map(|(place, sum)| {
            let label = |at| self.graph.node_weight(at).map(|one| one.label());
            Some(([label(sum.first)?, label(sum.second)?], place))
        })
    }

    /// The node value of the pair of a place; of no place, one without responses.
    pub(super) fn value(&self, place: Option<usize>) -> f64 {
        place.and_then(|at| self.values.get(at).copied()).unwrap_or(0.0)
    }
}
