//! CHAT.

use sociogram::formats::{self, Format, Options, OverlapCapability, Reader, RepairKind};

use crate::support::conversations::{line, lines};
use crate::support::root;
use crate::tools::{fixture, read, repairs, turns};

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("chat/plain.txt").unwrap();
    assert_eq!(reading.format(), Format::Chat);
    let recording = &reading.recordings()[0];
    assert_eq!((recording.name().as_str(), recording.turns().len()), ("plain", 14));
    let speakers: Vec<&str> = recording.turns().speakers().map(|it| it.as_str()).collect();
    assert_eq!(speakers, ["MOT", "CHI", "FAT"], "the codes, not the names");
    assert_eq!(lines(recording.turns())[4], line("FAT", 5_900_000, 9_120_000));
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
    assert!(recording.warnings().is_empty(), "CHI is a person here");
    assert_eq!(recording.skipped(), 2, "dependent tiers");
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("chat/awkward.txt").unwrap();
    assert_eq!(reading.format(), Format::Chat);
    let recording = &reading.recordings()[0];
    let expected = [
        line("CHI", 1_000_000, 1_800_000),
        line("MOT", 2_000_000, 2_400_000),
        line("MOT", 2_600_000, 3_900_000),
        line("MOT", 3_900_000, 4_300_000),
        line("GRM", 4_000_000, 5_000_000),
        line("CHI", 4_000_000, 5_000_000),
        line("MOT", 5_200_000, 6_000_000),
        line("CHI", 8_100_000, 8_700_000),
        line("MOT", 9_500_000, 10_200_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    let repaired = [
        (RepairKind::ZeroLength, 1, "line 21, column 14".to_owned()),
        (RepairKind::NegativeLength, 1, "line 16, column 15".to_owned()),
        (RepairKind::Untimed, 1, "line 13, column 1".to_owned()),
        (RepairKind::Unreadable, 3, "line 22, column 1".to_owned()),
    ];
    assert_eq!(repairs(recording), repaired);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string()), (1, "line 18, column 16".to_owned()));
    assert_eq!(recording.skipped(), 2, "a dependent tier, and an utterance without speech");
}

#[test]
fn the_broken_fixture_is_refused() {
    let error = fixture("chat/broken.txt").unwrap_err();
    assert_eq!(error.to_string(), "line 4, column 13: expected UTF-8 text");
}

#[test]
fn pieces_read_as_the_whole_does() {
    for name in ["chat/plain.txt", "chat/awkward.txt"] {
        let bytes = std::fs::read(root().join("fixtures/formats").join(name)).unwrap();
        for length in [1, 7, 64] {
            let mut reader = Reader::new(Format::Chat, Options::default().file_name(name)).unwrap();
            bytes.chunks(length).for_each(|piece| reader.push(piece).unwrap());
            reader.end().unwrap();
            let whole = fixture(name).unwrap();
            let [pieces, whole] =
                [reader.into_reading(), whole].map(|reading| format!("{:?}", reading.recordings()));
            assert_eq!(pieces, whole);
        }
    }
}

#[test]
fn older_bullets_name_the_medium() {
    let text = "*ANA:\thi . \u{15}%snd:\"a_1_2.wav\"_500_900\u{15}\n\
                *BEN:\thi . \u{15}%mov:\"b.mov\"_1000_1300\u{15}\n";
    let expected = [line("ANA", 500_000, 900_000), line("BEN", 1_000_000, 1_300_000)];
    assert_eq!(turns(Format::Chat, text), expected);
}

#[test]
fn pictures_are_no_times() {
    let recording = read(Format::Chat, "*ANA:\t\u{15}%pic:\"a.jpg\"\u{15} hi . \u{15}1_2\u{15}\n");
    assert_eq!(lines(recording.turns()), [line("ANA", 1_000, 2_000)]);
    assert!(recording.repairs().is_empty());
}

#[test]
fn lines_that_begin_with_a_tab_go_on() {
    let text = "*ANA:\tso\n\tthat\r\n\twas it . \u{15}100_900\u{15}\n\
                %com:\tlong\n\t\u{15}5_6\u{15}\n@Comment:\tx\n\t\u{15}7_8\u{15}";
    assert_eq!(turns(Format::Chat, text), [line("ANA", 100_000, 900_000)]);
    assert!(read(Format::Chat, text).repairs().is_empty());
}

#[test]
fn an_utterance_may_have_several_bullets() {
    let text = "*ANA:\tone \u{15}0_400\u{15} two \u{15}900_1200\u{15}\n";
    let expected = [line("ANA", 0, 400_000), line("ANA", 900_000, 1_200_000)];
    assert_eq!(turns(Format::Chat, text), expected);
}

#[test]
fn utterances_without_times_are_left_out() {
    let text =
        "*ANA:\tone .\n*BEN:\ttwo .\n\tthree .\n*ANA:\tfour . \u{15}0_400\u{15}\n*BEN:\tfive .";
    let recording = read(Format::Chat, text);
    assert_eq!(lines(recording.turns()), [line("ANA", 0, 400_000)]);
    let place = "line 1, column 1".to_owned();
    assert_eq!(repairs(&recording), [(RepairKind::Untimed, 3, place)]);
}

#[test]
fn bullets_may_run_backwards() {
    let text = "*ANA:\tb . \u{15}900_1200\u{15}\n*BEN:\ta . \u{15}0_400\u{15}\n\
                *ANA:\tc . \u{15}1500_1400\u{15}\n";
    let recording = read(Format::Chat, text);
    let expected = [line("ANA", 900_000, 1_200_000), line("BEN", 0, 400_000)];
    assert_eq!(lines(recording.turns()), expected, "in the order of the file");
    let place = "line 3, column 12".to_owned();
    assert_eq!(repairs(&recording), [(RepairKind::NegativeLength, 1, place)]);
}

#[test]
fn bullets_may_overlap_and_two_speakers_may_have_the_same() {
    let text = "*ANA:\tone . \u{15}0_800\u{15}\n*BEN:\ttwo . \u{15}500_900\u{15}\n\
                *EVA:\tthree . \u{15}500_900\u{15}\n";
    let expected =
        [line("ANA", 0, 800_000), line("BEN", 500_000, 900_000), line("EVA", 500_000, 900_000)];
    assert_eq!(turns(Format::Chat, text), expected);
}

#[test]
fn what_cannot_be_read_is_left_out_and_counted() {
    let text = "lost\n*ANA:\ta . \u{15}0_800\u{15}\n*:\tno code . \u{15}1_2\u{15}\n\
                *not a code: so . \u{15}1_2\u{15}\n\tmore \u{15}3_4\u{15}\n\
                *BEN:\tb . \u{15}x\u{15}\n*BEN:\tc . \u{15}1_2\n";
    let recording = read(Format::Chat, text);
    assert_eq!(lines(recording.turns()), [line("ANA", 0, 800_000)]);
    let place = "line 1, column 1".to_owned();
    assert_eq!(repairs(&recording), [(RepairKind::Unreadable, 5, place)]);
    let error =
        formats::read(text.as_bytes(), &Options::default().strict(true).format(Format::Chat));
    let told = "line 1, column 1: unreadable record left out, which strict reading refuses";
    assert_eq!(error.unwrap_err().to_string(), told);
}

#[test]
fn times_too_far_away_cannot_be_read() {
    let text = "*ANA:\ta . \u{15}0_99999999999999999999\u{15}\n";
    assert_eq!(read(Format::Chat, text).repairs()[0].kind, RepairKind::Unreadable);
}

#[test]
fn whose_role_is_unidentified_is_unknown() {
    let text = "@Participants:\tANA Anna Adult, XXX Unidentified,YYY Somebody\n\tUncertain\n\
                *ANA:\ta . \u{15}0_800\u{15}\n*XXX:\tb . \u{15}900_950\u{15}\n\
                *YYY:\tb . \u{15}960_970\u{15}\n";
    let recording = read(Format::Chat, text);
    assert_eq!(lines(recording.turns()), [line("ANA", 0, 800_000)]);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 2);
}

#[test]
fn an_utterance_without_speech_is_no_turn() {
    let text = "*ANA:\t0 . \u{15}0_800\u{15}\n*ANA:\t0 [=! nods] .\n*ANA:\t0.\n\
                *BEN:\t0is it ? \u{15}900_950\u{15}\n";
    let recording = read(Format::Chat, text);
    assert_eq!(lines(recording.turns()), [line("BEN", 900_000, 950_000)]);
    assert!(recording.repairs().is_empty());
    assert_eq!(recording.skipped(), 3);
}

#[test]
fn nothing_is_a_recording_in_which_nobody_speaks() {
    assert!(read(Format::Chat, "").turns().is_empty());
}

#[test]
fn lists_and_addresses_are_not_taken_for_it() {
    for other in ["@ana look: this", "* one: two\n* three: four\n", "*ANA: hi", "% \u{15}1_2\u{15}"]
    {
        assert_eq!(formats::candidates(other.as_bytes()).unwrap(), [], "{other}");
    }
    let found = formats::candidates(b"*ANA:\thi . \x151_2\x15").unwrap();
    assert_eq!(found, [(Format::Chat, "it has lines of speakers, with times in bullets")]);
}
