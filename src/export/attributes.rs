//! Attributes of nodes, of edges and of the whole, each with its name and kind.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// What kind of value an attribute has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Count,
}

/// A value of an attribute.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Number(f64),
    Count(usize),
    Absent,
}

impl<'a> Value<'a> {
    pub(super) fn number(value: Option<f64>) -> Self {
        value.map_or(Self::Absent, Self::Number)
    }

    pub(super) fn text(value: Option<&'a str>) -> Self {
        value.map_or(Self::Absent, Self::Text)
    }

    /// A number as it is written, the shortest that is read back as the same; text as it is.
    pub(super) fn written(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.to_owned()),
            Self::Number(number) => Some(number.to_string()),
            Self::Count(count) => Some(count.to_string()),
            Self::Absent => None,
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Count(count) => serializer.serialize_u64(*count as u64),
            Self::Absent => serializer.serialize_none(),
        }
    }
}

/// Names and values as one JSON object, in this order.
pub(super) struct Object<'a>(pub(super) Vec<(&'static str, Value<'a>)>);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
