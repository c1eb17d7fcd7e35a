//! The facts once more, on a grid of quarters of a second: what happens in each is a set of
//! speakers, and nothing is swept.

use super::*;

const STEP: i64 = SECOND / 4;

/// A speaker and the steps of one of their spurts, `from` up to `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    who: usize,
    from: usize,
    to: usize,
}

/// Maximal runs of equal items: the item, and from where up to where.
fn runs<T: PartialEq + Clone>(items: &[T]) -> Vec<(T, usize, usize)> {
    let mut found: Vec<(T, usize, usize)> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match found.last_mut() {
            Some((last, _, to)) if last == item => *to = at + 1,
            _ => found.push((item.clone(), at, at + 1)),
        }
    }
    found
}

fn time(steps: usize) -> Duration {
    millis(250) * u32::try_from(steps).unwrap()
}

fn lengths(mut steps: Vec<usize>) -> (usize, Duration, Option<Duration>) {
    steps.sort_unstable();
    let n = steps.len();
    let median = (n > 0).then(|| time(steps[(n - 1) / 2] + steps[n / 2]) / 2);
    (n, time(steps.iter().sum()), median)
}

fn offsets(mut steps: Vec<i64>) -> (usize, Option<f64>) {
    steps.sort_unstable();
    let n = steps.len();
    (n, (n > 0).then(|| (steps[(n - 1) / 2] + steps[n / 2]) as f64 / 8.0))
}

fn compare(spoken: &[(usize, usize, usize)]) -> TestCaseResult {
    let names = ["ana", "ben", "eva", "dan"];
    let lines: Vec<Line> = spoken
        .iter()
        .map(|(who, from, length)| {
            line(names[*who], *from as i64 * STEP, (from + length) as i64 * STEP)
        })
        .collect();
    let (analysis, facts) = facts(&Analyzer::default(), &lines, &[]);
    let place: BTreeMap<&str, usize> =
        analysis.participants().enumerate().map(|(at, one)| (one.label().as_str(), at)).collect();
    let n = place.len();
    let first = spoken.iter().map(|(_, from, _)| *from).min().unwrap_or(0);
    let last = spoken.iter().map(|(_, from, length)| from + length).max().unwrap_or(0);
    // Who speaks in each step, and each one's runs.
    let mut steps: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); last - first];
    for (who, from, length) in spoken {
        for step in &mut steps[from - first..from - first + length] {
            step.insert(place[names[*who]]);
        }
    }
    let own = |who: usize| -> Vec<Run> {
        let speaks: Vec<bool> = steps.iter().map(|step| step.contains(&who)).collect();
        runs(&speaks)
            .into_iter()
            .filter(|(is, ..)| *is)
            .map(|(_, from, to)| Run { who, from, to })
            .collect()
    };
    let spurts: Vec<Run> = (0..n).flat_map(own).collect();
    let spurt_at = |who: usize, step: usize| {
        *spurts.iter().find(|run| run.who == who && run.from <= step && step < run.to).unwrap()
    };

    let how_many: Vec<usize> = steps.iter().map(BTreeSet::len).collect();
    let count = |is: fn(usize) -> bool| time(how_many.iter().filter(|many| is(**many)).count());
    let meeting = &facts.meeting;
    prop_assert_eq!(meeting.silence, count(|many| many == 0));
    prop_assert_eq!(meeting.overlap_time, count(|many| many > 1));
    prop_assert_eq!(meeting.speech_time, count(|many| many > 0));
    prop_assert_eq!(meeting.talk_time, time(how_many.iter().sum()));

    // For each silence and overlap, look for the nearest step with one speaker either way.
    let alone = |step: usize| (how_many[step] == 1).then(|| *steps[step].first().unwrap());
    let kinds: Vec<usize> = how_many.iter().map(|many| (*many).min(2)).collect();
    let mut sorted: [Vec<usize>; 4] = Default::default();
    for (kind, from, to) in runs(&kinds).into_iter().filter(|(kind, ..)| *kind != 1) {
        let before = (0..from).rev().find_map(alone);
        let after = (to..steps.len()).find_map(alone);
        if let (Some(before), Some(after)) = (before, after) {
            sorted[kind + usize::from(before == after)].push(to - from);
        }
    }
    let [gaps, pauses, between, within] = sorted.map(lengths);
    for (found, expected) in [
        (meeting.gaps, gaps),
        (meeting.pauses, pauses),
        (meeting.overlaps_between, between),
        (meeting.overlaps_within, within),
    ] {
        prop_assert_eq!((found.count, found.total, found.median), expected);
    }

    // Every two steps of different speakers alone with nobody alone between.
    let solos: Vec<(usize, usize)> =
        (0..steps.len()).filter_map(|step| Some((step, alone(step)?))).collect();
    let transfers: Vec<(usize, usize, i64)> = solos
        .windows(2)
        .filter(|two| two[0].1 != two[1].1)
        .map(|two| {
            let [from, to] = [two[0], two[1]].map(|(step, who)| spurt_at(who, step));
            (from.who, to.who, to.from as i64 - from.to as i64)
        })
        .collect();
    let of = |is: &dyn Fn(usize, usize) -> bool| {
        offsets(transfers.iter().filter(|(a, b, _)| is(*a, *b)).map(|(.., by)| *by).collect())
    };
    let found = meeting.floor_transfers;
    prop_assert_eq!((found.count, found.median_offset), of(&|_, _| true));
    let mut pairs = facts.pairs.iter();
    for a in 0..n {
        for b in a + 1..n {
            let both = steps.iter().filter(|step| step.contains(&a) && step.contains(&b)).count();
            let [forth, back] = [of(&|x, y| (x, y) == (a, b)), of(&|x, y| (x, y) == (b, a))];
            let directed = analysis.directed();
            let [there, here] = [directed[(a, b)], directed[(b, a)]];
            if both + forth.0 + back.0 > 0 || there + here > 0.0 {
                let pair = pairs.next().unwrap();
                prop_assert_eq!(pair.between.each_ref().map(|label| place[label.as_str()]), [a, b]);
                prop_assert_eq!(pair.overlap_time, time(both));
                let found = [pair.first_to_second, pair.second_to_first];
                prop_assert_eq!(found.map(|it| (it.count, it.median_offset)), [forth, back]);
                prop_assert_eq!(pair.reciprocity.is_some(), there + here > 0.0);
            }
        }
    }
    prop_assert!(pairs.next().is_none());

    let backchannel = |run: &Run| {
        run.to - run.from <= 4
            && spurts
                .iter()
                .any(|other| other.who != run.who && other.from < run.from && run.to <= other.to)
    };
    for (who, one) in facts.participants.iter().enumerate() {
        let own: Vec<&Run> = spurts.iter().filter(|run| run.who == who).collect();
        prop_assert_eq!(one.spurts, own.len());
        prop_assert_eq!(one.backchannels, own.iter().filter(|run| backchannel(run)).count());
        let shared = steps.iter().filter(|step| step.len() > 1 && step.contains(&who)).count();
        prop_assert_eq!(one.overlap_time, time(shared));
        let taken = of(&|_, to| to == who);
        prop_assert_eq!((one.floor_taken.count, one.floor_taken.median_offset), taken);
        // Free of the others' weighty spurts: what is said there is one monologue.
        let free: Vec<bool> = (0..steps.len())
            .map(|step| {
                !spurts.iter().any(|run| {
                    run.who != who && run.from <= step && step < run.to && !backchannel(run)
                })
            })
            .collect();
        let mut best: Option<(usize, usize, usize)> = None;
        for (_, from, to) in runs(&free).into_iter().filter(|(is, ..)| *is) {
            let said: Vec<usize> = (from..to).filter(|step| steps[*step].contains(&who)).collect();
            if !said.is_empty() && best.is_none_or(|(most, ..)| said.len() > most) {
                best = Some((said.len(), said[0], said[said.len() - 1] + 1));
            }
        }
        let found = one.longest_monologue.map(|it| {
            let [from, to] =
                [it.span.start(), it.span.end()].map(|at| (at.micros() / STEP) as usize - first);
            (it.talk_time, from, to)
        });
        prop_assert_eq!(found, best.map(|(talk, from, to)| (time(talk), from, to)));
    }

    // Parts: everyone reached over links of at least 1. Cohesion: of every way to divide
    // them in two, the one whose strongest link across is weakest.
    let directed = analysis.directed();
    let strength = |a: usize, b: usize| directed[(a, b)] + directed[(b, a)];
    let sum = |a: usize| (0..n).map(|b| strength(a, b)).sum::<f64>();
    let all: f64 = (0..n).map(sum).sum();
    let link = |a: usize, b: usize| {
        if strength(a, b) > 0.0 { strength(a, b) * all / (sum(a) * sum(b)) } else { 0.0 }
    };
    let across = (1..(1_usize << n) / 2).map(|side| {
        let mut strongest = 0.0_f64;
        for a in (0..n).filter(|a| side >> a & 1 == 1) {
            for b in (0..n).filter(|b| side >> b & 1 == 0) {
                strongest = strongest.max(link(a, b));
            }
        }
        strongest
    });
    match (meeting.cohesion, across.reduce(f64::min)) {
        (Some(found), Some(expected)) => {
            prop_assert!((found - expected).abs() < 1e-9 * expected.max(1.0));
            let borderline = (0..n).any(|a| (0..a).any(|b| (link(a, b) - 1.0).abs() < 1e-9));
            if !borderline {
                prop_assert_eq!(meeting.parts.len() == 1, expected >= 1.0);
                for part in &meeting.parts {
                    let inside: BTreeSet<usize> =
                        part.iter().map(|one| place[one.as_str()]).collect();
                    let mut reached = BTreeSet::from([*inside.first().unwrap()]);
                    while let Some(next) = (0..n).find(|next| {
                        !reached.contains(next)
                            && reached.iter().any(|one| link(*one, *next) >= 1.0)
                    }) {
                        reached.insert(next);
                    }
                    prop_assert_eq!(inside, reached);
                }
            }
        }
        (found, expected) => prop_assert_eq!(found, expected),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_twins_agree(
        spoken in proptest::collection::vec((0..4_usize, 0..60_usize, 1..9_usize), 0..25),
    ) {
        compare(&spoken)?;
    }
}
