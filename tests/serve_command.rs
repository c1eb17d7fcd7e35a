//! `ingest` and `serve` as processes: files in, answers out, and what is left after the worst.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

#[path = "support/client.rs"]
mod client;
#[path = "support/serving.rs"]
mod serving;
mod support;

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use client::{get, put};
use serde_json::Value;
use serving::{Folder, Serving, run, told};

const SCORE: &str = "/single-feature-api/meeting/meeting-interaction_score";
const STANDUP: &str = "fixtures/meetings/standup.rttm";

#[test]
fn what_is_ingested_is_served() {
    let store = Folder::new();
    let output =
        run(&["ingest", STANDUP, "fixtures/meetings/monologue.rttm", "--store", store.text()]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let receipts: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(receipts.len(), 2);
    let sum = Command::new("sha256sum").arg(support::root().join(STANDUP)).output().unwrap();
    let sum = String::from_utf8(sum.stdout).unwrap();
    let hash = sum.split(' ').next().unwrap();
    assert_eq!(receipts[0]["file_hash"], Value::from(hash));

    let serving = Serving::start(&store.0, &[]);
    assert!(
        serving.said.contains("--insecure-no-auth: everyone on this machine"),
        "{}",
        serving.said
    );
    let score = get(serving.at, &format!("{SCORE}?file-hash={hash}"));
    assert_eq!(score.text(), r#"{"meeting_interaction_score":89}"#);
    // The full result is that of the command, to the byte.
    let full = get(serving.at, &format!("/meetings/{hash}"));
    let scored = run(&["score", STANDUP, "--format", "jsonl"]);
    assert_eq!(format!("{}\n", full.text()).into_bytes(), scored.stdout);

    // Ingested while it serves.
    let output = run(&[
        "ingest",
        STANDUP,
        "--store",
        store.text(),
        "--file-hash",
        "mine",
        "--roster",
        "eva,zoe",
        "--duration",
        "600",
        "--min-talk",
        "1",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let full = get(serving.at, "/meetings/mine").json();
    assert_eq!(
        (&full["minutes"], &full["participants"][4]["speaker"]),
        (&10.0.into(), &"zoe".into())
    );
    assert_eq!(get(serving.at, "/meetings").json()["meetings"].as_array().unwrap().len(), 3);

    // A tenant's meeting is not for those without one.
    let output =
        run(&["ingest", STANDUP, "--store", store.text(), "--file-hash", "a", "--tenant", "acme"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(get(serving.at, "/meetings/a").status, 404);
}

#[test]
fn the_model_and_the_scale_are_as_told() {
    let store = Folder::new();
    let serving = Serving::start(&store.0, &["--scale", "relative", "--half-rate", "6"]);
    let standup = std::fs::read(support::root().join(STANDUP)).unwrap();
    assert_eq!(put(serving.at, "/meetings/m", &standup).status, 201);
    let served = get(serving.at, "/single-feature-api/meeting/meeting-interactions?file-hash=m");
    let scored = run(&[
        "score",
        STANDUP,
        "--scale",
        "relative",
        "--half-rate",
        "6",
        "--format",
        "interactions",
    ]);
    assert_eq!(format!("{}\n", served.text()).into_bytes(), scored.stdout);
    let full = get(serving.at, "/meetings/m");
    assert_eq!(full.json()["parameters"]["half_rate"], Value::from(6.0));
}

#[test]
fn files_that_cannot_be_kept_are_told_and_the_others_are_kept() {
    let store = Folder::new();
    let output = run(&[
        "ingest",
        "fixtures/invalid/start-is-a-word.rttm",
        "fixtures/meetings/two-rooms.rttm",
        "fixtures/nothing.rttm",
        STANDUP,
        "--store",
        store.text(),
    ]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), 1);
    let said = told(&output);
    for part in ["start-is-a-word.rttm:", "one of several must be named", "nothing.rttm: error"] {
        assert!(said.contains(part), "{said}");
    }
    // One of several recordings needs a hash of its own.
    let rooms = "fixtures/meetings/two-rooms.rttm";
    let names = run(&["score", rooms, "--format", "json"]);
    let names: Value = serde_json::from_slice(&names.stdout).unwrap();
    let name = names[0]["recording"].as_str().unwrap();
    let output = run(&["ingest", rooms, "--recording", name, "--store", store.text()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(told(&output).contains("--file-hash says what to call this one"), "{}", told(&output));
    let output = run(&[
        "ingest",
        rooms,
        "--recording",
        name,
        "--file-hash",
        "room",
        "--store",
        store.text(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    // Flaws are told as by the other commands.
    assert!(told(&output).contains("warning: turn of"), "{}", told(&output));

    for (arguments, code) in [
        (&["ingest", STANDUP, STANDUP, "--file-hash", "m", "--store", store.text()][..], 2),
        (&["ingest", STANDUP, "--file-hash", "../m", "--store", store.text()], 2),
        (&["ingest", STANDUP, "--store", "ftp://host/path"], 2),
        (&["ingest", STANDUP], 2),
        (&["ingest", STANDUP, "--store", "/proc/none/store"], 1),
        (&["ingest", STANDUP, "--duration", "1", "--store", store.text()], 3),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", told(&output));
    }
}

#[test]
fn without_authentication_it_must_be_typed_in_full_and_stays_on_this_machine() {
    let store = Folder::new();
    let serve = |more: &[&str]| run(&[&["serve", "--store", store.text()], more].concat());
    for (arguments, said) in [
        (&["--listen", "127.0.0.1:0"][..], "nothing says who may ask"),
        (&["--listen", "127.0.0.1:0", "--insecure"], "unexpected argument '--insecure'"),
        (&["--listen", "127.0.0.1:0", "--insecure-no-aut"], "unexpected argument"),
        (&["--listen", "127.0.0.1:0", "--insecure-no-auth=true"], "unexpected value"),
        (&["--listen", "0.0.0.0:0", "--insecure-no-auth"], "is for loopback addresses"),
        (&["--listen", "[::]:0", "--insecure-no-auth"], "is for loopback addresses"),
        (&["--listen", "192.0.2.1:80", "--insecure-no-auth"], "is for loopback addresses"),
    ] {
        let output = serve(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(told(&output).contains(said), "{arguments:?}: {}", told(&output));
    }
    assert!(!store.0.exists(), "nothing was begun");
    for (arguments, code) in [
        (&["--listen", "127.0.0.1", "--insecure-no-auth"][..], 1),
        (&["--listen", "127.0.0.1:0", "--insecure-no-auth", "--rise", "0"], 2),
    ] {
        let output = serve(arguments);
        assert_eq!(output.status.code(), Some(code), "{}", told(&output));
    }
    // An address that is taken.
    let serving = Serving::start(&store.0, &[]);
    let output = serve(&["--listen", &serving.at.to_string(), "--insecure-no-auth"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
}

#[test]
fn it_ends_in_order_when_asked() {
    for name in ["INT", "TERM"] {
        let store = Folder::new();
        let serving = Serving::start(&store.0, &[]);
        // A connection that asks nothing does not hold it up.
        let _idle = std::net::TcpStream::connect(serving.at).unwrap();
        assert_eq!(get(serving.at, "/meetings").status, 200);
        let begun = Instant::now();
        serving.signal(name);
        let (code, said) = serving.end();
        assert_eq!((code, said.as_str()), (Some(0), "sociogram: ending\n"), "{name}");
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}

/// Killed in the middle of many writes, again and again: what was acknowledged is there, and
/// nothing half-written is served.
#[test]
fn killed_amid_writes_it_has_all_that_it_acknowledged() {
    const WRITES: usize = 1_000;
    const KILLS: usize = 3;
    let store = Folder::new();
    let body = |number: usize| {
        format!("SPEAKER m 1 0 {} <NA> <NA> s{number} <NA> <NA>\n", 1 + number % 7).into_bytes()
    };
    let mut acknowledged = Vec::new();
    for round in 0..KILLS {
        let serving = Serving::start(&store.0, &[]);
        let next = AtomicU32::new(u32::try_from(round * WRITES / KILLS).unwrap());
        let last = (round + 1) * WRITES / KILLS;
        let until = round * WRITES / KILLS + WRITES / KILLS / 2;
        let written = std::sync::Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::SeqCst) as usize;
                        if number >= last {
                            return;
                        }
                        let request = [
                            format!(
                                "PUT /meetings/m{number} HTTP/1.1\r\nhost: t\r\nconnection: \
                                 close\r\ncontent-length: {}\r\n\r\n",
                                body(number).len()
                            )
                            .into_bytes(),
                            body(number),
                        ]
                        .concat();
                        // After the kill nobody listens any more.
                        let Some(answer) = client::try_raw(serving.at, &request) else { continue };
                        assert_eq!(answer.status, 201);
                        written.lock().unwrap().push(number);
                        if number == until {
                            serving.signal("KILL");
                        }
                    }
                });
            }
        });
        acknowledged.append(&mut written.into_inner().unwrap());
    }
    assert!(acknowledged.len() >= WRITES / 2 - 10, "{}", acknowledged.len());
    assert!(acknowledged.len() < WRITES, "it was killed in the middle");
    let serving = Serving::start(&store.0, &[]);
    for number in &acknowledged {
        let full = get(serving.at, &format!("/meetings/m{number}"));
        assert_eq!(full.status, 200, "m{number}: {}", full.text());
        assert_eq!(full.json()["participants"][0]["speaker"], format!("s{number}"));
    }
    // All that is listed is whole, acknowledged or not.
    let listed = get(serving.at, "/meetings?limit=1000").json();
    let listed = listed["meetings"].as_array().unwrap();
    assert!(listed.len() >= acknowledged.len());
    for hash in listed {
        let score = get(serving.at, &format!("{SCORE}?file-hash={}", hash.as_str().unwrap()));
        assert_eq!(score.status, 200, "{hash}");
    }
}
