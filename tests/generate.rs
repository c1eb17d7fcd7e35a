//! Generated conversations: of the size that was asked for, of their kind, the same for a seed.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use sociogram::generate::{Generator, Kind};
use sociogram::{Analyzer, Conversation, Turns};
use support::conversations::{line, lines};

fn score(turns: Turns) -> f64 {
    Analyzer::default().analyze(&Conversation::new(turns).unwrap()).score().unwrap()
}

#[test]
fn they_have_the_turns_and_speakers_that_were_asked_for() {
    for kind in Kind::ALL {
        for (speakers, length) in
            [(2, 10), (3, 10), (4, 100), (9, 1_000), (200, 400), (5_000, 10_000)]
        {
            let turns = Generator::new(kind, speakers, length).seed(3).turns();
            assert_eq!(turns.len(), length, "{kind:?}");
            assert_eq!(turns.speakers().len(), speakers, "{kind:?} of {length}");
            assert!(turns.iter().map(|(_, span)| span.start()).is_sorted());
        }
    }
}

#[test]
fn a_seed_means_the_same_conversation_for_good() {
    let turns = Generator::new(Kind::Panel, 4, 4).seed(1).turns();
    let expected = PANEL.map(|(speaker, start, end)| line(speaker, start * 1_000, end * 1_000));
    assert_eq!(lines(&turns), expected);
    let again = Generator::new(Kind::Panel, 4, 4).seed(1).turns();
    assert_eq!(lines(&turns), lines(&again));
    let other = Generator::new(Kind::Panel, 4, 4).seed(2).turns();
    assert_ne!(lines(&turns), lines(&other));
}

/// Speaker, start and end in milliseconds.
const PANEL: [(&str, i64, i64); 4] =
    [("s0", 240, 5_282), ("s1", 6_463, 8_216), ("s2", 8_426, 17_770), ("s3", 14_973, 15_281)];

#[test]
fn the_kinds_interact_more_and_more() {
    for speakers in [2, 3, 4, 6, 8] {
        for seed in 0..20 {
            let scores =
                Kind::ALL.map(|kind| score(Generator::new(kind, speakers, 400).seed(seed).turns()));
            assert!(scores.is_sorted(), "{speakers} speakers, seed {seed}: {scores:?}");
        }
    }
}

#[test]
#[ignore = "ten million turns take a while without optimization"]
fn ten_million_turns_can_be_had() {
    let turns = Generator::new(Kind::Brainstorm, 5_000, 10_000_000).turns();
    assert_eq!((turns.len(), turns.speakers().len()), (10_000_000, 5_000));
}
