//! When a phrase or a word was said, in whichever unit Azure gives.

use serde_json::value::RawValue;

use crate::formats::error::{Excerpt, ReadErrorKind};
use crate::formats::json::scalar::unquoted;
use crate::formats::unit::Unit;
use crate::time::{DecimalSeconds, Time};

/// An offset and a duration, each in the first way of writing it that is there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timing<'a> {
    offset: Option<Number<'a>>,
    duration: Option<Number<'a>>,
}

/// A value, and what it counts.
#[derive(Clone, Copy, Debug)]
struct Number<'a> {
    value: &'a RawValue,
    unit: Counted,
}

/// What a value counts.
#[derive(Clone, Copy, Debug)]
enum Counted {
    Ticks,
    Millis,
    /// ISO 8601 in batch results, ticks in those of real time.
    Other,
}

/// A value that is no time, and why.
type Refused<'a> = (&'a RawValue, ReadErrorKind);

impl<'a> Timing<'a> {
    /// From what stands in ticks, in milliseconds and otherwise.
    #[inline]
    pub(super) fn new(
        offset: [Option<&'a RawValue>; 3],
        duration: [Option<&'a RawValue>; 3],
    ) -> Self {
        let first = |[ticks, millis, other]: [Option<&'a RawValue>; 3]| {
            let number = |value: Option<&'a RawValue>, unit| Some(Number { value: value?, unit });
            number(ticks, Counted::Ticks)
                .or_else(|| number(millis, Counted::Millis))
                .or_else(|| number(other, Counted::Other))
        };
        Self { offset: first(offset), duration: first(duration) }
    }

    pub(super) const fn is_absent(&self) -> bool {
        self.offset.is_none() && self.duration.is_none()
    }

    pub(super) const fn has_offset(&self) -> bool {
        self.offset.is_some()
    }

    /// The start and the end.
    pub(super) fn times(&self) -> Result<[Option<Time>; 2], Refused<'a>> {
        let offset = seconds(self.offset, "the offset")?;
        let duration = seconds(self.duration, "the duration")?;
        let time = |(seconds, value): (DecimalSeconds, &'a RawValue), field| {
            Unit::time(seconds, value.get(), field).map_err(|kind| (value, kind))
        };
        let end = match (offset, duration) {
            (Some((offset, _)), Some((duration, value))) => {
                Some(time((offset.plus(duration), value), "the end")?)
            }
            _ => None,
        };
        Ok([offset.map(|offset| time(offset, "the offset")).transpose()?, end])
    }
}

fn seconds<'a>(
    number: Option<Number<'a>>,
    field: &'static str,
) -> Result<Option<(DecimalSeconds, &'a RawValue)>, Refused<'a>> {
    let Some(Number { value, unit }) = number else { return Ok(None) };
    let read = match (unit, unquoted(value.get())) {
        (Counted::Millis, _) => Unit::Milliseconds.read(value.get(), field),
        (Counted::Other, Some(quoted)) => iso(quoted).ok_or_else(|| {
            let written = "as an ISO 8601 duration such as PT1.5S";
            ReadErrorKind::NotATime { field, written, found: Excerpt::of(quoted) }
        }),
        (Counted::Ticks, _) | (Counted::Other, None) => Unit::Ticks.read(value.get(), field),
    };
    read.map(|seconds| Some((seconds, value))).map_err(|kind| (value, kind))
}

/// Reads an ISO 8601 duration of days and less: `PT0.04S`, `PT1H2M3.5S`.
fn iso(text: &str) -> Option<DecimalSeconds> {
    let parts = text.strip_prefix('P')?;
    let (days, mut clock) = parts.split_once('T').unwrap_or((parts, ""));
    if parts.is_empty() || parts.ends_with('T') {
        return None;
    }
    let mut whole = match days {
        "" => 0,
        days => number(days.strip_suffix('D')?)?.checked_mul(86_400)?,
    };
    for (letter, length) in [('H', 3_600), ('M', 60)] {
        if let Some((digits, behind)) = clock.split_once(letter) {
            whole = number(digits)?.checked_mul(length)?.checked_add(whole)?;
            clock = behind;
        }
    }
    let seconds = if clock.is_empty() { "0" } else { clock.strip_suffix('S')? };
    if !seconds.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let whole = DecimalSeconds::parse(whole.to_string().as_bytes()).ok()?;
    Some(whole.plus(DecimalSeconds::parse(seconds.as_bytes()).ok()?))
}

fn number(digits: &str) -> Option<i64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_add_up_to_seconds() {
        for (text, micros) in [
            ("PT0.04S", Some(40_000)),
            ("PT0S", Some(0)),
            ("PT1M", Some(60_000_000)),
            ("PT1H2M3.5S", Some(3_723_500_000)),
            ("PT90M0.0000005S", Some(5_400_000_001)),
            ("P1DT1S", Some(86_401_000_000)),
            ("P1D", Some(86_400_000_000)),
            ("", None),
            ("P", None),
            ("PT", None),
            ("P1DT", None),
            ("PT1", None),
            ("PTS", None),
            ("PT1S1M", None),
            ("PT-1S", None),
            ("PT1e3S", None),
            ("PT1.5M", None),
            ("PT+1M", None),
            ("P1M", None),
            ("1S", None),
            ("PT99999999999999999999H", None),
            ("PT9223372036854775807M", None),
        ] {
            assert_eq!(iso(text).map(DecimalSeconds::round), micros, "{text}");
        }
    }
}
