//! Makes a Parquet file of generated meetings, to measure with.
//!
//! `cargo run --release --example corpus -- turns.parquet --meetings 20000 --turns 10000000`

use std::error::Error;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Parser;
use datafusion::arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::Compression;
use datafusion::parquet::file::properties::WriterProperties;
use sociogram::generate::{Generator, Kind};

const BATCH: usize = 1 << 16;

/// Makes a Parquet file of generated meetings, to measure with.
#[derive(Parser)]
struct Arguments {
    /// Where to write it
    output: PathBuf,
    /// How many meetings
    #[arg(long, default_value_t = 20_000)]
    meetings: usize,
    /// About how many turns they have in all
    #[arg(long, default_value_t = 10_000_000)]
    turns: usize,
    /// Rows in any order, not meeting by meeting
    #[arg(long)]
    scattered: bool,
}

/// Meeting, speaker, start and end.
type Row = (u32, u32, f64, f64);

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { output, meetings, turns, scattered } = Arguments::parse();
    let mut rows = Vec::with_capacity(turns + turns / 8);
    for at in 0..meetings {
        // From a tenth of the mean to nearly twice as many.
        let share = 100 + 1_800 * (at * 7_919 % meetings) / meetings.max(1);
        let count = (turns / meetings.max(1) * share / 1_000).max(2);
        let kind = Kind::ALL.get(at % Kind::ALL.len()).copied().unwrap_or(Kind::Panel);
        let generator = Generator::new(kind, 3 + at % 6, count).seed(at as u64);
        for (label, span) in generator.turns().iter() {
            let speaker: u32 = label.trim_start_matches('s').parse()?;
            let (start, end) = (span.start().seconds(), span.end().seconds());
            rows.push((u32::try_from(at)?, speaker, start, end));
        }
    }
    if scattered {
        shuffle(&mut rows);
    }
    let schema = batch(&[])?.schema();
    let settings = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(File::create(output)?, schema, Some(settings))?;
    for rows in rows.chunks(BATCH) {
        writer.write(&batch(rows)?)?;
    }
    writer.close()?;
    Ok(())
}

fn batch(rows: &[Row]) -> Result<RecordBatch, Box<dyn Error>> {
    let text = |of: fn(&Row) -> String| {
        Arc::new(StringArray::from_iter_values(rows.iter().map(of))) as ArrayRef
    };
    let number = |of: fn(&Row) -> f64| {
        Arc::new(Float64Array::from_iter_values(rows.iter().map(of))) as ArrayRef
    };
    Ok(RecordBatch::try_from_iter([
        ("meeting", text(|row| format!("meeting-{:08}", row.0))),
        ("speaker", text(|row| format!("SPEAKER_{:02}", row.1))),
        ("start", number(|row| row.2)),
        ("end", number(|row| row.3)),
    ])?)
}

/// The same order each time.
fn shuffle(rows: &mut [Row]) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for at in (1..rows.len()).rev() {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        if let Ok(other) = usize::try_from(state % (at as u64 + 1)) {
            rows.swap(at, other);
        }
    }
}
