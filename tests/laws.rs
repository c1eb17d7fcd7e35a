//! The laws of the model, on generated and on real conversations.
//!
//! Law 10 (windows add up) is in `tests/dynamics.rs`; 12 (live equals batch) comes with live.

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
use proptest::test_runner::TestCaseResult;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use sociogram::formats::Recording;
use sociogram::ndarray::Array1;
use sociogram::normalize::absolute;
use sociogram::schema::FullResult;
use sociogram::score::meeting_score;
use sociogram::{Analyzer, Response, Time};
use support::conversations::{
    Line, analyzers, bits, conversation, conversations, line, lines, reasonable_analyzers, result,
};

/// Checks laws on real recordings.
fn on_each(recordings: Vec<Recording>, check: impl Fn(&[Line], u64) -> TestCaseResult) {
    for (seed, recording) in (0..).zip(recordings) {
        if let Err(error) = check(&lines(recording.turns()), seed) {
            panic!("{}: {error}", recording.name());
        }
    }
}

fn random(seed: u64) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(seed)
}

fn below(random: &mut Pcg64Mcg, limit: i64) -> i64 {
    (random.next_u64() >> 1) as i64 % limit
}

fn shuffled(lines: &[Line], seed: u64) -> Vec<Line> {
    let mut random = random(seed);
    let mut lines = lines.to_vec();
    for last in (1..lines.len()).rev() {
        lines.swap(last, below(&mut random, last as i64 + 1) as usize);
    }
    lines
}

fn numbers(result: &FullResult) -> Vec<f64> {
    let mut numbers = vec![result.minutes];
    numbers.extend(result.score);
    numbers.extend(result.directed.iter().map(|one| one.responses));
    for pair in &result.pairs {
        numbers.extend([pair.responses, pair.rate, pair.absolute, pair.relative]);
    }
    numbers
}

// Law 1: everything is in range and finite, and the strongest pair's relative value is 100.
fn law_1(analyzer: &Analyzer, lines: &[Line]) -> TestCaseResult {
    let result = result(analyzer, lines, &["ana", "roster"]);
    prop_assert!(numbers(&result).iter().all(|number| number.is_finite() && *number >= 0.0));
    let in_range = |value: f64| (0.0..=100.0).contains(&value);
    prop_assert!(result.score.is_none_or(in_range));
    prop_assert!(result.pairs.iter().all(|pair| in_range(pair.absolute)));
    prop_assert!(result.pairs.iter().all(|pair| in_range(pair.relative)));
    if let Some(strongest) = result.pairs.iter().max_by(|a, b| a.responses.total_cmp(&b.responses))
    {
        prop_assert_eq!(strongest.relative, 100.0);
    }
    Ok(())
}

// Law 2: the order of input turns does not matter.
fn law_2(analyzer: &Analyzer, lines: &[Line], seed: u64) -> TestCaseResult {
    let (there, back) =
        (result(analyzer, lines, &[]), result(analyzer, &shuffled(lines, seed), &[]));
    prop_assert_eq!(bits(&there), bits(&back));
    Ok(())
}

// Law 3: renaming speakers renames the output.
fn law_3(analyzer: &Analyzer, lines: &[Line], seed: u64) -> TestCaseResult {
    let before = result(analyzer, lines, &[]);
    let starts: BTreeSet<_> =
        before.participants.iter().map(|one| one.first_start.unwrap().to_bits()).collect();
    prop_assume!(starts.len() == before.participants.len());
    // New names that sort in another order than the old ones.
    let mut random = random(seed);
    let names: BTreeMap<String, String> = before
        .participants
        .iter()
        .enumerate()
        .map(|(at, one)| (one.speaker.clone(), format!("{}-{at}", random.next_u32())))
        .collect();
    let renamed: Vec<Line> =
        lines.iter().map(|one| line(names[&one.speaker].clone(), one.start, one.end)).collect();
    let after = result(analyzer, &renamed, &[]);

    let mut expected = before;
    let rename = |label: &mut String| *label = names[label].clone();
    expected.participants.iter_mut().for_each(|one| rename(&mut one.speaker));
    expected.directed.iter_mut().for_each(|one| {
        rename(&mut one.from);
        rename(&mut one.to);
    });
    expected.pairs.iter_mut().flat_map(|pair| &mut pair.between).for_each(rename);
    prop_assert_eq!(bits(&after), bits(&expected));
    Ok(())
}

// Law 4: shifting all times changes nothing but the times.
fn law_4(analyzer: &Analyzer, lines: &[Line], shift: i64) -> TestCaseResult {
    let shifted: Vec<Line> = lines
        .iter()
        .map(|one| line(one.speaker.clone(), one.start + shift, one.end + shift))
        .collect();
    let in_range = |one: &Line| one.start >= Time::MIN.micros() && one.end <= Time::MAX.micros();
    prop_assume!(shifted.iter().all(in_range));
    let [before, after] = [lines, &shifted].map(|lines| {
        let mut result = result(analyzer, lines, &["roster"]);
        result.participants.iter_mut().for_each(|one| one.first_start = None);
        bits(&result)
    });
    prop_assert_eq!(before, after);
    Ok(())
}

// Law 5: cutting a turn into touching pieces, repeating it or nesting one in it changes nothing.
fn law_5(analyzer: &Analyzer, lines: &[Line], seed: u64) -> TestCaseResult {
    let mut random = random(seed);
    let mut more = Vec::new();
    for Line { speaker, start, end } in lines.iter().cloned() {
        let cut = start + below(&mut random, end - start);
        match below(&mut random, 4) {
            0 if cut > start => {
                more.extend([line(&speaker, start, cut), line(&speaker, cut, end)]);
            }
            1 => more.extend([line(&speaker, start, end), line(&speaker, start, end)]),
            2 => {
                let until = cut + 1 + below(&mut random, end - cut);
                more.extend([line(&speaker, start, end), line(&speaker, cut, until)]);
            }
            _ => more.push(line(&speaker, start, end)),
        }
    }
    let (before, after) =
        (result(analyzer, lines, &[]), result(analyzer, &shuffled(&more, seed), &[]));
    prop_assert_eq!(bits(&before), bits(&after));
    Ok(())
}

// Law 6: a conversation repeated after a long silence has twice the strengths. What is left of a
// presence after it, 2^-60, must be small beside `unaddressed`, as it is for any sensible one.
fn law_6(analyzer: &Analyzer, lines: &[Line]) -> TestCaseResult {
    let once = conversation(lines, &[]);
    let Some(extent) = once.extent() else { return Ok(()) };
    let silence = (60.0 * analyzer.parameters().decay * 1e6).ceil() as i64;
    let shift = extent.end().micros() - extent.start().micros() + silence;
    prop_assume!(extent.end().micros() + shift <= Time::MAX.micros());
    let mut twice = lines.to_vec();
    twice.extend(lines.iter().map(|one| line(&one.speaker, one.start + shift, one.end + shift)));
    let [once, twice] = [once, conversation(&twice, &[])].map(|one| analyzer.analyze(&one));
    for (from, row) in once.directed().rows().into_iter().enumerate() {
        for (to, strength) in row.iter().enumerate() {
            let doubled = twice.directed()[(from, to)];
            prop_assert!((doubled - 2.0 * strength).abs() <= 1e-9 * strength.max(1.0));
        }
    }
    Ok(())
}

// Law 7: fewer than two participants have no nodes and no score.
fn law_7(analyzer: &Analyzer, lines: &[Line]) -> TestCaseResult {
    let alone: Vec<Line> = lines.iter().map(|one| line("alone", one.start, one.end)).collect();
    let result = result(analyzer, &alone, &["alone"]);
    prop_assert_eq!((result.pairs.len(), result.pair_count, result.score), (0, 0, None));
    Ok(())
}

// Law 8: a silent participant leaves the responses alone and does not raise the score.
fn law_8(analyzer: &Analyzer, lines: &[Line]) -> TestCaseResult {
    let (before, after) = (result(analyzer, lines, &[]), result(analyzer, lines, &["silent"]));
    prop_assert_eq!(&before.directed, &after.directed);
    if let Some(score) = before.score {
        prop_assert!(after.score.unwrap() <= score + 1e-9);
    }
    Ok(())
}

// Law 11: moving every boundary by at most 50 ms moves the score by less than 1.
fn law_11(lines: &[Line], seed: u64) -> TestCaseResult {
    let mut random = random(seed);
    let mut jitter = || below(&mut random, 100_001) - 50_000;
    let moved: Vec<Line> = lines
        .iter()
        .map(|one| line(&one.speaker, one.start + jitter(), one.end + jitter()))
        .filter(|one| one.start < one.end)
        .collect();
    let [before, after] =
        [lines, &moved].map(|lines| result(&Analyzer::default(), lines, &[]).score.unwrap());
    prop_assert!((before - after).abs() < 1.0, "from {} to {}", before, after);
    Ok(())
}

// Law 13: a spurt is worth more than 0 and at most 1, and never gives out more than that.
fn law_13(analyzer: &Analyzer, lines: &[Line]) -> TestCaseResult {
    let conversation = conversation(lines, &[]);
    let mut given: BTreeMap<(Time, usize), Vec<Response>> = BTreeMap::new();
    analyzer.for_each_response(&conversation, |response| {
        let spurt = (response.spurt.start(), response.responder.get());
        given.entry(spurt).or_default().push(response);
    });
    for responses in given.values() {
        let worth = responses[0].worth;
        prop_assert!(worth > 0.0 && worth <= 1.0);
        prop_assert!(responses.iter().all(|one| one.worth == worth && one.share > 0.0));
        prop_assert!(responses.iter().map(Response::amount).sum::<f64>() <= worth);
    }
    // At the default parameters no spurt is worth nothing: whoever starts within ten seconds of
    // someone else's speech responds to them.
    if *analyzer == Analyzer::default() {
        for spurt in conversation.spurts() {
            let start = spurt.span.start();
            let someone_was_there = conversation.spurts().iter().any(|other| {
                other.participant != spurt.participant
                    && other.span.start() < start
                    && start.micros() - other.span.end().micros() < 10_000_000
            });
            let responds = given.contains_key(&(start, spurt.participant.get()));
            prop_assert!(responds || !someone_was_there, "nothing at {start} s");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn law_1_range(analyzer in analyzers(), lines in conversations()) {
        law_1(&analyzer, &lines)?;
    }

    #[test]
    fn law_2_order(analyzer in analyzers(), lines in conversations(), seed: u64) {
        law_2(&analyzer, &lines, seed)?;
    }

    #[test]
    fn law_3_names(analyzer in analyzers(), lines in conversations(), seed: u64) {
        law_3(&analyzer, &lines, seed)?;
    }

    #[test]
    fn law_4_shift(
        analyzer in analyzers(),
        lines in conversations(),
        shift in prop_oneof![-100_000_000..100_000_000_i64, -(1_i64 << 52)..1_i64 << 52],
    ) {
        law_4(&analyzer, &lines, shift)?;
    }

    #[test]
    fn law_5_segmentation(analyzer in analyzers(), lines in conversations(), seed: u64) {
        law_5(&analyzer, &lines, seed)?;
    }

    #[test]
    fn law_6_repetition(analyzer in reasonable_analyzers(), lines in conversations()) {
        law_6(&analyzer, &lines)?;
    }

    #[test]
    fn law_7_alone(analyzer in analyzers(), lines in conversations()) {
        law_7(&analyzer, &lines)?;
    }

    #[test]
    fn law_8_silence(analyzer in analyzers(), lines in conversations()) {
        law_8(&analyzer, &lines)?;
    }

    #[test]
    fn law_9_more_is_never_less(
        strengths in proptest::collection::vec(prop_oneof![Just(0.0), 1e-12..1e-3, 0.0..500.0], 1..30),
        which: prop::sample::Index,
        more in prop_oneof![Just(0.0), 1e-15..1e-6, 0.0..50.0],
        minutes in prop_oneof![1e-6..1e-3, 0.1..600.0],
        half_rate in prop_oneof![Just(3.0), 1e-3..1e3, Just(f64::MAX)],
        silent_pairs in 0..1_000_usize,
    ) {
        let before: Array1<f64> = Array1::from(strengths);
        let mut after = before.clone();
        let raised = &mut after[which.index(before.len())];
        *raised = (*raised + more).max(raised.next_up());
        let pairs = before.len() + silent_pairs;
        let [before, after] = [before, after].map(|one| absolute(one.view(), minutes, pairs, half_rate));
        prop_assert!(before.iter().zip(&after).all(|(before, after)| before <= after));
        prop_assert!(meeting_score(before.view(), pairs) <= meeting_score(after.view(), pairs));
    }

    #[test]
    fn law_13_worth(analyzer in analyzers(), lines in conversations()) {
        law_13(&analyzer, &lines)?;
    }
}

#[test]
fn the_laws_hold_for_real_conversations() {
    let default = Analyzer::default();
    let other = Analyzer::builder().rise(0.7).decay(3.0).unaddressed(0.01).build().unwrap();
    let mut recordings = support::ami_meetings("the laws on real meetings");
    recordings.extend(support::voxconverse_clips("the laws on real broadcasts"));
    on_each(recordings, |lines, seed| {
        for analyzer in [&default, &other] {
            law_1(analyzer, lines)?;
            law_2(analyzer, lines, seed)?;
            match law_3(analyzer, lines, seed) {
                Err(TestCaseError::Reject(_)) => {}
                done => done?,
            }
            law_4(analyzer, lines, 3_600_000_001)?;
            law_5(analyzer, lines, seed)?;
            law_6(analyzer, lines)?;
            law_7(analyzer, lines)?;
            law_8(analyzer, lines)?;
            law_13(analyzer, lines)?;
        }
        Ok(())
    });
}

#[test]
fn law_11_small_errors_of_boundaries_matter_little() {
    on_each(support::ami_meetings("law 11"), law_11);
}
