//! Reading and scoring, by turns and by speakers, beside what the same input costs at the least.
//!
//! `cargo bench --features generate --bench engine` closes with a table of ratios: each of them
//! holds two figures of the same run against each other.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that fails should fail loudly, and prints what it found"
)]

#[path = "support/estimates.rs"]
mod estimates;
#[path = "support/floor.rs"]
mod floor;

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Bencher, Criterion, Throughput};
use estimates::median;
use sociogram::formats::rttm;
use sociogram::generate::{Generator, Kind};
use sociogram::{Analysis, Analyzer, Conversation, Turns};

/// What is measured, in the order of the table's columns.
const MEASURED: [&str; 6] = ["analysis", "sum", "floor", "adjacent", "ingest", "both"];

/// Turns and speakers of every conversation; about five people are active at a time.
const SIZES: [(usize, usize); 9] = [
    (1_000, 4),
    (10_000, 4),
    (100_000, 4),
    (1_000_000, 4),
    (10_000_000, 4),
    (100_000, 2),
    (100_000, 20),
    (100_000, 100),
    (100_000, 1_000),
];
/// What all others are held against: the first of the sizes.
const BASE: &str = "1000x4";
/// More turns than this are not written out as RTTM.
const MOST_WRITTEN: usize = 1_000_000;

fn text(turns: &Turns) -> String {
    turns
        .iter()
        .map(|(speaker, span)| {
            let (start, length) = (span.start(), span.length().as_secs_f64());
            format!("SPEAKER meeting 1 {start} {length:.3} <NA> <NA> {speaker} <NA> <NA>\n")
        })
        .collect()
}

/// Nothing but a pass over turns in memory.
fn sum_of_durations(turns: &Turns) -> Duration {
    turns.iter().map(|(_, span)| span.length()).sum()
}

/// What one would write by hand: who speaks after whom, and how often.
fn adjacent_speakers(text: &str) -> HashMap<(String, String), u64> {
    let mut turns: Vec<(f64, f64, String)> = Vec::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (start, length): (f64, f64) = (fields[3].parse().unwrap(), fields[4].parse().unwrap());
        turns.push((start, start + length, fields[7].to_string()));
    }
    turns.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut counts = HashMap::new();
    for two in turns.windows(2) {
        if two[0].2 != two[1].2 {
            *counts.entry((two[0].2.clone(), two[1].2.clone())).or_insert(0) += 1;
        }
    }
    counts
}

fn ingest(text: &str) -> Turns {
    rttm::read(text.as_bytes()).unwrap().remove(0).into_turns()
}

fn analyze(turns: Turns) -> Analysis {
    Analyzer::default().analyze(&Conversation::new(turns).unwrap())
}

fn measure(criterion: &mut Criterion) {
    for (length, speakers) in SIZES {
        let turns = Generator::new(Kind::Panel, speakers, length).seed(1).turns();
        let mut one = |what: &str, routine: &mut dyn FnMut(&mut Bencher<'_>)| {
            let mut group = criterion.benchmark_group(what);
            group.sample_size(10).throughput(Throughput::Elements(length as u64));
            group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
            group.bench_function(format!("{length}x{speakers}"), routine);
        };
        one("analysis", &mut |b| {
            // One at a time, as large as they are.
            b.iter_batched(|| turns.clone(), analyze, BatchSize::PerIteration);
        });
        one("sum", &mut |b| b.iter(|| sum_of_durations(black_box(&turns))));
        if length > MOST_WRITTEN {
            continue;
        }
        let text = text(&turns);
        one("floor", &mut |b| {
            b.iter_with_large_drop(|| floor::split_parse_intern(black_box(&text)));
        });
        one("adjacent", &mut |b| b.iter(|| adjacent_speakers(black_box(&text))));
        one("ingest", &mut |b| b.iter(|| ingest(black_box(&text))));
        one("both", &mut |b| b.iter(|| analyze(ingest(black_box(&text)))));
    }
}

/// The table of ratios.
fn report() {
    println!(
        "\n| turns | speakers | analysis, ns a turn | to {BASE}, a turn | analysis / sum | analysis / floor | analysis / ingest | both / adjacent |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let base = median("analysis", BASE).map(|base| base / SIZES[0].0 as f64);
    for (turns, speakers) in SIZES {
        let size = format!("{turns}x{speakers}");
        let [analysis, sum, floor, adjacent, ingest, both] =
            MEASURED.map(|what| median(what, &size));
        let Some(a_turn) = analysis.map(|analysis| analysis / turns as f64) else { continue };
        let ratio = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (Some(one), Some(other)) => format!("{:.2}", one / other),
            _ => String::new(),
        };
        println!(
            "| {turns} | {speakers} | {a_turn:.1} | {} | {} | {} | {} | {} |",
            ratio(Some(a_turn), base),
            ratio(analysis, sum),
            ratio(analysis, floor),
            ratio(analysis, ingest),
            ratio(both, adjacent),
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
