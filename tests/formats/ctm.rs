//! CTM.

use sociogram::formats::{Format, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{candidates, fixture, read, refusal, repairs, turns};

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("ctm/plain.txt").unwrap();
    assert_eq!((reading.format(), reading.recordings().len()), (Format::Ctm, 1));
    let recording = &reading.recordings()[0];
    assert_eq!(recording.name().as_str(), "lunch");
    let expected = [
        line("ana", 300_000, 1_250_000),
        line("ana", 4_100_000, 5_100_000),
        line("ben", 1_600_000, 2_600_000),
        line("ben", 6_000_000, 6_700_000),
        line("eva", 2_050_000, 2_600_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!((recording.overlap(), recording.skipped()), (OverlapCapability::Yes, 1));
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_two_recordings_with_what_was_wrong() {
    let reading = fixture("ctm/awkward.txt").unwrap();
    assert_eq!(reading.format(), Format::Ctm);
    let [dinner, lunch] = reading.recordings() else { panic!("{reading:?}") };
    assert_eq!(lines(dinner.turns()), [line("eva", 10_000_000, 10_600_000)]);
    let unknown = dinner.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string()), (1, "line 15, column 10".to_owned()));
    let expected = [
        line("ana", 300_000, 1_250_000),
        line("ana", 4_000_000, 4_300_000),
        line("ben", 1_600_000, 2_300_000),
        line("ben", 2_900_000, 3_250_000),
    ];
    assert_eq!(lines(lunch.turns()), expected);
    let zero = (RepairKind::ZeroLengthWord, 1, "line 4, column 9".to_owned());
    let backwards = (RepairKind::BackwardsWord, 1, "line 16, column 9".to_owned());
    assert_eq!(repairs(lunch), [zero, backwards]);
    assert_eq!((lunch.skipped(), lunch.unknown_speakers().unwrap().turns), (2, 1));
}

#[test]
fn the_broken_fixture_is_detected_and_refused() {
    assert_eq!(
        fixture("ctm/broken.txt").unwrap_err().to_string(),
        "line 1, column 31: expected speakers, or more channels than one (were speakers told \
         apart?), found none",
    );
}

#[test]
fn people_who_speak_at_once_have_turns_of_their_own() {
    let text = "a 1 0.0 0.5 so 1 lex ana\na 1 0.4 0.5 yes 1 lex ben\na 1 0.6 0.5 we 1 lex ana\n\
                a 1 0.9 0.5 yes 1 lex ben";
    let expected = [line("ana", 0, 1_100_000), line("ben", 400_000, 1_400_000)];
    assert_eq!(turns(Format::Ctm, text), expected);
}

#[test]
fn without_speakers_channels_are_speakers_if_there_are_several() {
    let text = "a A 0.0 0.5 so\na B 0.4 0.5 yes 0.9\na A 0.6 0.5 we NA lex NA";
    let expected = [line("channel A", 0, 1_100_000), line("channel B", 400_000, 900_000)];
    assert_eq!(turns(Format::Ctm, text), expected);
    let text = "a speaker_0 0.0 0.5 so 0\na 12 0.4 0.5 yes 0";
    let expected = [line("speaker_0", 0, 500_000), line("channel 12", 400_000, 900_000)];
    assert_eq!(turns(Format::Ctm, text), expected);
}

#[test]
fn words_without_a_speaker_among_others_with_one_are_unknown() {
    let text = "a A 0.0 0.5 so 1 lex ana\na B 0.4 0.5 yes 1 lex NA\na B 3 1 yes 1 lex <NA>";
    let recording = read(Format::Ctm, text);
    assert_eq!(lines(recording.turns()), [line("ana", 0, 500_000)]);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 2);
}

#[test]
fn one_speaker_on_several_channels_is_one_speaker() {
    let text = "a 1 0.0 0.5 so 1 lex ana\na 2 0.6 0.5 we 1 lex ana";
    assert_eq!(turns(Format::Ctm, text), [line("ana", 0, 1_100_000)]);
}

#[test]
fn only_the_first_of_alternatives_is_read() {
    let text = "a 1 0 0.1 oh 1 lex ana\na 1 * * <ALT_BEGIN>\na 1 1 1 um 1 lex ana\n\
                a 1 * * <ALT>\na 1 1 9 uh 1 lex ana\na 1 * * <ALT_END>\na 1 4 1 so 1 lex ana";
    let expected = [
        line("ana", 0, 100_000),
        line("ana", 1_000_000, 2_000_000),
        line("ana", 4_000_000, 5_000_000),
    ];
    assert_eq!(turns(Format::Ctm, text), expected);
}

#[test]
fn a_word_of_no_length_lasts_until_the_next() {
    let text = "a 1 1.0 0 so 1 lex ana\na 1 1.4 0 we 1 lex ana\na 1 5 0 go 1 lex ana";
    let recording = read(Format::Ctm, text);
    assert_eq!(lines(recording.turns()), [line("ana", 1_000_000, 2_400_000)]);
    let zero = (RepairKind::ZeroLengthWord, 3, "line 1, column 5".to_owned());
    assert_eq!(repairs(&recording), [(RepairKind::ZeroLength, 1, "line 3, column 5".into()), zero]);
}

#[test]
fn what_is_refused_has_a_place() {
    assert_eq!(
        refusal(Format::Ctm, "a 1 0.5"),
        "line 1, column 8: expected the length, found the end of the line after 3 of at least 5 \
         fields",
    );
    assert_eq!(
        refusal(Format::Ctm, "a 1 0.5 long so"),
        "line 1, column 9: expected the length in seconds, found \"long\"",
    );
    assert_eq!(
        refusal(Format::Ctm, "a 1 0.5 1 so 1 lex ana maria"),
        "line 1, column 24: expected the end of the line after 8 fields, found \"maria\"",
    );
    assert_eq!(
        refusal(Format::Ctm, "a 1 9007199254 9007199254 so 1 lex ana"),
        "line 1, column 16: expected the end within 9007199254.740992 seconds of zero, found \
         \"9007199254\"",
    );
}

#[test]
fn a_number_among_its_words_does_not_hide_it() {
    assert_eq!(candidates("a 1 0.5 0.2 7 0.9 lex ana\na 1 0.8 0.2 up 0.9 lex ana"), [Format::Ctm]);
}

#[test]
fn an_empty_file_has_no_recordings() {
    let reading = crate::tools::try_read(Format::Ctm, ";; nothing\n").unwrap();
    assert!(reading.recordings().is_empty());
}
