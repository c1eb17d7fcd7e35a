//! The RTTM reader: every shape that tools write, and the place of everything that is refused.

#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use proptest::prelude::*;
use sociogram::formats::rttm::{self, Reader};
use sociogram::formats::{ReadErrorKind, Recording, RepairKind};
use support::conversations::{Line, conversations, line, lines};

fn read(text: &str) -> Vec<Recording> {
    rttm::read(text.as_bytes()).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

/// The turns of a text with one recording.
fn turns(text: &str) -> Vec<Line> {
    let recordings = read(text);
    assert_eq!(recordings.len(), 1, "{text:?}");
    lines(recordings[0].turns())
}

fn name(text: &str) -> String {
    read(text)[0].name().to_string()
}

#[test]
fn eight_to_ten_fields_are_read_whatever_stands_between_them() {
    let expected = [line("ana", 12_340_000, 15_550_000)];
    for text in [
        "SPEAKER mtg 1 12.340 3.210 <NA> <NA> ana <NA> <NA>",
        "SPEAKER mtg 1 12.340 3.210 <NA> <NA> ana <NA>",
        "SPEAKER mtg 1 12.340 3.210 <NA> <NA> ana",
        "SPEAKER mtg 1   12.340   3.210 <NA> <NA> ana <NA> <NA>",
        "  SPEAKER\tmtg\t1\t12.340\t3.210\t<NA>\t<NA>\tana\t<NA>\t<NA>  ",
        "SPEAKER mtg 1 12.340 3.210 <NA> <NA> ana <NA> <NA>\r\n",
        "\u{feff}SPEAKER mtg 1 12.340 3.210 <NA> <NA> ana <NA> <NA>\n",
        "SPEAKER mtg 1 12.340 3.210 <NA> <NA> ana 0.98 -",
        "SPEAKER mtg 1 12.340 3.210 hello lex ana 0.98 <NA>",
        "SPEAKER mtg <NA> +1.234e1 321E-2 <NA> <NA> ana NA NA",
    ] {
        assert_eq!(turns(text), expected, "{text:?}");
    }
}

#[test]
fn times_are_rounded_once_and_the_end_after_the_addition() {
    for (start, length, expected) in [
        ("0.1", "0.2", (100_000, 300_000)),
        ("0.0000005", "1", (1, 1_000_001)),
        ("-0.0000005", "1", (-1, 1_000_000)),
        ("0.0000004", "0.0000004", (0, 1)),
        ("1.0000004", "1.0000004", (1_000_000, 2_000_001)),
        ("0.30000000000000004", "0.1", (300_000, 400_000)),
        // A hair below a tie, 32 places down.
        ("-0.00000050000000000000000000000000000001", "1", (-1, 999_999)),
        ("-3", "2.5", (-3_000_000, -500_000)),
        ("9007199254.740991", "0.000001", ((1 << 53) - 1, 1 << 53)),
    ] {
        let text = format!("SPEAKER mtg 1 {start} {length} <NA> <NA> ana <NA> <NA>");
        assert_eq!(turns(&text), [line("ana", expected.0, expected.1)], "{text}");
    }
}

#[test]
fn recordings_are_told_apart_by_name_alone_and_come_in_order_of_name() {
    let recordings = read(
        "SPEAKER b 1 0 1 <NA> <NA> ana <NA> <NA>\n\
         SPEAKER a 1 0 1 <NA> <NA> ana <NA> <NA>\n\
         SPEAKER b 2 2 1 <NA> <NA> ben <NA> <NA>\n\
         SPEAKER a.mp3 1 0 1 <NA> <NA> 0 <NA> <NA>\n",
    );
    let found: Vec<(&str, usize)> =
        recordings.iter().map(|one| (one.name().as_str(), one.turns().len())).collect();
    assert_eq!(found, [("a", 1), ("a.mp3", 1), ("b", 2)]);
}

#[test]
fn names_with_spaces_are_read_from_the_right_where_the_tail_allows() {
    for tail in
        ["<NA> <NA> ana <NA> <NA>", "<NA> <NA> ana 0.5 <NA>", "<NA> <NA> ana <NA>", "<NA> <NA> ana"]
    {
        for file in ["my meeting", "meeting 12 1", "a  b\tc", "Team Sync 2026-11-20 10.30"] {
            let text = format!("SPEAKER {file} 1 0.5 2.0 {tail}");
            assert_eq!(name(&text), file, "{text}");
            assert_eq!(turns(&text), [line("ana", 500_000, 2_500_000)], "{text}");
        }
    }
    // Nothing but numbers in the name: only the place of the two absent fields tells.
    assert_eq!(name("SPEAKER 7 1 1 0.5 2.0 <NA> <NA> ana <NA> <NA>"), "7 1");
    assert_eq!(name("SPEAKER 7 1 0.5 2.0 <NA> <NA> ana <NA> <NA>"), "7");
}

#[test]
fn other_records_comments_and_empty_lines_are_passed_over() {
    let recordings = read(
        ";; a comment\n\
         ;;another\n\
         \n\t \r\n\
         SPKR-INFO mtg 1 <NA> <NA> <NA> unknown ana <NA> <NA>\n\
         SPEAKER mtg 1 0 1 <NA> <NA> ana <NA> <NA>\n\
         LEXEME mtg 1 0.1 0.2 hi lex ana 0.9 <NA>\n\
         NON-SPEECH mtg 1 3 1 <NA> noise <NA> <NA> <NA>\n\
         NOSCORE elsewhere 1 3 1 <NA> <NA> <NA> <NA> <NA>\n\
         A/P mtg\n\
         SU",
    );
    assert_eq!(recordings.len(), 1, "a recording is one that has a SPEAKER record");
    assert_eq!((recordings[0].turns().len(), recordings[0].skipped()), (1, 4));
    for text in ["", "\n", "\u{feff}", ";; nothing", "SPKR-INFO mtg 1 <NA> <NA> <NA> unknown ana"] {
        assert_eq!(read(text).len(), 0, "{text:?}");
    }
}

#[test]
fn turns_of_no_or_negative_length_are_repaired_and_counted() {
    let recordings = read(
        "SPEAKER mtg 1 0 1 <NA> <NA> ana <NA> <NA>\n\
         SPEAKER mtg 1 6.500 -1.500 <NA> <NA> ana <NA> <NA>\n\
         SPEAKER mtg 1 3 0 <NA> <NA> ben <NA> <NA>\n\
         SPEAKER mtg 1 3 0.0000001 <NA> <NA> ben <NA> <NA>\n\
         SPEAKER empty 1 3 0.000 <NA> <NA> eva <NA> <NA>\n",
    );
    let repairs = |at: usize| -> Vec<(RepairKind, u64, u64)> {
        recordings[at]
            .repairs()
            .iter()
            .map(|one| (one.kind, one.count, one.first.position.line))
            .collect()
    };
    assert_eq!(recordings[0].name().as_str(), "empty");
    assert_eq!(repairs(0), [(RepairKind::ZeroLength, 1, 5)]);
    assert_eq!(repairs(1), [(RepairKind::ZeroLength, 2, 3), (RepairKind::NegativeLength, 1, 2)]);
    let speakers: Vec<&str> =
        recordings[1].turns().speakers().map(|label| label.as_str()).collect();
    assert_eq!(speakers, ["ana"], "who has no turn left does not speak");
}

#[test]
fn an_error_keeps_what_came_before_it() {
    let mut reader = Reader::new();
    let error = reader
        .push(b"SPEAKER a 1 0 1 <NA> <NA> ana <NA> <NA>\nSPEAKER a 1 x 1 <NA> <NA> ana <NA> <NA>\n")
        .unwrap_err();
    assert_eq!((error.position().line, error.position().column), (2, 13));
    assert!(matches!(error.kind(), ReadErrorKind::NotATime { found, .. } if found.as_str() == "x"));
    assert_eq!(reader.into_recordings()[0].turns().len(), 1);
}

#[test]
fn long_input_is_read_in_no_time_and_quoted_in_short() {
    let long = "x".repeat(1_000_000);
    let error = rttm::read(long.as_bytes()).unwrap_err();
    assert!(error.to_string().len() < 200);
    let wide = "SPEAKER ".to_owned() + &"many ".repeat(200_000);
    assert!(matches!(
        rttm::read(wide.as_bytes()).unwrap_err().kind(),
        ReadErrorKind::TooManyFields { found: 200_001 }
    ));
    let digits = format!("SPEAKER m 1 0.{} 1 <NA> <NA> a", "3".repeat(1_000_000));
    assert_eq!(turns(&digits), [line("a", 333_333, 1_333_333)]);
}

#[test]
fn a_line_without_an_end_takes_no_more_memory_than_the_longest_line() {
    let spaces = vec![b' '; 1 << 16];
    let mut reader = Reader::new();
    let refused =
        (0..16_384).find_map(|piece| reader.push(&spaces).err().map(|error| (piece, error)));
    let (piece, error) = refused.unwrap();
    assert_eq!(piece, 16, "of a gigabyte, little more than a mebibyte is taken in");
    assert_eq!(error.to_string(), "line 1, column 1: expected a line of at most 1048576 bytes");
}

/// Lines that look like RTTM and often are not.
fn nearly_rttm() -> impl Strategy<Value = Vec<u8>> {
    let field = prop_oneof![
        Just("SPEAKER"),
        Just("<NA>"),
        Just("1"),
        Just("0.5"),
        Just("-1"),
        Just("ana"),
        Just(";;"),
        Just("END"),
        Just("SPKR-INFO"),
        Just("\u{feff}"),
        Just("é"),
        Just("\0"),
        Just("1e400"),
    ];
    let between = prop_oneof![4 => Just(" "), 1 => Just("\t"), 1 => Just("\n"), 1 => Just("\r\n")];
    proptest::collection::vec((field, between), 0..60).prop_map(|parts| {
        parts.into_iter().flat_map(|(a, b)| [a, b]).collect::<String>().into_bytes()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_read_or_refused_in_place(bytes in prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..300),
        nearly_rttm(),
        nearly_rttm().prop_map(|line| [&b"SPEAKER m 1 0 1 <NA> <NA> a\n"[..], &line].concat()),
    ]) {
        if let Err(error) = rttm::read(&bytes) {
            let position = error.position();
            let line = bytes.split(|byte| *byte == b'\n').nth(position.line as usize - 1).unwrap();
            let characters = String::from_utf8_lossy(line).chars().count() as u64;
            prop_assert!((1..=characters + 1).contains(&position.column), "{}", error);
        }
    }

    #[test]
    fn what_is_written_is_read(lines_ in conversations(), places in 6..9_usize) {
        let text: String = lines_
            .iter()
            .map(|one| {
                // Enough zeros for any time, and an exact length.
                let seconds = |micros: i64| {
                    let (sign, size) = (if micros < 0 { "-" } else { "" }, micros.unsigned_abs());
                    format!("{sign}{}.{:06}{:0<2$}", size / 1_000_000, size % 1_000_000, places - 6)
                        .replace(' ', "0")
                };
                let speaker = one.speaker.replace(' ', "_") + "x";
                let (start, length) = (seconds(one.start), seconds(one.end - one.start));
                format!("SPEAKER m 1 {start} {length} <NA> <NA> {speaker} <NA> <NA>\n")
            })
            .collect();
        let expected: Vec<Line> = lines_
            .iter()
            .map(|one| line(one.speaker.replace(' ', "_") + "x", one.start, one.end))
            .collect();
        let read = rttm::read(text.as_bytes());
        // A length may reach farther than any time, where the turn spans all of it.
        let too_long = lines_.iter().any(|one| one.end - one.start > 1 << 53);
        match read {
            Err(error) => prop_assert!(too_long, "{}", error),
            Ok(read) => prop_assert_eq!(
                read.first().map(|one| lines(one.turns())).unwrap_or_default(), expected
            ),
        }
    }
}
