//! WhisperX and its kin.

use sociogram::formats::{self, Format, Options, OverlapCapability, RepairKind, UnknownSpeakers};

use crate::support::conversations::{line, lines};
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
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("whisperx/awkward.json").unwrap();
    assert_eq!(reading.format(), Format::WhisperX);
    let recording = &reading.recordings()[0];
    let expected = [
        line("SPEAKER_00", 11_000_000, 12_500_000),
        line("SPEAKER_00", 1_000_000, 2_600_000),
        line("SPEAKER_01", 2_800_000, 3_200_000),
        line("SPEAKER_02", 4_000_000, 5_000_000),
        line("SPEAKER_01", 6_000_000, 7_200_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    let expected = [
        (RepairKind::Untimed, 1, "segments[6] (line 24, column 5)".to_owned()),
        (RepairKind::ZeroLengthWord, 1, "segments[0].words[3] (line 7, column 7)".to_owned()),
        (RepairKind::BackwardsWord, 1, "segments[2].words[1] (line 16, column 7)".to_owned()),
        (RepairKind::UntimedWord, 3, "segments[1].words[0] (line 12, column 7)".to_owned()),
    ];
    assert_eq!(repairs(recording), expected);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.position.line), (2, 19));
}

#[test]
fn the_broken_fixture_was_not_diarized() {
    assert_eq!(
        fixture("whisperx/broken.json").unwrap_err().to_string(),
        "segments[0].speaker (line 3, column 5): expected speakers (was diarization on?), found \
         none",
    );
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
        refusal(
            Format::WhisperX,
            &document("{\"speaker\": \"A\", \"start\": \"soon\", \"end\": 1}")
        ),
        "segments[0].start (line 1, column 41): expected the start in seconds, found \"\\\"soon\\\"\"",
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

#[test]
fn segments_without_any_speaker_are_no_speakers() {
    for (segment, column) in [
        (r#"{"start": 0, "end": 1, "text": "hi"}"#, 15),
        (r#"{"start": 0, "end": 1, "speaker": null, "words": [{"word": "hi", "start": 0}]}"#, 49),
    ] {
        let error = format!(
            "segments[0].speaker (line 1, column {column}): expected speakers (was diarization \
             on?), found none",
        );
        assert_eq!(refusal(Format::WhisperX, &document(segment)), error);
    }
    // So does Whisper itself, whose output is told apart from nobody's.
    let whisper = br#"{"task": "transcribe", "language": "en", "duration": 1.5, "text": "hi",
        "segments": [{"id": 0, "seek": 0, "start": 0.0, "end": 1.5, "text": "hi", "tokens": []}]}"#;
    let told = formats::read(whisper, &Options::default()).unwrap_err().to_string();
    assert!(told.contains("expected speakers (was diarization on?)"), "{told}");
}

#[test]
fn a_document_without_segments_is_refused() {
    assert_eq!(
        refusal(Format::WhisperX, "{\"language\": \"en\"}"),
        "segments (line 1, column 1): expected `segments`, found none",
    );
}

#[test]
fn a_transcript_without_speech_has_no_turns() {
    assert_eq!(turns(Format::WhisperX, &document("")), []);
}

#[test]
fn a_word_without_a_speaker_has_its_segments() {
    let text = of_words(
        r#"{"word": "a", "start": 1.0, "end": 1.2, "speaker": "B"},
           {"word": "b", "start": 1.3, "end": 1.5}, {"word": "c", "start": 1.6, "end": 1.8}"#,
    );
    let expected = [line("B", 1_000_000, 1_200_000), line("A", 1_300_000, 1_800_000)];
    assert_eq!(turns(Format::WhisperX, &text), expected);
}

#[test]
fn words_and_segments_without_a_speaker_are_nobody() {
    let text = document(
        r#"{"start": 0, "end": 1, "speaker": "A"}, {"start": 1, "end": 2},
           {"start": 2, "end": 3, "words": [{"word": "x", "start": 2.0, "end": 2.5}]}"#,
    );
    assert_eq!(turns(Format::WhisperX, &text), [line("A", 0, 1_000_000)]);
    let unknown = read(Format::WhisperX, &text).unknown_speakers().unwrap().clone();
    let first = "segments[1] (line 1, column 55)";
    assert_eq!((unknown.turns, unknown.first.to_string().as_str()), (2, first));

    let options = Options::default().unknown_speakers(UnknownSpeakers::Keep);
    let kept = formats::read(text.as_bytes(), &options).unwrap();
    assert_eq!(kept.recordings()[0].turns().len(), 3);
}

#[test]
fn words_of_which_every_one_has_no_length_are_not_lost() {
    let text = of_words(
        r#"{"word": "a", "start": 1.0, "end": 1.0}, {"word": "b", "start": 1.2, "end": 1.2},
           {"word": "c", "start": 1.6, "end": 1.6}, {"word": "d", "start": 5.0, "end": 5.0},
           {"word": "e", "start": 5.4, "end": 5.4}"#,
    );
    let recording = read(Format::WhisperX, &text);
    let expected = [line("A", 1_000_000, 2_600_000), line("A", 5_000_000, 5_400_000)];
    assert_eq!(lines(recording.turns()), expected);
    let place = "segments[0].words[0] (line 1, column 64)".to_owned();
    assert_eq!(repairs(&recording), [(RepairKind::ZeroLengthWord, 5, place)]);
}

#[test]
fn words_running_backwards_are_put_in_order() {
    let text = of_words(
        r#"{"word": "a", "start": 1.0, "end": 1.4}, {"word": "c", "start": 2.0, "end": 2.3},
           {"word": "b", "start": 1.5, "end": 1.9}, {"word": "d", "start": 2.4, "end": 2.2}"#,
    );
    let recording = read(Format::WhisperX, &text);
    assert_eq!(lines(recording.turns()), [line("A", 1_000_000, 2_400_000)]);
    let place = "segments[0].words[2] (line 2, column 12)".to_owned();
    assert_eq!(repairs(&recording), [(RepairKind::BackwardsWord, 2, place)]);
}

#[test]
fn a_last_word_whose_end_is_null_ends_with_its_run() {
    let text = of_words(
        r#"{"word": "a", "start": 1.0, "end": 1.4}, {"word": "b", "start": 1.5, "end": null}"#,
    );
    let recording = read(Format::WhisperX, &text);
    assert_eq!(lines(recording.turns()), [line("A", 1_000_000, 1_500_000)]);
    assert_eq!(repairs(&recording)[0].0, RepairKind::UntimedWord);
}

#[test]
fn a_last_segment_whose_end_is_null_is_left_out() {
    let text = document(
        r#"{"start": 0, "end": 1, "speaker": "A"}, {"start": 1, "end": null, "speaker": "B"}"#,
    );
    let recording = read(Format::WhisperX, &text);
    assert_eq!(lines(recording.turns()), [line("A", 0, 1_000_000)]);
    let place = "segments[1] (line 1, column 55)".to_owned();
    assert_eq!(repairs(&recording), [(RepairKind::Untimed, 1, place)]);
}

#[test]
fn a_segment_whose_words_have_no_times_keeps_its_own() {
    let text = document(
        r#"{"start": 0, "end": 1, "speaker": "A"},
           {"start": 1.5, "end": 2, "speaker": "B", "words": [{"word": "7"}, {"word": "11"}]}"#,
    );
    let recording = read(Format::WhisperX, &text);
    let expected = [line("A", 0, 1_000_000), line("B", 1_500_000, 2_000_000)];
    assert_eq!(lines(recording.turns()), expected);
    let place = "segments[1].words[0] (line 2, column 63)".to_owned();
    assert_eq!(repairs(&recording), [(RepairKind::UntimedWord, 2, place)]);
}

#[test]
fn strict_reading_refuses_what_would_be_repaired() {
    let text = of_words(r#"{"word": "a", "start": 1.0, "end": 1.0}"#);
    let options = Options::default().strict(true);
    assert_eq!(
        formats::read(text.as_bytes(), &options).unwrap_err().to_string(),
        "segments[0].words[0] (line 1, column 64): word of no length drawn out to the next one, \
         which strict reading refuses",
    );
}
