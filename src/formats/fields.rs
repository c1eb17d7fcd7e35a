//! Fields of a line, apart by spaces and tabs, as the line formats of NIST and Kaldi have them.

use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::lines::Line;
use super::unit::Unit;
use crate::time::Time;

/// The first fields of a line, which must be there, and what stands behind them.
pub(super) fn fields<'a, const N: usize>(
    line: Line<'a>,
    names: [&'static str; N],
) -> Result<([&'a str; N], &'a str), ReadError> {
    let mut fields = [""; N];
    let mut all = line.text.split_ascii_whitespace();
    for (found, (field, missing)) in fields.iter_mut().zip(names).enumerate() {
        *field = all.next().ok_or_else(|| {
            let kind = ReadErrorKind::TooFewFields { found, least: N, missing };
            ReadError::new(line.place_of_end(), kind)
        })?;
    }
    let end = fields.last().map_or(0, |last| line.byte_of(last) + last.len());
    Ok((fields, line.text.get(end..).unwrap_or_default().trim_ascii()))
}

/// A time of a line in decimal seconds.
pub(super) fn seconds(line: Line<'_>, text: &str, field: &'static str) -> Result<Time, ReadError> {
    Unit::Seconds.read_time(text, field).map_err(|kind| line.refuse(text, kind))
}

/// Nothing more may stand on a line than what has been read of it.
pub(super) fn nothing(line: Line<'_>, rest: &str, expected: &'static str) -> Result<(), ReadError> {
    match rest.split_ascii_whitespace().next() {
        None => Ok(()),
        Some(extra) => {
            let found = Excerpt::of(extra);
            Err(line.refuse(extra, ReadErrorKind::Unexpected { expected, found }))
        }
    }
}

/// Whether a line holds nothing, or begins with what marks a comment.
pub(super) fn is_blank_or(comment: &str, line: Line<'_>) -> bool {
    let text = line.text.trim_ascii_start();
    text.is_empty() || text.starts_with(comment)
}
