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
//! the same stream, one spurt at a time, and the state between two spurts is one number for each
//! speaker who is still present, and the spurts that may be going on.

mod floor;
mod halvings;

pub(crate) use floor::{Floor, Shares};
pub(crate) use halvings::left_after;

use crate::conversation::ParticipantIndex;
use crate::time::Span;

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

/// The constants of the model, as they are used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Model {
    /// Halvings of a presence's distance to 1 in a microsecond of speech.
    rise: f64,
    /// Halvings of a presence in a microsecond of silence.
    decay: f64,
    /// Presence of nobody in particular among the candidates.
    unaddressed: f64,
}

impl Model {
    /// Of the seconds of speech that halve the distance of a presence to 1, and of silence that
    /// halve a presence, all checked by whoever gives them: finite and above 0.
    pub(crate) fn new(rise: f64, decay: f64, unaddressed: f64) -> Self {
        // At most a number, so that no time at all is no halving.
        let in_a_microsecond = |seconds: f64| (1.0 / (seconds * 1e6)).min(f64::MAX);
        Self { rise: in_a_microsecond(rise), decay: in_a_microsecond(decay), unaddressed }
    }
}
