//! Praat `TextGrid`: tiers of intervals with labels.
//!
//! ```text
//! File type = "ooTextFile"
//! Object class = "TextGrid"
//! 0 4.2 <exists> 1
//! "IntervalTier" "ana" 0 4.2 2
//!     0    1.5 "good morning"
//!     1.5  4.2 ""
//! ```
//!
//! Praat reads such a file as a row of strings in quotation marks, numbers and `<flags>`; any
//! other word, such as `xmin =` or `intervals [2]:`, is a comment, and so is what stands behind a
//! `!` up to the end of the line. So the long and the short form are one.
//!
//! Times are in seconds, and exact; `50%` is a half. The name of a tier is the speaker, and two
//! tiers of one name are one speaker. An interval is a turn if its label holds more than space.
//! People on different tiers may overlap. Points (`TextTier`) are passed over and counted. The
//! binary and the chronological form are refused.

use std::borrow::Cow;

use super::collector::{At, Collector};
use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::input::{BINARY_PRAAT, binary_praat, position_in};
use super::options::Options;
use super::place::Place;
use super::sample::Sample;
use super::unit::Unit;
use crate::time::{DecimalSeconds, Time};

const CHRONOLOGICAL: &str = "Praat chronological TextGrid";

/// Why a text may be of this format.
pub(super) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    if sample.plain().starts_with(BINARY_PRAAT) {
        return Some("it begins as Praat's binary files do");
    }
    let mut tokens = Tokens::of(sample.plain());
    let mut next = || tokens.next().ok().flatten().map(|token| token.kind);
    match next()? {
        Kind::Text(text) if text.starts_with(CHRONOLOGICAL) => {}
        Kind::Text(text) if text.starts_with("ooTextFile") => match next()? {
            Kind::Text(text) if is_class(text) => {}
            _ => return None,
        },
        _ => return None,
    }
    Some("it says that it is a text file of Praat with a TextGrid")
}

/// `TextGrid`, perhaps with a version behind it.
fn is_class(text: &str) -> bool {
    text.split(' ').next() == Some("TextGrid")
}

pub(super) fn read(text: &str, options: &Options, into: &mut Collector) -> Result<(), ReadError> {
    let name = options.recording_name();
    let at = into.recording(name);
    if text.starts_with(BINARY_PRAAT) {
        return Err(binary_praat());
    }
    let mut tokens = Tokens::of(text);
    let form = tokens.text("the file type \"ooTextFile\"")?;
    if form.as_str().starts_with(CHRONOLOGICAL) {
        let expected = "the long or the short text form of a TextGrid";
        return Err(tokens.unexpected(form, expected));
    }
    if !form.as_str().starts_with("ooTextFile") {
        return Err(tokens.unexpected(form, "the file type \"ooTextFile\""));
    }
    let class = tokens.text("the object class \"TextGrid\"")?;
    if !is_class(class.as_str()) {
        return Err(tokens.unexpected(class, "the object class \"TextGrid\""));
    }
    tokens.time("the start")?;
    tokens.time("the end")?;
    let tiers = match tokens.require("<exists>, since a TextGrid has tiers")? {
        Token { kind: Kind::Flag("exists"), .. } => tokens.count("the number of tiers")?,
        Token { kind: Kind::Flag("absent"), .. } => 0,
        other => return Err(tokens.unexpected(other, "<exists>, since a TextGrid has tiers")),
    };
    let mut points = 0;
    for _ in 0..tiers {
        points += tier(&mut tokens, at, into)?;
    }
    if points > 0 {
        into.skip(name, points);
    }
    match tokens.next()? {
        None => Ok(()),
        Some(more) => Err(tokens.unexpected(more, "the end of the text after the last tier")),
    }
}

/// Reads one tier, and says how many points it has.
fn tier(tokens: &mut Tokens<'_>, at: At, into: &mut Collector) -> Result<u64, ReadError> {
    const CLASS: &str = "the class of a tier, \"IntervalTier\" or \"TextTier\"";
    let class = tokens.text(CLASS)?;
    let has_intervals = match class.as_str() {
        "IntervalTier" => true,
        "TextTier" => false,
        _ => return Err(tokens.unexpected(class, CLASS)),
    };
    let speaker = tokens.text("the name of a tier")?.unescaped();
    tokens.time("the start")?;
    tokens.time("the end")?;
    // Whatever number stands here, what is read is what is there.
    let count = tokens.count("the number of intervals or points")?;
    for _ in 0..count {
        let (from, start) = tokens.time("the start")?;
        if !has_intervals {
            tokens.text("the mark of a point")?;
            continue;
        }
        let (_, end) = tokens.time("the end")?;
        if !tokens.text("the label of an interval")?.as_str().trim().is_empty() {
            into.turn(at, Some(&speaker), start, end, || place(tokens.text, from))?;
        }
    }
    Ok(if has_intervals { 0 } else { count })
}

fn place(text: &str, byte: usize) -> Place {
    position_in(text.as_bytes(), byte).into()
}

/// What Praat does not take for a comment, in the order of the text.
struct Tokens<'a> {
    text: &'a str,
    /// The byte from which to read on.
    at: usize,
}

#[derive(Clone, Copy)]
struct Token<'a> {
    /// The byte at which it begins.
    at: usize,
    kind: Kind<'a>,
}

#[derive(Clone, Copy)]
enum Kind<'a> {
    /// What stands in quotation marks, as it stands.
    Text(&'a str),
    /// A word that begins as numbers do.
    Number(&'a str),
    /// What stands between `<` and `>`.
    Flag(&'a str),
}

impl<'a> Token<'a> {
    const fn as_str(self) -> &'a str {
        match self.kind {
            Kind::Text(text) | Kind::Number(text) | Kind::Flag(text) => text,
        }
    }

    /// What is meant: a quotation mark is written twice.
    fn unescaped(self) -> Cow<'a, str> {
        let text = self.as_str();
        if text.contains('"') { text.replace("\"\"", "\"").into() } else { text.into() }
    }
}

impl<'a> Tokens<'a> {
    const fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes everything before the first character that ends it.
    fn take_until(&mut self, ends: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = rest.find(ends).and_then(|end| rest.get(..end)).unwrap_or(rest);
        self.at += taken.len();
        taken
    }

    fn next(&mut self) -> Result<Option<Token<'a>>, ReadError> {
        loop {
            self.take_until(|character| !character.is_whitespace());
            let at = self.at;
            let Some(first) = self.rest().chars().next() else { return Ok(None) };
            let kind = match first {
                '"' => Kind::Text(self.quoted()?),
                '0'..='9' | '+' | '-' => Kind::Number(self.take_until(char::is_whitespace)),
                '!' => {
                    self.take_until(|character| matches!(character, '\n' | '\r'));
                    continue;
                }
                '=' => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    let word =
                        self.take_until(|character| character == '=' || character.is_whitespace());
                    match word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) {
                        Some(flag) => Kind::Flag(flag),
                        None => continue,
                    }
                }
            };
            return Ok(Some(Token { at, kind }));
        }
    }

    /// Takes a text in quotation marks, in which a quotation mark is written twice.
    fn quoted(&mut self) -> Result<&'a str, ReadError> {
        let begin = self.at + 1;
        self.at = begin;
        loop {
            self.take_until(|character| character == '"');
            let end = self.at;
            if self.rest().starts_with("\"\"") {
                self.at += 2;
            } else if self.rest().is_empty() {
                let expected = "a quotation mark that ends the text that begins here";
                let kind = ReadErrorKind::Missing { expected };
                return Err(ReadError::new(place(self.text, begin - 1), kind));
            } else {
                self.at += 1;
                return Ok(self.text.get(begin..end).unwrap_or_default());
            }
        }
    }

    fn require(&mut self, expected: &'static str) -> Result<Token<'a>, ReadError> {
        self.next()?.ok_or_else(|| {
            let kind = ReadErrorKind::Missing { expected };
            ReadError::new(place(self.text, self.text.trim_end().len()), kind)
        })
    }

    fn text(&mut self, expected: &'static str) -> Result<Token<'a>, ReadError> {
        match self.require(expected)? {
            token @ Token { kind: Kind::Text(_), .. } => Ok(token),
            other => Err(self.unexpected(other, expected)),
        }
    }

    fn count(&mut self, expected: &'static str) -> Result<u64, ReadError> {
        let token = self.require(expected)?;
        match token.kind {
            Kind::Number(digits) => digits.parse().ok(),
            _ => None,
        }
        .ok_or_else(|| self.unexpected(token, expected))
    }

    /// A time, and where it stands.
    fn time(&mut self, field: &'static str) -> Result<(usize, Time), ReadError> {
        let token = self.require(match field {
            "the start" => "the start in seconds",
            _ => "the end in seconds",
        })?;
        let read = match token.kind {
            Kind::Number(number) => match number.strip_suffix('%') {
                Some(hundredths) => DecimalSeconds::parse_scaled(hundredths.as_bytes(), -2)
                    .map_err(|_| not_a_time(field, number))
                    .and_then(|seconds| Unit::time(seconds, number, field)),
                None => Unit::Seconds.read_time(number, field),
            },
            Kind::Text(other) | Kind::Flag(other) => Err(not_a_time(field, other)),
        };
        match read {
            Ok(time) => Ok((token.at, time)),
            Err(kind) => Err(ReadError::new(place(self.text, token.at), kind)),
        }
    }

    fn unexpected(&self, token: Token<'_>, expected: &'static str) -> ReadError {
        let found = Excerpt::of(token.as_str());
        ReadError::new(place(self.text, token.at), ReadErrorKind::Unexpected { expected, found })
    }
}

fn not_a_time(field: &'static str, found: &str) -> ReadErrorKind {
    let written = Unit::Seconds.written();
    ReadErrorKind::NotATime { field, written, found: Excerpt::of(found) }
}
