//! The objects of an array, found line by line.

use std::fmt::Write;

use crate::formats::error::{Excerpt, ReadError, ReadErrorKind};
use crate::formats::json::scalar::moved;
use crate::formats::lines::{LONGEST_LINE, Line};
use crate::formats::place::{Place, Position};

/// An array that is read as it comes; it keeps the object that has begun, and no more.
#[derive(Debug, Default)]
pub(super) struct Array {
    next: Next,
    /// The object that is next, counted from 0.
    at: usize,
    begun: Option<Begun>,
    /// Where the text ends so far, empty lines aside.
    end: Option<Position>,
}

/// What may come next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Next {
    #[default]
    Array,
    ObjectOrEnd,
    Object,
    CommaOrEnd,
    Nothing,
}

impl Next {
    const fn expected(self) -> &'static str {
        match self {
            Self::Array => "an array",
            Self::ObjectOrEnd | Self::Object => "an object",
            Self::CommaOrEnd => "a comma or the end of the array",
            Self::Nothing => "nothing behind the array",
        }
    }
}

/// An object that goes on in the next line.
#[derive(Debug)]
struct Begun {
    text: String,
    start: Position,
    nesting: Nesting,
}

impl Array {
    /// Takes in a line; `read` is given each object that ends in it, and what tells its places.
    pub(super) fn line(
        &mut self,
        line: Line<'_>,
        mut read: impl FnMut(&str, &dyn Fn(Position, Option<&str>) -> Place) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let mut rest = line.text;
        if let Some(mut begun) = self.begun.take() {
            let end = begun.nesting.end_in(rest);
            let (inside, behind) =
                end.and_then(|end| rest.split_at_checked(end)).unwrap_or((rest, ""));
            begun.text.push('\n');
            begun.text.push_str(inside);
            if end.is_none() {
                return self.begin(begun);
            }
            let place = |inner, key: Option<&str>| self.place(moved(begun.start, inner), key);
            read(&begun.text, &place)?;
            self.has_read();
            rest = behind;
        }
        loop {
            rest = rest.trim_ascii_start();
            let Some(first) = rest.bytes().next() else { break };
            self.next = match (self.next, first) {
                (Next::Array, b'[') => Next::ObjectOrEnd,
                (Next::ObjectOrEnd | Next::CommaOrEnd, b']') => Next::Nothing,
                (Next::CommaOrEnd, b',') => Next::Object,
                (Next::ObjectOrEnd | Next::Object, b'{') => {
                    let mut nesting = Nesting::default();
                    let end = nesting.end_in(rest);
                    let Some((object, behind)) = end.and_then(|end| rest.split_at_checked(end))
                    else {
                        let start = line.place_of(rest).position;
                        return self.begin(Begun { text: rest.to_owned(), start, nesting });
                    };
                    // Where a line has many objects, only what is told has its column counted.
                    let place = |inner, key: Option<&str>| {
                        self.place(moved(line.place_of(object).position, inner), key)
                    };
                    read(object, &place)?;
                    self.has_read();
                    rest = behind;
                    continue;
                }
                (next, _) => {
                    let (expected, found) = (next.expected(), Excerpt::of(rest));
                    return Err(line.refuse(rest, ReadErrorKind::Unexpected { expected, found }));
                }
            };
            rest = rest.get(1..).unwrap_or_default();
        }
        if !line.text.trim_ascii().is_empty() {
            self.end = Some(line.place_of_end().position);
        }
        Ok(())
    }

    /// Takes in the end of the text.
    pub(super) fn end(&self) -> Result<(), ReadError> {
        if self.next == Next::Nothing {
            return Ok(());
        }
        let begun = self.begun.as_ref().map(|begun| begun.start);
        let place = begun.or(self.end).unwrap_or(Position::START);
        let problem = match begun {
            Some(_) => "an object that is not closed".into(),
            None => "an array that is not closed".into(),
        };
        Err(ReadError::new(place, ReadErrorKind::Malformed { syntax: "JSON", problem }))
    }

    fn begin(&mut self, begun: Begun) -> Result<(), ReadError> {
        if begun.text.len() > LONGEST_LINE {
            let kind = ReadErrorKind::LineTooLong { limit: LONGEST_LINE };
            return Err(ReadError::new(begun.start, kind));
        }
        self.begun = Some(begun);
        Ok(())
    }

    fn has_read(&mut self) {
        self.at += 1;
        self.next = Next::CommaOrEnd;
    }

    /// The place of a position of the object that is next.
    fn place(&self, position: Position, key: Option<&str>) -> Place {
        let mut path = format!("[{}]", self.at);
        if let Some(key) = key {
            let _ = write!(path, ".{key}");
        }
        Place { position, path: Some(path.into()) }
    }
}

/// How deep in an object something stands.
#[derive(Clone, Copy, Debug, Default)]
struct Nesting {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Nesting {
    /// The byte behind the end of the object, if it ends in this piece of it.
    fn end_in(&mut self, piece: &str) -> Option<usize> {
        for (at, byte) in piece.bytes().enumerate() {
            if self.in_text {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_text = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}
