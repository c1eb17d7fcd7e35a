//! WhisperX and its kin.

use sociogram::formats::{Format, OverlapCapability, RepairKind};

use crate::support::conversations::line;
use crate::tools::{fixture, read, refusal, repairs, turns};

/// A document with these segments.
fn document(segments: &str) -> String {
    format!("{{\"segments\": [{segments}], \"language\": \"en\"}}")
}

fn of_words(words: &str) -> String {
    document(&format!("{{\"start\": 0, \"end\": 9, \"speaker\": \"A\", \"words\": [{words}]}}"))
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("whisperx/plain.json").unwrap();
    assert_eq!(reading.format(), Format::WhisperX);
    let recording = &reading.recordings()[0];
    assert_eq!((recording.name().as_str(), recording.turns().len()), ("plain", 4));
    assert_eq!(recording.overlap(), OverlapCapability::No);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn a_segment_with_two_speakers_is_two_turns() {
    let text = of_words(
        r#"{"word": "so", "start": 1.0, "end": 1.4, "speaker": "A"},
           {"word": "yes", "start": 1.5, "end": 1.9, "speaker": "B"}"#,
    );
    let expected = [line("A", 1_000_000, 1_400_000), line("B", 1_500_000, 1_900_000)];
    assert_eq!(turns(Format::WhisperX, &text), expected);
}

#[test]
fn a_word_without_times_lies_between_its_neighbours() {
    let text = of_words(
        r#"{"word": "in", "start": 1.0, "end": 1.2, "speaker": "A"}, {"word": "2014"},
           {"word": "we", "start": 2.0, "end": 2.2, "speaker": "A"}"#,
    );
    let recording = read(Format::WhisperX, &text);
    assert_eq!(turns(Format::WhisperX, &text), [line("A", 1_000_000, 2_200_000)]);
    let place = "segments[0].words[1] (line 1, column 122)".to_owned();
    assert_eq!(repairs(&recording), [(RepairKind::UntimedWord, 1, place)]);
}

#[test]
fn what_is_refused_has_a_place() {
    assert_eq!(
        refusal(Format::WhisperX, &document("{\"start\": \"soon\", \"end\": 1}")),
        "segments[0].start (line 1, column 25): expected the start in seconds, found \"\\\"soon\\\"\"",
    );
    assert_eq!(
        refusal(Format::WhisperX, &document("{\"start\": 0, \"end\": 1, \"speaker\": []}")),
        "segments[0].speaker (line 1, column 50): expected JSON: invalid type: sequence, expected \
         a speaker: a string, a whole number or null",
    );
    assert!(refusal(Format::WhisperX, "{\"segments\": [").contains("expected JSON: EOF"));
}

#[test]
fn keys_cannot_write_to_the_terminal() {
    let told = refusal(Format::WhisperX, "{\"segments\": [], \"a\x7f\u{9b}2J\": tru}");
    assert!(!told.contains(char::is_control), "{told:?}");
    let long = format!("{{\"{}\": tru}}", "a".repeat(100_000));
    assert!(refusal(Format::WhisperX, &long).len() < 600);
}
