//! An input as it comes: blocks of whole lines that are known to be text.

use std::io::{ErrorKind, Read, Result};

use super::error::{InputError, ReadError, ReadErrorKind};
use super::input::position_in;
use super::lines::LONGEST_LINE;

/// Whole lines, without the line end behind them.
pub(super) struct Block {
    pub(super) text: String,
    /// Whether its last line goes on: then it is longer than any line may be.
    pub(super) is_cut: bool,
}

impl Block {
    /// How many lines end in it.
    pub(super) fn lines(&self) -> u64 {
        let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes()).count();
        u64::try_from(breaks).unwrap_or(u64::MAX) + u64::from(!self.is_cut)
    }
}

/// The blocks of an input.
pub(super) struct Blocks<'r> {
    input: &'r mut (dyn Read + Send),
    size: usize,
    /// What has been read beyond the last block.
    begun: Vec<u8>,
    /// How many characters of the next line were handed out.
    column: u64,
    has_ended: bool,
}

impl<'r> Blocks<'r> {
    /// Blocks of about `size` bytes of what has been read and what is left of an input.
    pub(super) fn new(begun: Vec<u8>, input: &'r mut (dyn Read + Send), size: usize) -> Self {
        Self { input, size, begun, column: 0, has_ended: false }
    }

    /// The next block, in the memory of one that is done with; none at the end. A text always ends
    /// in a block, though it may be empty.
    ///
    /// The place of what is no text is counted from where the block begins.
    pub(super) fn next(&mut self, spare: String) -> std::result::Result<Option<Block>, InputError> {
        if self.has_ended {
            return Ok(None);
        }
        let mut bytes = spare.into_bytes();
        let begun = self.begun.len();
        // What is in the memory is overwritten: clearing it takes time.
        bytes.resize(self.size.max(begun), 0);
        if let Some(first) = bytes.get_mut(..begun) {
            first.copy_from_slice(&self.begun);
        }
        self.begun.clear();
        self.has_ended = fill(self.input, &mut bytes, begun)?;
        let mut cut = None;
        while !self.has_ended {
            cut = memchr::memrchr(b'\n', &bytes);
            if cut.is_some() || bytes.len() > LONGEST_LINE + 8 {
                break;
            }
            let filled = bytes.len();
            bytes.resize(filled + self.size.max(1), 0);
            self.has_ended = fill(self.input, &mut bytes, filled)?;
        }
        if let Some(cut) = cut {
            self.begun.extend_from_slice(bytes.get(cut + 1..).unwrap_or_default());
            bytes.truncate(cut);
        }
        self.block(bytes, !self.has_ended && cut.is_none()).map(Some)
    }

    fn block(&mut self, bytes: Vec<u8>, is_cut: bool) -> std::result::Result<Block, InputError> {
        let text = String::from_utf8(bytes).or_else(|error| {
            let (what, mut bytes) = (error.utf8_error(), error.into_bytes());
            let valid = what.valid_up_to();
            if is_cut && what.error_len().is_none() {
                // A character goes on behind the cut.
                self.begun = bytes.split_off(valid);
                return Ok(String::from_utf8(bytes).unwrap_or_default());
            }
            let mut place = position_in(&bytes, valid);
            if place.line == 1 {
                place.column += self.column;
            }
            Err(ReadError::new(place, ReadErrorKind::NotUtf8))
        })?;
        self.column = if is_cut { self.column + text.chars().map(|_| 1).sum::<u64>() } else { 0 };
        Ok(Block { text, is_cut })
    }
}

/// Fills bytes behind those that are filled, and says whether the input has ended: then there are
/// no more than it had.
pub(super) fn fill(
    input: &mut (dyn Read + Send),
    bytes: &mut Vec<u8>,
    mut filled: usize,
) -> Result<bool> {
    while let Some(left) = bytes.get_mut(filled..)
        && !left.is_empty()
    {
        match input.read(left) {
            Ok(0) => {
                bytes.truncate(filled);
                return Ok(true);
            }
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}
