//! The functions in the rest of SQL.

use crate::common::{BOTH, How, Row, ask, corpus, expected, number, refused, rows, scattered};
use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::Float64Type;
use datafusion::prelude::{SessionContext, col};
use sociogram::{Analyzer, Conversation, Turn};

const STANDUP: [(&str, f64, f64); 4] =
    [("ana", 0.0, 2.0), ("ben", 2.2, 4.0), ("eva", 4.1, 6.0), ("ana", 6.0, 9.0)];

fn standup(partitions: usize) -> SessionContext {
    let rows: Vec<Row> = STANDUP
        .iter()
        .map(|(speaker, start, end)| Row {
            meeting: "standup".to_owned(),
            speaker: (*speaker).to_owned(),
            start: *start,
            end: *end,
        })
        .collect();
    How { partitions, batch_size: 2, memory: None }.over(&rows)
}

fn score(analyzer: Analyzer, which: &[usize]) -> Option<f64> {
    let turns: Vec<Turn> = which
        .iter()
        .map(|at| STANDUP[*at])
        .map(|(speaker, start, end)| Turn::from_seconds(speaker, start, end).unwrap())
        .collect();
    analyzer.analyze(&Conversation::new(turns).unwrap()).score()
}

#[test]
fn distinct_and_order_change_nothing() {
    for partitions in [1, 2] {
        let context = standup(partitions);
        let whole = score(Analyzer::default(), &[0, 1, 2, 3]);
        for query in [
            r#"SELECT interaction_score(DISTINCT speaker, start, "end") FROM turns"#,
            r#"SELECT interaction_score(DISTINCT speaker, start, "end") FROM turns GROUP BY meeting"#,
            r#"SELECT interaction_score(speaker, start, "end" ORDER BY start DESC) FROM turns"#,
            r#"SELECT interaction_score(speaker, start, "end" ORDER BY start DESC) FROM turns
               GROUP BY meeting"#,
            r#"SELECT interaction_score(speaker, start, "end")
               FROM (SELECT * FROM turns UNION ALL SELECT * FROM turns)"#,
        ] {
            assert_eq!(number(&context, query), whole, "{query}");
        }
    }
}

#[test]
fn distinct_beside_another_distinct() {
    let query = r#"SELECT interaction_score(DISTINCT speaker, start, "end") FROM turns
        GROUP BY meeting HAVING count(DISTINCT speaker) = 3"#;
    assert_eq!(number(&standup(2), query), score(Analyzer::default(), &[0, 1, 2, 3]));
}

#[test]
fn a_filter_leaves_rows_out() {
    for partitions in [1, 2] {
        let context = standup(partitions);
        for group in ["", "GROUP BY meeting"] {
            let query = |filter: &str| {
                format!(
                    r#"SELECT interaction_score(speaker, start, "end") FILTER (WHERE {filter})
                       FROM turns {group}"#
                )
            };
            let some = score(Analyzer::default(), &[0, 1, 3]);
            assert_eq!(number(&context, &query("speaker <> 'eva'")), some);
            assert_eq!(number(&context, &query("start > 100")), None);
            assert_eq!(number(&context, &query("CASE WHEN start > 100 THEN true END")), None);
            // What is filtered is not looked at.
            let hole = format!(
                r#"SELECT interaction_score(nullif(speaker, 'eva'), start, "end")
                   FILTER (WHERE speaker <> 'eva') FROM turns {group}"#
            );
            assert_eq!(number(&context, &hole), some);
        }
    }
}

#[test]
fn a_window_over_the_meeting() {
    let query = r#"SELECT interaction_score(speaker, start, "end") OVER (PARTITION BY meeting)
        FROM turns"#;
    for partitions in [1, 2] {
        let answer = ask(&standup(partitions), query).unwrap();
        let whole = score(Analyzer::default(), &[0, 1, 2, 3]);
        assert_eq!(answer.rows(), 4);
        for batch in &answer.batches {
            let scores = batch.column(0).as_primitive::<Float64Type>();
            assert!(scores.iter().all(|score| score == whole), "{scores:?}");
        }
    }
}

#[test]
fn a_window_up_to_the_row_is_the_score_so_far() {
    let query = r#"SELECT interaction_score(speaker, start, "end")
            OVER (PARTITION BY meeting ORDER BY start) AS so_far
        FROM turns ORDER BY start"#;
    let answer = ask(&standup(2), query).unwrap();
    let scores: Vec<Option<f64>> = answer
        .batches
        .iter()
        .flat_map(|batch| batch.column(0).as_primitive::<Float64Type>().iter().collect::<Vec<_>>())
        .collect();
    let so_far: Vec<Option<f64>> =
        (1..=4).map(|count| score(Analyzer::default(), &[0, 1, 2, 3][..count])).collect();
    assert_eq!(scores, so_far);
}

#[test]
fn a_window_whose_start_moves_is_refused() {
    let query = r#"SELECT interaction_score(speaker, start, "end")
            OVER (ORDER BY start ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM turns"#;
    let found = refused(&standup(2), query);
    assert!(found.contains("retract_batch"), "{found}");
}

#[test]
fn grouping_sets() {
    let query = r#"SELECT interaction_score(speaker, start, "end"), meeting FROM turns
        GROUP BY ROLLUP (meeting)"#;
    for partitions in [1, 2] {
        let answer = ask(&standup(partitions), query).unwrap();
        assert_eq!(answer.rows(), 2);
        for batch in &answer.batches {
            let scores = batch.column(0).as_primitive::<Float64Type>();
            let whole = score(Analyzer::default(), &[0, 1, 2, 3]);
            assert!(scores.iter().all(|score| score == whole), "{scores:?}");
        }
    }
}

#[test]
fn parameters_of_ones_own() {
    let analyzer =
        Analyzer::builder().rise(2.0).decay(3.0).unaddressed(0.1).half_rate(9.0).build().unwrap();
    let corpus = corpus(3, 20, 5, 80);
    let context = How::partitions(2).over(&scattered(rows(&corpus), 2));
    sociogram_datafusion::register_with(&context, analyzer);
    assert_eq!(ask(&context, BOTH).unwrap().said(), expected(&corpus, &analyzer));
    assert_ne!(expected(&corpus, &analyzer), expected(&corpus, &Analyzer::default()));
}

/// Two sets of parameters in one query are two functions.
#[test]
fn two_sets_of_parameters_beside_each_other() {
    let context = standup(2);
    let strict = Analyzer::builder().half_rate(30.0).build().unwrap();
    let call = |analyzer| {
        sociogram_datafusion::interaction_score(analyzer).call(vec![
            col("speaker"),
            col("start"),
            col("end"),
        ])
    };
    let batches = crate::common::wait(async {
        let table = context.table("turns").await?;
        let scores = vec![call(Analyzer::default()).alias("usual"), call(strict).alias("strict")];
        table.aggregate(vec![col("meeting")], scores)?.collect().await
    });
    let batches = batches.unwrap();
    let batch = batches.iter().find(|batch| batch.num_rows() == 1).unwrap();
    for (at, analyzer) in [(1, Analyzer::default()), (2, strict)] {
        let found = batch.column(at).as_primitive::<Float64Type>().value(0);
        assert_eq!(Some(found), score(analyzer, &[0, 1, 2, 3]));
    }
}

#[test]
fn a_row_a_pair() {
    let query = r#"SELECT meeting, pair['first'], pair['second'], pair['value'], pair['rate'] FROM (
        SELECT meeting, unnest(interactions(speaker, start, "end")) AS pair
        FROM turns GROUP BY meeting)"#;
    let corpus = corpus(11, 30, 4, 60);
    let expected = expected(&corpus, &Analyzer::default());
    let answer = ask(&How::partitions(2).over(&rows(&corpus)), query).unwrap();
    let pairs: usize = expected.values().map(|(_, pairs)| pairs.len()).sum();
    assert_eq!(answer.rows(), pairs);
    for batch in &answer.batches {
        let meetings = batch.column(0).as_string::<i32>();
        let (first, second) = (batch.column(1).as_string_view(), batch.column(2).as_string_view());
        let values = batch.column(3).as_primitive::<Float64Type>();
        for row in 0..batch.num_rows() {
            let (_, pairs) = &expected[meetings.value(row)];
            assert!(pairs.iter().any(|pair| {
                (pair.0.as_str(), pair.1.as_str(), pair.2[0])
                    == (first.value(row), second.value(row), values.value(row).to_bits())
            }));
        }
    }
}

/// What is asked for is written and read again.
#[test]
fn answers_go_into_parquet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scores.parquet");
    let path = path.to_str().unwrap();
    let corpus = corpus(12, 30, 4, 60);
    let context = How::partitions(2).over(&rows(&corpus));
    ask(&context, &format!("COPY ({BOTH}) TO '{path}' STORED AS PARQUET")).unwrap();
    let read = How::partitions(1).context();
    ask(&read, &format!("CREATE EXTERNAL TABLE scores STORED AS PARQUET LOCATION '{path}'"))
        .unwrap();
    let answer = ask(&read, "SELECT * FROM scores").unwrap();
    assert_eq!(answer.rows(), 30);
    assert_eq!(answer.batches[0].schema().fields().len(), 3);
}
