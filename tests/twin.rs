//! The model once more, straight from its definition and without a thought for speed.
//!
//! Nothing here is shared with the library's own: speech is a set of covered pieces between
//! boundaries, and every presence is worked out from the first spurt on, each time it is asked.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sociogram::{Analyzer, Parameters};
use support::conversations::{Line, conversation, conversations, line, reasonable_analyzers};

/// What the definition says of a conversation.
struct Twin {
    speakers: Vec<String>,
    directed: BTreeMap<(String, String), f64>,
    absolute: BTreeMap<(String, String), f64>,
    score: Option<f64>,
}

/// A speaker's spurts: maximal runs of pieces that some turn covers.
fn spurts(lines: &[Line], speaker: &str) -> Vec<(i64, i64)> {
    let own: Vec<&Line> = lines.iter().filter(|line| line.speaker == speaker).collect();
    let boundaries: BTreeSet<i64> = own.iter().flat_map(|line| [line.start, line.end]).collect();
    let boundaries: Vec<i64> = boundaries.into_iter().collect();
    let mut spurts: Vec<(i64, i64)> = Vec::new();
    for piece in boundaries.windows(2) {
        let (from, to) = (piece[0], piece[1]);
        if own.iter().any(|line| line.start <= from && to <= line.end) {
            match spurts.last_mut() {
                Some(last) if last.1 == from => last.1 = to,
                _ => spurts.push((from, to)),
            }
        }
    }
    spurts
}

/// The presence at a time, from the first spurt on.
fn presence(spurts: &[(i64, i64)], now: i64, parameters: &Parameters) -> f64 {
    let seconds = |from: i64, to: i64| (to - from) as f64 / 1_000_000.0;
    let (mut presence, mut clock) = (0.0, i64::MIN);
    for (start, end) in spurts.iter().filter(|(start, _)| *start < now) {
        if clock != i64::MIN {
            presence *= f64::powf(2.0, -seconds(clock, *start) / parameters.decay);
        }
        let until = now.min(*end);
        presence =
            1.0 - (1.0 - presence) * f64::powf(2.0, -seconds(*start, until) / parameters.rise);
        clock = until;
    }
    if clock == i64::MIN || clock == now {
        return presence;
    }
    presence * f64::powf(2.0, -seconds(clock, now) / parameters.decay)
}

fn twin(lines: &[Line], parameters: &Parameters) -> Twin {
    let mut first: BTreeMap<&str, i64> = BTreeMap::new();
    for line in lines {
        let start = first.entry(&line.speaker).or_insert(line.start);
        *start = line.start.min(*start);
    }
    let mut order: Vec<(i64, &str)> =
        first.into_iter().map(|(speaker, start)| (start, speaker)).collect();
    order.sort_unstable();
    let speakers: Vec<String> = order.into_iter().map(|(_, speaker)| speaker.to_owned()).collect();
    let speech: BTreeMap<&str, Vec<(i64, i64)>> =
        speakers.iter().map(|speaker| (speaker.as_str(), spurts(lines, speaker))).collect();

    let mut directed = BTreeMap::new();
    for b in &speakers {
        for (start, end) in &speech[b.as_str()] {
            let at_start = presence(&speech[b.as_str()], *start, parameters);
            let at_end = presence(&speech[b.as_str()], *end, parameters);
            let others = speakers.iter().filter(|a| *a != b);
            let present: Vec<(&String, f64)> =
                others.map(|a| (a, presence(&speech[a.as_str()], *start, parameters))).collect();
            let candidates: f64 = present.iter().map(|(_, p)| p).sum();
            for (a, p) in present {
                *directed.entry((b.clone(), a.clone())).or_insert(0.0) +=
                    (at_end - at_start) * (p / (parameters.unaddressed + candidates));
            }
        }
    }

    let pairs = speakers.len() * speakers.len().saturating_sub(1) / 2;
    let from = lines.iter().map(|line| line.start).min().unwrap_or(0);
    let to = lines.iter().map(|line| line.end).max().unwrap_or(0);
    let minutes = (to - from) as f64 / 60_000_000.0;
    let mut absolute = BTreeMap::new();
    for (at, a) in speakers.iter().enumerate() {
        for b in &speakers[at + 1..] {
            let one_way = |from: &String, to: &String| {
                directed.get(&(from.clone(), to.clone())).copied().unwrap_or(0.0)
            };
            let rate = (one_way(a, b) + one_way(b, a)) / minutes;
            let value = 100.0 - 100.0 * f64::powf(0.5, rate * pairs as f64 / parameters.half_rate);
            absolute.insert((a.clone(), b.clone()), value);
        }
    }
    let score = (pairs > 0).then(|| absolute.values().sum::<f64>() / pairs as f64);
    Twin { speakers, directed, absolute, score }
}

fn compare(analyzer: &Analyzer, lines: &[Line]) -> Result<(), TestCaseError> {
    let analysis = analyzer.analyze(&conversation(lines, &[]));
    let twin = twin(lines, &analyzer.parameters());
    let labels: Vec<String> = analysis.participants().map(|one| one.label().to_string()).collect();
    prop_assert_eq!(&labels, &twin.speakers);

    let close =
        |found: f64, expected: f64| (found - expected).abs() <= 1e-9 * expected.abs().max(1.0);
    let directed = analysis.directed();
    for ((from, to), responses) in &twin.directed {
        let at = |label| labels.iter().position(|other| other == label).unwrap();
        let found = directed[(at(from), at(to))];
        prop_assert!(
            close(found, *responses),
            "{} to {}: {} is not {}",
            from,
            to,
            found,
            responses
        );
    }
    for ((a, b), value) in &twin.absolute {
        let found = analysis.pair(a, b).unwrap().absolute;
        prop_assert!(close(found, *value), "{} and {}: {} is not {}", a, b, found, value);
    }
    match (analysis.score(), twin.score) {
        (Some(found), Some(expected)) => prop_assert!(close(found, expected)),
        (found, expected) => prop_assert_eq!(found, expected),
    }
    Ok(())
}

#[test]
fn those_who_start_together_find_each_other_as_they_were_before() {
    // ana has been silent so long that adding her presence to 1 would lose it, and it still is
    // most of what there is to answer.
    let analyzer = Analyzer::builder().unaddressed(1e-21).build().unwrap();
    let lines =
        [("ana", 0, 1), ("ana", 99, 101), ("ben", 99, 102), ("eva", 99, 103), ("ben", 200, 201)]
            .map(|(speaker, start, end)| line(speaker, start * 1_000_000, end * 1_000_000));
    compare(&analyzer, &lines).unwrap();
    let analysis = analyzer.analyze(&conversation(&lines, &[]));
    assert!(analysis.directed().column(0).iter().filter(|sum| **sum > 0.1).count() == 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_twins_agree(analyzer in reasonable_analyzers(), lines in conversations()) {
        compare(&analyzer, &lines)?;
    }
}

/// Conversations of every size: two to 150 speakers, turns of a microsecond to a quarter of an hour,
/// meetings of a millisecond to a week, and starts that fall together for a few or for everyone.
fn of_every_size() -> impl Strategy<Value = Vec<Line>> {
    let speakers = prop_oneof![Just(2_usize), 3..8_usize, 20..40_usize, 120..150_usize];
    let extent = prop::sample::select(vec![1_000_i64, 60_000_000, 3_600_000_000, 604_800_000_000]);
    let longest = prop::sample::select(vec![1_i64, 300, 4_000_000, 900_000_000]);
    let starts = prop::sample::select(vec![1_i64, 7, 100, i64::MAX]);
    (speakers, extent, longest, starts, 1..250_usize).prop_flat_map(
        |(speakers, extent, longest, starts, count)| {
            let turn =
                (0..speakers, 0..extent, 1..=longest).prop_map(move |(speaker, start, length)| {
                    let start = start - start % (extent / starts).max(1);
                    line(format!("s{speaker:03}"), start, start + length)
                });
            prop::collection::vec(turn, count)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_twins_agree_at_every_size(
        analyzer in reasonable_analyzers(), lines in of_every_size(),
    ) {
        compare(&analyzer, &lines)?;
    }
}
