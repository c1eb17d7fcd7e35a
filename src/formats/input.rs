//! From bytes as they come to the text in them: gzip unpacked, UTF-16 decoded, marks dropped.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;

use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::lines::position;
use super::place::Position;

/// Gzip may always expand to so much,
const ALWAYS_UNPACKED: u64 = 64 << 20;
/// and to so many times its size.
const MOST_EXPANSION: u64 = 64;

/// How what gzip packed begins.
pub(super) const GZIP: [u8; 2] = [0x1F, 0x8B];

/// How binary files of Praat begin.
pub(super) const BINARY_PRAAT: &str = "ooBinaryFile";

/// The text of an input.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    if bytes.starts_with(&GZIP) {
        return Ok(Cow::Owned(decoded(&unpacked(bytes)?)?.into_owned()));
    }
    decoded(bytes)
}

/// What gzip packed, within bounds.
fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let limit = packed.saturating_mul(MOST_EXPANSION).max(ALWAYS_UNPACKED);
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(limit.saturating_add(1)).read_to_end(&mut unpacked);
    let kind = match read {
        Ok(read) if u64::try_from(read).unwrap_or(u64::MAX) <= limit => return Ok(unpacked),
        Ok(_) => ReadErrorKind::TooLarge { limit },
        Err(error) => {
            ReadErrorKind::Malformed { syntax: "gzip", problem: error.to_string().into() }
        }
    };
    Err(ReadError::new(Position::START, kind))
}

/// How bytes are encoded, if not as UTF-8, and those behind the mark that they may have.
fn encoding(bytes: &[u8]) -> (Option<&'static Encoding>, &[u8]) {
    match bytes {
        [0xEF, 0xBB, 0xBF, text @ ..] => (None, text),
        [0xFF, 0xFE, text @ ..] => (Some(UTF_16LE), text),
        [0xFE, 0xFF, text @ ..] => (Some(UTF_16BE), text),
        // Every format begins with a character of ASCII.
        [b'\t'..=b'\r' | b' '..=b'~', 0, ..] => (Some(UTF_16LE), bytes),
        [0, b'\t'..=b'\r' | b' '..=b'~', ..] => (Some(UTF_16BE), bytes),
        _ => (None, bytes),
    }
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let (encoding, marked) = match encoding(bytes) {
        (Some(encoding), marked) => (encoding, marked),
        (None, text) => return utf8(text),
    };
    encoding.decode_without_bom_handling_and_without_replacement(marked).ok_or_else(|| {
        let (text, _) = encoding.decode_without_bom_handling(marked);
        let bad = text.find('\u{FFFD}').unwrap_or(text.len());
        let problem = "a surrogate without its other half".into();
        let kind = ReadErrorKind::Malformed { syntax: "UTF-16", problem };
        ReadError::new(position_in(text.as_bytes(), bad), kind)
    })
}

/// The beginning of an input that goes on, if it is plain text as far as it goes, behind the mark
/// that it may have.
pub(super) fn beginning(bytes: &[u8]) -> Option<&str> {
    if bytes.starts_with(&GZIP) || bytes.starts_with(BINARY_PRAAT.as_bytes()) {
        return None;
    }
    let text = match encoding(bytes) {
        (None, text) => text,
        (Some(_), _) => return None,
    };
    match std::str::from_utf8(text) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_some() => None,
        // A character goes on behind the end.
        Err(error) => std::str::from_utf8(text.get(..error.valid_up_to())?).ok(),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        if bytes.starts_with(BINARY_PRAAT.as_bytes()) {
            return binary_praat();
        }
        ReadError::new(position_in(bytes, error.valid_up_to()), ReadErrorKind::NotUtf8)
    })
}

/// A binary file of Praat is no text, and it is clear what to do about it.
pub(super) fn binary_praat() -> ReadError {
    let expected = "a TextGrid that Praat saved as a text file, not as a binary file";
    let found = Excerpt::of(BINARY_PRAAT);
    ReadError::new(Position::START, ReadErrorKind::Unexpected { expected, found })
}

/// The position of a byte of a text.
pub(super) fn position_in(text: &[u8], at: usize) -> Position {
    let before = text.get(..at).unwrap_or(text);
    let breaks = before.iter().filter(|byte| **byte == b'\n').count();
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = before.get(line_start..).unwrap_or_default();
    position(u64::try_from(breaks).unwrap_or(u64::MAX).saturating_add(1), line, line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_told_by_its_mark_or_by_its_zeros() {
        for (encode, mark) in [
            (u16::to_le_bytes as fn(u16) -> [u8; 2], [0xFF, 0xFE]),
            (u16::to_be_bytes, [0xFE, 0xFF]),
        ] {
            let bytes: Vec<u8> = "añb\n".encode_utf16().flat_map(encode).collect();
            assert_eq!(text(&bytes).unwrap(), "añb\n");
            assert_eq!(text(&[&mark[..], &bytes].concat()).unwrap(), "añb\n");
        }
        let error = text(b"a\0\n\0b\0\0\xD8").unwrap_err();
        assert_eq!(error.position(), Position { line: 2, column: 2 });
    }

    #[test]
    fn bytes_that_are_no_text_have_a_place() {
        let error = text(b"ab\nc\xFF").unwrap_err();
        assert_eq!(error.position(), Position { line: 2, column: 2 });
        assert_eq!(text(b"\xEF\xBB\xBFab").unwrap(), "ab");
    }
}
