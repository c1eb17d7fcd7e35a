//! Columns of a table, read where they lie: nothing is copied, whatever a column is made of.

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, Float16Array, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array,
    Int64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray, UInt8Array,
    UInt16Array, UInt32Array, UInt64Array,
};
use arrow_schema::DataType;
use pyo3::{PyErr, Python};
use sociogram::{Span, Turns};

use crate::errors::{told, turn_error};

/// What is wrong with a table.
pub(crate) enum Wrong {
    /// With one row, by its place in the batch.
    Row(usize, String),
    /// With a whole column.
    Column(String),
}

impl Wrong {
    /// The same behind so many rows of other batches.
    pub(crate) fn further_down(self, rows: usize) -> Self {
        match self {
            Self::Row(row, message) => Self::Row(row.saturating_add(rows), message),
            column @ Self::Column(_) => column,
        }
    }

    /// What it is, wherever it stands.
    pub(crate) fn into_message(self) -> String {
        match self {
            Self::Row(_, message) | Self::Column(message) => message,
        }
    }

    /// The exception, behind so many rows of other batches.
    pub(crate) fn raised(&self, py: Python<'_>, before: usize) -> PyErr {
        match self {
            Self::Row(row, message) => turn_error(py, message, Some(before.saturating_add(*row))),
            Self::Column(message) => turn_error(py, message, None),
        }
    }
}

/// The turns of a batch, column by column.
pub(crate) struct Columns {
    speakers: Labels,
    starts: Seconds,
    ends: Seconds,
}

impl Columns {
    pub(crate) fn of(
        batch: &RecordBatch,
        [speaker, start, end]: [usize; 3],
    ) -> Result<Self, Wrong> {
        Ok(Self {
            speakers: Labels::of(batch.columns().get(speaker), "speaker")?,
            starts: Seconds::of(batch.columns().get(start), "start")?,
            ends: Seconds::of(batch.columns().get(end), "end")?,
        })
    }

    /// Adds the turn of a row; `digits` is where the label of a number is written.
    pub(crate) fn push(
        &self,
        row: usize,
        digits: &mut String,
        turns: &mut Turns,
    ) -> Result<(), Wrong> {
        let wrong = |what, found| Wrong::Row(row, format!("expected {what}, found {found}"));
        let speaker = self.speakers.at(row, digits);
        let speaker = speaker.map_err(|found| wrong("the speaker's label", found))?;
        let start = self.starts.at(row).ok_or_else(|| wrong("the start in seconds", NULL))?;
        let end = self.ends.at(row).ok_or_else(|| wrong("the end in seconds", NULL))?;
        let span = Span::from_seconds(start, end);
        turns.push(speaker, span.map_err(|error| Wrong::Row(row, told(&error)))?);
        Ok(())
    }
}

/// A column of labels, which are text or whole numbers.
pub(crate) enum Labels {
    Text(StringArray),
    LargeText(LargeStringArray),
    Views(StringViewArray),
    Whole(Whole),
    /// Places among labels, as dictionaries have them.
    Kept(Whole, Box<Labels>),
    /// A column without a row may have no type either.
    Nulls,
}

impl Labels {
    pub(crate) fn of(column: Option<&ArrayRef>, name: &str) -> Result<Self, Wrong> {
        let found = match column {
            Some(column) => match Self::known(column) {
                Some(labels) => return Ok(labels),
                None => match column.data_type() {
                    DataType::Dictionary(_, kind) => kind.to_string(),
                    kind => kind.to_string(),
                },
            },
            None => "none".to_owned(),
        };
        Err(Wrong::Column(format!("expected text in the column {name}, found {found}")))
    }

    fn known(column: &ArrayRef) -> Option<Self> {
        match column.data_type() {
            DataType::Dictionary(..) => {
                let kept = column.as_any_dictionary_opt()?;
                match Self::known(kept.values())? {
                    Self::Kept(..) => None,
                    labels => Some(Self::Kept(Whole::of(kept.keys())?, Box::new(labels))),
                }
            }
            DataType::Utf8 => column.as_string_opt::<i32>().cloned().map(Self::Text),
            DataType::LargeUtf8 => column.as_string_opt::<i64>().cloned().map(Self::LargeText),
            DataType::Utf8View => column.as_string_view_opt().cloned().map(Self::Views),
            DataType::Null => Some(Self::Nulls),
            _ => Whole::of(column).map(Self::Whole),
        }
    }

    /// The label of a row, or what stands there instead; `digits` is where that of a number is
    /// written.
    pub(crate) fn at<'a>(
        &'a self,
        row: usize,
        digits: &'a mut String,
    ) -> Result<&'a str, &'static str> {
        match self {
            Self::Text(text) => valid(text.is_valid(row).then(|| text.value(row))),
            Self::LargeText(text) => valid(text.is_valid(row).then(|| text.value(row))),
            Self::Views(text) => valid(text.is_valid(row).then(|| text.value(row))),
            Self::Whole(numbers) => {
                let number = numbers.at(row).ok_or(NULL)?;
                digits.clear();
                write!(digits, "{number}").map_err(|_| NULL)?;
                Ok(digits)
            }
            Self::Kept(places, labels) => {
                let place = usize::try_from(places.at(row).ok_or(NULL)?).unwrap_or(usize::MAX);
                if place < labels.len() { labels.at(place, digits) } else { Err(NULL) }
            }
            Self::Nulls => Err(NULL),
        }
    }

    /// Whether two rows surely have the same label, as cheaply as it can be known.
    pub(crate) fn is_same(&self, one: usize, other: usize) -> bool {
        match self {
            Self::Whole(numbers) | Self::Kept(numbers, _) => numbers.at(one) == numbers.at(other),
            Self::Nulls => true,
            text => text.at(one, &mut String::new()) == text.at(other, &mut String::new()),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::LargeText(text) => text.len(),
            Self::Views(text) => text.len(),
            Self::Whole(numbers) | Self::Kept(numbers, _) => numbers.len(),
            // Whichever is asked for is null.
            Self::Nulls => 0,
        }
    }
}

const NULL: &str = "null";

/// Whoever makes a table promises valid text, and nobody else has looked.
fn valid(text: Option<&str>) -> Result<&str, &'static str> {
    let text = text.ok_or(NULL)?;
    std::str::from_utf8(text.as_bytes()).map_err(|_| "text that is no valid Unicode")
}

/// A column of seconds.
enum Seconds {
    Double(Float64Array),
    Single(Float32Array),
    Half(Float16Array),
    Whole(Whole),
    Nulls,
}

impl Seconds {
    fn of(column: Option<&ArrayRef>, name: &str) -> Result<Self, Wrong> {
        let wrong = |found: &dyn std::fmt::Display| {
            Wrong::Column(format!("expected seconds in the column {name}, found {found}"))
        };
        let Some(column) = column else { return Err(wrong(&"none")) };
        let known = match column.data_type() {
            DataType::Float64 => {
                column.as_primitive_opt::<Float64Type>().cloned().map(Self::Double)
            }
            DataType::Float32 => {
                column.as_primitive_opt::<Float32Type>().cloned().map(Self::Single)
            }
            DataType::Float16 => column.as_primitive_opt::<Float16Type>().cloned().map(Self::Half),
            DataType::Null => Some(Self::Nulls),
            _ => Whole::of(column).map(Self::Whole),
        };
        known.ok_or_else(|| wrong(column.data_type()))
    }

    /// The number of a row, or none where it is null.
    fn at(&self, row: usize) -> Option<f64> {
        match self {
            Self::Double(numbers) => numbers.is_valid(row).then(|| numbers.value(row)),
            Self::Single(numbers) => numbers.is_valid(row).then(|| numbers.value(row).into()),
            Self::Half(numbers) => numbers.is_valid(row).then(|| numbers.value(row).into()),
            // The nearest float, as whoever casts the column has it.
            Self::Whole(numbers) => numbers.at(row).map(|number| number as f64),
            Self::Nulls => None,
        }
    }
}

/// A column of whole numbers.
pub(crate) enum Whole {
    I8(Int8Array),
    I16(Int16Array),
    I32(Int32Array),
    I64(Int64Array),
    U8(UInt8Array),
    U16(UInt16Array),
    U32(UInt32Array),
    U64(UInt64Array),
}

/// Does the same with the array of whichever kind.
macro_rules! with {
    ($whole:expr, $array:ident => $work:expr) => {
        match $whole {
            Whole::I8($array) => $work,
            Whole::I16($array) => $work,
            Whole::I32($array) => $work,
            Whole::I64($array) => $work,
            Whole::U8($array) => $work,
            Whole::U16($array) => $work,
            Whole::U32($array) => $work,
            Whole::U64($array) => $work,
        }
    };
}

impl Whole {
    fn of(column: &dyn Array) -> Option<Self> {
        match column.data_type() {
            DataType::Int8 => column.as_primitive_opt::<Int8Type>().cloned().map(Self::I8),
            DataType::Int16 => column.as_primitive_opt::<Int16Type>().cloned().map(Self::I16),
            DataType::Int32 => column.as_primitive_opt::<Int32Type>().cloned().map(Self::I32),
            DataType::Int64 => column.as_primitive_opt::<Int64Type>().cloned().map(Self::I64),
            DataType::UInt8 => column.as_primitive_opt::<UInt8Type>().cloned().map(Self::U8),
            DataType::UInt16 => column.as_primitive_opt::<UInt16Type>().cloned().map(Self::U16),
            DataType::UInt32 => column.as_primitive_opt::<UInt32Type>().cloned().map(Self::U32),
            DataType::UInt64 => column.as_primitive_opt::<UInt64Type>().cloned().map(Self::U64),
            _ => None,
        }
    }

    fn len(&self) -> usize {
        with!(self, numbers => numbers.len())
    }

    /// The number of a row, or none where it is null.
    fn at(&self, row: usize) -> Option<i128> {
        with!(self, numbers => numbers.is_valid(row).then(|| numbers.value(row).into()))
    }
}
