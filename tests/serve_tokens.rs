//! `serve` as a process, asked with tokens.

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
use std::time::{SystemTime, UNIX_EPOCH};

use client::{Answer, get, send};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use serving::{Folder, Serving, run, sociogram, told};

const SECRET: &str = "a secret of a test, thirty-two bytes or more";

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// Claims that hold for an hour, and those given.
fn claims(more: Value) -> Value {
    let mut claims = json!({ "exp": now() + 3600 });
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

fn token(claims: &Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).unwrap()
}

fn of_key(pem: &str, algorithm: Algorithm) -> String {
    let pem = std::fs::read(support::root().join("fixtures/keys").join(pem)).unwrap();
    let key = match algorithm {
        Algorithm::RS256 => EncodingKey::from_rsa_pem(&pem),
        Algorithm::ES256 => EncodingKey::from_ec_pem(&pem),
        _ => EncodingKey::from_ed_pem(&pem),
    };
    jsonwebtoken::encode(&Header::new(algorithm), &claims(json!({})), &key.unwrap()).unwrap()
}

fn with(serving: &Serving, token: &str, method: &str, target: &str, body: &[u8]) -> Answer {
    send(serving.at, method, target, &[&format!("authorization: Bearer {token}")], body)
}

fn command(store: &Folder) -> Command {
    let mut command = sociogram();
    command.args(["serve", "--listen", "127.0.0.1:0", "--store", store.text()]);
    command
}

fn standup() -> Vec<u8> {
    std::fs::read(support::root().join("fixtures/meetings/standup.rttm")).unwrap()
}

/// A secret in a file, with the line break that editors leave.
fn secret_file(folder: &Folder) -> String {
    std::fs::create_dir_all(&folder.0).unwrap();
    let file = folder.0.join("secret");
    std::fs::write(&file, format!("{SECRET}\n")).unwrap();
    file.to_str().unwrap().to_owned()
}

const SCORE: &str = "/single-feature-api/meeting/meeting-interaction_score?file-hash=m";
const RIGHTS: &str = "meetings:read meetings:write";

#[test]
fn a_secret_lets_in_by_scope_and_tenant() {
    let (store, keys) = (Folder::new(), Folder::new());
    let mut command = command(&store);
    command.args(["--jwt-secret-file", &secret_file(&keys), "--tenant-claim", "org"]);
    command.args(["--jwt-issuer", "https://id.example", "--jwt-audience", "sociogram"]);
    let serving = Serving::spawn(command);
    let of = |org: &str, scope: &str| {
        token(&claims(json!({
            "iss": "https://id.example", "aud": ["x", "sociogram"], "org": org, "scope": scope,
        })))
    };
    let acme = of("acme", RIGHTS);
    assert_eq!(with(&serving, &acme, "PUT", "/meetings/m", &standup()).status, 201);
    assert_eq!(
        with(&serving, &acme, "GET", SCORE, b"").text(),
        r#"{"meeting_interaction_score":89}"#
    );
    let lower = send(serving.at, "GET", SCORE, &[&format!("authorization: bearer {acme}")], b"");
    assert_eq!(lower.status, 200);

    // Another tenant sees nothing, and cannot forget what it does not see.
    let other = of("other", RIGHTS);
    for (method, target) in [("GET", SCORE), ("GET", "/meetings/m"), ("DELETE", "/meetings/m")] {
        with(&serving, &other, method, target, b"").is_error(404);
    }
    assert_eq!(with(&serving, &other, "GET", "/meetings", b"").json()["meetings"], json!([]));

    // Reading does not let write, nor writing read.
    let reader = of("acme", "meetings:read");
    with(&serving, &reader, "PUT", "/meetings/m", &standup()).is_error(403);
    with(&serving, &reader, "DELETE", "/meetings/m", b"").is_error(403);
    with(&serving, &of("acme", "meetings:write"), "GET", SCORE, b"").is_error(403);

    let full = json!({ "iss": "https://id.example", "aud": "sociogram", "org": "acme" });
    assert_eq!(with(&serving, &token(&claims(full.clone())), "GET", SCORE, b"").status, 200);
    for (name, wrong) in [
        ("exp", json!(now() - 3600)),
        ("exp", Value::Null),
        ("nbf", json!(now() + 3600)),
        ("iss", json!("https://other.example")),
        ("aud", json!("other")),
        ("org", Value::Null),
    ] {
        let mut claims = claims(full.clone());
        claims[name] = wrong;
        let answer = with(&serving, &token(&claims), "GET", SCORE, b"");
        assert_eq!(answer.is_error(401), "Unauthorized", "{name}");
    }
    // In the query, none at all, two headers, garbage.
    get(serving.at, &format!("{SCORE}&access_token={acme}&authorization=Bearer%20{acme}"))
        .is_error(401);
    let header = format!("authorization: Bearer {acme}");
    send(serving.at, "GET", SCORE, &[&header, &header], b"").is_error(401);
    for garbage in ["", ".", "..", "a.b.c", &format!("{acme}x"), &"a".repeat(9000)] {
        with(&serving, garbage, "GET", SCORE, b"").is_error(401);
    }
}

#[test]
fn the_secret_may_come_from_the_environment() {
    let store = Folder::new();
    let mut command = command(&store);
    command.env("SOCIOGRAM_JWT_SECRET", SECRET);
    let serving = Serving::spawn(command);
    with(&serving, &token(&claims(json!({}))), "GET", SCORE, b"").is_error(404);
    get(serving.at, SCORE).is_error(401);
}

#[test]
fn public_keys_let_in_and_decide_the_algorithm() {
    for (private, public, algorithm) in [
        ("rsa.pem", "rsa.pub.pem", Algorithm::RS256),
        ("p256.pem", "p256.pub.pem", Algorithm::ES256),
        ("ed25519.pem", "ed25519.pub.pem", Algorithm::EdDSA),
    ] {
        let store = Folder::new();
        let mut command = command(&store);
        let public = format!("fixtures/keys/{public}");
        command.args(["--jwt-key-file", &public]);
        let serving = Serving::spawn(command);
        with(&serving, &of_key(private, algorithm), "GET", SCORE, b"").is_error(404);
        with(&serving, &token(&claims(json!({}))), "GET", SCORE, b"").is_error(401);
        // The public key taken for a secret.
        let pem = std::fs::read(support::root().join(&public)).unwrap();
        let key = EncodingKey::from_secret(&pem);
        let confused =
            jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims(json!({})), &key);
        with(&serving, &confused.unwrap(), "GET", SCORE, b"").is_error(401);
    }
}

#[test]
fn a_key_that_cannot_be_used_ends_it() {
    let store = Folder::new();
    let serve = |more: &[&str]| {
        run(&[&["serve", "--listen", "127.0.0.1:0", "--store", store.text()], more].concat())
    };
    for (arguments, said) in [
        (&["--jwt-secret-file", "/nowhere/secret"][..], "--jwt-secret-file: /nowhere/secret: "),
        (&["--jwt-key-file", "fixtures/keys/rsa.pem"], "--jwt-key-file: expected a public key"),
        (&["--jwks-file", "fixtures/keys/rsa.pem"], "--jwks-file: expected a JWK Set"),
        (
            &["--jwt-key-file", "fixtures/keys/rsa.pub.pem", "--insecure-no-auth"],
            "--insecure-no-auth lets everyone in, and there is a key",
        ),
        (&["--jwt-issuer", "me", "--insecure-no-auth"], "--jwt-issuer is for tokens"),
    ] {
        let output = serve(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(told(&output).contains(said), "{arguments:?}: {}", told(&output));
    }
    assert!(!store.0.exists(), "nothing was begun");
}
