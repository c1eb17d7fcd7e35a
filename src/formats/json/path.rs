//! Where a value of a JSON document stands.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;

use serde_json::value::RawValue;

use crate::formats::input::position_in;
use crate::formats::place::{Place, Position};

/// One step down into a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Step {
    /// The value of a key.
    Key(&'static str),
    /// A place in an array, counted from 0.
    At(usize),
}

impl From<&'static str> for Step {
    fn from(key: &'static str) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step {
    fn from(at: usize) -> Self {
        Self::At(at)
    }
}

/// The place of the value that these steps lead to; of the last one on the way that is there.
///
/// It walks through the document, which is paid only where there is something to tell.
pub(in crate::formats) fn place(text: &str, steps: &[Step]) -> Place {
    let mut path = String::new();
    for step in steps {
        let _ = match step {
            Step::Key(key) if path.is_empty() => write!(path, "{key}"),
            Step::Key(key) => write!(path, ".{key}"),
            Step::At(at) => write!(path, "[{at}]"),
        };
    }
    Place { position: position(text, steps), path: Some(path.into()) }
}

fn position(text: &str, steps: &[Step]) -> Position {
    let Ok(mut value) = serde_json::from_str::<&RawValue>(text) else { return Position::START };
    for step in steps {
        let inner = match step {
            Step::Key(key) => serde_json::from_str::<HashMap<Cow<'_, str>, &RawValue>>(value.get())
                .ok()
                .and_then(|mut values| values.remove(*key)),
            Step::At(at) => serde_json::from_str::<Vec<&RawValue>>(value.get())
                .ok()
                .and_then(|values| values.get(*at).copied()),
        };
        match inner {
            Some(inner) => value = inner,
            None => break,
        }
    }
    let at = value.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
    position_in(text.as_bytes(), at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_a_line_and_a_column() {
        let text = "{\n  \"words\": [{\"a\": 1}, {\"ö\": 2, \"start\": \"x\"}]\n}";
        let found = place(text, &["words".into(), 1.into(), "start".into()]);
        assert_eq!(found.to_string(), "words[1].start (line 2, column 39)");
        let missing = place(text, &["words".into(), 1.into(), "end".into()]);
        assert_eq!(missing.to_string(), "words[1].end (line 2, column 22)");
        assert_eq!(place("[", &[0.into()]).position, Position::START);
    }
}
