//! Parts put together in order of the names of meetings.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::error::CorpusError;
use super::tables::meeting_of;

/// So many rows of a part are held at a time.
const BATCH: usize = 1 << 10;

/// A part, at one of its rows.
struct Cursor {
    path: PathBuf,
    batches: ParquetRecordBatchReader,
    batch: RecordBatch,
    row: usize,
}

impl Cursor {
    /// At the first row; absent if there is none.
    fn open(path: &Path) -> Result<Option<Self>, CorpusError> {
        let refuse = |problem: &dyn std::fmt::Display| CorpusError::part(path)(problem);
        let file = File::open(path).map_err(|error| refuse(&error))?;
        let mut batches = ParquetRecordBatchReaderBuilder::try_new(file)
            .and_then(|reader| reader.with_batch_size(BATCH).build())
            .map_err(|error| refuse(&error))?;
        let Some(batch) = batches.next() else { return Ok(None) };
        let batch = batch.map_err(|error| refuse(&error))?;
        Ok(Some(Self { path: path.to_owned(), batches, batch, row: 0 }))
    }

    fn meeting(&self) -> &str {
        meeting_of(&self.batch, self.row).unwrap_or_default()
    }

    /// The rows from here on that come before the head of another part; this one at least.
    fn run(&self, at: usize, other: Option<&Head>) -> RecordBatch {
        let is_before = |row: usize| {
            other.is_none_or(|Reverse((name, other))| {
                let here = meeting_of(&self.batch, row).unwrap_or_default();
                (here, at) < (name.as_str(), *other)
            })
        };
        let rows = self.batch.num_rows();
        let mut end = rows;
        // Parts of a corpus in order lie one behind the other.
        if !is_before(rows.saturating_sub(1)) {
            let mut start = self.row + 1;
            while start < end {
                let middle = start.midpoint(end);
                if is_before(middle) {
                    start = middle + 1;
                } else {
                    end = middle;
                }
            }
        }
        self.batch.slice(self.row, end - self.row)
    }

    /// Goes on by so many rows, if there is one behind them.
    fn advance(&mut self, by: usize) -> Result<bool, CorpusError> {
        self.row += by;
        while self.row >= self.batch.num_rows() {
            let Some(batch) = self.batches.next() else { return Ok(false) };
            self.batch = batch.map_err(|error| CorpusError::part(&self.path)(&error))?;
            self.row = 0;
        }
        Ok(true)
    }
}

/// The meeting at which a part is, and the part's number.
type Head = Reverse<(String, usize)>;

/// Tells all rows of some parts, each of which is in order, in order of the names of meetings; rows
/// of one meeting in the order of parts, and in each in its own.
///
/// They come in batches, one row or more of one part each.
pub(super) fn merge(
    parts: &[PathBuf],
    tell: &mut dyn FnMut(&RecordBatch) -> Result<(), CorpusError>,
) -> Result<(), CorpusError> {
    let mut cursors = Vec::with_capacity(parts.len());
    let mut heads: BinaryHeap<Head> = BinaryHeap::with_capacity(parts.len());
    for path in parts {
        if let Some(cursor) = Cursor::open(path)? {
            heads.push(Reverse((cursor.meeting().to_owned(), cursors.len())));
            cursors.push(cursor);
        }
    }
    while let Some(Reverse((_, at))) = heads.pop() {
        let Some(cursor) = cursors.get_mut(at) else { continue };
        let run = cursor.run(at, heads.peek());
        tell(&run)?;
        if cursor.advance(run.num_rows())? {
            heads.push(Reverse((cursor.meeting().to_owned(), at)));
        }
    }
    Ok(())
}
