//! `SubRip`.

use sociogram::formats::{self, Format, Options, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{candidates, fixture, read, refusal, repairs, turns};

/// What a file with one cue makes of its text: the labels of those who speak.
fn speakers(text: &str) -> Vec<String> {
    let file = format!(
        "1\n00:00:01,000 --> 00:00:02,000\n{text}\n\n2\n00:09:00,000 --> 00:09:01,000\nZoe: bye\n"
    );
    let mut speakers: Vec<String> =
        turns(Format::Srt, &file).into_iter().map(|turn| turn.speaker).collect();
    assert_eq!(speakers.pop().as_deref(), Some("Zoe"), "{text}");
    speakers
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("srt/plain.txt").unwrap();
    assert_eq!((reading.format(), reading.recordings().len()), (Format::Srt, 1));
    let recording = &reading.recordings()[0];
    assert_eq!(recording.name().as_str(), "plain");
    let expected = [
        line("SPEAKER_00", 500_000, 4_200_000),
        line("SPEAKER_01", 4_310_000, 7_850_000),
        line("SPEAKER_00", 8_600_000, 12_000_000),
        line("SPEAKER_02", 12_240_000, 15_250_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Unknown);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_read_with_what_was_wrong() {
    let reading = fixture("srt/awkward.txt").unwrap();
    assert_eq!(reading.format(), Format::Srt);
    let recording = &reading.recordings()[0];
    let expected = [
        line("Ana Reyes", 500_000, 4_200_000),
        line("speaker 0", 4_310_000, 7_850_000),
        line("Eva", 8_000_000, 12_000_000),
        line("Ana Reyes", 13_000_000, 14_000_000),
        line("Eva", 13_000_000, 14_000_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    let negative = (RepairKind::NegativeLength, 1, "line 25, column 1".to_owned());
    let fraction = (RepairKind::FractionWidth, 1, "line 1, column 1".to_owned());
    assert_eq!(repairs(recording), [negative, fraction]);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string()), (2, "line 21, column 1".to_owned()));
}

#[test]
fn the_broken_fixture_is_detected_and_refused() {
    assert_eq!(
        fixture("srt/broken.txt").unwrap_err().to_string(),
        "line 5, column 14: expected `-->` between start and end, found \"->\"",
    );
}

#[test]
fn speakers_stand_in_front_of_the_text_as_tools_write_them() {
    assert_eq!(speakers("Ann: hi"), ["Ann"]);
    assert_eq!(speakers("[SPEAKER_00]: hi"), ["SPEAKER_00"]);
    assert_eq!(speakers("(speaker 0) hi"), ["speaker 0"]);
    assert_eq!(speakers("[Ann] hi"), ["Ann"]);
    assert_eq!(speakers("<v Ann>hi"), ["Ann"]);
    assert_eq!(speakers(">> ANN B: hi"), ["ANN B"]);
}

#[test]
fn sounds_and_remarks_are_no_speakers() {
    for text in ["[Music] la", "[Music]", "(laughs) yes", "[laughs] yes", "[LOUD APPLAUSE]: oh"] {
        assert!(speakers(text).is_empty(), "{text}");
    }
}

#[test]
fn a_speaker_who_is_not_known_is_not_taken_for_one() {
    for text in ["(speaker ?) hi", "[UNKNOWN]: hi", "Unknown Speaker: hi", "hi"] {
        assert!(speakers(text).is_empty(), "{text}");
    }
}

#[test]
fn a_speaker_may_be_named_on_change_only() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nAnn: hi\n\n2\n00:00:02,000 --> 00:00:03,000\n\
                so\n\n3\n00:00:03,000 --> 00:00:04,000\nBen: yes\n\n\
                4\n00:00:04,000 --> 00:00:05,000\nyes\n";
    let options = Options::default().carry_speaker(true);
    let reading = formats::read(text.as_bytes(), &options).unwrap();
    let expected = [
        line("Ann", 1_000_000, 2_000_000),
        line("Ann", 2_000_000, 3_000_000),
        line("Ben", 3_000_000, 4_000_000),
        line("Ben", 4_000_000, 5_000_000),
    ];
    assert_eq!(lines(reading.recordings()[0].turns()), expected);
    assert_eq!(read(Format::Srt, text).unknown_speakers().unwrap().turns, 2);
}

#[test]
fn names_from_webvtt_are_decoded() {
    assert_eq!(speakers("Ann &amp; Ben: hi"), ["Ann & Ben"]);
    assert_eq!(speakers("[Ann &amp; Ben]: hi"), ["Ann & Ben"]);
}

#[test]
fn cues_may_follow_each_other_without_an_empty_line_or_a_number() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nAnn: hi\n2\n00:00:02,000 --> 00:00:03,000\n\
                Ben: hi\n00:00:03,000 --> 00:00:04,000\nAnn: so";
    let expected = [
        line("Ann", 1_000_000, 2_000_000),
        line("Ben", 2_000_000, 3_000_000),
        line("Ann", 3_000_000, 4_000_000),
    ];
    assert_eq!(turns(Format::Srt, text), expected);
}

#[test]
fn captions_without_any_speaker_are_refused() {
    assert_eq!(
        refusal(Format::Srt, "1\n00:00:01,000 --> 00:00:02,000\nhi\n"),
        "line 2, column 1: expected speakers, in voice tags or in front of the text, found none",
    );
}

#[test]
fn text_without_times_is_refused() {
    assert_eq!(
        refusal(Format::Srt, "Dear diary,\nAnn: hi\n"),
        "line 1, column 1: expected a cue, which has `start --> end`, found none",
    );
}

#[test]
fn it_is_told_by_its_first_cue() {
    assert_eq!(candidates("\n\n1\n00:00:01,000 --> 00:00:02,000\nhi\n"), [Format::Srt]);
    assert_eq!(candidates("0:0:1.5 --> 0:0:2.5\nhi\n"), [Format::Srt]);
    assert_eq!(candidates("1\n2\n00:00:01,000 --> 00:00:02,000\nhi\n"), []);
    assert_eq!(candidates("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nhi\n"), [Format::WebVtt]);
}

#[test]
fn an_empty_file_is_a_recording_without_turns() {
    assert!(turns(Format::Srt, "\n").is_empty());
}
