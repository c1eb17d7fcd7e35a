//! The documented endpoints: statuses, headers and bodies, byte for byte.

use std::sync::Arc;

use axum::Router;
use sociogram::Scale;
use sociogram::http::{Objects, Open, Service, documented_router, router};

use crate::client::{get, put, send};
use crate::served::{DYNAMICS, INTERACTIONS, SCORE, Served, rttm, standup};
use crate::support::root;

#[test]
fn the_bundled_meeting_is_answered_byte_for_byte() {
    let served = Served::open(Objects::memory());
    assert_eq!(put(served.at, "/meetings/standup", &standup()).status, 201);

    let answer = get(served.at, &format!("{INTERACTIONS}?file-hash=standup"));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(
        answer.text(),
        concat!(
            r#"{"nodes":[{"between":["ana","dan"],"value":91},{"between":["ben","dan"],"value":89},"#,
            r#"{"between":["ben","eva"],"value":89},{"between":["eva","dan"],"value":88},"#,
            r#"{"between":["ana","eva"],"value":88},{"between":["ana","ben"],"value":86}]}"#
        )
    );
    let answer = get(served.at, &format!("{SCORE}?file-hash=standup"));
    assert_eq!((answer.status, answer.text()), (200, r#"{"meeting_interaction_score":89}"#));
    assert_eq!(answer.header("content-length"), Some("32"));

    let whole = get(served.at, &format!("{DYNAMICS}?file-hash=standup"));
    let asked = get(served.at, &format!("{DYNAMICS}?period_seconds=300&file-hash=standup"));
    assert_eq!(whole.body, asked.body, "300 seconds unless told");
    let answer = get(served.at, &format!("{DYNAMICS}?file-hash=standup&period_seconds=30"));
    assert_eq!(
        answer.text(),
        concat!(
            r#"{"dynamics":[{"start":0,"end":30000,"interactions_score":59},"#,
            r#"{"start":30000,"end":60000,"interactions_score":70},"#,
            r#"{"start":60000,"end":90000,"interactions_score":78},"#,
            r#"{"start":90000,"end":113500,"interactions_score":89}]}"#
        )
    );
}

/// The examples of the documentation, but for the numbers: these follow from the model.
#[test]
fn the_documented_examples_have_their_shape_and_ids() {
    const ANA: &str = "8b3c1e7b-64da-4320-b699-0dc3cff03aae";
    const BEN: &str = "1c2ee2da-e2f6-433d-b554-248707c2491c";
    const EVA: &str = "7369d5a6-5f13-47af-8e50-d82aeb0715e0";
    let served = Served::app(router(
        Service::new(Arc::new(Objects::memory()), Arc::new(Open)).scale(Scale::Relative),
    ));
    let turns = rttm(&[(ANA, 0.0, 4.0), (BEN, 4.1, 3.0), (ANA, 7.2, 4.0), (EVA, 11.3, 1.2)]);
    assert_eq!(put(served.at, "/meetings/example", &turns).status, 201);
    let answer = get(served.at, &format!("{INTERACTIONS}?file-hash=example"));
    let text = answer.text();
    let first = format!(r#"{{"nodes":[{{"between":["{ANA}","{BEN}"],"value":100}},"#);
    assert!(text.starts_with(&first), "{text}");
    assert!(text.contains(&format!(r#"{{"between":["{ANA}","{EVA}"],"value":"#)), "{text}");
}

#[test]
fn meetings_of_few_have_what_the_choices_say() {
    let served = Served::open(Objects::memory());
    let silence = std::fs::read(root().join("fixtures/meetings/silence.rttm")).unwrap();
    let alone = rttm(&[("ana", 1.0, 70.0)]);
    for (hash, turns, periods) in [
        ("silence", silence, r#"{"dynamics":[]}"#),
        (
            "alone",
            alone,
            concat!(
                r#"{"dynamics":[{"start":0,"end":60000,"interactions_score":0},"#,
                r#"{"start":60000,"end":71000,"interactions_score":0}]}"#
            ),
        ),
    ] {
        assert_eq!(put(served.at, &format!("/meetings/{hash}?format=rttm"), &turns).status, 201);
        let ask =
            |path: &str| get(served.at, &format!("{path}?file-hash={hash}&period_seconds=60"));
        assert_eq!(ask(INTERACTIONS).text(), r#"{"nodes":[]}"#);
        assert_eq!(ask(SCORE).text(), r#"{"meeting_interaction_score":0}"#);
        assert_eq!(ask(DYNAMICS).text(), periods);
    }
}

#[test]
fn the_relative_scale_changes_values_and_not_scores() {
    let relative = Service::new(Arc::new(Objects::memory()), Arc::new(Open)).scale(Scale::Relative);
    let served = [Served::open(Objects::memory()), Served::app(router(relative))];
    let answers = served.each_ref().map(|served| {
        assert_eq!(put(served.at, "/meetings/standup", &standup()).status, 201);
        let ask =
            |path: &str| get(served.at, &format!("{path}?file-hash=standup")).text().to_owned();
        [ask(INTERACTIONS), ask(SCORE), ask(DYNAMICS)]
    });
    let [absolute, relative] = answers;
    assert!(absolute[0].starts_with(r#"{"nodes":[{"between":["ana","dan"],"value":91}"#));
    assert!(relative[0].starts_with(r#"{"nodes":[{"between":["ana","dan"],"value":100}"#));
    assert_eq!(absolute[1..], relative[1..]);
}

#[test]
fn the_router_takes_any_prefix_beside_other_routes() {
    let service = Service::new(Arc::new(Objects::memory()), Arc::new(Open));
    let mine = axum::routing::get(|| async { "mine" });
    let app = Router::new()
        .route("/mine", mine)
        .nest("/a/b", router(service.clone()))
        .nest("/only", documented_router(service.clone()));
    let served = Served::app(app);
    assert_eq!(get(served.at, "/mine").text(), "mine");
    assert_eq!(put(served.at, "/a/b/meetings/standup", &standup()).status, 201);
    for prefix in ["/a/b", "/only"] {
        let answer = get(served.at, &format!("{prefix}{SCORE}?file-hash=standup"));
        assert_eq!(answer.text(), r#"{"meeting_interaction_score":89}"#);
        get(served.at, &format!("{prefix}/nothing")).is_error(404);
        send(served.at, "POST", &format!("{prefix}{SCORE}"), &[], b"").is_error(405);
    }
    get(served.at, "/only/meetings/standup").is_error(404);
    assert_eq!(get(served.at, SCORE).status, 404);

    // At the root of another router it is the fallback.
    let served =
        Served::app(Router::new().route("/mine", mine_again()).fallback_service(router(service)));
    assert_eq!(get(served.at, "/mine").text(), "mine");
    assert_eq!(get(served.at, &format!("{SCORE}?file-hash=standup")).status, 200);
}

fn mine_again() -> axum::routing::MethodRouter {
    axum::routing::get(|| async { "mine" })
}

#[test]
fn head_is_get_without_the_body() {
    let served = Served::open(Objects::memory());
    assert_eq!(put(served.at, "/meetings/standup", &standup()).status, 201);
    let target = format!("{SCORE}?file-hash=standup");
    let (head, whole) = (send(served.at, "HEAD", &target, &[], b""), get(served.at, &target));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), whole.header("content-length"));
    assert_eq!(send(served.at, "HEAD", SCORE, &[], b"").status, 400);
}
