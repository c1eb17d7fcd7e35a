//! Tenants apart, on every endpoint.

use crate::client::{get, send};
use crate::served::{DOCUMENTED, Served, rttm, standup};

#[test]
fn a_foreign_meeting_is_as_one_that_is_not_there() {
    let served = Served::with_badges();
    let acme = "badge: read write acme";
    assert_eq!(send(served.at, "PUT", "/meetings/m", &[acme], &standup()).status, 201);

    let strangers =
        ["badge: read write umbrella", "badge: read write none", "badge: read write ACME"];
    for stranger in strangers {
        for (method, before) in DOCUMENTED
            .iter()
            .map(|path| ("GET", format!("{path}?file-hash=")))
            .chain(["GET", "DELETE"].map(|method| (method, "/meetings/".to_owned())))
        {
            let ask = |hash| send(served.at, method, &format!("{before}{hash}"), &[stranger], b"");
            let (foreign, missing) = (ask("m"), ask("n"));
            foreign.is_error(404);
            assert_eq!(foreign.body, missing.body);
        }
        let listing = send(served.at, "GET", "/meetings", &[stranger], b"");
        assert_eq!(listing.text(), r#"{"meetings":[],"next":null}"#);
    }
    // Of the same hash each has their own.
    for (at, stranger) in strangers.iter().enumerate() {
        let body = rttm(&[("a", 0.0, 1.0 + at as f64)]);
        assert_eq!(send(served.at, "PUT", "/meetings/m", &[stranger], &body).status, 201);
    }
    let participants = |badge: &str| {
        let full = send(served.at, "GET", "/meetings/m", &[badge], b"").json();
        full["participants"].as_array().unwrap().len()
    };
    assert_eq!(participants(acme), 4);
    for stranger in strangers {
        assert_eq!(participants(stranger), 1);
        assert_eq!(send(served.at, "DELETE", "/meetings/m", &[stranger], b"").status, 204);
    }
    assert_eq!(participants(acme), 4);
    let listing = send(served.at, "GET", "/meetings", &[acme], b"");
    assert_eq!(listing.text(), r#"{"meetings":["m"],"next":null}"#);
    get(served.at, "/meetings/m").is_error(401);
}

/// Names that would lead somewhere else, were they part of a path as they are.
#[test]
fn tenants_may_be_called_anything() {
    let served = Served::with_badges();
    let long = "t".repeat(2_000);
    let tenants =
        ["..", "../meetings", "meetings", "tenants", "a/b", "a", "b", "a#1", "%2e", &long];
    for (at, tenant) in tenants.iter().enumerate() {
        let badge = format!("badge: read write {tenant}");
        let target = format!("/meetings/m{at}");
        assert_eq!(send(served.at, "PUT", &target, &[&badge], &standup()).status, 201);
    }
    for (at, tenant) in tenants.iter().enumerate() {
        let badge = format!("badge: read write {tenant}");
        let listing = send(served.at, "GET", "/meetings", &[&badge], b"");
        assert_eq!(listing.text(), format!(r#"{{"meetings":["m{at}"],"next":null}}"#));
    }
    let listing = send(served.at, "GET", "/meetings", &["badge: read none"], b"");
    assert_eq!(listing.text(), r#"{"meetings":[],"next":null}"#);
}
