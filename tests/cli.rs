//! The command as a process: what it prints, where, and with which exit code.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn sociogram() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sociogram"));
    command.current_dir(support::root());
    command
}

fn run(arguments: &[&str]) -> Output {
    sociogram().args(arguments).output().unwrap()
}

/// Runs with a text on standard input.
fn run_on(input: &[u8], arguments: &[&str]) -> Output {
    let mut child = sociogram()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The command may refuse before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// The pages of `tests/cmd` and the README: commands as typed, and what they answer.
#[test]
fn the_pages_are_as_they_were() {
    trycmd::TestCases::new().case("tests/cmd/*.md").case("README.md");
}

#[test]
fn every_invalid_file_is_on_the_page() {
    let page = std::fs::read_to_string(support::root().join("tests/cmd/invalid.md")).unwrap();
    let files = support::files(&support::root().join("fixtures/invalid"), ".rttm");
    assert!(files.len() >= 20);
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let file = format!("fixtures/invalid/{name}");
        let shown = format!("$ sociogram score {file}\n? 3\n{file}:");
        assert!(page.contains(&shown), "{name} has no message on the page");
    }
}

#[test]
fn standard_input_is_read_and_a_closed_pipe_is_no_error() {
    let meeting = std::fs::read(support::root().join("fixtures/meetings/standup.rttm")).unwrap();
    let from_file = run(&["score", "fixtures/meetings/standup.rttm", "--format", "json"]);
    let from_input = run_on(&meeting, &["score", "-", "--format", "json"]);
    assert_eq!(from_file.stdout, from_input.stdout);
    assert_eq!(from_input.status.code(), Some(0));

    // Far more than a pipe holds, of which one byte is read.
    for format in ["csv", "jsonl", "json", "interactions", "table"] {
        let mut turns = String::new();
        for at in 0..3_000 {
            for (start, speaker) in [(0.0, "ana"), (1.1, "ben")] {
                turns += &format!("SPEAKER m{at} 1 {start} 1.0 <NA> <NA> {speaker} <NA> <NA>\n");
            }
        }
        let mut child = sociogram()
            .args(["score", "-", "--format", format])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(turns.as_bytes()).unwrap();
        let mut output = child.stdout.take().unwrap();
        output.read_exact(&mut [0]).unwrap();
        drop(output);
        let done = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{format}");
        assert_eq!(done.status.code(), Some(0), "{format}");
    }
}

#[test]
fn data_and_warnings_go_separate_ways() {
    let done = run(&["score", "fixtures/meetings/two-rooms.rttm", "--format", "score"]);
    let [out, told] = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert_eq!(out, "{\"meeting_interaction_score\":82}\n{\"meeting_interaction_score\":85}\n");
    assert_eq!(told.lines().count(), 2);
    assert!(told.lines().all(|line| line.contains(".rttm:") && line.contains(": warning: ")));
}

#[test]
fn a_recording_that_cannot_be_scored_does_not_take_the_others_with_it() {
    let arguments = ["score", "fixtures/meetings/two-rooms.rttm", "--duration", "5"];
    let done = run(&[&arguments[..], &["--format", "score"]].concat());
    assert_eq!(done.status.code(), Some(3));
    assert_eq!(done.stdout, b"{\"meeting_interaction_score\":75}\n");
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(told.contains(r#"recording "south wing 2": the declared duration, 5 s,"#), "{told}");
}

#[test]
fn whatever_is_printed_is_true_to_its_schema() {
    for (format, schema) in [
        ("json", "full-result"),
        ("jsonl", "full-result"),
        ("interactions", "interactions"),
        ("score", "meeting-interaction-score"),
    ] {
        let schema: Value = serde_json::from_slice(&run(&["schema", schema]).stdout).unwrap();
        let schema = jsonschema::draft202012::new(&schema).unwrap();
        for file in ["standup", "two-rooms", "monologue", "silence"] {
            let file = format!("fixtures/meetings/{file}.rttm");
            let printed = run(&["score", &file, "--format", format]).stdout;
            let documents = serde_json::Deserializer::from_slice(&printed).into_iter::<Value>();
            let mut count = 0;
            for document in documents.flat_map(|one| match one.unwrap() {
                Value::Array(all) => all,
                one => vec![one],
            }) {
                assert!(schema.is_valid(&document), "{file} as {format}: {document}");
                count += 1;
            }
            assert_eq!(count, if file.contains("two") { 2 } else { 1 }, "{file} as {format}");
        }
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let (standup, rooms) = ("fixtures/meetings/standup.rttm", "fixtures/meetings/two-rooms.rttm");
    for arguments in [
        &["score", standup, rooms, "--format", "json", "--chance", "--seed", "7"][..],
        &["stress", standup, rooms, "--format", "json", "--draws", "3"],
        &["validate", "fixtures/annotated", "--format", "json"],
        &["compare", standup, standup, "--format", "json"],
    ] {
        let of = |threads: &str| {
            let mut command = sociogram();
            let done = command.args(arguments).env("RAYON_NUM_THREADS", threads).output().unwrap();
            assert_eq!(done.status.code(), Some(0), "{arguments:?}");
            done.stdout
        };
        assert!(!of("1").is_empty());
        assert_eq!(of("1"), of("7"), "{arguments:?}");
    }
}

#[test]
fn the_order_of_lines_does_not_matter() {
    let text =
        std::fs::read_to_string(support::root().join("fixtures/meetings/two-rooms.rttm")).unwrap();
    // The flaws are told by line, so only the turns that have none.
    let turns = text.lines().filter(|line| line.starts_with("SPEAKER"));
    let lines: Vec<&str> =
        turns.filter(|line| !line.contains(" 0.0 <NA>") && !line.contains('-')).collect();
    assert_eq!(lines.len(), 5);
    let backwards: Vec<&str> = lines.iter().rev().copied().collect();
    for format in ["table", "json", "jsonl", "csv", "interactions", "score"] {
        let [one, other] = [&lines, &backwards]
            .map(|lines| run_on(lines.join("\n").as_bytes(), &["score", "-", "--format", format]));
        assert_eq!(one.stdout, other.stdout, "{format}");
        assert!(!one.stdout.is_empty());
    }
}

#[test]
fn one_result_is_an_object_and_several_are_an_array() {
    let json = |arguments: &[&str]| -> Value {
        let output = run(&[&["score", "--format", "json"], arguments].concat());
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let (standup, rooms) = ("fixtures/meetings/standup.rttm", "fixtures/meetings/two-rooms.rttm");
    assert_eq!(json(&[standup])["recording"], "standup");
    assert_eq!(json(&[rooms]).as_array().unwrap().len(), 2);
    assert_eq!(json(&[standup, rooms]).as_array().unwrap().len(), 3);
    // Still an array where only one of several files can be read, or none.
    assert_eq!(json(&[standup, "fixtures/invalid/no-length.rttm"]).as_array().unwrap().len(), 1);
    assert_eq!(
        json(&["fixtures/invalid/misspelt-type.rttm", "fixtures/invalid/no-length.rttm"]),
        Value::Array(vec![])
    );
}

#[test]
fn output_goes_to_a_file_where_asked() {
    let file = std::env::temp_dir().join(format!("sociogram-{}.json", std::process::id()));
    let path = file.to_str().unwrap();
    let done = run(&["score", "fixtures/meetings/standup.rttm", "--format", "score", "-o", path]);
    assert_eq!((done.status.code(), done.stdout.len()), (Some(0), 0));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{\"meeting_interaction_score\":89}\n");
    std::fs::remove_file(file).unwrap();
}

#[test]
fn labels_cannot_drive_the_terminal() {
    let input = b"SPEAKER m\x1b[2J 1 0 2 <NA> <NA> a\x1b]0;x\x07 <NA> <NA>\n\
                  SPEAKER m\x1b[2J 1 2 -2 <NA> <NA> b\xe2\x80\xae <NA> <NA>\n\
                  SPEAKER m\x1b[2J 1 2 2 <NA> <NA> b\xe2\x80\xae <NA> <NA>\n";
    let done = run_on(input, &["score", "-"]);
    let printed = [done.stdout, done.stderr].concat();
    let printed = String::from_utf8(printed).unwrap();
    assert!(printed.contains(r"a\u{1b}]0;x\u{7} – b\u{202e}"), "{printed}");
    assert!(printed.contains(r"m\u{1b}[2J"), "{printed}");
    assert!(printed.chars().all(|character| character == '\n' || !character.is_control()));
}

#[test]
fn completions_and_manual_pages_are_there_for_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]);
        assert_eq!(script.status.code(), Some(0));
        assert!(String::from_utf8(script.stdout).unwrap().contains("roster"), "{shell}");
    }
    for command in ["score", "explain", "validate", "stress", "schema", "completions", "man"] {
        let page = String::from_utf8(run(&["man", command]).stdout).unwrap();
        assert!(page.contains(&format!(".TH sociogram-{command} 1")), "{page}");
    }
    assert!(String::from_utf8(run(&["man"]).stdout).unwrap().contains(".TH sociogram 1"));
}

#[test]
fn what_was_drawn_before_is_not_lost_to_a_bad_input() {
    let name = format!("sociogram-before-{}.svg", std::process::id());
    let file = std::env::temp_dir().join(name);
    for command in [&["export", "--format", "csv"][..], &["plot", "--kind", "matrix"], &["report"]]
    {
        std::fs::write(&file, "before").unwrap();
        let made = |input: &str| run(&[command, &[input, "-o", file.to_str().unwrap()]].concat());
        let output = made("fixtures/invalid/start-is-a-word.rttm");
        assert_eq!(output.status.code(), Some(3), "{command:?}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "before", "{command:?}");
        assert_eq!(made("fixtures/meetings/standup.rttm").status.code(), Some(0), "{command:?}");
        assert!(std::fs::read(&file).unwrap().len() > 100, "{command:?}");
    }
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn all_ami_meetings_are_scored() {
    let Some(shared) = support::shared("the command on the AMI meetings") else { return };
    let files = support::files(&shared.join("data/ami"), ".rttm");
    let done = sociogram().arg("score").args(&files).args(["--format", "jsonl"]).output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    let lines: Vec<Value> = done
        .stdout
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 113);
    let scored = |line: &&Value| line["score"].as_f64().is_some_and(|score| score > 0.0);
    assert_eq!(lines.iter().filter(scored).count(), 113);
}

/// Two panels of an hour, written to files.
fn panels(folder: &std::path::Path) -> [String; 2] {
    use sociogram::generate::{Generator, Kind};
    [Kind::Monologue, Kind::Brainstorm].map(|kind| {
        let mut text = String::new();
        for (label, span) in Generator::new(kind, 4, 150).seed(1).turns().iter() {
            let (start, length) = (span.start().seconds(), span.length().as_secs_f64());
            text += &format!("SPEAKER {kind:?} 1 {start} {length} <NA> <NA> {label} <NA> <NA>\n");
        }
        let file = folder.join(format!("{kind:?}.rttm"));
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    })
}

#[test]
fn compare_says_in_plain_words_what_came_out_and_stays_within_40_columns() {
    let folder = std::env::temp_dir().join(format!("sociogram-compare-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let [quiet, lively] = panels(&folder);
    let table = |arguments: &[&str]| {
        let done = run(arguments);
        assert_eq!(done.status.code(), Some(0), "{arguments:?}");
        let table = String::from_utf8(done.stdout).unwrap();
        let widest = table.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= 40, "{widest} columns:\n{table}");
        table
    };
    let apart = table(&["compare", &quiet, &lively]);
    assert!(apart.contains("\ndiffers beyond noise\n"), "{apart}");
    assert!(apart.contains("\n* beyond noise: 6 of 6 pairs\n"), "{apart}");
    assert!(table(&["compare", &lively, &lively]).contains("score: 0.0 (90 %: -"));
    assert!(table(&["compare", &lively]).contains("cut at "));
    table(&["series", &quiet, &lively, &quiet]);

    // Whether recordings come in one file or in several is of no account.
    let texts = [&lively, &quiet].map(|file| std::fs::read(file).unwrap());
    let both = folder.join("both.rttm").to_str().unwrap().to_owned();
    std::fs::write(&both, texts.concat()).unwrap();
    for format in ["table", "json", "csv"] {
        let apart = run(&["series", &lively, &quiet, "--format", format]).stdout;
        assert!(!apart.is_empty());
        assert_eq!(run(&["series", &both, "--format", format]).stdout, apart, "{format}");
    }
    let refused = run(&["compare", &both]);
    assert_eq!(refused.status.code(), Some(3));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("2 recordings in it, where compare takes one"), "{told}");
    assert_eq!(run(&["compare", &both, "--recording", "Monologue"]).status.code(), Some(0));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn comparisons_and_series_are_true_to_their_schema() {
    let (standup, rooms) = ("fixtures/meetings/standup.rttm", "fixtures/meetings/two-rooms.rttm");
    let silence = "fixtures/meetings/silence.rttm";
    for (name, arguments) in [
        ("comparison", &["compare", standup, "--format", "json"][..]),
        ("comparison", &["compare", standup, silence, "--format", "json"]),
        ("series", &["series", standup, rooms, silence, "--format", "json"]),
    ] {
        let schema: Value = serde_json::from_slice(&run(&["schema", name]).stdout).unwrap();
        let schema = jsonschema::draft202012::new(&schema).unwrap();
        let printed: Value = serde_json::from_slice(&run(arguments).stdout).unwrap();
        assert!(schema.is_valid(&printed), "{arguments:?}: {printed}");
    }
}
