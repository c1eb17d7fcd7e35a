//! The bundled table is the project's own meetings; `BLESS=1` writes it anew.

use std::collections::BTreeMap;
use std::path::Path;

use crate::common::{BOTH, Corpus, How, ask, expected, rows};
use datafusion::prelude::ParquetReadOptions;
use sociogram::Analyzer;
use sociogram::formats::rttm;

#[test]
fn the_bundled_table_says_what_the_library_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut corpus: Corpus = BTreeMap::new();
    for name in ["standup", "monologue", "two-rooms"] {
        let path = folder.join("../../fixtures/meetings").join(name).with_extension("rttm");
        for recording in rttm::read(&std::fs::read(path).unwrap()).unwrap() {
            let meeting = recording.name().to_string();
            assert!(corpus.insert(meeting, recording.into_turns()).is_none());
        }
    }
    let table = folder.join("fixtures/meetings.parquet");
    let table = table.to_str().unwrap();
    if std::env::var_os("BLESS").is_some() {
        let context = How::partitions(1).over(&rows(&corpus));
        let write = format!("COPY (SELECT * FROM turns) TO '{table}' STORED AS PARQUET");
        ask(&context, &write).unwrap();
    }
    let context = How::partitions(2).context();
    crate::common::wait(context.register_parquet("turns", table, ParquetReadOptions::default()))
        .unwrap();
    // Parquet's text comes as views.
    let query = BOTH.replace("SELECT meeting", "SELECT arrow_cast(meeting, 'Utf8')");
    assert_eq!(ask(&context, &query).unwrap().said(), expected(&corpus, &Analyzer::default()));
}
