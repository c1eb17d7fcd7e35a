//! Live equals batch, bit for bit (law 12), whatever comes when; and what is refused.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use sociogram::live::{Live, LiveError};
use sociogram::schema::FullResult;
use sociogram::{Analyzer, Conversation, Time, Turn};
use support::conversations::{Line, analyzers, bits, conversations, lifelike, line, lines, result};

fn turn(line: &Line) -> Turn {
    Turn::from_micros(line.speaker.as_str(), line.start, line.end).unwrap()
}

fn at(micros: i64) -> Time {
    Time::from_micros(micros).unwrap()
}

fn snapshot(live: &Live) -> String {
    bits(&FullResult::from(&live.snapshot()))
}

fn batch(analyzer: &Analyzer, lines: &[Line], roster: &[&str]) -> String {
    bits(&result(analyzer, lines, roster))
}

/// A horizon that no turn of a test lies beyond.
const ENDLESS: Duration = Duration::MAX;

/// Pushes turns one by one and holds live against batch every so many turns and at the end;
/// returns how many were refused.
fn live_is_batch(
    live: &mut Live,
    analyzer: &Analyzer,
    arriving: &[Line],
    every: usize,
) -> Result<usize, TestCaseError> {
    let mut taken: Vec<Line> = Vec::new();
    let mut refused = 0;
    for (number, line) in arriving.iter().enumerate() {
        let earliest = live.earliest();
        match live.push(turn(line)) {
            Ok(()) => {
                prop_assert!(earliest.is_none_or(|earliest| line.start >= earliest.micros()));
                taken.push(line.clone());
            }
            Err(LiveError::BeyondHorizon { start, earliest: told, .. }) => {
                prop_assert_eq!((start, Some(told)), (at(line.start), earliest));
                prop_assert!(start < told);
                refused += 1;
            }
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        }
        if number % every == 0 || number + 1 == arriving.len() {
            prop_assert_eq!(snapshot(live), batch(analyzer, &taken, &[]), "turn {}", number);
        }
    }
    prop_assert_eq!((live.turns(), live.refused()), (taken.len() as u64, refused as u64));
    Ok(refused)
}

fn shuffled(lines: &[Line], seed: u64) -> Vec<Line> {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut keyed: Vec<(u64, Line)> =
        lines.iter().map(|line| (random.next_u64(), line.clone())).collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, line)| line).collect()
}

/// Turns in an order in which they might arrive, each up to so much later than it ends, and the
/// horizon that holds them all.
fn late(lines: &[Line], most: i64, seed: u64) -> (Vec<Line>, Duration) {
    let mut random = Pcg64Mcg::seed_from_u64(seed);
    let mut keyed: Vec<(i64, Line)> = lines
        .iter()
        .map(|line| (line.end + (random.next_u64() >> 1) as i64 % (most + 1), line.clone()))
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    let longest = lines.iter().map(|line| line.end - line.start).max().unwrap_or(0);
    let horizon = Duration::from_micros((longest + most) as u64);
    (keyed.into_iter().map(|(_, line)| line).collect(), horizon)
}

fn by<K: Ord>(lines: &[Line], key: impl Fn(&Line) -> K) -> Vec<Line> {
    let mut lines = lines.to_vec();
    lines.sort_by_key(key);
    lines
}

/// Law 12, in every order in which turns may come.
fn law_12(analyzer: &Analyzer, lines: &[Line], seed: u64, every: usize) -> TestCaseResult {
    let longest = lines.iter().map(|line| line.end - line.start).max().unwrap_or(0);
    let (late, wide) = late(lines, 20_000_000, seed);
    for (arriving, horizon) in [
        (by(lines, |line| line.start), Duration::ZERO),
        (by(lines, |line| line.start), Duration::from_secs(5)),
        (by(lines, |line| line.end), Duration::from_micros(longest as u64)),
        (late, wide),
        (shuffled(lines, seed), ENDLESS),
    ] {
        let mut live = Live::new(*analyzer).horizon(horizon);
        // In order of start nothing comes too late but what is nested in what has ended.
        let refused = live_is_batch(&mut live, analyzer, &arriving, every)?;
        prop_assert!(refused == 0 || horizon < Duration::from_micros(longest as u64));
    }
    Ok(())
}

proptest! {
    #[test]
    fn live_equals_batch(lines in conversations(), analyzer in analyzers(), seed: u64) {
        law_12(&analyzer, &lines, seed, 3)?;
    }

    #[test]
    fn what_is_refused_is_all_that_is_missing(
        lines in conversations(),
        seed: u64,
        horizon in prop_oneof![0..5_000_000_u64, 0..60_000_000_u64, 0..20_u64],
    ) {
        let analyzer = Analyzer::default();
        let mut live = Live::new(analyzer).horizon(Duration::from_micros(horizon));
        live_is_batch(&mut live, &analyzer, &shuffled(&lines, seed), 4)?;
    }

    /// What is held counts as spoken until a time, and a floor that is let go is a turn; held for
    /// longer than the horizon, it counts as spoken until there.
    #[test]
    fn held_floors_count_until_they_are_let_go(
        lines in lifelike(),
        held_of in 1..4_usize,
        horizon in prop_oneof![Just(600_000_000_u64), 0..20_000_000_u64],
    ) {
        let analyzer = Analyzer::default();
        let mut live = Live::new(analyzer).horizon(Duration::from_micros(horizon));
        // Every so many turns are told when they begin and when they end, the others when they end.
        let mut events: Vec<(i64, bool, &Line)> = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            if number % held_of == 0 {
                events.push((line.start, true, line));
            }
            events.push((line.end, false, line));
        }
        events.sort_by_key(|(time, starts, line)| (*time, *starts, line.start));
        let mut taken: Vec<Line> = Vec::new();
        let mut held: BTreeMap<String, i64> = BTreeMap::new();
        for (number, (time, starts, of)) in events.into_iter().enumerate() {
            if starts {
                match live.speaking(of.speaker.as_str(), at(time)) {
                    Ok(()) => {
                        prop_assert!(held.insert(of.speaker.clone(), time).is_none());
                    }
                    Err(LiveError::AlreadySpeaking { since, .. }) => {
                        prop_assert_eq!(since, at(held[&of.speaker]));
                    }
                    Err(LiveError::BeyondHorizon { .. }) => {}
                    Err(other) => return Err(TestCaseError::fail(other.to_string())),
                }
            } else if let Some(since) = held.remove(&of.speaker) {
                match live.stopped(&of.speaker, at(time)) {
                    Ok(()) => taken.push(line(of.speaker.clone(), since, time)),
                    Err(error) => {
                        let is_early = matches!(error, LiveError::StopsTooEarly { .. });
                        prop_assert!(is_early && time <= since);
                    }
                }
            } else if live.push(turn(of)).is_ok() {
                taken.push(of.clone());
            }
            let earliest = live.earliest().map_or(i64::MIN, Time::micros);
            for (speaker, since) in &mut held {
                if *since < earliest {
                    taken.push(line(speaker.clone(), *since, earliest));
                    *since = earliest;
                }
            }
            if number % 5 == 0 {
                prop_assert_eq!(snapshot(&live), batch(&analyzer, &taken, &[]));
                let then = at(time + 1_500_000);
                let mut spoken = taken.clone();
                spoken.extend(
                    held.iter().map(|(speaker, since)| line(speaker.clone(), *since, then.micros())),
                );
                let snapshot = bits(&FullResult::from(&live.snapshot_at(then)));
                prop_assert_eq!(snapshot, batch(&analyzer, &spoken, &[]));
            }
        }
    }

    #[test]
    fn the_roster_takes_part(lines in conversations(), seed: u64) {
        let (analyzer, roster) = (Analyzer::default(), ["zoe", "ana", "zoe", "moe"]);
        let mut live = Live::new(analyzer).horizon(ENDLESS).roster(roster);
        prop_assert_eq!(snapshot(&live), batch(&analyzer, &[], &roster));
        for line in shuffled(&lines, seed) {
            live.push(turn(&line)).unwrap();
        }
        prop_assert_eq!(snapshot(&live), batch(&analyzer, &lines, &roster));
    }
}

#[test]
fn live_equals_batch_on_real_recordings() {
    let needed_for = "live against batch on real recordings";
    let mut recordings = support::ami_meetings(needed_for);
    recordings.extend(support::voxconverse_clips(needed_for));
    for (seed, recording) in (0..).zip(recordings) {
        let lines = lines(recording.turns());
        if let Err(error) = law_12(&Analyzer::default(), &lines, seed, lines.len() / 3 + 1) {
            panic!("{}: {error}", recording.name());
        }
    }
}

#[test]
fn a_turn_told_again_and_again_takes_no_room() {
    let mut live = Live::new(Analyzer::default());
    for _ in 0..1_000 {
        live.push(turn(&line("ana", 0, 2_000_000))).unwrap();
        live.push(turn(&line("ben", 2_000_000, 4_000_000))).unwrap();
    }
    assert_eq!(
        (live.turns(), live.snapshot().participants().map(|one| one.spurts()).sum()),
        (2_000, 2)
    );
}

#[test]
fn times_at_the_ends_of_time_are_taken() {
    let analyzer = Analyzer::default();
    let (first, last) = (Time::MIN.micros(), Time::MAX.micros());
    let lines =
        [line("ana", first, first + 1), line("ben", last - 1, last), line("eva", first, last)];
    for horizon in [Duration::ZERO, Duration::from_secs(600), ENDLESS] {
        let mut live = Live::new(analyzer).horizon(horizon);
        let taken: Vec<Line> =
            lines.iter().filter(|line| live.push(turn(line)).is_ok()).cloned().collect();
        assert_eq!(taken.len(), if horizon == ENDLESS { 3 } else { 2 });
        assert_eq!(snapshot(&live), batch(&analyzer, &taken, &[]));
    }
}

#[test]
fn nothing_heard_is_a_meeting_in_which_nobody_spoke() {
    let live = Live::new(Analyzer::default());
    let silent = Analyzer::default().analyze(&Conversation::new([]).unwrap());
    assert_eq!(snapshot(&live), bits(&FullResult::from(&silent)));
    assert_eq!((live.extent(), live.earliest(), live.turns(), live.refused()), (None, None, 0, 0));
}

#[test]
fn what_is_refused_says_why_and_changes_nothing() {
    let mut live = Live::new(Analyzer::default()).horizon(Duration::from_secs(10));
    live.push(turn(&line("ana", 0, 15_500_000))).unwrap();
    let before = snapshot(&live);
    let late = live.push(turn(&line("ben", 5_400_000, 9_000_000))).unwrap_err();
    assert_eq!(
        late.to_string(),
        "\"ben\" starts at 5.4 s, beyond the horizon: it had to start at 5.5 s or later",
    );
    let late = live.speaking("ben", at(0)).unwrap_err();
    assert!(matches!(late, LiveError::BeyondHorizon { .. }), "{late}");
    let silent = live.stopped("ben", at(16_000_000)).unwrap_err();
    assert_eq!(silent.to_string(), "\"ben\" was not speaking, and cannot stop");
    live.speaking("ana", at(16_000_000)).unwrap();
    let twice = live.speaking("ana", at(17_000_000)).unwrap_err();
    assert_eq!(
        twice.to_string(),
        "\"ana\" has been speaking since 16 s, and has to stop before starting anew",
    );
    let early = live.stopped("ana", at(15_000_000)).unwrap_err();
    assert_eq!(early.to_string(), "\"ana\" stops at 15 s, and has to stop after 16 s");
    assert_eq!((live.turns(), live.refused()), (1, 5));
    assert_eq!(snapshot(&live), before);
    live.speaking("ana", at(16_000_000)).unwrap();
}

#[test]
fn there_are_no_more_participants_than_a_conversation_can_have() {
    let mut live = Live::new(Analyzer::default()).roster(["silent", "0"]);
    // Far enough apart for nobody to be present any more: everyone else would be a pair with them.
    let apart = |number: i64| number * 200_000_000;
    let most = Conversation::MAX_PARTICIPANTS as i64;
    for number in 0..most - 1 {
        live.push(turn(&line(number.to_string(), apart(number), apart(number) + 1))).unwrap();
    }
    let over = live.push(turn(&line("over", apart(most), apart(most) + 1)));
    assert_eq!(
        over,
        Err(LiveError::TooManyParticipants { found: Conversation::MAX_PARTICIPANTS + 1 })
    );
    live.push(turn(&line("silent", apart(most), apart(most) + 1))).unwrap();
    assert_eq!(live.snapshot().participants().len(), Conversation::MAX_PARTICIPANTS);
}
