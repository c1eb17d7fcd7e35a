//! `sociogram validate` as a process: the AMI meetings as published, its JSON, and its errors.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly, and what is exact is held to the bit"
)]

mod support;

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

fn validate(arguments: &[&str], threads: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sociogram"))
        .current_dir(support::root())
        .env("RAYON_NUM_THREADS", threads)
        .arg("validate")
        .args(arguments)
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_command_prints_the_same_bytes_on_any_number_of_threads() {
    for format in ["table", "json"] {
        let arguments = ["fixtures/annotated", "--format", format];
        let [one, four] = ["1", "4"].map(|threads| validate(&arguments, threads));
        assert_eq!(one.stdout, four.stdout);
        assert_eq!((one.status.code(), one.stdout.is_empty()), (Some(0), false));
    }
}

#[test]
fn no_line_is_wider_than_80_columns() {
    let folder = Folder::new("wide");
    let long = "m".repeat(60);
    folder.write(&format!("{long}.rttm"), RTTM);
    folder.write(&format!("{long}.responses.csv"), format!("{HEADER}b,a,1,2,0,1\n"));
    let printed = String::from_utf8(validate(&[folder.path()], "1").stdout).unwrap();
    assert!(printed.contains("mmm…"), "{printed}");
    assert!(printed.lines().all(|line| line.chars().count() <= 80), "{printed}");
}

/// The rows of the model's description: event, Pearson, Spearman, overlap, window.
const PUBLISHED: [(&str, [Option<f64>; 5]); 5] = [
    ("presence", [Some(0.849), Some(0.887), Some(0.846), Some(0.917), Some(0.871)]),
    ("turn_product", [None, Some(0.726), Some(0.718), Some(0.858), None]),
    ("previous_speaker", [Some(0.593), Some(0.780), Some(0.773), Some(0.874), Some(0.822)]),
    ("previous_speaker_1s", [Some(0.743), Some(0.854), Some(0.831), Some(0.902), Some(0.844)]),
    ("last_2s", [None, Some(0.851), Some(0.824), Some(0.892), Some(0.826)]),
];
const FIGURES: [&str; 5] = ["event_accuracy", "pearson", "spearman", "overlap", "window_spearman"];

#[test]
fn the_ami_meetings_come_out_as_published() {
    let Some(shared) = support::shared("agreement with people on the AMI meetings") else { return };
    let folder = shared.join("data/ami");
    let done = validate(&[folder.to_str().unwrap(), "--format", "json"], "2");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    let document = json(&done);
    let counts = &document["counts"];
    assert_eq!((&counts["meetings"], &counts["responses"]), (&113.into(), &19_759.into()));
    assert_eq!((&counts["counted_for_pairs"], &counts["windows"]), (&113.into(), &693.into()));
    for (method, row) in PUBLISHED {
        for (name, published) in FIGURES.iter().zip(row) {
            let found = document["methods"][method][*name].as_f64();
            let close = match (found, published) {
                (Some(found), Some(published)) => (found - published).abs() < 0.001,
                (found, published) => found == published,
            };
            assert!(close, "{name} of {method}: {found:?} instead of {published:?}");
        }
    }
    let ceiling = document["noise_ceiling"].as_f64().unwrap();
    assert!((ceiling - 0.934).abs() < 0.003, "{ceiling}");
    assert_eq!(document["meetings"].as_array().unwrap().len(), 113);
}

#[test]
fn json_has_every_figure_by_name() {
    let document = json(&validate(&["fixtures/annotated", "--format", "json"], "1"));
    let meetings = document["meetings"].as_array().unwrap();
    assert_eq!(meetings.len(), 2);
    for all in meetings.iter().chain([&document]) {
        let methods = all["methods"].as_object().unwrap();
        assert!(methods.keys().eq(&{
            let mut names = PUBLISHED.map(|(name, _)| name);
            names.sort_unstable();
            names
        }));
        for method in methods.values() {
            assert!(FIGURES.iter().all(|name| method.get(*name).is_some()), "{method}");
        }
        assert!(all.get("noise_ceiling").is_some());
    }
}

/// A folder of its own for each test, gone at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("sociogram-validate-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(file), text).unwrap();
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const HEADER: &str =
    "responder,addressee,response_start,response_end,addressed_start,addressed_end\n";
const RTTM: &str = "SPEAKER m 1 0.0 1.0 <NA> <NA> a <NA> <NA>\n\
                    SPEAKER m 1 1.0 1.0 <NA> <NA> b <NA> <NA>\n";

#[test]
fn a_fault_in_the_annotation_is_told_by_file_and_line() {
    let folder = Folder::new("faults");
    folder.write("m.rttm", RTTM);
    let row = "b,a,1.0,2.0,0.0,1.0";
    for (text, told) in [
        (String::new(), "1: error: expected a column responder, found none"),
        ("who,whom\n".into(), "1: error: expected a column responder, found who, whom"),
        (HEADER.replace("addressed_end", "end"), "1: error: expected a column addressed_end,"),
        (
            format!("{HEADER}{row}\nb,a,soon,2,0,1\n"),
            "3: error: expected response_start in seconds, found \"soon\"",
        ),
        (
            format!("{HEADER}b,a,1,2,0,\n"),
            "2: error: expected addressed_end in seconds, found \"\"",
        ),
        (
            format!("{HEADER}b,a,nan,2,0,1\n"),
            "2: error: response_start: a time is a number of seconds, not NaN",
        ),
        (format!("{HEADER}b,a,1,inf,0,1\n"), "2: error: response_end: a time is finite"),
        (format!("{HEADER}b,a,1,1e300,0,1\n"), "2: error: response_end: a time is at most 2^53"),
        (
            format!("{HEADER}b,a,2.5,1,0,1\n"),
            "2: error: response_end, 1 s, comes before response_start, 2.5 s",
        ),
        (
            format!("{HEADER}b,a,1,2,3,1\n"),
            "2: error: addressed_end, 1 s, comes before addressed_start, 3 s",
        ),
        (format!("{HEADER}b,b,1,2,0,1\n"), "2: error: \"b\" responds to themselves"),
        (
            format!("{HEADER}{row}\n{row},7\n"),
            "3: error: expected 6 fields, as in the first line, found 7",
        ),
        // Empty lines and line ends of two characters are counted.
        (format!("{HEADER}\n\n{row}\n\nb,b,1,2,0,1\n"), "6: error: \"b\" responds"),
        (format!("{HEADER}{row}\nb,b,1,2,0,1\n").replace('\n', "\r\n"), "3: error: \"b\" responds"),
        // Nothing drives the terminal.
        (format!("{HEADER}\u{1b}[2J,\u{1b}[2J,1,2,0,1\n"), "2: error: \"\\u{1b}[2J\" responds"),
        (
            format!("{HEADER}b,a,\u{1b}[2J,2,0,1\n"),
            "2: error: expected response_start in seconds, found \"\\u{1b}[2J\"",
        ),
    ] {
        folder.write("m.responses.csv", &text);
        let done = validate(&[folder.path()], "1");
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), done.stdout.len()), (Some(3), 0), "{text}: {said}");
        let place = format!("{}:{told}", folder.0.join("m.responses.csv").display());
        assert!(said.starts_with(&place) && said.lines().count() == 1, "{said} is not {told}");
    }
    folder.write("m.responses.csv", [HEADER.as_bytes(), b"b,\xff,1,2,0,1\n"].concat());
    let said = String::from_utf8(validate(&[folder.path()], "1").stderr).unwrap();
    assert!(said.contains("m.responses.csv:2: error: expected UTF-8 text"), "{said}");
}

#[test]
fn columns_may_come_in_any_order_and_marks_of_one_instant_count() {
    let folder = Folder::new("columns");
    folder.write("m.rttm", RTTM);
    let rows = "note, addressed_start,addressed_end,response_start,response_end,addressee,responder\n\
                \"x, y\",0,0, 1 ,1.0,a,b\n";
    folder.write("m.responses.csv", format!("\u{feff}{rows}"));
    let done = validate(&[folder.path(), "--format", "json"], "1");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    let document = json(&done);
    assert_eq!(document["counts"]["responses"], 1);
    assert_eq!(document["methods"]["presence"]["event_accuracy"], 1.0);
}

#[test]
fn what_cannot_be_read_is_told_and_there_are_no_figures() {
    let folder = Folder::new("unreadable");
    let run = || {
        let done = validate(&[folder.path()], "1");
        assert_eq!(done.stdout, b"", "no figures over something else than the folder");
        (done.status.code().unwrap(), String::from_utf8(done.stderr).unwrap())
    };
    let (code, said) = run();
    assert!(code == 1 && said.contains("no NAME.rttm with a NAME.responses.csv beside it"));

    folder.write("lone.responses.csv", HEADER);
    let (code, said) = run();
    assert!(code == 1 && said.contains("lone.responses.csv: warning: no lone.rttm beside it"));

    // The first problem decides; every one is told.
    folder.write("a.rttm", RTTM.replace("1.0 1.0", "soon 1.0"));
    folder.write("a.responses.csv", HEADER);
    folder.write("b.rttm", RTTM);
    std::fs::create_dir_all(folder.0.join("b.responses.csv")).unwrap();
    let (code, said) = run();
    assert_eq!(code, 3);
    assert!(said.contains("a.rttm:2:13: error: expected the start in seconds"), "{said}");
    assert!(said.contains("b.responses.csv: error: "), "{said}");
    std::fs::remove_file(folder.0.join("a.rttm")).unwrap();
    assert_eq!(run().0, 1);

    std::fs::remove_dir(folder.0.join("b.responses.csv")).unwrap();
    folder.write("b.responses.csv", HEADER);
    folder.write("b.rttm", format!("{RTTM}{}", RTTM.replace(" m ", " n ")));
    let (code, said) = run();
    assert!(code == 3 && said.contains("b.rttm: error: 2 recordings,"), "{said}");
}
