//! A store named by URL and set up by the environment, over something that speaks as S3 does.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Objects by path, and whether every request was signed.
#[derive(Clone, Default)]
struct Bucket(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

async fn answer(State(bucket): State<Bucket>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let signed = head.headers.get("authorization").is_some_and(|value| {
        value.to_str().unwrap().starts_with("AWS4-HMAC-SHA256 Credential=somebody/")
    });
    let with = |status: StatusCode, body: Vec<u8>| {
        Response::builder()
            .status(status)
            .header("etag", "\"1\"")
            .header("last-modified", "Sat, 01 Jan 2000 00:00:00 GMT")
            .header("content-length", body.len())
            .body(Body::from(if head.method == Method::HEAD { Vec::new() } else { body }))
            .unwrap()
    };
    if !signed {
        return with(StatusCode::FORBIDDEN, Vec::new());
    }
    let body = to_bytes(body, 1 << 20).await.unwrap().to_vec();
    let path = head.uri.path().to_owned();
    let mut objects = bucket.0.lock().unwrap();
    match head.method {
        Method::PUT => {
            objects.insert(path, body);
            with(StatusCode::OK, Vec::new())
        }
        Method::GET | Method::HEAD => match objects.get(&path) {
            Some(object) => with(StatusCode::OK, object.clone()),
            None => with(StatusCode::NOT_FOUND, Vec::new()),
        },
        _ => with(StatusCode::METHOD_NOT_ALLOWED, Vec::new()),
    }
}

fn served(bucket: Bucket) -> (SocketAddr, Runtime) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let at = listener.local_addr().unwrap();
    let app = Router::new().fallback(answer).with_state(bucket);
    runtime.spawn(async move { axum::serve(listener, app).await.unwrap() });
    (at, runtime)
}

fn ingest(store: &str, endpoint: SocketAddr) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sociogram"))
        .current_dir(support::root())
        .args([
            "ingest",
            "fixtures/meetings/standup.rttm",
            "--file-hash",
            "standup",
            "--store",
            store,
        ])
        .env_clear()
        .env("AWS_ACCESS_KEY_ID", "somebody")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_ENDPOINT", format!("http://{endpoint}"))
        .env("AWS_ALLOW_HTTP", "true")
        // Neither of them is meant for a store.
        .env("TOKEN", "another's")
        .env("ENDPOINT", "http://192.0.2.1")
        .output()
        .unwrap()
}

#[test]
fn a_bucket_is_named_by_url_and_set_up_by_the_environment() {
    let bucket = Bucket::default();
    let (at, _runtime) = served(bucket.clone());
    for _ in 0..2 {
        let output = ingest("s3://bucket/some/where", at);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
    }
    let objects = bucket.0.lock().unwrap();
    let places: Vec<&String> = objects.keys().collect();
    assert_eq!(places, ["/bucket/some/where/meetings/standup"]);
    assert!(objects.values().next().unwrap().starts_with(b"sociogram-meeting 1 "));
}
