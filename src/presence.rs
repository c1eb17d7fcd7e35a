//! The presence model: from spurts, in order, to a stream of responses.
//!
//! Every speaker has a presence between 0 and 1, which rises towards 1 while they speak and
//! decays towards 0 while they do not: it says how much the floor still is theirs. Whoever starts
//! to speak responds to those who are present, and the response is worth the rise in the
//! responder's own presence.
//!
//! ```text
//! while a speaks, from presence p at t0:   p_a(t) = 1 - (1 - p) 2^(-(t - t0) / rise)
//! while a is silent, from p at t0:         p_a(t) = p 2^(-(t - t0) / decay)
//!
//! a spurt of b from s to e, and every other participant a:
//!     worth    = p_b(e) - p_b(s)
//!     share(a) = p_a(s) / (unaddressed + sum of p_c(s) over all c but b)
//!     responses from b to a += worth share(a)
//! ```
//!
//! This is the only room that knows these formulas. Whatever asks something of the model hears
//! the same stream, one spurt at a time, and the state between two spurts is one entry for each
//! speaker who is still present.

use crate::conversation::{ParticipantIndex, Spurt};
use crate::time::{Span, Time};

/// One participant's answer to another: what one spurt gives to one of those present.
///
/// ```
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let mut heard = Vec::new();
/// Analyzer::default().for_each_response(&conversation, |response| heard.push(response));
/// assert_eq!(heard.len(), 1);
/// assert_eq!((heard[0].responder.get(), heard[0].addressee.get()), (1, 0));
/// assert!((heard[0].amount() - 0.494).abs() < 1e-3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response {
    /// Who responds.
    pub responder: ParticipantIndex,
    /// Who is responded to.
    pub addressee: ParticipantIndex,
    /// The responder's spurt; the response is given at its start.
    pub spurt: Span,
    /// The rise in the responder's presence over the spurt, above 0 and at most 1.
    pub worth: f64,
    /// The addressee's part of the worth, above 0 and below 1.
    pub share: f64,
}

impl Response {
    /// How much of a response this is: worth times share, above 0 and at most the worth.
    #[must_use]
    pub fn amount(&self) -> f64 {
        self.worth * self.share
    }

    /// Whether it is one: at extreme parameters rounding alone can make it 0 or less.
    pub(crate) fn is_given(&self) -> bool {
        self.worth > 0.0 && self.amount() > 0.0
    }
}

/// The constants of the model, checked by whoever makes them: finite and above 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Model {
    /// Seconds of speech that halve the distance of a presence to 1.
    pub(crate) rise: f64,
    /// Seconds of silence that halve a presence.
    pub(crate) decay: f64,
    /// Presence of nobody in particular among the candidates.
    pub(crate) unaddressed: f64,
}

/// Halvings after which a presence, at most 1, is below 1e-30 and may count as zero.
const FADED_HALVINGS: f64 = 100.0;

/// Whose floor it is: the presence of everyone who spoke lately.
#[derive(Clone, Debug)]
pub(crate) struct Floor {
    model: Model,
    /// Microseconds of silence after which a presence counts as zero.
    faded_after: i64,
    /// Those present, in participant order, so that sums do not depend on who spoke last.
    present: Vec<Presence>,
    /// The candidates of the spurt at hand and their presence; kept only to be allocated once.
    candidates: Vec<(ParticipantIndex, f64)>,
    /// The sum of their presence and of nobody's in particular.
    total: f64,
}

/// One speaker's presence: known at both ends of the latest spurt, and from there at any time.
#[derive(Clone, Copy, Debug)]
struct Presence {
    participant: ParticipantIndex,
    spurt: Span,
    at_start: f64,
    at_end: f64,
}

impl Floor {
    /// Nobody has spoken.
    pub(crate) fn new(model: Model) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a float too large becomes the maximum"
        )]
        let faded_after = (FADED_HALVINGS * model.decay * 1e6) as i64;
        Self { model, faded_after, present: Vec::new(), candidates: Vec::new(), total: 0.0 }
    }

    /// Hears the next spurt, in order of start, tells each response that it gives, and returns
    /// what it is worth, to whomever it goes.
    pub(crate) fn hear(&mut self, spurt: Spurt, mut tell: impl FnMut(Response)) -> f64 {
        let worth = self.take(spurt);
        let Spurt { participant: responder, span } = spurt;
        for (addressee, share) in self.shares() {
            let response = Response { responder, addressee, spurt: span, worth, share };
            if response.is_given() {
                tell(response);
            }
        }
        worth
    }

    /// Hears the next spurt, in order of start, weighs those whom it may answer, and returns what
    /// it is worth.
    ///
    /// Among spurts that start together the order is of no account: presence is taken at the
    /// start, before any of them has been heard. Time: O(those present).
    pub(crate) fn take(&mut self, spurt: Spurt) -> f64 {
        let Spurt { participant: responder, span } = spurt;
        let now = span.start();
        let (model, faded_after) = (self.model, self.faded_after);
        self.present.retain(|one| micros_between(one.spurt.end(), now) <= faded_after);

        let mut before = 0.0;
        let mut total = model.unaddressed;
        self.candidates.clear();
        for one in &self.present {
            let presence = one.at(now, &model);
            if one.participant == responder {
                before = presence;
            } else if presence > 0.0 {
                total += presence;
                self.candidates.push((one.participant, presence));
            }
        }
        // Lifts the total above any rounding in it, in the shares and in their products, so that
        // a spurt never gives out more than it is worth.
        self.total = total * (1.0 + (self.candidates.len() + 4) as f64 * f64::EPSILON);
        let latest = Presence {
            participant: responder,
            spurt: span,
            at_start: before,
            at_end: risen(before, span.start(), span.end(), &model),
        };
        self.remember(latest);
        latest.worth()
    }

    /// The shares of those whom the spurt that was taken last may answer, in participant order.
    pub(crate) fn shares(&self) -> impl Iterator<Item = (ParticipantIndex, f64)> {
        self.candidates.iter().map(|(addressee, presence)| (*addressee, presence / self.total))
    }

    /// The latest spurt of a participant turns out to last longer; returns what it is worth now.
    ///
    /// Nobody has started behind its old end, so all that was heard since stays as it is. Absent
    /// for one who is not present.
    pub(crate) fn extend(&mut self, participant: ParticipantIndex, end: Time) -> Option<f64> {
        let at = self.present.binary_search_by_key(&participant, |one| one.participant).ok()?;
        let one = self.present.get_mut(at)?;
        one.spurt = Span::new(one.spurt.start(), end).ok()?;
        one.at_end = risen(one.at_start, one.spurt.start(), end, &self.model);
        Some(one.worth())
    }

    fn remember(&mut self, latest: Presence) {
        match self.present.binary_search_by_key(&latest.participant, |one| one.participant) {
            Ok(at) => {
                if let Some(one) = self.present.get_mut(at) {
                    *one = latest;
                }
            }
            Err(at) => self.present.insert(at, latest),
        }
    }
}

impl Presence {
    /// The rise over the latest spurt.
    fn worth(&self) -> f64 {
        self.at_end - self.at_start
    }

    /// The presence at a time no earlier than the latest spurt's start.
    fn at(&self, now: Time, model: &Model) -> f64 {
        if now == self.spurt.start() {
            self.at_start
        } else if now <= self.spurt.end() {
            risen(self.at_start, self.spurt.start(), now, model)
        } else {
            self.at_end * left_after(halvings(self.spurt.end(), now, model.decay))
        }
    }
}

/// The presence at `now` of someone who has been speaking since `start`.
fn risen(before: f64, start: Time, now: Time, model: &Model) -> f64 {
    1.0 - (1.0 - before) * left_after(halvings(start, now, model.rise))
}

const fn micros_between(from: Time, to: Time) -> i64 {
    to.micros() - from.micros()
}

fn halvings(from: Time, to: Time, half: f64) -> f64 {
    micros_between(from, to) as f64 / 1e6 / half
}

/// What is left of 1 after so many halvings: `2^(-halvings)`, the same bits on every platform.
pub(crate) fn left_after(halvings: f64) -> f64 {
    libm::exp2(-halvings)
}
