//! Answers that are given again, their tags, and requests that depend on them.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use sociogram::http::{Key, Meetings, Objects, Service, StoredMeeting, object_store, router};

use crate::client::{Answer, get, put, send};
use crate::served::{Badges, DOCUMENTED, DYNAMICS, INTERACTIONS, SCORE, Served, rttm, standup};

fn with(served: &Served, method: &str, target: &str, header: &str) -> Answer {
    send(served.at, method, target, &[header], &standup())
}

#[test]
fn who_has_the_bytes_is_told_so() {
    let served = Served::open(Objects::memory());
    put(served.at, "/meetings/m", &standup());
    let mut targets: Vec<String> =
        DOCUMENTED.iter().map(|path| format!("{path}?file-hash=m")).collect();
    targets.push("/meetings/m".to_owned());
    for target in targets {
        let first = get(served.at, &target);
        let tag = first.header("etag").unwrap();
        assert!(tag.starts_with('"') && tag.len() == 66, "{tag}");
        assert_eq!(get(served.at, &target).body, first.body);
        assert_eq!(get(served.at, &target).header("etag"), Some(tag));
        for header in [tag, &format!("W/{tag}"), "*", &format!("\"x\", {tag}")] {
            let again =
                send(served.at, "GET", &target, &[&format!("if-none-match: {header}")], b"");
            assert_eq!((again.status, again.body.len()), (304, 0), "{header}");
            assert_eq!(again.header("etag"), Some(tag));
        }
        for header in ["\"x\"", "", "é", &tag[1..]] {
            let other =
                send(served.at, "GET", &target, &[&format!("if-none-match: {header}")], b"");
            assert_eq!((other.status, &other.body), (200, &first.body), "{header}");
        }
    }
    // Another period is another answer.
    let tag = |period: u32| {
        let answer = get(served.at, &format!("{DYNAMICS}?file-hash=m&period_seconds={period}"));
        answer.header("etag").unwrap().to_owned()
    };
    assert_ne!(tag(30), tag(60));
}

#[test]
fn the_table_of_errors_comes_before_conditions() {
    let served = Served::with_badges();
    let asks = |badge: &str, target: &str| {
        send(served.at, "GET", target, &[badge, "if-none-match: *"], b"").status
    };
    assert_eq!(asks("x: y", &format!("{SCORE}?file-hash=m")), 401);
    assert_eq!(asks("badge: write", &format!("{SCORE}?file-hash=m")), 403);
    assert_eq!(asks("badge: read", &format!("{SCORE}?file-hash=")), 400);
    assert_eq!(asks("badge: read", &format!("{SCORE}?file-hash=m")), 404);
}

#[test]
fn what_is_put_or_deleted_is_another_answer_at_once() {
    let served = Served::open(Objects::memory());
    let target = format!("{INTERACTIONS}?file-hash=m");
    for round in 0..50 {
        let body = rttm(&[("ana", 0.0, 2.0), (&format!("b{round}"), 2.1, 2.0)]);
        put(served.at, "/meetings/m", &body);
        for _ in 0..2 {
            let answer = get(served.at, &target);
            assert!(answer.text().contains(&format!("b{round}")), "{round}: {}", answer.text());
        }
    }
    assert_eq!(send(served.at, "DELETE", "/meetings/m", &[], b"").status, 204);
    get(served.at, &target).is_error(404);
}

/// What another process writes is seen within about a second.
#[test]
fn what_others_write_is_seen_soon() {
    let store = Arc::new(object_store::memory::InMemory::new());
    let others = Objects::over(Arc::clone(&store) as _, "");
    let served = Served::open(Objects::over(store, ""));
    put(served.at, "/meetings/m", &standup());
    let target = format!("{INTERACTIONS}?file-hash=m");
    assert!(get(served.at, &target).text().contains("ana"));
    let text = rttm(&[("zoe", 0.0, 2.0), ("yan", 2.1, 2.0)]);
    let reading = sociogram::formats::read(&text, &sociogram::formats::Options::default()).unwrap();
    let key = Key::new(None, "m".parse().unwrap());
    let meeting = StoredMeeting::new(reading.format(), reading.recordings().first());
    let bytes = Bytes::from(meeting.encode(key.hash()).unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(others.put(&key, bytes)).unwrap();
    std::thread::sleep(Duration::from_millis(1_200));
    assert!(get(served.at, &target).text().contains("zoe"));
    runtime.block_on(others.delete(&key)).unwrap();
    std::thread::sleep(Duration::from_millis(1_200));
    get(served.at, &target).is_error(404);
}

#[test]
fn kept_answers_are_for_their_tenant_only() {
    let served = Served::with_badges();
    let acme = "badge: read write acme";
    assert_eq!(send(served.at, "PUT", "/meetings/m", &[acme], &standup()).status, 201);
    for path in DOCUMENTED {
        let target = format!("{path}?file-hash=m");
        assert_eq!(send(served.at, "GET", &target, &[acme], b"").status, 200);
        for other in ["badge: read other", "badge: read", "badge: read Acme"] {
            send(served.at, "GET", &target, &[other], b"").is_error(404);
        }
        assert_eq!(send(served.at, "GET", &target, &[acme], b"").status, 200);
    }
}

#[test]
fn writes_heed_what_is_there() {
    let served = Served::open(Objects::memory());
    with(&served, "PUT", "/meetings/m", "if-match: *").is_error(412);
    with(&served, "PUT", "/meetings/m", "if-match: \"x\"").is_error(412);
    get(served.at, "/meetings/m").is_error(404);
    assert_eq!(with(&served, "PUT", "/meetings/m", "if-none-match: *").status, 201);
    with(&served, "PUT", "/meetings/m", "if-none-match: *").is_error(412);
    let tag = get(served.at, "/meetings/m").header("etag").unwrap().to_owned();
    with(&served, "DELETE", "/meetings/m", "if-match: \"x\"").is_error(412);
    assert_eq!(with(&served, "PUT", "/meetings/m", &format!("if-match: {tag}")).status, 200);
    let other = rttm(&[("ana", 0.0, 1.0)]);
    assert_eq!(put(served.at, "/meetings/m", &other).status, 200);
    with(&served, "DELETE", "/meetings/m", &format!("if-match: {tag}")).is_error(412);
    let tag = get(served.at, "/meetings/m").header("etag").unwrap().to_owned();
    assert_eq!(with(&served, "DELETE", "/meetings/m", &format!("if-match: {tag}")).status, 204);
    with(&served, "DELETE", "/meetings/m", "if-match: *").is_error(412);
    send(served.at, "DELETE", "/meetings/m", &[], b"").is_error(404);
}

/// Of many who want to be the first, one is.
#[test]
fn one_of_many_is_the_first() {
    let served = Served::open(Objects::memory());
    let at = served.at;
    let first = std::thread::scope(|scope| {
        let ask = || send(at, "PUT", "/meetings/m", &["if-none-match: *"], &standup()).status;
        let all: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
        all.into_iter().map(|one| one.join().unwrap()).filter(|status| *status == 201).count()
    });
    assert_eq!(first, 1);
}

#[test]
fn without_a_cache_answers_are_the_same() {
    let service =
        |bytes| Service::new(Arc::new(Objects::memory()), Arc::new(Badges)).cache_bytes(bytes);
    let served = [0, 1, 10_000, 1 << 20].map(|bytes| Served::app(router(service(bytes))));
    let badge = "badge: read write";
    let answers = served.each_ref().map(|served| {
        send(served.at, "PUT", "/meetings/m", &[badge], &standup());
        let ask = |target: &str| send(served.at, "GET", target, &[badge], b"").body;
        [ask("/meetings/m"), ask("/meetings/m"), ask(&format!("{SCORE}?file-hash=m"))]
    });
    assert!(answers.iter().all(|one| *one == answers[0]));
}
