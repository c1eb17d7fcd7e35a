//! Where and why reading stopped.

use std::fmt;

use super::format::Format;
use super::place::{Place, Position};
use super::recording::RepairKind;

/// Input that a reader refuses: where, and what was expected there.
///
/// ```
/// use sociogram::formats::{ReadErrorKind, rttm};
///
/// let error = rttm::read(b"SPEAKER standup 1 soon 2.0 <NA> <NA> ana <NA> <NA>").unwrap_err();
/// assert_eq!((error.position().line, error.position().column), (1, 19));
/// assert!(matches!(error.kind(), ReadErrorKind::NotATime { .. }));
/// assert_eq!(
///     error.to_string(),
///     r#"line 1, column 19: expected the start in seconds, found "soon""#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {kind}")]
pub struct ReadError {
    // Boxed, so that results which may hold an error stay small.
    place: Box<Place>,
    kind: Box<ReadErrorKind>,
}

impl ReadError {
    pub(super) fn new(place: impl Into<Place>, kind: ReadErrorKind) -> Self {
        Self { place: Box::new(place.into()), kind: Box::new(kind) }
    }

    /// The error of a text that stands so many lines further down.
    #[cfg(feature = "formats")]
    pub(super) fn further_down(mut self, lines: u64) -> Self {
        self.place.position.line += lines;
        self
    }

    /// Where reading stopped.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Where in the text reading stopped.
    #[must_use]
    pub fn position(&self) -> Position {
        self.place.position
    }

    /// Why.
    #[must_use]
    pub fn kind(&self) -> &ReadErrorKind {
        &self.kind
    }
}

/// Why there is no reading of an input that came from a file or a pipe.
#[cfg(feature = "formats")]
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// It could not be read to its end.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// It was read, and its reader refuses it.
    #[error(transparent)]
    Refused(#[from] ReadError),
}

#[cfg(feature = "formats")]
impl InputError {
    /// The error of a text that stands so many lines further down.
    pub(super) fn further_down(self, lines: u64) -> Self {
        match self {
            Self::Refused(error) => Self::Refused(error.further_down(lines)),
            io @ Self::Io(_) => io,
        }
    }
}

/// What was expected and what stood there instead.
///
/// Text that is quoted back is cut short and has its control characters escaped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The bytes are not UTF-8 text.
    #[error("expected UTF-8 text")]
    NotUtf8,
    /// The bytes are UTF-16 text, where only UTF-8 is read.
    #[error("expected UTF-8 text, found UTF-16")]
    Utf16,
    /// A line is longer than any line of a format is.
    #[error("expected a line of at most {limit} bytes")]
    LineTooLong {
        /// The longest line that is read.
        limit: usize,
    },
    /// A record is of no type that the format has.
    #[error("expected a record type such as SPEAKER, found {found}")]
    UnknownRecord {
        /// What stands there.
        found: Excerpt,
    },
    /// An `END` record marks `ESPnet`'s variant of RTTM, which counts samples and gives ends.
    #[error(
        "expected NIST RTTM, found an END record: ESPnet's variant counts samples, not seconds, \
         and gives the end of a turn instead of its length"
    )]
    EspnetVariant,
    /// A record ends too early.
    #[error(
        "expected {missing}, found the end of the line after {found} of at least {least} fields"
    )]
    TooFewFields {
        /// How many fields there are.
        found: usize,
        /// How many there must be.
        least: usize,
        /// The first field that is not there.
        missing: &'static str,
    },
    /// A record has more fields than the format, and they do not read from the right either.
    #[error(
        "expected at most 10 fields, found {found}: a recording's name may hold spaces only where \
         the record ends in `<NA> <NA> speaker <NA> <NA>`, and a speaker's label never"
    )]
    TooManyFields {
        /// How many fields there are.
        found: usize,
    },
    /// Something is not a time as the format writes it.
    #[error("expected {field} {written}, found {found}")]
    NotATime {
        /// Which time.
        field: &'static str,
        /// How the format writes times, such as `in seconds`.
        written: &'static str,
        /// What stands there.
        found: Excerpt,
    },
    /// Something is a time, but too far from zero.
    #[error("expected {field} within 9007199254.740992 seconds of zero, found {found}")]
    OutOfRange {
        /// Which time.
        field: &'static str,
        /// What stands there.
        found: Excerpt,
    },
    /// A turn has no speaker, and such turns were to be refused.
    #[error("expected a speaker, found {}", match found { Some(found) => found.to_string(), None => "none".into() })]
    UnknownSpeaker {
        /// What stands for the speaker, if anything does.
        found: Option<Excerpt>,
    },
    /// A field behind the speaker is neither a number nor absent.
    #[error(
        "expected {field}, a number or <NA>, found {found}: does the speaker's label hold a space?"
    )]
    NotANumber {
        /// Which field.
        field: &'static str,
        /// What stands there.
        found: Excerpt,
    },
    /// A flaw that is otherwise repaired, where repairs were to be refused.
    #[error("{repair}, which strict reading refuses")]
    Flaw {
        /// What would be done about it.
        repair: RepairKind,
    },
    /// Something else than what the format has at this place.
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// What the format has here.
        expected: &'static str,
        /// What stands there.
        found: Excerpt,
    },
    /// The input lacks what turns could be made from.
    #[error("expected {expected}, found none")]
    Missing {
        /// What is not there.
        expected: &'static str,
    },
    /// A table has not one column for something that it must tell, but none or two.
    #[error("expected one column for {wanted}, found {found}")]
    Columns {
        /// What it must tell, and what such a column is called.
        wanted: Box<str>,
        /// The names of the columns that there are, the first of them if there are many.
        found: Box<str>,
    },
    /// The input is not well formed below the level of its format: no JSON, no XML, no CSV.
    #[error("expected {syntax}: {problem}")]
    Malformed {
        /// What it should be.
        syntax: &'static str,
        /// What is wrong with it.
        problem: Box<str>,
    },
    /// The input expands to more than is read.
    #[error(
        "expected at most {limit} bytes of unpacked input (64 MiB, or 64 times its packed size)"
    )]
    TooLarge {
        /// The most that is read.
        limit: u64,
    },
    /// The input is in no format that is known.
    #[error("expected a known format, found {found}")]
    Undetected {
        /// How the input begins.
        found: Excerpt,
    },
    /// The input may be in more than one format.
    #[error("expected one format, found what may be {}", ids(candidates))]
    Ambiguous {
        /// The formats that it may be in, in order of [`Format::ALL`].
        candidates: Vec<Format>,
    },
}

fn ids(formats: &[Format]) -> String {
    formats.iter().map(|format| format.id()).collect::<Vec<_>>().join(" or ")
}

/// The beginning of a text that was found where something else was expected.
///
/// Prints in quotation marks, with control characters escaped.
#[derive(Clone, PartialEq, Eq)]
pub struct Excerpt(Box<str>);

impl Excerpt {
    const LONGEST: usize = 40;

    pub(super) fn of(text: &str) -> Self {
        let mut short: String = text.chars().take(Self::LONGEST).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        Self(short.into())
    }

    /// The text, as it stood.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that quotes the input, such as a JSON path or what a parser says, with its control
/// characters escaped and no longer than a few lines.
#[cfg(feature = "formats")]
pub(super) fn printable(text: &str) -> Box<str> {
    const LONGEST: usize = 240;
    let mut printable = String::new();
    for (at, character) in text.chars().enumerate() {
        match character {
            _ if at == LONGEST => {
                printable.push('…');
                break;
            }
            control if control.is_control() => printable.extend(control.escape_debug()),
            other => printable.push(other),
        }
    }
    printable.into()
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
