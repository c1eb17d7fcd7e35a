//! The diarized JSON of `OpenAI`.

use sociogram::formats::{self, Format, Options, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, refusal, repairs};

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("openai/plain.json").unwrap();
    assert_eq!(reading.format(), Format::OpenAi);
    let recording = &reading.recordings()[0];
    let expected = [
        line("A", 250_000, 960_000),
        line("B", 1_600_000, 2_310_000),
        line("A", 3_000_000, 4_120_000),
        line("C", 20_400_000, 21_600_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Unknown);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("openai/awkward.json").unwrap();
    assert_eq!(reading.format(), Format::OpenAi);
    let recording = &reading.recordings()[0];
    let expected = [
        line("agent \"Zoë\"", 9_000_000, 10_000_000),
        line("A", 0, 2_100_000),
        line("agent \"Zoë\"", 1_800_000, 3_500_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    let expected = [
        (RepairKind::ZeroLength, 1, "segments[3] (line 7, column 5)".to_owned()),
        (RepairKind::Untimed, 1, "segments[5] (line 9, column 5)".to_owned()),
    ];
    assert_eq!(repairs(recording), expected);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn the_broken_fixture_has_only_a_text_and_so_no_segments() {
    assert_eq!(
        fixture("openai/broken.json").unwrap_err().to_string(),
        "segments (line 1, column 1): expected segments (was the response format \
         `diarized_json`?), found none",
    );
    assert_eq!(
        refusal(Format::OpenAi, "{\"text\": \"Good morning.\"}"),
        "segments (line 1, column 1): expected segments (was the response format \
         `diarized_json`?), found none",
    );
}

#[test]
fn segments_without_any_speaker_are_no_speakers() {
    assert_eq!(
        refusal(Format::OpenAi, "{\"segments\": [{\"start\": 0, \"end\": 1}]}"),
        "segments[0].speaker (line 1, column 15): expected speakers (was the response format \
         `diarized_json`?), found none",
    );
}

#[test]
fn segments_with_a_type_are_not_taken_for_those_of_whisperx() {
    let text = br#"{"segments": [{"type": "transcript.text.segment", "start": 0, "end": 1,
                                  "speaker": "A", "text": "hi"}]}"#;
    let found: Vec<_> = formats::candidates(text).unwrap().into_iter().map(|it| it.0).collect();
    assert_eq!(found, [Format::OpenAi]);
    let text = br#"{"text": "hi", "segments": [{"start": 0, "end": 1, "speaker": "A"}]}"#;
    assert_eq!(formats::read(text, &Options::default()).unwrap().format(), Format::WhisperX);
}
