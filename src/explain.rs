//! Why a pair has its strength: the responses behind it, down to the moment.

use std::collections::{BTreeMap, HashMap};

use crate::analysis::Analyzer;
use crate::conversation::{Conversation, ParticipantIndex};
use crate::presence::Response;
use crate::time::Span;

/// One response, with all that it was weighed against.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ExplainedResponse {
    /// The response: who to whom, the responder's spurt, worth and share.
    pub response: Response,
    /// The shares of all candidates in this spurt's worth, the addressee among them, largest
    /// first, ties in participant order; what is missing to 1 was addressed to nobody in
    /// particular.
    pub shares: Vec<(ParticipantIndex, f64)>,
    /// The floor transfer offset in seconds: from the end of the addressee's latest spurt to the
    /// start of the response. Negative where the responder started before the addressee ended.
    pub floor_transfer_offset: f64,
    /// Seconds during which both spoke: the responder's spurt and the addressee's latest one
    /// before it.
    pub overlap: f64,
}

impl ExplainedResponse {
    /// How much of a response this is: worth times share.
    #[must_use]
    pub fn amount(&self) -> f64 {
        self.response.amount()
    }
}

/// The responses from one participant to another, heaviest first, ties in order of time.
///
/// Their amounts add up to what [`Analysis::directed`](crate::Analysis::directed) has from the
/// responder to the addressee. Nothing if one of the labels is nobody's, or there were no
/// responses. Time: O(spurts × those present), and a sort of those that are told.
///
/// ```
/// use sociogram::explain::responses;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let analyzer = Analyzer::default();
/// let told: Vec<_> = responses(&conversation, &analyzer, "ben", "ana").collect();
/// assert_eq!(told.len(), 1);
/// assert!((told[0].floor_transfer_offset - 0.2).abs() < 1e-9);
/// assert_eq!(told[0].amount(), analyzer.analyze(&conversation).directed()[(1, 0)]);
/// assert_eq!(responses(&conversation, &analyzer, "ana", "ben").count(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn responses(
    conversation: &Conversation,
    analyzer: &Analyzer,
    responder: &str,
    addressee: &str,
) -> impl ExactSizeIterator<Item = ExplainedResponse> + use<> {
    let find = |label: &str| {
        let mut participants = conversation.participants().iter();
        participants.position(|one| one.label().as_str() == label)
    };
    let wanted = find(responder).zip(find(addressee));
    let mut told: Vec<ExplainedResponse> = Vec::new();
    if let Some(wanted) = wanted {
        for_each_spurt(conversation, analyzer, |candidates, latest| {
            let is_wanted = |one: &&Response| (one.responder.get(), one.addressee.get()) == wanted;
            if let Some(response) = candidates.iter().find(is_wanted)
                && let Some(answered) = latest.get(&response.addressee)
            {
                told.push(explained(*response, candidates, *answered));
            }
        });
    }
    // A stable sort: ties stay in order of time.
    told.sort_by(|a, b| b.amount().total_cmp(&a.amount()));
    told.into_iter()
}

/// The heaviest responses of many directions at once, at most `top` of each, heaviest first.
///
/// One entry for each edge of [`Analysis::graph`](crate::Analysis::graph) that is `wanted`, by
/// responder and addressee. Time: one pass, whatever the number of directions. Memory: each
/// response that is kept has the shares of all who were present, so in a crowd want few.
///
/// ```
/// # use sociogram::{Analyzer, Conversation, Turn};
/// use sociogram::explain::heaviest;
///
/// # let conversation = Conversation::new([
/// #     Turn::from_seconds("ana", 0.0, 2.0)?,
/// #     Turn::from_seconds("ben", 2.2, 4.0)?,
/// # ])?;
/// let told = heaviest(&conversation, &Analyzer::default(), 3, |_, _| true);
/// let directions: Vec<(usize, usize)> = told.keys().map(|(a, b)| (a.get(), b.get())).collect();
/// assert_eq!(directions, [(1, 0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn heaviest(
    conversation: &Conversation,
    analyzer: &Analyzer,
    top: usize,
    wanted: impl Fn(ParticipantIndex, ParticipantIndex) -> bool,
) -> BTreeMap<(ParticipantIndex, ParticipantIndex), Vec<ExplainedResponse>> {
    let mut told: BTreeMap<_, Vec<ExplainedResponse>> = BTreeMap::new();
    for_each_spurt(conversation, analyzer, |candidates, latest| {
        for response in candidates {
            if !wanted(response.responder, response.addressee) {
                continue;
            }
            let told = told.entry((response.responder, response.addressee)).or_default();
            // A later response must be heavier to come before one that is told already.
            let at = told.partition_point(|other| other.amount() >= response.amount());
            if at < top
                && let Some(answered) = latest.get(&response.addressee)
            {
                told.insert(at, explained(*response, candidates, *answered));
                told.truncate(top);
            }
        }
    });
    told
}

/// Tells the responses of one spurt after the other, and the spurt that each participant last
/// started before it.
fn for_each_spurt(
    conversation: &Conversation,
    analyzer: &Analyzer,
    mut tell: impl FnMut(&[Response], &HashMap<ParticipantIndex, Span>),
) {
    let mut spurts = conversation.spurts().iter().peekable();
    let mut latest: HashMap<ParticipantIndex, Span> = HashMap::new();
    let mut candidates: Vec<Response> = Vec::new();
    let mut close = |candidates: &mut Vec<Response>| {
        let Some(Response { spurt: responding, .. }) = candidates.first() else { return };
        while let Some(spurt) = spurts.next_if(|one| one.span.start() < responding.start()) {
            latest.insert(spurt.participant, spurt.span);
        }
        tell(candidates, &latest);
        candidates.clear();
    };
    analyzer.for_each_response(conversation, |response| {
        let of_same_spurt = candidates.last().is_some_and(|other| {
            other.responder == response.responder && other.spurt == response.spurt
        });
        if !of_same_spurt {
            close(&mut candidates);
        }
        candidates.push(response);
    });
    close(&mut candidates);
}

fn explained(response: Response, candidates: &[Response], answered: Span) -> ExplainedResponse {
    let mut shares: Vec<(ParticipantIndex, f64)> =
        candidates.iter().map(|one| (one.addressee, one.share)).collect();
    shares.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let start = response.spurt.start().micros();
    let shared = answered.end().min(response.spurt.end()).micros() - start;
    let seconds = |micros: i64| micros as f64 / 1e6;
    ExplainedResponse {
        response,
        shares,
        floor_transfer_offset: seconds(start - answered.end().micros()),
        overlap: seconds(shared.max(0)),
    }
}
