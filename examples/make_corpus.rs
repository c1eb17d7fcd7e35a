//! Writes a corpus of generated meetings as Parquet: meeting, speaker, start and end, in seconds.
//!
//!     cargo run --release --features generate,parquet --example make_corpus -- OUT.parquet 100000 300
//!
//! The arguments are the file, how many meetings, and how many turns each has on average. Rows stand
//! meeting by meeting; with `scattered` behind the arguments in an order of their own within each
//! million, with `anywhere` in the whole file, for which all are held, at 24 bytes a row.

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

/// Meeting, speaker, start and end.
type Row = (u32, u32, f64, f64);

fn batch(rows: &[Row]) -> Result<RecordBatch, Box<dyn Error>> {
    let text = |of: fn(&Row) -> String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(rows.iter().map(of)))
    };
    let number = |of: fn(&Row) -> f64| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(rows.iter().map(of)))
    };
    Ok(RecordBatch::try_from_iter([
        ("meeting", text(|row| format!("meeting-{:08}", row.0))),
        ("speaker", text(|row| format!("SPEAKER_s{}", row.1))),
        ("start", number(|row| row.2)),
        ("end", number(|row| row.3)),
    ])?)
}

/// The same order each time, and no order at all.
fn shuffle(rows: &mut [Row]) {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
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

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, meetings, turns, order @ ..] = arguments.as_slice() else {
        return Err("expected OUT.parquet MEETINGS TURNS [scattered | anywhere]".into());
    };
    let (meetings, turns): (u32, usize) = (meetings.parse()?, turns.parse()?);
    let (is_shuffled, together) = match order {
        [] => (false, GROUP),
        [order] if order == "scattered" => (true, GROUP),
        [order] if order == "anywhere" => (true, usize::MAX),
        _ => return Err("expected scattered or anywhere, or nothing".into()),
    };
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    let mut writer =
        ArrowWriter::try_new(File::create(path)?, batch(&[])?.schema(), Some(properties))?;
    let mut write = |rows: &mut Vec<Row>| -> Result<(), Box<dyn Error>> {
        if is_shuffled {
            shuffle(rows);
        }
        rows.chunks(GROUP)
            .try_for_each(|some| Ok::<_, Box<dyn Error>>(writer.write(&batch(some)?)?))?;
        rows.clear();
        Ok(())
    };
    let mut rows = Vec::new();
    for meeting in 0..meetings {
        let at = usize::try_from(meeting)?;
        let kind = Kind::ALL.get(at % 4).copied().unwrap_or(Kind::Panel);
        // Half as many to half as many again.
        let count = turns / 2 + at * 7919 % turns.max(1);
        let generator = Generator::new(kind, 3 + at % 5, count).seed(meeting.into());
        for (label, span) in generator.turns().iter() {
            let [start, end] = [span.start(), span.end()].map(Time::seconds);
            rows.push((meeting, label.trim_start_matches('s').parse()?, start, end));
            if rows.len() >= together {
                write(&mut rows)?;
            }
        }
    }
    write(&mut rows)?;
    writer.close()?;
    Ok(())
}
