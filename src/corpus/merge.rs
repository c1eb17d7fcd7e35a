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

    /// Goes to the next row, if there is one.
    fn advance(&mut self) -> Result<bool, CorpusError> {
        self.row += 1;
        while self.row >= self.batch.num_rows() {
            let Some(batch) = self.batches.next() else { return Ok(false) };
            self.batch = batch.map_err(|error| CorpusError::part(&self.path)(&error))?;
            self.row = 0;
        }
        Ok(true)
    }
}

/// Tells all rows of some parts, each of which is in order, in order of the names of meetings; rows
/// of one meeting in the order of parts, and in each in its own.
pub(super) fn merge(
    parts: &[PathBuf],
    tell: &mut dyn FnMut(&RecordBatch, usize) -> Result<(), CorpusError>,
) -> Result<(), CorpusError> {
    let mut cursors = Vec::with_capacity(parts.len());
    let mut heads = BinaryHeap::with_capacity(parts.len());
    for path in parts {
        if let Some(cursor) = Cursor::open(path)? {
            heads.push(Reverse((cursor.meeting().to_owned(), cursors.len())));
            cursors.push(cursor);
        }
    }
    while let Some(Reverse((_, at))) = heads.pop() {
        let Some(cursor) = cursors.get_mut(at) else { continue };
        loop {
            tell(&cursor.batch, cursor.row)?;
            if !cursor.advance()? {
                break;
            }
            // Parts of a corpus in order lie one behind the other.
            let is_next = heads.peek().is_none_or(|Reverse((name, other))| {
                (cursor.meeting(), at) < (name.as_str(), *other)
            });
            if !is_next {
                heads.push(Reverse((cursor.meeting().to_owned(), at)));
                break;
            }
        }
    }
    Ok(())
}
