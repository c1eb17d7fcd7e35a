//! `AssemblyAI`.

use sociogram::formats::{self, Format, Options, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

/// A document with these utterances.
fn document(utterances: &str) -> String {
    format!("{{\"status\": \"completed\", \"utterances\": [{utterances}]}}")
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("assemblyai/plain.json").unwrap();
    assert_eq!(reading.format(), Format::AssemblyAi);
    let recording = &reading.recordings()[0];
    let expected = [
        line("A", 250_000, 960_000),
        line("B", 1_600_000, 2_310_000),
        line("A", 3_000_000, 4_120_000),
        line("C", 20_400_000, 21_600_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::No);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("assemblyai/awkward.json").unwrap();
    assert_eq!(reading.format(), Format::AssemblyAi);
    let recording = &reading.recordings()[0];
    let expected = [
        line("channel 3", 3_200_000, 4_000_000),
        line("1A", 1_000_000, 2_600_000),
        line("channel 2 speaker A", 2_000_000, 3_000_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    let expected = [
        (RepairKind::Untimed, 1, "utterances[4] (line 22, column 5)".to_owned()),
        (RepairKind::ZeroLengthWord, 1, "utterances[0].words[2] (line 12, column 7)".to_owned()),
        (RepairKind::UntimedWord, 1, "utterances[0].words[1] (line 11, column 7)".to_owned()),
    ];
    assert_eq!(repairs(recording), expected);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.position.line), (1, 21));
}

#[test]
fn the_broken_fixture_has_a_clock_for_a_time() {
    assert_eq!(
        fixture("assemblyai/broken.json").unwrap_err().to_string(),
        "utterances[0].end (line 6, column 68): expected the end in milliseconds, found \
         \"\\\"0:00.960\\\"\"",
    );
}

#[test]
fn times_are_milliseconds_however_small() {
    let text = document(r#"{"speaker": "A", "start": 1, "end": 4, "text": "Hi"}"#);
    assert_eq!(turns(Format::AssemblyAi, &text), [line("A", 1_000, 4_000)]);
}

#[test]
fn keys_that_were_renamed_to_start_ms_are_detected_and_read() {
    let text = br#"{"utterances": [{"speaker": "A", "start_ms": 250, "end_ms": 960, "text": "Hi",
        "words": [{"text": "Hi", "start_ms": 260, "end_ms": 950}]}]}"#;
    let reading = formats::read(text, &Options::default()).unwrap();
    assert_eq!(reading.format(), Format::AssemblyAi);
    assert_eq!(lines(reading.recordings()[0].turns()), [line("A", 260_000, 950_000)]);
    let text = document(r#"{"speaker": "A", "start_ms": "x", "end_ms": 960}"#);
    let told = refusal(Format::AssemblyAi, &text);
    assert!(told.starts_with("utterances[0].start_ms (line 1, column 69)"), "{told}");
}

#[test]
fn an_utterance_whose_speaker_is_null_or_unknown_is_nobodys() {
    let text = document(
        r#"{"speaker": "A", "start": 0, "end": 1}, {"speaker": null, "start": 2, "end": 3},
           {"speaker": "UNKNOWN", "start": 4, "end": 5}"#,
    );
    let recording = read(Format::AssemblyAi, &text);
    assert_eq!(lines(recording.turns()), [line("A", 0, 1_000)]);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 2);
}

#[test]
fn a_word_whose_start_is_null_lies_between_its_neighbours() {
    let text = document(
        r#"{"speaker": "A", "start": 0, "end": 900, "words": [
            {"start": 0, "end": 200}, {"start": null, "end": 500}, {"start": 600, "end": 900}]}"#,
    );
    let recording = read(Format::AssemblyAi, &text);
    assert_eq!(lines(recording.turns()), [line("A", 0, 900_000)]);
    let place = "utterances[0].words[1] (line 2, column 39)".to_owned();
    assert_eq!(repairs(&recording), [(RepairKind::UntimedWord, 1, place)]);
}

#[test]
fn an_utterance_with_two_speakers_is_two_turns() {
    let text = document(
        r#"{"speaker": "A", "start": 0, "end": 900, "words": [
            {"start": 0, "end": 200, "speaker": "A"}, {"start": 300, "end": 900, "speaker": "B"}]}"#,
    );
    let expected = [line("A", 0, 200_000), line("B", 300_000, 900_000)];
    assert_eq!(turns(Format::AssemblyAi, &text), expected);
}

#[test]
fn channels_may_overlap_and_keep_the_labels_that_are_theirs_alone() {
    let text = document(
        r#"{"speaker": "1", "channel": "1", "start": 0, "end": 900},
           {"speaker": "2A", "channel": "2", "start": 500, "end": 1200},
           {"speaker": "2B", "channel": "2", "start": 1300, "end": 1500}"#,
    );
    let recording = read(Format::AssemblyAi, &text);
    let expected =
        [line("1", 0, 900_000), line("2A", 500_000, 1_200_000), line("2B", 1_300_000, 1_500_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
}

#[test]
fn one_channel_among_channels_is_as_none() {
    let text = document(r#"{"speaker": "A", "channel": "1", "start": 0, "end": 900}"#);
    let recording = read(Format::AssemblyAi, &text);
    assert_eq!(lines(recording.turns()), [line("A", 0, 900_000)]);
    assert_eq!(recording.overlap(), OverlapCapability::No);
}

#[test]
fn words_are_read_where_there_are_no_utterances() {
    let words = r#"[{"text": "Hi", "start": 0, "end": 200, "speaker": "A"},
                    {"text": "Ho", "start": 300, "end": 900, "speaker": "B"}]"#;
    let text = format!("{{\"utterances\": null, \"words\": {words}}}");
    let expected = [line("A", 0, 200_000), line("B", 300_000, 900_000)];
    assert_eq!(turns(Format::AssemblyAi, &text), expected);
}

#[test]
fn a_transcript_without_speaker_labels_is_no_speakers() {
    let text = br#"{"id": "1", "status": "completed", "audio_url": "x", "text": "Hi", "words":
        [{"text": "Hi", "start": 0, "end": 200, "confidence": 0.9, "speaker": null}],
        "utterances": null, "speaker_labels": false}"#;
    assert_eq!(
        formats::read(text, &Options::default()).unwrap_err().to_string(),
        "words[0].speaker (line 2, column 79): expected speakers (was `speaker_labels` on?), \
         found none",
    );
}

#[test]
fn a_transcript_that_is_not_completed_is_refused() {
    let text = br#"{"id": "1", "status": "error", "audio_url": "x", "error": "too short"}"#;
    assert_eq!(
        formats::read(text, &Options::default()).unwrap_err().to_string(),
        "status (line 1, column 23): expected the status of a transcript that is \"completed\", \
         found \"error\"",
    );
    assert_eq!(
        refusal(Format::AssemblyAi, "{\"id\": \"1\"}"),
        "utterances (line 1, column 1): expected `utterances`, found none",
    );
}

#[test]
fn the_utterances_of_deepgram_are_not_taken_for_these() {
    let text = br#"{"utterances": [{"start": 0.2, "end": 1.9, "speaker": 0, "transcript": "hi"}]}"#;
    let found = formats::candidates(text).unwrap();
    assert!(found.iter().all(|(format, _)| *format != Format::AssemblyAi), "{found:?}");
}

#[test]
fn a_long_text_in_front_does_not_hide_the_format() {
    let long = format!("\"text\": \"{}\"", "word ".repeat(40_000));
    let utterances = r#""utterances": [{"speaker": "A", "start": 0, "end": 9}]"#;
    let head = r#""id": "1", "status": "completed", "audio_url": "x""#;
    for text in [format!("{{{head}, {long}, {utterances}}}"), format!("{{{long}, {utterances}}}")] {
        let reading = formats::read(text.as_bytes(), &Options::default()).unwrap();
        assert_eq!(reading.format(), Format::AssemblyAi);
        assert_eq!(lines(reading.recordings()[0].turns()), [line("A", 0, 9_000)]);
    }
}
