//! AWS Transcribe: speakers, channels and call analytics.

use sociogram::formats::{self, Format, Options, OverlapCapability, RepairKind, Warning};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

/// A document with these segments of speakers.
fn document(segments: &str) -> String {
    format!(
        "{{\"results\": {{\"speaker_labels\": {{\"segments\": [{segments}]}}, \"items\": []}}}}"
    )
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("aws-transcribe/plain.json").unwrap();
    assert_eq!(reading.format(), Format::AwsTranscribe);
    let recording = &reading.recordings()[0];
    let expected = [
        line("spk_0", 250_000, 960_000),
        line("spk_0", 3_000_000, 4_120_000),
        line("spk_1", 20_400_000, 20_900_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::No);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("aws-transcribe/awkward.json").unwrap();
    assert_eq!(reading.format(), Format::AwsTranscribe);
    let recording = &reading.recordings()[0];
    let expected = [
        line("spk_1", 3_000_000, 4_100_000),
        line("spk_0", 6_000_000, 7_250_000),
        line("spk_0", 250_000, 900_000),
        line("spk_1", 1_100_000, 1_960_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    let segment = "results.speaker_labels.segments[3] (line 19, column 9)".to_owned();
    let word = "results.speaker_labels.segments[0].items[2] (line 13, column 11)".to_owned();
    let expected = [(RepairKind::ZeroLength, 1, segment), (RepairKind::ZeroLengthWord, 1, word)];
    assert_eq!(repairs(recording), expected);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.position.line), (1, 17));
}

#[test]
fn the_broken_fixture_tells_nobody_apart() {
    assert_eq!(
        fixture("aws-transcribe/broken.json").unwrap_err().to_string(),
        "results.speaker_labels (line 5, column 14): expected speakers or channels (was either \
         told apart?), found none",
    );
}

#[test]
fn channels_are_speakers_and_may_overlap() {
    let reading = fixture("aws-transcribe/channels.json").unwrap();
    assert_eq!(reading.format(), Format::AwsTranscribe);
    let recording = &reading.recordings()[0];
    let expected = [line("ch_0", 400_000, 900_000), line("ch_1", 700_000, 2_050_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    assert!(recording.repairs().is_empty() && recording.warnings().is_empty());
}

#[test]
fn one_channel_in_all_deserves_a_warning() {
    let text = r#"{"results": {"channel_labels": {"channels": [{"channel_label": "ch_0", "items": [
        {"start_time": "0", "end_time": "1", "type": "pronunciation"}]}]}}}"#;
    let recording = read(Format::AwsTranscribe, text);
    assert_eq!(lines(recording.turns()), [line("ch_0", 0, 1_000_000)]);
    assert_eq!(recording.warnings(), [Warning::OneSpeaker]);
}

#[test]
fn call_analytics_are_detected_and_read() {
    let reading = fixture("aws-transcribe/calls.json").unwrap();
    assert_eq!(reading.format(), Format::AwsTranscribe);
    let recording = &reading.recordings()[0];
    let expected = [
        line("AGENT", 2_600_000, 3_100_000),
        line("AGENT", 440_000, 960_000),
        line("CUSTOMER", 900_000, 2_050_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    assert!(recording.repairs().is_empty());
}

#[test]
fn call_analytics_without_roles_have_ids_or_no_speakers() {
    let document = |keys: &str| {
        format!("{{\"Transcript\": [{{\"BeginOffsetMillis\": 0, \"EndOffsetMillis\": 9{keys}}}]}}")
    };
    let text = document(", \"ParticipantId\": \"CUSTOMER\"");
    assert_eq!(turns(Format::AwsTranscribe, &text), [line("CUSTOMER", 0, 9_000)]);
    assert_eq!(
        refusal(Format::AwsTranscribe, &document("")),
        "Transcript[0].ParticipantRole (line 1, column 17): expected the roles of speakers, found \
         none",
    );
}

#[test]
fn punctuation_has_no_times_and_needs_no_repair() {
    let text = document(
        r#"{"start_time": "0", "end_time": "2", "speaker_label": "spk_0", "items": [
            {"start_time": "0.0", "end_time": "0.5", "type": "pronunciation"},
            {"type": "punctuation"}, {"start_time": "0.6", "end_time": "2.0"}]}"#,
    );
    let recording = read(Format::AwsTranscribe, &text);
    assert_eq!(lines(recording.turns()), [line("spk_0", 0, 2_000_000)]);
    assert!(recording.repairs().is_empty());
}

#[test]
fn a_segment_without_items_and_with_an_empty_label_is_nobodys() {
    let text = document(
        r#"{"start_time": "0", "end_time": "2", "speaker_label": "spk_0", "items": []},
           {"start_time": "2", "end_time": "3", "speaker_label": "", "items": []}"#,
    );
    let recording = read(Format::AwsTranscribe, &text);
    assert_eq!(lines(recording.turns()), [line("spk_0", 0, 2_000_000)]);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn items_with_speakers_are_read_where_there_are_no_segments() {
    let text = r#"{"results": {"items": [
        {"start_time": "0", "end_time": "1", "type": "pronunciation", "speaker_label": "spk_0"},
        {"type": "punctuation", "speaker_label": "spk_0"},
        {"start_time": "1", "end_time": "2", "type": "pronunciation", "speaker_label": "spk_1"}]}}"#;
    let expected = [line("spk_0", 0, 1_000_000), line("spk_1", 1_000_000, 2_000_000)];
    assert_eq!(turns(Format::AwsTranscribe, text), expected);
}

#[test]
fn a_silent_recording_has_no_turns() {
    assert_eq!(turns(Format::AwsTranscribe, &document("")), []);
}

#[test]
fn a_document_without_speaker_labels_is_detected_and_no_speakers() {
    let text = br#"{"jobName": "a", "results": {"transcripts": [{"transcript": "hi"}], "items": [
        {"start_time": "0", "end_time": "1", "type": "pronunciation"}]}}"#;
    let told = formats::read(text, &Options::default()).unwrap_err().to_string();
    assert!(told.contains("expected speakers or channels"), "{told}");
    // Words of which none has a label are not silence either.
    let text =
        r#"{"results": {"speaker_labels": {"segments": []}, "items": [{"start_time": "0"}]}}"#;
    let told = refusal(Format::AwsTranscribe, text);
    assert!(told.contains("expected speakers or channels"), "{told}");
}

#[test]
fn what_is_refused_has_a_place() {
    assert_eq!(
        refusal(Format::AwsTranscribe, "{}"),
        "results (line 1, column 1): expected `results` or a `Transcript`, found none",
    );
    let text = document(r#"{"start_time": "0", "end_time": "1,5", "speaker_label": "spk_0"}"#);
    assert_eq!(
        refusal(Format::AwsTranscribe, &text),
        "results.speaker_labels.segments[0].end_time (line 1, column 78): expected the end in \
         seconds, found \"\\\"1,5\\\"\"",
    );
}

#[test]
fn a_long_transcript_in_front_does_not_hide_the_format() {
    let long = "word ".repeat(40_000);
    let labels = r#""speaker_labels": {"segments": [{"start_time": "0", "end_time": "1",
        "speaker_label": "spk_0", "items": []}]}"#;
    for name in ["\"jobName\": \"a\", ", ""] {
        let transcripts = format!("\"transcripts\": [{{\"transcript\": \"{long}\"}}]");
        let text = format!("{{{name}\"results\": {{{transcripts}, {labels}}}}}");
        let reading = formats::read(text.as_bytes(), &Options::default()).unwrap();
        assert_eq!(reading.format(), Format::AwsTranscribe);
        assert_eq!(reading.recordings()[0].turns().len(), 1);
    }
}
