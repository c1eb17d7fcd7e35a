//! Reads the four columns of a corpus and sums durations, with the crate that `sociogram corpus` reads
//! with: what its speed is held against.
//!
//!     cargo run --release --features parquet --example read_corpus -- IN.parquet THREADS [meetings]
//!
//! Sums all of it, or with `meetings` by meeting and speaker. Prints the sum, and seconds.

#![allow(clippy::print_stdout, reason = "it is what the example is for")]

use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};

fn group(
    path: &str,
    metadata: &ArrowReaderMetadata,
    at: usize,
    by_meeting: bool,
) -> Result<f64, Box<dyn Error + Send + Sync>> {
    let file = File::open(path)?;
    let columns = ["meeting", "speaker", "start", "end"];
    let mask = ProjectionMask::columns(metadata.parquet_schema(), columns);
    let batches = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
        .with_projection(mask)
        .with_row_groups(vec![at])
        .with_batch_size(1 << 14)
        .build()?;
    let mut sum = 0.0;
    let mut sums: HashMap<String, Vec<(String, f64)>> = HashMap::new();
    let (mut meeting_now, mut speakers_now) = (String::new(), Vec::<(String, f64)>::new());
    for batch in batches {
        let batch = batch?;
        let column = |name: &str| batch.column_by_name(name).ok_or("a column is missing");
        let (starts, ends) = (column("start")?, column("end")?);
        let lengths = starts
            .as_primitive::<Float64Type>()
            .values()
            .iter()
            .zip(ends.as_primitive::<Float64Type>().values());
        let lengths = lengths.map(|(start, end)| end - start);
        if !by_meeting {
            sum += lengths.sum::<f64>();
            continue;
        }
        let (meetings, speakers) =
            (column("meeting")?.as_string::<i32>(), column("speaker")?.as_string::<i32>());
        for ((meeting, speaker), length) in meetings.iter().zip(speakers).zip(lengths) {
            let (meeting, speaker) = (meeting.unwrap_or_default(), speaker.unwrap_or_default());
            if meeting_now != meeting {
                let done = std::mem::take(&mut speakers_now);
                sums.entry(std::mem::replace(&mut meeting_now, meeting.to_owned()))
                    .or_default()
                    .extend(done);
            }
            match speakers_now.iter_mut().find(|(known, _)| known == speaker) {
                Some((_, sum)) => *sum += length,
                None => speakers_now.push((speaker.to_owned(), length)),
            }
        }
    }
    sums.entry(meeting_now).or_default().extend(speakers_now);
    Ok(sum + sums.values().flatten().map(|(_, sum)| sum).sum::<f64>())
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, threads, rest @ ..] = arguments.as_slice() else {
        return Err("expected IN.parquet THREADS [meetings]".into());
    };
    let by_meeting = rest.iter().any(|word| word == "meetings");
    let since = Instant::now();
    let metadata = ArrowReaderMetadata::load(&File::open(path)?, Default::default())?;
    let groups = metadata.metadata().num_row_groups();
    let next = AtomicUsize::new(0);
    let sums = std::thread::scope(|scope| {
        let work = || -> Result<f64, Box<dyn Error + Send + Sync>> {
            let mut sum = 0.0;
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= groups {
                    return Ok(sum);
                }
                sum += group(path, &metadata, at, by_meeting)?;
            }
        };
        let threads: Vec<_> =
            (0..threads.parse().unwrap_or(1_usize)).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or(Ok(f64::NAN)))
            .collect::<Result<Vec<f64>, _>>()
    })?;
    println!("{:.0} {:.3}", sums.iter().sum::<f64>(), since.elapsed().as_secs_f64());
    Ok(())
}
