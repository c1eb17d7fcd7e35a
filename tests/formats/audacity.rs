//! Audacity's label tracks.

use sociogram::formats::{Format, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{candidates, fixture, read, refusal, repairs, turns};

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("audacity/plain.txt").unwrap();
    assert_eq!((reading.format(), reading.recordings().len()), (Format::Audacity, 1));
    let recording = &reading.recordings()[0];
    assert_eq!(recording.name().as_str(), "plain");
    let expected = [
        line("ana", 500_000, 4_200_000),
        line("ben", 4_100_000, 7_850_000),
        line("ana", 8_600_000, 12_000_000),
        line("eva maria", 11_700_000, 15_250_000),
        line("ben", 15_900_000, 19_400_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_read_with_what_was_wrong() {
    let reading = fixture("audacity/awkward.txt").unwrap();
    assert_eq!(reading.format(), Format::Audacity);
    let recording = &reading.recordings()[0];
    let expected = [
        line("ana", 500_000, 4_200_000),
        line("ben b", 4_100_000, 7_850_000),
        line("2", 14_000_000, 15_000_000),
        line("ana", 15_500_000, 17_000_000),
        line("ben b", 16_000_000, 16_500_000),
        line("2", 17_250_000, 18_000_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    let zero = (RepairKind::ZeroLength, 2, "line 5, column 1".to_owned());
    let negative = (RepairKind::NegativeLength, 1, "line 6, column 1".to_owned());
    assert_eq!(repairs(recording), [zero, negative]);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string()), (2, "line 7, column 1".to_owned()));
}

#[test]
fn the_broken_fixture_is_detected_and_refused() {
    assert_eq!(
        fixture("audacity/broken.txt").unwrap_err().to_string(),
        "line 10, column 1: expected the start in seconds, found \"0:26.0\"",
    );
}

#[test]
fn labels_of_whisperx_begin_with_the_speaker() {
    let reading = fixture("audacity/whisperx.txt").unwrap();
    assert_eq!(reading.format(), Format::Audacity);
    let recording = &reading.recordings()[0];
    let expected =
        [line("SPEAKER_00", 2_500_000, 4_000_000), line("SPEAKER_01", 3_500_000, 6_000_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 2);
}

#[test]
fn decimals_may_have_commas() {
    assert_eq!(turns(Format::Audacity, "2,15\t6,1\tana"), [line("ana", 2_150_000, 6_100_000)]);
    assert_eq!(turns(Format::Audacity, "2,15 6,1 ana"), [line("ana", 2_150_000, 6_100_000)]);
    assert_eq!(
        refusal(Format::Audacity, "1,234,5\t6,1\tana"),
        "line 1, column 1: expected the start in seconds, found \"1,234,5\"",
    );
}

#[test]
fn columns_may_be_apart_by_spaces() {
    let text = "  2.15   6.10   ana maria \n7 8 ben";
    let expected = [line("ana maria", 2_150_000, 6_100_000), line("ben", 7_000_000, 8_000_000)];
    assert_eq!(turns(Format::Audacity, text), expected);
}

#[test]
fn of_two_columns_the_second_is_the_end_or_the_label() {
    let recording = read(Format::Audacity, "1\t2\n3\tana maria\n4\t5\tana maria");
    assert_eq!(lines(recording.turns()), [line("ana maria", 4_000_000, 5_000_000)]);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
    assert_eq!(repairs(&recording), [(RepairKind::ZeroLength, 1, "line 2, column 1".to_owned())]);
}

#[test]
fn lines_of_frequencies_are_passed_over() {
    let text = "1\t2\tana\n\\\t100.0\t2000.0\n3\t4\tben\n\\\t-1.0\t50.0\n";
    let expected = [line("ana", 1_000_000, 2_000_000), line("ben", 3_000_000, 4_000_000)];
    assert_eq!(turns(Format::Audacity, text), expected);
    assert_eq!(candidates(text), [Format::Audacity]);
}

#[test]
fn a_file_without_labels_is_refused() {
    assert_eq!(
        refusal(Format::Audacity, "\n1\t2\n3\t4\t\n"),
        "line 2, column 1: expected labels that name speakers, found none",
    );
}

#[test]
fn what_is_refused_has_a_place() {
    assert_eq!(
        refusal(Format::Audacity, "1\t2\tana\n2.0"),
        "line 2, column 4: expected the end, found the end of the line after 1 of at least 2 \
         fields",
    );
    assert_eq!(
        refusal(Format::Audacity, "1\tsoon\tana"),
        "line 1, column 3: expected the end in seconds, found \"soon\"",
    );
}

#[test]
fn an_empty_file_is_a_recording_without_turns() {
    assert!(turns(Format::Audacity, "\n").is_empty());
}

#[test]
fn lines_of_numbers_alone_are_not_taken_for_it() {
    assert_eq!(candidates("1 2\n3 4\n"), []);
    assert_eq!(candidates("1 1 ana 0.5 0.9 hi\n1 1 ben 1.0 2.0 hi"), [Format::Stm]);
}
