//! Labels as JSON has them: strings, whole numbers, or nothing.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// What stands for a speaker; absent if nothing or `null` does.
///
/// A number is the label that it prints as, `0` and `0.0` alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct JsonLabel<'a>(Option<Cow<'a, str>>);

impl<'a> From<&'a str> for JsonLabel<'a> {
    fn from(text: &'a str) -> Self {
        Self(Some(Cow::Borrowed(text)))
    }
}

impl JsonLabel<'_> {
    pub(in crate::formats) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for JsonLabel<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LabelVisitor).map(Self)
    }
}

struct LabelVisitor;

impl<'de> Visitor<'de> for LabelVisitor {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a speaker: a string, a whole number or null")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let digit = usize::try_from(number).ok().and_then(|digit| DIGITS.get(digit));
        Ok(Some(match digit {
            Some(digit) => Cow::Borrowed(digit),
            None => Cow::Owned(number.to_string()),
        }))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_what_it_prints_as() {
        for (json, expected) in [
            ("\"A\"", Some("A")),
            ("\"\\u0041\"", Some("A")),
            ("\"\"", Some("")),
            ("0", Some("0")),
            ("0.0", Some("0")),
            ("-1", Some("-1")),
            ("12", Some("12")),
            ("null", None),
        ] {
            let label: JsonLabel<'_> = serde_json::from_str(json).unwrap();
            assert_eq!(label.get(), expected, "{json}");
        }
        for json in ["true", "[]", "{}"] {
            assert!(serde_json::from_str::<JsonLabel<'_>>(json).is_err(), "{json}");
        }
    }
}
