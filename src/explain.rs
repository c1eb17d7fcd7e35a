//! Why a pair has its strength: the responses behind it, down to the moment.

use std::cmp::Ordering;
use std::collections::HashMap;

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
    let mut told = Telling::new(conversation, wanted);
    analyzer.for_each_response(conversation, |response| told.hear(response));
    told.finish().into_iter()
}

/// Gathers the candidates of one spurt after the other.
struct Telling<'a> {
    conversation: &'a Conversation,
    wanted: Option<(usize, usize)>,
    /// The responses of the spurt at hand.
    candidates: Vec<Response>,
    told: Vec<ExplainedResponse>,
    /// How many spurts have been passed, and the latest of each participant among them.
    passed: usize,
    latest: HashMap<ParticipantIndex, Span>,
}

impl<'a> Telling<'a> {
    fn new(conversation: &'a Conversation, wanted: Option<(usize, usize)>) -> Self {
        let (candidates, told) = (Vec::new(), Vec::new());
        Self { conversation, wanted, candidates, told, passed: 0, latest: HashMap::new() }
    }

    fn hear(&mut self, response: Response) {
        let of_same_spurt = |other: &Response| {
            other.responder == response.responder && other.spurt == response.spurt
        };
        if !self.candidates.last().is_some_and(of_same_spurt) {
            self.tell();
        }
        self.candidates.push(response);
    }

    /// Tells the wanted response of the spurt at hand, if it has one.
    fn tell(&mut self) {
        let mut shares: Vec<(ParticipantIndex, f64)> =
            self.candidates.iter().map(|one| (one.addressee, one.share)).collect();
        shares.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let wanted = self
            .candidates
            .drain(..)
            .find(|one| self.wanted == Some((one.responder.get(), one.addressee.get())));
        let Some(response) = wanted else { return };
        // The addressee's latest spurt that started before the response.
        let start = response.spurt.start();
        while let Some(spurt) = self.conversation.spurts().get(self.passed)
            && spurt.span.start() < start
        {
            self.latest.insert(spurt.participant, spurt.span);
            self.passed += 1;
        }
        let Some(answered) = self.latest.get(&response.addressee).copied() else { return };
        let seconds = |micros: i64| micros as f64 / 1e6;
        let shared = answered.end().min(response.spurt.end()).micros() - start.micros();
        self.told.push(ExplainedResponse {
            response,
            shares,
            floor_transfer_offset: seconds(start.micros() - answered.end().micros()),
            overlap: seconds(shared.max(0)),
        });
    }

    fn finish(mut self) -> Vec<ExplainedResponse> {
        self.tell();
        let heavier = |a: &ExplainedResponse, b: &ExplainedResponse| -> Ordering {
            b.amount().total_cmp(&a.amount())
        };
        // A stable sort: ties stay in order of time.
        self.told.sort_by(heavier);
        self.told
    }
}
