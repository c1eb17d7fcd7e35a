//! Writes a corpus of generated meetings as Parquet: meeting, speaker, start and end, in seconds.
//!
//!     cargo run --release --features generate,parquet --example make_corpus -- OUT.parquet 100000 300
//!
//! The arguments are the file, how many meetings, and how many turns each has on average; `scattered`
//! behind them puts the rows of each million in an order of their own.

use std::error::Error;
use std::fs::File;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use sociogram::Time;
use sociogram::generate::{Generator, Kind};

const GROUP: usize = 1 << 20;

#[derive(Default)]
struct Rows {
    rows: Vec<(String, String, f64, f64)>,
}

impl Rows {
    fn batch(&mut self, scattered: bool) -> Result<RecordBatch, Box<dyn Error>> {
        let mut rows = std::mem::take(&mut self.rows);
        if scattered {
            // By the hash of their number: the same each time, and no order at all.
            let hash = |at: usize| (at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
            let mut order: Vec<usize> = (0..rows.len()).collect();
            order.sort_unstable_by_key(|at| hash(*at));
            rows = order.into_iter().filter_map(|at| rows.get(at).cloned()).collect();
        }
        let text = |of: fn(&(String, String, f64, f64)) -> &str| -> ArrayRef {
            Arc::new(rows.iter().map(|row| Some(of(row))).collect::<StringArray>())
        };
        let number = |of: fn(&(String, String, f64, f64)) -> f64| -> ArrayRef {
            Arc::new(rows.iter().map(of).collect::<Float64Array>())
        };
        Ok(RecordBatch::try_from_iter([
            ("meeting", text(|row| &row.0)),
            ("speaker", text(|row| &row.1)),
            ("start", number(|row| row.2)),
            ("end", number(|row| row.3)),
        ])?)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, meetings, turns, rest @ ..] = arguments.as_slice() else {
        return Err("expected OUT.parquet MEETINGS TURNS [scattered]".into());
    };
    let (meetings, turns): (u64, usize) = (meetings.parse()?, turns.parse()?);
    let scattered = rest.iter().any(|word| word == "scattered");
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    let mut rows = Rows::default();
    let schema = rows.batch(false)?.schema();
    let mut writer = ArrowWriter::try_new(File::create(path)?, schema, Some(properties))?;
    for meeting in 0..meetings {
        let at = usize::try_from(meeting)?;
        let kind = Kind::ALL.get(at % 4).copied().unwrap_or(Kind::Panel);
        // Half as many to half as many again.
        let count = turns / 2 + at * 7919 % turns.max(1);
        for (speaker, span) in Generator::new(kind, 3 + at % 5, count).seed(meeting).turns().iter()
        {
            let [start, end] = [span.start(), span.end()].map(Time::seconds);
            rows.rows.push((
                format!("meeting-{meeting:08}"),
                format!("SPEAKER_{speaker}"),
                start,
                end,
            ));
            if rows.rows.len() >= GROUP {
                writer.write(&rows.batch(scattered)?)?;
            }
        }
    }
    writer.write(&rows.batch(scattered)?)?;
    writer.close()?;
    Ok(())
}
