//! Turns written out, as RTTM or as JSON Lines.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::recording::Recording;
use super::speaker::is_known;
use crate::time::{Span, Time};
use crate::turn::Label;

/// Writes the turns of a recording as RTTM, in order of time.
///
/// Times are exact to the microsecond. A recording without a name is written as `<NA>`.
///
/// # Errors
/// [`WriteError::Label`] and [`WriteError::Name`] for what RTTM cannot hold, before anything of
/// the recording is written, and [`WriteError::Io`].
///
/// ```
/// use sociogram::formats::{rttm, write_rttm};
///
/// let text = "SPEAKER standup 1 2.2 1.8 <NA> <NA> ben <NA> <NA>\n";
/// let mut written = Vec::new();
/// write_rttm(&rttm::read(text.as_bytes())?[0], &mut written)?;
/// assert_eq!(String::from_utf8(written)?, text);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_rttm(recording: &Recording, out: &mut impl Write) -> Result<(), WriteError> {
    let turns = recording.turns();
    write_rttm_of(recording.name(), turns.speakers(), turns.iter().collect(), out)
}

/// Writes turns as RTTM, in order of time: all that [`write_rttm`] says holds.
pub(crate) fn write_rttm_of<'a>(
    name: &Label,
    speakers: impl Iterator<Item = &'a Label>,
    turns: Vec<(&'a Label, Span)>,
    out: &mut impl Write,
) -> Result<(), WriteError> {
    if name.trim() != name.as_str() || name.contains(char::is_control) {
        return Err(WriteError::Name { name: name.clone() });
    }
    for label in speakers {
        if label.contains(|it: char| it.is_whitespace() || it.is_control()) || !is_known(label) {
            return Err(WriteError::Label { label: label.clone() });
        }
    }
    let name = if name.is_empty() { "<NA>" } else { name.as_str() };
    for (speaker, span) in in_order(turns) {
        let (start, length) = (span.start(), seconds(span.length().as_micros()));
        writeln!(out, "SPEAKER {name} 1 {start} {length} <NA> <NA> {speaker} <NA> <NA>")?;
    }
    Ok(())
}

/// Writes the turns of a recording as JSON Lines, in order of time: an object a line, with the
/// keys `recording`, `speaker`, `start` and `end`, times in seconds.
///
/// # Errors
/// [`WriteError::Io`].
///
/// ```
/// use sociogram::formats::{rttm, write_json_lines};
///
/// let text = b"SPEAKER standup 1 2.2 1.8 <NA> <NA> ben <NA> <NA>";
/// let mut written = Vec::new();
/// write_json_lines(&rttm::read(text)?[0], &mut written)?;
/// let expected = "{\"recording\":\"standup\",\"speaker\":\"ben\",\"start\":2.2,\"end\":4}\n";
/// assert_eq!(String::from_utf8(written)?, expected);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_json_lines(recording: &Recording, out: &mut impl Write) -> Result<(), WriteError> {
    #[derive(Serialize)]
    struct Line<'a> {
        recording: &'a str,
        speaker: &'a str,
        start: Box<RawValue>,
        end: Box<RawValue>,
    }
    // Digits, since a float of seconds is not exact to the microsecond for the farthest times.
    let exact = |time: Time| RawValue::from_string(time.to_string()).map_err(io::Error::from);
    for (speaker, span) in in_order(recording.turns().iter().collect()) {
        let line = Line {
            recording: recording.name(),
            speaker,
            start: exact(span.start())?,
            end: exact(span.end())?,
        };
        serde_json::to_writer(&mut *out, &line).map_err(io::Error::from)?;
        writeln!(out)?;
    }
    Ok(())
}

/// Why a recording is not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A speaker's label is empty, holds spaces or control characters, or stands for nobody.
    #[error(
        "RTTM has no place for the label {label:?}: it holds spaces or names nobody; JSON Lines take \
         any"
    )]
    Label {
        /// The label.
        label: Label,
    },
    /// A recording's name begins or ends with a space, or holds control characters.
    #[error("RTTM has no place for the name {name:?}; JSON Lines take any")]
    Name {
        /// The name.
        name: Label,
    },
    /// It cannot be written to where it should be.
    #[error(transparent)]
    Io(#[from] io::Error),
}

fn in_order(mut turns: Vec<(&Label, Span)>) -> Vec<(&Label, Span)> {
    turns.sort_unstable_by_key(|(speaker, span)| (span.start(), span.end(), *speaker));
    turns
}

/// Microseconds as decimal seconds; a length may be twice as far as any time.
fn seconds(micros: u128) -> String {
    match i64::try_from(micros).map(Time::from_micros) {
        Ok(Ok(time)) => time.to_string(),
        _ => format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000),
    }
}
