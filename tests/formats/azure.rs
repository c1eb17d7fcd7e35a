//! Azure speech to text.

use sociogram::formats::{Format, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

const FORMAT: Format = Format::Azure;

fn batch(phrases: &str) -> String {
    format!("{{\"recognizedPhrases\": [{phrases}]}}")
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("azure/plain.json").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    assert_eq!(
        lines(recording.turns()),
        [
            line("1", 40_000, 2_220_000),
            line("2", 3_000_000, 3_800_000),
            line("1", 21_500_000, 22_750_000),
        ]
    );
    assert_eq!(recording.overlap(), OverlapCapability::No);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("azure/awkward.txt").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    assert_eq!(
        lines(recording.turns()),
        [
            line("channel 0 speaker 2", 62_500_000, 64_500_000),
            line("channel 0 speaker 2", 70_000_000, 71_500_000),
            line("channel 1", 1_000_000, 3_000_000),
        ]
    );
    assert_eq!((recording.overlap(), recording.skipped()), (OverlapCapability::Yes, 1));
    let word = "recognizedPhrases[5].nBest[0].words[1] (line 12, column 9)".to_owned();
    assert_eq!(
        repairs(recording),
        [
            (RepairKind::ZeroLengthWord, 1, word),
            (RepairKind::UntimedWord, 1, "recognizedPhrases[4] (line 8, column 5)".to_owned()),
        ]
    );
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.position.line), (1, 4));
}

#[test]
fn the_broken_fixture_is_refused() {
    assert_eq!(
        fixture("azure/broken.json").unwrap_err().to_string(),
        "recognizedPhrases[1].offset (line 4, column 76): expected the offset as an ISO 8601 \
         duration such as PT1.5S, found \"00:00:03\"",
    );
}

#[test]
fn results_of_real_time_come_one_behind_the_other() {
    let reading = fixture("azure/realtime.txt").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    let expected = [line("Guest-1", 40_000, 2_220_000), line("Guest-2", 3_100_000, 3_800_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.skipped(), 1);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string()), (1, "[2] (line 3, column 1)".into()));
}

#[test]
fn results_of_real_time_may_be_in_an_array_or_alone() {
    let result = r#"{"Offset": 10000000, "Duration": 5000000, "SpeakerId": "Guest-1"}"#;
    let expected = [line("Guest-1", 1_000_000, 1_500_000)];
    for text in [result.to_owned(), format!("[{result}]"), format!("\n [{result}]\n")] {
        assert_eq!(turns(FORMAT, &text), expected, "{text}");
        let found = sociogram::formats::candidates(text.as_bytes()).unwrap();
        assert_eq!(found.iter().map(|(format, _)| *format).collect::<Vec<_>>(), [FORMAT]);
    }
}

#[test]
fn what_is_wrong_behind_other_documents_has_a_place() {
    let result = r#"{"Offset": 10000000, "Duration": 5000000, "SpeakerId": "Guest-1"}"#;
    for (second, expected) in [
        (
            "{\"Offset\": 1, \"Duration\": \"long\", \"SpeakerId\": \"Guest-1\"}",
            "[1].Duration (line 2, column 27): expected the duration as an ISO 8601 duration such \
             as PT1.5S, found \"long\"",
        ),
        (
            "{\"Offset\": 1,\n \"SpeakerId\": []}",
            "SpeakerId (line 3, column 16): expected JSON: invalid type: sequence, expected a \
             speaker: a string, a whole number or null",
        ),
        ("{\"Offset\": }", "line 2, column 12: expected JSON: expected value"),
    ] {
        assert_eq!(refusal(FORMAT, &format!("{result}\n{second}")), expected);
    }
}

#[test]
fn ticks_may_be_floating_point_numbers() {
    let text = batch(
        r#"{"speaker": 1, "offsetInTicks": 400000.0, "durationInTicks": 2.18e7,
            "offset": "PT9S", "duration": "PT9S"}"#,
    );
    assert_eq!(turns(FORMAT, &text), [line("1", 40_000, 2_220_000)]);
}

#[test]
fn fast_transcriptions_count_milliseconds() {
    let text = r#"{"durationMilliseconds": 9000, "combinedPhrases": [{"text": "a b"}], "phrases": [
        {"speaker": 1, "offsetMilliseconds": 40, "durationMilliseconds": 2180, "words": [
            {"text": "a", "offsetMilliseconds": 40, "durationMilliseconds": 460},
            {"text": "b", "offsetMilliseconds": 1000, "durationMilliseconds": 1220}]},
        {"speaker": 2, "offsetMilliseconds": 3000, "durationMilliseconds": 500}]}"#;
    let expected = [
        line("1", 40_000, 500_000),
        line("1", 1_000_000, 2_220_000),
        line("2", 3_000_000, 3_500_000),
    ];
    assert_eq!(turns(FORMAT, text), expected);
    let found = sociogram::formats::candidates(text.as_bytes()).unwrap();
    assert_eq!(found.iter().map(|(format, _)| *format).collect::<Vec<_>>(), [FORMAT]);
}

#[test]
fn a_speaker_may_be_null_at_first() {
    let text = batch(
        r#"{"speaker": null, "offsetInTicks": 0, "durationInTicks": 10000000},
           {"speaker": 2, "offsetInTicks": 20000000, "durationInTicks": 10000000}"#,
    );
    let recording = read(FORMAT, &text);
    assert_eq!(lines(recording.turns()), [line("2", 2_000_000, 3_000_000)]);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn without_diarization_there_are_no_speakers() {
    assert_eq!(
        refusal(FORMAT, &batch("{\"offset\": \"PT0S\", \"duration\": \"PT1S\"}")),
        "recognizedPhrases[0].speaker (line 1, column 24): expected speakers (was diarization \
         on?), found none",
    );
    assert_eq!(
        refusal(FORMAT, "{\"Offset\": 1, \"Duration\": 2}"),
        "[0].SpeakerId (line 1, column 1): expected speakers (was diarization on?), found none",
    );
    assert_eq!(
        refusal(FORMAT, "{}"),
        "line 1, column 1: expected `recognizedPhrases`, `phrases` or an `Offset`, found none",
    );
    assert!(read(FORMAT, &batch("")).turns().is_empty());
}

#[test]
fn text_behind_the_document_is_refused() {
    let text = format!("{}\n{{}}", batch(""));
    assert_eq!(refusal(FORMAT, &text), "line 2, column 1: expected JSON: trailing characters",);
}

#[test]
fn a_speaker_who_is_not_known_is_nobody_on_any_channel() {
    let text = r#"[{"Channel": 0, "Offset": 0, "Duration": 10000000, "SpeakerId": "Guest-1"},
        {"Channel": 0, "Offset": 20000000, "Duration": 10000000, "SpeakerId": "Unknown"},
        {"Channel": 1, "Offset": 0, "Duration": 10000000, "SpeakerId": "Guest-1"}]"#;
    let recording = read(FORMAT, text);
    let expected = [
        line("channel 0 speaker Guest-1", 0, 1_000_000),
        line("channel 1 speaker Guest-1", 0, 1_000_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}
