//! When a phrase or a word was said, in whichever unit Azure gives.

use serde_json::value::RawValue;

use crate::formats::error::{Excerpt, ReadErrorKind};
use crate::formats::json::scalar::unquoted;
use crate::formats::unit::Unit;
use crate::time::{DecimalSeconds, Time};

/// An offset and a duration, in each way in which they may be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timing<'a> {
    pub(super) ticks: [Option<&'a RawValue>; 2],
    pub(super) millis: [Option<&'a RawValue>; 2],
    /// ISO 8601 in batch results, ticks in those of real time.
    pub(super) other: [Option<&'a RawValue>; 2],
}

/// A value that is no time, and why.
type Refused<'a> = (&'a RawValue, ReadErrorKind);

impl<'a> Timing<'a> {
    pub(super) fn is_absent(&self) -> bool {
        [self.ticks, self.millis, self.other].iter().flatten().all(Option::is_none)
    }

    /// The start and the end.
    pub(super) fn times(&self) -> Result<[Option<Time>; 2], Refused<'a>> {
        let offset = self.seconds(0, "the offset")?;
        let duration = self.seconds(1, "the duration")?;
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

    /// The first that is there of the offsets (0) or of the durations (1).
    fn seconds(
        &self,
        which: usize,
        field: &'static str,
    ) -> Result<Option<(DecimalSeconds, &'a RawValue)>, Refused<'a>> {
        let [ticks, millis, other] = [self.ticks, self.millis, self.other]
            .map(|values| values.get(which).copied().flatten());
        let (value, read) = match (ticks, millis, other) {
            (Some(ticks), ..) => (ticks, Unit::Ticks.read(ticks.get(), field)),
            (_, Some(millis), _) => (millis, Unit::Milliseconds.read(millis.get(), field)),
            (_, _, Some(other)) => {
                let read = match unquoted(other.get()) {
                    Some(quoted) => iso(quoted).ok_or_else(|| {
                        let written = "as an ISO 8601 duration such as PT1.5S";
                        ReadErrorKind::NotATime { field, written, found: Excerpt::of(quoted) }
                    }),
                    None => Unit::Ticks.read(other.get(), field),
                };
                (other, read)
            }
            (None, None, None) => return Ok(None),
        };
        read.map(|seconds| Some((seconds, value))).map_err(|kind| (value, kind))
    }
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
