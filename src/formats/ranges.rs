//! Lines of which none depends on another, read on all threads.

use super::collector::Collector;
use super::error::ReadError;
use super::lines::AnyLineFormat;
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::collector::Policy;
    use super::super::lines::{LineFormat, Lines};
    use super::super::recording::OverlapCapability;
    use super::super::rttm::Rttm;
    use super::*;

    fn line() -> impl Strategy<Value = String> {
        let record = ("[ab]", "(1|2|3)", "(0|1|-1)", "(ana|ben|eva|<NA>|unknown)").prop_map(
            |(name, start, length, who)| {
                format!("SPEAKER {name} 1 {start} {length} <NA> <NA> {who} <NA> <NA>")
            },
        );
        prop_oneof![
            12 => record,
            2 => "(NOSCORE|LEXEME) [abc] 1 [12] 1 <NA> <NA> <NA> <NA>",
            2 => "(;; é|\t|)",
            1 => "(END|SPEAKER a 1|SPEAKER a 1 é 1 <NA> <NA> ana)",
        ]
    }

    fn outcome(collector: Collector, read: Result<(), ReadError>) -> String {
        format!("{:#?} {read:?}", collector.into_recordings())
    }

    proptest! {
        #[test]
        fn ranges_of_any_length_are_read_as_one(
            lines in proptest::collection::vec((line(), "\r?\n"), 0..40),
            ended: bool,
            length in 0..300_usize,
            cut: prop::sample::Index,
        ) {
            let texts: Vec<String> = lines.iter().map(|(line, end)| format!("{line}{end}")).collect();
            let mut text = texts.concat();
            if !ended {
                text.pop();
            }
            let new = || Box::new(Rttm) as AnyLineFormat;
            let empty = Collector::new(Policy::default(), OverlapCapability::Yes);
            let (mut one, mut next) = (empty.clone(), 1);
            let read = Rttm.lines(&text, &mut next, &mut one);
            let one = outcome(one, read.clone());

            let (mut many, mut many_next) = (empty.clone(), 1);
            let many_read = read_ranges(&new, &text, length, &mut many_next, &mut many);
            prop_assert_eq!(&outcome(many, many_read), &one);
            prop_assert_eq!(many_next, next);

            // In two blocks, and in pieces.
            let line_end = text.match_indices('\n').map(|(at, _)| at).nth(cut.index(40));
            if let Some((before, behind)) = line_end.map(|at| text.split_at(at)) {
                let behind = behind.strip_prefix('\n').unwrap();
                let (mut many, mut next) = (empty.clone(), 1);
                let mut read = read_ranges(&new, before, length, &mut next, &mut many);
                if read.is_ok() {
                    read = read_ranges(&new, behind, length, &mut next, &mut many);
                }
                prop_assert_eq!(&outcome(many, read), &one);
            }
            let mut pieces = Lines::new(Rttm, empty);
            let pieces_read = pieces.push(text.as_bytes()).and_then(|()| pieces.end());
            prop_assert_eq!(&outcome(pieces.into_collector(), pieces_read), &one);
        }
    }
}
