//! `sociogram stress` and `--min-talk` as a process.

#![allow(
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::process::{Command, Output};

use serde_json::Value;
use sociogram::stress::Stress;
use sociogram::{Analyzer, Conversation};

fn sociogram(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sociogram"));
    command.current_dir(support::root()).args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    sociogram(arguments).output().unwrap()
}

const STANDUP: &str = "fixtures/meetings/standup.rttm";

#[test]
fn the_command_prints_what_the_library_measures() {
    let done = run(&["stress", STANDUP, "--draws", "3", "--seed", "5", "--format", "json"]);
    assert_eq!((done.status.code(), done.stderr.len()), (Some(0), 0));
    let printed: Value = serde_json::from_slice(&done.stdout).unwrap();
    let keys: Vec<&String> = printed.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["draws", "errors", "min_talk", "recordings", "score", "seed"]);
    assert_eq!((&printed["recordings"], &printed["draws"]), (&1.into(), &3.into()));

    let recording = support::recording(&support::root().join(STANDUP));
    let measured = Stress::new(Analyzer::default())
        .draws(3)
        .seed(5)
        .measure(&Conversation::builder(recording.into_turns()));
    let measured = measured.unwrap().unwrap();
    assert_eq!(printed["score"]["presence"], measured.before.presence);
    let errors = printed["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 18);
    for (error, outcome) in errors.iter().zip(&measured.outcomes) {
        assert_eq!(error["error"], outcome.perturbation.name());
        assert_eq!(error["figure"], outcome.perturbation.to_string());
        assert!(error["severity"].is_string());
        let moved = outcome.moved.unwrap();
        for (method, moved) in [("presence", moved.presence), ("adjacent", moved.adjacent)] {
            let of = &error[method];
            assert_eq!(of["score_after"], moved.after);
            assert_eq!(of["score_change"]["mean"], moved.score.mean);
            assert_eq!(of["score_change"]["worst"], moved.score.worst);
            assert_eq!(of["value_change"]["mean"], moved.values.mean);
            assert_eq!(of["total_variation"]["worst"], moved.distance.worst);
        }
    }
    let severities: Vec<&Value> = errors.iter().take(3).map(|one| &one["severity"]).collect();
    assert_eq!(severities, ["mild", "medium", "severe"]);
}

#[test]
fn the_table_fits_a_terminal_and_files_are_pooled() {
    let done = run(&["stress", STANDUP, "fixtures/meetings/two-rooms.rttm", "--draws", "2"]);
    assert_eq!(done.status.code(), Some(0));
    let table = String::from_utf8(done.stdout).unwrap();
    assert!(table.starts_with("3 recordings, 2 draws of each error, seed 1\n"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    assert_eq!(table.lines().filter(|line| line.starts_with(" merge")).count(), 3);
    assert!(table.contains("8 draws left fewer than two participants"), "{table}");
}

#[test]
fn what_cannot_be_stressed_is_said_and_the_rest_is_measured() {
    let done = run(&["stress", "missing.rttm", "fixtures/meetings/monologue.rttm", STANDUP]);
    assert_eq!(done.status.code(), Some(1));
    assert!(done.stdout.starts_with(b"1 recording, 10 draws"));
    let told = String::from_utf8(done.stderr).unwrap();
    assert!(told.contains("missing.rttm: error: "), "{told}");
    assert!(told.contains("monologue.rttm: note: no interaction score, "), "{told}");

    assert_eq!(run(&["stress", "fixtures/invalid/misspelt-type.rttm"]).status.code(), Some(3));
    let alone = run(&["stress", "fixtures/meetings/monologue.rttm", "--format", "json"]);
    assert_eq!(alone.status.code(), Some(0));
    let printed: Value = serde_json::from_slice(&alone.stdout).unwrap();
    assert_eq!((&printed["recordings"], &printed["score"]), (&0.into(), &Value::Null));
    for wrong in [&["--draws", "0"][..], &["--min-talk", "-1"], &["--rise", "0"], &["-", "-"]] {
        let done = run(&[&["stress", STANDUP][..], wrong].concat());
        assert_eq!(done.status.code(), Some(2), "{wrong:?}");
        assert!(!String::from_utf8_lossy(&done.stderr).contains("panicked"));
    }
}

#[test]
fn those_left_out_are_named_on_standard_error() {
    let arguments = ["score", STANDUP, "--min-talk", "25.5", "--format", "json"];
    let done = run(&arguments);
    assert_eq!(done.status.code(), Some(0));
    let told = String::from_utf8(done.stderr).unwrap();
    assert_eq!(
        told,
        format!(
            "{STANDUP}: note: speakers of less than 25.5 s left out: 2 of them in standup: ben, eva\n"
        ),
    );
    let printed: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(printed["participants"].as_array().unwrap().len(), 2);
    let done = run(&[&arguments[..], &["--roster", "eva,ben"]].concat());
    assert_eq!(done.stderr, b"");
    assert_eq!(done.stdout, run(&["score", STANDUP, "--format", "json"]).stdout);
}
