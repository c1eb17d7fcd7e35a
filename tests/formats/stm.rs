//! STM.

use sociogram::formats::{Format, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{candidates, fixture, read, refusal, repairs, turns};

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("stm/plain.txt").unwrap();
    assert_eq!((reading.format(), reading.recordings().len()), (Format::Stm, 1));
    let recording = &reading.recordings()[0];
    assert_eq!(recording.name().as_str(), "garden");
    let expected = [
        line("ana", 500_000, 4_200_000),
        line("ben", 4_100_000, 7_850_000),
        line("ana", 8_600_000, 12_000_000),
        line("eva", 11_700_000, 15_250_000),
        line("ben", 15_900_000, 19_400_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!((recording.overlap(), recording.skipped()), (OverlapCapability::Yes, 1));
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_two_recordings_with_what_was_wrong() {
    let reading = fixture("stm/awkward.txt").unwrap();
    assert_eq!(reading.format(), Format::Stm);
    let [garden, shed] = reading.recordings() else { panic!("{reading:?}") };
    let expected = [line("ana", 1_250_000, 3_750_000), line("ben", 6_000_000, 8_125_000)];
    assert_eq!((garden.name().as_str(), lines(garden.turns())), ("garden-2", expected.into()));
    let zero = (RepairKind::ZeroLength, 1, "line 5, column 12".to_owned());
    let negative = (RepairKind::NegativeLength, 1, "line 6, column 12".to_owned());
    assert_eq!(repairs(garden), [zero, negative]);
    let unknown = garden.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string()), (1, "line 8, column 12".to_owned()));
    let expected = [line("0", 0, 1_500_000), line("1", 1_400_000, 2_900_000)];
    assert_eq!((shed.name().as_str(), lines(shed.turns())), ("shed", expected.into()));
    assert_eq!((shed.skipped(), garden.skipped()), (1, 0));
}

#[test]
fn the_broken_fixture_is_detected_and_refused() {
    assert_eq!(
        fixture("stm/broken.txt").unwrap_err().to_string(),
        "line 10, column 20: expected the end in seconds, found \"00:27.00\"",
    );
}

#[test]
fn what_is_missing_is_named() {
    assert_eq!(
        refusal(Format::Stm, "garden 1 ana 0.5 4.2 hi\ngarden 1 ana 5.0"),
        "line 2, column 17: expected the end, found the end of the line after 4 of at least 5 \
         fields",
    );
}

#[test]
fn a_segment_without_text_was_spoken() {
    assert_eq!(turns(Format::Stm, "garden 1 ana 0.5 4.2"), [line("ana", 500_000, 4_200_000)]);
}

#[test]
fn segments_that_say_to_ignore_them_are_passed_over() {
    let text = "a 1 ana 0 1 hi\na 1 ben 1 2 ignore_time_segment_in_scoring\n\
                a 1 ben 2 3 <o,,> IGNORE_TIME_SEGMENT_IN_SCORING\na 1 inter_segment_gap 3 4";
    let recording = read(Format::Stm, text);
    assert_eq!(lines(recording.turns()), [line("ana", 0, 1_000_000)]);
    assert_eq!(recording.skipped(), 3);
}

#[test]
fn rttm_is_not_taken_for_it_even_if_misspelt() {
    let rttm = "SPEAKER mtg 1 12.34 3.21 <NA> <NA> ana <NA> <NA>";
    assert_eq!(candidates(rttm), [Format::Rttm]);
    assert_eq!(candidates(&rttm.replace("SPEAKER", "SPAEKER")), []);
}

#[test]
fn numbers_for_speakers_do_not_make_it_a_ctm() {
    assert_eq!(
        candidates("show 1 0 1.0 6.0 <o> hi\nshow 1 1 6.0 7.0 <o> 5 of them"),
        [Format::Stm]
    );
    assert_eq!(candidates("show 1 0 1.0 6.0 hi\nshow 1 1 6.0 7.0 five of them"), [Format::Stm]);
}
