//! Whatever way the rows come, the answers are the library's, to the bit.

use crate::common::{self, BOTH, How, ask, corpus, expected, rows, scattered};
use proptest::prelude::*;
use sociogram::{Analyzer, Turn, Turns};

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_library_in_memory(
        seed in any::<u64>(),
        meetings in 1_usize..60,
        speakers in 1_usize..9,
        turns in 1_usize..120,
        batch_size in prop::sample::select(vec![1_usize, 7, 64, 8_192]),
    ) {
        let corpus = corpus(seed, meetings, speakers, turns);
        let expected = expected(&corpus, &Analyzer::default());
        let clustered = rows(&corpus);
        let scattered = scattered(clustered.clone(), seed);
        for partitions in [1, 2, 7] {
            for rows in [&clustered, &scattered] {
                // A batch of one row each is slow, and as good with a part of them.
                let batch_size = if rows.len() > 300 { batch_size.max(64) } else { batch_size };
                let how = How { partitions, batch_size, memory: None };
                let answer = ask(&how.over(rows), BOTH).unwrap();
                prop_assert_eq!(answer.said(), expected.clone());
            }
        }
    }
}

/// A corpus that does not fit into its memory.
fn spilling(partitions: usize, is_scattered: bool) {
    let corpus = corpus(1, 400, 6, 600);
    let mut table = rows(&corpus);
    if is_scattered {
        table = scattered(table, 3);
    }
    assert!(table.len() > 100_000, "{}", table.len());
    // Partitions share it, and a batch of meetings has to fit into the share of one.
    let batch_size = if partitions > 2 { 16 } else { 64 };
    let how = How { partitions, batch_size, memory: Some((4 + partitions) << 20) };
    let answer = ask(&how.over(&table), BOTH).unwrap();
    assert!(answer.spilled > 0, "{}", answer.plan);
    assert!(answer.said() == expected(&corpus, &Analyzer::default()));
}

#[test]
fn the_library_spilling_on_one_partition() {
    spilling(1, false);
    spilling(1, true);
}

#[test]
fn the_library_spilling_on_two_partitions() {
    spilling(2, false);
    spilling(2, true);
}

#[test]
fn the_library_spilling_on_seven_partitions() {
    spilling(7, false);
    spilling(7, true);
}

#[test]
fn two_partitions_are_two_stages() {
    let corpus = corpus(5, 9, 4, 40);
    let one = ask(&How::partitions(1).over(&rows(&corpus)), BOTH).unwrap();
    assert!(one.plan.contains("mode=Single"), "{}", one.plan);
    let two = ask(&How::partitions(2).over(&rows(&corpus)), BOTH).unwrap();
    assert!(two.plan.contains("mode=FinalPartitioned"), "{}", two.plan);
    assert_eq!(one.said(), two.said());
}

/// Rows in order of meetings are handed out as their meetings end.
#[test]
fn the_library_over_sorted_rows() {
    let corpus = corpus(8, 120, 5, 90);
    let expected = expected(&corpus, &Analyzer::default());
    let sorted = r#"SELECT meeting, interaction_score(speaker, start, "end"),
        interactions(speaker, start, "end")
        FROM (SELECT * FROM turns ORDER BY meeting LIMIT 1000000) GROUP BY meeting"#;
    for partitions in [1, 2] {
        let how = How { partitions, batch_size: 100, memory: None };
        let answer = ask(&how.over(&scattered(rows(&corpus), 4)), sorted).unwrap();
        assert!(answer.plan.contains("ordering_mode=Sorted"), "{}", answer.plan);
        assert_eq!(answer.said(), expected);
    }
}

/// More meetings than rows of a batch that are alike: the first stage hands rows on as they are.
#[test]
fn the_library_where_the_first_stage_is_skipped() {
    let corpus = corpus(2, 300, 3, 3);
    let expected = expected(&corpus, &Analyzer::default());
    let context =
        How { partitions: 2, batch_size: 32, memory: None }.over(&scattered(rows(&corpus), 9));
    for setting in [
        "skip_partial_aggregation_probe_rows_threshold = 10",
        "skip_partial_aggregation_probe_ratio_threshold = 0.1",
    ] {
        ask(&context, &format!("SET datafusion.execution.{setting}")).unwrap();
    }
    let answer = ask(&context, BOTH).unwrap();
    assert_eq!(answer.said(), expected);

    // Meetings stay where a filter leaves nothing of them.
    let filter = r#""end") FILTER (WHERE speaker <> 's1')"#;
    let answer = ask(&context, &BOTH.replace(r#""end")"#, filter)).unwrap();
    let without = corpus.iter().map(|(meeting, turns)| {
        let others = turns.iter().filter(|(label, _)| label.as_str() != "s1");
        let others: Vec<Turn> = others.map(|(label, span)| Turn::new(label, span)).collect();
        (meeting.clone(), Turns::from(others))
    });
    assert_eq!(answer.said(), common::expected(&without.collect(), &Analyzer::default()));
}
