//! Turn-taking facts: what users expect beside a score, and who was left out.
//!
//! Who talks how much, how fast the floor changes hands, who overlaps with whom, how evenly
//! people take part, who is central, whether the group splits, and who spoke without being
//! answered. Everything follows from the spurts of a [`Conversation`] and from the responses of
//! its [`Analysis`], in the field's own terms: each fact says whose definition it is.
//!
//! *The floor* is with whoever speaks alone, and stays there until someone else speaks alone:
//! silences and overlaps lie between those who do (Heldner and Edlund, 2010).
//!
//! Sources:
//!
//! - S. Brin, L. Page (1998). The anatomy of a large-scale hypertextual web search engine.
//! - J. P. de Ruiter, H. Mitterer, N. J. Enfield (2006). Projecting the end of a speaker's turn.
//!   Language 82.
//! - G. Deltas (2003). The small-sample bias of the Gini coefficient. Review of Economics and
//!   Statistics 85.
//! - C. Gini (1912). Variabilità e mutabilità.
//! - M. Heldner, J. Edlund (2010). Pauses, gaps and overlaps in conversations. Journal of
//!   Phonetics 38.
//! - M. E. J. Newman (2004). Analysis of weighted networks. Physical Review E 70.
//! - E. C. Pielou (1966). The measurement of diversity in different types of biological
//!   collections. Journal of Theoretical Biology 13.
//! - H. Sacks, E. A. Schegloff, G. Jefferson (1974). A simplest systematics for the organization
//!   of turn-taking for conversation. Language 50.
//! - C. E. Shannon (1948). A mathematical theory of communication. Bell System Technical Journal
//!   27.
//! - T. Squartini, F. Picciolo, F. Ruzzenenti, D. Garlaschelli (2013). Reciprocity of weighted
//!   networks. Scientific Reports 3.
//! - V. H. Yngve (1970). On getting a word in edgewise. Chicago Linguistic Society 6.

mod floor;
mod left_out;
mod lengths;
mod meeting;
mod network;
mod pairs;
mod participants;
mod spread;

use std::time::Duration;

use petgraph::visit::EdgeRef;

pub use left_out::{LeftOut, Reason};
pub use lengths::{FloorTransfers, Lengths};
pub use meeting::MeetingFacts;
pub use pairs::PairFacts;
pub use participants::{Monologue, ParticipantFacts};
pub use spread::{entropy, gini};

use crate::analysis::{Analysis, Parameters};
use crate::conversation::{Conversation, Spurt};
use crate::graph::pair_sums;
use crate::presence::{Floor, Model};

/// No spurt that is longer is like a backchannel.
const LONGEST_BACKCHANNEL: Duration = Duration::from_secs(1);

/// The turn-taking facts of a conversation.
///
/// ```
/// use sociogram::facts::Facts;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.2)?,
/// ])?;
/// let facts = Facts::of(&conversation, &Analyzer::default().analyze(&conversation));
/// assert_eq!(facts.participants[0].share_of_talk, Some(0.5));
/// assert_eq!(facts.pairs[0].first_to_second.median_offset, Some(0.2));
/// assert_eq!(facts.meeting.participation_gini, Some(0.0));
/// assert!(facts.left_out.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Facts {
    /// Of the meeting as a whole.
    pub meeting: MeetingFacts,
    /// Of everyone, in participant order.
    pub participants: Vec<ParticipantFacts>,
    /// Of the pairs with responses, overlaps or floor transfers, in participant order; all others
    /// have none.
    pub pairs: Vec<PairFacts>,
    /// Those who were left out, in participant order.
    pub left_out: Vec<LeftOut>,
}

impl Facts {
    /// The facts of a conversation and of its analysis.
    ///
    /// The same bits whatever the order of the input. An analysis of another conversation gives
    /// responses of others, and no error. Time: O(spurts log spurts), plus what the analysis
    /// takes, plus the pairs of spurts that overlap, plus at most 200 times the edges of the graph.
    #[must_use]
    pub fn of(conversation: &Conversation, analysis: &Analysis) -> Self {
        let spurts = conversation.spurts();
        let count = conversation.participants().len();
        let stretches = floor::stretches(spurts.iter().copied());
        let between = floor::between(&stretches);
        let backchannels = floor::backchannels(spurts, LONGEST_BACKCHANNEL);
        let weighty = spurts.iter().zip(&backchannels).filter(|(_, is)| !**is);

        let graph = analysis.graph();
        let sums = pair_sums(graph);
        let given = network::sums(
            graph.edge_references().map(|edge| (edge.source(), *edge.weight())),
            count,
        );
        let received = network::sums(
            graph.edge_references().map(|edge| (edge.target(), *edge.weight())),
            count,
        );
        let participants = participants::facts(
            conversation,
            &participants::Known {
                stretches: &stretches,
                transfers: &between.transfers,
                backchannels: &backchannels,
                monologues: &floor::stretches(weighty.map(|(spurt, _)| *spurt)),
                given: &given,
                received: &received,
                worth: &worth(spurts, analysis.parameters(), count),
                centralities: &network::centralities(graph),
            },
        );
        Self {
            pairs: pairs::facts(conversation, &between.transfers, &sums),
            meeting: meeting::facts(conversation, &stretches, between, &sums),
            left_out: left_out::left_out(&participants),
            participants,
        }
    }
}

/// What the spurts of each participant are worth, whether or not anyone is there to answer.
fn worth(spurts: &[Spurt], parameters: Parameters, participants: usize) -> Vec<f64> {
    let Parameters { rise, decay, unaddressed, .. } = parameters;
    let mut floor = Floor::new(Model::new(rise, decay, unaddressed));
    let mut worth = vec![0.0; participants];
    for spurt in spurts {
        let more = floor.take(*spurt);
        if let Some(worth) = worth.get_mut(spurt.participant.get()) {
            *worth += more;
        }
    }
    worth
}
