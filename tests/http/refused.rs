//! Every row of the documented table of errors, on every endpoint, and the statuses beside it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Bytes;
use sociogram::http::{
    Damaged, FileHash, Key, Meetings, Objects, Page, Put, Service, StoreError, async_trait, router,
};

use crate::client::{get, put, send};
use crate::served::{Badges, DOCUMENTED, DYNAMICS, INTERACTIONS, SCORE, Served, rttm, standup};

/// Counts how often it is asked anything.
#[derive(Clone)]
struct Counted(Objects, Arc<AtomicU32>);

impl Counted {
    fn asked(&self) {
        self.1.fetch_add(1, Ordering::SeqCst);
    }
}

#[async_trait]
impl Meetings for Counted {
    async fn get(&self, key: &Key) -> Result<Option<Bytes>, StoreError> {
        self.asked();
        self.0.get(key).await
    }

    async fn put(&self, key: &Key, meeting: Bytes) -> Result<Put, StoreError> {
        self.asked();
        self.0.put(key, meeting).await
    }

    async fn delete(&self, key: &Key) -> Result<bool, StoreError> {
        self.asked();
        self.0.delete(key).await
    }

    async fn list(
        &self,
        tenant: Option<&str>,
        after: Option<&FileHash>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        self.asked();
        self.0.list(tenant, after, limit).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.asked();
        self.0.check().await
    }
}

/// Every endpoint: method, and target with a meeting's name or another text in its place.
fn endpoints(hash: &str) -> Vec<(&'static str, String)> {
    let mut endpoints: Vec<(&str, String)> =
        DOCUMENTED.iter().map(|path| ("GET", format!("{path}?file-hash={hash}"))).collect();
    for method in ["GET", "PUT", "DELETE"] {
        endpoints.push((method, format!("/meetings/{hash}")));
    }
    endpoints
}

#[test]
fn the_table_holds_on_every_endpoint_and_in_its_order() {
    let asked = Arc::new(AtomicU32::new(0));
    let meetings = Counted(Objects::memory(), Arc::clone(&asked));
    let served = Served::app(router(Service::new(Arc::new(meetings), Arc::new(Badges))));
    let badge = "badge: read write";
    let known = send(served.at, "PUT", "/meetings/known", &[badge], &standup());
    assert_eq!(known.status, 201);
    asked.store(0, Ordering::SeqCst);

    let body = rttm(&[("ana", 0.0, 1.0)]);
    for hash in ["known", "unknown", "..", "%2e%2e", "a%00b", "", "bad+hash"] {
        for (method, target) in endpoints(hash) {
            if target == "/meetings/" {
                continue;
            }
            // 401 before anything else, whether there is such a meeting or not.
            let answer = send(served.at, method, &target, &[], &body);
            assert_eq!(answer.is_error(401), "Unauthorized");
            assert_eq!(answer.text(), r#"{"message":"Unauthorized"}"#);
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
            // Then a missing scope.
            let other = if method == "GET" { "badge: write" } else { "badge: read" };
            send(served.at, method, &target, &[other], &body).is_error(403);
            // Then what is asked.
            if !matches!(hash, "known" | "unknown") {
                let message = send(served.at, method, &target, &[badge], &body).is_error(400);
                assert!(message.starts_with("file-hash: "), "{message}");
            }
        }
    }
    for target in ["/meetings", "/meetings?limit=0"] {
        assert_eq!(get(served.at, target).is_error(401), "Unauthorized");
        send(served.at, "GET", target, &["badge: write"], b"").is_error(403);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0, "nothing is looked up before all that holds");

    // And only then whether there is such a meeting.
    for (method, target) in endpoints("unknown") {
        if method != "PUT" {
            let message = send(served.at, method, &target, &[badge], b"").is_error(404);
            assert_eq!(message, "no meeting has this file-hash");
        }
    }
}

#[test]
fn parameters_are_held_to_their_limits() {
    let served = Served::open(Objects::memory());
    assert_eq!(put(served.at, "/meetings/m", &standup()).status, 201);
    for path in DOCUMENTED {
        assert_eq!(get(served.at, path).is_error(400), "file-hash: missing");
        assert_eq!(get(served.at, &format!("{path}?")).is_error(400), "file-hash: missing");
        assert_eq!(
            get(served.at, &format!("{path}?File-Hash=m")).is_error(400),
            "file-hash: missing"
        );
        let twice = "file-hash: given more than once";
        for query in ["file-hash=m&file-hash=m", "file-hash=m&x=1&file%2Dhash=n"] {
            assert_eq!(get(served.at, &format!("{path}?{query}")).is_error(400), twice);
        }
        // Decoded, and decoded once.
        assert_eq!(get(served.at, &format!("{path}?file-hash=%6d")).status, 200);
        get(served.at, &format!("{path}?file-hash=%256d")).is_error(400);
        // Unknown ones do not matter, whatever they look like.
        let unknown = "x=1&x=2&access_token=t&=&&%ff=%zz&period=0";
        assert_eq!(get(served.at, &format!("{path}?{unknown}&file-hash=m")).status, 200);
    }
    for (period, status) in [
        ("1", 200),
        ("86400", 200),
        ("0300", 200),
        ("0", 400),
        ("86401", 400),
        ("-1", 400),
        ("%2B300", 400),
        ("+300", 400),
        ("300.0", 400),
        ("3e2", 400),
        ("", 400),
        ("five", 400),
        ("99999999999999999999", 400),
        ("300&period_seconds=300", 400),
    ] {
        let target = format!("{DYNAMICS}?file-hash=m&period_seconds={period}");
        let answer = get(served.at, &target);
        assert_eq!(answer.status, status, "{period}: {}", answer.text());
        if status == 400 {
            assert!(answer.is_error(400).starts_with("period_seconds: "));
        }
        // It is no parameter of the others.
        for path in [INTERACTIONS, SCORE] {
            let target = format!("{path}?file-hash=m&period_seconds={period}");
            assert_eq!(get(served.at, &target).status, 200);
        }
    }
    // 400 comes before 404.
    get(served.at, &format!("{DYNAMICS}?file-hash=none&period_seconds=0")).is_error(400);
    for (query, name) in [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=1&limit=1", "limit"),
        ("after=..", "after"),
        ("after=", "after"),
    ] {
        let message = get(served.at, &format!("/meetings?{query}")).is_error(400);
        assert!(message.starts_with(&format!("{name}: ")), "{message}");
    }
}

/// A period that is too short for a meeting of years is told by the parameter's name.
#[test]
fn too_many_periods_are_refused() {
    let served = Served::open(Objects::memory());
    let since_1970 = rttm(&[("ana", 1.7e9, 2.0), ("ben", 1.7e9 + 2.1, 2.0)]);
    assert_eq!(put(served.at, "/meetings/clock", &since_1970).status, 201);
    let message = get(served.at, &format!("{DYNAMICS}?file-hash=clock")).is_error(400);
    assert!(message.starts_with("period_seconds: "), "{message}");
    let day = format!("{DYNAMICS}?file-hash=clock&period_seconds=86400");
    assert_eq!(get(served.at, &day).status, 200);
}

#[test]
fn other_paths_and_methods_are_answered_alike() {
    let served = Served::with_badges();
    for path in [
        "/",
        "/single-feature-api/meeting/Meeting-Interactions",
        "/single-feature-api/meeting/meeting-interaction-score",
        "/single-feature-api/meeting/meeting-dynamics/",
        "/single-feature-api/meeting/../meeting/meeting-dynamics",
        "/single-feature-api//meeting/meeting-dynamics",
        "/meetings/",
        "/meetings/a/b",
    ] {
        assert_eq!(get(served.at, path).is_error(404), "there is nothing at this path");
    }
    for path in DOCUMENTED {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"] {
            let answer = send(served.at, method, path, &[], b"");
            assert_eq!(answer.is_error(405), "this path has no such method");
            assert_eq!(answer.header("allow"), Some("GET,HEAD"));
        }
    }
    send(served.at, "POST", "/meetings", &[], b"").is_error(405);
    send(served.at, "POST", "/meetings/m", &[], b"").is_error(405);
}

/// A store in which everything is broken.
pub(crate) struct Broken;

#[async_trait]
impl Meetings for Broken {
    async fn get(&self, _: &Key) -> Result<Option<Bytes>, StoreError> {
        Err(StoreError::other("secret-host refuses"))
    }

    async fn put(&self, _: &Key, _: Bytes) -> Result<Put, StoreError> {
        Err(StoreError::other("secret-host refuses"))
    }

    async fn delete(&self, _: &Key) -> Result<bool, StoreError> {
        Err(StoreError::other("secret-host refuses"))
    }

    async fn list(
        &self,
        _: Option<&str>,
        _: Option<&FileHash>,
        _: usize,
    ) -> Result<Page, StoreError> {
        Err(StoreError::other("secret-host refuses"))
    }

    async fn check(&self) -> Result<(), StoreError> {
        Err(StoreError::other("secret-host refuses"))
    }
}

#[test]
fn a_store_that_cannot_be_used_is_a_503_that_tells_nothing_of_it() {
    let served = Served::open(Broken);
    let mut all = endpoints("m");
    all.push(("GET", "/meetings".to_owned()));
    for (method, target) in all {
        let message = send(served.at, method, &target, &[], &standup()).is_error(503);
        assert_eq!(message, "the store of meetings cannot be used now");
    }
}

/// A store that has the same bytes for every meeting.
struct Same(&'static [u8]);

#[async_trait]
impl Meetings for Same {
    async fn get(&self, _: &Key) -> Result<Option<Bytes>, StoreError> {
        Ok(Some(Bytes::from_static(self.0)))
    }

    async fn put(&self, _: &Key, _: Bytes) -> Result<Put, StoreError> {
        Ok(Put::Replaced)
    }

    async fn delete(&self, _: &Key) -> Result<bool, StoreError> {
        Ok(true)
    }

    async fn list(
        &self,
        _: Option<&str>,
        _: Option<&FileHash>,
        _: usize,
    ) -> Result<Page, StoreError> {
        Ok(Page::default())
    }

    async fn check(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

#[test]
fn a_damaged_meeting_is_a_500() {
    assert_eq!(Damaged::Sum, Damaged::Sum);
    for bytes in [&b""[..], b"sociogram-meeting 1 ", b"{}", &[0; 4096]] {
        let served = Served::open(Same(bytes));
        for (method, target) in endpoints("m").into_iter().filter(|(method, _)| *method == "GET") {
            let message = send(served.at, method, &target, &[], b"").is_error(500);
            assert_eq!(message, "the stored meeting is damaged");
        }
    }
}
