//! Explanations add up to the strength, and their parts are what the conversation shows.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use proptest::prelude::*;
use sociogram::explain::{heaviest, responses};
use sociogram::{Analyzer, Conversation, Turn};
use support::conversations::{analyzers, conversation, conversations, lifelike, lines};

fn of(turns: &[(&str, f64, f64)]) -> Conversation {
    let turns: Vec<Turn> =
        turns.iter().map(|(who, from, to)| Turn::from_seconds(*who, *from, *to).unwrap()).collect();
    Conversation::new(turns).unwrap()
}

#[test]
fn offsets_overlaps_and_shares_are_those_of_the_timeline() {
    // ana  |------|        |--|
    // ben      |----|
    // eva             |------|
    let conversation =
        of(&[("ana", 0.0, 4.0), ("ben", 3.0, 6.0), ("eva", 6.5, 9.0), ("ana", 8.0, 10.0)]);
    let analyzer = Analyzer::default();
    let told = |from, to| responses(&conversation, &analyzer, from, to).collect::<Vec<_>>();

    let ben_to_ana = told("ben", "ana");
    assert_eq!(ben_to_ana.len(), 1);
    assert_eq!((ben_to_ana[0].floor_transfer_offset, ben_to_ana[0].overlap), (-1.0, 1.0));
    assert_eq!(ben_to_ana[0].shares.len(), 1);

    let eva_to_ana = &told("eva", "ana")[0];
    assert_eq!((eva_to_ana.floor_transfer_offset, eva_to_ana.overlap), (2.5, 0.0));
    // Largest first: ben, who has just ended, before ana.
    let candidates: Vec<usize> = eva_to_ana.shares.iter().map(|(who, _)| who.get()).collect();
    assert_eq!(candidates, [1, 0]);
    let addressed: f64 = eva_to_ana.shares.iter().map(|(_, share)| share).sum();
    assert!(addressed < 1.0 && addressed > 0.7);

    let ana_to_eva = &told("ana", "eva")[0];
    assert_eq!((ana_to_eva.floor_transfer_offset, ana_to_eva.overlap), (-1.0, 1.0));

    assert_eq!(told("ana", "ana").len() + told("ana", "nobody").len() + told("", "ben").len(), 0);
}

#[test]
fn explanations_of_real_meetings_add_up() {
    for recording in support::ami_meetings("explanations of the AMI meetings").iter().step_by(10) {
        let lines = lines(recording.turns());
        add_up(&Analyzer::default(), &conversation(&lines, &[])).unwrap();
    }
}

fn add_up(analyzer: &Analyzer, conversation: &Conversation) -> Result<(), TestCaseError> {
    let analysis = analyzer.analyze(conversation);
    let directed = analysis.directed();
    let labels: Vec<String> = analysis.participants().map(|one| one.label().to_string()).collect();
    let tops = heaviest(conversation, analyzer, 3, |_, _| true);
    prop_assert_eq!(tops.len(), analysis.graph().edge_count());
    for (a, from) in labels.iter().enumerate() {
        for (b, to) in labels.iter().enumerate() {
            let told: Vec<_> = responses(conversation, analyzer, from, to).collect();
            let sum: f64 = told.iter().map(|one| one.amount()).sum();
            prop_assert!((sum - directed[(a, b)]).abs() <= 1e-9);
            let top = tops.iter().find(|((x, y), _)| (x.get(), y.get()) == (a, b));
            prop_assert_eq!(top.map_or(&[][..], |(_, top)| top), &told[..told.len().min(3)]);
            prop_assert!(told.is_sorted_by(|one, other| one.amount() >= other.amount()));
            for one in &told {
                prop_assert!(one.shares.iter().any(|(who, share)| who.get() == b
                    && share.to_bits() == one.response.share.to_bits()));
                prop_assert!(one.shares.iter().map(|(_, share)| share).sum::<f64>() <= 1.0);
                prop_assert!(one.overlap <= one.response.spurt.length().as_secs_f64() + 1e-9);
                let overlaps = one.floor_transfer_offset < 0.0;
                prop_assert_eq!(overlaps, one.overlap > 0.0, "{:?}", one);
            }
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn explanations_add_up(analyzer in analyzers(), lines in prop_oneof![conversations(), lifelike()]) {
        add_up(&analyzer, &conversation(&lines, &["roster"]))?;
    }
}
