//! From bytes as they come to the text in them: gzip unpacked, UTF-16 decoded, marks dropped.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;

use super::error::{ReadError, ReadErrorKind};
use super::lines::position;
use super::place::Position;

/// Gzip may always expand to so much,
const ALWAYS_UNPACKED: u64 = 64 << 20;
/// and to so many times its size.
const MOST_EXPANSION: u64 = 64;

/// The text of an input.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    if bytes.starts_with(&[0x1F, 0x8B]) {
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

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let (encoding, marked) = match bytes {
        [0xEF, 0xBB, 0xBF, text @ ..] => return utf8(text),
        [0xFF, 0xFE, text @ ..] => (UTF_16LE, text),
        [0xFE, 0xFF, text @ ..] => (UTF_16BE, text),
        // Every format begins with a character of ASCII.
        [b'\t'..=b'\r' | b' '..=b'~', 0, ..] => (UTF_16LE, bytes),
        [0, b'\t'..=b'\r' | b' '..=b'~', ..] => (UTF_16BE, bytes),
        _ => return utf8(bytes),
    };
    encoding.decode_without_bom_handling_and_without_replacement(marked).ok_or_else(|| {
        let (text, _) = encoding.decode_without_bom_handling(marked);
        let bad = text.find('\u{FFFD}').unwrap_or(text.len());
        let problem = "a surrogate without its other half".into();
        let kind = ReadErrorKind::Malformed { syntax: "UTF-16", problem };
        ReadError::new(position_in(text.as_bytes(), bad), kind)
    })
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        ReadError::new(position_in(bytes, error.valid_up_to()), ReadErrorKind::NotUtf8)
    })
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
