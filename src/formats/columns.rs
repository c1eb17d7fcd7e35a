//! What the columns of a table, or the keys of JSON Lines, stand for.
//!
//! The caller names them, or they have one of the usual names, in any case and in any style:
//! `Start Time`, `startTime` and `start_time` are the same. The name of a column of times may end in
//! its unit: `start_ms`, `end (s)`.

use std::borrow::Cow;

use super::clock::clock;
use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::options::Options;
use super::place::Place;
use super::unit::Unit;
use crate::time::{DecimalSeconds, Time};

/// What a column stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Recording,
    Speaker,
    Start,
    End,
    Length,
}

/// How many of them there are.
pub(crate) const COLUMNS: usize = 5;

impl Column {
    const ALL: [Self; COLUMNS] =
        [Self::Recording, Self::Speaker, Self::Start, Self::End, Self::Length];

    const fn id(self) -> &'static str {
        match self {
            Self::Recording => "recording",
            Self::Speaker => "speaker",
            Self::Start => "start",
            Self::End => "end",
            Self::Length => "length",
        }
    }

    /// What it holds.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Recording => "the recording",
            Self::Speaker => "the speaker",
            Self::Start => "the start",
            Self::End => "the end",
            Self::Length => "the length",
        }
    }

    /// What it is usually called, in lower case and apart by underscores.
    const fn usual(self) -> &'static [&'static str] {
        match self {
            Self::Recording => {
                &["recording", "recording_id", "meeting", "meeting_id", "session_id", "file", "uri"]
            }
            Self::Speaker => &["speaker", "speaker_id", "speaker_label", "speaker_name", "label"],
            Self::Start => &["start", "start_time", "begin", "onset"],
            Self::End => &["end", "end_time", "stop", "offset"],
            Self::Length => &["length", "duration", "dur"],
        }
    }

    const fn is_time(self) -> bool {
        matches!(self, Self::Start | Self::End | Self::Length)
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

/// A column that was found, and the unit that its name declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) column: Column,
    pub(crate) suffix: Option<Unit>,
}

impl Found {
    pub(super) fn is_start(self) -> bool {
        self.column == Column::Start
    }
}

/// Which names stand for which columns, and what the numbers in them count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Naming {
    named: [Option<String>; COLUMNS],
    unit: Option<Unit>,
}

impl Naming {
    /// As the caller has it.
    pub(crate) fn new(options: &Options) -> Result<Self, ReadErrorKind> {
        let mut named = [const { None }; COLUMNS];
        for (what, name) in &options.columns.0 {
            let column = Column::ALL.into_iter().find(|column| column.id() == what);
            let slot = column.and_then(|column| named.get_mut(column.index()));
            let Some(slot) = slot else {
                let expected = "recording, speaker, start, end or length as what a column is";
                return Err(ReadErrorKind::Unexpected { expected, found: Excerpt::of(what) });
            };
            *slot = Some(name.clone());
        }
        Ok(Self { named, unit: options.unit })
    }

    fn named(&self, column: Column) -> Option<&str> {
        self.named.get(column.index())?.as_deref()
    }

    /// What a name stands for, if for anything.
    pub(crate) fn find(&self, name: &str) -> Option<Found> {
        let name = name.trim();
        let normal = normal(name);
        let (base, suffix) = match normal.rsplit_once('_') {
            Some((base, suffix)) => (base, unit_of(suffix)),
            None => (normal.as_str(), None),
        };
        let given = Column::ALL.into_iter().find(|column| self.named(*column) == Some(name));
        let column = given.or_else(|| {
            Column::ALL.into_iter().find(|column| {
                let is_usual = |name: &str| column.usual().contains(&name);
                let as_is = is_usual(&normal);
                self.named(*column).is_none()
                    && !(*column == Column::End && self.named(Column::Length).is_some())
                    && (as_is || (column.is_time() && suffix.is_some() && is_usual(base)))
            })
        })?;
        Some(Found { column, suffix: suffix.filter(|_| column.is_time()) })
    }

    /// What the numbers of a column count.
    pub(crate) fn unit(&self, found: Found, name: &str) -> Result<Unit, ReadErrorKind> {
        match (self.unit, found.suffix) {
            (Some(declared), Some(suffix)) if declared != suffix => Err(ReadErrorKind::NotATime {
                field: found.column.field(),
                written: declared.written(),
                found: Excerpt::of(name),
            }),
            (declared, suffix) => Ok(suffix.or(declared).unwrap_or_default()),
        }
    }

    /// Whether one of two columns says what its numbers count, and nothing does for the other.
    pub(crate) fn is_half_declared(&self, one: Option<Unit>, other: Option<Unit>) -> bool {
        self.unit.is_none() && one.is_some() != other.is_some()
    }

    /// There is no column for something that is needed, among these.
    pub(crate) fn missing<'n>(
        &self,
        column: Column,
        names: impl Iterator<Item = &'n str>,
    ) -> ReadErrorKind {
        let field = column.field();
        let wanted = match (self.named(column), column) {
            (Some(name), _) => format!("{field}, called {}", Excerpt::of(name)),
            (None, Column::End) => {
                let usual = [Column::End.usual(), Column::Length.usual()].concat().join(", ");
                format!("the end or the length, such as {usual}")
            }
            (None, _) => format!("{field}, such as {}", column.usual().join(", ")),
        };
        ReadErrorKind::Columns { wanted: wanted.into(), found: listed(names).into() }
    }

    /// The first thing that a table must tell and does not, if it has columns for these.
    pub(crate) fn lacking(&self, has: impl Fn(Column) -> bool) -> Option<Column> {
        let is_named = |column| self.named(column).is_some();
        Column::ALL.into_iter().find(|column| match column {
            Column::Recording | Column::Length => is_named(*column) && !has(*column),
            Column::Speaker | Column::Start => !has(*column),
            Column::End if is_named(Column::End) => !has(Column::End),
            Column::End => !is_named(Column::Length) && !has(Column::End) && !has(Column::Length),
        })
    }
}

/// Two columns stand for the same.
pub(super) fn twice(column: Column, names: [&str; 2]) -> ReadErrorKind {
    let found = format!("both {}", names.map(|name| Excerpt::of(name).to_string()).join(" and "));
    ReadErrorKind::Columns { wanted: column.field().into(), found: found.into() }
}

/// The names of columns, the first of them.
fn listed<'n>(mut names: impl Iterator<Item = &'n str>) -> String {
    const MOST: usize = 12;
    let first: Vec<String> =
        names.by_ref().take(MOST).map(|name| Excerpt::of(name).to_string()).collect();
    match (first.len(), names.count()) {
        (0, _) => "none".to_owned(),
        (_, 0) => first.join(", "),
        (_, more) => format!("{} and {more} more", first.join(", ")),
    }
}

/// A name in lower case, its words apart by underscores.
fn normal(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    let mut was_lower = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            if !normal.is_empty() && !normal.ends_with('_') {
                normal.push('_');
            }
            was_lower = false;
            continue;
        }
        if was_lower && character.is_uppercase() {
            normal.push('_');
        }
        was_lower = character.is_lowercase();
        normal.extend(character.to_lowercase());
    }
    normal.truncate(normal.trim_end_matches('_').len());
    normal
}

/// The unit that a name ends in.
fn unit_of(suffix: &str) -> Option<Unit> {
    Some(match suffix {
        "s" | "sec" | "secs" | "second" | "seconds" => Unit::Seconds,
        "ms" | "msec" | "millis" | "millisecond" | "milliseconds" => Unit::Milliseconds,
        "us" | "micros" | "microsecond" | "microseconds" => Unit::Microseconds,
        "ticks" => Unit::Ticks,
        "ns" | "nanos" | "nanosecond" | "nanoseconds" => Unit::Nanoseconds,
        _ => return None,
    })
}

/// The times of a row, as they stand in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Times<'a> {
    pub(super) start: Option<(Cow<'a, str>, Unit)>,
    pub(super) end: Option<(Cow<'a, str>, Unit)>,
    pub(super) length: Option<(Cow<'a, str>, Unit)>,
}

impl Times<'_> {
    /// The start and the end, if both are told; `place` says where a value stands that is none.
    pub(super) fn read<'a>(
        &'a self,
        place: impl Fn(Column) -> Place,
    ) -> Result<Option<(Time, Time)>, ReadError> {
        // Most rows have both in plain numbers, for which no sum has to be exact.
        let plain = |value: &Option<(Cow<'_, str>, Unit)>, column: Column| {
            let (text, unit) = value.as_ref()?;
            unit.read_time(text, column.field()).ok()
        };
        if let Some(start) = plain(&self.start, Column::Start)
            && let Some(end) = plain(&self.end, Column::End)
        {
            return Ok(Some((start, end)));
        }
        let value = |value: &'a Option<(Cow<'_, str>, Unit)>, column: Column| {
            let Some((text, unit)) = value.as_ref().filter(|(text, _)| !text.is_empty()) else {
                return Ok(None);
            };
            match seconds(text, *unit, column.field()) {
                Ok(seconds) => Ok(Some((seconds, &**text))),
                Err(kind) => Err(ReadError::new(place(column), kind)),
            }
        };
        let time = |(seconds, text), column: Column, field| {
            Unit::time(seconds, text, field).map_err(|kind| ReadError::new(place(column), kind))
        };
        let start = value(&self.start, Column::Start)?;
        let end = value(&self.end, Column::End)?;
        let length = if end.is_none() { value(&self.length, Column::Length)? } else { None };
        let Some(start) = start else { return Ok(None) };
        let end = match (end, length) {
            (Some(end), _) => time(end, Column::End, "the end")?,
            (None, Some((length, text))) => {
                time((start.0.plus(length), text), Column::Length, "the end")?
            }
            (None, None) => return Ok(None),
        };
        Ok(Some((time(start, Column::Start, "the start")?, end)))
    }
}

/// Reads a number of a unit, or a clock.
fn seconds(text: &str, unit: Unit, field: &'static str) -> Result<DecimalSeconds, ReadErrorKind> {
    // Most are numbers, and looking for a colon takes as long as reading one.
    unit.read(text, field).or_else(|kind| match clock(text).filter(|_| text.contains(':')) {
        Some(clock) => Unit::Microseconds.read(&clock.time.micros().to_string(), field),
        None => Err(kind),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_style() {
        let naming = Naming::default();
        for (name, column, suffix) in [
            ("Speaker", Column::Speaker, None),
            ("speakerId", Column::Speaker, None),
            ("SPEAKER_LABEL", Column::Speaker, None),
            ("Start Time", Column::Start, None),
            ("startTime", Column::Start, None),
            ("start_ms", Column::Start, Some(Unit::Milliseconds)),
            ("startMs", Column::Start, Some(Unit::Milliseconds)),
            ("Start (s)", Column::Start, Some(Unit::Seconds)),
            ("begin_us", Column::Start, Some(Unit::Microseconds)),
            ("end-time-seconds", Column::End, Some(Unit::Seconds)),
            ("offset_ticks", Column::End, Some(Unit::Ticks)),
            ("duration_ns", Column::Length, Some(Unit::Nanoseconds)),
            (" uri ", Column::Recording, None),
        ] {
            assert_eq!(naming.find(name), Some(Found { column, suffix }), "{name}");
        }
        for name in ["", "_", "text", "speaker_s", "ms", "s", "startled", "end_x", "start_end"] {
            assert_eq!(naming.find(name), None, "{name}");
        }
    }
}
