//! The way from one start to the next, which depends on the times alone.

use super::halvings::left_after;
use super::model::Model;
use crate::conversation::{ParticipantIndex, Spurt};

/// The way from one start to the next: the times, and the powers of two that they make.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) participant: ParticipantIndex,
    pub(super) start: f64,
    pub(super) end: f64,
    /// What is left of a presence since the start before.
    pub(super) left: f64,
    /// How it is with those who started last.
    pub(super) previous: Since,
    pub(super) latest: Since,
    /// What is left of the distance to 1 at the end.
    pub(super) rise: f64,
}

impl Step {
    /// From two spurts, of these starts and ends, to the next.
    #[inline]
    pub(super) fn new([previous, latest]: [[f64; 2]; 2], spurt: Spurt, model: &Model) -> Self {
        let Spurt { participant, span } = spurt;
        let [start, end] = [span.start(), span.end()].map(|time| time.micros() as f64);
        let [latest_start, _] = latest;
        Self {
            participant,
            start,
            end,
            left: left_after((start - latest_start) * model.decay),
            previous: Since::new(previous, start, model),
            latest: Since::new(latest, start, model),
            rise: left_after((end - start) * model.rise),
        }
    }
}

/// How it is now with one who spoke.
#[derive(Clone, Copy, Debug)]
pub(super) struct Since {
    /// All bits if they speak still, else none: a choice without a branch.
    pub(super) speaks: u64,
    /// What is left: of the distance to 1 since the start if they do, else of the presence since
    /// the end.
    pub(super) left: f64,
}

impl Since {
    #[inline]
    pub(super) fn new([start, end]: [f64; 2], now: f64, model: &Model) -> Self {
        let speaks = mask(now <= end);
        let since = now - chosen(speaks, start, end);
        let rate = chosen(speaks, model.rise, model.decay);
        Self { speaks, left: left_after(since * rate) }
    }

    /// Whether they speak still.
    pub(super) const fn speaks(self) -> bool {
        self.speaks != 0
    }
}

/// All bits if it is so, else none.
#[inline]
pub(super) fn mask(is_so: bool) -> u64 {
    u64::from(is_so).wrapping_neg()
}

/// The first if all bits are set, the second if none are.
#[inline]
pub(super) const fn chosen(mask: u64, one: f64, other: f64) -> f64 {
    f64::from_bits(one.to_bits() & mask | other.to_bits() & !mask)
}
