//! Which keys a JSON document has, without reading it whole.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// So deep do paths go; what lies deeper tells formats no better apart.
const DEEPEST: usize = 9;
/// So many elements of each array are looked at: the first may lack what the next ones have.
const WIDEST: usize = 20;
/// So many paths are kept of a document with names for keys.
const MOST: usize = 2_000;

/// The paths of a document's keys, such as `segments[].words[].start`.
#[derive(Clone, Debug, Default)]
pub(in crate::formats) struct Keys {
    paths: BTreeSet<String>,
}

impl Keys {
    /// The keys of the first document of a text, as far as it is one.
    pub(in crate::formats) fn of(text: &str) -> Self {
        let keys = RefCell::new(Self::default());
        let mut documents = serde_json::Deserializer::from_str(text);
        // Where it breaks off, there are no further keys.
        let _ = Walk { keys: &keys, path: String::new(), depth: 0 }.deserialize(&mut documents);
        keys.into_inner()
    }

    /// Whether there are none: an opening bracket alone makes no document.
    pub(in crate::formats) fn is_empty(&self) -> bool {
        self.paths.iter().all(|path| path.ends_with("[]"))
    }

    /// Whether there is a value at this path.
    pub(in crate::formats) fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// The keys of the document itself, or of the objects that it is an array of.
    pub(in crate::formats) fn outermost(&self) -> impl Iterator<Item = &str> {
        let names = self.paths.iter().map(|path| path.strip_prefix("[].").unwrap_or(path));
        names.filter(|name| !name.contains(['.', '[']))
    }

    /// Whether there is a value at each of these paths.
    pub(in crate::formats) fn have(&self, paths: &[&str]) -> bool {
        paths.iter().all(|path| self.has(path))
    }
}

struct Walk<'k> {
    keys: &'k RefCell<Keys>,
    path: String,
    depth: usize,
}

impl Walk<'_> {
    fn below(&self, step: &str, name: &str) -> Self {
        let path = match (self.path.as_str(), step) {
            ("", ".") => name.to_owned(),
            (path, step) => format!("{path}{step}{name}"),
        };
        let mut keys = self.keys.borrow_mut();
        if keys.paths.len() < MOST {
            keys.paths.insert(path.clone());
        }
        Self { keys: self.keys, path, depth: self.depth + 1 }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.depth >= DEEPEST {
            return IgnoredAny::deserialize_in(deserializer);
        }
        deserializer.deserialize_any(self)
    }
}

/// Passes over a value.
trait Ignore {
    fn deserialize_in<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error>;
}

impl Ignore for IgnoredAny {
    fn deserialize_in<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_ignored_any(Self).map(|_| ())
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            map.next_value_seed(self.below(".", &key))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut seen = 0;
        while seen < WIDEST {
            if elements.next_element_seed(self.below("[]", ""))?.is_none() {
                return Ok(());
            }
            seen += 1;
        }
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn keys_are_found_in_what_is_there_of_a_document() {
        let keys = Keys::of(r#"{"a": [{"b": 1}, {"c": {"d": null}}], "e": [[1, {"f": "#);
        assert!(keys.have(&["a", "a[].b", "a[].c.d", "e[][].f"]));
        assert!(!keys.has("a[].d"));
        let keys = Keys::of("[{\"a\": 1}]\n[");
        assert!(keys.has("[].a"));
    }
}
