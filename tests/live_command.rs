//! `sociogram live` as a process: what it prints while a meeting goes on, and how it ends.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_sociogram"))
        .arg("live")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn run_on(input: &str, arguments: &[&str]) -> Output {
    let mut child = start(arguments);
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn results(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn told(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// Ten minutes of question and answer, as JSON Lines.
fn meeting() -> String {
    (0..100_i64)
        .map(|at| {
            let speaker = ["ana", "ben", "eva"][usize::try_from(at * at % 7 % 3).unwrap()];
            let (start, end) = (at * 6_000, at * 6_000 + 4_000 + at * 37 % 1_900);
            format!(
                "{{\"speaker\":\"{speaker}\",\"start\":{}.{:03},\"end\":{}.{:03}}}\n",
                start / 1_000,
                start % 1_000,
                end / 1_000,
                end % 1_000
            )
        })
        .collect()
}

/// What `score` says of the same lines, of the parts that both have.
fn batch(lines: &str) -> Value {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sociogram"))
        .args(["score", "-", "--format", "jsonl", "--input-format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn is_the_same(live: &Value, batch: &Value) {
    for key in ["schema_version", "parameters", "participants", "minutes", "pair_count", "score"] {
        assert_eq!(live[key], batch[key], "{key}");
    }
    for (list, keys) in
        [("directed", ["from", "to", "responses"]), ("pairs", ["between", "absolute", "relative"])]
    {
        let (live, batch) = (live[list].as_array().unwrap(), batch[list].as_array().unwrap());
        assert_eq!(live.len(), batch.len());
        for (live, batch) in live.iter().zip(batch) {
            keys.iter().for_each(|key| assert_eq!(live[key], batch[key]));
        }
    }
}

#[test]
fn each_turn_gives_the_result_of_all_so_far() {
    let meeting = meeting();
    let output = run_on(&meeting, &[]);
    assert!(output.status.success() && told(&output).is_empty(), "{}", told(&output));
    let results = results(&output);
    assert_eq!(results.len(), 100);
    for number in [1, 2, 50, 100] {
        let so_far: String = meeting.lines().take(number).map(|line| format!("{line}\n")).collect();
        is_the_same(&results[number - 1], &batch(&so_far));
    }
}

#[test]
fn every_so_often_there_is_a_result_and_one_at_the_end() {
    let output = run_on(&meeting(), &["--every", "120"]);
    let results = results(&output);
    let minutes: Vec<f64> = results.iter().map(|one| one["minutes"].as_f64().unwrap()).collect();
    assert_eq!(minutes.len(), 5, "{minutes:?}");
    for (number, minutes) in minutes[..4].iter().enumerate() {
        let due = 2.0 * (number as f64 + 1.0);
        assert!((due..due + 0.2).contains(minutes), "{minutes}");
    }
    is_the_same(&results[4], &batch(&meeting()));
    let once = run_on(&meeting(), &["--every", "7200"]);
    assert_eq!(self::results(&once)[..], results[4..]);
}

#[test]
fn turns_may_come_late_and_are_refused_beyond_the_horizon() {
    let meeting = meeting();
    let mut lines: Vec<&str> = meeting.lines().collect();
    lines.swap(3, 9);
    lines.swap(50, 57);
    let output = run_on(&lines.join("\n"), &["--every", "9999"]);
    is_the_same(&results(&output)[0], &batch(&meeting));

    let output = run_on(&lines.join("\n"), &["--every", "9999", "--horizon", "20"]);
    assert!(output.status.success());
    let expected = "<stdin>:10:1: warning: left out: \"eva\" starts at 18 s, beyond the horizon: it had \
                    to start at ";
    let told = told(&output);
    assert!(told.lines().any(|line| line.starts_with(expected)), "{told}");
    let result = &results(&output)[0];
    let left_out = told.lines().count();
    assert!(left_out > 1);
    assert_eq!(
        result["warnings"],
        serde_json::json!([format!(
            "{left_out} turns left out: came too late or from too many speakers"
        )])
    );
}

const GARBAGE: &str = "\u{feff}{\"speaker\":\"ana\",\"start\":0,\"end\":2}\n\
    garbage\n\
    \n\
    {\"speaker\":\"ben\",\"start\":2.2,\"end\":4}\r\n\
    {\"speaker\":\"ben\",\"start\":\"soon\",\"end\":5}\n\
    {\"speaker\":\"ben\",\"start\":4,\"end\":4}\n\
    {\"speaker\":null,\"start\":5,\"end\":6}\n\
    {\"speaker\":\"eva\",\"start\":6,\"end\":7,\"recording\":\"one\"}\n\
    {\"speaker\":\"eva\",\"start\":7.5,\"end\":9,\"recording\":\"\\u001b[2J\"}";

#[test]
fn garbage_is_told_with_its_line_and_left_out() {
    let output = run_on(GARBAGE, &["--every", "60"]);
    assert!(output.status.success());
    assert_eq!(
        told(&output),
        "<stdin>:2:1: warning: left out: expected an object on each line, found \"garbage\"\n\
         <stdin>:5:26: warning: left out: start: expected the start in seconds, found \"soon\"\n\
         <stdin>:9:1: warning: left out: the recording is \"\\u{1b}[2J\", and this is \"one\"\n",
    );
    let results = results(&output);
    assert_eq!(results.len(), 1);
    let result = &results[0];
    assert_eq!(
        (&result["recording"], &result["unknown_speaker_turns"]),
        (&"one".into(), &1.into())
    );
    assert_eq!(result["participants"].as_array().unwrap().len(), 3);
    assert_eq!(result["warnings"], serde_json::json!(["3 lines left out: could not be read"]));
    assert_eq!(result["repairs"][0]["kind"], "zero_length");
    assert_eq!(result["repairs"][0]["first_line"], 6);
}

#[test]
fn garbage_ends_a_strict_meeting_with_what_came_before() {
    let output = run_on(GARBAGE, &["--strict"]);
    assert_eq!(output.status.code(), Some(3));
    let expected = "<stdin>:2:1: error: expected an object on each line, found \"garbage\"\n";
    assert_eq!(told(&output), expected);
    assert_eq!(results(&output).len(), 1);
}

#[test]
fn a_line_without_end_is_left_out() {
    let endless = " ".repeat(3 << 20);
    let input = format!("{endless}\n{}", meeting());
    let output = run_on(&input, &["--every", "9999"]);
    assert_eq!(told(&output), "<stdin>:1:1: warning: left out: the line is longer than 1 MiB\n");
    is_the_same(&results(&output)[0], &batch(&meeting()));
}

#[test]
fn nothing_gives_the_result_of_nothing() {
    let output = run_on("", &["--roster", "ana,ben"]);
    assert!(output.status.success() && told(&output).is_empty());
    assert_eq!(results(&output)[0]["score"], 0.0);
}

#[test]
fn rttm_may_come_line_by_line() {
    let rttm =
        "SPEAKER a 1 0 2 <NA> <NA> ana <NA> <NA>\nSPEAKER a 1 2.2 1.8 <NA> <NA> ben <NA> <NA>\n";
    let output = run_on(rttm, &["--input-format", "rttm"]);
    assert!((results(&output)[1]["score"].as_f64().unwrap() - 82.0).abs() < 0.5);
    let refused = run_on(rttm, &["--input-format", "srt"]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let mut child = start(&[]);
    let mut stdin = child.stdin.take().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let meeting = meeting();
    let first = meeting.lines().next().unwrap();
    writeln!(stdin, "{first}").unwrap();
    out.read_line(&mut line).unwrap();
    drop(out);
    // Standard input stays open: it ends by what it cannot print.
    while child.try_wait().unwrap().is_none() {
        let _ = writeln!(stdin, "{first}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

/// Sends the signal that Ctrl-C sends.
#[cfg(unix)]
fn interrupt(child: &Child) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-s", "INT", &id]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_the_final_result() {
    let mut child = start(&["--every", "60"]);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(meeting().as_bytes()).unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    for _ in 0..9 {
        line.clear();
        out.read_line(&mut line).unwrap();
    }
    interrupt(&child);
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    let last = rest.lines().last().unwrap_or(line.trim());
    is_the_same(&serde_json::from_str(last).unwrap(), &batch(&meeting()));
    drop(stdin);
}

#[test]
fn the_view_is_drawn_in_place_and_leaves_the_terminal_as_it_was() {
    let input = format!("{}garbage \u{1b}[31m\n", meeting());
    let output = run_on(&input, &["--format", "view"]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let (drawn, last) = text.split_once("\u{1b}[?25h\u{1b}[?1049l").unwrap();
    assert!(drawn.starts_with("\u{1b}[?1049h\u{1b}[?25l\u{1b}[H"));
    assert!(!text.contains("\u{1b}[31m") && !last.contains('\u{1b}'));
    let lines: Vec<&str> = last.lines().collect();
    let score = batch(&meeting())["score"].as_f64().unwrap();
    assert!(lines[0].starts_with(&format!("score {score:.1} of 100 ")), "{last}");
    assert_eq!(lines[1], "3 participants, 3 of 3 pairs, 0:09:59");
    assert!(
        lines[2].chars().count() >= 9 && lines[2].chars().all(|one| ('▁'..='█').contains(&one))
    );
    assert!(lines[4].starts_with("ben – eva  ") && lines[4].ends_with('█'), "{last}");
    assert_eq!(lines.iter().filter(|line| line.contains('–')).count(), 3);
    assert!(told(&output).starts_with("<stdin>:101:1: warning: left out: "), "{}", told(&output));
}
