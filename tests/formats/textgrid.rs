//! Praat `TextGrid`.

use sociogram::formats::{self, Format, Options, OverlapCapability, RepairKind};

use crate::support::conversations::{Line, line, lines};
use crate::support::root;
use crate::tools::{fixture, read, refusal, repairs, try_read, turns};

/// A short form with these tiers.
fn document(tiers: &[&str]) -> String {
    let (count, tiers) = (tiers.len(), tiers.join("\n"));
    format!("File type = \"ooTextFile\"\n\"TextGrid\"\n0\n9\n<exists>\n{count}\n{tiers}\n")
}

/// A tier with these intervals.
fn tier(name: &str, intervals: &[&str]) -> String {
    format!("\"IntervalTier\" \"{name}\" 0 9 {}\n{}", intervals.len(), intervals.join("\n"))
}

fn of_one_tier(intervals: &[&str]) -> String {
    document(&[&tier("ana", intervals)])
}

fn plain() -> (String, Vec<Line>) {
    let path = root().join("fixtures/formats/textgrid/plain.txt");
    let turns = lines(fixture("textgrid/plain.txt").unwrap().recordings()[0].turns());
    (std::fs::read_to_string(path).unwrap(), turns)
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("textgrid/plain.txt").unwrap();
    assert_eq!(reading.format(), Format::TextGrid);
    let recording = &reading.recordings()[0];
    assert_eq!((recording.name().as_str(), recording.turns().len()), ("plain", 9));
    let speakers: Vec<&str> = recording.turns().speakers().map(|it| it.as_str()).collect();
    assert_eq!(speakers, ["Olga", "Tariq", "Mei"]);
    assert_eq!(lines(recording.turns())[2], line("Olga", 12_400_000, 15_300_000));
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
    assert!(recording.warnings().is_empty() && recording.skipped() == 0);
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("textgrid/awkward.txt").unwrap();
    assert_eq!(reading.format(), Format::TextGrid);
    let recording = &reading.recordings()[0];
    let expected = [
        line("Ann \"Dr.\" Bell", 0, 1_500_000),
        line("Ann \"Dr.\" Bell", 2_500_000, 4_000_000),
        line("Ben", 0, 5_000_000),
        line("Ben", 6_000_000, 7_000_000),
        line("Ben", -1_000_000, 250_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    let repaired = [
        (RepairKind::ZeroLength, 1, "line 23, column 1".to_owned()),
        (RepairKind::NegativeLength, 1, "line 26, column 1".to_owned()),
    ];
    assert_eq!(repairs(recording), repaired);
    let unknown = recording.unknown_speakers().unwrap();
    assert_eq!((unknown.turns, unknown.first.position.line), (1, 29));
    assert_eq!(recording.skipped(), 2, "points");
}

#[test]
fn the_broken_fixture_is_refused() {
    let error = fixture("textgrid/broken.txt").unwrap_err();
    let told = "line 21, column 20: expected the end in seconds, found \"2,1\"";
    assert_eq!(error.to_string(), told);
}

#[test]
fn the_long_and_the_short_form_are_one() {
    let (long, turns) = plain();
    // What is left of the long form without its comments is the short one.
    let mut short = String::new();
    for line in long.lines() {
        match line.split_once(" = ") {
            Some(("File type", _)) => short += &format!("{line}\n"),
            Some((_, value)) => short += &format!("{}\n", value.trim()),
            None if line.starts_with("tiers?") => short += "<exists>\n",
            None => {}
        }
    }
    assert!(short.lines().nth(1) == Some("\"TextGrid\"") && !short.contains("xmin"), "{short}");
    let reading = formats::read(short.as_bytes(), &Options::default()).unwrap();
    assert_eq!(lines(reading.recordings()[0].turns()), turns);
}

#[test]
fn utf_16_of_either_order_and_utf_8_with_a_mark() {
    let (text, turns) = plain();
    let text = text.replace("Olga", "Ольга");
    let marked = format!("\u{FEFF}{text}");
    let utf_16 = |text: &str, encode: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(encode).collect()
    };
    for bytes in [
        marked.as_bytes().to_vec(),
        utf_16(&text, u16::to_le_bytes),
        utf_16(&text, u16::to_be_bytes),
        utf_16(&marked, u16::to_le_bytes),
        utf_16(&marked, u16::to_be_bytes),
    ] {
        let reading = formats::read(&bytes, &Options::default()).unwrap();
        assert_eq!(reading.format(), Format::TextGrid);
        let found = lines(reading.recordings()[0].turns());
        assert_eq!((found.len(), found[0].speaker.as_str()), (turns.len(), "Ольга"));
    }
}

#[test]
fn quotation_marks_are_written_twice() {
    let text = document(&[&tier("a \"\"b\"\"", &["0 1 \"\"\"\"", "1 2 \"\"", "2 3 \"\"\"x\""])]);
    let expected = [line("a \"b\"", 0, 1_000_000), line("a \"b\"", 2_000_000, 3_000_000)];
    assert_eq!(turns(Format::TextGrid, &text), expected);
}

#[test]
fn labels_may_hold_line_breaks() {
    let text = of_one_tier(&["0 1 \"one\r\n\n2 3 4\n\"", "1 2 \"\n \n\"", "2 3 \"x\""]);
    let expected = [line("ana", 0, 1_000_000), line("ana", 2_000_000, 3_000_000)];
    assert_eq!(turns(Format::TextGrid, &text), expected);
}

#[test]
fn comments_end_with_their_line() {
    let text = of_one_tier(&["! \"so 1 2\n0 ! 5\n1 it says \"x!\" ! 2 3 \"y\""]);
    assert_eq!(turns(Format::TextGrid, &text), [line("ana", 0, 1_000_000)]);
}

#[test]
fn numbers_may_be_hundredths_and_below_zero() {
    let text = of_one_tier(&["-0 50% \"x\"", "xmin=0% xmax=-0.0 text=\"y\"", "-25% +1.5e0 \"z\""]);
    let expected = [line("ana", 0, 500_000), line("ana", -250_000, 1_500_000)];
    assert_eq!(turns(Format::TextGrid, &text), expected);
    let place = "line 9, column 6".to_owned();
    let repaired = [(RepairKind::ZeroLength, 1, place)];
    assert_eq!(repairs(&read(Format::TextGrid, &text)), repaired);
}

#[test]
fn two_tiers_of_one_name_are_one_speaker() {
    let text = document(&[
        &tier("ana", &["0 1 \"x\""]),
        &tier("ben", &["0 2 \"y\""]),
        &tier("ana", &["2 3 \"z\""]),
    ]);
    let recording = read(Format::TextGrid, &text);
    assert_eq!(recording.turns().speakers().count(), 2);
    assert_eq!(recording.turns().len(), 3);
}

#[test]
fn people_may_overlap_across_tiers() {
    let text = document(&[&tier("ana", &["0 2 \"x\""]), &tier("ben", &["1 3 \"y\""])]);
    let expected = [line("ana", 0, 2_000_000), line("ben", 1_000_000, 3_000_000)];
    assert_eq!(turns(Format::TextGrid, &text), expected);
}

#[test]
fn points_are_passed_over_and_counted() {
    let points = "\"TextTier\" \"clicks\" 0 9 3 1 \"a\" 2 \"\" number = 3 mark = \"c\"";
    let recording = read(Format::TextGrid, &document(&[points, &tier("ana", &["0 1 \"x\""])]));
    assert_eq!(
        (lines(recording.turns()), recording.skipped()),
        (vec![line("ana", 0, 1_000_000)], 3)
    );
}

#[test]
fn without_tiers_nobody_speaks() {
    let text = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n0 9 tiers? <absent>\n";
    assert!(read(Format::TextGrid, text).turns().is_empty());
    assert!(read(Format::TextGrid, &document(&[])).turns().is_empty());
}

#[test]
fn a_binary_text_grid_is_refused_clearly() {
    let told = "line 1, column 1: expected a TextGrid that Praat saved as a text file, not as a \
                binary file, found \"ooBinaryFile\"";
    let text = b"ooBinaryFile\x08TextGrid\0\0\0\0\0\0\0\0\x40\0".to_vec();
    let bytes = [&text[..], b"\x3F\xF0\0\0\xFF"].concat();
    for binary in [text, bytes] {
        let error = formats::read(&binary, &Options::default()).unwrap_err();
        assert_eq!(error.to_string(), told);
    }
}

#[test]
fn the_chronological_form_is_refused_clearly() {
    let text = "\"Praat chronological TextGrid text file\"\n0 9\n1\n\"IntervalTier\" \"ana\" 0 9\n";
    let error = formats::read(text.as_bytes(), &Options::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1, column 1: expected the long or the short text form of a TextGrid, found \"Praat \
         chronological TextGrid text file\"",
    );
}

#[test]
fn sizes_are_not_believed() {
    for (size, told) in [
        (
            "99999999999999999",
            "line 9, column 1: expected the start in seconds, found \"TextTier\"",
        ),
        (
            "0",
            "line 8, column 1: expected the class of a tier, \"IntervalTier\" or \"TextTier\", found \"0\"",
        ),
        ("-1", "line 7, column 28: expected the number of intervals or points, found \"-1\""),
        ("1.0", "line 7, column 28: expected the number of intervals or points, found \"1.0\""),
    ] {
        let first = format!("\"IntervalTier\" \"ana\" 0 9   {size}\n0 1 \"x\"");
        let text = document(&[&first, "\"TextTier\" \"b\" 0 9 0"]);
        assert_eq!(refusal(Format::TextGrid, &text), told);
    }
    let text = document(&[&tier("ana", &[])]).replace("\n1\n", "\n99999999999\n");
    let told = "expected the class of a tier, \"IntervalTier\" or \"TextTier\", found none";
    assert_eq!(refusal(Format::TextGrid, &text), format!("line 7, column 27: {told}"));
    let text = document(&[&tier("ana", &[])]).replace("\n1\n", "\n0\n");
    let told = "expected the end of the text after the last tier, found \"IntervalTier\"";
    assert_eq!(refusal(Format::TextGrid, &text), format!("line 7, column 1: {told}"));
}

#[test]
fn what_is_refused_has_a_place() {
    let refused = |intervals: &[&str]| refusal(Format::TextGrid, &of_one_tier(intervals));
    let told = "line 8, column 1: expected the start in seconds, found \"--undefined--\"";
    assert_eq!(refused(&["--undefined-- 1 \"x\""]), told);
    let told = "line 8, column 3: expected the end in seconds, found \"x\"";
    assert_eq!(refused(&["0 \"x\""]), told);
    let told = "line 8, column 5: expected the label of an interval, found \"3\"";
    assert_eq!(refused(&["0 1 3"]), told);
    let told = "line 8, column 5: expected a quotation mark that ends the text that begins here, \
                found none";
    assert_eq!(refused(&["0 1 \"x"]), told);
    let told = "line 1, column 1: expected the file type \"ooTextFile\", found none";
    assert_eq!(refusal(Format::TextGrid, ""), told);
    let text = of_one_tier(&[]).replace("\"TextGrid\"", "\"Pitch 1\"");
    let told = "line 2, column 1: expected the object class \"TextGrid\", found \"Pitch 1\"";
    assert_eq!(refusal(Format::TextGrid, &text), told);
}

#[test]
fn other_objects_of_praat_are_not_taken_for_it() {
    for other in ["File type = \"ooTextFile\"\n\"Pitch 1\"\n", "TextGrid\n0 1 2", "\"TextGrid\""] {
        let found = formats::candidates(other.as_bytes()).unwrap();
        assert!(found.iter().all(|(format, _)| *format != Format::TextGrid), "{other}");
    }
    assert!(try_read(Format::TextGrid, "\"ooTextFile\" \"TextGrid 2\" 0 9 <absent>").is_ok());
}
