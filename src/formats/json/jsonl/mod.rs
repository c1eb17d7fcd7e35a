//! JSON Lines: one object a line, or all objects in one array.
//!
//! ```text
//! {"recording": "standup", "speaker": "ana", "start": 0.0, "end": 2.0}
//! ```
//!
//! This is sociogram's own form, with times in seconds. Others are read by the same rules as the
//! columns of a table, which are said in [`columns`](crate::formats::columns): each object has a
//! start and an end or a length (the end counts where there are both), and may have a speaker and
//! a recording; keys may be in any order, and other keys are passed over. Times are numbers or
//! strings, speakers are strings, whole numbers or `null`. People may overlap. Objects without a
//! start or an end are left out and counted.

mod array;
mod flat;
mod object;

use serde::de::DeserializeSeed;

use self::array::Array;
use self::object::{Keys, Object, ObjectSeed};
use super::scalar::{moved, place_of, unquoted};
use super::{position_of, problem_of};
use crate::formats::collector::Collector;
use crate::formats::columns::{Column, Naming, Times};
use crate::formats::error::{Excerpt, ReadError, ReadErrorKind};
use crate::formats::lines::{Line, LineFormat, lines, read_lines};
use crate::formats::options::Options;
use crate::formats::place::{Place, Position};
use crate::formats::recording::RepairKind;
use crate::formats::sample::Sample;

/// Why a text may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    let text = sample.text;
    let (object, why) = match text.strip_prefix('[') {
        Some(_) if keys.have(&["[].session_id", "[].start_time", "[].end_time"]) => return None,
        Some(rest) => (rest, "it is an array of objects with a speaker, a start and an end"),
        None => (text.lines().next()?, "its lines are objects with a speaker, a start and an end"),
    };
    // Reading the object once more takes time, and in most documents it is all of the document.
    let naming = Naming::default();
    if !keys.outermost().any(|key| naming.find(key).is_some_and(|found| found.is_start())) {
        return None;
    }
    let mut names = Keys::new(naming);
    let mut objects = serde_json::Deserializer::from_str(object);
    let object = ObjectSeed { keys: &mut names }.deserialize(&mut objects).ok()?;
    let is_alone = text.starts_with('[') || objects.end().is_ok();
    let has_end = object.has(Column::End) || object.has(Column::Length);
    let is_turn = object.has(Column::Speaker) && object.has(Column::Start) && has_end;
    (is_alone && is_turn).then_some(why)
}

/// JSON Lines, a line at a time.
#[derive(Debug)]
pub(in crate::formats) struct JsonLines {
    unnamed: String,
    keys: Result<Keys, ReadErrorKind>,
    shape: Option<Shape>,
}

/// How the objects stand in the text.
#[derive(Debug)]
enum Shape {
    Lines,
    Array(Array),
}

impl JsonLines {
    pub(in crate::formats) fn new(options: &Options) -> Self {
        let keys = Naming::new(options).map(Keys::new);
        Self { unnamed: options.recording_name().to_owned(), keys, shape: None }
    }

    fn keys(&mut self) -> Result<&mut Keys, ReadError> {
        self.keys.as_mut().map_err(|kind| ReadError::new(Position::START, kind.clone()))
    }

    /// Reads an object; `place` says where a byte of its text stands, under which key.
    fn object(
        &mut self,
        text: &str,
        place: impl Fn(Position, Option<&str>) -> Place,
        into: &mut Collector,
    ) -> Result<(), ReadError> {
        let keys = self.keys()?;
        let object = match flat::read(text, keys) {
            Some(object) => object,
            None => any(text, keys).map_err(|error| {
                let kind = ReadErrorKind::Malformed { syntax: "JSON", problem: problem_of(&error) };
                ReadError::new(place(position_of(&error, text), None), kind)
            })?,
        };
        let whole = || place(Position::START, None);
        if let Some(kind) = keys.take_flaw() {
            return Err(ReadError::new(whole(), kind));
        }
        let time = |column| {
            let (value, unit) = object.time(column)?;
            let text = unquoted(value).map_or(value, str::trim);
            Some((text.into(), unit))
        };
        let times = Times {
            start: time(Column::Start),
            end: time(Column::End),
            length: time(Column::Length),
        };
        let value_of = |column| match object.time(column) {
            Some((value, _)) => {
                let Place { position, path } = place_of(text, &[], value);
                place(position, path.as_deref())
            }
            None => whole(),
        };
        let name = object.recording.get().filter(|name| !name.trim().is_empty());
        let at = into.recording(name.unwrap_or(&self.unnamed));
        match times.read(value_of)? {
            Some((start, end)) => into.turn(at, object.speaker.get(), start, end, whole),
            None => into.repair(at, RepairKind::Untimed, whole),
        }
    }

    /// Reads an object that has a line to itself.
    fn alone(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        let text = line.text.trim_ascii();
        if !text.starts_with('{') {
            let expected = "an object on each line";
            let found = Excerpt::of(text);
            return Err(line.refuse(text, ReadErrorKind::Unexpected { expected, found }));
        }
        let place = |inner, key: Option<&str>| {
            let position = moved(line.place_of(text).position, inner);
            Place { position, path: key.map(Into::into) }
        };
        self.object(text, place, into)
    }
}

impl LineFormat for JsonLines {
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        let text = line.text.trim_ascii_start();
        if text.is_empty() && !matches!(self.shape, Some(Shape::Array(_))) {
            return Ok(());
        }
        let shape = self.shape.get_or_insert_with(|| match text.strip_prefix('[') {
            Some(_) => Shape::Array(Array::default()),
            None => Shape::Lines,
        });
        match shape {
            Shape::Lines => self.alone(line, into),
            Shape::Array(array) => {
                let mut array = std::mem::take(array);
                array.line(line, |text, place| self.object(text, place, into))?;
                self.shape = Some(Shape::Array(array));
                Ok(())
            }
        }
    }

    fn end(&mut self, _: &mut Collector) -> Result<(), ReadError> {
        if let Some(Shape::Array(array)) = &self.shape {
            array.end()?;
        }
        match self.keys()?.missing() {
            Some(kind) => Err(ReadError::new(Position::START, kind)),
            None => Ok(()),
        }
    }
}

/// Reads an object of any shape, with nothing behind it.
fn any<'t>(text: &'t str, keys: &mut Keys) -> serde_json::Result<Object<'t>> {
    let mut objects = serde_json::Deserializer::from_str(text);
    let object = ObjectSeed { keys }.deserialize(&mut objects)?;
    objects.end()?;
    Ok(object)
}

/// Reads a text that is all there, in which the line of an array may have any length.
pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let mut format = JsonLines::new(options);
    if !text.trim_ascii_start().starts_with('[') {
        return read_lines(&mut format, text, into);
    }
    for line in lines(text) {
        format.line(line, into)?;
    }
    format.end(into)
}
