//! The place of a value that is at hand, and times that are refused with it.

use serde_json::value::RawValue;

use super::path::{Step, place};
use super::time;
use crate::formats::error::{ReadError, printable};
use crate::formats::input::position_in;
use crate::formats::place::{Place, Position};
use crate::formats::unit::Unit;
use crate::time::Time;

/// A time in seconds, if there is one, of the object that these steps lead to.
pub(super) fn seconds(
    text: &str,
    value: Option<&RawValue>,
    field: &'static str,
    steps: impl FnOnce() -> Vec<Step>,
) -> Result<Option<Time>, ReadError> {
    let Some(value) = value else { return Ok(None) };
    time(Some(value), Unit::Seconds, field)
        .map_err(|kind| ReadError::new(place_of(text, &steps(), value.get()), kind))
}

/// The place of a value of the object that these steps lead to, under the key that it has there:
/// some formats write the same key in more than one way.
pub(super) fn place_of(text: &str, steps: &[Step], value: &str) -> Place {
    let at = value.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    let object = place(text, steps).path.unwrap_or_default();
    let path = match key_before(text, at) {
        Some(key) if object.is_empty() => printable(key),
        Some(key) => printable(&format!("{object}.{key}")),
        None => object,
    };
    Place { position: position_in(text.as_bytes(), at), path: Some(path) }
}

/// Where a position of a part of a text stands in the text, if the part begins here.
pub(super) const fn moved(start: Position, inner: Position) -> Position {
    let column = if inner.line == 1 { start.column + inner.column - 1 } else { inner.column };
    Position { line: start.line + inner.line - 1, column }
}

/// What stands between quotation marks, if anything does.
pub(super) fn unquoted(json: &str) -> Option<&str> {
    json.strip_prefix('"')?.strip_suffix('"')
}

/// The key of the value that begins at this byte.
fn key_before(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?.trim_end().strip_suffix(':')?.trim_end().strip_suffix('"')?;
    before.rsplit_once('"').map(|(_, key)| key)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::value::RawValue;

    use super::place_of;

    #[test]
    fn a_value_has_the_key_that_is_written_before_it() {
        #[derive(Deserialize)]
        struct Object<'a> {
            #[serde(borrow, alias = "Start")]
            start: &'a RawValue,
        }
        let text = "[\n{\"Start\" : 12}]";
        let objects: Vec<Object<'_>> = serde_json::from_str(text).unwrap();
        let place = place_of(text, &[0.into()], objects[0].start.get());
        assert_eq!(place.to_string(), "[0].Start (line 2, column 12)");
    }
}
