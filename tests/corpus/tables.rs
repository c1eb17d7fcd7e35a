//! Corpora to write, results to read, and what results should be.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::properties::WriterProperties;
use sociogram::confidence::{Confidence, Resampling};
use sociogram::generate::{Generator, Kind};
use sociogram::{Analyzer, Conversation, Span, Turns};

/// A folder of its own for a test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A row of a table of turns; anything may be missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) meeting: Option<String>,
    pub(crate) speaker: Option<String>,
    pub(crate) start: Option<f64>,
    pub(crate) end: Option<f64>,
}

pub(crate) fn row(meeting: &str, speaker: &str, start: f64, end: f64) -> Row {
    let (meeting, speaker) = (Some(meeting.to_owned()), Some(speaker.to_owned()));
    Row { meeting, speaker, start: Some(start), end: Some(end) }
}

/// The rows of some generated meetings, one behind the other.
pub(crate) fn generated(meetings: u64, turns: usize) -> Vec<Row> {
    (0..meetings)
        .flat_map(|at| {
            let kind = Kind::ALL[at as usize % 4];
            let count = 1 + (turns / 2 + at as usize * 31 % turns.max(1));
            let turns = Generator::new(kind, 2 + at as usize % 4, count).seed(at).turns();
            let rows = turns.iter().map(|(speaker, span)| {
                row(&format!("m{at:04}"), speaker, span.start().seconds(), span.end().seconds())
            });
            rows.collect::<Vec<_>>()
        })
        .collect()
}

fn batch(rows: &[Row]) -> RecordBatch {
    let text = |of: fn(&Row) -> Option<&str>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<StringArray>())
    };
    let number = |of: fn(&Row) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<Float64Array>())
    };
    RecordBatch::try_from_iter_with_nullable([
        ("meeting", text(|row| row.meeting.as_deref()), true),
        ("speaker", text(|row| row.speaker.as_deref()), true),
        ("start", number(|row| row.start), true),
        ("end", number(|row| row.end), true),
    ])
    .unwrap()
}

/// Writes rows as Parquet, in row groups of so many.
pub(crate) fn write_parquet(path: &Path, rows: &[Row], group: usize) {
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
    write_batch(path, &batch(rows), properties);
}

pub(crate) fn write_batch(path: &Path, batch: &RecordBatch, properties: WriterProperties) {
    let file = File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

pub(crate) fn write_csv(path: &Path, rows: &[Row]) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    writer.write_record(["speaker", "end", "meeting", "start", "note"]).unwrap();
    for row in rows {
        let number =
            |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        // Quotation marks and line ends, as a table has them.
        let note = "a \"note\",\nof two lines".to_owned();
        let fields =
            [text(&row.speaker), number(row.end), text(&row.meeting), number(row.start), note];
        writer.write_record(fields).unwrap();
    }
    writer.flush().unwrap();
}

pub(crate) fn write_json_lines(path: &Path, rows: &[Row]) {
    let lines: String = rows
        .iter()
        .map(|row| {
            let object = serde_json::json!({
                "meeting": row.meeting, "speaker": row.speaker, "start": row.start, "end": row.end,
            });
            format!("{object}\n")
        })
        .collect();
    fs::write(path, lines).unwrap();
}

/// What the table of meetings says, with numbers by their bits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scored {
    pub(crate) score: Option<u64>,
    pub(crate) low: Option<u64>,
    pub(crate) high: Option<u64>,
    pub(crate) minutes: Option<u64>,
    pub(crate) turns: i64,
    pub(crate) participants: Option<i64>,
    pub(crate) pair_count: Option<i64>,
    pub(crate) repairs: Option<i64>,
    pub(crate) error: Option<String>,
}

/// A pair: its meeting, its labels, and six numbers by their bits.
pub(crate) type ScoredPair = (String, String, String, [u64; 6]);

fn batches(path: &Path) -> Vec<RecordBatch> {
    let file = File::open(path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    reader.map(Result::unwrap).collect()
}

pub(crate) fn read_meetings(path: &Path) -> BTreeMap<String, Scored> {
    let mut found = BTreeMap::new();
    let mut names = Vec::new();
    for batch in batches(path) {
        let number = |name: &str, row: usize| {
            let column = batch.column_by_name(name).unwrap().as_primitive::<Float64Type>();
            (!column.is_null(row)).then(|| column.value(row).to_bits())
        };
        let count = |name: &str, row: usize| {
            let column = batch.column_by_name(name).unwrap().as_primitive::<Int64Type>();
            (!column.is_null(row)).then(|| column.value(row))
        };
        let text = |name: &str, row: usize| {
            let column = batch.column_by_name(name).unwrap().as_string::<i32>();
            (!column.is_null(row)).then(|| column.value(row).to_owned())
        };
        for row in 0..batch.num_rows() {
            let scored = Scored {
                score: number("score", row),
                low: number("score_low", row),
                high: number("score_high", row),
                minutes: number("minutes", row),
                turns: count("turns", row).unwrap(),
                participants: count("participants", row),
                pair_count: count("pair_count", row),
                repairs: count("repairs", row),
                error: text("error", row),
            };
            let name = text("meeting", row).unwrap();
            names.push(name.clone());
            assert!(found.insert(name, scored).is_none(), "a meeting has one row");
        }
    }
    assert!(names.is_sorted(), "meetings are in order");
    found
}

pub(crate) fn read_pairs(path: &Path) -> Vec<ScoredPair> {
    let mut found = Vec::new();
    for batch in batches(path) {
        let text = |name: &str, row: usize| {
            batch.column_by_name(name).unwrap().as_string::<i32>().value(row).to_owned()
        };
        for row in 0..batch.num_rows() {
            let numbers = ["value", "relative", "responses", "to_second", "to_first", "rate"];
            let numbers = numbers.map(|name| {
                let column = batch.column_by_name(name).unwrap().as_primitive::<Float64Type>();
                column.value(row).to_bits()
            });
            found.push((text("meeting", row), text("first", row), text("second", row), numbers));
        }
    }
    found
}

/// What the library itself makes of rows that are all fine.
pub(crate) fn expected(
    rows: &[Row],
    intervals: bool,
) -> (BTreeMap<String, Scored>, Vec<ScoredPair>) {
    let mut meetings: BTreeMap<String, Turns> = BTreeMap::new();
    for row in rows {
        let turns = meetings.entry(row.meeting.clone().unwrap()).or_default();
        let span = Span::from_seconds(row.start.unwrap(), row.end.unwrap()).unwrap();
        turns.push(row.speaker.as_deref().unwrap(), span);
    }
    let analyzer = Analyzer::default();
    let (mut scored, mut pairs) = (BTreeMap::new(), Vec::new());
    for (name, turns) in meetings {
        let count = turns.len();
        let conversation = Conversation::new(turns).unwrap();
        let analysis = analyzer.analyze(&conversation);
        let interval = intervals
            .then(|| Confidence::of(&conversation, &analyzer, Resampling::default()).score())
            .flatten();
        for pair in analysis.pairs() {
            let [first, second] = pair.labels().map(|label| label.as_str().to_owned());
            let numbers = [
                pair.absolute,
                pair.relative,
                pair.strength,
                pair.to_second,
                pair.to_first,
                pair.rate,
            ];
            pairs.push((name.clone(), first, second, numbers.map(f64::to_bits)));
        }
        let row = Scored {
            score: analysis.score().map(f64::to_bits),
            low: interval.map(|interval| interval.low.to_bits()),
            high: interval.map(|interval| interval.high.to_bits()),
            minutes: Some(analysis.minutes().to_bits()),
            turns: count as i64,
            participants: Some(analysis.participants().len() as i64),
            pair_count: Some(analysis.pair_count() as i64),
            repairs: Some(0),
            error: None,
        };
        scored.insert(name, row);
    }
    (scored, pairs)
}

/// `sociogram corpus`, as a process in a folder.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sociogram"));
    command.current_dir(folder).arg("corpus").args(arguments);
    command
}

/// What `sociogram corpus` says: its code, and standard error.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = command(folder, arguments).output().unwrap();
    assert!(stdout.is_empty(), "nothing goes to standard output");
    (status.code().unwrap(), String::from_utf8(stderr).unwrap())
}
