//! Settings of `serve`: where they may stand, which comes first, and what is shown of them.

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

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Output;
use std::time::{Duration, Instant};

use client::{get, put, send};
use serde_json::Value;
use serving::{Folder, Serving, sociogram, told};

const SECRET: &str = "a secret that nobody must ever see, 123";

/// `serve --print-config`, with variables and arguments.
fn shown(variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = sociogram();
    command.args(["serve", "--print-config"]).args(arguments).envs(variables.iter().copied());
    command.output().unwrap()
}

fn settings(variables: &[(&str, &str)], arguments: &[&str]) -> toml::Table {
    let output = shown(variables, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    toml::from_str(std::str::from_utf8(&output.stdout).unwrap()).unwrap()
}

/// A file in a folder, and its name.
fn file(folder: &Folder, text: &str) -> String {
    std::fs::create_dir_all(&folder.0).unwrap();
    let path = folder.0.join("sociogram.toml");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn what_is_typed_comes_before_the_environment_and_that_before_the_file() {
    let folder = Folder::new();
    let file = file(
        &folder,
        "listen = \"127.0.0.1:1\"\nbody-limit = 1\ncache-bytes = 1\nscale = \"relative\"\nrise = 7\n",
    );
    let variables = [
        ("SOCIOGRAM_BODY_LIMIT", "2"),
        ("SOCIOGRAM_CACHE_BYTES", "2"),
        ("SOCIOGRAM_CONFIG", &file),
    ];
    let all = settings(&variables, &["--cache-bytes", "3"]);
    assert_eq!(all["listen"].as_str(), Some("127.0.0.1:1"));
    assert_eq!(all["body-limit"].as_integer(), Some(2));
    assert_eq!(all["cache-bytes"].as_integer(), Some(3));
    assert_eq!(all["scale"].as_str(), Some("relative"));
    assert_eq!(all["rise"].as_float(), Some(7.0));
    assert_eq!(all["header-time"].as_float(), Some(10.0), "defaults are shown too");
    // A file that is typed comes before one of the environment.
    let other = Folder::new();
    let all = settings(&variables, &["--config", &self::file(&other, "rise = 8\n")]);
    assert_eq!((&all["rise"], &all["listen"]), (&8.0.into(), &"127.0.0.1:8080".into()));
}

#[test]
fn every_setting_can_stand_everywhere() {
    let all = settings(&[], &[]);
    for (key, value) in &all {
        let text = match value {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let variable = format!("SOCIOGRAM_{}", key.replace('-', "_").to_uppercase());
        assert_eq!(settings(&[(&variable, &text)], &[])[key], *value, "{variable}");
        assert_eq!(settings(&[], &[&format!("--{key}"), &text])[key], *value, "{key}");
    }
    assert!(all.len() >= 15, "{all:?}");
    for key in ["store", "jwt-secret-file", "jwt-key-file", "jwks-file", "jwt-issuer"] {
        let variable = format!("SOCIOGRAM_{}", key.replace('-', "_").to_uppercase());
        assert_eq!(settings(&[(&variable, "x")], &[])[key].as_str(), Some("x"));
        assert_eq!(settings(&[], &[&format!("--{key}"), "x"])[key].as_str(), Some("x"));
    }
}

#[test]
fn secrets_are_masked_and_the_rest_can_be_used_again() {
    let folder = Folder::new();
    let text = format!(
        "store = \"s3://key:hidden@bucket/path?token=hidden\"\njwt-secret = \"{SECRET}\"\n\
         jwt-issuer = \"me\"\nconcurrency = 5\n"
    );
    let output = shown(&[], &["--config", &file(&folder, &text)]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(!printed.contains(SECRET) && !printed.contains("hidden"), "{printed}");
    assert!(printed.contains("jwt-secret = \"***\""), "{printed}");
    assert!(printed.contains("store = \"s3://***@bucket/path?***\""), "{printed}");
    let again = Folder::new();
    let output = shown(&[], &["--config", &file(&again, &printed)]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), printed);
    // A mask is no secret.
    let output = sociogram()
        .args(["serve", "--store", "memory:///", "--config", &file(&again, &printed)])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("jwt-secret: expected a secret of at least 32 bytes"));

    let output = shown(&[("SOCIOGRAM_JWT_SECRET", SECRET)], &[]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("jwt-secret = \"***\""));
}

#[test]
fn the_nearest_source_of_keys_is_the_one() {
    let folder = Folder::new();
    let file = file(&folder, "jwt-key-file = \"a\"\n");
    let secret = ("SOCIOGRAM_JWT_SECRET", SECRET);
    let all = settings(&[secret], &["--config", &file]);
    assert!(all.contains_key("jwt-secret") && !all.contains_key("jwt-key-file"));
    let all = settings(&[secret], &["--config", &file, "--jwks-file", "b"]);
    assert!(all.contains_key("jwks-file") && !all.contains_key("jwt-secret"));
    for (variables, arguments) in [
        (&[][..], &["--jwks-file", "a", "--jwt-key-file", "b"][..]),
        (&[secret, ("SOCIOGRAM_JWKS_FILE", "a")], &[]),
    ] {
        let output = shown(variables, arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains("both name keys"), "{}", told(&output));
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let folder = Folder::new();
    for (text, said) in [
        ("listen = 1\n", "line 1: invalid type"),
        ("# a\nlisten-at = \"x\"\n", "unknown field `listen-at`"),
        ("rise = 5\nbody-time = -1\n", "expected a finite number of seconds"),
        ("insecure-no-auth = true\n", "unknown field `insecure-no-auth`"),
        ("log-level = \"loud\"\n", "unknown variant `loud`"),
        ("body-limit = -1\n", "line 1: invalid value"),
        ("jwt-secret = \"a secret not to be told\n", "line 1: "),
    ] {
        let output = shown(&[], &["--config", &file(&folder, text)]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        let told = told(&output);
        assert!(told.contains(said) && told.contains("sociogram.toml: "), "{text}: {told}");
        assert!(!told.contains("not to be told"), "{told}");
    }
    for (variable, value, said) in [
        ("SOCIOGRAM_BODY_LIMIT", "many", "SOCIOGRAM_BODY_LIMIT: invalid value 'many'"),
        ("SOCIOGRAM_HEADER_TIME", "-1", "SOCIOGRAM_HEADER_TIME: "),
        ("SOCIOGRAM_SCALE", "", "SOCIOGRAM_SCALE: "),
        ("SOCIOGRAM_CONFIG", "/nowhere/file", "/nowhere/file: "),
    ] {
        let output = shown(&[(variable, value)], &[]);
        assert_eq!(output.status.code(), Some(2), "{variable}");
        assert!(told(&output).contains(said), "{}", told(&output));
    }
    // Kubernetes has such variables for a service of this name.
    let all = settings(&[("SOCIOGRAM_PORT", "tcp://10.0.0.1:80"), ("SOCIOGRAM_HOST", "x")], &[]);
    assert!(!all.contains_key("port"));
    let output = sociogram().args(["serve", "--insecure-no-auth"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("--store: nothing says where"), "{}", told(&output));
    // It has to be typed.
    let mut command = sociogram();
    command.args(["serve", "--store", "memory:///"]).env("SOCIOGRAM_INSECURE_NO_AUTH", "true");
    let output = command.output().unwrap();
    assert!(told(&output).contains("nothing says who may ask"), "{}", told(&output));
}

#[test]
fn limits_are_as_set() {
    let store = Folder::new();
    let more = ["--body-limit", "100", "--header-time", "0.2", "--body-time", "0.2"];
    let serving = Serving::start(&store.0, &more);
    put(serving.at, "/meetings/m", &[b' '; 101]).is_error(413);

    // Heads that do not end, connections that ask nothing, and bodies that do not come.
    for (part, answer) in [
        (&b"GET /healthz HTTP/1.1\r\nhost"[..], None),
        (b"", None),
        (b"PUT /meetings/m HTTP/1.1\r\nhost: t\r\ncontent-length: 9\r\n\r\nS", Some("408")),
    ] {
        let begun = Instant::now();
        let mut stream = TcpStream::connect(serving.at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(part).unwrap();
        let mut got = Vec::new();
        let _ = stream.read_to_end(&mut got);
        let got = String::from_utf8(got).unwrap();
        assert!(begun.elapsed() < Duration::from_secs(4), "{got}");
        match answer {
            Some(status) => assert!(got.contains(status), "{got}"),
            None => assert!(got.is_empty() || got.contains("408"), "{got}"),
        }
    }
    // Further connections wait until there is room, and then are answered.
    let serving = Serving::start(&store.0, &["--connections", "2", "--header-time", "0.5"]);
    let _idle: Vec<TcpStream> = (0..8).map(|_| TcpStream::connect(serving.at).unwrap()).collect();
    assert_eq!(get(serving.at, "/healthz").status, 200);
}

#[test]
fn the_log_is_of_requests_and_never_of_what_they_hold() {
    let store = Folder::new();
    let serving = Serving::start(&store.0, &["--log-level", "debug"]);
    let turns = b"SPEAKER m 1 0 2 <NA> <NA> speaker-name <NA> <NA>\n";
    put(serving.at, "/meetings/m", turns);
    let path = "/single-feature-api/meeting/meeting-interactions?file-hash=";
    let headers = ["authorization: Bearer to.ke.n", "x-request-id: asked-1"];
    assert_eq!(send(serving.at, "GET", &format!("{path}m"), &headers, b"").status, 200);
    send(serving.at, "GET", &format!("{path}&access_token=to.ke.n"), &headers, b"").is_error(400);
    serving.signal("TERM");
    let (code, said) = serving.end();
    assert_eq!(code, Some(0));
    for part in ["asked-1", "status=200", "status=400", "route=\"/meetings/{file_hash}\""] {
        assert!(said.contains(part), "{part}: {said}");
    }
    for hidden in ["speaker-name", "to.ke.n", "access_token"] {
        assert!(!said.contains(hidden), "{hidden}: {said}");
    }
}

#[test]
fn the_log_can_be_json() {
    let store = Folder::new();
    let mut command = sociogram();
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--store", store.0.to_str().unwrap()])
        .args(["--log-format", "json"])
        .env("SOCIOGRAM_JWT_SECRET", SECRET);
    let serving = Serving::spawn(command);
    let answer = send(serving.at, "GET", "/meetings", &["x-request-id: one"], b"");
    answer.is_error(401);
    serving.signal("TERM");
    let (code, said) = serving.end();
    assert_eq!(code, Some(0));
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = lines.iter().find(|line| line["request_id"] == "one").unwrap();
    assert_eq!(line["reason"], "no Authorization header");
    assert_eq!((&line["status"], &line["route"]), (&401.into(), &"/meetings".into()));
}
