//! The spurts that may still change: the latest, in any order of arrival.

use std::collections::{BTreeMap, BTreeSet};

use crate::time::{Span, Time};

/// A speaker's place among those known, by first mention.
pub(super) type Slot = usize;

/// Spurts in order of start, each speaker's own united as they come.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    /// The end of each spurt by its start, of each speaker.
    ends: Vec<BTreeMap<Time, Time>>,
    /// All of them, in order of start.
    order: BTreeSet<(Time, Slot)>,
}

impl Window {
    /// Takes in a turn, united with what it overlaps or touches.
    pub(super) fn insert(&mut self, slot: Slot, turn: Span) {
        if self.ends.len() <= slot {
            self.ends.resize_with(slot + 1, BTreeMap::new);
        }
        let Some(ends) = self.ends.get_mut(slot) else { return };
        let start = match ends.range_mut(..=turn.start()).next_back() {
            Some((_, end)) if turn.end() <= *end => return,
            Some((start, end)) if turn.start() <= *end => {
                *end = turn.end();
                *start
            }
            _ => {
                ends.insert(turn.start(), turn.end());
                self.order.insert((turn.start(), slot));
                turn.start()
            }
        };
        self.unite(slot, start, turn.end());
    }

    /// Takes out the spurts of a speaker that start by a time, and by the ends of those; returns
    /// the last end, no earlier than the time.
    pub(super) fn absorb(&mut self, slot: Slot, mut end: Time) -> Time {
        let Some(ends) = self.ends.get_mut(slot) else { return end };
        while let Some(next) = ends.first_entry().filter(|next| *next.key() <= end) {
            self.order.remove(&(*next.key(), slot));
            end = end.max(next.remove());
        }
        end
    }

    /// Unites the spurt that starts here, and now ends there, with those behind it.
    fn unite(&mut self, slot: Slot, start: Time, mut end: Time) {
        let Some(ends) = self.ends.get_mut(slot) else { return };
        let next = |ends: &BTreeMap<Time, Time>, end: Time| {
            let behind = (std::ops::Bound::Excluded(start), std::ops::Bound::Included(end));
            ends.range(behind).next().map(|(start, end)| (*start, *end))
        };
        while let Some((swallowed, its_end)) = next(ends, end) {
            ends.remove(&swallowed);
            self.order.remove(&(swallowed, slot));
            end = end.max(its_end);
            ends.insert(start, end);
        }
    }

    /// Takes out the spurts that start first, if they start before a time: all that start together.
    pub(super) fn take_before(&mut self, time: Time, taken: &mut Vec<(Slot, Span)>) {
        taken.clear();
        while let Some((start, slot)) = self.order.first().copied() {
            let is_next = taken.first().is_none_or(|(_, span)| span.start() == start);
            if start >= time || !is_next {
                break;
            }
            self.order.pop_first();
            let end = self.ends.get_mut(slot).and_then(|ends| ends.remove(&start));
            if let Some(span) = end.and_then(|end| Span::new(start, end).ok()) {
                taken.push((slot, span));
            }
        }
    }

    /// All spurts, in order of start.
    pub(super) fn spurts(&self) -> impl Iterator<Item = (Slot, Span)> {
        self.order.iter().filter_map(|(start, slot)| {
            let end = self.ends.get(*slot)?.get(start)?;
            Some((*slot, Span::new(*start, *end).ok()?))
        })
    }
}
