//! `ElevenLabs` Scribe.

use sociogram::formats::{Format, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

const FORMAT: Format = Format::ElevenLabs;

fn of_words(words: &str) -> String {
    format!("{{\"language_code\": \"eng\", \"words\": [{words}]}}")
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("elevenlabs/plain.json").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    assert_eq!(
        lines(recording.turns()),
        [
            line("speaker_0", 119_000, 1_100_000),
            line("speaker_1", 20_500_000, 21_200_000),
            line("speaker_0", 22_400_000, 23_500_000),
        ]
    );
    assert_eq!(recording.overlap(), OverlapCapability::No);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
    // The laughter.
    assert_eq!(recording.skipped(), 1);
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("elevenlabs/awkward.txt").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    let expected =
        [line("speaker_0", 1_000_000, 2_250_000), line("speaker_1", 3_000_000, 3_600_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(
        repairs(recording),
        [
            (RepairKind::ZeroLengthWord, 1, "words[4] (line 7, column 5)".to_owned()),
            (RepairKind::UntimedWord, 1, "words[2] (line 5, column 5)".to_owned()),
        ]
    );
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn the_broken_fixture_is_refused() {
    assert_eq!(
        fixture("elevenlabs/broken.json").unwrap_err().to_string(),
        "words[1].end (line 7, column 48): expected the end in seconds, found \"\\\"1.1 s\\\"\"",
    );
}

#[test]
fn a_space_without_a_speaker_does_not_void_the_rest() {
    let text = of_words(
        r#"{"type": "word", "start": 0, "end": 1, "speaker_id": "speaker_0"},
           {"type": "spacing", "start": 1, "end": 1.1, "speaker_id": null},
           {"type": "word", "start": 1.1, "end": 2, "speaker_id": "speaker_0"}"#,
    );
    assert_eq!(turns(FORMAT, &text), [line("speaker_0", 0, 2_000_000)]);
}

#[test]
fn channels_that_were_transcribed_apart_may_overlap() {
    let words = |speaker: &str| {
        format!(
            r#"[{{"type": "word", "text": "a", "start": 0, "end": 1, "speaker_id": "{speaker}"}}]"#
        )
    };
    let document = |second: &str| {
        format!(
            r#"{{"transcripts": [{{"channel_index": 0, "words": {}}},
                {{"channel_index": 1, "words": {}}}]}}"#,
            words("speaker_0"),
            words(second),
        )
    };
    let recording = read(FORMAT, &document("speaker_1"));
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    let expected = [line("speaker_0", 0, 1_000_000), line("speaker_1", 0, 1_000_000)];
    assert_eq!(lines(recording.turns()), expected);
    // The same label in two channels is two speakers.
    let expected = [
        line("channel 0 speaker speaker_0", 0, 1_000_000),
        line("channel 1 speaker speaker_0", 0, 1_000_000),
    ];
    assert_eq!(turns(FORMAT, &document("speaker_0")), expected);
}

#[test]
fn a_channel_may_stand_in_each_word() {
    let text = of_words(
        r#"{"type": "word", "start": 0, "end": 1, "speaker_id": null, "channel_index": 0},
           {"type": "word", "start": 0.5, "end": 2, "speaker_id": null, "channel_index": 1}"#,
    );
    let expected = [line("channel 0", 0, 1_000_000), line("channel 1", 500_000, 2_000_000)];
    assert_eq!(turns(FORMAT, &text), expected);
}

#[test]
fn without_diarization_there_are_no_speakers() {
    let text = of_words(r#"{"type": "word", "start": 0, "end": 1, "speaker_id": null}"#);
    assert_eq!(
        refusal(FORMAT, &text),
        "words[0].speaker_id (line 1, column 89): expected speakers (was `diarize` on?), found none",
    );
    assert_eq!(
        refusal(FORMAT, "{\"text\": \"hello\"}"),
        "words (line 1, column 1): expected words with times, found none",
    );
}
