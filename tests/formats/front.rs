//! The front of all readers: what is done with what they read.

use proptest::prelude::*;
use sociogram::formats::{
    self, Format, Options, ReadErrorKind, Recording, Regions, RepairKind, UnknownSpeakers, Warning,
    WriteError, rttm, write_json_lines, write_rttm,
};

use crate::support::conversations::{Line, conversations, line, lines};
use crate::tools::{read, refusal, repairs};

fn read_with(text: &str, options: Options) -> Recording {
    let reading = formats::read(text.as_bytes(), &options);
    let mut recordings = reading.unwrap_or_else(|error| panic!("{error}")).into_recordings();
    assert_eq!(recordings.len(), 1);
    recordings.remove(0)
}

fn rttm_of(turns: &[(&str, &str, &str)]) -> String {
    turns
        .iter()
        .map(|(start, length, speaker)| {
            format!("SPEAKER m 1 {start} {length} <NA> <NA> {speaker} <NA> <NA>\n")
        })
        .collect()
}

#[test]
fn unknown_speakers_are_left_out_and_counted_kept_or_refused() {
    let text = rttm_of(&[("0", "1", "ana"), ("2", "1", "UNKNOWN"), ("4", "1", "<NA>")]);
    let of = |unknown| {
        formats::read(text.as_bytes(), &Options::default().unknown_speakers(unknown))
            .map(|reading| reading.into_recordings().remove(0))
    };
    let dropped = of(UnknownSpeakers::Drop).unwrap();
    assert_eq!(lines(dropped.turns()), [line("ana", 0, 1_000_000)]);
    let unknown = dropped.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string().as_str()), (2, "line 2, column 29"));

    let kept = of(UnknownSpeakers::Keep).unwrap();
    let labels: Vec<&str> = kept.turns().speakers().map(|label| label.as_str()).collect();
    assert_eq!(labels, ["ana", "UNKNOWN", "<NA>"]);
    assert_eq!(kept.unknown_speakers().unwrap().turns, 2, "they are counted all the same");

    let error = of(UnknownSpeakers::Error).unwrap_err();
    assert_eq!(error.to_string(), "line 2, column 29: expected a speaker, found \"UNKNOWN\"",);
}

#[test]
fn a_speaker_called_na_or_none_is_a_speaker() {
    let text = rttm_of(&[("0", "1", "NA"), ("2", "1", "None"), ("4", "1", "null")]);
    assert_eq!(read(Format::Rttm, &text).turns().len(), 3);
}

#[test]
fn strict_reading_refuses_what_is_otherwise_repaired() {
    let text = rttm_of(&[("0", "1", "ana"), ("2", "-1", "ben")]);
    let repaired = read(Format::Rttm, &text);
    assert_eq!(repairs(&repaired).len(), 1);
    let error = formats::read(text.as_bytes(), &Options::default().strict(true)).unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Flaw { repair: RepairKind::NegativeLength });
    assert_eq!(
        error.to_string(),
        "line 2, column 28: turn of negative length left out, which strict reading refuses",
    );
}

#[test]
fn classes_of_sound_that_pose_as_speakers_get_a_warning() {
    let text =
        rttm_of(&[("0", "1", "SPEECH"), ("2", "1", "ana"), ("4", "1", "CRY"), ("6", "1", "Man")]);
    let found: Vec<String> =
        read(Format::Rttm, &text).warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "\"SPEECH\" is what detectors call a class of sound, not a person",
            "\"CRY\" is what detectors call a class of sound, not a person",
        ],
    );
    let options = Options::default().exclude(["SPEECH", "CRY"]);
    let left = read_with(&text, options);
    assert!(left.warnings().is_empty());
    assert_eq!(left.turns().speakers().count(), 2);
}

#[test]
fn labels_equal_after_normalization_or_trimming_get_a_warning_and_stay_two() {
    // The same name with one character for é, and with two.
    let text =
        "start,end,speaker\n0,1,Ren\u{e9}\n2,3,Rene\u{301}\n4,5,Ann\n6,7,\"Ann \"\n8,9,ann\n";
    let recording = read(Format::Csv, text);
    assert_eq!(recording.turns().speakers().count(), 5, "labels are opaque");
    let pairs: Vec<(String, String)> = recording
        .warnings()
        .iter()
        .map(|warning| match warning {
            Warning::LookAlike { first, second } => (first.to_string(), second.to_string()),
            other => panic!("{other}"),
        })
        .collect();
    let pair = |first: &str, second: &str| (first.to_owned(), second.to_owned());
    assert_eq!(pairs, [pair("Ren\u{e9}", "Rene\u{301}"), pair("Ann", "Ann ")]);
    let united = Options::default().rename([("Rene\u{301}", "Ren\u{e9}"), ("Ann ", "Ann")]);
    let recording = read_with(text, united);
    assert_eq!(recording.turns().speakers().count(), 3);
    assert!(recording.warnings().is_empty());
}

#[test]
fn speakers_are_renamed_and_left_out_by_the_label_in_the_input() {
    let text = rttm_of(&[("0", "1", "S1"), ("2", "1", "S2"), ("4", "1", "S3")]);
    let options = Options::default()
        .rename([("S1", "Ann Lee"), ("S2", "Ann Lee"), ("S3", "Ben")])
        .exclude(["S3", "Ann Lee"]);
    let recording = read_with(&text, options);
    let expected = [line("Ann Lee", 0, 1_000_000), line("Ann Lee", 2_000_000, 3_000_000)];
    assert_eq!(lines(recording.turns()), expected);
}

#[test]
fn only_what_lies_in_scored_regions_counts() {
    let text =
        rttm_of(&[("0", "4", "ana"), ("5", "1", "ben"), ("9", "3", "eva"), ("20", "1", "dan")]);
    let regions = Regions::read(b"m 1 1 2\nm 1 3 10\nother 1 0 1\n").unwrap();
    let recording = read_with(&text, Options::default().regions(regions));
    let expected = [
        line("ana", 1_000_000, 2_000_000),
        line("ana", 3_000_000, 4_000_000),
        line("ben", 5_000_000, 6_000_000),
        line("eva", 9_000_000, 10_000_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.unscored(), 3);
    assert!(recording.repairs().is_empty(), "what was asked for is no flaw");
}

#[test]
fn noscore_records_of_rttm_mask_time() {
    let text = rttm_of(&[("0", "4", "ana"), ("5", "1", "ben")])
        + "NOSCORE m 1 3.0 2.5 <NA> <NA> <NA> <NA> <NA>\n\
           NOSCORE m 1 soon 2.5 <NA> <NA> <NA> <NA> <NA>\n";
    let recording = read(Format::Rttm, &text);
    let expected = [line("ana", 0, 3_000_000), line("ben", 5_500_000, 6_000_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!((recording.unscored(), recording.skipped()), (2, 2));
}

#[test]
fn what_may_be_two_formats_is_an_error_that_lists_them_unless_the_name_decides() {
    let text = b"meeting 1 0.5 9.5\nmeeting 1 10.0 12.0\n";
    let found = formats::candidates(text).unwrap();
    assert!(found.len() > 1, "{found:?}");
    let error = formats::read(text, &Options::default()).unwrap_err();
    let ids: Vec<&str> = found.iter().map(|(format, _)| format.id()).collect();
    let told =
        format!("line 1, column 1: expected one format, found what may be {}", ids.join(" or "));
    assert_eq!(error.to_string(), told);
    let named =
        formats::detect(text, &Options::default().file_name("eval/meeting.UEM.gz")).unwrap();
    assert_eq!(named.format, Format::Uem);
    assert!(!named.others.is_empty());
    let named = Options::default().format(Format::Rttm);
    assert_eq!(formats::detect(text, &named).unwrap().format, Format::Rttm);
}

#[test]
fn content_beats_the_ending_of_the_name() {
    let text = "start,end,speaker\n0,1,ana\n";
    let options = Options::default().file_name("meeting.rttm");
    assert_eq!(formats::detect(text.as_bytes(), &options).unwrap().format, Format::Csv);
    let broken = "SPAEKER m 1 0 1 <NA> <NA> ana <NA> <NA>\n";
    let error = formats::read(broken.as_bytes(), &options).unwrap_err();
    assert!(error.to_string().contains("expected a record type such as SPEAKER"), "{error}");
}

#[test]
fn espnets_variant_is_detected_and_refused() {
    let text =
        "SPEAKER m 1 16000 48000 <NA> <NA> 1 <NA>\nEND m <NA> 48000 <NA> <NA> <NA> <NA> <NA>\n";
    assert!(refusal(Format::Rttm, text).starts_with("line 2, column 1: expected NIST RTTM"));
}

#[test]
fn the_recording_is_named_after_the_file_where_the_format_has_no_names() {
    let text = "start,end,speaker\n0,1,ana\n";
    for (file, name) in [
        ("standup.csv", "standup"),
        ("a/b\\c/standup.old.csv.gz", "standup.old"),
        (".csv", ".csv"),
        ("standup", "standup"),
    ] {
        let recording = read_with(text, Options::default().file_name(file));
        assert_eq!(recording.name().as_str(), name, "{file}");
    }
    assert_eq!(read_with(text, Options::default()).name().as_str(), "");
}

#[test]
fn labels_that_rttm_cannot_hold_are_refused_when_writing() {
    let text = "start,end,speaker\n0,1,Ann Lee\n";
    let mut written = Vec::new();
    let error = write_rttm(&read(Format::Csv, text), &mut written).unwrap_err();
    assert!(matches!(error, WriteError::Label { label } if label.as_str() == "Ann Lee"));
    assert!(written.is_empty());
    let text = "recording,start,end,speaker\nroom 1,0,1,ana\n\"a\tb\",0,1,ana\n";
    let reading = formats::read(text.as_bytes(), &Options::default()).unwrap();
    let [tab, room] = reading.recordings() else { panic!("two recordings") };
    assert!(matches!(write_rttm(tab, &mut Vec::new()), Err(WriteError::Name { .. })));
    write_rttm(room, &mut written).unwrap();
    assert_eq!(rttm::read(&written).unwrap()[0].name().as_str(), "room 1");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(spoken in conversations()) {
        let mut text = String::from("recording,start,end,speaker\n");
        for one in &spoken {
            let seconds = |micros: i64| sociogram::Time::from_micros(micros).unwrap();
            let (start, end) = (seconds(one.start), seconds(one.end));
            text += &format!("room 1,{start},{end},{}x\n", one.speaker.replace(' ', "_"));
        }
        let reading = formats::read(text.as_bytes(), &Options::default()).unwrap();
        let Some(recording) = reading.recordings().first() else { return Ok(()) };
        let sorted = |recording: &Recording| {
            let mut turns: Vec<Line> = lines(recording.turns());
            turns.sort_by(|a, b| (a.start, a.end, &a.speaker).cmp(&(b.start, b.end, &b.speaker)));
            turns
        };
        let (mut as_rttm, mut as_json) = (Vec::new(), Vec::new());
        write_rttm(recording, &mut as_rttm).unwrap();
        write_json_lines(recording, &mut as_json).unwrap();
        for written in [as_rttm, as_json] {
            // A length may reach farther than any time.
            if spoken.iter().any(|one| one.end - one.start > 1 << 53) {
                continue;
            }
            let back = formats::read(&written, &Options::default()).unwrap();
            prop_assert_eq!(back.recordings()[0].name().as_str(), "room 1");
            prop_assert_eq!(lines(back.recordings()[0].turns()), sorted(recording));
        }
    }
}
