//! What the graph of responses says of the group: who is central, how much goes both ways, and
//! into which parts it splits.

use petgraph::algo::min_spanning_tree;
use petgraph::data::Element;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use crate::graph::{PairSum, SpeakerGraph};

/// How much of a participant's centrality comes from responses; the rest everyone has alike.
const DAMPING: f64 = 0.85;
/// Rounds after which what is still moving is below 0.85^200, 1e-14.
const ROUNDS: usize = 200;
/// Where all together move less in a round, it is rounding that moves them.
const SETTLED: f64 = 1e-15;

/// The weighted `PageRank` of every participant; empty where there are no responses.
///
/// Not petgraph's: that one sees no weights, so that all are equally central once everyone has
/// responded to everyone, and takes the square of the participants times the edges.
pub(super) fn centralities(graph: &SpeakerGraph) -> Vec<f64> {
    let count = graph.node_count();
    let given = sums(graph.edge_references().map(|edge| (edge.source(), *edge.weight())), count);
    if graph.edge_count() == 0 {
        return Vec::new();
    }
    let alike = 1.0 / count as f64;
    let mut ranks = vec![alike; count];
    for _ in 0..ROUNDS {
        // Who responds to nobody passes what they have on to everyone alike.
        let idle: f64 = ranks
            .iter()
            .zip(&given)
            .filter(|(_, given)| **given <= 0.0)
            .fold(0.0, |sum, (rank, _)| sum + rank);
        let mut next = vec![(1.0 - DAMPING + DAMPING * idle) * alike; count];
        for edge in graph.edge_references() {
            let (from, to) = (edge.source().index(), edge.target().index());
            if let (Some(rank), Some(given), Some(next)) =
                (ranks.get(from), given.get(from), next.get_mut(to))
            {
                *next += DAMPING * rank * (edge.weight() / given);
            }
        }
        // At extreme parameters shares may be lost to rounding.
        let total = next.iter().fold(0.0, |sum, rank| sum + rank);
        let next: Vec<f64> = next.into_iter().map(|rank| rank / total).collect();
        let moved = ranks.iter().zip(&next).fold(0.0, |sum, (was, is)| sum + (is - was).abs());
        ranks = next;
        if moved < SETTLED {
            break;
        }
    }
    ranks
}

/// What each participant has of these amounts.
pub(super) fn sums(
    amounts: impl Iterator<Item = (NodeIndex, f64)>,
    participants: usize,
) -> Vec<f64> {
    let mut sums = vec![0.0; participants];
    for (participant, amount) in amounts {
        if let Some(sum) = sums.get_mut(participant.index()) {
            *sum += amount;
        }
    }
    sums
}

/// How much of the responses of these pairs goes both ways, 0 to 1; absent without responses.
pub(super) fn reciprocity<'a>(pairs: impl IntoIterator<Item = &'a PairSum>) -> Option<f64> {
    let (mutual, total) = pairs.into_iter().fold((0.0, 0.0), |(mutual, total), pair| {
        (mutual + 2.0 * pair.forth.min(pair.back), total + (pair.forth + pair.back))
    });
    (total > 0.0).then(|| mutual / total)
}

/// How a group hangs together.
pub(super) struct Parts {
    /// The participants of each part by their places, in order.
    pub(super) parts: Vec<Vec<usize>>,
    /// The weakest of the links that hold the group together: 0 if some are linked to nobody.
    pub(super) cohesion: Option<f64>,
}

/// The parts of the first `speakers` participants, those who speak.
///
/// A link is the strength of a pair over what the two would have if everyone spread their
/// responses over the others by how much those interact in all.
pub(super) fn parts(pairs: &[PairSum], speakers: usize) -> Parts {
    let strengths = sums(
        pairs.iter().flat_map(|pair| {
            let strength = pair.forth + pair.back;
            [(pair.first, strength), (pair.second, strength)]
        }),
        speakers,
    );
    let total = strengths.iter().fold(0.0, |sum, strength| sum + strength);
    let mut links: UnGraph<(), f64> = UnGraph::with_capacity(speakers, pairs.len());
    for _ in 0..speakers {
        links.add_node(());
    }
    for pair in pairs {
        let of = |one: NodeIndex| strengths.get(one.index()).copied().unwrap_or_default();
        // Two quotients: the product of two small strengths might be lost.
        let link = (pair.forth + pair.back) / of(pair.first) * (total / of(pair.second));
        if link > 0.0 && pair.second.index() < speakers {
            // The smallest tree of the negatives is the largest.
            links.add_edge(pair.first, pair.second, -link.min(f64::MAX));
        }
    }

    let mut together = UnionFind::<usize>::new(speakers);
    let mut tree = 0;
    let mut weakest = f64::INFINITY;
    for element in min_spanning_tree(&links) {
        let Element::Edge { source, target, weight } = element else { continue };
        tree += 1;
        weakest = weakest.min(-weight);
        if -weight >= 1.0 {
            together.union(source, target);
        }
    }
    let cohesion = (speakers > 1).then_some(if tree + 1 < speakers { 0.0 } else { weakest });

    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut place_of_root: Vec<Option<usize>> = vec![None; speakers];
    for (at, root) in together.into_labeling().into_iter().enumerate() {
        let Some(place) = place_of_root.get_mut(root) else { continue };
        let place = *place.get_or_insert_with(|| {
            parts.push(Vec::new());
            parts.len() - 1
        });
        if let Some(part) = parts.get_mut(place) {
            part.push(at);
        }
    }
    Parts { parts, cohesion }
}
