//! Speechmatics.

use sociogram::formats::{Format, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

const FORMAT: Format = Format::Speechmatics;

fn word(start: &str, end: &str, speaker: &str) -> String {
    format!(
        r#"{{"type": "word", "start_time": {start}, "end_time": {end},
            "alternatives": [{{"content": "a", "speaker": "{speaker}"}}]}}"#
    )
}

fn document(results: &[String]) -> String {
    format!("{{\"format\": \"2.9\", \"results\": [{}]}}", results.join(", "))
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("speechmatics/plain.json").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    assert_eq!(
        lines(recording.turns()),
        [
            line("S1", 360_000, 1_200_000),
            line("S2", 2_100_000, 2_700_000),
            line("S1", 20_100_000, 21_300_000),
        ]
    );
    assert_eq!((recording.overlap(), recording.skipped()), (OverlapCapability::No, 0));
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("speechmatics/awkward.txt").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    assert_eq!(
        lines(recording.turns()),
        [
            line("channel_1 speaker S1", 400_000, 1_500_000),
            line("channel_2 speaker S1", 500_000, 1_000_000),
            line("Ann", 3_000_000, 3_500_000),
        ]
    );
    assert_eq!((recording.overlap(), recording.skipped()), (OverlapCapability::Yes, 1));
    let place = "results[0] (line 2, column 3)".to_owned();
    assert_eq!(repairs(recording), [(RepairKind::ZeroLengthWord, 1, place)]);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.position.line), (1, 6));
}

#[test]
fn the_broken_fixture_is_refused() {
    assert_eq!(
        fixture("speechmatics/broken.json").unwrap_err().to_string(),
        "results[0].alternatives[0].speaker (line 5, column 77): expected speakers (was \
         `diarization` on?), found none",
    );
}

#[test]
fn punctuation_has_no_length_and_is_no_word() {
    let dot = word("1", "1", "S1").replace("\"word\"", "\"punctuation\"");
    let recording = read(FORMAT, &document(&[word("0", "1", "S1"), dot]));
    assert_eq!(lines(recording.turns()), [line("S1", 0, 1_000_000)]);
    assert!(recording.repairs().is_empty());
}

#[test]
fn uu_is_a_speaker_who_is_not_known() {
    let recording = read(FORMAT, &document(&[word("0", "1", "UU"), word("2", "3", "UU")]));
    assert!(recording.turns().is_empty());
    assert_eq!(recording.unknown_speakers().unwrap().turns, 2);
}

#[test]
fn only_the_best_alternative_counts() {
    let text = document(&[word("0", "1", "S1").replace("}]", "}, {\"speaker\": \"S2\"}]")]);
    assert_eq!(turns(FORMAT, &text), [line("S1", 0, 1_000_000)]);
}

#[test]
fn what_is_no_time_has_a_place() {
    let text = document(&[word("0", "1", "S1"), word("true", "2", "S1")]);
    assert_eq!(
        refusal(FORMAT, &text),
        "results[1].start_time (line 2, column 98): expected the start in seconds, found \"true\"",
    );
}

#[test]
fn what_only_looks_alike_is_another_format() {
    // Of AWS Transcribe and of IBM Watson.
    for text in [
        r#"{"results": {"items": [{"type": "pronunciation", "start_time": "0", "end_time": "1",
            "alternatives": [{"content": "a"}]}]}}"#,
        r#"{"results": [{"alternatives": [{"transcript": "a", "timestamps": [["a", 0, 1]]}]}]}"#,
    ] {
        let found = sociogram::formats::candidates(text.as_bytes()).unwrap();
        assert!(found.iter().all(|(format, _)| *format != FORMAT), "{text}: {found:?}");
    }
}
