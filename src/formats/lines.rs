//! Text that is read line by line, whole or as it comes.

use super::collector::Collector;
use super::error::{ReadError, ReadErrorKind};
use super::place::{Place, Position};

/// No line of any format is longer, and no line that is not one takes more memory.
pub(super) const LONGEST_LINE: usize = 1 << 20;

/// A format in which each line can be taken in when it comes.
pub(super) trait LineFormat {
    /// Takes in one line.
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError>;

    /// Takes in all lines of a text; `next` is the number of the first, and then of the one behind
    /// them.
    fn lines(&mut self, text: &str, next: &mut u64, into: &mut Collector) -> Result<(), ReadError> {
        for line in lines_from(text, *next) {
            line.check_length()?;
            *next = line.number + 1;
            self.line(line, into)?;
        }
        Ok(())
    }

    /// Takes in what was still open at the end.
    fn end(&mut self, _into: &mut Collector) -> Result<(), ReadError> {
        Ok(())
    }
}

/// A format that is read line by line, whichever it is.
#[cfg(feature = "formats")]
pub(super) type AnyLineFormat = Box<dyn LineFormat + Send + Sync>;

#[cfg(feature = "formats")]
impl<F: LineFormat + ?Sized> LineFormat for Box<F> {
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        (**self).line(line, into)
    }

    fn lines(&mut self, text: &str, next: &mut u64, into: &mut Collector) -> Result<(), ReadError> {
        // What it is, is looked up once, and not for each line.
        (**self).lines(text, next, into)
    }

    fn end(&mut self, into: &mut Collector) -> Result<(), ReadError> {
        (**self).end(into)
    }
}

/// The lines of a text that begins with the line of this number.
fn lines_from(text: &str, first: u64) -> impl Iterator<Item = Line<'_>> {
    let mut rest = Some(text);
    (first..).map_while(move |number| {
        let text = rest?;
        let end = memchr::memchr(b'\n', text.as_bytes());
        let (line, behind) = match end.and_then(|end| text.split_at_checked(end)) {
            Some((line, behind)) => (line, behind.get(1..)),
            None => (text, None),
        };
        rest = behind;
        Some(Line { text: line.strip_suffix('\r').unwrap_or(line), number })
    })
}

/// The lines of a text.
#[cfg(feature = "formats")]
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    lines_from(text, 1)
}

/// Reads all lines of a text.
#[cfg(feature = "formats")]
pub(super) fn read_lines<F: LineFormat + ?Sized>(
    format: &mut F,
    text: &str,
    into: &mut Collector,
) -> Result<(), ReadError> {
    format.lines(text, &mut 1, into)?;
    format.end(into)
}

const fn too_long() -> ReadErrorKind {
    ReadErrorKind::LineTooLong { limit: LONGEST_LINE }
}

/// One line of a text, without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// Counted from 1.
    pub(super) number: u64,
}

impl<'a> Line<'a> {
    pub(super) fn check_length(self) -> Result<(), ReadError> {
        if self.text.len() <= LONGEST_LINE {
            return Ok(());
        }
        Err(ReadError::new(self.place_at(0), too_long()))
    }

    /// The byte at which a part of it begins.
    pub(super) fn byte_of(self, part: &str) -> usize {
        part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr()).min(self.text.len())
    }

    /// Where a part of it begins.
    pub(super) fn place_of(self, part: &str) -> Place {
        self.place_at(self.byte_of(part))
    }

    /// Where it begins.
    #[cfg(feature = "formats")]
    pub(super) fn place(self) -> Place {
        self.place_at(0)
    }

    /// Where it ends, spaces aside.
    pub(super) fn place_of_end(self) -> Place {
        self.place_at(self.text.trim_end().len())
    }

    fn place_at(self, at: usize) -> Place {
        position(self.number, self.text.as_bytes(), at).into()
    }

    /// It is refused, because of this part of it.
    pub(super) fn refuse(self, part: &str, kind: ReadErrorKind) -> ReadError {
        ReadError::new(self.place_of(part), kind)
    }
}

/// The position of a byte of a line.
pub(super) fn position(line: u64, text: &[u8], at: usize) -> Position {
    let before = String::from_utf8_lossy(text.get(..at).unwrap_or(text));
    Position { line, column: 1 + before.chars().map(|_| 1).sum::<u64>() }
}

/// Reads a text in pieces of any size, and keeps no more of it than one line.
#[derive(Clone, Debug)]
pub(super) struct Lines<F> {
    format: F,
    collector: Collector,
    /// The number of the line that is next.
    number: u64,
    /// The beginning of a line that has not ended yet.
    begun: Vec<u8>,
}

impl<F: LineFormat> Lines<F> {
    pub(super) const fn new(format: F, collector: Collector) -> Self {
        Self { format, collector, number: 1, begun: Vec::new() }
    }

    /// Takes in the next piece.
    pub(super) fn push(&mut self, mut bytes: &[u8]) -> Result<(), ReadError> {
        if !self.begun.is_empty() {
            let Some((end, rest)) = split_line(bytes) else { return self.begin(bytes) };
            self.begin(end)?;
            let begun = std::mem::take(&mut self.begun);
            self.line(&begun)?;
            self.begun = begun;
            self.begun.clear();
            bytes = rest;
        }
        let Some(last) = bytes.iter().rposition(|byte| *byte == b'\n') else {
            return self.begin(bytes);
        };
        let (whole, begun) = bytes.split_at(last);
        self.whole_lines(whole)?;
        self.begin(begun.get(1..).unwrap_or_default())
    }

    /// Takes in lines that are there as a whole; all but the last one end in a line end.
    fn whole_lines(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        // All of them are checked at once, which is faster than one after the other.
        let Ok(text) = std::str::from_utf8(bytes) else {
            return bytes.split(|byte| *byte == b'\n').try_for_each(|line| self.line(line));
        };
        let text =
            if self.number == 1 { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text };
        self.format.lines(text, &mut self.number, &mut self.collector)
    }

    /// Takes in the end.
    pub(super) fn end(&mut self) -> Result<(), ReadError> {
        let begun = std::mem::take(&mut self.begun);
        if !begun.is_empty() {
            self.line(&begun)?;
        }
        self.format.end(&mut self.collector)
    }

    /// What was read so far.
    pub(super) fn into_collector(self) -> Collector {
        self.collector
    }

    fn begin(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        self.check_length(self.begun.len() + bytes.len())?;
        self.begun.extend_from_slice(bytes);
        Ok(())
    }

    fn check_length(&self, length: usize) -> Result<(), ReadError> {
        if length <= LONGEST_LINE {
            return Ok(());
        }
        let place = Position { line: self.number, column: 1 };
        Err(ReadError::new(place, too_long()))
    }

    fn line(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        self.check_length(bytes.len())?;
        let number = self.number;
        self.number += 1;
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let bytes = if number == 1 { without_mark(bytes)? } else { bytes };
        match std::str::from_utf8(bytes) {
            Ok(text) => self.format.line(Line { text, number }, &mut self.collector),
            Err(error) => {
                let place = position(number, bytes, error.valid_up_to());
                Err(ReadError::new(place, ReadErrorKind::NotUtf8))
            }
        }
    }
}

/// The bytes behind a byte order mark, if there is one.
fn without_mark(bytes: &[u8]) -> Result<&[u8], ReadError> {
    match bytes {
        [0xEF, 0xBB, 0xBF, text @ ..] => Ok(text),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            Err(ReadError::new(Position::START, ReadErrorKind::Utf16))
        }
        text => Ok(text),
    }
}

/// The first line without its end, and what comes behind it.
fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((bytes.get(..at)?, bytes.get(at + 1..)?))
}
