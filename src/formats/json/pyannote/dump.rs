//! A printed annotation of pyannote, one turn a line:
//!
//! ```text
//! [ 00:00:00.030 -->  00:00:00.824] A SPEAKER_02
//! ```
//!
//! Behind the times stand the name of a track, which tells turns at the same time apart and is
//! ignored, and the speaker's label, which may hold spaces. In front of a time before zero stands
//! a minus. Empty lines are passed over; overlap is told.

use crate::formats::collector::{At, Collector};
use crate::formats::error::{Excerpt, ReadError, ReadErrorKind};
use crate::formats::lines::{Line, LineFormat};
use crate::formats::sample::Sample;
use crate::time::Time;

/// Whether an input looks like one.
///
/// The printed times have a space or a minus in front; the `[00:00:00.000 --> …]` of whisper has
/// not, and no speakers either.
pub(super) fn is_dump(sample: &Sample<'_>) -> bool {
    sample.records(";;", |fields| {
        let ends = match fields {
            ["[", _, "-->", end, _, _, ..] => end,
            [start, "-->", end, _, _, ..] if start.starts_with("[-") => end,
            _ => return false,
        };
        ends.ends_with(']')
    })
}

/// Whether a text is one rather than JSON, which may begin with the same bracket.
pub(super) fn begins(text: &str) -> bool {
    const FAR_ENOUGH: usize = 64;
    let text = text.trim_start();
    let arrow = text.find("-->").is_some_and(|at| at < FAR_ENOUGH);
    text.starts_with('[') && arrow
}

/// The lines of a printed annotation.
#[derive(Debug)]
pub(super) struct Dump {
    at: At,
}

impl Dump {
    pub(super) const fn new(at: At) -> Self {
        Self { at }
    }
}

impl LineFormat for Dump {
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        let text = line.text.trim_start();
        if text.is_empty() {
            return Ok(());
        }
        let parts = text.strip_prefix('[').and_then(|text| text.split_once("-->"));
        let parts = parts.and_then(|(start, rest)| Some((start, rest.split_once(']')?)));
        let Some((start, (end, behind))) = parts else {
            let expected = "a turn such as `[ 00:00:01.000 -->  00:00:02.500] A SPEAKER_00`";
            let found = Excerpt::of(text);
            return Err(line.refuse(text, ReadErrorKind::Unexpected { expected, found }));
        };
        let (_, speaker) =
            behind.trim_start().split_once(char::is_whitespace).ok_or_else(|| {
                let expected = "a track and the speaker's label behind the times";
                ReadError::new(line.place_of_end(), ReadErrorKind::Missing { expected })
            })?;
        let speaker = speaker.trim_start();
        let time = |text: &str, field| {
            let text = text.trim();
            clock(text, field).map_err(|kind| line.refuse(text, kind))
        };
        let (start, end) = (time(start, "the start")?, time(end, "the end")?);
        into.turn(self.at, Some(speaker), start, end, || line.place_of(speaker))
    }
}

/// A time as hours, minutes and seconds to the millisecond.
fn clock(text: &str, field: &'static str) -> Result<Time, ReadErrorKind> {
    let malformed = || ReadErrorKind::NotATime {
        field,
        written: "as hours:minutes:seconds",
        found: Excerpt::of(text),
    };
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let read = || {
        let mut parts = digits.split(':');
        let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
        let (seconds, millis) = seconds.split_once('.')?;
        let whole = |digits: &str, most: usize| {
            let fits = (1..=most).contains(&digits.len());
            let plain = fits && digits.bytes().all(|digit| digit.is_ascii_digit());
            plain.then(|| digits.parse::<i64>().ok())?
        };
        let exact = millis.len() == 3 && parts.next().is_none();
        let seconds = (whole(hours, 9)? * 60 + whole(minutes, 2)?) * 60 + whole(seconds, 2)?;
        exact.then_some(seconds * 1_000 + whole(millis, 3)?)
    };
    Time::from_millis(sign * read().ok_or_else(malformed)?)
        .map_err(|_| ReadErrorKind::OutOfRange { field, found: Excerpt::of(text) })
}
