//! JSON Lines.

use sociogram::formats::{
    self, Format, Options, OverlapCapability, ReadErrorKind, Reader, RepairKind, Unit,
};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

const FORMAT: Format = Format::JsonLines;

/// The formats that a text may be in.
fn candidates(text: &str) -> Vec<Format> {
    let found = formats::candidates(text.as_bytes()).unwrap();
    found.into_iter().map(|(format, _)| format).collect()
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("jsonl/plain.txt").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let [retro, standup] = reading.recordings() else { panic!() };
    assert_eq!((retro.name().as_str(), standup.name().as_str()), ("retro", "standup"));
    assert_eq!(lines(retro.turns()), [line("Ben", 0, 1_500_000)]);
    assert_eq!(
        lines(standup.turns()),
        [
            line("Ann", 500_000, 2_750_000),
            line("Ben", 2_500_000, 4_000_000),
            line("Ann", 21_000_000, 24_250_000),
        ]
    );
    assert_eq!(standup.overlap(), OverlapCapability::Yes);
    assert!(standup.repairs().is_empty() && standup.unknown_speakers().is_none());
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("jsonl/awkward.txt").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let recording = &reading.recordings()[0];
    assert_eq!(recording.name().as_str(), "awkward");
    assert_eq!(
        lines(recording.turns()),
        [
            line("0", 0, 1_500_000),
            line("Ann \"Andy\"", 1_500_000, 1_750_000),
            line("NaN", 2_500_000, 3_500_000),
        ]
    );
    assert_eq!(
        repairs(recording),
        [
            (RepairKind::ZeroLength, 1, "line 5, column 1".to_owned()),
            (RepairKind::Untimed, 2, "line 8, column 1".to_owned()),
        ]
    );
    assert_eq!(recording.unknown_speakers().unwrap().turns, 2);
}

#[test]
fn the_broken_fixture_is_refused() {
    assert_eq!(
        fixture("jsonl/broken.txt").unwrap_err().to_string(),
        "end (line 2, column 41): expected the end in seconds, found \"soon\"",
    );
}

#[test]
fn the_objects_may_be_in_one_array() {
    let reading = fixture("jsonl/array.txt").unwrap();
    assert_eq!(reading.format(), FORMAT);
    let expected = [line("Ann", 500_000, 2_750_000), line("Ben", 2_500_000, 4_000_000)];
    assert_eq!(lines(reading.recordings()[0].turns()), expected);
}

#[test]
fn places_in_an_array_have_a_path() {
    let array =
        |second: &str| format!("[{{\"speaker\": \"a\", \"start\": 0, \"end\": 1}},\n{second}]");
    for (second, expected) in [
        (
            "{\"speaker\": \"b\", \"start\": 0, \"end\": \"x\"}",
            "[1].end (line 2, column 37): expected the end in seconds, found \"x\"",
        ),
        (
            "{\"speaker\": \"b\", \"start\": 0, \"end\": 1, \"end\": 2}",
            "[1] (line 2, column 1): expected one column for the end, found both \"end\" and \
             \"end\"",
        ),
        (
            "{\"speaker\": \"b\",\n \"start\":\n  0,\r\n  \"end\": \"x\"}",
            "[1].end (line 5, column 10): expected the end in seconds, found \"x\"",
        ),
        ("3", "line 2, column 1: expected an object, found \"3]\""),
        ("{]", "[1] (line 2, column 2): expected JSON: key must be a string"),
        ("{\"speaker\"", "[1] (line 2, column 11): expected JSON: expected `:`"),
        ("{\"speaker\": \"}", "line 2, column 1: expected JSON: an object that is not closed"),
    ] {
        assert_eq!(refusal(FORMAT, &array(second)), expected);
    }
    let recording = read(FORMAT, &array("{\"speaker\": \"b\", \"start\": 1, \"end\": 1}"));
    let place = "[1] (line 2, column 1)".to_owned();
    assert_eq!(repairs(&recording), [(RepairKind::ZeroLength, 1, place)]);
}

#[test]
fn lines_are_read_as_they_come() {
    let mut reader = Reader::new(FORMAT, Options::default()).unwrap();
    for piece in [
        "{\"speaker\": \"a\", \"sta",
        "rt\": 0, \"end\": 1}\n{\"start\":1,\"end\":2,",
        "\"speaker\":\"b\"}",
    ] {
        reader.push(piece.as_bytes()).unwrap();
    }
    reader.end().unwrap();
    let expected = [line("a", 0, 1_000_000), line("b", 1_000_000, 2_000_000)];
    assert_eq!(lines(reader.into_reading().recordings()[0].turns()), expected);
}

#[test]
fn an_array_is_one_from_its_beginning_to_its_end() {
    let object = r#"{"speaker":0,"start":0,"end":1}"#;
    for (text, expected) in [
        ("[", "line 1, column 2: expected JSON: an array that is not closed"),
        ("[\n{},\n", "line 2, column 33: expected JSON: an array that is not closed"),
        ("[{},]", "line 1, column 34: expected an object, found \"]\""),
        ("[,{}]", "line 1, column 2: expected an object, found"),
        ("[{}\t{}]", "line 1, column 34: expected a comma or the end of the array, found"),
        ("[{}]\n\n{}", "line 3, column 1: expected nothing behind the array, found"),
    ] {
        let found = refusal(FORMAT, &text.replace("{}", object));
        assert!(found.starts_with(expected), "{found}");
    }
    assert!(crate::tools::try_read(FORMAT, "[\n\n]\n\n").unwrap().recordings().is_empty());
}

#[test]
fn an_array_may_be_longer_than_any_line() {
    let object = r#"{"speaker": "a", "start": 0, "end": 1}"#;
    let text = format!("[{}]", vec![object; 50_000].join(","));
    assert_eq!(read(FORMAT, &text).turns().len(), 50_000);
}

#[test]
fn keys_are_found_by_the_rules_of_columns() {
    for object in [
        r#"{"speaker": "a", "start": 0.5, "end": 2}"#,
        r#"{"Speaker": "a", "startTime": "0.5", "duration": 1.5}"#,
        r#"{"speaker_id": "a", "start_ms": 500, "end_ms": 2000, "length_ms": 9}"#,
        r#"{"speaker": "a", "start": 0.5, "end": null, "duration": 1.5}"#,
        r#"{"\u0073peaker": "a", "start": "00:00:00.5", "end": "0:02"}"#,
        r#"{"label": "a", "onset": 5e-1, "offset": " 2 "}"#,
    ] {
        assert_eq!(turns(FORMAT, object), [line("a", 500_000, 2_000_000)], "{object}");
        assert_eq!(candidates(object), [FORMAT], "{object}");
    }
}

#[test]
fn keys_may_be_named_and_a_unit_declared() {
    let options = || {
        Options::default()
            .format(FORMAT)
            .column("speaker", "who")
            .column("start", "from")
            .column("end", "to")
            .unit(Unit::Milliseconds)
    };
    let text = b"{\"who\": 7, \"from\": 500, \"to\": 2000, \"speaker\": \"x\"}\n";
    let reading = formats::read(text, &options()).unwrap();
    assert_eq!(lines(reading.recordings()[0].turns()), [line("7", 500_000, 2_000_000)]);
    let text = b"{\"who\": 7, \"from_s\": 500, \"to\": 2000}\n";
    assert_eq!(
        formats::read(text, &options()).unwrap_err().to_string(),
        "line 1, column 1: expected one column for the start, called \"from\", found \"who\", \
         \"from_s\", \"to\"",
    );
    let error = formats::read(text, &options().column("colour", "red")).unwrap_err();
    assert!(matches!(error.kind(), ReadErrorKind::Unexpected { .. }), "{error}");
}

#[test]
fn keys_that_do_not_go_together_are_refused() {
    for (object, expected) in [
        (
            r#"{"speaker": "a", "start": 0, "start_time": 0, "end": 1}"#,
            "expected one column for the start, found both \"start\" and \"start_time\"",
        ),
        (
            r#"{"speaker": "a", "speaker": "b", "start": 0, "end": 1}"#,
            "expected one column for the speaker, found both \"speaker\" and \"speaker\"",
        ),
        (
            r#"{"speaker": "a", "start_ms": 0, "end": 1}"#,
            "expected a unit for each time, or one for those without, found \"end\"",
        ),
    ] {
        assert_eq!(refusal(FORMAT, object), format!("line 1, column 1: {expected}"));
    }
}

#[test]
fn without_speakers_or_times_it_says_so() {
    assert_eq!(
        refusal(FORMAT, "{\"start\": 0, \"end\": 1}\n"),
        "line 1, column 1: expected one column for the speaker, such as speaker, speaker_id, \
         speaker_label, speaker_name, label, found \"start\", \"end\"",
    );
    assert!(refusal(FORMAT, "{\"speaker\": 0, \"start\": 1}").contains("the end or the length"));
    assert!(refusal(FORMAT, "[{\"speaker\": 0, \"end\": 1}]").contains("the start, such as"));
}

#[test]
fn what_is_no_object_has_a_place() {
    for (text, expected) in [
        (
            "{\"speaker\": \"a\", \"start\": 0, \"end\": 1}\n  12",
            "line 2, column 3: expected an object on each line, found \"12\"",
        ),
        ("{\"speaker\": \"a\",\n", "line 1, column 16: expected JSON: EOF while parsing a value"),
        ("{\"speaker\": \"a\"} x", "line 1, column 18: expected JSON: trailing characters"),
        (
            "{\"speaker\": true}",
            "line 1, column 16: expected JSON: invalid type: boolean `true`, expected a speaker: a string, a whole number or null",
        ),
        (
            "{\"speaker\": \"a\", \"start\": [0], \"end\": 1}",
            "start (line 1, column 27): expected the start in seconds, found \"[0]\"",
        ),
        (
            "{\"speaker\": \"a\", \"start\": NaN, \"end\": 1}",
            "line 1, column 27: expected JSON: expected value",
        ),
    ] {
        assert_eq!(refusal(FORMAT, text), expected, "{text}");
    }
}

#[test]
fn its_siblings_are_not_taken_for_it() {
    for text in [
        r#"[{"session_id": "a", "speaker": "b", "start_time": 0, "end_time": 1}]"#,
        r#"{"segments": [{"start": 0, "end": 1, "speaker": "a"}]}"#,
        r#"{"Offset": 1, "Duration": 2, "SpeakerId": "a"}"#,
        r#"[{"speaker": "a"}]"#,
        "{\"speaker\": \"a\",\n\"start\": 0,\n\"end\": 1}",
        "[]",
        "{}",
    ] {
        assert!(!candidates(text).contains(&FORMAT), "{text}");
    }
}

#[test]
fn many_different_keys_are_no_trouble() {
    let keys: Vec<String> = (0..20_000).map(|at| format!("\"k{at}\": {at}")).collect();
    let object = format!("{{{}, \"speaker\": \"a\", \"start\": 0, \"end\": 1}}", keys.join(", "));
    assert_eq!(turns(FORMAT, &format!("{object}\n{object}\n")).len(), 2);
    let deep = format!("{{\"x\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refusal(FORMAT, &deep).contains("the speaker"));
}

/// Found by fuzzing.
#[test]
fn a_key_in_the_path_of_an_error_cannot_write_to_the_terminal() {
    let text = "[{\"start_t\": 5, \"end\u{7f}time\": 1880000000000000000000002890.5}662]";
    for text in [text, &text[1..]] {
        let told = refusal(Format::JsonLines, text);
        assert!(!told.contains(char::is_control), "{told:?}");
    }
}
