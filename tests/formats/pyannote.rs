//! pyannote.audio 4, and what it prints.

use sociogram::formats::{self, Format, Options, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("pyannote/plain.json").unwrap();
    assert_eq!(reading.format(), Format::Pyannote);
    let recording = &reading.recordings()[0];
    let expected = [
        line("SPEAKER_01", 351_000, 4_920_000),
        line("SPEAKER_00", 5_204_000, 9_611_000),
        line("SPEAKER_01", 9_102_000, 12_440_000),
        line("SPEAKER_02", 13_003_000, 19_750_000),
        line("SPEAKER_00", 17_200_000, 17_900_000),
        line("SPEAKER_00", 20_410_000, 28_006_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("pyannote/awkward.json").unwrap();
    assert_eq!(reading.format(), Format::Pyannote);
    let recording = &reading.recordings()[0];
    let expected = [
        line("Zoë 🎙", 5_204_000, 9_611_000),
        line("1", 351_000, 4_920_000),
        line("Z", 10_000_000, 12_000_500),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::No);
    let expected = [
        (RepairKind::ZeroLength, 1, "exclusive_diarization[2] (line 7, column 5)".to_owned()),
        (RepairKind::NegativeLength, 1, "exclusive_diarization[3] (line 8, column 5)".to_owned()),
        (RepairKind::Untimed, 1, "exclusive_diarization[7] (line 12, column 5)".to_owned()),
    ];
    assert_eq!(repairs(recording), expected);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.position.line), (2, 10));
}

#[test]
fn the_broken_fixture_has_a_clock_for_a_time() {
    assert_eq!(
        fixture("pyannote/broken.json").unwrap_err().to_string(),
        "diarization[1].end (line 4, column 29): expected the end in seconds, found \
         \"\\\"00:00:09.611\\\"\"",
    );
}

#[test]
fn exclusive_diarization_is_read_only_where_diarization_is_absent() {
    let exclusive = r#""exclusive_diarization": [{"start": 1, "end": 2, "speaker": "B"}]"#;
    for (text, expected, overlap) in [
        (format!("{{{exclusive}}}"), vec![line("B", 1_000_000, 2_000_000)], OverlapCapability::No),
        (format!("{{{exclusive}, \"diarization\": []}}"), vec![], OverlapCapability::Yes),
    ] {
        let recording = read(Format::Pyannote, &text);
        assert_eq!((lines(recording.turns()), recording.overlap()), (expected, overlap));
    }
}

#[test]
fn turns_of_one_speaker_that_overlap_are_kept_as_they_stand() {
    let text = r#"{"diarization": [{"start": 0, "end": 3, "speaker": "A"},
                                   {"start": 2, "end": 4, "speaker": "A"}]}"#;
    let expected = [line("A", 0, 3_000_000), line("A", 2_000_000, 4_000_000)];
    assert_eq!(turns(Format::Pyannote, text), expected);
}

#[test]
fn a_silent_recording_is_detected_and_has_no_turns() {
    let text = br#"{"diarization": [], "exclusive_diarization": []}"#;
    let reading = formats::read(text, &Options::default()).unwrap();
    assert_eq!(reading.format(), Format::Pyannote);
    assert!(reading.recordings()[0].turns().is_empty());
}

#[test]
fn what_is_refused_has_a_place() {
    assert_eq!(
        refusal(Format::Pyannote, "{}"),
        "diarization (line 1, column 1): expected `diarization`, a list of turns, found none",
    );
    assert_eq!(
        refusal(Format::Pyannote, "{\"diarization\": [{\"start\": 0, \"end\": 1}]}"),
        "diarization[0].speaker (line 1, column 18): expected speakers, found none",
    );
    let told = refusal(Format::Pyannote, "{\"diarization\": {\"start\": 0}}");
    assert!(told.starts_with("diarization (line 1, column "), "{told}");
    assert!(told.ends_with("expected JSON: invalid type: map, expected a sequence"), "{told}");
}

#[test]
fn a_printed_annotation_saved_as_json_is_read_by_its_lines() {
    let reading = fixture("pyannote/dump.json").unwrap();
    assert_eq!(reading.format(), Format::Pyannote);
    let recording = &reading.recordings()[0];
    assert_eq!(recording.name().as_str(), "dump");
    let expected = [
        line("SPEAKER_01", 351_000, 4_920_000),
        line("SPEAKER_00", 5_204_000, 9_611_000),
        line("SPEAKER_01", 9_102_000, 12_440_000),
        line("Ann Lee", 13_003_000, 19_750_000),
        line("SPEAKER_00", 17_200_000, 17_900_000),
        line("SPEAKER_00", 3_620_410_000, 3_628_006_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
}

#[test]
fn a_printed_turn_may_start_before_zero_and_end_in_either_line_end() {
    let text = "\r\n[-00:00:00.500 -->  00:00:00.824] A SPEAKER_02\r\n\
                [ 00:00:01.000 -->  00:00:01.000] B SPEAKER_02\r\n";
    let reading = formats::read(text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(reading.format(), Format::Pyannote);
    let recording = &reading.recordings()[0];
    assert_eq!(lines(recording.turns()), [line("SPEAKER_02", -500_000, 824_000)]);
    let place = "line 3, column 37".to_owned();
    assert_eq!(repairs(recording), [(RepairKind::ZeroLength, 1, place)]);
}

#[test]
fn a_printed_annotation_is_refused_with_a_place() {
    let good = "[ 00:00:00.030 -->  00:00:00.824] A SPEAKER_02\n";
    for (line, told) in [
        (
            "done in 3 s",
            "line 2, column 1: expected a turn such as `[ 00:00:01.000 -->  00:00:02.500] A \
             SPEAKER_00`, found \"done in 3 s\"",
        ),
        (
            "[ 00:00:00.030 -->  00:00:00.824] A",
            "line 2, column 36: expected a track and the speaker's label behind the times, found \
             none",
        ),
        (
            "[ 00:00:00.030 -->  00:00.824] A SPEAKER_02",
            "line 2, column 21: expected the end as hours:minutes:seconds, found \"00:00.824\"",
        ),
        (
            "[ 00:00:00.+30 -->  00:00:01.824] A SPEAKER_02",
            "line 2, column 3: expected the start as hours:minutes:seconds, found \"00:00:00.+30\"",
        ),
        (
            "[ 999999999:00:00.000 -->  00:00:00.824] A SPEAKER_02",
            "line 2, column 3: expected the start within 9007199254.740992 seconds of zero, found \
             \"999999999:00:00.000\"",
        ),
    ] {
        assert_eq!(refusal(Format::Pyannote, &format!("{good}{line}\n")), told);
    }
}

#[test]
fn what_whisper_prints_is_no_printed_annotation() {
    let text = b"[00:00:00.000 --> 00:00:04.000]   Good morning to you all.\n";
    let found = formats::candidates(text).unwrap();
    assert!(found.iter().all(|(format, _)| *format != Format::Pyannote), "{found:?}");
}
