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

mod object;

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use serde_json::value::RawValue;

use self::object::{Keys, Object, ObjectSeed};
use super::path::{Step, place};
use super::scalar::{place_of, unquoted};
use super::{position_of, problem_of};
use crate::formats::collector::Collector;
use crate::formats::columns::{Column, Naming, Times};
use crate::formats::error::{Excerpt, ReadError, ReadErrorKind};
use crate::formats::lines::{Line, LineFormat, position, read_lines};
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
    let mut names = Keys::new(Naming::default());
    let seed = ObjectSeed { keys: &mut names };
    let mut objects = serde_json::Deserializer::from_str(object);
    let object = seed.deserialize(&mut objects).ok()?;
    let is_alone = text.starts_with('[') || objects.end().is_ok();
    let has_end = object.has(Column::End) || object.has(Column::Length);
    let is_turn = object.has(Column::Speaker) && object.has(Column::Start) && has_end;
    (is_alone && is_turn).then_some(why)
}

/// JSON Lines, a line at a time.
#[derive(Debug)]
pub(in crate::formats) struct JsonLines {
    unnamed: String,
    naming: Result<Keys, ReadErrorKind>,
}

impl JsonLines {
    pub(in crate::formats) fn new(options: &Options) -> Self {
        let naming = Naming::new(options).map(Keys::new);
        Self { unnamed: options.recording_name().to_owned(), naming }
    }

    fn keys(&mut self) -> Result<&mut Keys, ReadError> {
        self.naming.as_mut().map_err(|kind| ReadError::new(Position::START, kind.clone()))
    }

    /// Takes in an object; `place` says where a value of it stands, or all of it.
    fn take_in<'t>(
        &self,
        object: &Object<'t>,
        place: impl Fn(Option<&'t RawValue>) -> Place,
        into: &mut Collector,
    ) -> Result<(), ReadError> {
        if let Some(kind) = object.flaw.as_deref() {
            return Err(ReadError::new(place(None), kind.clone()));
        }
        let time = |column| {
            let (value, unit) = object.time(column)?;
            let text = unquoted(value.get()).map_or(value.get(), str::trim);
            Some((text.into(), unit))
        };
        let times = Times {
            start: time(Column::Start),
            end: time(Column::End),
            length: time(Column::Length),
        };
        let value_of = |column| place(object.time(column).map(|(value, _)| value));
        let name = object.recording.get().filter(|name| !name.trim().is_empty());
        let at = into.recording(name.unwrap_or(&self.unnamed));
        match times.read(value_of)? {
            Some((start, end)) => into.turn(at, object.speaker.get(), start, end, || place(None)),
            None => into.repair(at, RepairKind::Untimed, || place(None)),
        }
    }

    fn end(&mut self) -> Result<(), ReadError> {
        match self.keys()?.missing() {
            Some(kind) => Err(ReadError::new(Position::START, kind)),
            None => Ok(()),
        }
    }
}

impl LineFormat for JsonLines {
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        if line.text.trim_ascii().is_empty() {
            return Ok(());
        }
        let text = line.text.trim_ascii_start();
        if !text.starts_with('{') {
            let expected = "an object on each line";
            let found = Excerpt::of(text);
            return Err(line.refuse(text, ReadErrorKind::Unexpected { expected, found }));
        }
        let mut objects = serde_json::Deserializer::from_str(line.text);
        let seed = ObjectSeed { keys: self.keys()? };
        let object = seed.deserialize(&mut objects).and_then(|object| {
            objects.end()?;
            Ok(object)
        });
        let object = object.map_err(|error| {
            let at = error.column().saturating_sub(1);
            let kind = ReadErrorKind::Malformed { syntax: "JSON", problem: problem_of(&error) };
            ReadError::new(position(line.number, line.text.as_bytes(), at), kind)
        })?;
        let place = |value: Option<&RawValue>| line.place_of(value.map_or(text, RawValue::get));
        self.take_in(&object, place, into)
    }

    fn end(&mut self, _: &mut Collector) -> Result<(), ReadError> {
        Self::end(self)
    }
}

/// Reads a text that is all there: lines, or one array.
pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let mut lines = JsonLines::new(options);
    if !text.trim_ascii_start().starts_with('[') {
        return read_lines(&mut lines, text, into);
    }
    lines.keys()?;
    let mut array = Array { text, lines: &mut lines, into, refused: None };
    let mut elements = serde_json::Deserializer::from_str(text);
    let read = elements.deserialize_seq(&mut array).and_then(|()| elements.end());
    if let Some(refused) = array.refused {
        return Err(refused);
    }
    read.map_err(|error| {
        let kind = ReadErrorKind::Malformed { syntax: "JSON", problem: problem_of(&error) };
        ReadError::new(position_of(&error, text), kind)
    })?;
    JsonLines::end(&mut lines)
}

/// The objects of an array, each taken in when it comes.
struct Array<'x, 't> {
    text: &'t str,
    lines: &'x mut JsonLines,
    into: &'x mut Collector,
    /// Why an object was refused for what it says.
    refused: Option<ReadError>,
}

impl<'de> Visitor<'de> for &mut Array<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let refused = |_| A::Error::custom("refused");
        let mut at = 0;
        loop {
            let keys = self.lines.keys().map_err(refused)?;
            let Some(object) = elements.next_element_seed(ObjectSeed { keys })? else {
                return Ok(());
            };
            let steps = [Step::At(at)];
            let place = |value: Option<&RawValue>| match value {
                Some(value) => place_of(self.text, &steps, value),
                None => place(self.text, &steps),
            };
            self.lines.take_in(&object, place, self.into).map_err(|error| {
                self.refused = Some(error);
                A::Error::custom("refused")
            })?;
            at += 1;
        }
    }
}
