//! The two tables that come out: a row for each meeting, and one for each pair with responses.

use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int64Builder, PrimitiveBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::turn::Label;

/// So many rows are put together before they are written.
const BATCH: usize = 1 << 13;
/// So many rows make a row group.
const GROUP: usize = 1 << 18;

/// What is said of a meeting.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct MeetingRow {
    pub(super) score: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) minutes: Option<f64>,
    pub(super) turns: i64,
    pub(super) participants: Option<i64>,
    pub(super) pair_count: Option<i64>,
    pub(super) repairs: Option<i64>,
    pub(super) error: Option<String>,
}

/// What is said of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PairRow<'a> {
    pub(super) first: &'a str,
    pub(super) second: &'a str,
    /// value, relative, responses, to second, to first and rate
    pub(super) numbers: [f64; 6],
}

/// All that is said of a meeting, until it is written.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) row: MeetingRow,
    pub(super) pairs: Vec<SaidPair>,
}

/// What is said of a pair, until it is written.
#[derive(Clone, Debug)]
pub(super) struct SaidPair {
    first: Label,
    second: Label,
    numbers: [f64; 6],
}

impl SaidPair {
    pub(super) fn of(row: &PairRow<'_>) -> Self {
        Self { first: row.first.into(), second: row.second.into(), numbers: row.numbers }
    }

    pub(super) fn row(&self) -> PairRow<'_> {
        PairRow { first: &self.first, second: &self.second, numbers: self.numbers }
    }
}

fn schema(columns: &[(&str, DataType, bool)]) -> SchemaRef {
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, of, may_be_null)| Field::new(*name, of.clone(), *may_be_null))
        .collect();
    Arc::new(Schema::new(fields))
}

fn of_meetings() -> SchemaRef {
    use DataType::{Float64, Int64, Utf8};
    schema(&[
        ("meeting", Utf8, false),
        ("score", Float64, true),
        ("score_low", Float64, true),
        ("score_high", Float64, true),
        ("minutes", Float64, true),
        ("turns", Int64, false),
        ("participants", Int64, true),
        ("pair_count", Int64, true),
        ("repairs", Int64, true),
        ("error", Utf8, true),
    ])
}

fn of_pairs() -> SchemaRef {
    use DataType::{Float64, Utf8};
    schema(&[
        ("meeting", Utf8, false),
        ("first", Utf8, false),
        ("second", Utf8, false),
        ("value", Float64, false),
        ("relative", Float64, false),
        ("responses", Float64, false),
        ("to_second", Float64, false),
        ("to_first", Float64, false),
        ("rate", Float64, false),
    ])
}

fn writer<W: Write + Send>(into: W, schema: SchemaRef) -> Result<ArrowWriter<W>> {
    let properties = WriterProperties::builder()
        .set_created_by(concat!("sociogram ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    ArrowWriter::try_new(into, schema, Some(properties))
}

/// Writes the table of meetings.
pub(super) struct Meetings<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: SchemaRef,
    rows: usize,
    meeting: StringBuilder,
    /// score, low, high and minutes
    numbers: [Float64Builder; 4],
    turns: Int64Builder,
    /// participants, pairs and repairs
    counts: [Int64Builder; 3],
    error: StringBuilder,
}

impl<W: Write + Send> Meetings<W> {
    pub(super) fn new(into: W) -> Result<Self> {
        let schema = of_meetings();
        Ok(Self {
            writer: writer(into, Arc::clone(&schema))?,
            schema,
            rows: 0,
            meeting: StringBuilder::new(),
            numbers: std::array::from_fn(|_| Float64Builder::new()),
            turns: Int64Builder::new(),
            counts: std::array::from_fn(|_| Int64Builder::new()),
            error: StringBuilder::new(),
        })
    }

    pub(super) fn add(&mut self, meeting: &str, row: &MeetingRow) -> Result<()> {
        self.meeting.append_value(meeting);
        let numbers = [row.score, row.low, row.high, row.minutes];
        for (column, number) in self.numbers.iter_mut().zip(numbers) {
            column.append_option(number);
        }
        self.turns.append_value(row.turns);
        let counts = [row.participants, row.pair_count, row.repairs];
        for (column, number) in self.counts.iter_mut().zip(counts) {
            column.append_option(number);
        }
        self.error.append_option(row.error.as_deref());
        self.rows += 1;
        if self.rows >= BATCH { self.flush() } else { Ok(()) }
    }

    /// Adds rows of such a table.
    pub(super) fn add_all(&mut self, rows: &RecordBatch) -> Result<()> {
        let mut at = 0;
        while at < rows.num_rows() {
            let some = rows.slice(at, (rows.num_rows() - at).min(BATCH - self.rows));
            let [meeting, score, low, high, minutes, turns, participants, pairs, repairs, error] =
                some.columns()
            else {
                return Err(other_columns());
            };
            copy_text(meeting, &mut self.meeting)?;
            for (from, into) in [score, low, high, minutes].into_iter().zip(&mut self.numbers) {
                copy(from, into)?;
            }
            copy(turns, &mut self.turns)?;
            for (from, into) in [participants, pairs, repairs].into_iter().zip(&mut self.counts) {
                copy(from, into)?;
            }
            copy_text(error, &mut self.error)?;
            at += some.num_rows();
            self.rows += some.num_rows();
            if self.rows >= BATCH {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let mut columns: Vec<ArrayRef> = vec![Arc::new(self.meeting.finish())];
        let numbers = self.numbers.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        columns.extend(numbers);
        columns.push(Arc::new(self.turns.finish()));
        let counts = self.counts.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        columns.extend(counts);
        columns.push(Arc::new(self.error.finish()));
        self.rows = 0;
        self.writer.write(&RecordBatch::try_new(Arc::clone(&self.schema), columns)?)
    }

    pub(super) fn finish(mut self) -> Result<W> {
        self.flush()?;
        self.writer.into_inner()
    }
}

/// Writes the table of pairs.
pub(super) struct Pairs<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: SchemaRef,
    rows: usize,
    /// meeting, first and second
    names: [StringBuilder; 3],
    numbers: [Float64Builder; 6],
}

impl<W: Write + Send> Pairs<W> {
    pub(super) fn new(into: W) -> Result<Self> {
        let schema = of_pairs();
        Ok(Self {
            writer: writer(into, Arc::clone(&schema))?,
            schema,
            rows: 0,
            names: std::array::from_fn(|_| StringBuilder::new()),
            numbers: std::array::from_fn(|_| Float64Builder::new()),
        })
    }

    pub(super) fn add(&mut self, meeting: &str, row: &PairRow<'_>) -> Result<()> {
        for (column, name) in self.names.iter_mut().zip([meeting, row.first, row.second]) {
            column.append_value(name);
        }
        for (column, number) in self.numbers.iter_mut().zip(row.numbers) {
            column.append_value(number);
        }
        self.rows += 1;
        if self.rows >= BATCH { self.flush() } else { Ok(()) }
    }

    /// Adds rows of such a table.
    pub(super) fn add_all(&mut self, rows: &RecordBatch) -> Result<()> {
        let mut at = 0;
        while at < rows.num_rows() {
            let some = rows.slice(at, (rows.num_rows() - at).min(BATCH - self.rows));
            let [meeting, first, second, numbers @ ..] = some.columns() else {
                return Err(other_columns());
            };
            for (from, into) in [meeting, first, second].into_iter().zip(&mut self.names) {
                copy_text(from, into)?;
            }
            for (from, into) in numbers.iter().zip(&mut self.numbers) {
                copy(from, into)?;
            }
            at += some.num_rows();
            self.rows += some.num_rows();
            if self.rows >= BATCH {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let names = self.names.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        let mut columns: Vec<ArrayRef> = names.collect();
        let numbers = self.numbers.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        columns.extend(numbers);
        self.rows = 0;
        self.writer.write(&RecordBatch::try_new(Arc::clone(&self.schema), columns)?)
    }

    pub(super) fn finish(mut self) -> Result<W> {
        self.flush()?;
        self.writer.into_inner()
    }
}

fn other_columns() -> ParquetError {
    ParquetError::General("a part has other columns".to_owned())
}

fn copy<T: ArrowPrimitiveType>(from: &dyn Array, into: &mut PrimitiveBuilder<T>) -> Result<()> {
    into.append_array(from.as_primitive_opt::<T>().ok_or_else(other_columns)?);
    Ok(())
}

fn copy_text(from: &dyn Array, into: &mut StringBuilder) -> Result<()> {
    Ok(into.append_array(from.as_string_opt::<i32>().ok_or_else(other_columns)?)?)
}

/// The name of the meeting in a row of either table.
pub(super) fn meeting_of(batch: &RecordBatch, row: usize) -> Option<&str> {
    text(batch, 0, row)
}

fn text(batch: &RecordBatch, column: usize, row: usize) -> Option<&str> {
    let column = batch.columns().get(column)?.as_string_opt::<i32>()?;
    (row < column.len() && !column.is_null(row)).then(|| column.value(row))
}

fn number(batch: &RecordBatch, column: usize, row: usize) -> Option<f64> {
    let column = batch.columns().get(column)?.as_primitive_opt::<Float64Type>()?;
    (row < column.len() && !column.is_null(row)).then(|| column.value(row))
}

fn count(batch: &RecordBatch, column: usize, row: usize) -> Option<i64> {
    let column = batch.columns().get(column)?.as_primitive_opt::<Int64Type>()?;
    (row < column.len() && !column.is_null(row)).then(|| column.value(row))
}

/// A row of the table of meetings.
pub(super) fn meeting_row(batch: &RecordBatch, row: usize) -> MeetingRow {
    MeetingRow {
        score: number(batch, 1, row),
        low: number(batch, 2, row),
        high: number(batch, 3, row),
        minutes: number(batch, 4, row),
        turns: count(batch, 5, row).unwrap_or_default(),
        participants: count(batch, 6, row),
        pair_count: count(batch, 7, row),
        repairs: count(batch, 8, row),
        error: text(batch, 9, row).map(str::to_owned),
    }
}

/// How many turns and repairs there are in rows of the table of meetings.
pub(super) fn turns_and_repairs(rows: &RecordBatch) -> (i64, i64) {
    let sum = |column: usize| -> i64 {
        let column = rows.columns().get(column).and_then(|at| at.as_primitive_opt::<Int64Type>());
        column.map_or(0, |column| column.iter().flatten().fold(0, i64::saturating_add))
    };
    (sum(5), sum(8))
}

/// The meetings with an error in rows of the table of meetings.
pub(super) fn errors(rows: &RecordBatch) -> impl Iterator<Item = (&str, &str)> {
    let any = rows.columns().get(9).is_some_and(|column| column.null_count() < column.len());
    let numbers = 0..if any { rows.num_rows() } else { 0 };
    numbers.filter_map(|row| Some((meeting_of(rows, row)?, text(rows, 9, row)?)))
}

/// A row of the table of pairs.
pub(super) fn pair_row(batch: &RecordBatch, row: usize) -> Option<PairRow<'_>> {
    let numbers: [Option<f64>; 6] = std::array::from_fn(|at| number(batch, 3 + at, row));
    let numbers = numbers.map(Option::unwrap_or_default);
    Some(PairRow { first: text(batch, 1, row)?, second: text(batch, 2, row)?, numbers })
}
