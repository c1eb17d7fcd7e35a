//! From words to turns: a turn is a speaker's own run of words.

use super::collector::{At, Collector};
use super::error::ReadError;
use super::place::Place;
use super::recording::RepairKind;
use crate::time::Time;

/// A run goes on over a pause of less than this: the 0.3 s within which the NIST Rich
/// Transcription evaluations take pieces of one speaker for one.
const PAUSE_MICROS: i64 = 300_000;
/// A word whose end is not known lasts until the next one, but no longer than this.
const LONGEST_MICROS: i64 = 1_000_000;

/// One word as it stands in the input; `id` is for its reader to find it again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a, I> {
    pub(super) speaker: Option<&'a str>,
    pub(super) start: Option<Time>,
    pub(super) end: Option<Time>,
    pub(super) id: I,
}

/// The words of one track, in the order of the input.
///
/// A track is what has one speaker at a time: a channel, or a whole recording whose format gives
/// each moment to one speaker. Where people may overlap, each of them is a track.
#[derive(Clone, Debug)]
pub(super) struct Track<'a, I> {
    words: Vec<Word<'a, I>>,
}

/// A word that has its place.
struct Placed<'a, I> {
    speaker: Option<&'a str>,
    start: i64,
    end: i64,
    id: I,
}

impl<'a, I: Copy> Track<'a, I> {
    pub(super) const fn new() -> Self {
        Self { words: Vec::new() }
    }

    pub(super) fn push(&mut self, word: Word<'a, I>) {
        self.words.push(word);
    }

    /// Makes turns of the words: of each run of words of one speaker, without a word of another
    /// or a pause of 0.3 s in between.
    pub(super) fn collect(
        self,
        at: At,
        into: &mut Collector,
        place: impl Fn(I) -> Place,
    ) -> Result<(), ReadError> {
        let mut placed = self.placed(at, into, &place)?;
        if !placed.is_sorted_by_key(|word| word.start) {
            placed.sort_by_key(|word| word.start);
        }
        draw_out(&mut placed);
        let mut run: Option<Placed<'a, I>> = None;
        for word in placed {
            match &mut run {
                Some(run) if run.speaker == word.speaker && word.start - run.end < PAUSE_MICROS => {
                    run.end = run.end.max(word.end);
                }
                _ => {
                    if let Some(done) = run.replace(word) {
                        done.collect(at, into, &place)?;
                    }
                }
            }
        }
        run.map_or(Ok(()), |last| last.collect(at, into, &place))
    }

    /// The words with the times that they have, or that their neighbours leave them.
    fn placed(
        self,
        at: At,
        into: &mut Collector,
        place: &impl Fn(I) -> Place,
    ) -> Result<Vec<Placed<'a, I>>, ReadError> {
        let mut placed: Vec<Placed<'a, I>> = Vec::with_capacity(self.words.len());
        for Word { speaker, start, end, id } in self.words {
            let [start, end] = [start, end].map(|time| time.map(Time::micros));
            let before = placed.last().filter(|before| before.speaker == speaker);
            let (start, end) = match (start, end) {
                (Some(start), Some(end)) if start <= end => {
                    if start == end {
                        into.repair(at, RepairKind::ZeroLengthWord, || place(id))?;
                    } else if placed.last().is_some_and(|before| start < before.start) {
                        into.repair(at, RepairKind::BackwardsWord, || place(id))?;
                    }
                    (start, end)
                }
                (Some(start), Some(_)) => {
                    into.repair(at, RepairKind::BackwardsWord, || place(id))?;
                    (start, start)
                }
                (start, end) => {
                    into.repair(at, RepairKind::UntimedWord, || place(id))?;
                    match (start, before, end) {
                        (Some(start), _, _) => (start, start),
                        (None, Some(before), Some(end)) => {
                            (before.end.clamp(end - LONGEST_MICROS, end), end)
                        }
                        (None, None, Some(end)) => (end, end),
                        (None, Some(before), None) => (before.end, before.end),
                        (None, None, None) => continue,
                    }
                }
            };
            placed.push(Placed { speaker, start, end, id });
        }
        Ok(placed)
    }
}

/// Words of no length last until the next one starts, a second at most.
fn draw_out<I>(words: &mut [Placed<'_, I>]) {
    let mut next = None;
    let mut later = None;
    for word in words.iter_mut().rev() {
        if later != Some(word.start) {
            next = later;
            later = Some(word.start);
        }
        if word.start == word.end
            && let Some(next) = next
        {
            word.end = word.start + LONGEST_MICROS.min(next - word.start);
        }
    }
}

impl<I: Copy> Placed<'_, I> {
    fn collect(
        self,
        at: At,
        into: &mut Collector,
        place: impl Fn(I) -> Place,
    ) -> Result<(), ReadError> {
        let [Ok(start), Ok(end)] = [self.start, self.end].map(Time::from_micros) else {
            return Ok(());
        };
        into.turn(at, self.speaker, start, end, || place(self.id))
    }
}
