//! What a turn costs while the meeting goes on, beside what it costs in batch.
//!
//! `cargo bench --bench live` closes with a table: nanoseconds a push, those of the batch analysis
//! of the same turns, and their ratio.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that fails should fail loudly, and prints what it found"
)]

#[path = "support/estimates.rs"]
mod estimates;

use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput};
use estimates::median;
use sociogram::live::Live;
use sociogram::{Analyzer, Conversation, Label, Span, Turn};

/// Speakers, and how many milliseconds lie between two starts: in the crowd everyone speaks once a
/// minute.
const SIZES: [(i64, i64); 3] = [(4, 1_300), (20, 1_300), (1_000, 60)];
/// Turns of every meeting: beyond the horizon in each of them.
const TURNS: i64 = 20_000;

fn turns(speakers: i64, apart: i64) -> Vec<Turn> {
    let labels: Vec<Label> =
        (0..speakers).map(|at| Label::from(format!("SPEAKER_{at:04}"))).collect();
    (0..TURNS)
        .map(|number| {
            let speaker =
                &labels[usize::try_from(number * number % 7 + number).unwrap() % labels.len()];
            let start = number * apart - number % 5 * 400;
            let span = Span::from_millis(start, start + 900 + number * 37 % 1_900).unwrap();
            Turn::new(speaker.clone(), span)
        })
        .collect()
}

/// In order of end, as they come.
fn as_they_end(mut turns: Vec<Turn>) -> Vec<Turn> {
    turns.sort_by_key(|turn| turn.span().end());
    turns
}

fn push_all(turns: Vec<Turn>) -> Live {
    let mut live = Live::new(Analyzer::default());
    for turn in turns {
        live.push(turn).unwrap();
    }
    live
}

fn measure(criterion: &mut Criterion) {
    for (speakers, apart) in SIZES {
        let turns = turns(speakers, apart);
        let coming = as_they_end(turns.clone());
        let live = push_all(coming.clone());
        let mut group = criterion.benchmark_group(format!("live {speakers}"));
        group.sample_size(10).throughput(Throughput::Elements(TURNS.unsigned_abs()));
        group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
        group.bench_function("push", |b| {
            b.iter_batched(|| coming.clone(), push_all, BatchSize::LargeInput);
        });
        group.bench_function("batch", |b| {
            b.iter_batched(
                || turns.clone(),
                |turns| Analyzer::default().analyze(&Conversation::new(turns).unwrap()),
                BatchSize::LargeInput,
            );
        });
        group.bench_function("snapshot", |b| b.iter(|| live.snapshot()));
    }
}

fn report() {
    println!("\n| speakers | push, ns a turn | batch, ns a turn | push / batch | snapshot, µs |");
    println!("|---|---|---|---|---|");
    for (speakers, _) in SIZES {
        let medians =
            ["push", "batch", "snapshot"].map(|what| median(&format!("live {speakers}"), what));
        let [Some(push), Some(batch), Some(snapshot)] = medians else { continue };
        let turns = TURNS as f64;
        println!(
            "| {speakers} | {:.0} | {:.0} | {:.2} | {:.0} |",
            push / turns,
            batch / turns,
            push / batch,
            snapshot / 1e3,
        );
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    measure(&mut criterion);
    criterion.final_summary();
    if !std::env::args().any(|argument| argument == "--test") {
        report();
    }
}
