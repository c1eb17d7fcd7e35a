//! Objects of plain strings and numbers, which is what most lines are.
//!
//! Reading them takes half as long as by `serde_json`, which reads everything that is not as plain
//! (`cargo bench --features formats --bench ingest`): escapes, nested values, exponents, literals,
//! flaws.

use super::object::{Keys, Object};
use crate::formats::columns::Column;

/// Reads an object, if it is of this kind.
pub(super) fn read<'t>(text: &'t str, keys: &mut Keys) -> Option<Object<'t>> {
    let mut rest = Rest { text, at: 0 };
    let mut object = Object::default();
    keys.begin();
    rest.take(b'{')?;
    loop {
        let name = inside(rest.string()?)?;
        let key = keys.key(name);
        rest.take(b':')?;
        let value = match rest.next()? {
            b'"' => rest.string()?,
            _ => rest.number()?,
        };
        if let Some(key) = key {
            match key.column() {
                Column::Speaker => object.speaker = inside(value)?.into(),
                Column::Recording => object.recording = inside(value)?.into(),
                Column::Start => object.start = Some(value),
                Column::End => object.end = Some(value),
                Column::Length => object.length = Some(value),
            }
            object.take(key, keys);
        }
        match rest.next()? {
            b',' => rest.at += 1,
            b'}' => break,
            _ => return None,
        }
    }
    rest.at += 1;
    object.end(keys);
    rest.next().is_none().then_some(object)
}

/// What stands between quotation marks; nothing if it is a number.
fn inside(value: &str) -> Option<&str> {
    value.strip_prefix('"')?.strip_suffix('"')
}

/// What is left of a text.
struct Rest<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Rest<'t> {
    /// The next byte that is not white space.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    #[inline]
    fn take(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    /// How many bytes from here on are such.
    fn count(&self, from: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
        let bytes = self.text.as_bytes().get(from..)?;
        Some(bytes.iter().position(|byte| !is(*byte)).unwrap_or(bytes.len()))
    }

    /// A string without escapes, with its quotation marks.
    fn string(&mut self) -> Option<&'t str> {
        self.take(b'"')?;
        let start = self.at - 1;
        let length = self.count(self.at, |byte| !matches!(byte, b'"' | b'\\' | 0..0x20))?;
        let end = self.at + length;
        self.at = end + 1;
        self.text.get(start..=end).filter(|string| string.ends_with('"'))
    }

    /// A number without an exponent.
    fn number(&mut self) -> Option<&'t str> {
        let start = self.at;
        let is_negative = self.text.as_bytes().get(start) == Some(&b'-');
        let whole = start + usize::from(is_negative);
        let mut end = whole + self.count(whole, |byte| byte.is_ascii_digit())?;
        let digits = self.text.get(whole..end)?;
        if digits.is_empty() || (digits.len() > 1 && digits.starts_with('0')) {
            return None;
        }
        if self.text.as_bytes().get(end) == Some(&b'.') {
            let places = self.count(end + 1, |byte| byte.is_ascii_digit())?;
            if places == 0 {
                return None;
            }
            end += 1 + places;
        }
        self.at = end;
        self.text.get(start..end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::DeserializeSeed as _;

    use super::super::object::ObjectSeed;
    use super::*;
    use crate::formats::columns::Naming;

    fn any(text: &str) -> Option<String> {
        let mut keys = Keys::new(Naming::default());
        let mut objects = serde_json::Deserializer::from_str(text);
        let object = ObjectSeed { keys: &mut keys }.deserialize(&mut objects).ok()?;
        objects.end().ok()?;
        Some(format!("{object:?} {keys:?}"))
    }

    fn flat(text: &str) -> Option<String> {
        let mut keys = Keys::new(Naming::default());
        let object = read(text, &mut keys)?;
        Some(format!("{object:?} {keys:?}"))
    }

    #[test]
    fn plain_objects_are_read() {
        for text in [
            r#"{"speaker":"ana","start":0.5,"end":-2}"#,
            "{ \"start\" :\t1 , \"end\": 0.25,\r\n\"speaker\":\"ä\", \"recording\" : \"r\" } ",
            r#"{"start_ms":"12","stop":"1:02","speaker":"","text":"so, {it} is]"}"#,
        ] {
            assert!(flat(text).is_some(), "{text}");
            assert_eq!(flat(text), any(text));
        }
    }

    proptest! {
        /// What is read here, `serde_json` reads too, and finds the same.
        #[test]
        fn objects_are_the_same_either_way(
            text in prop::collection::vec(
                prop::sample::select(vec![
                    "{", "}", ":", ",", "\"", "\\", "\"speaker\"", "\"start\"", "\"end\"", "\"dur_ms\"",
                    "\"start_s\"", "\"recording\"", "\"ana\"", "\"x\"", "0", "1", "9", "-", ".", "e", "+",
                    " ", "\t", "\n", "\u{1}", "ä", "null", "true", "[", "]", "\u{a0}", "0.5", "\"1\"",
                ]),
                0..24,
            ),
        ) {
            let text = text.concat();
            if let Some(object) = flat(&text) {
                prop_assert_eq!(Some(object), any(&text));
            }
        }

        #[test]
        fn objects_of_members_are_the_same_either_way(
            members in prop::collection::vec(
                (
                    prop::sample::select(vec!["speaker", "start", "end", "start_ms", "x", "uri", "dur"]),
                    prop::sample::select(vec![
                        "0", "-0", "00", "01", "1.", ".5", "1.50", "-", "-1.5", "+1", "1e3", "\"a\"", "\"\"",
                        "\"\\n\"", "null", "true", "{}", "[1]", "1 2", "\"\t\"", "12345678901234567890",
                    ]),
                ),
                0..5,
            ),
            behind in prop::sample::select(vec!["", " ", ",", "}", "{}", "x"]),
        ) {
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
            let text = format!("{{{}}}{behind}", members.join(", "));
            if let Some(object) = flat(&text) {
                prop_assert_eq!(Some(object), any(&text));
            }
        }
    }
}
