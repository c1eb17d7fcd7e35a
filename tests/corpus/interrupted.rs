//! Runs that are killed go on, and come to the same bytes.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use crate::tables::{command, folder, generated, run, write_parquet};

const FILES: [&str; 2] = ["o.parquet", "p.parquet"];
const ARGUMENTS: [&str; 7] = ["in", "-o", "o.parquet", "--pairs", "p.parquet", "--threads", "2"];

fn corpus(folder: &Path, scattered: bool) {
    fs::create_dir_all(folder.join("in")).unwrap();
    let mut rows = generated(300, 60);
    if scattered {
        let mut at = 0_u64;
        rows.sort_by_cached_key(|_| {
            at += 1;
            at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20
        });
    }
    // More tasks than one: each file is a task of its own only where there are many rows, so most of
    // these are recordings.
    for (at, some) in rows.chunks(4_000).enumerate() {
        write_parquet(&folder.join(format!("in/t{at}.parquet")), some, 1_000);
    }
    for at in 0..300 {
        let text: String = (0..40)
            .map(|turn| {
                let who = ["ana", "ben", "eva"][(turn * 7 + at) % 3];
                format!("SPEAKER x 1 {}.5 1.25 <NA> <NA> {who} <NA> <NA>\n", turn)
            })
            .collect();
        fs::write(folder.join(format!("in/r{at:03}.rttm")), text).unwrap();
    }
}

fn bytes(folder: &Path) -> [Vec<u8>; 2] {
    FILES.map(|name| fs::read(folder.join(name)).unwrap())
}

#[test]
fn killed_runs_go_on_to_the_same_bytes() {
    for scattered in [false, true] {
        let folder = folder(if scattered { "killed-scattered" } else { "killed" });
        corpus(&folder, scattered);
        let (code, told) = run(&folder, &ARGUMENTS);
        assert_eq!(code, 0, "{told}");
        let whole = bytes(&folder);
        let mut killed = 0;
        for round in 0_u64..12 {
            for name in FILES {
                fs::remove_file(folder.join(name)).unwrap();
            }
            // Several times in one run, at times of their own.
            for kill in 0..3 {
                let mut child = command(&folder, &ARGUMENTS).stderr(Stdio::null()).spawn().unwrap();
                sleep(Duration::from_millis(3 + (round * 37 + kill * 101) % 160));
                if child.try_wait().unwrap().is_none() {
                    child.kill().unwrap();
                    killed += 1;
                }
                child.wait().unwrap();
            }
            let (code, told) = run(&folder, &ARGUMENTS);
            assert_eq!(code, 0, "{told}");
            assert!(bytes(&folder) == whole, "round {round}");
            assert!(!folder.join("o.parquet.parts").exists());
            if killed >= 6 {
                break;
            }
        }
        assert!(killed >= 3, "{killed} runs were killed while they ran");
    }
}

/// Leaves the parts of a run that was killed.
fn interrupt(folder: &Path) {
    for wait in (1..).map(|step| Duration::from_millis(step * 4)) {
        let mut child = command(folder, &ARGUMENTS).stderr(Stdio::null()).spawn().unwrap();
        sleep(wait);
        child.kill().unwrap();
        child.wait().unwrap();
        if folder.join("o.parquet.parts/manifest.json").exists() {
            return;
        }
        assert!(wait < Duration::from_secs(2), "a run is never interrupted in time");
    }
}

#[test]
fn parts_of_another_run_are_not_taken() {
    let folder = folder("changed");
    corpus(&folder, true);
    interrupt(&folder);
    let other = [&ARGUMENTS[..], &["--decay", "2", "--no-intervals"]].concat();
    let (code, told) = run(&folder, &other);
    assert_eq!(code, 1);
    for part in ["decay was 1.4 and is 2", "intervals was true and is false", "--restart"] {
        assert!(told.contains(part), "{told}");
    }
    fs::write(folder.join("in/more.rttm"), "SPEAKER x 1 0 1 <NA> <NA> a <NA> <NA>\n").unwrap();
    let (code, told) = run(&folder, &ARGUMENTS);
    assert_eq!(code, 1);
    assert!(told.contains("the inputs have changed (they were"), "{told}");
    let (code, told) = run(&folder, &[&other[..], &["--restart"]].concat());
    assert_eq!(code, 0, "{told}");
    assert!(!folder.join("o.parquet.parts").exists());
}
