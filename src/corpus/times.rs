//! Columns of times, in microseconds.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType, DurationSecondType,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType};
use arrow_schema::{DataType, TimeUnit};

use crate::formats::Unit;
use crate::time::Time;

/// Instead of a time: there is none,
const ABSENT: i64 = i64::MIN;
/// or what is there is none.
pub(super) const WRONG: i64 = i64::MIN + 1;

/// The times of a column in microseconds.
pub(super) fn in_micros(column: &dyn Array, unit: Unit, into: &mut Vec<i64>) -> Result<(), String> {
    let whole = |number: i64| unit.of_whole(number);
    let float = |number: f64| unit.of_float(number);
    match column.data_type() {
        DataType::Float64 if unit == Unit::Seconds => {
            into.clear();
            if let Some(column) = column.as_primitive_opt::<Float64Type>() {
                Time::all_from_seconds(column.values(), WRONG, into);
            }
            mark_absent(column, into);
        }
        DataType::Float64 => each::<Float64Type>(column, into, float),
        DataType::Float32 => each::<Float32Type>(column, into, |number| float(number.into())),
        DataType::Int64 => each::<Int64Type>(column, into, whole),
        DataType::Int32 => each::<Int32Type>(column, into, |number| whole(number.into())),
        DataType::Int16 => each::<Int16Type>(column, into, |number| whole(number.into())),
        DataType::Int8 => each::<Int8Type>(column, into, |number| whole(number.into())),
        DataType::UInt64 => {
            each::<UInt64Type>(column, into, |number| whole(number.try_into().ok()?))
        }
        DataType::UInt32 => each::<UInt32Type>(column, into, |number| whole(number.into())),
        DataType::UInt16 => each::<UInt16Type>(column, into, |number| whole(number.into())),
        DataType::UInt8 => each::<UInt8Type>(column, into, |number| whole(number.into())),
        DataType::Timestamp(TimeUnit::Second, _) => {
            each::<TimestampSecondType>(column, into, whole)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            each::<TimestampMillisecondType>(column, into, whole)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            each::<TimestampMicrosecondType>(column, into, whole)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            each::<TimestampNanosecondType>(column, into, whole)
        }
        DataType::Duration(TimeUnit::Second) => each::<DurationSecondType>(column, into, whole),
        DataType::Duration(TimeUnit::Millisecond) => {
            each::<DurationMillisecondType>(column, into, whole)
        }
        DataType::Duration(TimeUnit::Microsecond) => {
            each::<DurationMicrosecondType>(column, into, whole)
        }
        DataType::Duration(TimeUnit::Nanosecond) => {
            each::<DurationNanosecondType>(column, into, whole)
        }
        other => return Err(format!("expected times, found {other}")),
    }
    Ok(())
}

fn each<T: ArrowPrimitiveType>(
    column: &dyn Array,
    into: &mut Vec<i64>,
    time: impl Fn(T::Native) -> Option<Time>,
) {
    into.clear();
    let Some(column) = column.as_primitive_opt::<T>() else { return };
    into.extend(column.values().iter().map(|number| time(*number).map_or(WRONG, Time::micros)));
    mark_absent(column, into);
}

fn mark_absent(column: &dyn Array, into: &mut [i64]) {
    if let Some(nulls) = column.nulls() {
        for (micros, is_there) in into.iter_mut().zip(nulls) {
            if !is_there {
                *micros = ABSENT;
            }
        }
    }
}
