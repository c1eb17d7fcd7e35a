//! CSV and TSV.

use sociogram::formats::{
    self, Format, Options, OverlapCapability, ReadErrorKind, RepairKind, Unit,
};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

/// What is made of a table in CSV.
fn try_read(text: &str, options: Options) -> Result<formats::Recording, String> {
    let reading = formats::read(text.as_bytes(), &options.format(Format::Csv));
    Ok(reading.map_err(|error| error.to_string())?.into_recordings().remove(0))
}

/// The formats that a text may be in.
fn candidates(text: &str) -> Vec<Format> {
    let found = formats::candidates(text.as_bytes()).unwrap();
    found.into_iter().map(|(format, _)| format).collect()
}

#[test]
fn the_plain_csv_is_detected_and_read() {
    let reading = fixture("csv/plain.txt").unwrap();
    assert_eq!(reading.format(), Format::Csv);
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
fn the_awkward_csv_is_repaired() {
    let reading = fixture("csv/awkward.txt").unwrap();
    assert_eq!(reading.format(), Format::Csv);
    let recording = &reading.recordings()[0];
    assert_eq!(recording.name().as_str(), "awkward");
    assert_eq!(
        lines(recording.turns()),
        [
            line("NA", 0, 1_000_000),
            line("None", 1_000_000, 2_000_500),
            line("NaN", 2_500_000, 3_250_000),
            line("Ann \"Andy\" B", 5_000_000, 6_000_000),
            line("Ben", 9_500_000, 9_900_000),
        ]
    );
    assert_eq!(
        repairs(recording),
        [
            (RepairKind::ZeroLength, 1, "line 6, column 1".to_owned()),
            (RepairKind::NegativeLength, 1, "line 11, column 1".to_owned()),
            (RepairKind::Untimed, 1, "line 10, column 1".to_owned()),
        ]
    );
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.to_string()), (1, "line 9, column 1".to_owned()));
}

#[test]
fn the_broken_csv_is_refused() {
    assert_eq!(
        fixture("csv/broken.txt").unwrap_err().to_string(),
        "line 3, column 9: expected the end in seconds, found \"nan\"",
    );
}

#[test]
fn the_plain_tsv_is_detected_and_read() {
    let reading = fixture("tsv/plain.txt").unwrap();
    assert_eq!(reading.format(), Format::Tsv);
    // The mark that nothing closes is a mark, and no turn is lost in it.
    assert_eq!(
        lines(reading.recordings()[0].turns()),
        [
            line("Ann", 500_000, 2_750_000),
            line("Ben", 2_500_000, 4_000_000),
            line("Ann", 21_000_000, 24_250_000),
        ]
    );
}

#[test]
fn the_awkward_tsv_is_repaired() {
    let reading = fixture("tsv/awkward.txt").unwrap();
    assert_eq!(reading.format(), Format::Tsv);
    let [a, awkward, b] = reading.recordings() else { panic!() };
    assert_eq!(lines(a.turns()), [line("Ann \"Andy\" B", 100_000, 300_000)]);
    assert_eq!((awkward.name().as_str(), awkward.turns().len()), ("awkward", 0));
    assert_eq!(awkward.unknown_speakers().unwrap().turns, 1);
    assert_eq!(lines(b.turns()), [line("Ben", 1_250_000, 2_250_000)]);
    assert_eq!(
        repairs(b),
        [
            (RepairKind::NegativeLength, 1, "line 6, column 1".to_owned()),
            (RepairKind::Untimed, 1, "line 5, column 1".to_owned()),
        ]
    );
}

#[test]
fn the_broken_tsv_is_refused() {
    assert_eq!(
        fixture("tsv/broken.txt").unwrap_err().to_string(),
        "line 3, column 8: expected the end, found the end of the line after 2 of at least 3 fields",
    );
}

#[test]
fn speakers_called_na_or_null_are_speakers() {
    let text = "speaker,start,end\nNA,0,1\nNone,1,2\nnull,2,3\nNaN,3,4\n0,4,5\n";
    let recording = read(Format::Csv, text);
    let labels: Vec<&str> = recording.turns().speakers().map(|label| label.as_str()).collect();
    assert_eq!(labels, ["NA", "None", "null", "NaN", "0"]);
    assert!(recording.unknown_speakers().is_none());
}

#[test]
fn nan_and_infinity_are_no_times() {
    for value in ["nan", "NaN", "inf", "-Infinity", "1e999"] {
        let error = refusal(Format::Csv, &format!("speaker,start,end\nana,{value},2\n"));
        assert!(error.starts_with("line 2, column 5: expected the start"), "{error}");
    }
}

#[test]
fn columns_have_any_of_the_usual_names() {
    for (names, end) in [
        ("Speaker,Start,End", "2"),
        ("speakerId,startTime,endTime", "2"),
        ("SPEAKER_NAME,Start Time,Stop", "2"),
        ("label,onset,offset", "2"),
        ("speaker_label,begin,Duration", "1.5"),
        ("speaker,start,dur", "1.5"),
    ] {
        let text = format!("{names}\nana,0.5,{end}\n");
        assert_eq!(turns(Format::Csv, &text), [line("ana", 500_000, 2_000_000)], "{names}");
        assert_eq!(candidates(&text), [Format::Csv], "{names}");
    }
}

#[test]
fn a_unit_may_stand_in_the_name_of_a_column() {
    for (names, values) in [
        ("start_ms,end_ms", "500,2000"),
        ("start_ms,duration_s", "500,1.5"),
        ("Start (ms),End (s)", "500,2"),
        ("start_seconds,endMs", "0.5,2000"),
        ("begin_us,duration_ns", "500000,1500000000"),
        ("onset_ticks,offset_ticks", "5000000,20000000"),
    ] {
        let text = format!("speaker,{names}\nana,{values}\n");
        assert_eq!(turns(Format::Csv, &text), [line("ana", 500_000, 2_000_000)], "{names}");
    }
}

#[test]
fn a_unit_may_be_declared() {
    let millis = || Options::default().unit(Unit::Milliseconds);
    for names in ["start,end", "start_ms,end_ms", "start,end_ms"] {
        let text = format!("speaker,{names}\nana,500,2000\n");
        let recording = try_read(&text, millis()).unwrap();
        assert_eq!(lines(recording.turns()), [line("ana", 500_000, 2_000_000)], "{names}");
    }
    assert_eq!(
        try_read("speaker,start,end_s\nana,500,2000\n", millis()).unwrap_err(),
        "line 1, column 15: expected the end in milliseconds, found \"end_s\"",
    );
}

#[test]
fn a_unit_in_one_of_two_names_is_half_a_declaration() {
    assert_eq!(
        refusal(Format::Csv, "speaker,start_ms,end\nana,500,2000\n"),
        "line 1, column 18: expected a unit for each time, or one for those without, found \"end\"",
    );
}

#[test]
fn clocks_are_read_as_clocks() {
    let text = "speaker,start_ms,length_ms\nana,00:01:02.5,0:02\nben,1:30,500\n";
    let expected = [line("ana", 62_500_000, 64_500_000), line("ben", 90_000_000, 90_500_000)];
    assert_eq!(turns(Format::Csv, text), expected);
    assert_eq!(
        refusal(Format::Csv, "speaker,start,end\nana,0:61,2\n"),
        "line 2, column 5: expected the start in seconds, found \"0:61\"",
    );
}

#[test]
fn columns_may_be_named() {
    let options = || {
        Options::default()
            .column("speaker", "who")
            .column("start", "from")
            .column("length", "for")
            .column("recording", "where")
    };
    let text = "where,who,from,for,end,speaker\nhall,ana,1,2,9,x\n";
    let recording = try_read(text, options()).unwrap();
    assert_eq!(recording.name().as_str(), "hall");
    assert_eq!(lines(recording.turns()), [line("ana", 1_000_000, 3_000_000)]);
    assert_eq!(
        try_read("who,from,for\nana,1,2\n", options()).unwrap_err(),
        "line 1, column 1: expected one column for the recording, called \"where\", found \
         \"who\", \"from\", \"for\"",
    );
    assert_eq!(
        try_read(text, Options::default().column("colour", "who")).unwrap_err(),
        "line 1, column 1: expected recording, speaker, start, end or length as what a column is, \
         found \"colour\"",
    );
}

#[test]
fn the_unit_in_the_name_of_a_named_column_counts() {
    let options = Options::default().column("start", "from_ms").column("end", "to_ms");
    let recording = try_read("speaker,from_ms,to_ms\nana,500,2000\n", options).unwrap();
    assert_eq!(lines(recording.turns()), [line("ana", 500_000, 2_000_000)]);
}

#[test]
fn a_column_that_is_not_there_is_told_with_those_that_are() {
    assert_eq!(
        refusal(Format::Csv, "who,start,end\nana,0,1\n"),
        "line 1, column 1: expected one column for the speaker, such as speaker, speaker_id, \
         speaker_label, speaker_name, label, found \"who\", \"start\", \"end\"",
    );
    assert_eq!(
        refusal(Format::Csv, "speaker,start\nana,0\n"),
        "line 1, column 1: expected one column for the end or the length, such as end, end_time, \
         stop, offset, length, duration, dur, found \"speaker\", \"start\"",
    );
    let many: Vec<String> = (0..1_000).map(|at| format!("c{at}")).collect();
    let error = refusal(Format::Csv, &many.join(","));
    assert!(error.ends_with("\"c11\" and 988 more"), "{error}");
}

#[test]
fn two_columns_that_both_fit_are_refused() {
    assert_eq!(
        refusal(Format::Csv, "speaker,start,start_time,end\nana,0,0,1\n"),
        "line 1, column 15: expected one column for the start, found both \"start\" and \
         \"start_time\"",
    );
    let options = Options::default().column("start", "start");
    assert!(try_read("speaker,start,start_time,end\nana,0,9,1\n", options).is_ok());
}

#[test]
fn the_end_counts_where_there_is_a_length_too() {
    let text = "speaker,start,end,duration\nana,1,2,9\n";
    assert_eq!(turns(Format::Csv, text), [line("ana", 1_000_000, 2_000_000)]);
}

#[test]
fn start_and_length_are_added_before_they_are_rounded() {
    let text = "speaker,start_ms,length_ms\nana,0.0004,0.0004\nben,0.1,0.2\n";
    assert_eq!(turns(Format::Csv, text), [line("ana", 0, 1), line("ben", 100, 300)]);
}

#[test]
fn a_row_has_as_many_fields_as_there_are_columns() {
    assert_eq!(
        refusal(Format::Csv, "speaker,start,end,text\nana,0,1,well, yes\n"),
        "line 2, column 14: expected no more fields than there are columns, found \" yes\"",
    );
    assert_eq!(
        refusal(Format::Csv, "speaker,start,end\nana,0,1\n\n\nben,\n"),
        "line 5, column 5: expected the end, found the end of the line after 2 of at least 3 fields",
    );
    // Spreadsheets write empty fields and rows.
    assert_eq!(
        turns(Format::Csv, "speaker,start,end\nana,0,1,,\n,,\n\n  \n"),
        [line("ana", 0, 1_000_000)]
    );
}

#[test]
fn a_quotation_mark_that_is_not_closed_swallows_no_rows() {
    let problem = "expected CSV: a quotation mark that is not closed at the end of its field";
    for (rows, place) in [
        ("ana,0,1,\"Yes\nben,1,2,No\n", "line 2, column 9"),
        ("ana,0,1,\"Yes\nben,1,2,\"No\neva,2,3,Hm\n", "line 2, column 9"),
        ("ana,0,1,Yes\nben,1,2,\"", "line 3, column 9"),
    ] {
        let text = format!("speaker,start,end,text\n{rows}");
        assert_eq!(refusal(Format::Csv, &text), format!("{place}: {problem}"));
    }
    let text = "speaker,start,end,text\nana,0,1,\"Yes,\nme\"\nben,1,2,5\" tall\n";
    assert_eq!(turns(Format::Csv, text).len(), 2);
}

#[test]
fn places_of_fields_count_what_stands_in_quotation_marks() {
    let text = "text,speaker,start,end\n\"ä, \"\"b\"\",\nc\",ana,\"x\",1\n";
    assert_eq!(
        refusal(Format::Csv, text),
        "line 3, column 8: expected the start in seconds, found \"x\"",
    );
}

#[test]
fn a_table_needs_a_line_of_names() {
    assert_eq!(
        refusal(Format::Csv, ""),
        "line 1, column 1: expected a line with the names of the columns, found none",
    );
    let error = formats::read(b"ana,0,1\n", &Options::default().format(Format::Csv)).unwrap_err();
    assert!(matches!(error.kind(), ReadErrorKind::Columns { .. }), "{error}");
    assert!(read(Format::Csv, "speaker,start,end\n").turns().is_empty());
}

#[test]
fn line_ends_and_marks_are_no_matter() {
    for text in [
        "\u{FEFF}speaker,start,end\r\nana,0,1\r\nben,1,2",
        "speaker,start,end\n\n\nana,0,1\n\nben,1,2\n\n",
        "speaker,start,end\rana,0,1\rben,1,2\r",
        "speaker;start;end\nana;0;1\nben;1;2\n",
        "speaker, start, end\nana, 0, 1\nben, 1, 2\n",
    ] {
        let expected = [line("ana", 0, 1_000_000), line("ben", 1_000_000, 2_000_000)];
        assert_eq!(turns(Format::Csv, text), expected, "{text:?}");
    }
}

#[test]
fn columns_with_names_of_their_own_are_still_a_table() {
    assert_eq!(candidates("who,from,to\nana,0,2000\nben,2200,4000\n"), [Format::Csv]);
    assert_eq!(candidates("who\tfrom\tto\nana\t0:00\t0:02\n"), [Format::Tsv]);
}

#[test]
fn what_is_no_table_is_not_taken_for_one() {
    for text in [
        "Dear Ann, Ben, and Eva,\nwe met at 10, 11, and 12.\n",
        "2.15,6.10,ann\n6.5,7.0,ben\n",
        "show 1 ann 1.0 6.0 <M> well, yes\n",
        "2.15\t6.10\tann\n",
        "show\t1\t0.0\t60.0\n",
        "SPEAKER\tmtg\t1\t0.0\t1.0\t<NA>\t<NA>\tana\t<NA>\t<NA>\n",
        "a,b,c\n1,2\n",
        "a,b,c\n",
        "{\"speaker\": \"ana, ben\", \"a\": [1, 2, 3]}\n",
    ] {
        let found = candidates(text);
        assert!(
            !found.contains(&Format::Csv) && !found.contains(&Format::Tsv),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn a_long_table_is_read_in_a_moment() {
    let mut text = String::from("speaker,start,end,text\n");
    for at in 0..100_000 {
        text.push_str(&format!("s{},{at},{at}.5,\"a, \"\"b\"\"\"\n", at % 1_000));
    }
    assert_eq!(read(Format::Csv, &text).turns().len(), 100_000);
    let wide = format!("speaker,start,end{}\nana,0,1\n", ",x".repeat(200_000));
    assert!(refusal(Format::Csv, &wide).contains("of at least 200003 fields"));
}
