//! The arguments of a call: a speaker, a start and an end in each row.

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Float64Array, PrimitiveArray, StringViewArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type, Int64Type, TimeUnit};
use datafusion::common::{DataFusionError, Result, plan_err};
use sociogram::{Span, SpanError, Time, TimeError};

/// What the types of a call become before it sees them.
///
/// Labels become text, numbers become floats of seconds. Timestamps and durations stay what they
/// are: a cast to whole microseconds would cut nanoseconds off where the library rounds.
pub(crate) fn coerced(name: &str, found: &[DataType]) -> Result<Vec<DataType>> {
    let [speaker, start, end] = found else {
        return plan_err!(
            "{name} expects three arguments, (speaker, start, end), found {}",
            found.len()
        );
    };
    let text = match speaker {
        DataType::Dictionary(_, kind) => kind,
        kind => kind,
    };
    let is_text =
        matches!(text, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null);
    if !(is_text || text.is_integer()) {
        return plan_err!(
            "{name} expects text or whole numbers as the labels of speakers, found {speaker}"
        );
    }
    let (Some(first), Some(last)) = (Clock::of(start), Clock::of(end)) else {
        let (argument, kind) =
            if Clock::of(start).is_none() { ("start", start) } else { ("end", end) };
        return plan_err!(
            "{name} expects seconds, a timestamp or a duration as the {argument}, found {kind}"
        );
    };
    let [start, end] = match (first, last) {
        (Clock::Any, Clock::Any | Clock::Seconds)
        | (Clock::Seconds, Clock::Any | Clock::Seconds) => [DataType::Float64, DataType::Float64],
        (Clock::Any, _) => [end.clone(), end.clone()],
        (_, Clock::Any) => [start.clone(), start.clone()],
        (one, other) if one == other => [start.clone(), end.clone()],
        _ => {
            return plan_err!(
                "{name} expects the start and the end on one clock, found {start} and {end}"
            );
        }
    };
    Ok(vec![DataType::Utf8View, start, end])
}

/// What times are counted on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Clock {
    Seconds,
    Duration,
    /// Of a place that nobody names.
    Local,
    /// Since 1970 in Greenwich, whatever the zone that it is shown in.
    Instant,
    /// Nulls without a type.
    Any,
}

impl Clock {
    fn of(kind: &DataType) -> Option<Self> {
        Some(match kind {
            DataType::Null => Self::Any,
            DataType::Duration(_) => Self::Duration,
            DataType::Timestamp(_, None) => Self::Local,
            DataType::Timestamp(_, Some(_)) => Self::Instant,
            kind if kind.is_numeric() => Self::Seconds,
            _ => return None,
        })
    }
}

/// The arguments of a batch of rows.
pub(crate) struct Arguments {
    name: &'static str,
    speakers: StringViewArray,
    starts: Times,
    ends: Times,
}

/// A column of times.
enum Times {
    Seconds(Float64Array),
    Whole(PrimitiveArray<Int64Type>, TimeUnit),
}

impl Arguments {
    pub(crate) fn of(name: &'static str, columns: &[ArrayRef]) -> Result<Self> {
        let types: Vec<DataType> = columns.iter().map(|one| one.data_type().clone()).collect();
        // Planning has seen to it; a caller who skips planning is told as much.
        let types = coerced(name, &types)?;
        let ([speaker, start, end], [text, first, last]) = (columns, types.as_slice()) else {
            return plan_err!("{name} expects three arguments, found {}", columns.len());
        };
        let speakers = cast(speaker, text)?;
        let Some(speakers) = speakers.as_string_view_opt() else {
            return plan_err!("{name} expects labels of speakers, found {}", speaker.data_type());
        };
        Ok(Self {
            name,
            speakers: speakers.clone(),
            starts: Times::of(name, start, first)?,
            ends: Times::of(name, end, last)?,
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.speakers.len()
    }

    /// The turn of a row.
    pub(crate) fn turn(&self, row: usize) -> Result<(&str, Span)> {
        for (argument, empty) in [
            ("speaker", self.speakers.is_null(row)),
            ("start", self.starts.is_null(row)),
            ("end", self.ends.is_null(row)),
        ] {
            if empty {
                return Err(DataFusionError::Execution(format!(
                    "{} expected a speaker, a start and an end in every row, found null as the \
                     {argument}; WHERE … IS NOT NULL leaves such rows out",
                    self.name
                )));
            }
        }
        let speaker = self.speakers.value(row);
        match self.span(row) {
            Ok(span) => Ok((speaker, span)),
            Err(error) => Err(DataFusionError::Execution(format!(
                "{} expected a turn that ends after it starts in every row, found one of {}: {}; \
                 WHERE leaves such rows out",
                self.name,
                shown(speaker),
                told(&error)
            ))),
        }
    }

    fn span(&self, row: usize) -> Result<Span, SpanError> {
        if let (Times::Seconds(starts), Times::Seconds(ends)) = (&self.starts, &self.ends) {
            return Span::from_seconds(starts.value(row), ends.value(row));
        }
        let start = self.starts.time(row).map_err(SpanError::Start)?;
        let end = self.ends.time(row).map_err(SpanError::End)?;
        Span::new(start, end)
    }
}

impl Times {
    fn of(name: &str, column: &ArrayRef, kind: &DataType) -> Result<Self> {
        let column = cast(column, kind)?;
        let found = match kind {
            DataType::Timestamp(unit, _) | DataType::Duration(unit) => {
                let whole = cast(&column, &DataType::Int64)?;
                whole.as_primitive_opt::<Int64Type>().map(|whole| Self::Whole(whole.clone(), *unit))
            }
            _ => column
                .as_primitive_opt::<Float64Type>()
                .map(|seconds| Self::Seconds(seconds.clone())),
        };
        match found {
            Some(times) => Ok(times),
            None => plan_err!("{name} expects times, found {}", column.data_type()),
        }
    }

    fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Seconds(times) => times.is_null(row),
            Self::Whole(times, _) => times.is_null(row),
        }
    }

    fn time(&self, row: usize) -> Result<Time, TimeError> {
        match self {
            Self::Seconds(times) => Time::from_seconds(times.value(row)),
            Self::Whole(times, unit) => {
                let count = times.value(row);
                match unit {
                    TimeUnit::Second => {
                        Time::from_millis(count.checked_mul(1_000).ok_or(TimeError::OutOfRange)?)
                    }
                    TimeUnit::Millisecond => Time::from_millis(count),
                    TimeUnit::Microsecond => Time::from_micros(count),
                    // To the nearest, ties away from zero, as the library rounds seconds.
                    TimeUnit::Nanosecond => {
                        Time::from_micros(count / 1_000 + (count % 1_000) / 500)
                    }
                }
            }
        }
    }
}

/// Whether a filter lets a row through: null is no.
pub(crate) fn passes(filter: Option<&BooleanArray>, row: usize) -> bool {
    filter.is_none_or(|filter| row < filter.len() && filter.is_valid(row) && filter.value(row))
}

/// An error and what it comes from, in one sentence.
pub(crate) fn told(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// A label as a message shows it, which is cut where it is long.
fn shown(label: &str) -> String {
    const MOST: usize = 80;
    let start: String = label.chars().take(MOST).collect();
    if start.len() < label.len() { format!("{start:?}…") } else { format!("{start:?}") }
}
