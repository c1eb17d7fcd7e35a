//! What the readers of JSON share: places, times, labels.

pub(super) mod assemblyai;
pub(super) mod aws_transcribe;
pub(super) mod azure;
mod channel;
mod channels;
pub(super) mod deepgram;
pub(super) mod elevenlabs;
pub(super) mod google;
pub(super) mod jsonl;
pub(super) mod keys;
pub(super) mod label;
pub(super) mod openai;
pub(super) mod path;
pub(super) mod pyannote;
pub(super) mod pyannoteai;
pub(super) mod revai;
mod scalar;
pub(super) mod seglst;
pub(super) mod speechmatics;
mod spoken;
pub(super) mod whisperx;

use serde::Deserialize;
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::error::{Excerpt, ReadError, ReadErrorKind, printable};
use super::lines::position;
use super::place::{Place, Position};
use super::unit::Unit;
use crate::time::Time;

/// Reads a document into what its format says it is.
pub(super) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ReadError> {
    // The path is worked out only where there is something to tell, since it costs time.
    serde_json::from_str(text).map_err(|error| {
        let mut tracked = Deserializer::from_str(text);
        let found: Result<T, _> = serde_path_to_error::deserialize(&mut tracked);
        let path = found.err().map(|error| error.path().to_string()).filter(|path| path != ".");
        ReadError::new(
            Place { position: position_of(&error, text), path: path.as_deref().map(printable) },
            ReadErrorKind::Malformed { syntax: "JSON", problem: problem_of(&error) },
        )
    })
}

fn position_of(error: &serde_json::Error, text: &str) -> Position {
    let number = error.line().max(1);
    let line = text.split('\n').nth(number - 1).unwrap_or_default();
    let number = u64::try_from(number).unwrap_or(u64::MAX);
    position(number, line.as_bytes(), error.column().saturating_sub(1))
}

/// What is wrong, without the place that stands behind it.
fn problem_of(error: &serde_json::Error) -> Box<str> {
    let told = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    printable(told.strip_suffix(&place).unwrap_or(&told))
}

/// A time as JSON has it: a number, the same as a string, or nothing.
#[inline]
pub(super) fn time(
    value: Option<&RawValue>,
    unit: Unit,
    field: &'static str,
) -> Result<Option<Time>, ReadErrorKind> {
    let Some(value) = value else { return Ok(None) };
    let digits = match value.get().as_bytes() {
        [b'n', ..] => return Ok(None),
        [b'"', ..] => value.get().trim_matches('"').trim(),
        _ => value.get(),
    };
    if digits.is_empty() {
        return Ok(None);
    }
    unit.read_time(digits, field).map(Some).map_err(|kind| match kind {
        ReadErrorKind::NotATime { field, written, .. } => {
            ReadErrorKind::NotATime { field, written, found: Excerpt::of(value.get()) }
        }
        other => other,
    })
}
