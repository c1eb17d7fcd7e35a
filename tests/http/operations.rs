//! What those who run a service ask of it, and what is done around every request.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use sociogram::http::{Limits, Objects, Open, Service, app};

use crate::client::{get, put, raw, send};
use crate::refused::Broken;
use crate::served::{Badges, DOCUMENTED, Folder, SCORE, Served, rttm, standup};

fn served(service: Service) -> Served {
    Served::app(app(service, Limits::default()))
}

fn open() -> Served {
    served(Service::new(Arc::new(Objects::memory()), Arc::new(Open)))
}

#[test]
fn a_service_says_that_it_is_there_and_ready() {
    let served = served(Service::new(Arc::new(Objects::memory()), Arc::new(Badges)));
    for path in ["/healthz", "/readyz"] {
        let answer = get(served.at, path);
        assert_eq!((answer.status, answer.text()), (200, "ok\n"), "no token is asked for");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        send(served.at, "POST", path, &[], b"").is_error(405);
    }
    get(served.at, "/meetings").is_error(401);
}

#[test]
fn it_says_why_the_store_cannot_be_used_and_when_it_can_again() {
    let folder = Folder::new();
    let store = folder.path().join("store");
    let meetings = Objects::folder(&store).unwrap();
    let served = served(Service::new(Arc::new(meetings), Arc::new(Open)));
    assert_eq!(put(served.at, "/meetings/m", &standup()).status, 201);
    let away = folder.path().join("away");
    std::fs::rename(&store, &away).unwrap();
    let until = |status: u16| {
        for _ in 0..100 {
            let answer = get(served.at, "/readyz");
            if answer.status == status {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("it never was {status}")
    };
    let why = until(503).is_error(503);
    assert!(why.starts_with("the folder ") && why.ends_with(" is not there"), "{why}");
    assert_eq!(get(served.at, "/healthz").status, 200);
    get(served.at, &format!("{SCORE}?file-hash=m")).is_error(503);
    put(served.at, "/meetings/m", &standup()).is_error(503);
    std::fs::rename(&away, &store).unwrap();
    until(200);
    assert_eq!(get(served.at, &format!("{SCORE}?file-hash=m")).status, 200);
}

#[test]
fn what_was_asked_is_counted() {
    let served = open();
    assert_eq!(put(served.at, "/meetings/m", &standup()).status, 201);
    for _ in 0..3 {
        assert_eq!(get(served.at, &format!("{SCORE}?file-hash=m")).status, 200);
    }
    get(served.at, &format!("{SCORE}?file-hash=")).is_error(400);
    send(served.at, "BREW", "/nowhere", &[], b"").is_error(404);
    let answer = get(served.at, "/metrics");
    assert!(answer.header("content-type").unwrap().starts_with("application/openmetrics-text"));
    let text = answer.text();
    for line in [
        &format!(
            "sociogram_http_requests_total{{route=\"{SCORE}\",method=\"GET\",status=\"200\"}} 3"
        ),
        &format!(
            "sociogram_http_requests_total{{route=\"{SCORE}\",method=\"GET\",status=\"400\"}} 1"
        ),
        "sociogram_http_requests_total{route=\"/meetings/{file_hash}\",method=\"PUT\",status=\"201\"} 1",
        "sociogram_http_requests_total{route=\"other\",method=\"other\",status=\"404\"} 1",
        "sociogram_cache_hits_total 2",
        "sociogram_cache_misses_total 1",
        "sociogram_http_requests_in_flight 1",
        &format!("sociogram_http_request_duration_seconds_count{{route=\"{SCORE}\"}} 4"),
    ] {
        assert!(text.lines().any(|one| one == line), "{line}\nis not in\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    for told in ["ana", "file-hash", "standup"] {
        assert!(!text.contains(told), "{told}");
    }
}

#[test]
fn every_request_has_a_name() {
    let served = open();
    let named = |headers: &[&str]| {
        let answer = send(served.at, "GET", "/nowhere", headers, b"");
        answer.header("x-request-id").unwrap().to_owned()
    };
    assert_eq!(named(&["x-request-id: a-1_B.2"]), "a-1_B.2");
    let new = named(&[]);
    assert_eq!(new.len(), 16);
    assert_ne!(new, named(&[]));
    let long = format!("x-request-id: {}", "a".repeat(65));
    for wrong in [&["x-request-id: a b"][..], &["x-request-id:"], &[&long], &["x-request-id: é"]] {
        assert_eq!(named(wrong).len(), 16, "{wrong:?}");
    }
    assert_eq!(named(&["x-request-id: a", "x-request-id: b"]).len(), 16);
    for path in ["/healthz", "/metrics", "/docs", "/meetings"] {
        assert!(get(served.at, path).header("x-request-id").is_some());
    }
}

#[test]
fn the_document_has_every_endpoint_and_no_open_end() {
    let served = open();
    let answer = get(served.at, "/openapi.json");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let document = answer.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths = document["paths"].as_object().unwrap();
    let mut all: Vec<String> = Vec::new();
    for (path, operations) in paths {
        for method in operations.as_object().unwrap().keys() {
            all.push(format!("{method} {path}"));
        }
    }
    all.sort();
    let mut expected: Vec<String> = DOCUMENTED.iter().map(|path| format!("get {path}")).collect();
    expected.extend(
        ["delete /meetings/{file_hash}", "get /meetings", "get /meetings/{file_hash}"]
            .map(str::to_owned),
    );
    expected.push("put /meetings/{file_hash}".to_owned());
    if cfg!(feature = "report") {
        expected.push("get /meetings/{file_hash}/report".to_owned());
    }
    expected.sort();
    assert_eq!(all, expected);
    for path in DOCUMENTED {
        let responses = paths[path]["get"]["responses"].as_object().unwrap();
        for status in ["200", "400", "401", "404"] {
            assert!(responses.contains_key(status), "{path} {status}");
        }
    }
    // Every reference leads somewhere.
    fn references(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    match value.as_str() {
                        Some(text) if key == "$ref" => into.push(text.to_owned()),
                        _ => references(value, into),
                    }
                }
            }
            Value::Array(all) => all.iter().for_each(|one| references(one, into)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 20);
    for one in found {
        let way = one.strip_prefix('#').unwrap();
        assert!(document.pointer(way).is_some(), "{one}");
    }
}

/// What is answered is of the schemas of the document.
#[test]
fn answers_are_as_the_document_says() {
    let served = open();
    let document = get(served.at, "/openapi.json").json();
    let is_of = |name: &str, body: &Value| {
        let components = document["components"].clone();
        let reference = format!("#/components/schemas/{name}");
        let schema = serde_json::json!({ "$ref": reference, "components": components });
        let validator = jsonschema::validator_for(&schema).unwrap();
        let wrong: Vec<String> = validator.iter_errors(body).map(|one| one.to_string()).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    };
    let flawed =
        b"SPEAKER m 1 0 2 <NA> <NA> ana <NA> <NA>\nSPEAKER m 1 1 0 <NA> <NA> ben <NA> <NA>\n";
    is_of("Receipt", &put(served.at, "/meetings/a", &standup()).json());
    is_of("Receipt", &put(served.at, "/meetings/b", flawed).json());
    is_of("Listing", &get(served.at, "/meetings?limit=1").json());
    is_of("FullResult", &get(served.at, "/meetings/a").json());
    for (path, name) in
        DOCUMENTED.iter().zip(["Interactions", "MeetingInteractionScore", "MeetingDynamics"])
    {
        is_of(name, &get(served.at, &format!("{path}?file-hash=a")).json());
        is_of("UploadError400", &get(served.at, path).json());
    }
}

#[test]
fn the_page_loads_and_runs_nothing() {
    let served = open();
    let answer = get(served.at, "/docs");
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let page = answer.text();
    for path in DOCUMENTED {
        assert!(page.contains(path), "{path}");
    }
    for part in ["<script", "src=", "http://", "https://", "<link", "@import", "url("] {
        assert!(!page.contains(part), "{part}");
    }
    for (part, count) in [("<table>", "</table>"), ("<tr>", "</tr>"), ("<p>", "</p>")] {
        assert_eq!(page.matches(part).count(), page.matches(count).count(), "{part}");
    }
}

#[test]
fn what_is_too_much_at_a_time_is_refused_and_health_is_not() {
    let limits = Limits { concurrency: 0, ..Limits::default() };
    let service = Service::new(Arc::new(Objects::memory()), Arc::new(Open));
    let served = Served::app(app(service, limits));
    let answer = get(served.at, "/meetings");
    assert_eq!(answer.is_error(503), "too many requests at a time");
    assert_eq!(answer.header("retry-after"), Some("1"));
    assert_eq!(get(served.at, "/healthz").status, 200);
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let service = || Service::new(Arc::new(Objects::memory()), Arc::new(Open));
    let part = b"PUT /meetings/m HTTP/1.1\r\nhost: t\r\nconnection: close\r\ncontent-length: 100\r\n\r\nSPEAKER";
    let slow = Served::app(app(service().body_time(Duration::from_millis(50)), Limits::default()));
    let message = raw(slow.at, part).unwrap().is_error(408);
    assert_eq!(message, "the body did not arrive in time");
    let limits = Limits { response_time: Duration::from_millis(50), ..Limits::default() };
    let late = Served::app(app(service(), limits));
    assert_eq!(raw(late.at, part).unwrap().is_error(503), "the answer took too long");
    assert_eq!(get(late.at, "/meetings").status, 200);
}

#[test]
fn a_body_may_be_as_long_as_the_limit_and_not_a_byte_longer() {
    let body = rttm(&[("ana", 0.0, 1.0)]);
    let service = Service::new(Arc::new(Objects::memory()), Arc::new(Open));
    let served = served(service.most_bytes(body.len()));
    assert_eq!(put(served.at, "/meetings/m", &body).status, 201);
    put(served.at, "/meetings/m", &[&body[..], b"\n"].concat()).is_error(413);
}

#[test]
fn a_broken_store_is_told_to_those_who_run_it() {
    let served = served(Service::new(Arc::new(Broken), Arc::new(Open)));
    assert_eq!(get(served.at, "/readyz").is_error(503), "secret-host refuses");
    assert_eq!(
        get(served.at, "/meetings").is_error(503),
        "the store of meetings cannot be used now"
    );
}
