//! Columns of every type that a table may have, and of those that are refused when a query is planned.

use std::sync::Arc;

use crate::common::{ask, number, refused, table};
use datafusion::arrow::array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Float64Array, Int64Array, StringArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use sociogram::{Analyzer, Conversation, Turn};

const SCORE: &str = r#"SELECT interaction_score(speaker, start, "end") FROM turns"#;
const FIRST: &str = r#"SELECT interactions(speaker, start, "end")[1]['first'] AS first FROM turns"#;

fn speakers() -> ArrayRef {
    Arc::new(StringArray::from(vec!["1", "22", "1", "333"]))
}

fn whole(values: [i64; 4]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

fn of(speaker: ArrayRef, start: ArrayRef, end: ArrayRef) -> Option<f64> {
    number(&table(vec![("speaker", speaker), ("start", start), ("end", end)]), SCORE)
}

/// The same in whole seconds, by the library.
fn expected() -> Option<f64> {
    let turns = [("1", 0.0, 2.0), ("22", 2.0, 5.0), ("1", 6.0, 7.0), ("333", 7.0, 9.0)];
    let turns = turns.map(|(label, start, end)| Turn::from_seconds(label, start, end).unwrap());
    Analyzer::default().analyze(&Conversation::new(turns).unwrap()).score()
}

const STARTS: [i64; 4] = [0, 2, 6, 7];
const ENDS: [i64; 4] = [2, 5, 7, 9];

#[test]
fn labels_are_text_of_any_kind_or_whole_numbers() {
    let dictionary =
        |key: DataType, value: DataType| DataType::Dictionary(Box::new(key), Box::new(value));
    for kind in [
        DataType::Utf8,
        DataType::LargeUtf8,
        DataType::Utf8View,
        dictionary(DataType::Int32, DataType::Utf8),
        dictionary(DataType::UInt8, DataType::LargeUtf8),
        dictionary(DataType::Int16, DataType::Utf8View),
        DataType::Int8,
        DataType::Int16,
        DataType::Int32,
        DataType::Int64,
        DataType::UInt8,
        DataType::UInt16,
        DataType::UInt32,
        DataType::UInt64,
        dictionary(DataType::Int32, DataType::Int64),
    ] {
        // 333 is no 8-bit number.
        let text = if matches!(kind, DataType::Int8 | DataType::UInt8) {
            Arc::new(StringArray::from(vec!["1", "22", "1", "33"])) as ArrayRef
        } else {
            speakers()
        };
        let speaker = cast(&text, &kind).unwrap();
        let context =
            table(vec![("speaker", speaker), ("start", whole(STARTS)), ("end", whole(ENDS))]);
        assert_eq!(number(&context, SCORE), expected(), "{kind}");
        let answer = ask(&context, FIRST).unwrap();
        let first = cast(answer.batches[0].column(0), &DataType::Utf8).unwrap();
        assert_eq!(*first, *(Arc::new(StringArray::from(vec!["1"])) as ArrayRef), "{kind}");
    }
}

#[test]
fn times_are_numbers_of_seconds() {
    for kind in [
        DataType::Int8,
        DataType::Int16,
        DataType::Int32,
        DataType::Int64,
        DataType::UInt8,
        DataType::UInt16,
        DataType::UInt32,
        DataType::UInt64,
        DataType::Float16,
        DataType::Float32,
        DataType::Float64,
        DataType::Decimal128(10, 3),
        DataType::Decimal256(40, 6),
    ] {
        let start = cast(&whole(STARTS), &kind).unwrap();
        assert_eq!(of(speakers(), start.clone(), whole(ENDS)), expected(), "{kind}");
        let end = cast(&whole(ENDS), &kind).unwrap();
        assert_eq!(of(speakers(), start, end), expected(), "{kind}");
    }
}

#[test]
fn timestamps_and_durations_are_counted_in_their_unit() {
    let second: i64 = 1_700_000_000;
    for (unit, parts) in [
        (TimeUnit::Second, 1),
        (TimeUnit::Millisecond, 1_000),
        (TimeUnit::Microsecond, 1_000_000),
        (TimeUnit::Nanosecond, 1_000_000_000),
    ] {
        for (kind, from) in [
            (DataType::Duration(unit), 0),
            (DataType::Timestamp(unit, None), second),
            (DataType::Timestamp(unit, Some("+02:00".into())), second),
        ] {
            let times = |values: [i64; 4]| {
                cast(&whole(values.map(|at| (at + from) * parts)), &kind).unwrap()
            };
            assert_eq!(of(speakers(), times(STARTS), times(ENDS)), expected(), "{kind}");
        }
    }
}

#[test]
fn units_and_zones_may_differ() {
    let starts =
        cast(&whole(STARTS), &DataType::Timestamp(TimeUnit::Second, Some("+02:00".into())));
    let ends = cast(
        &whole(ENDS.map(|at| at * 1_000)),
        &DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())),
    );
    assert_eq!(of(speakers(), starts.unwrap(), ends.unwrap()), expected());
}

/// As seconds are: to the nearest microsecond, ties away from zero.
#[test]
fn nanoseconds_are_rounded_and_not_cut_off() {
    let kind = DataType::Duration(TimeUnit::Nanosecond);
    let starts = cast(&whole([0, 2_000_000_500, 0, 0]).slice(0, 2), &kind).unwrap();
    let ends = cast(&whole([2_000_000_499, 4_000_001_499, 0, 0]).slice(0, 2), &kind).unwrap();
    let turns = [
        Turn::from_micros("1", 0, 2_000_000).unwrap(),
        Turn::from_micros("22", 2_000_001, 4_000_001).unwrap(),
    ];
    let score = Analyzer::default().analyze(&Conversation::new(turns).unwrap()).score();
    assert_eq!(of(speakers().slice(0, 2), starts, ends), score);

    // Half a microsecond is one, on either side of zero.
    let starts = cast(&whole([-500, 0, 0, 0]).slice(0, 1), &kind).unwrap();
    let ends = cast(&whole([500, 0, 0, 0]).slice(0, 1), &kind).unwrap();
    assert_eq!(of(speakers().slice(0, 1), starts, ends), None);
    let columns = |end: i64| {
        vec![
            ("speaker", speakers().slice(0, 1)),
            ("start", cast(&whole([0; 4]).slice(0, 1), &kind).unwrap()),
            ("end", cast(&whole([end; 4]).slice(0, 1), &kind).unwrap()),
        ]
    };
    assert_eq!(number(&table(columns(500)), SCORE), None);
    assert!(refused(&table(columns(499)), SCORE).contains("the end equals the start, 0 s"));
}

#[test]
fn other_types_are_refused_when_planned() {
    let good = || vec![("speaker", speakers()), ("start", whole(STARTS)), ("end", whole(ENDS))];
    let with = |at: usize, column: ArrayRef| {
        let mut columns = good();
        columns[at].1 = column;
        let context = table(columns);
        // Planning alone.
        let error =
            crate::common::wait(async { context.sql(SCORE).await?.create_physical_plan().await });
        error.map(|_| ()).unwrap_err().strip_backtrace()
    };
    let numbers: ArrayRef = Arc::new(Float64Array::from(vec![1.0; 4]));
    let truths: ArrayRef = Arc::new(BooleanArray::from(vec![true; 4]));
    let bytes: ArrayRef = Arc::new(BinaryArray::from_vec(vec![b"a"; 4]));
    let stamps = cast(&whole(STARTS), &DataType::Timestamp(TimeUnit::Second, None)).unwrap();
    let zoned =
        cast(&whole(STARTS), &DataType::Timestamp(TimeUnit::Second, Some("UTC".into()))).unwrap();
    let dates = cast(&cast(&whole(STARTS), &DataType::Int32).unwrap(), &DataType::Date32).unwrap();
    let labels = "interaction_score expects text or whole numbers as the labels of speakers, found";
    let seconds = "interaction_score expects seconds, a timestamp or a duration as the";
    let clock = "interaction_score expects the start and the end on one clock, found";
    for (at, column, message) in [
        (0, numbers, format!("{labels} Float64")),
        (0, truths.clone(), format!("{labels} Boolean")),
        (0, bytes, format!("{labels} Binary")),
        (1, speakers(), format!("{seconds} start, found Utf8")),
        (2, truths, format!("{seconds} end, found Boolean")),
        (1, dates, format!("{seconds} start, found Date32")),
        (1, stamps, format!("{clock} Timestamp(s) and Int64")),
        (2, zoned, format!("{clock} Int64 and Timestamp(s, \"UTC\")")),
    ] {
        let found = with(at, column);
        assert!(found.contains(&message), "{found}\n{message}");
    }
    let context = table(good());
    for (call, count) in [("interactions(speaker)", 1), ("interactions(speaker, start)", 2)] {
        let found = refused(&context, &format!("SELECT {call} FROM turns"));
        let message =
            format!("interactions expects three arguments, (speaker, start, end), found {count}");
        assert!(found.contains(&message), "{found}");
    }
    assert!(refused(&context, "SELECT interactions() FROM turns").contains("interactions"));
}
