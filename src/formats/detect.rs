//! Which format an input is in.

use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::format::Format;
use super::handlers::handler;
use super::input;
use super::options::Options;
use super::place::Position;
use super::sample::Sample;

/// What an input is taken for, and why.
///
/// ```
/// use sociogram::formats::{Format, Options, detect};
///
/// let text = b"SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>\n";
/// let detected = detect(text, &Options::default())?;
/// assert_eq!(detected.format, Format::Rttm);
/// assert_eq!(detected.reason, "its first record has a type of RTTM");
/// # Ok::<(), sociogram::formats::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detected {
    /// The format.
    pub format: Format,
    /// What in the input says so.
    pub reason: &'static str,
    /// The other formats that its content would do for: the ending of its name decided.
    pub others: Vec<Format>,
}

/// Says which format an input is in, from its content; the ending of its name breaks ties, and
/// decides where the content is of no format.
///
/// A format that the options name is taken without a look.
///
/// # Errors
/// [`ReadErrorKind::Undetected`] if it is in no format that is known,
/// [`ReadErrorKind::Ambiguous`] if more than one would do, and what keeps bytes from being text.
pub fn detect(bytes: &[u8], options: &Options) -> Result<Detected, ReadError> {
    of_text(&input::text(bytes)?, options)
}

/// The formats that the content of an input would do for, with what says so, in order of
/// [`Format::ALL`].
///
/// # Errors
/// What keeps bytes from being text.
///
/// ```
/// use sociogram::formats::candidates;
///
/// assert!(candidates(b"Dear diary,")?.is_empty());
/// # Ok::<(), sociogram::formats::ReadError>(())
/// ```
pub fn candidates(bytes: &[u8]) -> Result<Vec<(Format, &'static str)>, ReadError> {
    Ok(of_content(&input::text(bytes)?))
}

pub(super) fn of_text(text: &str, options: &Options) -> Result<Detected, ReadError> {
    if let Some(format) = options.format {
        return Ok(Detected { format, reason: "it was named", others: Vec::new() });
    }
    among(of_content(text), text, options)
}

/// The format of a text that begins like this and goes on, if its beginning is enough to tell.
pub(super) fn of_beginning(text: &str, options: &Options) -> Option<Format> {
    if options.format.is_some() {
        return options.format;
    }
    let found = candidates_of(&Sample::beginning(text)?);
    if found.is_empty() { None } else { among(found, text, options).ok().map(|it| it.format) }
}

/// Which of the formats that its content would do for an input is in.
fn among(
    mut found: Vec<(Format, &'static str)>,
    text: &str,
    options: &Options,
) -> Result<Detected, ReadError> {
    let all: Vec<Format> = found.iter().map(|(format, _)| *format).collect();
    let named = options.extension().and_then(|extension| {
        let is_of = |known: &str| known.eq_ignore_ascii_case(extension);
        Format::ALL.into_iter().find(|format| format.extension().is_some_and(is_of))
    });
    match named {
        Some(named) if found.len() > 1 => found.retain(|(format, _)| *format == named),
        // A broken file gets its message from the reader that it was meant for.
        Some(named) if found.is_empty() => found.push((named, "its name says so")),
        _ => {}
    }
    if let [(format, reason)] = found[..] {
        let others = all.into_iter().filter(|other| *other != format).collect();
        return Ok(Detected { format, reason, others });
    }
    let kind = if all.is_empty() {
        let begins = text.trim_start().lines().next().unwrap_or_default();
        ReadErrorKind::Undetected { found: Excerpt::of(begins) }
    } else {
        ReadErrorKind::Ambiguous { candidates: all }
    };
    Err(ReadError::new(Position::START, kind))
}

fn of_content(text: &str) -> Vec<(Format, &'static str)> {
    let found = candidates_of(&Sample::head(text));
    if found.is_empty() { candidates_of(&Sample::whole(text)) } else { found }
}

fn candidates_of(sample: &Sample<'_>) -> Vec<(Format, &'static str)> {
    Format::ALL
        .into_iter()
        .filter_map(|format| Some((format, (handler(format).recognize)(sample)?)))
        .collect()
}
