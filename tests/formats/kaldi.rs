//! Kaldi's `segments` and `utt2spk`.

use sociogram::formats::{
    self, Format, Options, OverlapCapability, ReadError, ReadErrorKind, Reading, RepairKind,
};

use crate::support::conversations::{line, lines};
use crate::support::root;
use crate::tools::{candidates, fixture, refusal, repairs};

/// Reads a fixture of `segments` with the `utt2spk` beside it.
fn with_speakers(name: &str) -> Result<Reading, ReadError> {
    let bytes = |ending: &str| {
        std::fs::read(root().join(format!("fixtures/formats/kaldi/{name}.{ending}"))).unwrap()
    };
    let speakers = formats::utt2spk(&bytes("utt2spk"))?;
    formats::read(&bytes("txt"), &Options::default().utt2spk(speakers))
}

/// What is told of `segments` that are refused, though `u1` has a speaker.
fn refused(text: &str) -> String {
    let speakers = [("u1".to_owned(), "ana".to_owned())];
    let options = Options::default().format(Format::Kaldi).utt2spk(speakers);
    formats::read(text.as_bytes(), &options).unwrap_err().to_string()
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = with_speakers("plain").unwrap();
    assert_eq!((reading.format(), reading.recordings().len()), (Format::Kaldi, 1));
    let recording = &reading.recordings()[0];
    assert_eq!(recording.name().as_str(), "choir");
    let expected = [
        line("ana", 500_000, 4_200_000),
        line("ana", 8_600_000, 12_000_000),
        line("ben", 4_100_000, 7_850_000),
        line("ben", 15_900_000, 19_400_000),
        line("eva", 11_700_000, 15_250_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_two_recordings_with_what_was_wrong() {
    let reading = with_speakers("awkward").unwrap();
    assert_eq!(reading.format(), Format::Kaldi);
    let [band, choir] = reading.recordings() else { panic!("{reading:?}") };
    assert_eq!(lines(band.turns()), [line("eva", 9_000_000, 10_500_000)]);
    let zero = (RepairKind::ZeroLength, 1, "line 4, column 1".to_owned());
    let negative = (RepairKind::NegativeLength, 1, "line 5, column 1".to_owned());
    assert_eq!(repairs(band), [zero, negative]);
    let expected = [line("ana", 500_000, 4_250_000), line("ben", 4_000_000, 7_850_000)];
    assert_eq!(lines(choir.turns()), expected);
    assert_eq!(repairs(choir), [(RepairKind::Untimed, 2, "line 7, column 15".to_owned())]);
    let unknown = choir.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string()), (1, "line 9, column 1".to_owned()));
}

#[test]
fn the_broken_fixture_is_refused() {
    let text = std::fs::read_to_string(root().join("fixtures/formats/kaldi/broken.txt")).unwrap();
    assert_eq!(refused(&text), "line 10, column 23: expected a channel's number, found \"right\"",);
}

#[test]
fn without_utt2spk_it_says_how_to_give_it() {
    let error = fixture("kaldi/plain.txt").unwrap_err();
    assert!(matches!(error.kind(), ReadErrorKind::Missing { .. }));
    assert_eq!(
        error.to_string(),
        "line 1, column 1: expected the speakers of utterances (`--utt2spk` names the file), \
         found none",
    );
}

#[test]
fn an_utt2spk_of_other_utterances_is_refused() {
    assert_eq!(
        refused("\nu7 choir 0 1\nu8 choir 1 2\n"),
        "line 2, column 1: expected an utterance that is in `utt2spk`, found none",
    );
}

#[test]
fn an_end_of_minus_one_is_no_end() {
    let speakers = [("u1".to_owned(), "ana".to_owned())];
    let options = Options::default().format(Format::Kaldi).utt2spk(speakers).strict(true);
    let error = formats::read(b"u1 choir 3.0 -1", &options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1, column 14: turn without a start or an end left out, which strict reading refuses",
    );
}

#[test]
fn what_is_refused_has_a_place() {
    assert_eq!(
        refused("u1 choir 0"),
        "line 1, column 11: expected the end, found the end of the line after 3 of at least 4 \
         fields",
    );
    assert_eq!(
        refused("u1 choir zero 1"),
        "line 1, column 10: expected the start in seconds, found \"zero\"",
    );
    assert_eq!(
        refused("u1 choir 0 1 1 x"),
        "line 1, column 16: expected the end of the line after 5 fields, found \"x\"",
    );
}

#[test]
fn utt2spk_is_two_names_a_line() {
    let read = |text: &str| formats::utt2spk(text.as_bytes());
    let pair = |utterance: &str, speaker: &str| (utterance.to_owned(), speaker.to_owned());
    let expected = [pair("u1", "ana"), pair("u2", "ben")];
    assert_eq!(read("\u{feff}u1\tana\r\n\r\nu2  ben\r\nu1 ana").unwrap(), expected);
    let refused = |text: &str| read(text).unwrap_err().to_string();
    assert_eq!(
        refused("u1 ana\nu2"),
        "line 2, column 3: expected the speaker's label, found the end of the line after 1 of at \
         least 2 fields",
    );
    assert_eq!(
        refused("u1 ana maria"),
        "line 1, column 8: expected the end of the line after 2 fields, found \"maria\"",
    );
    assert_eq!(
        refused("u1 ana\nu1 ben"),
        "line 2, column 4: expected each utterance to have one speaker, found \"ben\"",
    );
}

#[test]
fn regions_and_words_are_told_from_it() {
    assert_eq!(candidates("choir 1 0.0 60.0\nband 1 0.0 30.0"), [Format::Uem]);
    assert_eq!(candidates("u1 choir 0.0 60.0\nu2 choir 0.0 30.0"), [Format::Kaldi]);
    assert_eq!(candidates("u1 choir 0.0 60.0 1\nu2 choir 0.0 30.0 2"), [Format::Kaldi]);
    assert_eq!(candidates("choir A 0.0 6.0 la\nchoir B 0.0 3.0 la"), [Format::Ctm]);
    assert_eq!(
        refusal(Format::Kaldi, "a b c d"),
        "line 1, column 5: expected the start in seconds, found \"c\""
    );
}
