//! What the model says about a conversation.

use ndarray::Array2;
use petgraph::graph::NodeIndex;

use super::parameters::Parameters;
use super::values::{Pair, Values};
use crate::conversation::Participant;
use crate::graph::{SpeakerGraph, matrix, pair_sums};
use crate::normalize::pair_count;

/// What the model says about a conversation.
///
/// ```
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let analysis = Analyzer::default().analyze(&conversation);
/// assert_eq!(analysis.score().map(f64::round), Some(82.0));
/// for pair in analysis.pairs() {
///     let [a, b] = pair.between;
///     println!("{} and {}: {:.0} of 100", a.label(), b.label(), pair.absolute);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Analysis {
    parameters: Parameters,
    graph: SpeakerGraph,
    values: Values,
}

impl Analysis {
    pub(crate) fn new(parameters: Parameters, minutes: f64, graph: SpeakerGraph) -> Self {
        let participants = graph.node_count();
        let values = Values::new(pair_sums(&graph), participants, minutes, parameters.half_rate);
        Self { parameters, graph, values }
    }

    /// The parameters it was made with.
    #[must_use]
    pub const fn parameters(&self) -> Parameters {
        self.parameters
    }

    /// How long the conversation lasted, in minutes.
    #[must_use]
    pub const fn minutes(&self) -> f64 {
        self.values.minutes()
    }

    /// Everyone who takes part, in participant order.
    #[must_use]
    pub fn participants(&self) -> impl ExactSizeIterator<Item = &Participant> {
        self.graph.raw_nodes().iter().map(|node| &node.weight)
    }

    /// Who responds to whom: a petgraph graph, to run any of its algorithms on.
    #[must_use]
    pub const fn graph(&self) -> &SpeakerGraph {
        &self.graph
    }

    /// Responses as a dense matrix in participant order: rows respond, columns are responded to.
    ///
    /// Memory: 8 bytes times the square of the number of participants. The graph holds the same
    /// numbers in less.
    ///
    /// ```
    /// # use sociogram::{Analyzer, Conversation, Turn};
    /// # let conversation = Conversation::new([
    /// #     Turn::from_seconds("ana", 0.0, 2.0)?,
    /// #     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// # ])?;
    /// let directed = Analyzer::default().analyze(&conversation).directed();
    /// assert!(directed[(1, 0)] > 0.49, "ben responds to ana");
    /// assert_eq!(directed[(0, 1)], 0.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn directed(&self) -> Array2<f64> {
        matrix(&self.graph)
    }

    /// The pairs with responses, in participant order; all others have none.
    pub fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.values.pairs(|at| self.graph.node_weight(at))
    }

    /// The pairs with responses, strongest first, ties in participant order.
    ///
    /// ```
    /// # use sociogram::{Analyzer, Conversation, Turn};
    /// # let conversation = Conversation::new([
    /// #     Turn::from_seconds("ana", 0.0, 2.0)?,
    /// #     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// #     Turn::from_seconds("eva", 4.2, 6.0)?,
    /// # ])?;
    /// let analysis = Analyzer::default().analyze(&conversation);
    /// let strengths: Vec<f64> = analysis.strongest_pairs().iter().map(|pair| pair.strength).collect();
    /// assert!(strengths.is_sorted_by(|a, b| a >= b));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn strongest_pairs(&self) -> Vec<Pair<'_>> {
        let mut pairs: Vec<Pair<'_>> = self.pairs().collect();
        // A stable sort: ties stay in participant order.
        pairs.sort_by(|a, b| b.strength.total_cmp(&a.strength));
        pairs
    }

    /// One pair by its labels, in either order, with or without responses.
    ///
    /// Absent if a label is nobody's, or both are the same. Time: O(participants + pairs).
    ///
    /// ```
    /// # use sociogram::{Analyzer, Conversation, Turn};
    /// # let conversation = Conversation::builder([
    /// #     Turn::from_seconds("ana", 0.0, 2.0)?,
    /// #     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// # ]).roster(["eva"]).build()?;
    /// # let analysis = Analyzer::default().analyze(&conversation);
    /// assert_eq!(analysis.pair("ben", "ana"), analysis.pairs().next());
    /// assert_eq!(analysis.pair("ana", "eva").map(|pair| pair.strength), Some(0.0));
    /// assert_eq!(analysis.pair("ana", "ana"), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn pair(&self, one: &str, other: &str) -> Option<Pair<'_>> {
        let find = |label: &str| self.participants().position(|one| one.label().as_str() == label);
        let (one, other) = (find(one)?, find(other)?);
        if one == other {
            return None;
        }
        let between =
            self.between(NodeIndex::new(one.min(other)), NodeIndex::new(one.max(other)))?;
        let silent = Pair {
            between,
            strength: 0.0,
            to_second: 0.0,
            to_first: 0.0,
            rate: 0.0,
            absolute: 0.0,
            relative: 0.0,
        };
        Some(self.pairs().find(|pair| pair.between == between).unwrap_or(silent))
    }

    /// How many pairs there are, with responses or without.
    #[must_use]
    pub fn pair_count(&self) -> usize {
        pair_count(self.graph.node_count())
    }

    /// The meeting interaction score, 0 to 100; absent with fewer than two participants.
    ///
    /// The mean of the absolute values over all pairs: see
    /// [`meeting_score`](crate::score::meeting_score).
    #[must_use]
    pub const fn score(&self) -> Option<f64> {
        self.values.score()
    }

    fn between(&self, first: NodeIndex, second: NodeIndex) -> Option<[&Participant; 2]> {
        Some([self.graph.node_weight(first)?, self.graph.node_weight(second)?])
    }
}
