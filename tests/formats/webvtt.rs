//! `WebVTT`.

use sociogram::formats::{
    self, Format, Options, OverlapCapability, Reader, Recording, RepairKind, UnknownSpeakers,
};

use crate::support::conversations::{Line, line, lines};
use crate::tools::{candidates, fixture, read, refusal, repairs, turns};

/// What a file with one cue makes of its text: the labels of those who speak.
fn speakers(text: &str) -> Vec<String> {
    let file = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n\n{CLOSING}");
    let mut speakers: Vec<String> =
        turns(Format::WebVtt, &file).into_iter().map(|turn| turn.speaker).collect();
    assert_eq!(speakers.pop().as_deref(), Some("Zoe"), "{text}");
    speakers
}

/// A cue that names somebody.
const CLOSING: &str = "09:00.000 --> 09:01.000\nZoe: bye\n";

/// The one turn of a cue with these times.
fn timed(times: &str) -> (Line, Vec<(RepairKind, u64, String)>) {
    let recording = read(Format::WebVtt, &format!("WEBVTT\n\n{times}\nAnn: hi\n"));
    let mut turns = lines(recording.turns());
    assert_eq!(turns.len(), 1, "{times}");
    (turns.remove(0), repairs(&recording))
}

fn carried(text: &str) -> Recording {
    let options = Options::default().format(Format::WebVtt).carry_speaker(true);
    formats::read(text.as_bytes(), &options).unwrap().into_recordings().remove(0)
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("webvtt/plain.txt").unwrap();
    assert_eq!((reading.format(), reading.recordings().len()), (Format::WebVtt, 1));
    let recording = &reading.recordings()[0];
    assert_eq!(recording.name().as_str(), "plain");
    let expected = [
        line("Ana Reyes", 500_000, 4_200_000),
        line("Ben O'Hara", 4_310_000, 7_850_000),
        line("Ana Reyes", 8_600_000, 12_000_000),
        line("Eva & Tim", 12_240_000, 15_250_000),
        line("Ben O'Hara", 15_900_000, 19_400_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.overlap(), OverlapCapability::Unknown);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
}

#[test]
fn names_in_front_of_the_text_as_zoom_writes_them() {
    let reading = fixture("webvtt/zoom.txt").unwrap();
    assert_eq!(reading.format(), Format::WebVtt);
    let recording = &reading.recordings()[0];
    let expected = [
        line("Ana Reyes", 500_000, 4_200_000),
        line("Ben | Garden | North (SL)", 4_310_000, 7_850_000),
        line("Ana Reyes", 8_600_000, 12_000_000),
        line("Dr. Lee", 13_240_000, 15_250_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string()), (1, "line 16, column 1".to_owned()));
}

#[test]
fn the_awkward_fixture_is_read_with_what_was_wrong() {
    let reading = fixture("webvtt/awkward.txt").unwrap();
    assert_eq!(reading.format(), Format::WebVtt);
    let recording = &reading.recordings()[0];
    let expected = [
        line("Ana & Co", 500_000, 4_200_000),
        line("Ben (SL)", 4_310_000, 7_850_000),
        line("Ana & Co", 8_600_000, 12_000_000),
        line("Eva", 8_600_000, 12_000_000),
        line("Eva", 3_600_000_000, 3_602_000_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    let zero = (RepairKind::ZeroLength, 1, "line 27, column 1".to_owned());
    let fraction = (RepairKind::FractionWidth, 1, "line 15, column 1".to_owned());
    assert_eq!(repairs(recording), [zero, fraction]);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string()), (1, "line 22, column 1".to_owned()));
    assert_eq!(recording.skipped(), 1);
}

#[test]
fn the_broken_fixture_is_detected_and_refused() {
    assert_eq!(
        fixture("webvtt/broken.txt").unwrap_err().to_string(),
        "line 8, column 18: expected the end as a clock such as 00:01:02.500, found \"4\"",
    );
}

#[test]
fn hours_may_be_missing() {
    let expected = (line("Ann", 62_500_000, 63_000_000), vec![]);
    assert_eq!(timed("01:02.500 --> 01:03.000"), expected);
    assert_eq!(timed("01:02.500 --> 00:01:03.000"), expected);
}

#[test]
fn teams_writes_times_without_leading_zeros() {
    let expected = (line("Ann", 13_540_000, 15_000_000), vec![]);
    assert_eq!(timed("0:0:13.540 --> 0:0:15.000"), expected);
}

#[test]
fn hours_may_have_one_digit() {
    let expected = (line("Ann", 3_600_000_000, 3_601_500_000), vec![]);
    assert_eq!(timed("1:00:00.000 --> 1:00:01.500"), expected);
}

#[test]
fn minutes_may_go_on_beyond_an_hour() {
    let expected = (line("Ann", 3_600_000_000, 3_601_000_000), vec![]);
    assert_eq!(timed("60:00.000 --> 60:01.000"), expected);
}

#[test]
fn a_fraction_of_another_width_is_a_decimal_and_counted() {
    let repair = |place: &str| vec![(RepairKind::FractionWidth, 1, place.to_owned())];
    let expected = |start, end, place| (line("Ann", start, end), repair(place));
    assert_eq!(timed("00:01.2 --> 00:02.02"), expected(1_200_000, 2_020_000, "line 3, column 1"));
    assert_eq!(
        timed("00:01.200 --> 00:02.0000004"),
        expected(1_200_000, 2_000_000, "line 3, column 15"),
    );
    let text = "WEBVTT\n\n00:01.2 --> 00:02.000\nAnn: hi\n";
    let options = Options::default().strict(true);
    assert_eq!(
        formats::read(text.as_bytes(), &options).unwrap_err().to_string(),
        "line 3, column 1: fraction of a second of other than three digits read as a decimal, \
         which strict reading refuses",
    );
}

#[test]
fn a_time_without_a_fraction_is_whole_seconds() {
    assert_eq!(timed("00:01 --> 00:02"), (line("Ann", 1_000_000, 2_000_000), vec![]));
}

#[test]
fn the_decimal_mark_may_be_a_comma() {
    let expected = (line("Ann", 1_200_000, 2_000_000), vec![]);
    assert_eq!(timed("00:01,200 --> 00:02,000"), expected);
}

#[test]
fn spaces_around_the_arrow_and_settings_behind_the_end_are_no_matter() {
    let expected = (line("Ann", 1_200_000, 2_000_000), vec![]);
    assert_eq!(timed("00:01.200-->00:02.000"), expected);
    assert_eq!(timed("\t00:01.200  -->\t00:02.000 align:start position:0%"), expected);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_matter() {
    let text = "\u{feff}WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\n<v Ann>hi</v>\r\n\r\n";
    assert_eq!(turns(Format::WebVtt, text), [line("Ann", 1_000_000, 2_000_000)]);
    assert_eq!(candidates(text), [Format::WebVtt]);
}

#[test]
fn a_name_has_the_characters_that_references_stand_for() {
    assert_eq!(speakers("<v Ann &amp; Ben &lt;3>hi</v>"), ["Ann & Ben <3"]);
    assert_eq!(speakers("Ann &amp; Ben: hi"), ["Ann & Ben"]);
    assert_eq!(speakers("<v Ann&nbsp;B&#39;s>hi"), ["Ann\u{a0}B's"]);
}

#[test]
fn a_voice_may_have_classes() {
    assert_eq!(speakers("<v.loud Ann B>hi</v>"), ["Ann B"]);
    assert_eq!(speakers("<v.first.loud\tAnn>hi"), ["Ann"]);
}

#[test]
fn a_voice_need_not_be_closed() {
    assert_eq!(speakers("<v Ann>hi"), ["Ann"]);
    assert_eq!(speakers("so <v Ann>hi\nBen: no"), ["Ann"]);
}

#[test]
fn a_voice_without_a_name_or_an_end_is_unknown() {
    for text in ["<v>hi</v>", "<v >hi", "<v.loud>hi", "<v Ann hi", "<v Unknown Speaker>hi"] {
        assert!(speakers(text).is_empty(), "{text}");
    }
}

#[test]
fn of_two_voices_in_a_cue_both_speak_for_its_whole_time() {
    let text = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>hi</v> <v Ben>hello</v>\n\
                <v Ann>how are you</v>\n";
    let expected = [line("Ann", 1_000_000, 3_000_000), line("Ben", 1_000_000, 3_000_000)];
    assert_eq!(turns(Format::WebVtt, text), expected);
    assert_eq!(speakers("- Ann: hi\n- Ben: hello\n- then: hello"), ["Ann", "Ben", "then"]);
}

#[test]
fn the_title_may_be_in_any_case_and_without_an_empty_line() {
    for title in ["WEBVTT", "WebVTT", "webvtt - a title", "WEBVTT\nKind: captions\nLanguage: en"] {
        let text = format!("{title}\n00:01.000 --> 00:02.000\nAnn: hi\n");
        assert_eq!(turns(Format::WebVtt, &text), [line("Ann", 1_000_000, 2_000_000)], "{title}");
        assert_eq!(candidates(&text), [Format::WebVtt], "{title}");
    }
}

#[test]
fn notes_styles_and_regions_are_no_cues() {
    let text = "WEBVTT\n\nNOTE\nAnn: this is a note\n\nNOTE Ann: and this\n\nSTYLE\n\
                ::cue { color: red }\n\nREGION\nid:a\n\n00:01.000 --> 00:02.000\nBen: hi\n";
    assert_eq!(turns(Format::WebVtt, text), [line("Ben", 1_000_000, 2_000_000)]);
}

#[test]
fn speech_that_looks_like_a_note_is_speech() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>NOTE this</v>\n\n\
                00:02.000 --> 00:03.000\nBen: so\nNOTE this too\nSTYLE\n\n\
                00:03.000 --> 00:04.000\nNOTE: who says this?\n";
    let recording = read(Format::WebVtt, text);
    let expected = [line("Ann", 1_000_000, 2_000_000), line("Ben", 2_000_000, 3_000_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn a_cue_right_behind_a_note_or_another_cue_is_a_cue() {
    let text = "WEBVTT\n\nNOTE so\n00:01.000 --> 00:02.000\nAnn: hi\n00:02.000 --> 00:03.000\n\
                Ben: hi";
    let expected = [line("Ann", 1_000_000, 2_000_000), line("Ben", 2_000_000, 3_000_000)];
    assert_eq!(turns(Format::WebVtt, text), expected);
}

#[test]
fn the_time_of_day_is_no_name() {
    assert!(speakers("10:30 Meeting: x").is_empty());
    assert!(speakers("10:30").is_empty());
}

#[test]
fn a_title_and_a_second_colon_do_not_break_a_name() {
    assert_eq!(speakers("Dr. Smith: point: two"), ["Dr. Smith"]);
}

#[test]
fn names_may_have_pipes_and_parentheses() {
    assert_eq!(speakers("Ann | Org | Team: hi"), ["Ann | Org | Team"]);
    assert_eq!(speakers("Ann (SL): hi"), ["Ann (SL)"]);
    assert_eq!(speakers("<v Ann | Org (SL)>hi"), ["Ann | Org (SL)"]);
}

#[test]
fn sentences_and_addresses_are_no_names() {
    for text in ["https://example.org: there", "https:", "The point is: go", "Really? Ann: go"] {
        assert!(speakers(text).is_empty(), "{text}");
    }
}

#[test]
fn formatting_around_a_name_is_no_part_of_it() {
    assert_eq!(speakers("<b><i>Ann</i>:</b> <00:01.500>hi"), ["Ann"]);
}

#[test]
fn cues_with_no_name_are_unknown() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: hi\n\n00:02.000 --> 00:03.000\nhello\n";
    let recording = read(Format::WebVtt, text);
    assert_eq!(lines(recording.turns()), [line("Ann", 1_000_000, 2_000_000)]);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
    let options = Options::default().unknown_speakers(UnknownSpeakers::Error);
    assert_eq!(
        formats::read(text.as_bytes(), &options).unwrap_err().to_string(),
        "line 6, column 1: expected a speaker, found none",
    );
}

#[test]
fn cues_with_no_name_belong_to_the_one_before_if_asked_for() {
    let recording = carried(
        "WEBVTT\n\n00:00.000 --> 00:01.000\nhm\n\n00:01.000 --> 00:02.000\n<v Ann>hi</v>\n\n\
         00:02.000 --> 00:03.000\nhello\n\n00:03.000 --> 00:04.000\n(speaker ?) hello\n\n\
         00:04.000 --> 00:05.000\nwell\n",
    );
    let expected = [line("Ann", 1_000_000, 2_000_000), line("Ann", 2_000_000, 3_000_000)];
    assert_eq!(lines(recording.turns()), expected);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 3);
}

#[test]
fn lines_that_go_on_with_a_cue_belong_to_its_speaker() {
    assert_eq!(speakers("Ann: we need\nTomatoes: red ones\nand water"), ["Ann"]);
    assert!(speakers("we need\nTomatoes: red ones").is_empty());
}

#[test]
fn text_behind_an_empty_line_is_passed_over() {
    assert_eq!(speakers("Ann: hi\n\nBen: no times here"), ["Ann"]);
}

#[test]
fn captions_without_any_speaker_are_refused() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n\n00:02.000 --> 00:03.000\nhi\n";
    assert_eq!(
        refusal(Format::WebVtt, text),
        "line 5, column 1: expected speakers, in voice tags or in front of the text, found none",
    );
}

#[test]
fn what_is_refused_has_a_place() {
    assert_eq!(
        refusal(Format::WebVtt, "1\n00:01.000 --> 00:02.000\nAnn: hi"),
        "line 1, column 1: expected `WEBVTT` in the first line, found \"1\"",
    );
    assert_eq!(
        refusal(Format::WebVtt, "WEBVTT\n\n1\n  soon --> 00:02.000\nAnn: hi"),
        "line 4, column 3: expected the start as a clock such as 00:01:02.500, found \"soon\"",
    );
    assert_eq!(
        refusal(Format::WebVtt, "WEBVTT\n\n00:01.000 -->\nAnn: hi"),
        "line 3, column 14: expected the end as a clock such as 00:01:02.500, found \"\"",
    );
    assert_eq!(
        refusal(Format::WebVtt, "WEBVTT\n\nAnn: hi\n"),
        "line 3, column 1: expected a cue, which has `start --> end`, found none",
    );
}

#[test]
fn arrows_in_text_are_text() {
    assert_eq!(speakers("Ann: from a --> b\nc --> d\n10:30 --> 11"), ["Ann"]);
}

#[test]
fn a_file_without_cues_is_a_recording_without_turns() {
    assert!(turns(Format::WebVtt, "WEBVTT\n\nNOTE nobody spoke\n").is_empty());
}

#[test]
fn a_cue_is_kept_when_a_later_line_is_refused() {
    let mut reader = Reader::new(Format::WebVtt, Options::default()).unwrap();
    reader.push(b"WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: hi\n\n").unwrap();
    assert!(reader.push(b"soon --> later\n").is_err());
    assert_eq!(reader.into_reading().recordings()[0].turns().len(), 1);
}

#[test]
fn a_dump_of_pyannote_is_not_taken_for_it() {
    assert_eq!(candidates("[ 00:00:00.030 -->  00:00:00.824] A SPEAKER_02\n"), []);
}
