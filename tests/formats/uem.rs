//! UEM.

use sociogram::formats::{self, Format, Options, Regions};

use crate::support::conversations::{line, lines};
use crate::support::root;
use crate::tools::{candidates, fixture};

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(root().join("fixtures/formats/uem").join(name)).unwrap()
}

/// The regions of a recording in a fixture, in microseconds.
fn regions(name: &str, recording: &str) -> Vec<(i64, i64)> {
    let regions = Regions::read(&bytes(name)).unwrap();
    let spans = regions.of(recording).unwrap_or_default();
    spans.iter().map(|span| (span.start().micros(), span.end().micros())).collect()
}

fn refused(text: &str) -> String {
    Regions::read(text.as_bytes()).unwrap_err().to_string()
}

#[test]
fn the_plain_fixture_is_read_as_regions() {
    assert_eq!(regions("plain.uem", "garden"), [(0, 60_000_000)]);
    assert_eq!(regions("plain.uem", "lunch"), [(0, 12_500_000), (20_000_000, 31_250_000)]);
    assert!(Regions::read(&bytes("plain.uem")).unwrap().of("shed").is_none());
}

#[test]
fn the_awkward_fixture_is_read_as_regions() {
    let expected = [(0, 60_000_000), (50_000_000, 70_500_000)];
    assert_eq!(regions("awkward.uem", "garden"), expected);
    assert_eq!(regions("awkward.uem", "1"), [(10_000_000, 20_000_000)]);
}

#[test]
fn the_broken_fixture_is_refused() {
    assert_eq!(
        Regions::read(&bytes("broken.uem")).unwrap_err().to_string(),
        "line 2, column 16: expected an end after the start of the region, found \"12.500\"",
    );
}

#[test]
fn as_turns_it_is_detected_and_refused() {
    for name in ["plain.uem", "awkward.uem", "broken.uem"] {
        let text = String::from_utf8(bytes(name)).unwrap();
        assert_eq!(candidates(&text), [Format::Uem], "{name}");
    }
    assert_eq!(
        fixture("uem/plain.uem").unwrap_err().to_string(),
        "line 1, column 1: expected turns; scored regions go beside them, with `--uem`:, found \
         none",
    );
}

#[test]
fn what_is_refused_has_a_place() {
    assert_eq!(
        refused("garden 1 0\n"),
        "line 1, column 11: expected the end, found the end of the line after 3 of at least 4 \
         fields",
    );
    assert_eq!(
        refused("garden 1 0 60 ana"),
        "line 1, column 15: expected the end of the line after 4 fields, found \"ana\"",
    );
    assert_eq!(
        refused("garden 1 0 1:00"),
        "line 1, column 12: expected the end in seconds, found \"1:00\"",
    );
}

#[test]
fn regions_that_overlap_count_once_and_other_recordings_stay_whole() {
    let regions = Regions::read(b"a 1 0 10\na 2 5 20\n").unwrap();
    let turns = b"a 1 ana 8 22 hi\na 1 ben 21 25 hi\nb 1 ana 8 22 hi";
    let options = Options::default().format(Format::Stm).regions(regions);
    let reading = formats::read(turns, &options).unwrap();
    let [a, b] = reading.recordings() else { panic!("{reading:?}") };
    assert_eq!((lines(a.turns()), a.unscored()), (vec![line("ana", 8_000_000, 20_000_000)], 2));
    assert_eq!((lines(b.turns()), b.unscored()), (vec![line("ana", 8_000_000, 22_000_000)], 0));
}
