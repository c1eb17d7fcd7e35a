//! Line formats, read as they come.

use std::fmt;

use super::collector::Collector;
use super::error::ReadError;
use super::format::Format;
use super::handlers::{How, handler};
use super::lines::{AnyLineFormat, Lines};
use super::options::Options;
use super::reading::Reading;

/// Reads a line format in pieces of any size, as they come; of the text it keeps no more than one
/// line, and a line is at most 1 MiB long.
///
/// It reads plain UTF-8. When a line is refused, what was read before it is kept.
///
/// ```
/// use sociogram::formats::{Format, Options, Reader};
///
/// let mut reader = Reader::new(Format::Rttm, Options::default()).ok_or("no line format")?;
/// reader.push(b"SPEAKER retro 1 0.0 2.0 <NA> <NA> ana <N")?;
/// reader.push(b"A> <NA>\n")?;
/// reader.end()?;
/// assert_eq!(reader.into_reading().recordings()[0].turns().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Reader {
    format: Format,
    options: Options,
    lines: Lines<AnyLineFormat>,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("format", &self.format).finish_non_exhaustive()
    }
}

impl Reader {
    /// A reader that has read nothing yet; absent if the format is not read line by line.
    #[must_use]
    pub fn new(format: Format, options: Options) -> Option<Self> {
        let handler = handler(format);
        let (How::LinesApart(new) | How::Lines(new) | How::LinesOrWhole(new, _)) = handler.how
        else {
            return None;
        };
        let collector = Collector::new(options.policy, handler.overlap);
        let lines = Lines::new(new(&options), collector);
        Some(Self { format, options, lines })
    }

    /// Reads the next piece.
    ///
    /// # Errors
    /// [`ReadError`] for the first line that is not as its format has it; the lines before it are
    /// kept.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        self.lines.push(bytes)
    }

    /// Reads the last line, which may lack a line end.
    ///
    /// # Errors
    /// As [`Reader::push`].
    pub fn end(&mut self) -> Result<(), ReadError> {
        self.lines.end()
    }

    /// What was read.
    #[must_use]
    pub fn into_reading(self) -> Reading {
        Reading::new(self.format, self.lines.into_collector(), &self.options)
    }
}
