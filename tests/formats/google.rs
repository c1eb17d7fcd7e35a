//! Google speech to text.

use sociogram::formats::{Format, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

const FORMAT: Format = Format::Google;

/// A document of results with these words.
fn document(results: &[&str]) -> String {
    let result = |words: &&str| format!(r#"{{"alternatives": [{{"words": [{words}]}}]}}"#);
    let results: Vec<String> = results.iter().map(result).collect();
    format!("{{\"results\": [{}]}}", results.join(", "))
}

#[test]
fn the_last_result_repeats_every_word_with_tags() {
    let reading = fixture("google/plain.json").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    assert_eq!(
        lines(recording.turns()),
        [
            line("1", 100_000, 1_200_000),
            line("2", 2_000_000, 2_700_000),
            line("1", 21_000_000, 22_200_000),
        ]
    );
    assert_eq!((recording.overlap(), recording.skipped()), (OverlapCapability::No, 6));
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("google/awkward.txt").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    let expected =
        [line("channel 1 speaker 1", 0, 400_000), line("channel 2 speaker 1", 0, 1_250_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    let place = "response.results[0].alternatives[0].words[2] (line 10, column 9)".to_owned();
    assert_eq!(
        repairs(recording),
        [(RepairKind::ZeroLength, 1, place.clone()), (RepairKind::ZeroLengthWord, 1, place)]
    );
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn the_broken_fixture_is_refused() {
    assert_eq!(
        fixture("google/broken.json").unwrap_err().to_string(),
        "results[0].alternatives[0].words[1].endTime (line 5, column 42): expected the end as \
         \"1.5s\" or as seconds and nanos, found \"\\\"1200ms\\\"\"",
    );
}

#[test]
fn times_are_texts_or_seconds_and_nanos() {
    for (start, end, expected) in [
        (r#""7.200s""#, r#""7.800s""#, Some((7_200_000, 7_800_000))),
        (r#"{"seconds": "7", "nanos": 2e8}"#, r#"{"seconds": 8}"#, Some((7_200_000, 8_000_000))),
        (
            r#"{"nanos": 200000000.0}"#,
            r#"{"seconds": "1", "nanos": "5"}"#,
            Some((200_000, 1_000_000)),
        ),
        ("{}", r#""1s""#, Some((0, 1_000_000))),
        ("7.2", r#""8s""#, None),
        (r#""7.2""#, r#""8s""#, None),
        (r#""s""#, r#""8s""#, None),
        (r#"{"seconds": "NaN"}"#, r#""8s""#, None),
        (r#"{"seconds": {"low": 7, "high": 0}}"#, r#""8s""#, None),
        ("[]", r#""8s""#, None),
    ] {
        let text =
            document(&[&format!(r#"{{"startTime": {start}, "endTime": {end}, "speakerTag": 1}}"#)]);
        match expected {
            Some((start, end)) => assert_eq!(turns(FORMAT, &text), [line("1", start, end)]),
            None => assert!(refusal(FORMAT, &text).contains("expected the start as"), "{text}"),
        }
    }
}

#[test]
fn version_2_has_offsets_and_labels() {
    // The first word starts at zero, which such messages leave out.
    let text = document(&[r#"{"endOffset": "0.4s", "word": "hi", "speakerLabel": "1"},
           {"startOffset": "0.4s", "endOffset": "0.9s", "word": "you", "speakerLabel": "1"},
           {"startOffset": "2s", "endOffset": "2.5s", "word": "hi", "speakerLabel": "2"}"#]);
    let recording = read(FORMAT, &text);
    let expected = [line("1", 0, 900_000), line("2", 2_000_000, 2_500_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert!(recording.repairs().is_empty());
}

#[test]
fn a_word_may_have_a_tag_and_a_label() {
    let text = document(&[
        r#"{"startTime": "0s", "endTime": "1s", "speakerTag": 1, "speakerLabel": "ana"},
           {"startTime": "2s", "endTime": "3s", "speakerTag": 2, "speakerLabel": ""}"#,
    ]);
    let expected = [line("ana", 0, 1_000_000), line("2", 2_000_000, 3_000_000)];
    assert_eq!(turns(FORMAT, &text), expected);
}

#[test]
fn tag_0_is_nobody() {
    let text = document(&[r#"{"startTime": "0s", "endTime": "1s", "speakerTag": 1},
           {"startTime": "2s", "endTime": "3s", "speakerTag": 0}"#]);
    let recording = read(FORMAT, &text);
    assert_eq!(lines(recording.turns()), [line("1", 0, 1_000_000)]);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn without_diarization_there_are_no_speakers() {
    assert_eq!(
        refusal(FORMAT, &document(&[r#"{"startTime": "0s", "endTime": "1s", "word": "a"}"#])),
        "results[0].alternatives[0].words[0].speakerTag (line 1, column 43): expected speakers \
         (was diarization on?), found none",
    );
}

#[test]
fn without_time_offsets_there_is_nothing_to_place() {
    assert_eq!(
        refusal(FORMAT, &document(&[r#"{"word": "a", "speakerTag": 1}"#])),
        "results[0].alternatives[0].words[0].endTime (line 1, column 43): expected times of words \
         (were word time offsets enabled?), found none",
    );
}

#[test]
fn a_channel_without_tags_is_one_speaker() {
    let text = r#"{"results": [
        {"channelTag": 1, "alternatives": [{"words": [{"startTime": "0s", "endTime": "2s"}]}]},
        {"channelTag": 2, "alternatives": [{"words": [{"startTime": "1s", "endTime": "3s"}]}]}]}"#;
    let expected = [line("channel 1", 0, 2_000_000), line("channel 2", 1_000_000, 3_000_000)];
    assert_eq!(turns(FORMAT, text), expected);
}
