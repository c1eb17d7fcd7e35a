//! What one participant gives to another.

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
