//! Which part of a conversation is meant.

use std::ops::Range;

use crate::conversation::Conversation;
use crate::time::{Span, in_seconds};

/// A conversation or a part of it: the spurts that start in it, and how long it lasts.
///
/// Presence goes on over a cut, so a spurt may answer one of the part before.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Places among the spurts of the conversation.
    pub(crate) spurts: Range<usize>,
    /// From where to where; absent if nobody speaks.
    pub(crate) span: Option<Span>,
    /// How long it lasts, by which rates are taken.
    pub(crate) minutes: f64,
}

impl Part {
    /// All of it, with the duration that was declared.
    pub(crate) fn whole(conversation: &Conversation) -> Self {
        Self {
            spurts: 0..conversation.spurts().len(),
            span: conversation.extent(),
            minutes: conversation.minutes(),
        }
    }

    /// What starts within a span, which is as long as the span.
    pub(crate) fn within(conversation: &Conversation, span: Span) -> Self {
        let before = |time| conversation.spurts().partition_point(|one| one.span.start() < time);
        Self {
            spurts: before(span.start())..before(span.end()),
            span: Some(span),
            minutes: in_seconds(span.length()) / 60.0,
        }
    }
}
