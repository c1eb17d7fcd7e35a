//! Decimal seconds as text writes them, exact until they are rounded once to microseconds.
//!
//! `0.1 + 0.2` is `0.3` here, so a turn given as start and length ends where its writer meant.

/// Units of `rest` in a microsecond: 10²¹, so 27 decimal places of a second are kept.
const ONE: u128 = 1_000_000_000_000_000_000_000;
const REST_DIGITS: u32 = 21;
const MICRO_DIGITS: i64 = 6;
/// The powers of ten that are at hand.
const POWERS: [i64; 16] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
    10_000_000_000,
    100_000_000_000,
    1_000_000_000_000,
    10_000_000_000_000,
    100_000_000_000_000,
    1_000_000_000_000_000,
];
/// No number of seconds is farther from zero: 2^53 microseconds.
pub(super) const FARTHEST: i64 = 1 << 53;

/// Seconds as a decimal number: `micros + rest / 10²¹` microseconds, `0 <= rest < 10²¹`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DecimalSeconds {
    micros: i64,
    rest: u128,
}

/// A number of at most 16 digits, in units of `10^exponent` microseconds.
struct Plain {
    number: i64,
    exponent: i64,
    negative: bool,
}

impl Plain {
    #[inline]
    fn parse(text: &[u8], power: i64) -> Option<Self> {
        let (negative, digits) = match text.split_first() {
            Some((b'-', rest)) => (true, rest),
            _ => (false, text),
        };
        if digits.len() > 16 || digits.is_empty() {
            return None;
        }
        let (mut number, mut places, mut point) = (0_i64, 0, false);
        for byte in digits {
            match byte {
                b'0'..=b'9' => {
                    number = number * 10 + i64::from(byte - b'0');
                    places += i64::from(point);
                }
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        let has_digits = !point || digits.len() > 1;
        has_digits.then_some(Self { number, exponent: MICRO_DIGITS + power - places, negative })
    }
}

fn power_of_ten(exponent: i64) -> Option<i64> {
    POWERS.get(usize::try_from(exponent.unsigned_abs()).ok()?).copied()
}

/// Why a text is not a decimal number of seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecimalError {
    /// It is not a decimal number.
    Malformed,
    /// It is a number, but farther from zero than a time can be.
    OutOfRange,
}

impl DecimalSeconds {
    /// Reads `12`, `12.340`, `.5`, `-1.`, `+2e-3`.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, DecimalError> {
        Self::parse_scaled(text, 0)
    }

    /// Reads a number of another unit than seconds: of `10^power` seconds.
    pub(crate) fn parse_scaled(text: &[u8], power: i64) -> Result<Self, DecimalError> {
        match Self::parse_plain(text, power) {
            Some(plain) => Ok(plain),
            None => Self::parse_any(text, power),
        }
    }

    /// Every shape, in units of `10^power` seconds.
    fn parse_any(text: &[u8], power: i64) -> Result<Self, DecimalError> {
        let (negative, unsigned) = match text.split_first() {
            Some((b'-', rest)) => (true, rest),
            Some((b'+', rest)) => (false, rest),
            _ => (false, text),
        };
        let (digits, exponent) = match unsigned.iter().position(|b| matches!(b, b'e' | b'E')) {
            Some(at) => {
                let (digits, marked) = unsigned.split_at(at);
                (digits, parse_exponent(marked.get(1..).unwrap_or_default())?)
            }
            None => (unsigned, 0),
        };
        let mut parts = digits.splitn(2, |b| *b == b'.');
        let whole = parts.next().unwrap_or_default();
        let fraction = parts.next().unwrap_or_default();
        if whole.is_empty() && fraction.is_empty() {
            return Err(DecimalError::Malformed);
        }
        let magnitude = Self::accumulate(whole, fraction, exponent.saturating_add(power))?;
        Ok(if negative { magnitude.negate() } else { magnitude })
    }

    /// The common shape, fast: 16 digits and a point at most, no exponent.
    fn parse_plain(text: &[u8], power: i64) -> Option<Self> {
        let Plain { number, exponent, negative } = Plain::parse(text, power)?;
        let unit = power_of_ten(exponent)?;
        let magnitude = if exponent >= 0 {
            Self { micros: number.checked_mul(unit)?, rest: 0 }
        } else {
            let rest = match u128::try_from(number % unit).ok()? {
                0 => 0,
                rest => {
                    let places = REST_DIGITS.checked_sub(u32::try_from(-exponent).ok()?)?;
                    rest * 10_u128.pow(places)
                }
            };
            Self { micros: number / unit, rest }
        };
        (magnitude.micros < FARTHEST).then(|| if negative { magnitude.negate() } else { magnitude })
    }

    /// The nearest microsecond of a number of `10^power` seconds; most are one exactly.
    #[cfg(feature = "formats")]
    #[inline]
    pub(crate) fn parse_rounded(text: &[u8], power: i64) -> Result<i64, DecimalError> {
        Self::exact(text, power).map_or_else(|| Ok(Self::parse_scaled(text, power)?.round()), Ok)
    }

    /// The microseconds of a number of seconds of the common shape, where they are whole.
    #[inline]
    pub(crate) fn whole_micros(text: &[u8]) -> Option<i64> {
        Self::exact(text, 0)
    }

    #[inline]
    fn exact(text: &[u8], power: i64) -> Option<i64> {
        let Plain { number, exponent, negative } = Plain::parse(text, power)?;
        if exponent < 0 {
            return None;
        }
        let micros = number.checked_mul(power_of_ten(exponent)?)?;
        (micros < FARTHEST).then_some(if negative { -micros } else { micros })
    }

    /// The number with these digits before and after the point, shifted by a power of ten.
    fn accumulate(whole: &[u8], fraction: &[u8], exponent: i64) -> Result<Self, DecimalError> {
        let width = i64::try_from(whole.len()).unwrap_or(i64::MAX);
        // The power of ten, in microseconds, that the digit now read stands for.
        let mut power =
            width.saturating_sub(1).saturating_add(MICRO_DIGITS).saturating_add(exponent);
        let (mut micros, mut rest, mut dropped) = (0_i64, 0_u128, false);
        let mut out_of_range = false;
        for byte in whole.iter().chain(fraction) {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                _ => return Err(DecimalError::Malformed),
            };
            if digit != 0 {
                let place = u32::try_from(power.unsigned_abs()).unwrap_or(u32::MAX);
                if power >= 0 {
                    let value = 10_i64
                        .checked_pow(place)
                        .and_then(|unit| unit.checked_mul(i64::from(digit)));
                    match value.and_then(|value| micros.checked_add(value)) {
                        Some(sum) if sum <= FARTHEST => micros = sum,
                        _ => out_of_range = true,
                    }
                } else if place <= REST_DIGITS {
                    rest += u128::from(digit) * 10_u128.pow(REST_DIGITS - place);
                } else {
                    dropped = true;
                }
            }
            power = power.saturating_sub(1);
        }
        if out_of_range {
            return Err(DecimalError::OutOfRange);
        }
        // Digits beyond the last place kept can only break a tie, and an odd rest is never one.
        if dropped {
            rest |= 1;
        }
        Ok(Self { micros, rest })
    }

    fn negate(self) -> Self {
        match self.rest {
            0 => Self { micros: -self.micros, rest: 0 },
            rest => Self { micros: -self.micros - 1, rest: ONE - rest },
        }
    }

    /// The exact sum. Two numbers of seconds in range cannot overflow it.
    pub(crate) fn plus(self, other: Self) -> Self {
        let rest = self.rest + other.rest;
        let carry = rest >= ONE;
        Self {
            micros: self.micros + other.micros + i64::from(carry),
            rest: if carry { rest - ONE } else { rest },
        }
    }

    /// The nearest microsecond, ties away from zero.
    pub(crate) fn round(self) -> i64 {
        let up = match self.rest.cmp(&(ONE / 2)) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => self.micros >= 0,
            std::cmp::Ordering::Greater => true,
        };
        self.micros + i64::from(up)
    }
}

/// An exponent, with those too large to matter made merely large.
fn parse_exponent(text: &[u8]) -> Result<i64, DecimalError> {
    let (negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(DecimalError::Malformed);
    }
    let size = digits
        .iter()
        .fold(0_i64, |sum, byte| sum.saturating_mul(10).saturating_add(i64::from(byte - b'0')));
    Ok(if negative { -size } else { size })
}

/// Microseconds of a number of seconds where plain arithmetic is sure to round as the shortest
/// decimal does: away from ties, and small enough that a microsecond is far above the error.
///
/// Without a branch, so that many are rounded side by side.
#[inline]
pub(super) fn round_plain(seconds: f64) -> Option<i64> {
    const SURE_BELOW: f64 = (1_u64 << 43) as f64;
    // Both the product and the number itself are within 2^-10 microseconds below that size.
    const TIE_MARGIN: f64 = 1.0 / 256.0;
    // Adding it rounds to whole numbers, which are then the lowest bits: 1.5 times 2^52.
    const ROUNDING: f64 = 6_755_399_441_055_744.0;
    let micros = seconds * 1e6;
    let rounded = micros + ROUNDING;
    let rest = micros - (rounded - ROUNDING);
    // Of no meaning, and not used, where it is not sure.
    let whole = rounded.to_bits().wrapping_sub(ROUNDING.to_bits()).cast_signed();
    ((micros.abs() < SURE_BELOW) & (rest.abs() < 0.5 - TIE_MARGIN)).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Time;
    use proptest::prelude::*;

    fn micros(text: &str) -> Result<i64, DecimalError> {
        DecimalSeconds::parse(text.as_bytes()).map(DecimalSeconds::round)
    }

    #[test]
    fn reads_what_tools_write() {
        for (text, expected) in [
            ("0", 0),
            ("12.340", 12_340_000),
            ("12", 12_000_000),
            (".5", 500_000),
            ("5.", 5_000_000),
            ("+1.5", 1_500_000),
            ("-0.8", -800_000),
            ("1e-3", 1_000),
            ("2.5E+2", 250_000_000),
            ("0.0000005", 1),
            ("-0.0000005", -1),
            ("0.00000049999999999999999999999999999999", 0),
            ("0.00000050000000000000000000000000000001", 1),
            ("0.30000000000000004", 300_000),
            ("9007199254.740992", 1 << 53),
            ("-9007199254.740992", -(1 << 53)),
            ("0e999999999999999999999", 0),
            ("1e-999999999999999999999", 0),
            ("00000000000000000000000000000000001", 1_000_000),
        ] {
            assert_eq!(micros(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in [
            "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1.2.3", "1,5", "nan", "inf", "0x10",
            "--1", "1 ",
        ] {
            assert_eq!(micros(text), Err(DecimalError::Malformed), "{text}");
        }
        for text in
            ["9007199254.740993", "1e10", "1e999999999999999999999", "-99999999999999999999"]
        {
            assert_eq!(micros(text), Err(DecimalError::OutOfRange), "{text}");
        }
    }

    #[test]
    fn other_units_are_as_exact() {
        for (text, power, expected) in [
            ("2695", -3, 2_695_000),
            ("-0.25", -3, -250),
            ("1e3", -3, 1_000_000),
            ("0.0005", -3, 1),
            ("400000.0", -7, 40_000),
            ("5", -7, 1),
            ("4", -7, 0),
            ("499", -9, 0),
            ("500", -9, 1),
        ] {
            let found = DecimalSeconds::parse_scaled(text.as_bytes(), power);
            assert_eq!(found.map(DecimalSeconds::round), Ok(expected), "{text} of 10^{power}");
        }
        for text in ["", "1-", "12a"] {
            assert!(DecimalSeconds::parse_scaled(text.as_bytes(), -3).is_err(), "{text}");
        }
    }

    #[test]
    fn adds_before_it_rounds() {
        let at = DecimalSeconds::parse(b"0.0000004").unwrap();
        assert_eq!(at.plus(at).round(), 1);
        let (at, length) = (DecimalSeconds::parse(b"-0.0000008").unwrap(), at);
        assert_eq!(at.plus(length).round(), 0);
        assert_eq!(at.plus(at).round(), -2);
    }

    proptest! {
        #[test]
        fn the_fast_path_agrees_with_the_slow_one(
            negative: bool, whole in "[0-9]{0,9}", fraction in "[0-9]{0,9}", power in -9..=0_i64
        ) {
            prop_assume!(!(whole.is_empty() && fraction.is_empty()));
            let text = format!("{}{whole}.{fraction}", if negative { "-" } else { "" });
            let slow = DecimalSeconds::parse_any(text.as_bytes(), power);
            prop_assert_eq!(DecimalSeconds::parse_scaled(text.as_bytes(), power), slow);
            if let Some(plain) = DecimalSeconds::parse_plain(text.as_bytes(), power) {
                prop_assert_eq!(Ok(plain), slow);
            }
        }

        #[test]
        fn floats_round_as_they_print(seconds in prop_oneof![
            -1e10_f64..1e10, -1e4_f64..1e4, -1e-4_f64..1e-4, any::<f64>(),
            (-10_000_i64..10_000).prop_map(|halves| halves as f64 / 2e6),
        ]) {
            let printed = DecimalSeconds::parse(format!("{seconds}").as_bytes());
            let expected = printed.ok().and_then(|d| Time::from_micros(d.round()).ok());
            prop_assert_eq!(Time::from_seconds(seconds).ok(), expected);
        }

        #[test]
        #[cfg(feature = "parquet")]
        fn a_column_rounds_as_its_numbers_do(seconds in proptest::collection::vec(prop_oneof![
            4 => -1e5_f64..1e5,
            1 => any::<f64>(),
            1 => (-10_000_i64..10_000).prop_map(|halves| halves as f64 / 2e6),
        ], 0..40)) {
            let (wrong, mut micros) = (i64::MIN, vec![7]);
            Time::all_from_seconds(&seconds, wrong, &mut micros);
            let each = seconds.iter().map(|one| Time::from_seconds(*one).map_or(wrong, Time::micros));
            prop_assert_eq!(micros, each.collect::<Vec<_>>());
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[-+.0-9eE]{0,40}") {
            let _ = DecimalSeconds::parse(text.as_bytes());
        }
    }
}
