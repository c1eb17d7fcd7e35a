//! More than talk: people who ignore each other are at chance, people who listen are above it.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use sociogram::chance::{PairChance, Shifts, pairs};
use sociogram::generate::{Generator, Kind};
use sociogram::{Analyzer, Conversation, Turn, Turns};

fn chance(turns: Turns, seed: u64) -> Vec<PairChance> {
    let how = Shifts { seed, ..Shifts::default() };
    pairs(&Conversation::new(turns).unwrap(), &Analyzer::default(), how)
}

/// Two people who talk as people do, each in a room of their own.
fn strangers(seed: u64) -> Turns {
    let one = Generator::new(Kind::Panel, 3, 400).seed(2 * seed).turns();
    let other = Generator::new(Kind::Panel, 3, 400).seed(2 * seed + 1).turns();
    let of = |turns: Turns, new: &str| -> Vec<Turn> {
        let own = turns.iter().filter(|(label, _)| label.as_str() == "s1");
        own.map(|(_, span)| Turn::new(new, span)).collect()
    };
    of(one, "ana").into_iter().chain(of(other, "ben")).collect()
}

#[test]
fn people_in_rooms_of_their_own_are_at_chance() {
    let found: Vec<PairChance> = (0..40).map(|seed| chance(strangers(seed), seed)[0]).collect();
    let mean = found.iter().filter_map(|one| one.ratio).sum::<f64>() / found.len() as f64;
    assert!((0.9..1.1).contains(&mean), "{mean}");
    let within = |one: &&PairChance| {
        let (ratio, by_chance) = (one.ratio.unwrap(), one.by_chance.unwrap());
        (by_chance.low..=by_chance.high).contains(&ratio)
    };
    let held = found.iter().filter(within).count();
    assert!(held >= 31, "nine tenths of 40 are 36, and {held} were");
}

#[test]
fn people_who_listen_are_above_chance() {
    for seed in 0..10 {
        for kind in [Kind::Interview, Kind::Panel] {
            let found = chance(Generator::new(kind, 2, 400).seed(seed).turns(), seed)[0];
            let (ratio, interval) = (found.ratio.unwrap(), found.interval.unwrap());
            assert!(ratio > 1.2 && ratio > found.by_chance.unwrap().high, "{kind:?}: {found:?}");
            assert!(interval.low < ratio && ratio < interval.high);
        }
    }
}

#[test]
fn a_seed_decides_and_neither_threads_nor_order_do() {
    let turns = Generator::new(Kind::Brainstorm, 4, 200).seed(3).turns();
    let backwards: Turns = {
        let mut all: Vec<Turn> = turns.iter().map(|(label, span)| Turn::new(label, span)).collect();
        all.reverse();
        all.into()
    };
    assert_eq!(chance(turns.clone(), 1), chance(backwards, 1));
    assert_ne!(chance(turns.clone(), 1), chance(turns.clone(), 2));
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| chance(turns.clone(), 1)), chance(turns.clone(), 1));
    }
}

#[test]
fn nothing_is_expected_of_nobody() {
    assert!(chance(Turns::new(), 0).is_empty());
    let alone = Turns::from([Turn::from_seconds("ana", 0.0, 5.0).unwrap()]);
    assert!(chance(alone, 0).is_empty());
}
