//! ELAN's EAF.

use std::fmt::Write;

use sociogram::formats::{self, Format, Options, OverlapCapability, RepairKind};

use crate::support::conversations::{line, lines};
use crate::tools::{fixture, read, refusal, repairs, turns};

/// A document with slots of these times, `ts0` and so on, and these tiers.
fn document(times: &[&str], tiers: &str) -> String {
    let mut slots = String::new();
    for (at, time) in times.iter().enumerate() {
        let value = if time.is_empty() { String::new() } else { format!(" TIME_VALUE=\"{time}\"") };
        writeln!(slots, "<TIME_SLOT TIME_SLOT_ID=\"ts{at}\"{value}/>").unwrap();
    }
    format!(
        "<?xml version=\"1.0\"?>\n<ANNOTATION_DOCUMENT>\n<HEADER TIME_UNITS=\"milliseconds\"/>\n\
         <TIME_ORDER>\n{slots}</TIME_ORDER>\n{tiers}\n</ANNOTATION_DOCUMENT>"
    )
}

/// A tier with annotations between these slots.
fn tier(attributes: &str, annotations: &[[usize; 2]]) -> String {
    let mut tier = format!("<TIER {attributes}>");
    for [from, to] in annotations {
        write!(
            tier,
            "\n<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1=\"ts{from}\" \
             TIME_SLOT_REF2=\"ts{to}\"/></ANNOTATION>"
        )
        .unwrap();
    }
    tier + "</TIER>"
}

#[test]
fn the_plain_fixture_is_detected_and_read() {
    let reading = fixture("eaf/plain.xml").unwrap();
    assert_eq!(reading.format(), Format::Eaf);
    let recording = &reading.recordings()[0];
    assert_eq!((recording.name().as_str(), recording.turns().len()), ("plain", 10));
    let speakers: Vec<&str> = recording.turns().speakers().map(|it| it.as_str()).collect();
    assert_eq!(speakers, ["Nadia", "Pavel", "Ines"]);
    assert_eq!(lines(recording.turns())[4], line("Pavel", 2_480_000, 3_900_000));
    assert_eq!(recording.overlap(), OverlapCapability::Yes);
    assert!(recording.repairs().is_empty() && recording.unknown_speakers().is_none());
    assert_eq!(recording.skipped(), 2, "glosses");
}

#[test]
fn the_awkward_fixture_is_repaired() {
    let reading = fixture("eaf/awkward.xml").unwrap();
    assert_eq!(reading.format(), Format::Eaf);
    let recording = &reading.recordings()[0];
    let expected = [
        line("ana & co", 0, 1_000_000),
        line("ana & co", 1_000_000, 2_000_000),
        line("ana & co", 2_000_000, 3_000_000),
        line("ana & co", 3_000_000, 4_000_000),
        line("ben", 7_000_000, 8_000_000),
        line("ben", 4_000_000, 6_000_000),
    ];
    assert_eq!(lines(recording.turns()), expected);
    let at = |line: u64| format!("line {line}, column 13");
    let repaired = [
        (RepairKind::ZeroLength, 1, at(43)),
        (RepairKind::NegativeLength, 1, at(50)),
        (RepairKind::Untimed, 1, at(67)),
        (RepairKind::SlotWithoutTime, 2, at(28)),
    ];
    assert_eq!(repairs(recording), repaired);
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
    assert_eq!(recording.skipped(), 3, "annotations of tiers below others");
}

#[test]
fn the_broken_fixture_is_refused() {
    let error = fixture("eaf/broken.xml").unwrap_err();
    let told = "line 9, column 51: expected the time of a slot in milliseconds, found \
                \"00:00:02.310\"";
    assert_eq!(error.to_string(), told);
}

#[test]
fn slots_without_a_time_lie_evenly_between_their_neighbours() {
    let tier = tier("TIER_ID=\"ana\"", &[[0, 1], [1, 2], [3, 4]]);
    let text = document(&["1000", "", "", "", "2001"], &tier);
    let expected = [
        line("ana", 1_000_000, 1_250_250),
        line("ana", 1_250_250, 1_500_500),
        line("ana", 1_750_750, 2_001_000),
    ];
    assert_eq!(turns(Format::Eaf, &text), expected);
    let place = "line 12, column 13".to_owned();
    assert_eq!(repairs(&read(Format::Eaf, &text)), [(RepairKind::SlotWithoutTime, 3, place)]);
}

#[test]
fn slots_without_neighbours_leave_their_annotations_out() {
    let tier = tier("TIER_ID=\"ana\"", &[[0, 1], [1, 2], [2, 3], [4, 5]]);
    let text = document(&["", "1000", "2000", "", "", ""], &tier);
    assert_eq!(turns(Format::Eaf, &text), [line("ana", 1_000_000, 2_000_000)]);
    let place = "line 13, column 13".to_owned();
    assert_eq!(repairs(&read(Format::Eaf, &text)), [(RepairKind::Untimed, 3, place)]);
}

#[test]
fn slots_between_times_that_run_backwards_are_no_place() {
    let tier = tier("TIER_ID=\"ana\"", &[[0, 1], [1, 2]]);
    let recording = read(Format::Eaf, &document(&["2000", "", "1000"], &tier));
    assert!(recording.turns().is_empty());
    assert_eq!(recording.repairs()[0].kind, RepairKind::Untimed);
    assert_eq!(recording.repairs()[0].count, 2);
}

#[test]
fn tiers_below_another_do_not_count_twice() {
    let gloss = "<TIER TIER_ID=\"gloss\" PARENT_REF=\"ana\" PARTICIPANT=\"ana\"><ANNOTATION>\
                 <REF_ANNOTATION ANNOTATION_ID=\"a2\" ANNOTATION_REF=\"a1\"/></ANNOTATION></TIER>";
    let words = tier("TIER_ID=\"words\" PARENT_REF=\"ana\" PARTICIPANT=\"ana\"", &[[0, 1], [1, 2]]);
    let text = format!("{gloss}{words}{}", tier("TIER_ID=\"ana\"", &[[0, 2]]));
    let recording = read(Format::Eaf, &document(&["0", "", "2000"], &text));
    assert_eq!(lines(recording.turns()), [line("ana", 0, 2_000_000)]);
    assert!(recording.repairs().is_empty(), "slots of words alone need no time");
    assert_eq!(recording.skipped(), 3);
}

#[test]
fn the_participant_comes_before_the_tier() {
    let tiers = [
        tier("TIER_ID=\"speech\" PARTICIPANT=\"ana\"", &[[0, 1]]),
        tier("TIER_ID=\"ben\"", &[[0, 1]]),
        tier("TIER_ID=\"eva\" PARTICIPANT=\" \"", &[[0, 1]]),
    ];
    let found = turns(Format::Eaf, &document(&["0", "1000"], &tiers.concat()));
    assert_eq!(found, ["ana", "ben", "eva"].map(|label| line(label, 0, 1_000_000)));
}

#[test]
fn tiers_of_one_participant_are_one_speaker() {
    let tiers = [
        tier("TIER_ID=\"a\" PARTICIPANT=\"ana\"", &[[0, 2]]),
        tier("TIER_ID=\"b\" PARTICIPANT=\"ana\"", &[[1, 3]]),
    ];
    let recording = read(Format::Eaf, &document(&["0", "500", "1000", "1500"], &tiers.concat()));
    assert_eq!((recording.turns().speakers().count(), recording.turns().len()), (1, 2));
}

#[test]
fn a_tier_without_a_name_is_an_unknown_speaker() {
    let recording = read(Format::Eaf, &document(&["0", "1000"], &tier("", &[[0, 1]])));
    assert_eq!(recording.unknown_speakers().unwrap().turns, 1);
}

#[test]
fn the_origin_of_a_medium_changes_nothing() {
    let text = document(&["0", "1000"], &tier("TIER_ID=\"ana\"", &[[0, 1]]));
    let header = "<HEADER TIME_UNITS=\"milliseconds\">\
                  <MEDIA_DESCRIPTOR MEDIA_URL=\"a\" TIME_ORIGIN=\"700\"/></HEADER>";
    let shifted = text.replace("<HEADER TIME_UNITS=\"milliseconds\"/>", header);
    assert_ne!(text, shifted);
    assert_eq!(turns(Format::Eaf, &shifted), turns(Format::Eaf, &text));
}

#[test]
fn type_definitions_and_entities_are_refused() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY a \"aaaaaaaa\">\
                <!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n<ANNOTATION_DOCUMENT>&b;\
                </ANNOTATION_DOCUMENT>";
    let told = refusal(Format::Eaf, bomb);
    assert!(
        told.ends_with("it has a document type definition, which ELAN does not write"),
        "{told}"
    );
    let told = refusal(Format::Eaf, "<ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>");
    assert_eq!(told, "line 1, column 22: expected XML: unknown entity reference 'b'");
}

#[test]
fn deep_nesting_needs_no_stack() {
    let depth = 200_000;
    let attribute = " BELOW=\"another\"";
    let text = format!(
        "<ANNOTATION_DOCUMENT>{}{}</ANNOTATION_DOCUMENT>",
        format!("<TIER{attribute}>").repeat(depth),
        "</TIER>".repeat(depth),
    );
    assert!(read(Format::Eaf, &text).turns().is_empty());
    let unclosed = "<ANNOTATION_DOCUMENT>".repeat(depth);
    let told = "line 1, column 1: expected XML: the root node was opened but never closed";
    assert_eq!(refusal(Format::Eaf, &unclosed), told);
}

#[test]
fn what_would_take_far_more_memory_than_its_text_is_refused() {
    let told = "expected XML: far more elements or attributes than ELAN writes in so much text";
    let long = " ".repeat(1 << 20);
    let attributes: String = (0..10_000).map(|at| format!(" a{at}=\"\"")).collect();
    let namespaces: String = (0..100).map(|at| format!("<a xmlns:b{at}=\"{at}\">")).collect();
    for text in [
        "<a/>".repeat(10_000),
        "=".repeat(10_000),
        format!("<a x='>'{attributes}/>{long}"),
        format!("{namespaces}{long}"),
    ] {
        let text = format!("<ANNOTATION_DOCUMENT>{text}</ANNOTATION_DOCUMENT>");
        assert!(refusal(Format::Eaf, &text).ends_with(told), "{:.60}", text);
    }
}

#[test]
fn what_is_refused_has_a_place() {
    let tier = tier("TIER_ID=\"ana\"", &[[0, 7]]);
    let told = "line 9, column 72: expected a time slot of TIME_ORDER, found \"ts7\"";
    assert_eq!(refusal(Format::Eaf, &document(&["0", "1"], &tier)), told);
    let lacking = tier.replace(" TIME_SLOT_REF2=\"ts7\"", "");
    let told = "line 9, column 13: expected the attributes TIME_SLOT_REF1 and TIME_SLOT_REF2, \
                found none";
    assert_eq!(refusal(Format::Eaf, &document(&["0", "1"], &lacking)), told);
    let frames = document(&[], "").replace("milliseconds", "PAL-frames");
    let told = "line 3, column 21: expected times in milliseconds, found \"PAL-frames\"";
    assert_eq!(refusal(Format::Eaf, &frames), told);
    let slot = "<ANNOTATION_DOCUMENT>\n<TIME_ORDER><TIME_SLOT/></TIME_ORDER></ANNOTATION_DOCUMENT>";
    let told = "line 2, column 13: expected the attribute TIME_SLOT_ID, found none";
    assert_eq!(refusal(Format::Eaf, slot), told);
    let told = "line 1, column 1: expected the element ANNOTATION_DOCUMENT, found \"html\"";
    assert_eq!(refusal(Format::Eaf, "<html/>"), told);
    let told = "line 1, column 22: expected XML: expected 'ANNOTATION_DOCUMENT' tag, not 'TIER'";
    assert_eq!(refusal(Format::Eaf, "<ANNOTATION_DOCUMENT></TIER>"), told);
}

#[test]
fn strict_reading_refuses_slots_without_a_time() {
    let text = document(&["0", "", "2000"], &tier("TIER_ID=\"ana\"", &[[0, 1], [1, 2]]));
    let error = formats::read(text.as_bytes(), &Options::default().strict(true)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 10, column 13: time slot without a value put between its neighbours, which strict \
         reading refuses",
    );
}

#[test]
fn other_xml_is_not_taken_for_it() {
    for other in
        ["<html><body/></html>", "ANNOTATION_DOCUMENT", "{\"a\": \"<ANNOTATION_DOCUMENT\"}"]
    {
        let found = formats::candidates(other.as_bytes()).unwrap();
        assert!(found.iter().all(|(format, _)| *format != Format::Eaf), "{other}");
    }
}
