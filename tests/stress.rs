//! Diarization errors: each perturbation does what it says, what is left out for speaking too
//! little is as if never heard, and how far results move on real meetings.

#![allow(
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use sociogram::schema::FullResult;
use sociogram::stress::{Perturbation, Report, Severity, Stress, adjacent};
use sociogram::{Analyzer, Conversation, Label, Turns};
use support::conversations::{
    Line, bits, conversation, conversations, lifelike, line, lines, result, turns,
};

/// Every perturbation of the table.
fn all() -> Vec<Perturbation> {
    Severity::ALL.iter().flat_map(|severity| severity.perturbations()).collect()
}

/// The same kinds at size 0.
fn none() -> [Perturbation; 6] {
    [
        Perturbation::Jitter { within: Duration::ZERO },
        Perturbation::Missed { shorter_than: Duration::ZERO, probability: 1.0 },
        Perturbation::Overlap { share: 0.0 },
        Perturbation::Split { share: 0.0 },
        Perturbation::Merge { share: 0.0 },
        Perturbation::Phantoms { count: 0 },
    ]
}

/// Lines in whole seconds.
fn seconds(of: &[(&str, i64, i64)]) -> Vec<Line> {
    of.iter().map(|(who, start, end)| line(*who, start * 1_000_000, end * 1_000_000)).collect()
}

fn perturbed(perturbation: Perturbation, lines: &[Line], seed: u64) -> Conversation {
    Conversation::new(perturbation.apply(&conversation(lines, &[]), seed)).unwrap()
}

/// Who speaks when, in milliseconds.
fn heard(conversation: &Conversation) -> Vec<(String, i64, i64)> {
    let label = |at: usize| conversation.participants()[at].label().to_string();
    conversation
        .spurts()
        .iter()
        .map(|spurt| {
            let [start, end] = [spurt.span.start(), spurt.span.end()].map(|at| at.micros() / 1_000);
            (label(spurt.participant.get()), start, end)
        })
        .collect()
}

fn labels(conversation: &Conversation) -> Vec<String> {
    conversation.participants().iter().map(|one| one.label().to_string()).collect()
}

/// The stretches in which anybody speaks.
fn speech(turns: &Turns) -> Vec<(i64, i64)> {
    let anybody = turns.iter().map(|(_, span)| span);
    let all: Turns = anybody.map(|span| sociogram::Turn::new("anybody", span)).collect();
    let united = Conversation::new(all).unwrap();
    united.spurts().iter().map(|one| (one.span.start().micros(), one.span.end().micros())).collect()
}

fn talk_time(conversation: &Conversation, label: &str) -> Duration {
    let found = conversation.participants().iter().find(|one| one.label().as_str() == label);
    found.map_or(Duration::ZERO, |one| one.talk_time())
}

fn shuffled(lines: &[Line]) -> Vec<Line> {
    let mut lines = lines.to_vec();
    lines.reverse();
    let middle = lines.len() / 3;
    lines.rotate_left(middle);
    lines
}

fn stress() -> Stress {
    Stress::new(Analyzer::default())
}

// ana |----------|        |--|        |---|
// ben        |-------|     |
// eva                 |----|            |---|
fn three() -> Vec<Line> {
    seconds(&[
        ("ana", 0, 10),
        ("ben", 8, 15),
        ("ana", 18, 24),
        ("ben", 19, 20),
        ("eva", 16, 19),
        ("ana", 30, 34),
        ("eva", 32, 36),
    ])
}

#[test]
fn without_overlap_the_one_who_speaks_longer_is_heard() {
    let alone = perturbed(Perturbation::Overlap { share: 1.0 }, &three(), 1);
    let of = |who: &str, start: i64, end: i64| (who.to_owned(), start * 1_000, end * 1_000);
    assert_eq!(
        heard(&alone),
        [
            of("ana", 0, 10),
            of("ben", 10, 15),
            of("eva", 16, 19),
            of("ana", 19, 24),
            of("ana", 30, 34),
            of("eva", 34, 36),
        ]
    );
}

#[test]
fn boundaries_move_by_as_much_as_is_said_and_both_ways() {
    let before = three();
    let within = Duration::from_millis(250);
    let mut moves = Vec::new();
    for seed in 0..50 {
        let after = perturbed(Perturbation::Jitter { within }, &before, seed);
        assert_eq!(after.spurts().len(), before.len(), "none is short enough to be lost");
        for label in ["ana", "ben", "eva"] {
            let of = |lines: &[Line]| -> Vec<i64> {
                let mut own: Vec<&Line> = lines.iter().filter(|one| one.speaker == label).collect();
                own.sort_by_key(|one| one.start);
                own.iter().flat_map(|one| [one.start, one.end]).collect()
            };
            let after: Vec<Line> =
                heard(&after).iter().map(|(who, a, b)| line(who.as_str(), *a, *b)).collect();
            moves.extend(of(&after).iter().zip(of(&before)).map(|(a, b)| a - b / 1_000));
        }
    }
    assert!(moves.iter().all(|moved| moved.abs() <= 250), "{moves:?}");
    assert!(moves.iter().any(|moved| *moved < -200) && moves.iter().any(|moved| *moved > 200));
    // Uniform: the mean size is half of the largest.
    let mean = moves.iter().map(|moved| moved.abs() as f64).sum::<f64>() / moves.len() as f64;
    assert!((115.0..135.0).contains(&mean), "{mean}");
}

#[test]
fn only_short_spurts_are_missed_and_as_often_as_is_said() {
    let mut lines = Vec::new();
    for at in 0..400 {
        let start = at * 3_000_000;
        lines.push(line("short", start, start + 499_999));
        lines.push(line("long", start + 1_000_000, start + 1_500_000));
    }
    let missed =
        Perturbation::Missed { shorter_than: Duration::from_millis(500), probability: 0.5 };
    let after = perturbed(missed, &lines, 3);
    let spurts: BTreeMap<&str, usize> =
        after.participants().iter().map(|one| (one.label().as_str(), one.spurts())).collect();
    assert_eq!(spurts["long"], 400);
    assert!((160..240).contains(&spurts["short"]), "{spurts:?}");
    let certain = Perturbation::Missed { shorter_than: Duration::from_secs(1), probability: 1.0 };
    assert!(perturbed(certain, &lines, 3).participants().is_empty());
}

#[test]
fn a_split_gives_part_of_one_speakers_spurts_a_new_name() {
    let mut lines = seconds(&[("ben", 100, 200)]);
    lines.extend((0..20).flat_map(|at| seconds(&[("ana", 10 * at, 10 * at + 5)])));
    for seed in 0..20 {
        let after = perturbed(Perturbation::Split { share: 0.25 }, &lines, seed);
        let spurts = |label: &str| {
            after.participants().iter().find(|one| one.label().as_str() == label).unwrap().spurts()
        };
        assert_eq!(after.participants().len(), 3);
        assert_eq!((spurts("ana"), spurts("ana, split"), spurts("ben")), (15, 5, 1));
    }
    // A name that is taken is not given again, and whoever has one spurt stays whole.
    lines.push(line("ana, split", 900_000_000, 910_000_000));
    let after = perturbed(Perturbation::Split { share: 0.5 }, &lines, 1);
    assert!(labels(&after).contains(&"ana, split'".to_owned()));
    let single = seconds(&[("ana", 0, 5), ("ben", 6, 9)]);
    assert_eq!(labels(&perturbed(Perturbation::Split { share: 0.5 }, &single, 1)), ["ana", "ben"]);
}

#[test]
fn a_merge_gives_spurts_of_the_one_who_spoke_less_to_the_other() {
    let lines = three();
    let before = conversation(&lines, &[]);
    for seed in 0..20 {
        let after = perturbed(Perturbation::Merge { share: 1.0 }, &lines, seed);
        assert_eq!(after.participants().len(), 2);
        let merged = ["ben", "eva"].iter().filter(|one| talk_time(&after, one).is_zero());
        assert_eq!(merged.count(), 1, "ana spoke most, and keeps her name");
        let some = perturbed(Perturbation::Merge { share: 0.5 }, &lines, seed);
        assert_eq!(some.participants().len(), 3);
        let less = |who: &&&str| talk_time(&some, who) < talk_time(&before, who);
        assert_eq!(["ana", "ben", "eva"].iter().filter(less).count(), 1);
    }
    let pairs: std::collections::BTreeSet<Vec<String>> = (0..50)
        .map(|seed| labels(&perturbed(Perturbation::Merge { share: 1.0 }, &lines, seed)))
        .collect();
    assert_eq!(pairs.len(), 2, "each of the others is merged in some draw");
}

#[test]
fn phantoms_take_a_second_or_two_from_real_speakers() {
    for count in [1, 2, 5] {
        for seed in 0..20 {
            let after = perturbed(Perturbation::Phantoms { count }, &three(), seed);
            assert_eq!(after.participants().len(), 3 + count);
            let phantoms =
                after.participants().iter().filter(|one| one.label().starts_with("phantom "));
            let times: Vec<f64> = phantoms.map(|one| one.talk_time().as_secs_f64()).collect();
            assert!(times.len() == count && times.iter().all(|time| (1.0..=2.0).contains(time)));
        }
    }
    // Nobody speaks long enough: half of the longest is taken, and everyone stays.
    let short = [line("ana", 0, 800_000), line("ben", 900_000, 1_000_000)];
    let after = perturbed(Perturbation::Phantoms { count: 1 }, &short, 1);
    assert_eq!(after.participants().len(), 3);
    assert_eq!(talk_time(&after, "phantom 1"), Duration::from_millis(400));
}

#[test]
fn nothing_comes_of_nothing() {
    let nobody = Conversation::builder(Turns::new()).roster(["ana", "ben"]).build().unwrap();
    for perturbation in all() {
        assert!(perturbation.apply(&nobody, 1).is_empty(), "{perturbation}");
    }
    assert_eq!(stress().measure(&Conversation::builder(Turns::new())), Ok(None));
    let alone = Conversation::builder(turns(&seconds(&[("ana", 0, 5)])));
    assert_eq!(stress().measure(&alone), Ok(None));
    // Two who are merged have no score left, which is not a score of 0.
    let two = Conversation::builder(turns(&seconds(&[("ana", 0, 5), ("ben", 6, 9)])));
    let merge = stress().perturbations([Perturbation::Merge { share: 1.0 }]).draws(3);
    let report = merge.measure(&two).unwrap().unwrap();
    assert_eq!((report.outcomes[0].unscored, report.outcomes[0].moved), (3, None));
}

#[test]
fn adjacent_turns_are_counted_by_hand() {
    // In order of start: ana ben eva ana ben ana eva.
    let counted = adjacent(&conversation(&three(), &[]), 3.0);
    let counts: Vec<([usize; 2], f64)> = counted
        .pairs
        .iter()
        .map(|(pair, count, _)| (pair.map(sociogram::ParticipantIndex::get), *count))
        .collect();
    assert_eq!(counts, [([0, 1], 3.0), ([0, 2], 2.0), ([1, 2], 1.0)]);
    // 36 s, three pairs: a count of c scores 100 (1 - 2^(-c / 0.6 · 3 / 3)).
    let value = |count: f64| 100.0 * (1.0 - f64::powf(2.0, -count / 0.6));
    let expected = (value(3.0) + value(2.0) + value(1.0)) / 3.0;
    assert!((counted.score.unwrap() - expected).abs() < 1e-9);
}

#[test]
fn movements_are_measured_by_hand() {
    // One draw of an error without chance: the figures can be had from two analyses.
    let lines = three();
    let overlap = Perturbation::Overlap { share: 1.0 };
    let one = stress().perturbations([overlap]).draws(1);
    let report = one.measure(&Conversation::builder(turns(&lines))).unwrap().unwrap();
    let moved = report.outcomes[0].moved.unwrap().presence;
    let [before, after] = [conversation(&lines, &[]), perturbed(overlap, &lines, 1)]
        .map(|one| Analyzer::default().analyze(&one));
    let change = after.score().unwrap() - before.score().unwrap();
    assert_eq!((moved.after, moved.score.worst), (after.score().unwrap(), change));
    assert_eq!(moved.score.mean, change.abs());
    let pairs = [["ana", "ben"], ["ana", "eva"], ["ben", "eva"]];
    let of = |analysis: &sociogram::Analysis| {
        pairs.map(|[a, b]| analysis.pair(a, b).map(|pair| [pair.strength, pair.absolute]).unwrap())
    };
    let (before, after) = (of(&before), of(&after));
    let total = |of: &[[f64; 2]; 3]| of.iter().map(|[strength, _]| strength).sum::<f64>();
    let both = || before.iter().zip(&after);
    let values = both().map(|(a, b)| (a[1] - b[1]).abs()).sum::<f64>() / 3.0;
    let shares = both().map(|(a, b)| (a[0] / total(&before) - b[0] / total(&after)).abs());
    assert!((moved.values.mean - values).abs() < 1e-9);
    assert!((moved.distance.worst - shares.sum::<f64>() / 2.0).abs() < 1e-9);
}

#[test]
fn errors_apply_to_everyone_and_then_roster_and_talk_time() {
    let lines = three();
    let builder = || Conversation::builder(turns(&lines));
    let phantoms = stress().perturbations([Perturbation::Phantoms { count: 2 }]);
    let move_of = |builder: &sociogram::ConversationBuilder| {
        let report = phantoms.measure(builder).unwrap().unwrap();
        report.outcomes[0].moved.unwrap().presence.score.mean
    };
    let noisy = move_of(&builder());
    let quiet = move_of(&builder().min_talk(Duration::from_millis(2_001)));
    assert!(quiet < noisy / 2.0, "{quiet} and {noisy}");
    // A declared duration holds, and grows where the turns outlast it.
    let tight = builder().duration_seconds(36.0);
    let jitter = stress();
    assert!(jitter.measure(&tight).unwrap().is_some());
    let long = move_of(&builder().duration_seconds(3_600.0));
    assert!(long < noisy);
}

#[test]
fn pooled_reports_count_each_recording_the_same_in_any_order() {
    let reports: Vec<Report> = [3, 7, 11]
        .iter()
        .map(|offset| {
            let lines: Vec<Line> = three()
                .iter()
                .map(|one| line(&*one.speaker, one.start, one.end + offset))
                .collect();
            stress().draws(3).measure(&Conversation::builder(turns(&lines))).unwrap().unwrap()
        })
        .collect();
    let backwards: Vec<Report> = reports.iter().rev().cloned().collect();
    let pooled = Report::pooled(&reports).unwrap();
    assert_eq!(Some(&pooled), Report::pooled(&backwards).as_ref());
    assert_eq!(pooled.outcomes.len(), 18);
    let mean = reports.iter().map(|one| one.before.adjacent).sum::<f64>() / 3.0;
    assert!((pooled.before.adjacent - mean).abs() < 1e-9);
    for (at, outcome) in pooled.outcomes.iter().enumerate() {
        assert_eq!(outcome.recordings, 3);
        let of = |report: &Report| report.outcomes[at].moved.unwrap().adjacent.score;
        let worst = reports.iter().map(|one| of(one).worst.abs()).fold(0.0, f64::max);
        assert_eq!(outcome.moved.unwrap().adjacent.score.worst.abs(), worst);
        assert!(outcome.moved.unwrap().adjacent.score.mean <= worst + 1e-9);
    }
}

#[test]
fn whoever_speaks_too_little_is_left_out_unless_on_the_roster() {
    // ben speaks two seconds in three overlapping turns.
    let lines = seconds(&[
        ("ana", 5, 20),
        ("ben", 20, 21),
        ("ben", 20, 22),
        ("ben", 21, 22),
        ("noise", 0, 1),
        ("eva", 23, 28),
        ("click", 60, 61),
    ]);
    let built = |seconds, roster: &[&str]| {
        let builder = Conversation::builder(turns(&lines)).roster(roster.iter().copied());
        builder.min_talk(Duration::from_secs(seconds)).build().unwrap()
    };
    let names = |of: &[sociogram::Participant]| -> Vec<String> {
        of.iter().map(|one| one.label().to_string()).collect()
    };
    let stays = |seconds, roster: &[&str]| {
        let one = built(seconds, roster);
        (names(one.participants()), names(one.left_out()))
    };
    let owned = |of: &[&str]| of.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    assert_eq!(stays(0, &[]), (owned(&["noise", "ana", "ben", "eva", "click"]), owned(&[])));
    let heard = (owned(&["ana", "ben", "eva"]), owned(&["noise", "click"]));
    assert_eq!(stays(2, &[]), heard, "two seconds are not less than two, nor counted twice");
    let heard = (owned(&["ana", "eva"]), owned(&["noise", "ben", "click"]));
    assert_eq!(stays(3, &[]), heard);
    let heard = (owned(&["ana", "ben", "eva", "zoe"]), owned(&["noise", "click"]));
    assert_eq!(stays(5, &["ben", "zoe"]), heard, "the silent on the roster stay, too");
    assert_eq!(stays(100, &[]).0, owned(&[]));
    assert_eq!(built(100, &[]).extent(), None);

    // What is left out does not make the meeting longer, nor a declared duration too short.
    assert_eq!(built(2, &[]).minutes(), 23.0 / 60.0);
    let declared = Conversation::builder(turns(&lines)).duration_seconds(30.0);
    assert!(declared.clone().build().is_err());
    assert!(declared.min_talk(Duration::from_secs(2)).build().is_ok());
    let left_out = &built(3, &[]).left_out()[1].clone();
    assert_eq!((left_out.talk_time().as_secs(), left_out.spurts()), (2, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn an_error_of_no_size_changes_nothing(lines in conversations(), seed in any::<u64>()) {
        let before = bits(&result(&Analyzer::default(), &lines, &[]));
        for perturbation in none() {
            let after = perturbed(perturbation, &lines, seed);
            let after = bits(&FullResult::from(&Analyzer::default().analyze(&after)));
            prop_assert_eq!(&before, &after, "{}", perturbation);
        }
    }

    #[test]
    fn a_seed_means_the_same_in_any_order_of_turns(lines in conversations(), seed in any::<u64>()) {
        let other = shuffled(&lines);
        for perturbation in all() {
            let of = |lines: &[Line]| {
                let turns = perturbation.apply(&conversation(lines, &[]), seed);
                self::lines(&turns)
            };
            prop_assert_eq!(of(&lines), of(&other), "{}", perturbation);
        }
        let measured = |lines: &[Line]| {
            stress().draws(2).seed(seed).measure(&Conversation::builder(turns(lines)))
        };
        prop_assert_eq!(measured(&lines), measured(&other));
    }

    #[test]
    fn speech_stays_where_only_its_speakers_are_mistaken(lines in lifelike(), seed in any::<u64>()) {
        let before = speech(&turns(&lines));
        for perturbation in all() {
            if matches!(perturbation, Perturbation::Jitter { .. } | Perturbation::Missed { .. }) {
                continue;
            }
            let after = perturbation.apply(&conversation(&lines, &[]), seed);
            prop_assert_eq!(&before, &speech(&after), "{}", perturbation);
        }
        let alone = perturbed(Perturbation::Overlap { share: 1.0 }, &lines, seed);
        let one_by_one = alone.spurts().windows(2).all(|two| two[0].span.end() <= two[1].span.start());
        prop_assert!(one_by_one);
        let total: Duration = alone.spurts().iter().map(|one| one.span.length()).sum();
        let micros: i64 = before.iter().map(|(start, end)| end - start).sum();
        prop_assert_eq!(i64::try_from(total.as_micros()), Ok(micros));
    }

    #[test]
    fn whatever_is_measured_is_in_range(lines in conversations(), seed in any::<u64>()) {
        let report = stress().draws(2).seed(seed).measure(&Conversation::builder(turns(&lines)));
        for outcome in report.unwrap().into_iter().flat_map(|report| report.outcomes) {
            let Some(moved) = outcome.moved else { continue };
            for moved in [moved.presence, moved.adjacent] {
                let points = [moved.after, moved.score.mean, moved.values.mean, moved.values.worst];
                prop_assert!(points.iter().all(|value| (0.0..=100.0).contains(value)));
                prop_assert!((0.0..=1.0 + 1e-9).contains(&moved.distance.worst));
                prop_assert!(moved.score.mean <= moved.score.worst.abs() + 1e-9);
            }
        }
    }

    #[test]
    fn those_left_out_are_as_if_never_heard(lines in conversations(), millis in 0..20_000_u64) {
        let min_talk = Duration::from_millis(millis);
        let everyone = conversation(&lines, &["eva"]);
        let little: Vec<&Label> = everyone
            .participants()
            .iter()
            .filter(|one| one.talk_time() < min_talk && one.label().as_str() != "eva")
            .map(|one| one.label())
            .collect();
        let others: Vec<Line> = lines
            .iter()
            .filter(|line| little.iter().all(|label| label.as_str() != line.speaker))
            .cloned()
            .collect();
        let kept = Conversation::builder(turns(&lines)).roster(["eva"]).min_talk(min_talk);
        let kept = kept.build().unwrap();
        prop_assert!(kept.left_out().iter().map(|one| one.label()).eq(little));
        let kept = bits(&FullResult::from(&Analyzer::default().analyze(&kept)));
        prop_assert_eq!(kept, bits(&result(&Analyzer::default(), &others, &["eva"])));
    }
}

/// On a few meetings of each sort, so that it takes seconds; `docs/robustness.md` has all.
#[test]
fn real_meetings_move_as_the_documentation_says() {
    let meetings = support::ami_meetings("diarization errors on real meetings");
    if meetings.is_empty() {
        return;
    }
    let few = || meetings.iter().step_by(12);
    let pooled = |min_talk| {
        let reports: Vec<Report> = few()
            .map(|one| Conversation::builder(one.turns().clone()).min_talk(min_talk))
            .map(|one| stress().draws(3).measure(&one).unwrap().unwrap())
            .collect();
        Report::pooled(&reports).unwrap()
    };
    let report = pooled(Duration::ZERO);
    let moved = |report: &Report, name: &str, severity| {
        let found = report.outcomes.iter().find(|one| {
            one.perturbation.name() == name && Severity::of(&one.perturbation) == Some(severity)
        });
        found.unwrap().moved.unwrap()
    };
    // Law 11.
    assert!(moved(&report, "jitter", Severity::Mild).presence.score.worst.abs() < 1.0);
    for severity in Severity::ALL {
        for name in ["jitter", "missed", "overlap"] {
            let moved = moved(&report, name, severity);
            assert!(moved.presence.distance.mean < moved.adjacent.distance.mean, "{name}");
        }
    }
    // Phantoms cost points, and come off at three seconds.
    let noisy = moved(&report, "phantoms", Severity::Medium).presence.score.mean;
    let report = pooled(Duration::from_secs(3));
    let quiet = moved(&report, "phantoms", Severity::Medium).presence.score.mean;
    assert!(noisy > 15.0 && quiet < 1.0, "{noisy} and {quiet}");
}
