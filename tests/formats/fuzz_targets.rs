//! Every format has a fuzz target.

use sociogram::formats::Format;

use crate::support::root;

#[test]
fn every_format_and_detection_have_a_fuzz_target() {
    let fuzz = root().join("fuzz");
    if !fuzz.exists() {
        return; // A published package has no other package within it.
    }
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let formats = Format::ALL.map(|format| (format.id().replace('-', "_"), format!("{format:?},")));
    let detection = ("detect".to_owned(), "check_detection(".to_owned());
    for (name, calls) in formats.into_iter().chain([detection]) {
        let path = format!("fuzz_targets/{name}.rs");
        let target = std::fs::read_to_string(fuzz.join(&path)).unwrap_or_default();
        assert!(target.contains(&calls), "fuzz/{path}: {calls}");
        assert!(manifest.contains(&format!("name = \"{name}\"\npath = \"{path}\"")), "{name}");
    }
}
