//! Places in an input.

use std::fmt;

/// A place in a text, both counted from 1; columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u64,
    /// The character in the line.
    pub column: u64,
}

impl Position {
    /// Where a text begins.
    pub(super) const START: Self = Self { line: 1, column: 1 };
}

/// Prints `line 3, column 14`.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A place in an input: a position in its text and, in JSON, the path of the value as well.
///
/// ```
/// use sociogram::formats::rttm;
///
/// let text = b"SPEAKER standup 1 2.2 0.0 <NA> <NA> ben <NA> <NA>";
/// let recordings = rttm::read(text)?;
/// let place = &recordings[0].repairs()[0].first;
/// assert_eq!((place.position.line, place.path.as_deref()), (1, None));
/// # Ok::<(), sociogram::formats::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Where in the text.
    pub position: Position,
    /// The path of a JSON value, such as `segments[3].start`; absent in other formats.
    pub path: Option<Box<str>>,
}

impl From<Position> for Place {
    fn from(position: Position) -> Self {
        Self { position, path: None }
    }
}

/// Prints `line 3, column 14` or `segments[3].start (line 1, column 210)`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{path} ({})", self.position),
            None => self.position.fmt(f),
        }
    }
}
