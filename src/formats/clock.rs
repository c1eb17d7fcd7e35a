//! Times as clocks show them: `00:01:02.500`, `1:02,5`.

use crate::time::{DecimalSeconds, Time};

/// A time that was written as a clock shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) time: Time,
    /// How many digits its fraction of a second has: three in most formats, none if it has no
    /// fraction.
    pub(super) fraction_digits: usize,
}

/// Reads `HH:MM:SS.mmm` and `MM:SS.mmm`, with a point or a comma or no fraction at all.
///
/// Hours have any number of digits, and so have minutes that stand first, since some writers count
/// on beyond 59 there; the parts behind them have one or two and stay below 60. A fraction of any
/// width is a decimal one, rounded to the microsecond.
pub(super) fn clock(text: &str) -> Option<Clock> {
    let (parts, fraction) = match text.split_once(['.', ',']) {
        Some((_, "")) => return None,
        Some(split) => split,
        None => (text, ""),
    };
    let mut parts = parts.split(':');
    let (first, second) = (parts.next()?, parts.next()?);
    let seconds = match (parts.next(), parts.next()) {
        (None, _) => number(first)?.checked_mul(60)?.checked_add(sixtieth(second)?)?,
        (Some(third), None) => number(first)?
            .checked_mul(60)?
            .checked_add(sixtieth(second)?)?
            .checked_mul(60)?
            .checked_add(sixtieth(third)?)?,
        _ => return None,
    };
    let fraction_digits = fraction.len();
    let rest = if fraction.is_empty() { 0 } else { micros(fraction)? };
    let time = Time::from_micros(seconds.checked_mul(1_000_000)?.checked_add(rest)?).ok()?;
    Some(Clock { time, fraction_digits })
}

fn number(digits: &str) -> Option<i64> {
    is_digits(digits).then(|| digits.parse().ok())?
}

/// Minutes of an hour or seconds of a minute.
fn sixtieth(digits: &str) -> Option<i64> {
    if digits.len() > 2 {
        return None;
    }
    number(digits).filter(|number| *number < 60)
}

/// The microseconds of a decimal fraction of a second.
fn micros(fraction: &str) -> Option<i64> {
    if !is_digits(fraction) {
        return None;
    }
    let power = i64::try_from(fraction.len()).ok()?;
    DecimalSeconds::parse_scaled(fraction.as_bytes(), -power).ok().map(DecimalSeconds::round)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<(i64, usize)> {
        clock(text).map(|clock| (clock.time.micros(), clock.fraction_digits))
    }

    #[test]
    fn reads_what_tools_write() {
        for (text, micros, digits) in [
            ("00:01:02.500", 62_500_000, 3),
            ("00:01:02,500", 62_500_000, 3),
            ("01:02.500", 62_500_000, 3),
            ("1:02", 62_000_000, 0),
            ("00:01:02", 62_000_000, 0),
            ("0:0:13.540", 13_540_000, 3),
            ("1:00:00.000", 3_600_000_000, 3),
            ("60:00.000", 3_600_000_000, 3),
            ("754:09.1", 45_249_100_000, 1),
            ("100:00:00.000", 360_000_000_000, 3),
            ("00:00.2", 200_000, 1),
            ("00:00.02", 20_000, 2),
            ("00:00.1234567", 123_457, 7),
            ("00:00.00000050000000000000000000000000000000", 1, 38),
            ("00:59.9999999", 60_000_000, 7),
            ("00000000000000000000000001:00:00", 3_600_000_000, 0),
            ("2501999:47:34.740992", Time::MAX.micros(), 6),
        ] {
            assert_eq!(read(text), Some((micros, digits)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_clock() {
        for text in [
            "",
            ":",
            "::",
            "1",
            "1.5",
            "1:",
            ":1",
            "1::2",
            ":1:2",
            "1:2:",
            "1:2:3:4",
            "-1:02",
            "1:-2",
            "+1:02",
            "1:60",
            "00:60:00",
            "00:00:60",
            "1:002",
            "1:2.",
            "1:2,",
            "1:2.5.5",
            "1:2.5,5",
            "1:2.a",
            "1:2.-5",
            " 1:02",
            "1:02 ",
            "1.5:02",
            "a:02",
            "1:02s",
            "١:٠٢",
            "2501999:47:34.740993",
            "99999999999999999999:00",
            "9223372036854775807:00:00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9:.,+-]{0,30}") {
            let _ = clock(&text);
        }

        #[test]
        fn parts_add_up(hours in 0..200_i64, minutes in 0..60_i64, seconds in 0..60_i64, millis in 0..1000_i64) {
            let text = format!("{hours:02}:{minutes:02}:{seconds:02}.{millis:03}");
            let micros = (((hours * 60 + minutes) * 60 + seconds) * 1_000 + millis) * 1_000;
            prop_assert_eq!(read(&text), Some((micros, 3)));
        }
    }
}
