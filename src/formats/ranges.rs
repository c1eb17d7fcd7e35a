//! Lines of which none depends on another, read on all threads.

use super::collector::Collector;
use super::error::ReadError;
use super::handlers::AnyLineFormat;
use crate::parallel;

/// A range has about so many bytes at the least: below, handing it out costs more than it saves.
const SHORTEST: usize = 64 << 10;
/// So many ranges for each thread, so that none has to wait long for the others.
const EACH: usize = 4;

/// Reads all lines of a text; `next` is the number of the first, and then of the one behind them.
/// What comes out, of broken text too, is the same as from one reader that reads all of it.
pub(super) fn read_apart(
    new: &(dyn Fn() -> AnyLineFormat + Sync),
    text: &str,
    next: &mut u64,
    into: &mut Collector,
) -> Result<(), ReadError> {
    match parallel::threads() {
        1 => new().lines(text, next, into),
        threads => {
            read_ranges(new, text, (text.len() / (threads * EACH)).max(SHORTEST), next, into)
        }
    }
}

/// Reads ranges of lines of about `length` bytes, each into a collector of its own, and puts these
/// together in order.
fn read_ranges(
    new: &(dyn Fn() -> AnyLineFormat + Sync),
    text: &str,
    length: usize,
    next: &mut u64,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let ranges = ranges(text, length);
    if let [only] = ranges[..] {
        return new().lines(only, next, into);
    }
    let empty = into.empty();
    let read = parallel::map(ranges.len(), |at| {
        let (mut collector, mut next) = (empty.clone(), 1);
        let text = ranges.get(at).copied().unwrap_or_default();
        let read = new().lines(text, &mut next, &mut collector);
        (collector, next - 1, read)
    });
    for (collector, lines, read) in read {
        let before = *next - 1;
        into.go_on(collector, before);
        *next += lines;
        read.map_err(|error| error.further_down(before))?;
    }
    Ok(())
}

/// The ranges of a text, each without the line end behind it.
fn ranges(text: &str, length: usize) -> Vec<&str> {
    let (mut ranges, mut rest) = (Vec::new(), text);
    while let Some(behind) = rest.as_bytes().get(length..)
        && let Some(end) = memchr::memchr(b'\n', behind)
        && let Some((range, behind)) = rest.split_at_checked(length + end)
    {
        ranges.push(range);
        rest = behind.get(1..).unwrap_or_default();
    }
    ranges.push(rest);
    ranges
}
