//! The numbers, against those of the reference: within 1e-9, and in the same order.

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

use serde_json::Value;
use sociogram::dynamics::{Dynamics, Windows};
use sociogram::{Analysis, Analyzer, Conversation, Turn, Turns};

const TOLERANCE: f64 = 1e-9;

fn close(found: f64, expected: &Value, what: &str) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: no number: {expected}"));
    assert!((found - expected).abs() <= TOLERANCE, "{what}: {found} is not {expected}");
}

/// Everything the reference says of a conversation but of its windows.
fn compare(name: &str, analysis: &Analysis, expected: &Value) {
    let labels: Vec<&str> = analysis.participants().map(|one| one.label().as_str()).collect();
    assert_eq!(Value::from(labels.clone()), expected["speakers"], "{name}: order of participants");
    close(analysis.minutes(), &expected["minutes"], &format!("{name}: minutes"));

    let directed = analysis.directed();
    assert_eq!(directed.nrows(), expected["directed"].as_array().unwrap().len(), "{name}");
    for ((from, to), found) in directed.indexed_iter() {
        close(*found, &expected["directed"][from][to], &format!("{name}: directed {from} to {to}"));
    }

    let pairs = expected["pairs"].as_array().unwrap();
    assert_eq!(analysis.pair_count(), pairs.len(), "{name}: number of pairs");
    let mut listed = analysis.pairs();
    let mut next = listed.next();
    for pair in pairs {
        let what = format!("{name}: pair {}", pair["between"]);
        let [a, b] = [0, 1].map(|at| pair["between"][at].as_str().unwrap());
        let found = analysis.pair(a, b).unwrap();
        close(found.strength, &pair["responses"], &what);
        close(found.absolute, &pair["absolute"], &what);
        close(found.relative, &pair["relative"], &what);
        if next == Some(found) {
            next = listed.next();
        } else {
            assert_eq!(found.strength, 0.0, "{what} is not listed in its place");
        }
    }
    assert_eq!(next, None, "{name}: a pair that the reference does not have");

    match analysis.score() {
        Some(score) => close(score, &expected["score"], &format!("{name}: score")),
        None => assert!(expected["score"].is_null(), "{name}: score"),
    }
}

/// The windows that the reference has, of so many seconds.
fn compare_windows(name: &str, conversation: &Conversation, seconds: f64, expected: &Value) {
    let asked = Windows::from_seconds(seconds, seconds).unwrap();
    let dynamics = Dynamics::of(conversation, &Analyzer::default(), asked).unwrap();
    let expected = expected.as_array().unwrap();
    assert_eq!(dynamics.windows().len(), expected.len(), "{name}: number of windows");
    for (window, expected) in dynamics.windows().zip(expected) {
        let what = format!("{name}: window at {}", expected["start"]);
        close(window.span().start().seconds(), &expected["start"], &what);
        close(window.span().end().seconds(), &expected["end"], &what);
        close(window.responses(), &expected["responses"], &what);
        match window.score() {
            Some(score) => close(score, &expected["score"], &what),
            None => assert!(expected["score"].is_null(), "{what}"),
        }
    }
}

#[test]
fn the_cases_agree() {
    let text = std::fs::read(support::root().join("fixtures/model/cases.json")).unwrap();
    let cases: Value = serde_json::from_slice(&text).unwrap();
    let cases = cases.as_object().unwrap();
    assert_eq!(cases.len(), 17);
    let mut windowed = 0;
    for (name, case) in cases {
        let turns: Turns = case["turns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|turn| {
                let [start, end] = ["start", "end"].map(|key| turn[key].as_f64().unwrap());
                Turn::from_seconds(turn["speaker"].as_str().unwrap(), start, end).unwrap()
            })
            .collect();
        let mut builder = Conversation::builder(turns);
        if let Some(roster) = case["roster"].as_array() {
            builder = builder.roster(roster.iter().map(|label| label.as_str().unwrap()));
        }
        if let Some(duration) = case["duration"].as_f64() {
            builder = builder.duration_seconds(duration);
        }
        let conversation = builder.build().unwrap();
        compare(name, &Analyzer::default().analyze(&conversation), &case["expected"]);
        if let Some(seconds) = case["window"].as_f64() {
            windowed += 1;
            compare_windows(name, &conversation, seconds, &case["expected"]["windows"]);
        }
    }
    assert_eq!(windowed, 1);
}

#[test]
fn the_golden_results_agree() {
    let Some(shared) = support::shared("the golden results of real recordings") else { return };
    let golden = support::files(&shared.join("model/golden"), ".json");
    assert_eq!(golden.len(), 19);
    let mut windowed = 0;
    for file in golden {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let expected: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let recording = expected["recording"].as_str().unwrap();
        let folder = if name.starts_with("ami-") { "data/ami" } else { "data/voxconverse" };
        let read = support::recording(&shared.join(folder).join(format!("{recording}.rttm")));
        assert_eq!(read.name().as_str(), recording);
        let conversation = Conversation::new(read.into_turns()).unwrap();
        compare(&name, &Analyzer::default().analyze(&conversation), &expected);
        if !expected["windows"].is_null() {
            windowed += 1;
            compare_windows(&name, &conversation, 300.0, &expected["windows"]);
        }
    }
    assert_eq!(windowed, 11);
}
