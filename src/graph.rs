//! The speaker graph: participants and the responses between them, on petgraph.

use std::collections::{BTreeMap, HashMap};

use ndarray::Array2;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::conversation::{Participant, ParticipantIndex};
use crate::presence::Response;

/// Who responds to whom, and how much.
///
/// Nodes are participants, in participant order: node `i` is participant `i`. An edge goes from
/// the responder to the addressee and weighs the responses given, above 0; where none were given
/// there is no edge. Edges stand in order of responder, then addressee. It is a petgraph graph,
/// so that any petgraph algorithm runs on it.
///
/// ```
/// use sociogram::petgraph::algo::kosaraju_scc;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let analysis = Analyzer::default().analyze(&conversation);
/// let graph = analysis.graph();
/// assert_eq!((graph.node_count(), graph.edge_count()), (2, 1));
/// assert_eq!(kosaraju_scc(graph).len(), 2, "ana has not answered ben");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type SpeakerGraph = DiGraph<Participant, f64>;

/// Up to so many participants, responses are summed in a square table: half a megabyte.
const DENSE_UP_TO: usize = 256;

/// Sums of responses from each participant to each other one.
#[derive(Debug)]
pub(crate) struct Sums(Table);

#[derive(Debug)]
enum Table {
    Dense(Array2<f64>),
    Sparse(HashMap<(ParticipantIndex, ParticipantIndex), f64>),
}

impl Sums {
    /// Nothing yet between so many participants.
    pub(crate) fn new(participants: usize) -> Self {
        Self(if participants <= DENSE_UP_TO {
            Table::Dense(Array2::zeros((participants, participants)))
        } else {
            Table::Sparse(HashMap::new())
        })
    }

    /// Adds one response.
    pub(crate) fn add(&mut self, response: &Response) {
        let (from, to) = (response.responder, response.addressee);
        match &mut self.0 {
            Table::Dense(table) => {
                if let Some(sum) = table.get_mut((from.get(), to.get())) {
                    *sum += response.amount();
                }
            }
            Table::Sparse(table) => *table.entry((from, to)).or_default() += response.amount(),
        }
    }

    /// The graph of these participants and sums.
    pub(crate) fn into_graph(self, participants: &[Participant]) -> SpeakerGraph {
        let mut sums: Vec<((usize, usize), f64)> = match self.0 {
            Table::Dense(table) => table
                .indexed_iter()
                .filter(|(_, sum)| **sum > 0.0)
                .map(|(pair, sum)| (pair, *sum))
                .collect(),
            Table::Sparse(table) => {
                table.into_iter().map(|((from, to), sum)| ((from.get(), to.get()), sum)).collect()
            }
        };
        sums.sort_unstable_by_key(|(pair, _)| *pair);
        of_sums(participants, sums)
    }
}

/// The graph of these participants and sums, which stand in order of responder, then addressee.
pub(crate) fn of_sums(
    participants: &[Participant],
    sums: impl IntoIterator<Item = ((usize, usize), f64)>,
) -> SpeakerGraph {
    let sums = sums.into_iter();
    let mut graph = SpeakerGraph::with_capacity(participants.len(), sums.size_hint().0);
    for participant in participants {
        graph.add_node(participant.clone());
    }
    for ((from, to), sum) in sums {
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), sum);
    }
    graph
}

/// Two participants between whom there were responses, and how many each way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PairSum {
    /// The one who comes first in participant order.
    pub(crate) first: NodeIndex,
    pub(crate) second: NodeIndex,
    /// Responses from the first to the second.
    pub(crate) forth: f64,
    /// Responses from the second to the first.
    pub(crate) back: f64,
}

/// Every pair with responses, in participant order.
pub(crate) fn pair_sums(graph: &SpeakerGraph) -> Vec<PairSum> {
    let mut sums: Vec<PairSum> = graph
        .edge_references()
        .map(|edge| {
            let (from, to, sum) = (edge.source(), edge.target(), *edge.weight());
            if from < to {
                PairSum { first: from, second: to, forth: sum, back: 0.0 }
            } else {
                PairSum { first: to, second: from, forth: 0.0, back: sum }
            }
        })
        .collect();
    sums.sort_unstable_by_key(|sum| (sum.first, sum.second));
    sums.dedup_by(|next, kept| {
        let same = (kept.first, kept.second) == (next.first, next.second);
        if same {
            kept.forth += next.forth;
            kept.back += next.back;
        }
        same
    });
    sums
}

/// Responses as a dense matrix: rows respond, columns are responded to.
pub(crate) fn matrix(graph: &SpeakerGraph) -> Array2<f64> {
    let mut matrix = Array2::zeros((graph.node_count(), graph.node_count()));
    for edge in graph.edge_references() {
        if let Some(sum) = matrix.get_mut((edge.source().index(), edge.target().index())) {
            *sum = *edge.weight();
        }
    }
    matrix
}

/// Sums of responses by pair, where only a few of all pairs may have any.
#[derive(Debug, Default)]
pub(crate) struct PairSums(BTreeMap<[ParticipantIndex; 2], PairSum>);

impl PairSums {
    /// Adds one response.
    pub(crate) fn add(&mut self, response: &Response) {
        let (from, to) = (response.responder, response.addressee);
        let (first, second) = (from.min(to), from.max(to));
        let sum = self.0.entry([first, second]).or_insert_with(|| PairSum {
            first: NodeIndex::new(first.get()),
            second: NodeIndex::new(second.get()),
            forth: 0.0,
            back: 0.0,
        });
        let way = if from < to { &mut sum.forth } else { &mut sum.back };
        *way += response.amount();
    }

    /// Every pair with responses, in participant order.
    pub(crate) fn into_pairs(self) -> Vec<PairSum> {
        self.0.into_values().collect()
    }
}
