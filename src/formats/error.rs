//! Where and why reading stopped.

use std::fmt;

/// A place in a text, both counted from 1; columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u64,
    /// The character in the line.
    pub column: u64,
}

/// Prints `line 3, column 14`.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Input that a reader refuses: where, and what was expected there.
///
/// ```
/// use sociogram::formats::{ReadErrorKind, rttm};
///
/// let error = rttm::read(b"SPEAKER standup 1 soon 2.0 <NA> <NA> ana <NA> <NA>").unwrap_err();
/// assert_eq!((error.position().line, error.position().column), (1, 19));
/// assert!(matches!(error.kind(), ReadErrorKind::NotSeconds { .. }));
/// assert_eq!(
///     error.to_string(),
///     r#"line 1, column 19: expected the start in seconds, found "soon""#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{position}: {kind}")]
pub struct ReadError {
    position: Position,
    kind: ReadErrorKind,
}

impl ReadError {
    pub(super) const fn new(position: Position, kind: ReadErrorKind) -> Self {
        Self { position, kind }
    }

    /// Where reading stopped.
    #[must_use]
    pub const fn position(&self) -> Position {
        self.position
    }

    /// Why.
    #[must_use]
    pub const fn kind(&self) -> &ReadErrorKind {
        &self.kind
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
    /// The bytes are UTF-16 text.
    #[error("expected UTF-8 text, found UTF-16")]
    Utf16,
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
    #[error("expected {missing}, found the end of the line after {found} of at least 8 fields")]
    TooFewFields {
        /// How many fields there are.
        found: usize,
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
    /// A field is not a decimal number of seconds.
    #[error("expected {field} in seconds, found {found}")]
    NotSeconds {
        /// Which field.
        field: &'static str,
        /// What stands there.
        found: Excerpt,
    },
    /// A field is a number of seconds, but too far from zero.
    #[error("expected {field} within 9007199254.740992 seconds of zero, found {found}")]
    OutOfRange {
        /// Which field.
        field: &'static str,
        /// What stands there.
        found: Excerpt,
    },
    /// A turn has no speaker.
    #[error("expected a speaker's label, found <NA>")]
    NoSpeaker,
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
