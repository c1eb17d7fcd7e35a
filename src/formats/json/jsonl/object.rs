//! One object, and what the keys of objects stand for.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::formats::columns::{COLUMNS, Column, Found, Naming, twice};
use crate::formats::error::{Excerpt, ReadErrorKind};
use crate::formats::json::label::JsonLabel;
use crate::formats::unit::Unit;

/// So many keys are remembered, in order; what comes behind them is looked up each time.
const MOST: usize = 64;

/// What keys stand for. Objects mostly have the same ones in the same order.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    naming: Naming,
    known: Vec<(Box<str>, Meaning)>,
    next: usize,
    /// Which columns any object had.
    seen: [bool; COLUMNS],
}

/// What a key stands for: nothing, a column with a unit, or something that is wrong with it.
type Meaning = Option<Result<Key, ReadErrorKind>>;

#[derive(Clone, Copy, Debug)]
struct Key {
    found: Found,
    unit: Unit,
    /// Its place among those that are remembered.
    at: usize,
}

impl Keys {
    pub(super) const fn new(naming: Naming) -> Self {
        Self { naming, known: Vec::new(), next: 0, seen: [false; COLUMNS] }
    }

    fn meaning(&mut self, name: &str) -> Meaning {
        let is_it = |known: &(Box<str>, Meaning)| *known.0 == *name;
        let at = match self.known.get(self.next) {
            Some(next) if is_it(next) => Some(self.next),
            _ => self.known.iter().position(is_it),
        };
        if let Some((at, (_, meaning))) = at.and_then(|at| Some((at, self.known.get(at)?))) {
            self.next = at + 1;
            return meaning.clone();
        }
        let at = self.known.len();
        let meaning = self
            .naming
            .find(name)
            .map(|found| self.naming.unit(found, name).map(|unit| Key { found, unit, at }));
        if self.known.len() < MOST {
            self.known.push((name.into(), meaning.clone()));
        }
        meaning
    }

    fn name_at(&self, at: usize) -> &str {
        self.known.get(at).map_or("one of many keys", |(name, _)| name)
    }

    /// What no object had and some should have, if there was any object.
    pub(super) fn missing(&self) -> Option<ReadErrorKind> {
        if self.known.is_empty() {
            return None;
        }
        let has = |column: Column| self.seen.get(column.index()).copied().unwrap_or_default();
        let names = self.known.iter().map(|(name, _)| &**name);
        self.naming.lacking(has).map(|column| self.naming.missing(column, names))
    }
}

/// An object, as far as it matters.
#[derive(Clone, Debug, Default)]
pub(super) struct Object<'t> {
    pub(super) recording: JsonLabel<'t>,
    pub(super) speaker: JsonLabel<'t>,
    keys: [Option<Key>; COLUMNS],
    times: [Option<&'t RawValue>; COLUMNS],
    /// What is wrong with its keys.
    pub(super) flaw: Option<Box<ReadErrorKind>>,
}

impl<'t> Object<'t> {
    fn key(&self, column: Column) -> Option<Key> {
        self.keys.get(column.index()).copied().flatten()
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.key(column).is_some()
    }

    /// The value of a time and its unit, if there is such a key and it is not `null`.
    pub(super) fn time(&self, column: Column) -> Option<(&'t RawValue, Unit)> {
        let value = self.times.get(column.index()).copied().flatten()?;
        Some((value, self.key(column)?.unit))
    }

    /// The key of a time that has no unit where another has one.
    fn half_declared(&self, naming: &Naming) -> Option<Key> {
        let start = self.key(Column::Start)?;
        let last = self.key(Column::End).or(self.key(Column::Length))?;
        let [first, second] = [start, last].map(|key| key.found.suffix);
        let without = if first.is_none() { start } else { last };
        naming.is_half_declared(first, second).then_some(without)
    }
}

/// Reads an object.
pub(super) struct ObjectSeed<'k> {
    pub(super) keys: &'k mut Keys,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = Object<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Object<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a speaker, a start and an end")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
        let mut object = Object::default();
        self.keys.next = 0;
        while let Some(meaning) = map.next_key_seed(KeySeed { keys: &mut *self.keys })? {
            let key = match meaning {
                Some(Ok(key)) => key,
                None => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
                Some(Err(kind)) => {
                    map.next_value::<IgnoredAny>()?;
                    object.flaw.get_or_insert(Box::new(kind));
                    continue;
                }
            };
            let column = key.found.column;
            match column {
                Column::Speaker => object.speaker = map.next_value()?,
                Column::Recording => object.recording = map.next_value()?,
                Column::Start | Column::End | Column::Length => {
                    let value = map.next_value()?;
                    if let Some(slot) = object.times.get_mut(column.index()) {
                        *slot = value;
                    }
                }
            }
            if let Some(seen) = self.keys.seen.get_mut(column.index()) {
                *seen = true;
            }
            let before = object.keys.get_mut(column.index()).and_then(|slot| slot.replace(key));
            if let Some(before) = before {
                let names = [before.at, key.at].map(|at| self.keys.name_at(at));
                object.flaw.get_or_insert(Box::new(twice(column, names)));
            }
        }
        if let Some(key) = object.half_declared(&self.keys.naming) {
            let expected = "a unit for each time, or one for those without";
            let found = Excerpt::of(self.keys.name_at(key.at));
            object.flaw.get_or_insert(Box::new(ReadErrorKind::Unexpected { expected, found }));
        }
        Ok(object)
    }
}

/// Looks a key up.
struct KeySeed<'k> {
    keys: &'k mut Keys,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Meaning;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Meaning, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Meaning;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Meaning, E> {
        Ok(self.keys.meaning(name))
    }
}
