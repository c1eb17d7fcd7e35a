//! Turn-taking facts: worked by hand, held to their laws, and to a twin that counts.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod by_hand;
mod laws;
#[path = "../support/mod.rs"]
mod support;
mod twin;
mod who_with_whom;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use sociogram::facts::{Facts, Lengths, Reason, entropy, gini};
use sociogram::generate::{Generator, Kind};
use sociogram::{Analysis, Analyzer, Conversation, Time};
use support::conversations::{Line, analyzers, conversation, conversations, line, lines};

const SECOND: i64 = 1_000_000;

fn facts(analyzer: &Analyzer, lines: &[Line], roster: &[&str]) -> (Analysis, Facts) {
    let conversation = conversation(lines, roster);
    let analysis = analyzer.analyze(&conversation);
    let facts = Facts::of(&conversation, &analysis);
    (analysis, facts)
}

/// Turns drawn as timelines: a line a speaker, `#` for a tenth of a second of speech.
fn drawn(timelines: &[(&str, &str)]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (speaker, timeline) in timelines {
        for (at, _) in timeline.char_indices().filter(|(_, sign)| *sign == '#') {
            let start = at as i64 * SECOND / 10;
            lines.push(line(*speaker, start, start + SECOND / 10));
        }
    }
    lines
}

fn of_drawn(timelines: &[(&str, &str)]) -> Facts {
    facts(&Analyzer::default(), &drawn(timelines), &[]).1
}

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn counted(lengths: Lengths) -> (usize, u128, Option<u128>) {
    (lengths.count, lengths.total.as_millis(), lengths.median.map(|median| median.as_millis()))
}
