//! The rows of a corpus are those of the library, to the bit, however its turns are laid out.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use sociogram::corpus::Corpus;

use crate::tables::{
    Row, expected, folder, generated, read_meetings, read_pairs, row, run, write_csv,
    write_json_lines, write_parquet,
};

/// How turns are laid out.
#[derive(Clone, Debug)]
struct Layout {
    /// Rows in an order of their own, from this seed; 0 leaves them as they are.
    shuffled: u64,
    /// Over so many files, the first of which is of this format.
    files: usize,
    format: u8,
    /// So many rows a row group.
    group: usize,
}

fn layout() -> impl Strategy<Value = Layout> {
    (
        prop_oneof![Just(0_u64), 1..u64::MAX],
        1..5_usize,
        0..4_u8,
        prop_oneof![1..40_usize, Just(100_000)],
    )
        .prop_map(|(shuffled, files, format, group)| Layout { shuffled, files, format, group })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let turn = ("m[a-c]?[0-9]", "(ana|ben|eva|Zoë|)", 0..3_000_000_i64, 1..20_000_i64);
    let odd = proptest::collection::vec(turn, 1..60).prop_map(|turns| {
        let rows = turns.into_iter().map(|(meeting, who, start, length)| {
            let (start, end) = (start as f64 / 1e4, (start + length) as f64 / 1e4);
            row(&meeting, if who.is_empty() { "s" } else { &who }, start, end)
        });
        rows.collect()
    });
    prop_oneof![
        odd,
        (1..9_u64, 1..80_usize).prop_map(|(meetings, turns)| generated(meetings, turns))
    ]
}

/// Writes rows as a layout has them, and says where.
fn lay_out(into: &Path, rows: &[Row], layout: &Layout) -> Vec<String> {
    let mut rows = rows.to_vec();
    if layout.shuffled > 0 {
        let hash = |at: u64| {
            at.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_mul(layout.shuffled | 1) >> 11
        };
        let mut at = 0;
        rows.sort_by_cached_key(|_| {
            at += 1;
            hash(at)
        });
    }
    let each = rows.len().div_ceil(layout.files);
    let mut names = Vec::new();
    for (at, some) in rows.chunks(each.max(1)).enumerate() {
        let format = if at == 0 { layout.format } else { 0 };
        let name = match format {
            1 => format!("turns-{at}.csv"),
            2 => format!("turns-{at}.jsonl"),
            _ => format!("turns-{at}.parquet"),
        };
        let path = into.join(&name);
        match format {
            1 => write_csv(&path, some),
            2 => write_json_lines(&path, some),
            _ => write_parquet(&path, some, layout.group),
        }
        names.push(path.to_string_lossy().into_owned());
    }
    names
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_are_those_of_the_library(rows in rows(), layout in layout(), intervals: bool) {
        let folder = folder("equal");
        let inputs = lay_out(&folder, &rows, &layout);
        let (output, of_pairs) = (folder.join("out"), folder.join("pairs"));
        let corpus = Corpus::new().intervals(intervals).pairs(&of_pairs);
        let summary = corpus.run(&inputs, &output, &|_| {}).unwrap();
        let (meetings, pairs) = expected(&rows, intervals);
        prop_assert!(summary.is_fine(), "{summary:?}");
        prop_assert_eq!(summary.meetings, meetings.len() as u64);
        prop_assert_eq!(summary.rows, rows.len() as u64);
        prop_assert_eq!(read_meetings(&output), meetings);
        prop_assert_eq!(read_pairs(&of_pairs), pairs);
        prop_assert!(!folder.join("out.parts").exists(), "no parts are left behind");
    }
}

#[test]
fn threads_and_the_order_of_inputs_change_no_byte() {
    let folder = folder("threads");
    let rows = generated(60, 40);
    let inputs = lay_out(&folder, &rows, &Layout { shuffled: 5, files: 7, format: 0, group: 50 });
    let names: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let reversed: Vec<&str> = names.iter().rev().copied().collect();
    let twice = [&names[..], &names[2..4]].concat();
    let mut before: Option<[Vec<u8>; 2]> = None;
    for (threads, inputs) in [("1", &names), ("2", &reversed), ("7", &twice)] {
        let options = ["-o", "out.parquet", "--pairs", "pairs.parquet", "--threads", threads];
        let (code, told) = run(&folder, &[&inputs[..], &options].concat());
        assert_eq!(code, 0, "{told}");
        let bytes =
            ["out.parquet", "pairs.parquet"].map(|name| fs::read(folder.join(name)).unwrap());
        assert!(before.is_none_or(|before| before == bytes), "{threads} threads");
        before = Some(bytes);
    }
}

#[test]
fn a_corpus_in_order_is_scored_as_it_is_read() {
    let folder = folder("in-order");
    let rows = generated(40, 30);
    write_parquet(&folder.join("turns.parquet"), &rows, 100);
    let (code, told) = run(&folder, &["turns.parquet", "-o", "out.parquet", "--no-intervals"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(read_meetings(&folder.join("out.parquet")), expected(&rows, false).0);
}

#[test]
fn a_folder_of_recordings_has_a_meeting_a_file() {
    let folder = folder("recordings");
    fs::create_dir_all(folder.join("in/team")).unwrap();
    let file = |name: &str, text: &str| fs::write(folder.join("in").join(name), text).unwrap();
    let rttm = |who: &str, start: f64, length: f64| {
        format!("SPEAKER x 1 {start} {length} <NA> <NA> {who} <NA> <NA>\n")
    };
    file("team/monday.rttm", &[rttm("ana", 0.0, 2.0), rttm("ben", 2.25, 1.5)].concat());
    file("tuesday.csv", "speaker,start,end\nana,0,2\nben,2.25,3.75\n");
    file("silent.rttm", ";; nobody\n");
    file("twice.csv", "speaker,start,end\nana,0,2\n");
    file("twice.rttm", &rttm("ana", 0.0, 2.0));
    file("broken.rttm", "SPEAKER x 1 soon\n");
    file(
        "two.rttm",
        &[rttm("ana", 0.0, 2.0), rttm("ben", 3.0, 1.0).replace(" x ", " y ")].concat(),
    );
    file(".hidden", "no");
    let (code, told) = run(&folder, &["in", "-o", "in/out.parquet"]);
    assert_eq!(code, 3, "{told}");
    // Results are no inputs of the next run.
    assert_eq!(run(&folder, &["in", "-o", "in/out.parquet"]), (3, told.clone()));
    let found = read_meetings(&folder.join("in/out.parquet"));
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(names, ["broken", "silent", "team/monday", "tuesday", "twice", "two"]);
    assert_eq!(found["team/monday"], found["tuesday"]);
    assert_eq!((found["silent"].turns, found["silent"].score), (0, None));
    for (name, problem) in [
        ("broken", "in/broken.rttm: line 1"),
        ("twice", "2 files have this name"),
        ("two", "expected one recording a file, found 2"),
    ] {
        let error = found[name].error.as_deref().unwrap();
        assert!(error.contains(problem), "{error}");
        assert!(told.contains(error), "{told}");
    }
}

#[test]
fn a_recording_and_a_table_do_not_mix() {
    let folder = folder("mixed");
    fs::write(folder.join("m1.csv"), "speaker,start,end\nana,0,2\nben,3,4\n").unwrap();
    write_parquet(
        &folder.join("t.parquet"),
        &[row("m1", "ana", 0.0, 2.0), row("m2", "a", 0.0, 1.0)],
        9,
    );
    let (code, told) = run(&folder, &["m1.csv", "t.parquet", "-o", "o", "--pairs", "p"]);
    assert_eq!(code, 3);
    assert!(told.contains("meeting m1: error: it stands in several inputs"), "{told}");
    assert!(read_pairs(&folder.join("p")).is_empty());
    assert_eq!(read_meetings(&folder.join("o"))["m1"].turns, 3);
}
