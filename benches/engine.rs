//! Reading and scoring, beside what the same input costs at the least.
//!
//! `cargo bench --features generate` runs everything and closes with a table of ratios: each of
//! them holds two figures of the same run against each other.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that fails should fail loudly, and prints what it found"
)]

use std::collections::HashMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{BatchSize, Bencher, Criterion, Throughput};
use sociogram::formats::rttm;
use sociogram::generate::{Generator, Kind};
use sociogram::{Analysis, Analyzer, Conversation, Turns};

/// What is measured, in the order of the table's columns.
const MEASURED: [&str; 5] = ["sum", "adjacent", "ingest", "analysis", "both"];

/// Turns and speakers of every conversation.
const SIZES: [(usize, usize); 9] = [
    (100, 4),
    (1_000, 4),
    (10_000, 4),
    (100_000, 2),
    (100_000, 4),
    (100_000, 20),
    (100_000, 100),
    (100_000, 1_000),
    (1_000_000, 4),
];

fn text(turns: &Turns) -> String {
    turns
        .iter()
        .map(|(speaker, span)| {
            let (start, length) = (span.start(), span.length().as_secs_f64());
            format!("SPEAKER meeting 1 {start} {length:.3} <NA> <NA> {speaker} <NA> <NA>\n")
        })
        .collect()
}

/// The floor: nothing but a pass over turns in memory.
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
        let text = text(&turns);
        let mut one = |what: &str, routine: &mut dyn FnMut(&mut Bencher<'_>)| {
            let mut group = criterion.benchmark_group(what);
            group.sample_size(10).throughput(Throughput::Elements(length as u64));
            group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
            group.bench_function(format!("{length}x{speakers}"), routine);
        };
        one("sum", &mut |b| b.iter(|| sum_of_durations(black_box(&turns))));
        one("adjacent", &mut |b| b.iter(|| adjacent_speakers(black_box(&text))));
        one("ingest", &mut |b| b.iter(|| ingest(black_box(&text))));
        one("analysis", &mut |b| {
            b.iter_batched(|| turns.clone(), analyze, BatchSize::LargeInput);
        });
        one("both", &mut |b| b.iter(|| analyze(ingest(black_box(&text)))));
    }
}

/// Mean nanoseconds of one benchmark of this run.
fn mean(folder: &Path, what: &str, size: &str) -> Option<f64> {
    let file = folder.join(what).join(size).join("new/estimates.json");
    let estimates: serde_json::Value = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
    estimates["mean"]["point_estimate"].as_f64()
}

/// The table of ratios.
fn report() {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from);
    let folder = target.join("criterion");
    println!(
        "\n| turns | speakers | analysis, ns a turn | analysis / sum | analysis / ingest | both / adjacent |"
    );
    println!("|---|---|---|---|---|---|");
    for (turns, speakers) in SIZES {
        let size = format!("{turns}x{speakers}");
        let means: Vec<f64> =
            MEASURED.iter().filter_map(|what| mean(&folder, what, &size)).collect();
        let [sum, adjacent, ingest, analysis, both] = means[..] else { continue };
        println!(
            "| {turns} | {speakers} | {:.0} | {:.0} | {:.2} | {:.2} |",
            analysis / turns as f64,
            analysis / sum,
            analysis / ingest,
            both / adjacent,
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
