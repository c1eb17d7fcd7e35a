//! A meeting as a page.

use sociogram::http::Objects;
use sociogram::report::content_security_policy;

use crate::client::{get, put, send};
use crate::served::{Served, standup};

#[test]
fn a_page_is_answered_as_everything_else_is() {
    let served = Served::with_badges();
    let badge = "badge: read write acme";
    let ask = |target: &str, headers: &[&str]| send(served.at, "GET", target, headers, b"");
    assert_eq!(send(served.at, "PUT", "/meetings/m", &[badge], &standup()).status, 201);
    ask("/meetings/m/report", &[]).is_error(401);
    ask("/meetings/m/report", &["badge: write acme"]).is_error(403);
    ask("/meetings/bad+hash/report", &[badge]).is_error(400);
    ask("/meetings/n/report", &[badge]).is_error(404);
    ask("/meetings/m/report", &["badge: read umbrella"]).is_error(404);

    let page = ask("/meetings/m/report", &[badge]);
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("cache-control"), Some("private, no-cache"));
    let policy = page.header("content-security-policy").unwrap();
    assert_eq!(policy, format!("{}; frame-ancestors 'none'", content_security_policy()));
    assert!(page.text().starts_with("<!doctype html>") && page.text().contains("<title>standup"));
    let tag = page.header("etag").unwrap();
    assert_eq!(ask("/meetings/m/report", &[badge]).body, page.body);
    let again = ask("/meetings/m/report", &[badge, &format!("if-none-match: {tag}")]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    send(served.at, "PUT", "/meetings/m/report", &[badge], b"").is_error(405);
}

#[test]
fn a_new_meeting_has_a_new_page() {
    let served = Served::open(Objects::memory());
    put(served.at, "/meetings/m", &standup());
    let tag = || get(served.at, "/meetings/m/report").header("etag").map(str::to_owned);
    let before = tag();
    put(served.at, "/meetings/m", b"SPEAKER x 1 0 2 <NA> <NA> ana <NA> <NA>\n");
    assert_ne!(before, tag());
}
