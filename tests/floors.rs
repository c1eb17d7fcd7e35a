//! The floors of ARCHITECTURE.md: reads its table and the sources, and refuses an import that goes
//! up, sideways or round in a circle.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// A row of the table.
struct Room {
    floor: u32,
    may_not_know: BTreeSet<String>,
    knows_beside: BTreeSet<String>,
}

/// The rooms of the house, by name.
fn rooms(architecture: &str) -> BTreeMap<String, Room> {
    let quoted = |cell: &str| -> BTreeSet<String> {
        cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    architecture
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [_, floor, room, _, may_not_know, knows_beside, _] = cells[..] else { return None };
            let floor = floor.parse().ok()?;
            let room = room.trim_matches('`').to_owned();
            let (may_not_know, knows_beside) = (quoted(may_not_know), quoted(knows_beside));
            Some((room, Room { floor, may_not_know, knows_beside }))
        })
        .collect()
}

/// A source file: its module path in the crate, such as `[time, decimal]`, and its text.
struct Source {
    module: Vec<String>,
    text: String,
}

/// Every source file below a folder.
fn sources(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(folder).unwrap().with_extension("");
                let mut module: Vec<String> =
                    inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
                // The file of a folder, or of a crate, is named after what it is.
                if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
                    module.pop();
                }
                found.push(Source { module, text: std::fs::read_to_string(path).unwrap() });
            }
        }
    }
    found
}

/// Every path that a file names, outside its tests.
#[derive(Default)]
struct Paths(Vec<Vec<String>>);

impl Paths {
    fn of_use(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.of_use(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.0.push(with(&name.ident)),
            syn::UseTree::Rename(name) => self.0.push(with(&name.ident)),
            syn::UseTree::Glob(_) => self.0.push(before.to_vec()),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.of_use(before, tree))
            }
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.of_use(&[], &item.tree);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let is_test = module.attrs.iter().any(|attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Ident>().is_ok_and(|what| what == "test")
        });
        if !is_test {
            syn::visit::visit_item_mod(self, module);
        }
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {
        // `pub(crate)` names no import.
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.push(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }
}

/// What a file imports: files of its own crate by module path, other crates by name.
struct Imports {
    files: BTreeSet<Vec<String>>,
    crates: BTreeSet<String>,
}

fn imports(source: &Source, modules: &BTreeSet<Vec<String>>) -> Imports {
    let mut paths = Paths::default();
    paths.visit_file(&syn::parse_file(&source.text).unwrap());
    let mut found = Imports { files: BTreeSet::new(), crates: BTreeSet::new() };
    for path in paths.0 {
        let child = [&source.module[..], &path[..1]].concat();
        let mut absolute = match path[0].as_str() {
            // The command is a program of its own; the library it names from outside.
            "crate" if source.module[0] == "cli" => [&source.module[..1], &path[1..]].concat(),
            "crate" | "sociogram" => path[1..].to_vec(),
            "self" => [&source.module[..], &path[1..]].concat(),
            "super" => {
                let up = path.iter().take_while(|part| *part == "super").count();
                [&source.module[..source.module.len() - up], &path[up..]].concat()
            }
            _ if modules.contains(&child) => [&source.module[..], &path[..]].concat(),
            other => {
                if path.len() > 1 {
                    found.crates.insert(other.to_owned());
                }
                continue;
            }
        };
        while !modules.contains(&absolute) && !absolute.is_empty() {
            absolute.pop();
        }
        let front_door = absolute.is_empty() && path[0] == "sociogram";
        if absolute != source.module && !front_door {
            found.files.insert(absolute);
        }
    }
    found
}

/// Everything in the sources that is against the table.
fn violations(rooms: &BTreeMap<String, Room>, sources: &[Source]) -> Vec<String> {
    let modules: BTreeSet<Vec<String>> =
        sources.iter().map(|source| source.module.clone()).collect();
    let mut found = Vec::new();
    let mut edges: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for source in sources {
        // The front page only opens the doors.
        let Some(name) = source.module.first() else { continue };
        let file = source.module.join("::");
        let Some(room) = rooms.get(name) else {
            found.push(format!("{file} is in no room of the table"));
            continue;
        };
        let Imports { files, crates } = imports(source, &modules);
        for forbidden in crates.intersection(&room.may_not_know) {
            found.push(format!("{file} may not know {forbidden}"));
        }
        for target in &files {
            let Some(other) = target.first() else {
                found.push(format!("{file} imports from the front page instead of a room"));
                continue;
            };
            if other == name {
                continue;
            }
            let Some(known) = rooms.get(other) else { continue };
            if room.may_not_know.contains(other) {
                found.push(format!("{file} may not know {other}"));
            }
            if known.floor > room.floor {
                found.push(format!("{file} imports from {other}, a floor above"));
            }
            if known.floor == room.floor && !room.knows_beside.contains(other) {
                found.push(format!("{file} imports from its sibling {other}"));
            }
        }
        edges.insert(source.module.clone(), files);
    }
    found.extend(circle(&edges));
    found
}

/// A circle of files, if there is one: what is left when those that import none of the others
/// left, and those that none of them imports, are taken away again and again.
fn circle(edges: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>) -> Option<String> {
    let mut left = edges.clone();
    loop {
        let all: BTreeSet<Vec<String>> = left.keys().cloned().collect();
        let imported: BTreeSet<Vec<String>> = left.values().flatten().cloned().collect();
        left.retain(|file, targets| imported.contains(file) && !targets.is_disjoint(&all));
        if left.len() == all.len() {
            break;
        }
    }
    let names: Vec<String> = left.keys().map(|module| module.join("::")).collect();
    (!names.is_empty()).then(|| format!("a circle among {}", names.join(", ")))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn house() -> (BTreeMap<String, Room>, Vec<Source>) {
    let table = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    (rooms(&table), sources(&root().join("src")))
}

#[test]
fn the_house_is_in_order() {
    let (rooms, sources) = house();
    assert!(rooms.len() >= 12 && sources.len() > rooms.len());
    assert_eq!(violations(&rooms, &sources), [""; 0]);
}

#[test]
fn every_room_of_the_table_is_there() {
    let (rooms, sources) = house();
    let built: BTreeSet<&String> =
        sources.iter().filter_map(|source| source.module.first()).collect();
    assert_eq!(rooms.keys().collect::<BTreeSet<_>>(), built);
}

#[test]
fn a_planted_import_is_found() {
    for (module, planted, complaint) in [
        (
            "presence",
            "use crate::graph::SpeakerGraph;",
            "presence imports from graph, a floor above",
        ),
        (
            "time::decimal",
            "use crate::schema::{wire, full::FullResult as Full};",
            "schema, a floor above",
        ),
        ("time", "fn f() -> crate::turn::Turn { todo!() }", "time imports from its sibling turn"),
        (
            "conversation",
            "use crate::formats::rttm;",
            "conversation imports from its sibling formats",
        ),
        ("formats::rttm", "use crate::presence::Response;", "a floor above"),
        ("graph", "use crate::time::Time;", "graph may not know time"),
        ("normalize", "fn f(_: &petgraph::graph::NodeIndex) {}", "normalize may not know petgraph"),
        ("analysis", "use serde::Serialize;", "analysis may not know serde"),
        ("schema::wire", "use crate::Analysis;", "schema::wire imports from the front page"),
        (
            "formats::error",
            "use super::rttm::Reader;",
            "a circle among formats::collector, formats::error",
        ),
        ("time::decimal", "use super::Time;", "a circle among time, time::decimal"),
        (
            "cli::escape",
            "use crate::score::run;",
            "a circle among cli::bars, cli::columns, cli::escape, cli::files",
        ),
        ("attic", "", "attic is in no room of the table"),
    ] {
        let (rooms, mut sources) = house();
        let module: Vec<String> = module.split("::").map(str::to_owned).collect();
        match sources.iter_mut().find(|source| source.module == module) {
            Some(source) => source.text += planted,
            None => sources.push(Source { module, text: planted.to_owned() }),
        }
        let found = violations(&rooms, &sources);
        assert!(found.iter().any(|one| one.contains(complaint)), "{planted}: {found:?}");
    }
    let (rooms, mut sources) = house();
    let tested = "#[cfg(test)] mod tests { use crate::schema::FullResult; }";
    sources.iter_mut().find(|source| source.module == ["time"]).unwrap().text += tested;
    assert_eq!(violations(&rooms, &sources), [""; 0], "tests may look anywhere");
}
