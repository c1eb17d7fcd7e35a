//! What cannot change any more: one presence a speaker, one sum a direction.

use std::time::Duration;

use super::window::{Slot, Window};
use crate::analysis::Analyzer;
use crate::conversation::{Participant, ParticipantIndex, Spurt};
use crate::graph::Sums;
use crate::presence::Floor;
use crate::time::{Span, Time};
use crate::turn::Label;

/// What was heard of the spurts that start before a time.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    floor: Floor,
    sums: Sums,
    speakers: Vec<Option<Speaker>>,
    /// Who they are, in participant order: nobody who comes later can come before them.
    order: Vec<Slot>,
    /// Spurts that start together; kept only to be allocated once.
    together: Vec<(Slot, Span)>,
}

/// Someone whose place in participant order is settled.
#[derive(Clone, Debug)]
struct Speaker {
    index: ParticipantIndex,
    first_start: Time,
    /// Of all spurts before the latest.
    talk_time: Duration,
    /// All of them.
    spurts: usize,
    /// The latest spurt, which may become longer.
    latest: Span,
    worth: f64,
    shares: Vec<(ParticipantIndex, f64)>,
}

impl Settled {
    pub(super) fn new(analyzer: &Analyzer) -> Self {
        Self {
            floor: analyzer.floor(),
            sums: Sums::default(),
            speakers: Vec::new(),
            order: Vec::new(),
            together: Vec::new(),
        }
    }

    /// Takes in speech that starts no earlier than what is settled: it makes the speaker's latest
    /// spurt longer, or waits in the window.
    pub(super) fn hear(&mut self, slot: Slot, span: Span, window: &mut Window) {
        let speaker = self.speakers.get_mut(slot).and_then(Option::as_mut);
        let Some(speaker) = speaker.filter(|one| span.start() <= one.latest.end()) else {
            window.insert(slot, span);
            return;
        };
        let end = window.absorb(slot, span.end());
        if end > speaker.latest.end()
            && let Ok(longer) = Span::new(speaker.latest.start(), end)
        {
            speaker.latest = longer;
            if let Some(worth) = self.floor.extend(speaker.index, end) {
                speaker.worth = worth;
            }
        }
    }

    /// Settles all that starts before a time.
    pub(super) fn advance<'l>(
        &mut self,
        time: Time,
        window: &mut Window,
        label: impl Fn(Slot) -> Option<&'l Label>,
    ) {
        let mut together = std::mem::take(&mut self.together);
        loop {
            window.take_before(time, &mut together);
            if together.is_empty() {
                break;
            }
            self.settle(&mut together, &label);
        }
        self.together = together;
    }

    /// What there would be if all of the window were settled.
    pub(super) fn with<'l>(
        &self,
        window: &Window,
        label: impl Fn(Slot) -> Option<&'l Label>,
    ) -> Self {
        let mut settled = self.clone();
        let mut together = Vec::new();
        for (slot, span) in window.spurts() {
            if together
                .first()
                .is_some_and(|(_, first): &(Slot, Span)| first.start() < span.start())
            {
                settled.settle(&mut together, &label);
                together.clear();
            }
            together.push((slot, span));
        }
        settled.settle(&mut together, &label);
        settled
    }

    /// Hears the next spurts, which start together.
    fn settle<'l>(
        &mut self,
        together: &mut [(Slot, Span)],
        label: &impl Fn(Slot) -> Option<&'l Label>,
    ) {
        // In participant order: those who spoke before, then those who did not, by label.
        together.sort_unstable_by_key(|(slot, _)| {
            let index = self.speaker(*slot).map(|one| one.index);
            (index.is_none(), index, label(*slot))
        });
        for (slot, span) in together {
            self.settle_one(*slot, *span);
        }
    }

    fn settle_one(&mut self, slot: Slot, span: Span) {
        let spoke_before = self.speaker(slot).is_some();
        if !spoke_before {
            let Some(index) = ParticipantIndex::new(self.order.len()) else { return };
            self.order.push(slot);
            self.sums.grow(self.order.len());
            self.speakers.resize_with(self.speakers.len().max(slot + 1), || None);
            if let Some(entry) = self.speakers.get_mut(slot) {
                *entry = Some(Speaker {
                    index,
                    first_start: span.start(),
                    talk_time: Duration::ZERO,
                    spurts: 0,
                    latest: span,
                    worth: 0.0,
                    shares: Vec::new(),
                });
            }
        }
        let Some(speaker) = self.speakers.get_mut(slot).and_then(Option::as_mut) else { return };
        self.sums.add_shares(speaker.index, speaker.worth, speaker.shares.iter().copied());
        if spoke_before {
            speaker.talk_time += speaker.latest.length();
        }
        speaker.spurts += 1;
        speaker.latest = span;
        speaker.worth = self.floor.take(Spurt { participant: speaker.index, span });
        speaker.shares.clear();
        speaker.shares.extend(self.floor.shares().iter());
    }

    fn speaker(&self, slot: Slot) -> Option<&Speaker> {
        self.speakers.get(slot)?.as_ref()
    }

    /// Whether someone has a place in participant order.
    pub(super) fn has_heard(&self, slot: Option<Slot>) -> bool {
        slot.is_some_and(|slot| self.speaker(slot).is_some())
    }

    /// Everyone heard, in participant order.
    pub(super) fn participants<'l>(
        &self,
        label: impl Fn(Slot) -> Option<&'l Label>,
    ) -> Vec<Participant> {
        let participant = |slot: &Slot| {
            let one = self.speaker(*slot)?;
            let talk_time = one.talk_time + one.latest.length();
            let label = label(*slot)?.clone();
            Some(Participant::new(label, Some(one.first_start), talk_time, one.spurts))
        };
        self.order.iter().filter_map(participant).collect()
    }

    /// The sums of all responses.
    pub(super) fn into_sums(mut self) -> Sums {
        for speaker in self.speakers.iter().flatten() {
            self.sums.add_shares(speaker.index, speaker.worth, speaker.shares.iter().copied());
        }
        self.sums
    }
}
