//! The blocks of an input, taken in turn by all threads.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::blocks::{Block, Blocks};
use super::collector::Collector;
use super::error::{InputError, ReadError};
use super::lines::AnyLineFormat;
use crate::parallel;

/// Reads lines of which none depends on another. What comes out, of broken input too, is the same
/// as from one thread that reads all of it.
///
/// Whoever is free takes the next block and reads it into a collector of its own, while it still
/// is in the cache of its core; nobody waits for the others.
pub(super) fn read_in_turn(
    blocks: &mut Blocks<'_>,
    new: &(dyn Fn() -> AnyLineFormat + Sync),
    into: &mut Collector,
) -> Result<(), InputError> {
    let empty = into.empty();
    let input = Mutex::new(Input { next: 0, blocks: Some(blocks) });
    let put_together = Mutex::new(Together::new(into));
    let refused_at = AtomicUsize::new(usize::MAX);
    parallel::on_all_threads(|| {
        let mut spare = String::new();
        while let Some((at, block)) = take(&input, std::mem::take(&mut spare)) {
            let read = block.map(|block| {
                let (mut collector, mut next) = (empty.clone(), 1);
                // Behind a line that is refused only what is no text is of any account.
                let is_wanted = at < refused_at.load(Ordering::Relaxed);
                let read = match is_wanted {
                    true => new().lines(&block.text, &mut next, &mut collector),
                    false => Ok(()),
                };
                if read.is_err() {
                    refused_at.fetch_min(at, Ordering::Relaxed);
                }
                let lines = if is_wanted && read.is_ok() { next - 1 } else { block.lines() };
                spare = block.text;
                Piece { collector, lines, read }
            });
            lock(&put_together).add(at, read);
        }
    });
    put_together.into_inner().unwrap_or_else(PoisonError::into_inner).outcome()
}

/// What is still to be read.
struct Input<'b, 'r> {
    /// The number of the next block.
    next: usize,
    /// None behind an error.
    blocks: Option<&'b mut Blocks<'r>>,
}

/// The next block and its number.
fn take(input: &Mutex<Input<'_, '_>>, spare: String) -> Option<(usize, Result<Block, InputError>)> {
    let input = &mut *lock(input);
    let block = input.blocks.as_mut()?.next(spare).transpose()?;
    if block.is_err() {
        input.blocks = None;
    }
    input.next += 1;
    Some((input.next - 1, block))
}

/// What one who panicked held is no worse for it: the panic goes on, to whoever called.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was read of a block.
struct Piece {
    collector: Collector,
    lines: u64,
    read: Result<(), ReadError>,
}

/// Puts pieces together in order, as they come.
struct Together<'c> {
    into: &'c mut Collector,
    /// The number of the piece that comes next, and those behind it that are there already.
    next: usize,
    waiting: BTreeMap<usize, Result<Piece, InputError>>,
    /// The lines before it.
    lines: u64,
    /// The first line that was refused.
    refused: Option<ReadError>,
    /// Where the input ends in an error; that comes first, as it does where all of it is looked at
    /// before its lines are.
    failed: Option<InputError>,
}

impl<'c> Together<'c> {
    const fn new(into: &'c mut Collector) -> Self {
        let waiting = BTreeMap::new();
        Self { into, next: 0, waiting, lines: 0, refused: None, failed: None }
    }

    fn add(&mut self, at: usize, piece: Result<Piece, InputError>) {
        self.waiting.insert(at, piece);
        while let Some(piece) = self.waiting.remove(&self.next) {
            self.next += 1;
            match piece {
                Ok(piece) => self.append(piece),
                Err(error) => {
                    let lines = self.lines;
                    self.failed.get_or_insert_with(|| error.further_down(lines));
                }
            }
        }
    }

    fn append(&mut self, piece: Piece) {
        if self.refused.is_none() {
            self.into.go_on(piece.collector, self.lines);
            self.refused = piece.read.err().map(|error| error.further_down(self.lines));
        }
        self.lines += piece.lines;
    }

    fn outcome(self) -> Result<(), InputError> {
        match (self.failed, self.refused) {
            (Some(error), _) => Err(error),
            (None, Some(error)) => Err(error.into()),
            (None, None) => Ok(()),
        }
    }
}
