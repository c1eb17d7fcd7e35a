//! One object, and what the keys of objects stand for.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::formats::columns::{COLUMNS, Column, Found, Naming, twice};
use crate::formats::error::{Excerpt, ReadErrorKind};
use crate::formats::json::label::JsonLabel;
use crate::formats::unit::Unit;
use crate::turn::is_same;

/// So many keys are remembered, in order; what comes behind them is looked up each time.
const MOST: usize = 64;

/// What keys stand for. Objects mostly have the same ones in the same order.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    naming: Naming,
    known: Vec<(Box<str>, Option<Key>)>,
    next: usize,
    /// Which columns any object had.
    seen: [bool; COLUMNS],
    /// What is wrong with the keys of the object that is being read.
    flaw: Option<Box<ReadErrorKind>>,
}

/// A key that stands for a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    found: Found,
    unit: Unit,
    /// Its place among those that are remembered.
    at: u8,
}

impl Key {
    pub(super) const fn column(self) -> Column {
        self.found.column
    }
}

impl Keys {
    pub(super) const fn new(naming: Naming) -> Self {
        Self { naming, known: Vec::new(), next: 0, seen: [false; COLUMNS], flaw: None }
    }

    /// The keys of the next object come.
    pub(super) fn begin(&mut self) {
        self.next = 0;
        self.flaw = None;
    }

    /// What a key stands for, if for anything.
    pub(super) fn key(&mut self, name: &str) -> Option<Key> {
        let is_it = |known: &(Box<str>, Option<Key>)| is_same(&known.0, name);
        let at = match self.known.get(self.next) {
            Some(next) if is_it(next) => Some(self.next),
            _ => self.known.iter().position(is_it),
        };
        if let Some((at, (_, key))) = at.and_then(|at| Some((at, self.known.get(at)?))) {
            self.next = at + 1;
            return *key;
        }
        let found = self.naming.find(name).map(|found| (found, self.naming.unit(found, name)));
        let key = match found {
            Some((found, Ok(unit))) => {
                Some(Key { found, unit, at: u8::try_from(self.known.len()).unwrap_or(u8::MAX) })
            }
            // Not remembered: an object with such a key is the last one that is read.
            Some((_, Err(kind))) => {
                self.refuse(kind);
                return None;
            }
            None => None,
        };
        if self.known.len() < MOST {
            self.known.push((name.into(), key));
        }
        key
    }

    fn refuse(&mut self, kind: ReadErrorKind) {
        self.flaw.get_or_insert_with(|| Box::new(kind));
    }

    /// What is wrong with the keys of the object that was read last, if anything is.
    pub(super) fn take_flaw(&mut self) -> Option<ReadErrorKind> {
        self.flaw.take().map(|flaw| *flaw)
    }

    fn name_at(&self, at: u8) -> &str {
        self.known.get(usize::from(at)).map_or("one of many keys", |(name, _)| name)
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
    pub(super) start: Option<&'t str>,
    pub(super) end: Option<&'t str>,
    pub(super) length: Option<&'t str>,
}

impl<'t> Object<'t> {
    fn key(&self, column: Column) -> Option<Key> {
        self.keys.get(column.index()).copied().flatten()
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.key(column).is_some()
    }

    /// The value of a time and its unit, if there is such a key and it is not `null`.
    pub(super) fn time(&self, column: Column) -> Option<(&'t str, Unit)> {
        let value = match column {
            Column::Recording | Column::Speaker => None,
            Column::Start => self.start,
            Column::End => self.end,
            Column::Length => self.length,
        };
        Some((value?, self.key(column)?.unit))
    }

    /// Takes in a key; its value has a place of its own.
    pub(super) fn take(&mut self, key: Key, keys: &mut Keys) {
        let column = key.found.column;
        if let Some(seen) = keys.seen.get_mut(column.index()) {
            *seen = true;
        }
        let before = self.keys.get_mut(column.index()).and_then(|slot| slot.replace(key));
        if let Some(before) = before {
            let names = [before.at, key.at].map(|at| keys.name_at(at));
            keys.refuse(twice(column, names));
        }
    }

    /// Looks at the keys once all of them are there.
    pub(super) fn end(&self, keys: &mut Keys) {
        let Some(start) = self.key(Column::Start) else { return };
        let Some(last) = self.key(Column::End).or(self.key(Column::Length)) else { return };
        let [first, second] = [start, last].map(|key| key.found.suffix);
        if keys.naming.is_half_declared(first, second) {
            let without = if first.is_none() { start } else { last };
            let expected = "a unit for each time, or one for those without";
            let found = Excerpt::of(keys.name_at(without.at));
            keys.refuse(ReadErrorKind::Unexpected { expected, found });
        }
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
        self.keys.begin();
        while let Some(key) = map.next_key_seed(KeySeed { keys: &mut *self.keys })? {
            let Some(key) = key else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            match key.column() {
                Column::Speaker => object.speaker = map.next_value()?,
                Column::Recording => object.recording = map.next_value()?,
                Column::Start => object.start = time(&mut map)?,
                Column::End => object.end = time(&mut map)?,
                Column::Length => object.length = time(&mut map)?,
            }
            object.take(key, self.keys);
        }
        object.end(self.keys);
        Ok(object)
    }
}

/// Reads a time as it stands in the text, unless it is `null`.
fn time<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<&'de str>, A::Error> {
    let value: Option<&RawValue> = map.next_value()?;
    Ok(value.map(RawValue::get))
}

/// Looks a key up.
struct KeySeed<'k> {
    keys: &'k mut Keys,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Option<Key>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Key>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Option<Key>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<Key>, E> {
        Ok(self.keys.key(name))
    }
}
