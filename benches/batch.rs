//! Many small meetings through the parallel batch functions, on one thread and on two.
//!
//! `cargo bench --features "generate parallel" --bench batch` closes with the ratio of the two.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that fails should fail loudly, and prints what it found"
)]

#[path = "support/estimates.rs"]
mod estimates;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput};
use estimates::median;
use sociogram::confidence::{Confidence, Resampling};
use sociogram::generate::{Generator, Kind};
use sociogram::{Analysis, Analyzer, Conversation, ConversationBuilder};

const MEETINGS: u64 = 100_000;
/// Enough to show that it runs.
const MEETINGS_IN_A_TEST: u64 = 1_000;
const TURNS: usize = 300;
/// Resampling takes its time.
const MEETINGS_WITH_INTERVALS: usize = 1_000;

/// Of all kinds, with two to six speakers.
fn meetings(count: u64) -> Vec<ConversationBuilder> {
    (0..count)
        .map(|at| {
            let number = usize::try_from(at).unwrap();
            let kind = Kind::ALL[number % Kind::ALL.len()];
            let turns = Generator::new(kind, 2 + number % 5, TURNS).seed(at).turns();
            Conversation::builder(turns)
        })
        .collect()
}

fn build(meetings: Vec<ConversationBuilder>) -> Vec<Conversation> {
    ConversationBuilder::build_all(meetings).into_iter().map(Result::unwrap).collect()
}

fn analyze(conversations: &[Conversation]) -> Vec<Analysis> {
    Analyzer::default().analyze_all(black_box(conversations))
}

/// How many of them have an interval.
fn resample(conversations: &[Conversation]) -> usize {
    let analyzer = Analyzer::default();
    let sure = |one| Confidence::of(one, &analyzer, Resampling::default()).score().is_some();
    black_box(conversations).iter().filter(|one| sure(one)).count()
}

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let count = if is_test { MEETINGS_IN_A_TEST } else { MEETINGS };
    let meetings = meetings(count);
    let conversations = build(meetings.clone());
    let pools = [1, 2].map(|threads| {
        (threads, rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap())
    });

    let mut criterion = Criterion::default().configure_from_args();
    for (threads, pool) in &pools {
        let mut group = criterion.benchmark_group("batch");
        group.sample_size(10).throughput(Throughput::Elements(count * TURNS as u64));
        group.bench_function(format!("analyze {threads}"), |b| {
            b.iter_with_large_drop(|| pool.install(|| analyze(&conversations)));
        });
        group.bench_function(format!("build {threads}"), |b| {
            b.iter_batched(
                || meetings.clone(),
                |meetings| pool.install(|| build(meetings)),
                BatchSize::PerIteration,
            );
        });
    }
    let few = conversations.get(..MEETINGS_WITH_INTERVALS).unwrap_or(&conversations);
    let mut group = criterion.benchmark_group("intervals");
    group.sample_size(10).throughput(Throughput::Elements(few.len() as u64));
    let (_, one) = &pools[0];
    group.bench_function("analyze", |b| b.iter(|| one.install(|| analyze(few).len())));
    group.bench_function("resample", |b| b.iter(|| one.install(|| resample(few))));
    group.finish();
    criterion.final_summary();
    if is_test {
        return;
    }
    println!(
        "\n| {count} meetings of {TURNS} turns | 1 thread, ns a turn | 2 threads | times as fast |"
    );
    println!("|---|---|---|---|");
    for what in ["build", "analyze"] {
        let Some(one) = median("batch", &format!("{what} 1")) else { continue };
        let Some(two) = median("batch", &format!("{what} 2")) else { continue };
        let turns = (count * TURNS as u64) as f64;
        println!("| {what} | {:.1} | {:.1} | {:.2} |", one / turns, two / turns, one / two);
    }
    let each = |what| median("intervals", what).map(|nanos| nanos / few.len() as f64 / 1e3);
    if let (Some(analyze), Some(resample)) = (each("analyze"), each("resample")) {
        let times = resample / analyze;
        println!(
            "\nintervals: {resample:.1} us a meeting, {times:.1} times its analysis ({analyze:.1} us)"
        );
    }
}
