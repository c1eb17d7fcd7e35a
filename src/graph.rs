//! The speaker graph: participants and the responses between them, on petgraph.

use std::collections::BTreeMap;

use ndarray::Array2;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::conversation::{Participant, ParticipantIndex};
use crate::presence::{Response, Shares};

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

/// So many participants have a table.
const FEW: usize = 128;
/// So many places of a row are looked at one by one.
const NEAR: usize = 8;

/// Sums of responses from each participant to each other one.
#[derive(Clone, Debug)]
pub(crate) enum Sums {
    /// Among so many participants, one row behind the other, with a place for everyone in each.
    Table { participants: usize, sums: Vec<f64> },
    /// Among many, or nobody knows how many.
    Rows(Vec<Row>),
}

/// Those whom one participant answered, in participant order, and maybe some whom they did not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    addressees: Vec<ParticipantIndex>,
    sums: Vec<f64>,
}

impl Default for Sums {
    fn default() -> Self {
        Self::Rows(Vec::new())
    }
}

impl Sums {
    /// Nothing yet between so many participants.
    pub(crate) fn new(participants: usize) -> Self {
        if participants <= FEW {
            Self::Table { participants, sums: vec![0.0; participants * participants] }
        } else {
            Self::Rows(vec![Row::default(); participants])
        }
    }

    /// Makes room in rows for so many participants; a table has room for all that there are.
    pub(crate) fn grow(&mut self, participants: usize) {
        if let Self::Rows(rows) = self {
            rows.resize_with(participants.max(rows.len()), Row::default);
        }
    }

    /// Adds one response.
    pub(crate) fn add(&mut self, response: &Response) {
        let share = (response.addressee, response.share);
        self.add_shares(response.responder, response.worth, [share]);
    }

    /// Adds the responses of a spurt that is worth so much to those whom it answers.
    #[inline]
    pub(crate) fn add_spurt(
        &mut self,
        responder: ParticipantIndex,
        worth: f64,
        shares: Shares<'_>,
    ) {
        match (shares.of_the_first(), self) {
            (Some(shares), Self::Table { participants, sums }) => {
                let row = row_of(sums, *participants, responder);
                for (sum, share) in row.iter_mut().zip(shares) {
                    *sum += worth * share;
                }
            }
            (_, sums) => sums.add_shares(responder, worth, shares.iter()),
        }
    }

    /// Adds the responses of a spurt that is worth so much, by the shares of those whom it
    /// answers, in participant order.
    pub(crate) fn add_shares(
        &mut self,
        responder: ParticipantIndex,
        worth: f64,
        shares: impl IntoIterator<Item = (ParticipantIndex, f64)>,
    ) {
        let amounts = shares.into_iter().map(|(addressee, share)| (addressee, worth * share));
        let amounts = amounts.filter(|(_, amount)| *amount > 0.0);
        match self {
            Self::Table { participants, sums } => {
                let row = row_of(sums, *participants, responder);
                for (addressee, amount) in amounts {
                    if let Some(sum) = row.get_mut(addressee.get()) {
                        *sum += amount;
                    }
                }
            }
            Self::Rows(rows) => {
                let Some(row) = rows.get_mut(responder.get()) else { return };
                let mut next = 0;
                for (addressee, amount) in amounts {
                    let at = row.place(addressee, next);
                    if let Some(sum) = row.sums.get_mut(at) {
                        *sum += amount;
                    }
                    next = at + 1;
                }
            }
        }
    }

    /// The graph of these participants and sums.
    pub(crate) fn into_graph(self, participants: Vec<Participant>) -> SpeakerGraph {
        match self {
            Self::Table { participants: width, sums } => {
                let all = sums.iter().enumerate().filter(|(_, sum)| **sum > 0.0);
                let given = all.map(|(at, sum)| ((at / width, at % width), *sum));
                of_sums(participants, given)
            }
            Self::Rows(rows) => {
                let given = rows.iter().enumerate().flat_map(|(from, Row { addressees, sums })| {
                    let given = addressees.iter().zip(sums).filter(|(_, sum)| **sum > 0.0);
                    given.map(move |(to, sum)| ((from, to.get()), *sum))
                });
                of_sums(participants, given)
            }
        }
    }
}

/// A row of a table.
fn row_of(sums: &mut [f64], participants: usize, responder: ParticipantIndex) -> &mut [f64] {
    let from = responder.get() * participants;
    sums.get_mut(from..from + participants).unwrap_or_default()
}

impl Row {
    /// Where an addressee stands, now if not before; all before `from` come before them.
    fn place(&mut self, addressee: ParticipantIndex, from: usize) -> usize {
        // Those whom a spurt answers are most often close to each other in the row too.
        let behind = self.addressees.get(from..).unwrap_or_default();
        let passed = behind.iter().take(NEAR).take_while(|one| **one < addressee).count();
        let mut at = from + passed;
        if passed == NEAR {
            at = self.addressees.partition_point(|one| *one < addressee);
        }
        if self.addressees.get(at) != Some(&addressee) {
            self.addressees.insert(at, addressee);
            self.sums.insert(at, 0.0);
        }
        at
    }
}

/// The graph of these participants and sums, which stand in order of responder, then addressee.
pub(crate) fn of_sums(
    participants: Vec<Participant>,
    sums: impl Iterator<Item = ((usize, usize), f64)> + Clone,
) -> SpeakerGraph {
    let mut graph = SpeakerGraph::with_capacity(participants.len(), sums.clone().count());
    for participant in participants {
        graph.add_node(participant);
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
