//! Points and stretches of time, in whole microseconds.
//!
//! Whole numbers make the model exact where it can be: turns that touch do touch, and a
//! conversation moved by an hour is the same conversation.

mod decimal;

use std::fmt;
use std::time::Duration;

pub(crate) use decimal::{DecimalError, DecimalSeconds};

/// A point on a recording's clock, in whole microseconds; it may be negative.
///
/// Range: [`Time::MIN`] to [`Time::MAX`], 2⁵³ microseconds (285 years) either way, so that every
/// time is also exact as a floating-point number.
///
/// ```
/// use sociogram::Time;
///
/// let time = Time::from_seconds(12.34)?;
/// assert_eq!(time, Time::from_millis(12_340)?);
/// assert_eq!(time.to_string(), "12.34");
/// # Ok::<(), sociogram::TimeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// The earliest time: −2⁵³ microseconds.
    pub const MIN: Self = Self(-decimal::FARTHEST);
    /// The latest time: 2⁵³ microseconds.
    pub const MAX: Self = Self(decimal::FARTHEST);

    /// The time so many microseconds from the recording's zero.
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] beyond [`Time::MIN`] and [`Time::MAX`].
    ///
    /// ```
    /// # use sociogram::Time;
    /// assert_eq!(Time::from_micros(1_500_000)?.seconds(), 1.5);
    /// assert!(Time::from_micros(i64::MAX).is_err());
    /// # Ok::<(), sociogram::TimeError>(())
    /// ```
    pub const fn from_micros(micros: i64) -> Result<Self, TimeError> {
        if micros < Self::MIN.0 || micros > Self::MAX.0 {
            return Err(TimeError::OutOfRange);
        }
        Ok(Self(micros))
    }

    /// The time so many milliseconds from the recording's zero.
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] beyond [`Time::MIN`] and [`Time::MAX`].
    ///
    /// ```
    /// # use sociogram::Time;
    /// assert_eq!(Time::from_millis(-250)?.micros(), -250_000);
    /// # Ok::<(), sociogram::TimeError>(())
    /// ```
    pub const fn from_millis(millis: i64) -> Result<Self, TimeError> {
        match millis.checked_mul(1_000) {
            Some(micros) => Self::from_micros(micros),
            None => Err(TimeError::OutOfRange),
        }
    }

    /// The time so many seconds from the recording's zero, rounded once to the nearest
    /// microsecond, ties away from zero.
    ///
    /// What is rounded is the shortest decimal that stands for the number, the one that prints:
    /// `0.000_000_5` is half a microsecond and becomes one, whatever its binary digits.
    ///
    /// # Errors
    /// [`TimeError::NotANumber`] and [`TimeError::Infinite`] for values that are no time, and
    /// [`TimeError::OutOfRange`] beyond [`Time::MIN`] and [`Time::MAX`].
    ///
    /// ```
    /// use sociogram::{Time, TimeError};
    ///
    /// assert_eq!(Time::from_seconds(0.000_000_5)?.micros(), 1);
    /// assert_eq!(Time::from_seconds(-2.2)?.micros(), -2_200_000);
    /// assert_eq!(Time::from_seconds(f64::NAN), Err(TimeError::NotANumber));
    /// # Ok::<(), TimeError>(())
    /// ```
    #[inline]
    pub fn from_seconds(seconds: f64) -> Result<Self, TimeError> {
        match decimal::round_plain(seconds) {
            Some(micros) => Self::from_micros(micros),
            None => Self::from_any_seconds(seconds),
        }
    }

    /// Numbers that are none, that are far from zero, or that may be a tie.
    #[cold]
    fn from_any_seconds(seconds: f64) -> Result<Self, TimeError> {
        if seconds.is_nan() {
            return Err(TimeError::NotANumber);
        }
        if seconds.is_infinite() {
            return Err(TimeError::Infinite);
        }
        match DecimalSeconds::parse(format!("{seconds:e}").as_bytes()) {
            Ok(decimal) => Self::from_micros(decimal.round()),
            Err(_) => Err(TimeError::OutOfRange),
        }
    }

    /// Microseconds of many numbers of seconds at once, each as [`Time::from_seconds`] has it, or
    /// `wrong` where a number is no time.
    #[cfg(feature = "parquet")]
    pub(crate) fn all_from_seconds(seconds: &[f64], wrong: i64, into: &mut Vec<i64>) {
        into.clear();
        into.extend(seconds.iter().map(|one| decimal::round_plain(*one).unwrap_or(wrong)));
        if into.contains(&wrong) {
            for (micros, seconds) in into.iter_mut().zip(seconds) {
                if *micros == wrong {
                    *micros = Self::from_seconds(*seconds).map_or(wrong, Self::micros);
                }
            }
        }
    }

    /// Microseconds from the recording's zero.
    ///
    /// ```
    /// # use sociogram::Time;
    /// assert_eq!(Time::from_millis(2)?.micros(), 2_000);
    /// # Ok::<(), sociogram::TimeError>(())
    /// ```
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Seconds from the recording's zero.
    ///
    /// ```
    /// # use sociogram::Time;
    /// assert_eq!(Time::from_millis(2)?.seconds(), 0.002);
    /// # Ok::<(), sociogram::TimeError>(())
    /// ```
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

/// Writes seconds as a plain decimal: `12.34`, `-0.8`, `3`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        let (whole, rest) = (micros / 1_000_000, micros % 1_000_000);
        let text = if rest == 0 {
            format!("{sign}{whole}")
        } else {
            let rest = format!("{rest:06}");
            format!("{sign}{whole}.{}", rest.trim_end_matches('0'))
        };
        f.pad(&text)
    }
}

/// Why a number is not a [`Time`].
///
/// ```
/// use sociogram::{Time, TimeError};
///
/// assert_eq!(Time::from_seconds(f64::INFINITY), Err(TimeError::Infinite));
/// assert_eq!(Time::from_seconds(1e300), Err(TimeError::OutOfRange));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// The value is NaN.
    #[error("a time is a number of seconds, not NaN")]
    NotANumber,
    /// The value is infinite.
    #[error("a time is finite")]
    Infinite,
    /// The value is beyond [`Time::MIN`] or [`Time::MAX`].
    #[error("a time is at most 2^53 microseconds (9007199254.740992 s) from zero")]
    OutOfRange,
}

/// A stretch of time `[start, end)` that is never empty.
///
/// The end is not part of it: of two spans that touch, each instant belongs to one.
///
/// ```
/// use std::time::Duration;
/// use sociogram::Span;
///
/// let span = Span::from_seconds(2.2, 4.0)?;
/// assert_eq!(span.length(), Duration::from_millis(1_800));
/// # Ok::<(), sociogram::SpanError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: Time,
    end: Time,
}

impl Span {
    /// The span from `start` up to `end`.
    ///
    /// # Errors
    /// [`SpanError::Empty`] if the two are equal, [`SpanError::Reversed`] if the end comes first.
    ///
    /// ```
    /// use sociogram::{Span, SpanError, Time};
    ///
    /// let (one, two) = (Time::from_millis(1)?, Time::from_millis(2)?);
    /// assert!(Span::new(one, two).is_ok());
    /// assert_eq!(Span::new(two, two), Err(SpanError::Empty { at: two }));
    /// assert_eq!(Span::new(two, one), Err(SpanError::Reversed { start: two, end: one }));
    /// # Ok::<(), sociogram::TimeError>(())
    /// ```
    pub fn new(start: Time, end: Time) -> Result<Self, SpanError> {
        match start.cmp(&end) {
            std::cmp::Ordering::Less => Ok(Self { start, end }),
            std::cmp::Ordering::Equal => Err(SpanError::Empty { at: start }),
            std::cmp::Ordering::Greater => Err(SpanError::Reversed { start, end }),
        }
    }

    /// The span between two numbers of seconds, each rounded as [`Time::from_seconds`] does.
    ///
    /// # Errors
    /// [`SpanError::Start`] or [`SpanError::End`] for a number that is no time, else as
    /// [`Span::new`], judged after rounding.
    ///
    /// ```
    /// use sociogram::{Span, SpanError, TimeError};
    ///
    /// assert_eq!(Span::from_seconds(0.0, f64::NAN), Err(SpanError::End(TimeError::NotANumber)));
    /// ```
    pub fn from_seconds(start: f64, end: f64) -> Result<Self, SpanError> {
        Self::between(Time::from_seconds(start), Time::from_seconds(end))
    }

    /// The span between two numbers of milliseconds.
    ///
    /// # Errors
    /// As [`Span::from_seconds`].
    ///
    /// ```
    /// # use sociogram::Span;
    /// assert_eq!(Span::from_millis(250, 2_695)?, Span::from_seconds(0.25, 2.695)?);
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    pub fn from_millis(start: i64, end: i64) -> Result<Self, SpanError> {
        Self::between(Time::from_millis(start), Time::from_millis(end))
    }

    /// The span between two numbers of microseconds.
    ///
    /// # Errors
    /// As [`Span::from_seconds`].
    ///
    /// ```
    /// # use sociogram::Span;
    /// assert_eq!(Span::from_micros(250_000, 2_695_000)?, Span::from_millis(250, 2_695)?);
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    pub fn from_micros(start: i64, end: i64) -> Result<Self, SpanError> {
        Self::between(Time::from_micros(start), Time::from_micros(end))
    }

    fn between(
        start: Result<Time, TimeError>,
        end: Result<Time, TimeError>,
    ) -> Result<Self, SpanError> {
        Self::new(start.map_err(SpanError::Start)?, end.map_err(SpanError::End)?)
    }

    /// The first instant of the span.
    #[must_use]
    pub const fn start(self) -> Time {
        self.start
    }

    /// The first instant after the span.
    #[must_use]
    pub const fn end(self) -> Time {
        self.end
    }

    /// How long the span lasts: a microsecond or more.
    ///
    /// ```
    /// # use sociogram::Span;
    /// assert_eq!(Span::from_micros(-3, -1)?.length().as_micros(), 2);
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    #[must_use]
    pub const fn length(self) -> Duration {
        Duration::from_micros(self.end.0.abs_diff(self.start.0))
    }

    /// The smallest span that holds both.
    ///
    /// ```
    /// # use sociogram::Span;
    /// let (a, b) = (Span::from_millis(0, 5)?, Span::from_millis(9, 10)?);
    /// assert_eq!(a.hull(b), Span::from_millis(0, 10)?);
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Why two numbers are not a [`Span`].
///
/// ```
/// let error = sociogram::Span::from_seconds(4.0, 2.2).unwrap_err();
/// assert_eq!(error.to_string(), "the end, 2.2 s, comes before the start, 4 s");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpanError {
    /// The start is no time.
    #[error("the start is not a time")]
    Start(#[source] TimeError),
    /// The end is no time.
    #[error("the end is not a time")]
    End(#[source] TimeError),
    /// The end equals the start.
    #[error("the end equals the start, {at} s")]
    Empty {
        /// Both start and end.
        at: Time,
    },
    /// The end comes before the start.
    #[error("the end, {end} s, comes before the start, {start} s")]
    Reversed {
        /// The start, later than the end.
        start: Time,
        /// The end, earlier than the start.
        end: Time,
    },
}

/// A length of time in seconds: whole microseconds, divided once.
pub(crate) fn in_seconds(length: Duration) -> f64 {
    length.as_micros() as f64 / 1e6
}
