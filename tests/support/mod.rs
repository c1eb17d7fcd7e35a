//! What several tests need: where things are, and how to read them.

#![allow(
    dead_code,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "each test takes the part it needs, and should fail loudly"
)]

pub(crate) mod conversations;

use std::io::Write;
use std::path::{Path, PathBuf};

use sociogram::formats::{Recording, rttm};

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of given recordings and results beside the project, if it is there.
///
/// What needs it runs when it is there, and says so loudly when it is not: written straight to
/// standard error, since the test runner swallows what a passing test prints.
pub(crate) fn shared(needed_for: &str) -> Option<PathBuf> {
    let folder = root().parent().unwrap().join("shared");
    if folder.is_dir() {
        return Some(folder);
    }
    let said = format!("\nSKIPPED: {needed_for}: there is no ../shared beside the project\n");
    std::io::stderr().write_all(said.as_bytes()).unwrap();
    None
}

/// Holds a text against a checked-in file; with `BLESS=1` in the environment, writes the file.
pub(crate) fn is_as_it_was(file: &str, text: &str) {
    let path = root().join(file);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert_eq!(text, expected, "{file} has changed: if that is meant, run again with BLESS=1");
}

/// The files of a folder that end so, in order of name.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no *{ending} in {}", folder.display());
    files
}

/// The only recording of an RTTM file.
pub(crate) fn recording(file: &Path) -> Recording {
    let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut recordings =
        rttm::read(&bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert_eq!(recordings.len(), 1, "{}", file.display());
    recordings.remove(0)
}

/// The AMI meetings, if they are here.
pub(crate) fn ami_meetings(needed_for: &str) -> Vec<Recording> {
    real_recordings("data/ami", needed_for)
}

/// The `VoxConverse` clips, if they are here.
pub(crate) fn voxconverse_clips(needed_for: &str) -> Vec<Recording> {
    real_recordings("data/voxconverse", needed_for)
}

fn real_recordings(folder: &str, needed_for: &str) -> Vec<Recording> {
    let Some(shared) = shared(needed_for) else { return Vec::new() };
    files(&shared.join(folder), ".rttm").iter().map(|file| recording(file)).collect()
}
