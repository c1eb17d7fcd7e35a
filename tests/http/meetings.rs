//! Meetings in, out and away.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use sociogram::formats::{self, Options};
use sociogram::http::{Objects, Open, Service, router};
use sociogram::schema::FullResult;
use sociogram::{Analyzer, Conversation};

use crate::client::{get, put, raw, send};
use crate::served::{Folder, SCORE, Served, rttm, standup};
use crate::support::{files, root};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(root().join("fixtures").join(name)).unwrap()
}

#[test]
fn what_is_put_is_told_kept_and_given_back_in_full() {
    let served = Served::open(Objects::memory());
    let answer = put(served.at, "/meetings/standup", &standup());
    assert_eq!(answer.status, 201);
    assert_eq!(
        answer.json(),
        json!({
            "file_hash": "standup", "format": "rttm", "recording": "standup", "turns": 42,
            "participants": ["ana", "ben", "eva", "dan"], "minutes": answer.json()["minutes"],
            "repairs": [], "unknown_speaker_turns": 0, "skipped_records": 0, "unscored_turns": 0,
            "warnings": [],
        })
    );
    let reading = formats::read(&standup(), &Options::default()).unwrap();
    let recording = &reading.recordings()[0];
    let conversation = Conversation::new(recording.turns().clone()).unwrap();
    let full = FullResult::of(&conversation, &Analyzer::default(), 0).of_recording(recording);
    let answer = get(served.at, "/meetings/standup");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text(), serde_json::to_string(&full).unwrap());
}

/// Every valid file of every format: stored, its full result is that of the file itself.
#[test]
fn every_format_is_taken() {
    let served = Served::open(Objects::memory());
    let mut formats_seen = std::collections::BTreeSet::new();
    let mut folders = vec![root().join("fixtures/formats")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let Ok(reading) = formats::read(&bytes, &Options::default()) else {
                put(served.at, "/meetings/bad", &bytes).is_error(400);
                continue;
            };
            if reading.recordings().len() != 1 {
                continue;
            }
            formats_seen.insert(reading.format().id());
            let answer = put(served.at, "/meetings/m", &bytes);
            assert!([200, 201].contains(&answer.status), "{path:?}: {}", answer.text());
            assert_eq!(answer.json()["format"], reading.format().id());
            let recording = &reading.recordings()[0];
            let conversation = Conversation::new(recording.turns().clone()).unwrap();
            let full =
                FullResult::of(&conversation, &Analyzer::default(), 0).of_recording(recording);
            let kept = get(served.at, "/meetings/m");
            assert_eq!(kept.text(), serde_json::to_string(&full).unwrap(), "{path:?}");
        }
    }
    assert!(formats_seen.len() >= 20, "{formats_seen:?}");
    get(served.at, "/meetings/bad").is_error(404);
}

#[test]
fn repairs_and_warnings_are_told() {
    let served = Served::open(Objects::memory());
    let turns =
        rttm(&[("ana", 0.0, 2.0), ("ben", 2.2, 0.0), ("ana ", 0.0, 1.0), ("<NA>", 3.0, 1.0)]);
    let turns = String::from_utf8(turns).unwrap().replace("ana  ", "speech ");
    let answer = put(served.at, "/meetings/m", turns.as_bytes());
    assert_eq!(answer.status, 201, "{}", answer.text());
    let told = answer.json();
    assert_eq!(
        told["repairs"],
        json!([{"kind": "zero_length", "count": 1, "first_line": 2, "first_path": null}])
    );
    assert_eq!((&told["turns"], &told["unknown_speaker_turns"]), (&json!(2), &json!(1)));
    assert!(told["warnings"][0].as_str().unwrap().contains("class of sound"));
    let full = get(served.at, "/meetings/m").json();
    for key in ["repairs", "unknown_speaker_turns", "warnings"] {
        assert_eq!(full[key], told[key]);
    }

    // Without a turn it is a meeting in which nobody spoke, if its format is known.
    let remark = b";; nothing but a remark\n";
    put(served.at, "/meetings/silent", remark).is_error(400);
    let told = put(served.at, "/meetings/silent?format=rttm", remark);
    assert_eq!((told.status, &told.json()["recording"]), (201, &Value::Null));
    let warning = "no turn in it: taken for a meeting without speech";
    assert_eq!(told.json()["warnings"], json!([warning]));
    assert_eq!(get(served.at, "/meetings/silent").json()["recording"], Value::Null);
    let named = put(served.at, "/meetings/silent?format=rttm&recording=a", remark);
    assert!(named.is_error(400).starts_with("recording: "));
}

#[test]
fn a_second_put_of_the_same_changes_nothing() {
    let folder = Folder::new();
    let served = Served::open(Objects::folder(folder.path()).unwrap());
    let first = put(served.at, "/meetings/m", &standup());
    let kept = std::fs::read(folder.path().join("meetings/m")).unwrap();
    let again = put(served.at, "/meetings/m", &standup());
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.body, again.body);
    assert_eq!(std::fs::read(folder.path().join("meetings/m")).unwrap(), kept);
    // Shuffled lines are the same meeting.
    let mut lines: Vec<String> =
        String::from_utf8(standup()).unwrap().lines().map(|line| format!("{line}\n")).collect();
    lines.reverse();
    put(served.at, "/meetings/m", lines.concat().as_bytes());
    assert_eq!(std::fs::read(folder.path().join("meetings/m")).unwrap(), kept);
    let other = put(served.at, "/meetings/m", &rttm(&[("ana", 0.0, 1.0)]));
    assert_eq!(other.status, 200);
    assert_eq!(get(served.at, "/meetings/m").json()["participants"].as_array().unwrap().len(), 1);
    assert_eq!(send(served.at, "DELETE", "/meetings/m", &[], b"").status, 204);
    send(served.at, "DELETE", "/meetings/m", &[], b"").is_error(404);
    get(served.at, "/meetings/m").is_error(404);
    assert_eq!(put(served.at, "/meetings/m", &standup()).status, 201);
}

#[test]
fn the_format_is_told_or_found() {
    let served = Served::open(Objects::memory());
    let table = b"speaker,start,end\nana,0,2\nben,2.2,4\n";
    let found = put(served.at, "/meetings/m", table);
    assert_eq!((found.status, &found.json()["format"]), (201, &json!("csv")));
    let told = put(served.at, "/meetings/m?format=csv", table);
    assert_eq!((told.status, &told.body), (200, &found.body));
    let message = put(served.at, "/meetings/m?format=wav", table).is_error(400);
    assert!(message.starts_with("format: expected one of rttm, "), "{message}");
    put(served.at, "/meetings/m?format=csv&format=csv", table).is_error(400);
    put(served.at, "/meetings/m?format=rttm", table).is_error(400);
    // A type that tells the format does, and others do not matter.
    for (kind, status) in [
        ("text/csv", 200),
        ("Text/CSV; charset=utf-8", 200),
        ("text/vtt", 400),
        ("application/octet-stream", 200),
        ("application/x-www-form-urlencoded", 200),
        ("audio/wav", 200),
    ] {
        let header = format!("content-type: {kind}");
        let answer = send(served.at, "PUT", "/meetings/m", &[&header], table);
        assert_eq!(answer.status, status, "{kind}: {}", answer.text());
    }
    // What is said in the query goes before the type.
    let both = send(served.at, "PUT", "/meetings/m?format=csv", &["content-type: text/vtt"], table);
    assert_eq!(both.status, 200);

    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(table).unwrap();
    let packed = packed.finish().unwrap();
    for headers in [&[][..], &["content-encoding: gzip"], &["content-type: application/gzip"]] {
        let answer = send(served.at, "PUT", "/meetings/m", headers, &packed);
        assert_eq!((answer.status, &answer.body), (200, &found.body));
    }
    send(served.at, "PUT", "/meetings/m", &["content-encoding: br"], table).is_error(415);
}

#[test]
fn of_several_recordings_one_is_named() {
    let served = Served::open(Objects::memory());
    let rooms = fixture("meetings/two-rooms.rttm");
    let names: Vec<String> = formats::read(&rooms, &Options::default())
        .unwrap()
        .recordings()
        .iter()
        .map(|recording| recording.name().to_string())
        .collect();
    assert_eq!(names.len(), 2);
    let message = put(served.at, "/meetings/m", &rooms).is_error(400);
    assert!(message.starts_with("recording: one of several must be named: "), "{message}");
    let wrong = put(served.at, "/meetings/m?recording=nowhere", &rooms).is_error(400);
    for name in &names {
        assert!(message.contains(name.as_str()) && wrong.contains(name.as_str()));
    }
    get(served.at, "/meetings/m").is_error(404);
    let named = names[1].replace(' ', "%20");
    let answer = put(served.at, &format!("/meetings/m?recording={named}"), &rooms);
    assert_eq!((answer.status, &answer.json()["recording"]), (201, &json!(names[1])));
}

#[test]
fn roster_duration_and_talk_time_are_kept_with_the_meeting() {
    let served = Served::open(Objects::memory());
    let turns = rttm(&[("ana", 0.0, 2.0), ("ben", 2.2, 2.0), ("door", 3.0, 0.5)]);
    let target = "/meetings/m?roster=eva%2Cana,&duration=120&min_talk=1";
    let answer = put(served.at, target, &turns);
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json()["participants"], json!(["ana", "ben", "eva"]));
    let full = get(served.at, "/meetings/m").json();
    assert_eq!((&full["minutes"], &full["pair_count"]), (&json!(2.0), &json!(3)));
    assert_eq!(full["min_talk_left_out"], json!(["door"]));
    for (query, begins) in [
        ("duration=1", "the declared duration"),
        ("duration=-1", "duration: "),
        ("duration=inf", "duration: "),
        ("duration=x", "duration: "),
        ("min_talk=-1", "min_talk: "),
        ("min_talk=1e300", "min_talk: "),
        ("roster=a&roster=b", "roster: "),
    ] {
        let message = put(served.at, &format!("/meetings/m?{query}"), &turns).is_error(400);
        assert!(message.starts_with(begins), "{query}: {message}");
    }
    assert_eq!(get(served.at, "/meetings/m").json(), full, "what is refused changes nothing");
}

#[test]
fn nothing_that_is_refused_is_kept() {
    let served = Served::open(Objects::memory());
    for file in files(&root().join("fixtures/invalid"), ".rttm") {
        let bytes = std::fs::read(&file).unwrap();
        let message = put(served.at, "/meetings/m?format=rttm", &bytes).is_error(400);
        assert!(message.starts_with("line "), "{file:?}: {message}");
    }
    put(served.at, "/meetings/m", b"").is_error(400);
    get(served.at, "/meetings/m").is_error(404);
    assert_eq!(get(served.at, "/meetings").text(), r#"{"meetings":[],"next":null}"#);
}

#[test]
fn a_body_has_its_limit_to_the_byte() {
    let objects = std::sync::Arc::new(Objects::memory());
    let turns = rttm(&[("ana", 0.0, 1.0), ("ben", 1.0, 1.0)]);
    let service = Service::new(objects, std::sync::Arc::new(Open)).most_bytes(turns.len());
    let served = Served::app(router(service));
    assert_eq!(put(served.at, "/meetings/m", &turns).status, 201);
    let one_over = [&turns[..], b"\n"].concat();
    let message = put(served.at, "/meetings/m", &one_over).is_error(413);
    assert_eq!(message, format!("expected a body of at most {} bytes", turns.len()));
    // In pieces, of which no header tells the sum.
    let head = "PUT /meetings/m HTTP/1.1\r\nhost: t\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    for (body, status) in [(&turns, 200), (&one_over, 413)] {
        let mut request = head.as_bytes().to_vec();
        for piece in body.chunks(10) {
            request.extend(format!("{:x}\r\n", piece.len()).bytes());
            request.extend(piece);
            request.extend(b"\r\n");
        }
        request.extend(b"0\r\n\r\n");
        assert_eq!(raw(served.at, &request).unwrap().status, status);
    }
}

#[test]
fn a_listing_comes_in_pages() {
    let folder = Folder::new();
    for served in
        [Served::open(Objects::memory()), Served::open(Objects::folder(folder.path()).unwrap())]
    {
        let mut names: Vec<String> = (0..25).map(|number| format!("m{number}")).collect();
        for name in &names {
            assert_eq!(
                put(served.at, &format!("/meetings/{name}"), &rttm(&[("a", 0.0, 1.0)])).status,
                201
            );
        }
        names.sort();
        for limit in [1, 7, 24, 25, 26, 1000] {
            let (mut seen, mut after) = (Vec::new(), String::new());
            loop {
                let page = get(served.at, &format!("/meetings?limit={limit}{after}")).json();
                let hashes = page["meetings"].as_array().unwrap().clone();
                assert!(hashes.len() <= limit);
                seen.extend(hashes.iter().map(|hash| hash.as_str().unwrap().to_owned()));
                let Some(next) = page["next"].as_str() else { break };
                assert_eq!(seen.last().map(String::as_str), Some(next));
                after = format!("&after={next}");
            }
            assert_eq!(seen, names, "by {limit}");
        }
        let page = get(served.at, "/meetings?after=m23&limit=2").text().to_owned();
        assert_eq!(page, r#"{"meetings":["m24","m3"],"next":"m3"}"#);
        assert_eq!(get(served.at, "/meetings?after=zzz").text(), r#"{"meetings":[],"next":null}"#);
        assert_eq!(get(served.at, &format!("{SCORE}?file-hash=m3")).status, 200);
    }
}
