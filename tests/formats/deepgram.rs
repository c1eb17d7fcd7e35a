//! Deepgram.

use sociogram::formats::{self, Format, Options, OverlapCapability, RepairKind, Warning};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

/// A document with these words in one channel.
fn document(words: &str) -> String {
    format!("{{\"results\": {{\"channels\": [{{\"alternatives\": [{{\"words\": [{words}]}}]}}]}}}}")
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("deepgram/plain.json").unwrap();
    assert_eq!(reading.format(), Format::Deepgram);
    let recording = &reading.recordings()[0];
    let expected = [
        line("0", 250_000, 960_000),
        line("1", 1_600_000, 2_310_000),
        line("0", 3_000_000, 4_120_000),
        line("2", 20_400_000, 21_600_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::No);
    assert!(recording.repairs().is_empty() && recording.warnings().is_empty());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("deepgram/awkward.json").unwrap();
    assert_eq!(reading.format(), Format::Deepgram);
    let recording = &reading.recordings()[0];
    let expected = [
        line("channel 0 speaker 0", 1_000_000, 1_900_000),
        line("channel 0 speaker 1", 2_000_000, 2_400_000),
        line("channel 1 speaker 0", 1_500_000, 2_200_000),
        line("channel 2", 5_000_000, 5_500_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    let place = "results.channels[0].alternatives[0].words[1] (line 10, column 15)".to_owned();
    assert_eq!(repairs(recording), [(RepairKind::ZeroLengthWord, 1, place)]);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.position.line), (2, 13));
}

#[test]
fn the_broken_fixture_was_not_diarized() {
    assert_eq!(
        fixture("deepgram/broken.json").unwrap_err().to_string(),
        "results.channels[0].alternatives[0].words[0].speaker (line 6, column 9): expected \
         speakers (was `diarize` on?), found none",
    );
}

#[test]
fn utterances_that_mix_speakers_are_not_read() {
    let text = r#"{"results": {"channels": [{"alternatives": [{"words": [
        {"word": "so", "start": 1, "end": 2, "speaker": 0},
        {"word": "yes", "start": 2, "end": 3, "speaker": 1}]}]}],
        "utterances": [{"start": 1, "end": 3, "speaker": 0, "channel": 0, "transcript": "so yes"}]}}"#;
    let expected = [line("0", 1_000_000, 2_000_000), line("1", 2_000_000, 3_000_000)];
    assert_eq!(turns(Format::Deepgram, text), expected);
}

#[test]
fn a_speaker_that_is_a_float_is_the_same_as_the_whole_number() {
    let text = document(
        r#"{"start": 1, "end": 2, "speaker": 1.0}, {"start": 2, "end": 3, "speaker": 1},
           {"start": 3, "end": 4, "speaker": 0.0}"#,
    );
    let expected = [line("1", 1_000_000, 3_000_000), line("0", 3_000_000, 4_000_000)];
    assert_eq!(turns(Format::Deepgram, &text), expected);
}

#[test]
fn one_speaker_0_in_all_deserves_a_warning() {
    let zero = r#"{"start": 1, "end": 2, "speaker": 0}"#;
    let one = r#"{"start": 2, "end": 3, "speaker": 1}"#;
    let warnings = |text: &str| read(Format::Deepgram, text).warnings().to_vec();
    assert_eq!(warnings(&document(zero)), [Warning::OneSpeaker]);
    assert_eq!(warnings(&document(&format!("{zero}, {one}"))), []);
    assert_eq!(warnings(&document(one)), []);
}

#[test]
fn speakers_of_two_channels_are_two_even_with_the_same_number() {
    let channel = r#"{"alternatives": [{"words": [{"start": 1, "end": 2, "speaker": 0}]}]}"#;
    let text = format!("{{\"results\": {{\"channels\": [{channel}, {channel}]}}}}");
    let recording = read(Format::Deepgram, &text);
    let expected = [
        line("channel 0 speaker 0", 1_000_000, 2_000_000),
        line("channel 1 speaker 0", 1_000_000, 2_000_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    assert!(recording.warnings().is_empty());
}

#[test]
fn channels_without_speakers_are_speakers() {
    let channel = r#"{"alternatives": [{"words": [{"start": 1, "end": 2}]}]}"#;
    let text = format!("{{\"results\": {{\"channels\": [{channel}, {channel}]}}}}");
    let expected =
        [line("channel 0", 1_000_000, 2_000_000), line("channel 1", 1_000_000, 2_000_000)];
    assert_eq!(turns(Format::Deepgram, &text), expected);
}

#[test]
fn results_alone_are_read() {
    let text = br#"{"channels": [{"alternatives": [{"transcript": "hi", "words": [
        {"word": "hi", "start": 1, "end": 2, "speaker": 4}]}]}],
        "utterances": [{"start": 1, "end": 2, "speaker": 4, "transcript": "hi"}]}"#;
    let reading = formats::read(text, &Options::default()).unwrap();
    assert_eq!(reading.format(), Format::Deepgram);
    assert_eq!(lines(reading.recordings()[0].turns()), [line("4", 1_000_000, 2_000_000)]);
}

#[test]
fn a_recording_without_words_has_no_turns() {
    assert_eq!(turns(Format::Deepgram, &document("")), []);
}

#[test]
fn what_is_refused_has_a_place() {
    assert_eq!(
        refusal(Format::Deepgram, "{\"results\": {}}"),
        "results.channels (line 1, column 13): expected `channels` with words, found none",
    );
    assert_eq!(
        refusal(Format::Deepgram, &document("{\"start\": 1, \"end\": true, \"speaker\": 0}")),
        "results.channels[0].alternatives[0].words[0].end (line 1, column 76): expected the end \
         in seconds, found \"true\"",
    );
}

#[test]
fn a_long_transcript_in_front_does_not_hide_the_format() {
    let words = r#""words": [{"word": "hi", "start": 1, "end": 2, "speaker": 0}]"#;
    let long = format!("\"transcript\": \"{}\"", "word ".repeat(40_000));
    let alternative = format!("{{\"alternatives\": [{{{long}, {words}}}]}}");
    for text in [
        format!("{{\"results\": {{\"channels\": [{alternative}]}}}}"),
        format!("{{\"channels\": [{alternative}]}}"),
    ] {
        let reading = formats::read(text.as_bytes(), &Options::default()).unwrap();
        assert_eq!(reading.format(), Format::Deepgram);
    }
}
