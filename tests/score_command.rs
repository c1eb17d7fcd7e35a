//! `sociogram score` over many files and recordings: the same on any number of threads.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sociogram"));
    command.current_dir(folder).arg("score").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// Turns of a recording, one of which has no length.
fn recording(name: &str, turns: u64) -> String {
    (0..turns).fold(String::new(), |mut text, at| {
        let (start, length) = (at * 2 + at % 3, at * 7 % 5);
        let who = at * at % 4;
        writeln!(text, "SPEAKER {name} 1 {start}.25 {length} <NA> <NA> s{who} <NA> <NA>").unwrap();
        text
    })
}

/// Files of one and of many recordings, with all that may be wrong in between.
fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut file = |name: String, text: &[u8]| {
        if !text.starts_with(b"none") {
            fs::write(folder.join(&name), text).unwrap();
        }
        files.push(name);
    };
    for at in 0..50 {
        file(format!("one-{at}.rttm"), recording(&format!("m{at}"), 10 + at).as_bytes());
    }
    file("broken.rttm".into(), b"SPEAKER a 1\n");
    file("latin.rttm".into(), b"SPEAKER a 1 0 1 <NA> <NA> \xE9 <NA> <NA>\n");
    file("empty.rttm".into(), b"");
    file("silent.rttm".into(), b";; nobody\n");
    let many: String = (0..90).map(|at| recording(&format!("r{at}"), 20)).collect();
    file("many.rttm".into(), many.as_bytes());
    // Its recordings take turns, and it is read in several blocks.
    let mut lines: Vec<String> = (0..40)
        .flat_map(|at| {
            recording(&format!("x{at:02}"), 2_000).lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    lines.sort_by_key(|line| line.len());
    file("large.rttm".into(), lines.join("\r\n").as_bytes());
    file("missing.rttm".into(), b"none");
    file("-".into(), b"none");
    file("last.csv".into(), b"start,end,speaker\n0,1,ana\n1,2,ben\n");
    files
}

#[test]
fn any_number_of_threads_prints_the_same_and_tells_the_same() {
    let folder = folder("threads");
    let files = files(&folder);
    let input = recording("piped", 12);
    for format in ["score", "csv", "interactions", "table", "jsonl"] {
        // Intervals take their time: without the files of many recordings.
        let is_slow = matches!(format, "table" | "jsonl");
        let files = files.iter().filter(|file| !is_slow || !file.starts_with("large"));
        let mut arguments: Vec<&str> = files.map(String::as_str).collect();
        arguments.extend(["--format", format, "--min-talk", "3", "--threads"]);
        let outputs = ["1", "2", "16"]
            .map(|threads| run(&folder, &[&arguments[..], &[threads]].concat(), input.as_bytes()));
        let [one, two, sixteen] = outputs.map(|output| {
            assert_eq!(output.status.code(), Some(3), "{format}");
            [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap())
        });
        assert!(one == two && one == sixteen, "{format}");

        let [printed, told] = one;
        let places = |text: &str, words: &[&str]| -> Vec<usize> {
            words.iter().map(|word| text.find(word).unwrap_or_else(|| panic!("{word}"))).collect()
        };
        if matches!(format, "csv" | "table" | "jsonl") {
            let words = ["m0", "m49", "r0", "r89", "piped", "last"];
            assert!(places(&printed, &words).is_sorted(), "{format}");
        }
        let words = [
            "one-0.rttm:",
            "one-49.rttm:",
            "broken.rttm:1:12: error",
            "latin.rttm:1:27: error",
            "empty.rttm",
            "silent.rttm: warning",
            "many.rttm:",
            "missing.rttm: error",
            "<stdin>:",
            "last.csv: note: speakers of less than 3 s left out: 2",
        ];
        assert!(places(&told, &words).is_sorted(), "{format}: {told}");
    }
}

#[test]
fn a_file_is_read_through_a_pipe_as_from_disk() {
    let folder = folder("pipe");
    let text: String = (0..30).map(|at| recording(&format!("r{at:02}"), 2_000)).collect();
    assert!(text.len() > 2 << 20);
    fs::write(folder.join("many.rttm"), &text).unwrap();
    let from_disk = run(&folder, &["many.rttm", "--format", "score"], b"");
    let piped = run(&folder, &["-", "--format", "score"], text.as_bytes());
    assert_eq!(piped.stdout, from_disk.stdout);
    assert_eq!(piped.stdout.iter().filter(|byte| **byte == b'\n').count(), 30);
}

#[test]
fn threads_are_counted_from_one() {
    let folder = folder("none");
    for count in ["0", "-1", "1025", "many"] {
        let output = run(&folder, &["missing.rttm", &format!("--threads={count}")], b"");
        assert_eq!(output.status.code(), Some(2), "{count}");
    }
}
