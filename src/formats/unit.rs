//! Numbers that are times, in the unit that a format or its reader's caller declares.

use super::error::{Excerpt, ReadErrorKind};
use crate::time::{DecimalError, DecimalSeconds, Time};

/// What a number of time counts. It comes from the format or from whoever asks, never from the
/// size of the numbers.
///
/// ```
/// use sociogram::formats::Unit;
///
/// assert_eq!("ms".parse(), Ok(Unit::Milliseconds));
/// assert_eq!(Unit::default(), Unit::Seconds);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Seconds, `s`.
    #[default]
    Seconds,
    /// Milliseconds, `ms`.
    Milliseconds,
    /// Microseconds, `us`.
    Microseconds,
    /// Ticks of 100 nanoseconds, `ticks`.
    Ticks,
    /// Nanoseconds, `ns`.
    Nanoseconds,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Seconds, Self::Milliseconds, Self::Microseconds, Self::Ticks, Self::Nanoseconds];

    /// Its short name, the one that it is read from.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::Microseconds => "us",
            Self::Ticks => "ticks",
            Self::Nanoseconds => "ns",
        }
    }

    /// Its power of ten, in seconds.
    const fn power(self) -> i64 {
        match self {
            Self::Seconds => 0,
            Self::Milliseconds => -3,
            Self::Microseconds => -6,
            Self::Ticks => -7,
            Self::Nanoseconds => -9,
        }
    }

    /// How times in it are written.
    pub(super) const fn written(self) -> &'static str {
        match self {
            Self::Seconds => "in seconds",
            Self::Milliseconds => "in milliseconds",
            Self::Microseconds => "in microseconds",
            Self::Ticks => "in ticks of 100 nanoseconds",
            Self::Nanoseconds => "in nanoseconds",
        }
    }

    /// The seconds that a number in it stands for, exactly.
    pub(super) fn read(
        self,
        text: &str,
        field: &'static str,
    ) -> Result<DecimalSeconds, ReadErrorKind> {
        DecimalSeconds::parse_scaled(text.as_bytes(), self.power())
            .map_err(|error| self.refused(error, text, field))
    }

    #[cold]
    fn refused(self, error: DecimalError, text: &str, field: &'static str) -> ReadErrorKind {
        let found = Excerpt::of(text);
        match error {
            DecimalError::Malformed => {
                ReadErrorKind::NotATime { field, written: self.written(), found }
            }
            DecimalError::OutOfRange => ReadErrorKind::OutOfRange { field, found },
        }
    }

    /// The time that a number in it stands for, rounded once.
    #[cfg(feature = "formats")]
    #[inline]
    pub(super) fn read_time(self, text: &str, field: &'static str) -> Result<Time, ReadErrorKind> {
        let micros = DecimalSeconds::parse_rounded(text.as_bytes(), self.power())
            .map_err(|error| self.refused(error, text, field))?;
        Time::from_micros(micros)
            .map_err(|_| ReadErrorKind::OutOfRange { field, found: Excerpt::of(text) })
    }

    /// The time that a whole number in it stands for, rounded once; absent beyond what is a time.
    #[cfg(feature = "parquet")]
    #[inline]
    pub(crate) fn of_whole(self, number: i64) -> Option<Time> {
        let micros = match self {
            Self::Seconds => number.checked_mul(1_000_000)?,
            Self::Milliseconds => number.checked_mul(1_000)?,
            Self::Microseconds => number,
            Self::Ticks => divided(number, 10),
            Self::Nanoseconds => divided(number, 1_000),
        };
        Time::from_micros(micros).ok()
    }

    /// The time that a number in it stands for, rounded once as the decimal that it prints as.
    #[cfg(feature = "parquet")]
    #[inline]
    pub(crate) fn of_float(self, number: f64) -> Option<Time> {
        if self == Self::Seconds {
            return Time::from_seconds(number).ok();
        }
        self.read_time(&format!("{number:e}"), "").ok()
    }

    /// The time of exact seconds that came from a text.
    pub(super) fn time(
        seconds: DecimalSeconds,
        text: &str,
        field: &'static str,
    ) -> Result<Time, ReadErrorKind> {
        Time::from_micros(seconds.round())
            .map_err(|_| ReadErrorKind::OutOfRange { field, found: Excerpt::of(text) })
    }
}

/// Divided, and rounded half away from zero.
#[cfg(feature = "parquet")]
const fn divided(number: i64, by: i64) -> i64 {
    let (whole, rest) = (number / by, number % by);
    if rest.abs() * 2 >= by { whole + number.signum() } else { whole }
}

impl std::str::FromStr for Unit {
    type Err = UnknownUnit;

    fn from_str(text: &str) -> Result<Self, UnknownUnit> {
        Self::ALL.into_iter().find(|unit| unit.id() == text).ok_or(UnknownUnit)
    }
}

/// A text that names no [`Unit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a unit of time: s, ms, us, ticks (of 100 ns) or ns")]
pub struct UnknownUnit;
