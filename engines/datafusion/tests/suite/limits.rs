//! Meetings of a size that none has, and little memory.

use crate::common::{BOTH, Corpus, How, ask, corpus, expected, number, rows, scattered};
use datafusion::common::DataFusionError;
use sociogram::Analyzer;
use sociogram::generate::{Generator, Kind};

const SCORE: &str =
    r#"SELECT interaction_score(speaker, start, "end") FROM turns GROUP BY meeting"#;

fn one(speakers: usize, turns: usize) -> Corpus {
    let turns = Generator::new(Kind::Brainstorm, speakers, turns).turns();
    [("long".to_owned(), turns)].into()
}

#[test]
fn a_meeting_of_three_hundred_thousand_turns() {
    let corpus = one(6, 300_000);
    let (score, _) = &expected(&corpus, &Analyzer::default())["long"];
    let table = scattered(rows(&corpus), 5);
    for (partitions, query) in
        [(1, SCORE), (2, SCORE), (2, SCORE.trim_end_matches("GROUP BY meeting"))]
    {
        let context = How::partitions(partitions).over(&table);
        assert_eq!(number(&context, query).map(f64::to_bits), *score);
    }
}

#[test]
fn a_meeting_of_five_thousand_speakers() {
    let corpus = one(5_000, 60_000);
    let answer = ask(&How::partitions(2).over(&scattered(rows(&corpus), 6)), BOTH).unwrap();
    assert!(answer.said() == expected(&corpus, &Analyzer::default()));
}

/// Too little memory for a batch of meetings is an error that says so; smaller batches help.
#[test]
fn little_memory_is_a_clean_error_and_smaller_batches_help() {
    let corpus = corpus(4, 2_000, 6, 150);
    let table = rows(&corpus);
    for partitions in [1, 2] {
        let how = |batch_size| How { partitions, batch_size, memory: Some(4 << 20) };
        let error = ask(&how(8_192).over(&table), BOTH).unwrap_err();
        let DataFusionError::ResourcesExhausted(_) = error.find_root() else {
            panic!("expected ResourcesExhausted, found {error}")
        };
        let answer = ask(&how(64).over(&table), BOTH).unwrap();
        assert!(answer.spilled > 0);
        assert!(answer.said() == expected(&corpus, &Analyzer::default()));
    }
}

/// One meeting has to fit.
#[test]
fn a_meeting_beyond_all_memory_is_a_clean_error() {
    let table = rows(&one(6, 300_000));
    for partitions in [1, 2] {
        let how = How { partitions, batch_size: 64, memory: Some(4 << 20) };
        let error = ask(&how.over(&table), SCORE).unwrap_err();
        let DataFusionError::ResourcesExhausted(_) = error.find_root() else {
            panic!("expected ResourcesExhausted, found {error}")
        };
    }
}
