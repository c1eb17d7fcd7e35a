//! Who has the floor alone, when two or more speak and when nobody does.

use std::time::Duration;

use crate::conversation::Spurt;
use crate::time::{Span, Time};

/// A stretch of the conversation in which the same kind of thing goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) span: Span,
    pub(super) floor: Floor,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Floor {
    /// Nobody.
    Silent,
    /// One speaker, in this spurt.
    Alone(Spurt),
    /// Two or more, whoever they are.
    Shared,
}

/// The stretches of these spurts, which tile the time from the first start to the last end.
///
/// Time: O(spurts log spurts).
pub(super) fn stretches(spurts: impl Iterator<Item = Spurt> + Clone) -> Vec<Stretch> {
    let spurts: Vec<Spurt> = spurts.collect();
    let mut ends: Vec<(usize, Time)> =
        spurts.iter().enumerate().map(|(at, spurt)| (at, spurt.span.end())).collect();
    ends.sort_unstable_by_key(|(_, end)| *end);
    let mut starts =
        spurts.iter().enumerate().map(|(at, spurt)| (at, spurt.span.start())).peekable();
    let mut ends = ends.into_iter().peekable();

    let mut found: Vec<Stretch> = Vec::with_capacity(2 * spurts.len());
    let mut since: Option<Time> = None;
    // How many speak, and the sum of the places of their spurts: if one speaks, it is its place.
    let (mut speaking, mut places) = (0_usize, 0_usize);
    loop {
        let Some(now) = [starts.peek(), ends.peek()].into_iter().flatten().map(|(_, at)| *at).min()
        else {
            return found;
        };
        if let Some(since) = since
            && let Ok(span) = Span::new(since, now)
        {
            let floor = match (speaking, spurts.get(places)) {
                (0, _) => Floor::Silent,
                (1, Some(spurt)) => Floor::Alone(*spurt),
                _ => Floor::Shared,
            };
            match found.last_mut() {
                // Someone else joined or left: it is shared all the same.
                Some(last) if last.floor == floor => last.span = last.span.hull(span),
                _ => found.push(Stretch { span, floor }),
            }
        }
        since = Some(now);
        while let Some((at, _)) = ends.next_if(|(_, end)| *end == now) {
            (speaking, places) = (speaking - 1, places - at);
        }
        while let Some((at, _)) = starts.next_if(|(_, start)| *start == now) {
            (speaking, places) = (speaking + 1, places + at);
        }
    }
}

/// The floor goes from one speaker to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Transfer {
    /// The place of the one who had it alone last.
    pub(super) from: usize,
    /// The place of the one who has it alone next.
    pub(super) to: usize,
    /// From the end of the one's spurt to the start of the other's, in microseconds.
    pub(super) offset: i64,
}

/// What lies between those who have the floor alone, one after the other.
#[derive(Debug, Default)]
pub(super) struct Between {
    pub(super) gaps: Vec<Duration>,
    pub(super) pauses: Vec<Duration>,
    pub(super) overlaps_between: Vec<Duration>,
    pub(super) overlaps_within: Vec<Duration>,
    pub(super) transfers: Vec<Transfer>,
}

/// Sorts silences and overlaps by who has the floor alone before and after them.
pub(super) fn between(stretches: &[Stretch]) -> Between {
    let mut found = Between::default();
    let mut last: Option<Spurt> = None;
    // Silences and overlaps since then.
    let mut silent: Vec<Duration> = Vec::new();
    let mut shared: Vec<Duration> = Vec::new();
    for stretch in stretches {
        let next = match stretch.floor {
            Floor::Silent => {
                silent.push(stretch.span.length());
                continue;
            }
            Floor::Shared => {
                shared.push(stretch.span.length());
                continue;
            }
            Floor::Alone(spurt) => spurt,
        };
        match last {
            // Nobody had it alone before.
            None => {
                silent.clear();
                shared.clear();
            }
            Some(last) if last.participant == next.participant => {
                found.pauses.append(&mut silent);
                found.overlaps_within.append(&mut shared);
            }
            Some(last) => {
                found.gaps.append(&mut silent);
                found.overlaps_between.append(&mut shared);
                found.transfers.push(Transfer {
                    from: last.participant.get(),
                    to: next.participant.get(),
                    offset: next.span.start().micros() - last.span.end().micros(),
                });
            }
        }
        last = Some(next);
    }
    found
}

/// Whether each spurt, in order of start, is like a backchannel: no longer than `longest`, and
/// begun while another speaks who does not stop before it does.
pub(super) fn backchannels(spurts: &[Spurt], longest: Duration) -> Vec<bool> {
    // The last end among spurts that started before this one, and before those that start with
    // it. A speaker's own earlier spurts have ended, so it is another's if it is late enough.
    let mut before: Option<Time> = None;
    let mut along: Option<Time> = None;
    let mut now: Option<Time> = None;
    spurts
        .iter()
        .map(|Spurt { span, .. }| {
            if now != Some(span.start()) {
                (now, before) = (Some(span.start()), along);
            }
            along = along.max(Some(span.end()));
            span.length() <= longest && before >= Some(span.end())
        })
        .collect()
}
