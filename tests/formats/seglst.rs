//! `SegLST`.

use sociogram::formats::{Format, OverlapCapability, RepairKind, Warning};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, refusal, repairs};

const FORMAT: Format = Format::SegLst;

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("seglst/plain.json").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let [retro, standup] = reading.recordings() else { panic!() };
    assert_eq!((retro.name().as_str(), standup.name().as_str()), ("retro", "standup"));
    assert_eq!(lines(retro.turns()), [line("Ben", 0, 1_500_000)]);
    assert_eq!(
        lines(standup.turns()),
        [
            line("Ann", 500_000, 2_750_000),
            line("Ben", 2_500_000, 4_000_000),
            line("Ann", 21_000_000, 24_250_000),
        ]
    );
    assert_eq!(standup.overlap(), OverlapCapability::Yes);
    assert!(standup.repairs().is_empty());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("seglst/awkward.txt").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let [a, awkward, b] = reading.recordings() else { panic!() };
    assert_eq!(lines(a.turns()), [line("Ann", 0, 1_000_000)]);
    assert_eq!(awkward.name().as_str(), "awkward");
    assert_eq!(lines(awkward.turns()), [line("Ben", 500_000, 750_000)]);
    let expected = [line("Ann", 10_250_000, 11_000_000), line("ann ", 1_000_000, 2_500_000)];
    assert_eq!(lines(b.turns()), expected);
    assert_eq!(
        repairs(b),
        [
            (RepairKind::ZeroLength, 1, "[3] (line 5, column 3)".to_owned()),
            (RepairKind::NegativeLength, 1, "[4] (line 6, column 3)".to_owned()),
            (RepairKind::Untimed, 1, "[6] (line 8, column 3)".to_owned()),
        ]
    );
    assert_eq!(b.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn the_broken_fixture_is_refused() {
    assert_eq!(
        fixture("seglst/broken.json").unwrap_err().to_string(),
        "[1].start_time (line 3, column 61): expected the start in seconds, found \"\\\"NaN\\\"\"",
    );
}

#[test]
fn labels_that_only_look_alike_stay_two() {
    let text = r#"[{"session_id": "a", "speaker": "Ann", "start_time": 0, "end_time": 1},
        {"session_id": "a", "speaker": "Ann ", "start_time": 1, "end_time": 2}]"#;
    let recording = crate::tools::read(FORMAT, text);
    assert!(matches!(recording.warnings(), [Warning::LookAlike { .. }]));
}

#[test]
fn without_speakers_it_says_so() {
    assert_eq!(
        refusal(FORMAT, r#"[{"session_id": "a", "start_time": 0, "end_time": 1}]"#),
        "[0].speaker (line 1, column 2): expected speakers, found none",
    );
}
