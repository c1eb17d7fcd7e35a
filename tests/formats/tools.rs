//! What the tests of readers share.

use std::path::PathBuf;

use sociogram::formats::{self, Format, Options, ReadError, Reading, Recording, RepairKind};

use crate::support::conversations::{Line, lines};
use crate::support::root;

/// Reads a text of a known format.
pub(crate) fn try_read(format: Format, text: &str) -> Result<Reading, ReadError> {
    formats::read(text.as_bytes(), &Options::default().format(format))
}

/// The one recording of a text of a known format.
pub(crate) fn read(format: Format, text: &str) -> Recording {
    let reading = try_read(format, text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut recordings = reading.into_recordings();
    assert_eq!(recordings.len(), 1, "{text}");
    recordings.remove(0)
}

/// The turns of the one recording of a text: speaker, start and end in microseconds.
pub(crate) fn turns(format: Format, text: &str) -> Vec<Line> {
    lines(read(format, text).turns())
}

/// What is told of a text that is refused.
pub(crate) fn refusal(format: Format, text: &str) -> String {
    match try_read(format, text) {
        Ok(reading) => panic!("{text} was read: {:?}", reading.recordings()),
        Err(error) => error.to_string(),
    }
}

/// What was repaired in a recording: kind, how often, and the place of the first.
pub(crate) fn repairs(recording: &Recording) -> Vec<(RepairKind, u64, String)> {
    let told = |repair: &formats::Repair| (repair.kind, repair.count, repair.first.to_string());
    recording.repairs().iter().map(told).collect()
}

/// A file of `fixtures/formats`, detected from its content.
pub(crate) fn fixture(name: &str) -> Result<Reading, ReadError> {
    let path: PathBuf = root().join("fixtures/formats").join(name);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    formats::read(&bytes, &Options::default().file_name(name))
}

/// The formats that a text looks like.
pub(crate) fn candidates(text: &str) -> Vec<Format> {
    let candidates = formats::candidates(text.as_bytes()).unwrap();
    candidates.into_iter().map(|(format, _)| format).collect()
}
