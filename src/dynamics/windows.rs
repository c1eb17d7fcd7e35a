//! Which windows are asked for, and where they lie on a recording's clock.

use std::time::Duration;

use crate::time::{Span, Time, TimeError};

/// Windows of one length, one every so often.
///
/// They lie on the recording's own clock: one starts at 0, and the others a multiple of the step
/// from it. The first starts at 0, or, where the first start of all is negative, at the multiple
/// of the step that is the last not after it. The last is the first one that reaches the last end
/// of all, and ends there. Where the step is longer than the length there are gaps between them,
/// and the last one may end before the last end.
///
/// Length and step are whole microseconds, from one to 2⁵³; what is given is rounded, ties up.
///
/// ```
/// use std::time::Duration;
/// use sociogram::dynamics::Windows;
///
/// let five_minutes = Windows::tiling(Duration::from_secs(300))?;
/// assert_eq!(five_minutes, Windows::default());
/// let every_minute = Windows::from_seconds(300.0, 60.0)?;
/// assert_eq!((every_minute.length().as_secs(), every_minute.step().as_secs()), (300, 60));
/// # Ok::<(), sociogram::dynamics::WindowsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Windows {
    /// In microseconds, as all times here; above 0.
    length: i64,
    step: i64,
}

/// Five minutes each, tiling.
impl Default for Windows {
    fn default() -> Self {
        Self { length: 300_000_000, step: 300_000_000 }
    }
}

impl Windows {
    /// The most windows that a conversation is cut into.
    ///
    /// As many as a week has of six seconds each. What asks for more is more likely a slip: a
    /// period in milliseconds, or times since 1970.
    pub const MOST: u64 = 100_000;

    /// Windows of this length, one after the other without a gap.
    ///
    /// # Errors
    /// [`WindowsError`]: a length of less than a microsecond, or of more than 2⁵³ of them.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use sociogram::dynamics::Windows;
    /// let error = Windows::tiling(Duration::ZERO).unwrap_err();
    /// assert_eq!(error.to_string(), "the length of windows, 0 s, is less than a microsecond");
    /// ```
    pub fn tiling(length: Duration) -> Result<Self, WindowsError> {
        Self::sliding(length, length)
    }

    /// Windows of this length, one every `step`.
    ///
    /// They overlap where the step is shorter than the length, and have gaps where it is longer.
    ///
    /// # Errors
    /// [`WindowsError`]: a length or a step of less than a microsecond, or of more than 2⁵³ of
    /// them.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use sociogram::dynamics::Windows;
    /// let second = Duration::from_secs(1);
    /// assert_eq!(Windows::sliding(60 * second, second), Windows::from_seconds(60.0, 1.0));
    /// ```
    pub fn sliding(length: Duration, step: Duration) -> Result<Self, WindowsError> {
        let micros = |what, length: Duration| {
            let micros = i64::try_from((length.as_nanos() + 500) / 1_000).ok();
            let time = micros.map_or(Err(TimeError::OutOfRange), Time::from_micros);
            checked(what, length.as_secs_f64(), time)
        };
        Ok(Self { length: micros("length", length)?, step: micros("step", step)? })
    }

    /// Windows of so many seconds, one every so many.
    ///
    /// Each number is rounded once, as [`Time::from_seconds`] does.
    ///
    /// # Errors
    /// [`WindowsError`]: as [`Windows::sliding`], or a number that is not finite.
    ///
    /// ```
    /// # use sociogram::dynamics::{Windows, WindowsError};
    /// let error = Windows::from_seconds(60.0, -1.0).unwrap_err();
    /// assert_eq!(error, WindowsError::TooShort { what: "step", seconds: -1.0 });
    /// ```
    pub fn from_seconds(length: f64, step: f64) -> Result<Self, WindowsError> {
        let micros = |what, seconds| checked(what, seconds, Time::from_seconds(seconds));
        Ok(Self { length: micros("length", length)?, step: micros("step", step)? })
    }

    /// How long a window is; the last one may be shorter.
    #[must_use]
    pub const fn length(self) -> Duration {
        Duration::from_micros(self.length.unsigned_abs())
    }

    /// From the start of a window to the start of the next.
    #[must_use]
    pub const fn step(self) -> Duration {
        Duration::from_micros(self.step.unsigned_abs())
    }

    /// Where they lie beside speech from a first start to a last end.
    pub(super) fn beside(self, speech: Span) -> Result<Grid, DynamicsError> {
        let Self { length, step } = self;
        let (start, end) = (speech.start().micros(), speech.end().micros());
        // At most 2^53 from zero, as the step: nothing here comes near the ends of an i64.
        let origin = start.div_euclid(step).saturating_mul(step).min(0);
        if Time::from_micros(origin).is_err() {
            return Err(DynamicsError::BeforeAllTime { start: speech.start() });
        }
        let until_one_reaches = (end - length - origin).max(0).unsigned_abs();
        let reaching = until_one_reaches.div_ceil(step.unsigned_abs()) + 1;
        // With gaps, the one that reaches the end may start behind it.
        let starting = (end - origin).unsigned_abs().div_ceil(step.unsigned_abs());
        let count = reaching.min(starting);
        if count > Self::MOST {
            let (windows, end) = (count, speech.end());
            return Err(DynamicsError::TooManyWindows { windows, start: speech.start(), end });
        }
        Ok(Grid { windows: self, origin, end, count })
    }
}

/// Microseconds, if there is one at least.
fn checked(
    what: &'static str,
    seconds: f64,
    time: Result<Time, TimeError>,
) -> Result<i64, WindowsError> {
    match time {
        // Adding zero makes a negative zero positive.
        Ok(time) if time.micros() < 1 => {
            Err(WindowsError::TooShort { what, seconds: seconds + 0.0 })
        }
        Ok(time) => Ok(time.micros()),
        Err(TimeError::OutOfRange) if seconds < 0.0 => {
            Err(WindowsError::TooShort { what, seconds })
        }
        Err(TimeError::OutOfRange) => Err(WindowsError::TooLong { what, seconds }),
        Err(_) => Err(WindowsError::NotFinite { what, seconds }),
    }
}

/// The windows beside some speech.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    windows: Windows,
    origin: i64,
    /// The last end of all speech.
    end: i64,
    /// At most [`Windows::MOST`].
    pub(super) count: u64,
}

impl Grid {
    /// All windows, in order.
    pub(super) fn spans(self) -> impl Iterator<Item = Span> {
        (0..self.count).filter_map(move |number| self.window(number))
    }

    /// The window of this number, counted from 0; absent behind the last.
    pub(super) fn window(&self, number: u64) -> Option<Span> {
        if number >= self.count {
            return None;
        }
        let start = self.origin + i64::try_from(number).ok()?.checked_mul(self.windows.step)?;
        Span::from_micros(start, self.end.min(start + self.windows.length)).ok()
    }
}

/// Why two lengths of time do not make [`Windows`].
///
/// ```
/// # use sociogram::dynamics::Windows;
/// let error = Windows::from_seconds(f64::NAN, 1.0).unwrap_err();
/// assert_eq!(error.to_string(), "the length of windows, NaN s, is not finite");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WindowsError {
    /// The value is NaN or infinite.
    #[error("the {what} of windows, {seconds} s, is not finite")]
    NotFinite {
        /// `length` or `step`.
        what: &'static str,
        /// Its value.
        seconds: f64,
    },
    /// The value is negative, 0 or rounds to 0 microseconds.
    #[error("the {what} of windows, {seconds} s, is less than a microsecond")]
    TooShort {
        /// `length` or `step`.
        what: &'static str,
        /// Its value.
        seconds: f64,
    },
    /// The value is more than 2⁵³ microseconds.
    #[error(
        "the {what} of windows, {seconds} s, is more than 2^53 microseconds (9007199254.740992 s)"
    )]
    TooLong {
        /// `length` or `step`.
        what: &'static str,
        /// Its value.
        seconds: f64,
    },
}

/// Why a conversation is not cut into windows.
///
/// ```
/// use std::time::Duration;
/// use sociogram::dynamics::{Dynamics, Windows};
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// // Seconds since 1970, which are taken for a silence of fifty years.
/// let turns = [Turn::from_seconds("ana", 1_600_000_000.0, 1_600_000_002.0)?];
/// let conversation = Conversation::new(turns)?;
/// let windows = Windows::tiling(Duration::from_secs(300))?;
/// let error = Dynamics::of(&conversation, &Analyzer::default(), windows).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "5333334 windows are more than 100000: they go from 0, or the first start where that is \
///      negative, to the last end, 1600000002 s",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DynamicsError {
    /// There would be more than [`Windows::MOST`].
    #[error(
        "{windows} windows are more than {}: they go from 0, or the first start where that is \
         negative, to the last end, {end} s",
        Windows::MOST
    )]
    TooManyWindows {
        /// How many there would be.
        windows: u64,
        /// The first start of all.
        start: Time,
        /// The last end of all.
        end: Time,
    },
    /// Windows overlap so much that spurts would be heard again and again.
    #[error(
        "the windows overlap so much that {heard} spurts would be heard, of {spurts} that there \
         are, and {} more are the most: a longer step takes fewer",
        super::MOST_HEARD_AGAIN
    )]
    TooMuchOverlap {
        /// How many spurts would be heard, each as often as windows hold it.
        heard: u64,
        /// How many there are.
        spurts: u64,
    },
    /// The window that holds the first start would start before [`Time::MIN`].
    #[error("the window that holds the first start, {start} s, starts before all time")]
    BeforeAllTime {
        /// The first start of all.
        start: Time,
    },
}
