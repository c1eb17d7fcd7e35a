//! Comparisons of two: how often intervals hold the truth, and what is exact.

#![allow(
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::collections::BTreeMap;

use proptest::prelude::*;
use sociogram::compare::{Comparison, CutError, Difference, Side, Verdict};
use sociogram::confidence::{Interval, Resampling};
use sociogram::generate::{Generator, Kind};
use sociogram::{Analysis, Analyzer, Conversation, Time, Turn, Turns};
use support::conversations::{analyzers, conversation, conversations, lifelike, line, lines};

const SPEAKERS: usize = 4;

fn generated(kind: Kind, length: usize, seed: u64) -> Conversation {
    Conversation::new(Generator::new(kind, SPEAKERS, length).seed(seed).turns()).unwrap()
}

fn compare(first: &Conversation, second: &Conversation) -> Comparison {
    Comparison::of(first, second, &Analyzer::default(), Resampling::default())
}

/// The score and all node values, by label.
fn numbers(analysis: &Analysis) -> BTreeMap<String, f64> {
    let mut numbers = BTreeMap::from([("score".to_owned(), analysis.score().unwrap())]);
    for pair in analysis.pairs() {
        numbers.insert(name(pair.labels().map(|label| label.as_str())), pair.absolute);
    }
    numbers
}

fn name(mut labels: [&str; 2]) -> String {
    labels.sort_unstable();
    labels.join(" ")
}

/// The mean of each number over many conversations.
fn truth(kind: Kind, length: usize, others: u32) -> BTreeMap<String, f64> {
    let mut truth: BTreeMap<String, f64> = BTreeMap::new();
    for seed in 0..others {
        let one = generated(kind, length, u64::from(1_000_000 + seed));
        for (key, number) in numbers(&Analyzer::default().analyze(&one)) {
            *truth.entry(key).or_default() += number / f64::from(others);
        }
    }
    truth
}

/// What many comparisons come to.
#[derive(Debug)]
struct Coverage {
    /// Shares of 90% intervals that hold the truth: of the score, of node values, and of all node
    /// values of a comparison at once.
    score: f64,
    values: f64,
    joint: f64,
    /// Shares of comparisons that say that the score differs, or name a pair.
    score_named: f64,
    pair_named: f64,
    /// How wide the interval of the score is, mean.
    width: f64,
}

fn coverage([kind, other]: [Kind; 2], [length, longer]: [usize; 2], runs: u32) -> Coverage {
    let others = if runs > 300 { 1_000 } else { 400 };
    let truths = [truth(kind, length, others), truth(other, longer, others)];
    let means = |key: &str| truths.each_ref().map(|truth| truth.get(key).copied().unwrap_or(0.0));
    let mut hits = Coverage {
        score: 0.0,
        values: 0.0,
        joint: 0.0,
        score_named: 0.0,
        pair_named: 0.0,
        width: 0.0,
    };
    let (mut compared_runs, mut pairs) = (0.0, 0.0);
    for seed in 0..runs {
        let first = generated(kind, length, u64::from(seed));
        let second = generated(other, longer, u64::from(500_000 + seed));
        let compared = compare(&first, &second);
        let holds = |interval: Interval, key: &str| {
            let [before, after] = means(key);
            f64::from((interval.low..=interval.high).contains(&(after - before)))
        };
        let score = compared.score().unwrap();
        // Some of the shortest have fewer than 30 spurts.
        let Some(interval) = score.interval else { continue };
        compared_runs += 1.0;
        hits.score += holds(interval, "score");
        hits.width += interval.width();
        hits.score_named += f64::from(score.verdict == Verdict::BeyondNoise);
        let (mut all, mut named) = (1.0_f64, false);
        for pair in compared.pairs() {
            let key = name(pair.between.each_ref().map(|label| label.as_str()));
            hits.values += holds(pair.value.interval.unwrap(), &key);
            all = all.min(holds(pair.joint.unwrap(), &key));
            named |= pair.value.verdict == Verdict::BeyondNoise;
            pairs += 1.0;
        }
        hits.joint += all;
        hits.pair_named += f64::from(named);
    }
    hits.values /= pairs;
    let shares = [
        &mut hits.score,
        &mut hits.joint,
        &mut hits.score_named,
        &mut hits.pair_named,
        &mut hits.width,
    ];
    shares.into_iter().for_each(|sum| *sum /= compared_runs);
    hits
}

#[test]
fn ninety_percent_intervals_hold_the_difference_and_name_few_by_chance() {
    // Of 300 comparisons; `coverage_of_all_kinds` takes more of more kinds.
    for length in [60, 300] {
        let found = coverage([Kind::Panel; 2], [length; 2], 300);
        println!("panels of {length} turns: {found:?}");
        assert!((0.86..=0.97).contains(&found.score), "{length} turns: {found:?}");
        assert!((0.86..=0.94).contains(&found.values), "{length} turns: {found:?}");
        assert!(found.joint >= 0.85 && found.pair_named <= 0.15, "{length} turns: {found:?}");
        assert!(found.score_named <= 0.14, "{length} turns: {found:?}");
    }
}

#[test]
fn kinds_that_differ_are_told_apart() {
    for seed in 0..10 {
        let of = |kind, seed| generated(kind, 120, seed);
        let compared = compare(&of(Kind::Panel, seed), &of(Kind::Monologue, seed + 50));
        let score = compared.score().unwrap();
        assert_eq!(score.verdict, Verdict::BeyondNoise, "seed {seed}: {score:?}");
        assert!(score.difference < -20.0);
        assert!(compared.pairs().iter().any(|one| one.value.verdict == Verdict::BeyondNoise));
    }
}

#[test]
#[ignore = "the table of the docs: all kinds and lengths"]
fn coverage_of_all_kinds() {
    let show = |what: &str, length: String, found: Coverage| {
        let Coverage { score, values, joint, score_named, pair_named, width } = found;
        let shares = [score, values, joint, score_named, pair_named];
        let shares = shares.map(|share| format!("{:.0} %", 100.0 * share));
        println!("| {what} | {length} | {} | {width:.0} |", shares.join(" | "));
    };
    for kind in Kind::ALL {
        for length in [40, 60, 120, 300, 1_500] {
            let found = coverage([kind; 2], [length; 2], 400);
            show(&format!("{kind:?}"), length.to_string(), found);
        }
        show(&format!("{kind:?}"), "60, 600".into(), coverage([kind; 2], [60, 600], 400));
    }
    for two in Kind::ALL.windows(2) {
        for length in [60, 120, 300] {
            let found = coverage([two[0], two[1]], [length; 2], 400);
            show(&format!("{:?}, {:?}", two[0], two[1]), length.to_string(), found);
        }
    }
}

#[test]
fn a_change_within_a_meeting_is_found_in_its_halves() {
    let micros = |turns: &Turns, shift: i64| {
        let lines = lines(turns).into_iter();
        lines.map(|one| line(one.speaker, one.start + shift, one.end + shift)).collect::<Vec<_>>()
    };
    let first = Generator::new(Kind::Monologue, 4, 200).seed(1).turns();
    let first = micros(&first, 0);
    let cut = first.iter().map(|one| one.end).max().unwrap();
    let second = micros(&Generator::new(Kind::Brainstorm, 4, 300).seed(2).turns(), cut);
    let both = conversation(&[first, second].concat(), &[]);
    let at = Time::from_micros(cut).unwrap();
    let halves = |at| Comparison::of_halves(&both, at, &Analyzer::default(), Resampling::default());
    let compared = halves(at).unwrap();
    assert_eq!(compared.score().unwrap().verdict, Verdict::BeyondNoise);
    assert!(compared.score().unwrap().difference > 20.0);
    assert_eq!(compared.in_both(), 4);
    let middle = Time::from_micros(cut + 60_000_000).unwrap();
    assert_ne!(halves(middle).unwrap(), compared);
}

#[test]
fn halves_share_out_the_responses_and_keep_presence_over_the_cut() {
    let both = generated(Kind::Panel, 300, 3);
    let analyzer = Analyzer::default();
    let extent = both.extent().unwrap();
    for share in 1..8 {
        let at =
            extent.start().micros() + (extent.end().micros() - extent.start().micros()) * share / 8;
        let at = Time::from_micros(at).unwrap();
        let halves = Comparison::of_halves(&both, at, &analyzer, Resampling::default()).unwrap();
        let [first, second] = [halves.first(), halves.second()];
        assert!((first.minutes + second.minutes - both.minutes()).abs() < 1e-9);
        assert_eq!(first.spurts + second.spurts, both.spurts().len());
        // The strengths of each part, by hand.
        let mut of_s0_and_s1 = [0.0, 0.0];
        let label =
            |at: sociogram::ParticipantIndex| both.participants()[at.get()].label().as_str();
        analyzer.for_each_response(&both, |response| {
            if name([label(response.responder), label(response.addressee)]) == "s0 s1" {
                of_s0_and_s1[usize::from(response.spurt.start() >= at)] += response.amount();
            }
        });
        let pair = halves.pairs().iter().find(|one| one.between[1].as_str() == "s1").unwrap();
        let value =
            |strength: f64, minutes: f64| 100.0 * (1.0 - (-strength / minutes * 6.0 / 3.0).exp2());
        assert!((pair.value.first - value(of_s0_and_s1[0], first.minutes)).abs() < 1e-9);
        assert!((pair.value.second - value(of_s0_and_s1[1], second.minutes)).abs() < 1e-9);
    }
}

#[test]
fn what_cannot_be_cut_is_refused() {
    let cut = |conversation: &Conversation, at| {
        let at = Time::from_micros(at).unwrap();
        Comparison::of_halves(conversation, at, &Analyzer::default(), Resampling::default())
    };
    assert_eq!(cut(&Conversation::new(Turns::new()).unwrap(), 0).unwrap_err(), CutError::Silent);
    let short = conversation(&[line("ana", 5, 10)], &[]);
    for at in [i64::pow(2, 53), -9, 5, 10] {
        assert!(matches!(cut(&short, at), Err(CutError::Outside { .. })), "{at}");
    }
    assert!(cut(&short, 6).is_ok());
    assert_eq!(
        cut(&short, 10).unwrap_err().to_string(),
        "a cut at 0.00001 s is not between the first start, 0.000005 s, and the last end, 0.00001 s",
    );
}

#[test]
fn too_little_evidence_tells_nothing() {
    let long = generated(Kind::Panel, 300, 1);
    let short = generated(Kind::Panel, 20, 1);
    let nobody = Conversation::new(Turns::new()).unwrap();
    let alone: Vec<Turn> =
        (0..100).map(|at| Turn::from_millis("s0", at * 2_000, at * 2_000 + 900).unwrap()).collect();
    let alone = Conversation::builder(alone).roster(["s1", "s2", "s3"]).build().unwrap();
    for (first, second) in [(&long, &short), (&short, &long), (&long, &alone), (&alone, &alone)] {
        let compared = compare(first, second);
        let score = compared.score().unwrap();
        assert_eq!((score.interval, score.verdict), (None, Verdict::CannotTell));
        for pair in compared.pairs() {
            assert_eq!((pair.value.interval, pair.joint), (None, None));
            assert_eq!(pair.value.verdict, Verdict::CannotTell);
        }
    }
    assert_eq!(compare(&long, &nobody).score(), None);
    assert_eq!(compare(&long, &nobody).only_in_first().len(), 4);
}

#[test]
fn who_is_in_one_alone_is_named_and_has_no_difference() {
    let first = generated(Kind::Panel, 200, 1);
    let renamed = lines(&Generator::new(Kind::Panel, 4, 200).seed(2).turns()).into_iter();
    let renamed: Vec<_> =
        renamed.map(|one| line(one.speaker.replace("s3", "zoe"), one.start, one.end)).collect();
    let second = conversation(&renamed, &["roster"]);
    let compared = compare(&first, &second);
    let labels = |all: &[sociogram::Label]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(labels(compared.only_in_first()), ["s3"]);
    assert_eq!(labels(compared.only_in_second()), ["zoe", "roster"]);
    assert_eq!((compared.in_both(), compared.pairs().len()), (3, 3));
}

#[test]
fn a_crowd_is_compared_without_intervals() {
    let crowd: Turns =
        (0..1_450_i64).map(|at| Turn::from_millis(format!("s{at}"), at, 60_000).unwrap()).collect();
    let crowd = Conversation::new(crowd).unwrap();
    let compared = compare(&crowd, &crowd);
    assert_eq!(compared.score().unwrap().verdict, Verdict::CannotTell);
    assert!(compared.pairs().len() > 1_000_000);
}

#[test]
fn a_seed_decides_and_threads_do_not() {
    let [first, second] = [5, 6].map(|seed| generated(Kind::Brainstorm, 200, seed));
    let of = |seed| {
        let how = Resampling { seed, ..Resampling::default() };
        Comparison::of(&first, &second, &Analyzer::default(), how)
    };
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| of(1)), of(1), "{threads} threads");
    }
}

/// The same comparison the other way round.
fn negated(one: Difference, other: Difference) {
    let flipped = |interval: Option<Interval>| {
        interval.map(|Interval { low, high }| Interval { low: -high, high: -low })
    };
    assert_eq!((one.first, one.second), (other.second, other.first));
    assert_eq!(one.difference, -other.difference);
    assert_eq!(one.interval, flipped(other.interval));
    assert_eq!(one.verdict, other.verdict);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn swapping_negates_to_the_bit_and_against_itself_nothing_differs(
        analyzer in analyzers(),
        first in prop_oneof![conversations(), lifelike()],
        second in prop_oneof![conversations(), lifelike()],
    ) {
        let [first, second] = [first, second].map(|lines| conversation(&lines, &["roster"]));
        let how = Resampling { draws: 40, seed: 7 };
        let one = Comparison::of(&first, &second, &analyzer, how);
        let other = Comparison::of(&second, &first, &analyzer, how);
        prop_assert_eq!(one.score().is_some(), other.score().is_some());
        if let (Some(one), Some(other)) = (one.score(), other.score()) {
            negated(one, other);
        }
        prop_assert_eq!(one.only_in_first(), other.only_in_second());
        prop_assert_eq!(one.pairs().len(), other.pairs().len());
        for (one, other) in one.pairs().iter().zip(other.pairs()) {
            prop_assert_eq!(&one.between, &other.between);
            negated(one.value, other.value);
        }
        let analyses = [&first, &second].map(|one| analyzer.analyze(one));
        let [seen_first, seen_second]: [&Side; 2] = [one.first(), one.second()];
        prop_assert_eq!([seen_first.score, seen_second.score], analyses.each_ref().map(Analysis::score));
        for pair in one.pairs() {
            let [a, b] = pair.between.each_ref().map(|label| label.as_str());
            let values = analyses.each_ref().map(|one| one.pair(a, b).unwrap().absolute);
            prop_assert_eq!([pair.value.first, pair.value.second], values);
        }

        let same = Comparison::of(&first, &first, &analyzer, how);
        let pairs = same.pairs().iter().map(|pair| pair.value);
        for difference in pairs.chain(same.score()) {
            prop_assert_eq!(difference.difference, 0.0);
            prop_assert_ne!(difference.verdict, Verdict::BeyondNoise);
        }
    }

    #[test]
    fn intervals_hold_what_was_seen_and_joint_ones_are_wider(
        first in lifelike(), second in lifelike()
    ) {
        let [first, second] = [first, second].map(|lines| conversation(&lines, &[]));
        let compared = compare(&first, &second);
        let within = |interval: Interval, difference: f64| {
            -100.0 <= interval.low
                && interval.low <= difference + 1e-9
                && difference <= interval.high + 1e-9
                && interval.high <= 100.0
        };
        if let Some(score) = compared.score()
            && let Some(interval) = score.interval
        {
            prop_assert!(within(interval, score.difference), "{:?}", score);
        }
        for pair in compared.pairs() {
            if let (Some(alone), Some(joint)) = (pair.value.interval, pair.joint) {
                prop_assert!(within(alone, pair.value.difference), "{:?}", pair);
                prop_assert!(joint.low <= alone.low && alone.high <= joint.high, "{:?}", pair);
            }
        }
    }
}
