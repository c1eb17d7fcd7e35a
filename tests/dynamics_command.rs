//! `sociogram dynamics` as a process; its page is `tests/cmd/dynamics.md`.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use std::io::{Read, Write};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

const STANDUP: &str = "fixtures/meetings/standup.rttm";

fn begin(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sociogram"));
    command.current_dir(support::root()).arg("dynamics").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn run_on(input: &[u8], arguments: &[&str]) -> Output {
    let mut child = begin(arguments);
    // The command may refuse before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn run(arguments: &[&str]) -> Output {
    run_on(b"", arguments)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn rttm(turns: &[(&str, f64, f64)]) -> String {
    let line = |(who, start, length): &(&str, f64, f64)| {
        format!("SPEAKER m 1 {start} {length} <NA> <NA> {who} <NA> <NA>\n")
    };
    turns.iter().map(line).collect()
}

#[test]
fn whatever_is_printed_is_true_to_its_schema() {
    for (format, schema) in [("json", "dynamics"), ("dynamics", "meeting-dynamics")] {
        let (_, schema) = sociogram::schema::documents::ALL
            .into_iter()
            .find(|(name, _)| *name == schema)
            .unwrap();
        let schema = jsonschema::draft202012::new(&serde_json::from_str(schema).unwrap()).unwrap();
        for file in ["standup", "two-rooms", "monologue", "silence"] {
            let file = format!("fixtures/meetings/{file}.rttm");
            let printed = run(&[&file, "--period", "20", "--step", "7", "--format", format]).stdout;
            let documents = serde_json::Deserializer::from_slice(&printed).into_iter::<Value>();
            let documents: Vec<Value> = documents
                .flat_map(|one| match one.unwrap() {
                    Value::Array(all) => all,
                    one => vec![one],
                })
                .collect();
            assert_eq!(documents.len(), if file.contains("two") { 2 } else { 1 }, "{file}");
            assert!(documents.iter().all(|one| schema.is_valid(one)), "{file} as {format}");
        }
    }
}

#[test]
fn one_result_is_an_object_and_several_are_an_array() {
    let json = |files: &[&str]| -> Value {
        serde_json::from_slice(&run(&[&["--format", "json"], files].concat()).stdout).unwrap()
    };
    assert_eq!(json(&[STANDUP])["recording"], "standup");
    assert_eq!(json(&["fixtures/meetings/two-rooms.rttm"]).as_array().unwrap().len(), 2);
    assert_eq!(json(&[STANDUP, "fixtures/invalid/no-length.rttm"]).as_array().unwrap().len(), 1);
    let invalid = ["fixtures/invalid/misspelt-type.rttm", "fixtures/invalid/no-length.rttm"];
    assert_eq!(json(&invalid), Value::Array(vec![]));
}

#[test]
fn the_defaults_are_five_minutes_that_tile() {
    let long = rttm(&[("ana", 0.0, 200.0), ("ben", 290.0, 400.0)]);
    let of = |arguments: &[&str]| {
        text(run_on(long.as_bytes(), &[&["-", "--format", "dynamics"], arguments].concat()).stdout)
    };
    let edges = |text: &str| -> Vec<[i64; 2]> {
        let body: Value = serde_json::from_str(text).unwrap();
        let all = body["dynamics"].as_array().unwrap().iter();
        all.map(|one| ["start", "end"].map(|key| one[key].as_i64().unwrap())).collect()
    };
    assert_eq!(edges(&of(&[])), [[0, 300_000], [300_000, 600_000], [600_000, 690_000]]);
    assert_eq!(of(&[]), of(&["--period", "300", "--step", "300"]));
    let half = of(&["--period", "600", "--step", "60"]);
    assert_eq!(edges(&half), [[0, 600_000], [60_000, 660_000], [120_000, 690_000]]);
}

#[test]
fn lines_fit_into_forty_columns_and_long_labels_into_eighty() {
    let lines = text(run(&[STANDUP, "--period", "30"]).stdout);
    assert_eq!(lines.lines().count(), 6);
    assert!(lines.lines().all(|line| line.chars().count() <= 40), "{lines}");

    let [a, b] = ["8b3c1e7b-64da-4320-b699-0dc3cff03aae", "1c2ee2da-e2f6-433d-b554-248707c2491c"];
    let uuids = rttm(&[(a, 0.0, 5.0), (b, 5.0, 5.0), (a, 10.0, 4.0), (b, 36_000.0, 1.0)]);
    let lines = text(run_on(uuids.as_bytes(), &["-"]).stdout);
    assert!(lines.contains("8b3c1e7b-…c3cff03aae – 1c2ee2da-…8707c2491c"), "{lines}");
    assert!(lines.lines().all(|line| line.chars().count() <= 80), "{lines}");
    // Ten hours take a place more, in all lines.
    assert!(lines.contains("\n  0:00:00 ") && lines.contains("\n 10:00:00 "), "{lines}");
}

#[test]
fn times_below_zero_are_told_as_such() {
    let early = b"speaker,start,end\nana,-8,-3\nben,-2.5,4\n";
    let lines = text(run_on(early, &["-", "--period", "5"]).stdout);
    assert!(lines.contains("3 windows of 5 s, to 0:00:04\n"), "{lines}");
    assert!(lines.contains("\n -0:00:10 ") && lines.contains("\n  0:00:00 "), "{lines}");
}

#[test]
fn labels_cannot_drive_the_terminal() {
    let input = b"SPEAKER m\x1b[2J 1 0 2 <NA> <NA> a\x1b]0;x\x07 <NA> <NA>\n\
                  SPEAKER m\x1b[2J 1 2 2 <NA> <NA> b\xe2\x80\xae <NA> <NA>\n";
    let done = run_on(input, &["-"]);
    let printed = text([done.stdout, done.stderr].concat());
    assert!(printed.contains(r"a\u{1b}]0;x\u{7} – b\u{202e}"), "{printed}");
    assert!(printed.contains(r"m\u{1b}[2J"), "{printed}");
    assert!(printed.chars().all(|character| character == '\n' || !character.is_control()));
}

#[test]
fn the_order_of_lines_does_not_matter() {
    let turns = std::fs::read_to_string(support::root().join(STANDUP)).unwrap();
    let backwards: Vec<&str> = turns.lines().rev().collect();
    for format in ["table", "json", "csv", "dynamics"] {
        let arguments = ["-", "--format", format, "--period", "40", "--step", "15"];
        let there = run_on(turns.as_bytes(), &arguments).stdout;
        assert!(!there.is_empty());
        assert_eq!(there, run_on(backwards.join("\n").as_bytes(), &arguments).stdout, "{format}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    // Far more windows than a pipe holds, of which one byte is read.
    let long = rttm(&[("ana", 0.0, 5.0), ("ben", 49_000.0, 5.0)]);
    for format in ["table", "json", "csv", "dynamics"] {
        let mut child = begin(&["-", "--format", format, "--period", "1"]);
        child.stdin.take().unwrap().write_all(long.as_bytes()).unwrap();
        let mut output = child.stdout.take().unwrap();
        output.read_exact(&mut [0]).unwrap();
        drop(output);
        let done = child.wait_with_output().unwrap();
        assert_eq!(text(done.stderr), "", "{format}");
        assert_eq!(done.status.code(), Some(0), "{format}");
    }
}

#[test]
fn periods_that_are_none_are_usage_and_too_many_windows_are_input() {
    for period in ["0", "-300", "NaN", "inf", "1e-7", "1e300"] {
        let done = run(&[STANDUP, "--period", period]);
        assert_eq!((done.status.code(), done.stdout.len()), (Some(2), 0), "{period}");
        let done = run(&[STANDUP, "--step", period]);
        assert_eq!((done.status.code(), done.stdout.len()), (Some(2), 0), "{period}");
    }
    let week = rttm(&[("ana", 0.0, 1.0), ("ben", 604_799.0, 1.0)]);
    let done = run_on(week.as_bytes(), &["-", "--period", "0.000001"]);
    assert_eq!((done.status.code(), done.stdout.len()), (Some(3), 0));
    let told = text(done.stderr);
    assert!(told.contains("604800000000 windows are more than 100000"), "{told}");
}
