//! How many requests a second `sociogram serve` answers for a cached meeting, with an HS256 token
//! checked each time, beside an axum handler that has the same bytes ready:
//! `cargo test --release --all-features --test http_load -- --ignored --nocapture --test-threads 1`.
//!
//! `LOAD_SECONDS` is how long each of 21 rounds lasts for each of the two (1), `LOAD_SOAK_SECONDS` how long the soak does (60).

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement that fails should fail loudly"
)]

#[path = "support/client.rs"]
mod client;
#[path = "support/serving.rs"]
mod serving;
mod support;

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use client::send;
use jsonwebtoken::{EncodingKey, Header};
use serving::{Folder, Serving, sociogram};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const SECRET: &str = "a secret of a measurement, 32 bytes or more";
const TARGET: &str = "/single-feature-api/meeting/meeting-interactions?file-hash=m";
const CONNECTIONS: usize = 32;
/// Many and short, one handler after the other: how fast a machine is changes with its neighbours.
const ROUNDS: usize = 21;

fn seconds(variable: &str, otherwise: u64) -> Duration {
    let set = std::env::var(variable).ok().and_then(|text| text.parse().ok());
    Duration::from_secs(set.unwrap_or(otherwise))
}

/// Not a test: the process of the other handler, which answers with the bytes of a variable.
#[test]
#[ignore = "a part of the measurement"]
fn constant() {
    let Ok(body) = std::env::var("LOAD_CONSTANT") else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("listening on {}", listener.local_addr().unwrap());
        let body: &'static str = body.leak();
        let handler = get(move || async move { ([(CONTENT_TYPE, "application/json")], body) });
        let path = TARGET.split('?').next().unwrap();
        axum::serve(listener, Router::new().route(path, handler)).await.unwrap();
    });
}

struct Constant(Child, SocketAddr);

impl Constant {
    fn start(body: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "constant", "--nocapture"])
            .env("LOAD_CONSTANT", body)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        // Held from here on, so that it ends whatever happens.
        let mut constant = Self(child, SocketAddr::from(([127, 0, 0, 1], 0)));
        for line in BufReader::new(out).lines() {
            if let Some((_, address)) = line.unwrap().split_once("listening on ") {
                constant.1 = address.parse().unwrap();
                return constant;
            }
        }
        panic!("it ended")
    }
}

impl Drop for Constant {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A service with a meeting in it, and a request for that.
fn service(store: &Folder) -> (Serving, Vec<u8>, String) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let claims = serde_json::json!({
        "sub": "7369d5a6-5f13-47af-8e50-d82aeb0715e0", "exp": now + 86_400,
        "scope": "meetings:read meetings:write",
    });
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let token = jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap();
    let mut command = sociogram();
    command.args(["serve", "--listen", "127.0.0.1:0", "--store", store.text()]);
    command.env("SOCIOGRAM_JWT_SECRET", SECRET);
    let serving = Serving::spawn(command);
    let header = format!("authorization: Bearer {token}");
    let standup = std::fs::read(support::root().join("fixtures/meetings/standup.rttm")).unwrap();
    assert_eq!(send(serving.at, "PUT", "/meetings/m", &[&header], &standup).status, 201);
    let body = send(serving.at, "GET", TARGET, &[&header], b"");
    assert_eq!(body.status, 200);
    let request = format!("GET {TARGET} HTTP/1.1\r\nhost: test\r\n{header}\r\n\r\n").into_bytes();
    (serving, request, body.text().to_owned())
}

/// Asks over many connections for a while, as fast as it can or at a rate, and gives how long each
/// answer took.
async fn load(
    at: SocketAddr,
    request: &[u8],
    lasting: Duration,
    rate: Option<f64>,
) -> (f64, Vec<Duration>) {
    let over = Arc::new(AtomicBool::new(false));
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for number in 0..CONNECTIONS {
        let (over, request) = (Arc::clone(&over), request.to_vec());
        tasks.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect(at).await.unwrap();
            stream.set_nodelay(true).unwrap();
            let mut buffer = vec![0; 64 << 10];
            // The first answer tells how long all of them are.
            stream.write_all(&request).await.unwrap();
            tokio::time::sleep(Duration::from_millis(200)).await;
            let length = stream.read(&mut buffer).await.unwrap();
            assert!(buffer.starts_with(b"HTTP/1.1 200 "));
            let mut took = Vec::with_capacity(1 << 20);
            let start = Instant::now();
            let each = rate.map(|rate| CONNECTIONS as f64 / rate);
            let mut count = number as f64 / CONNECTIONS as f64;
            while !over.load(Ordering::Relaxed) {
                let mut sent = Instant::now();
                if let Some(each) = each {
                    // What waits for the one before has been late since it was due.
                    let due = start + Duration::from_secs_f64(count * each);
                    tokio::time::sleep_until(due.into()).await;
                    sent = due;
                    count += 1.0;
                }
                stream.write_all(&request).await.unwrap();
                stream.read_exact(&mut buffer[..length]).await.unwrap();
                assert!(buffer.starts_with(b"HTTP/1.1 200 "));
                took.push(sent.elapsed());
            }
            took
        }));
    }
    tokio::time::sleep(Duration::from_millis(300) + lasting).await;
    over.store(true, Ordering::Relaxed);
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    all.sort_unstable();
    (all.len() as f64 / (begun.elapsed().as_secs_f64() - 0.2), all)
}

/// What so many percent of all are not longer than.
fn at(all: &[Duration], percent: usize) -> Duration {
    all[(all.len() - 1) * percent / 100]
}

#[test]
#[ignore = "a measurement"]
fn cached_answers_beside_a_constant_handler() {
    let lasting = seconds("LOAD_SECONDS", 1);
    let store = Folder::new();
    let (serving, request, body) = service(&store);
    let constant = Constant::start(&body);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (mut rates, mut ratios) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let theirs = load(constant.1, &request, lasting, None).await.0;
            let ours = load(serving.at, &request, lasting, None).await.0;
            println!("constant {theirs:.0}/s, sociogram {ours:.0}/s: {:.2}", ours / theirs);
            rates.push(ours);
            ratios.push(ours / theirs);
        }
        rates.sort_unstable_by(f64::total_cmp);
        ratios.sort_unstable_by(f64::total_cmp);
        let (most, ratio) = (rates[ROUNDS / 2], ratios[ROUNDS / 2]);
        println!("medians: {most:.0}/s, {ratio:.2} of the constant handler's");
        let mut p99s = Vec::new();
        for _ in 0..ROUNDS / 3 {
            let (rate, all) = load(serving.at, &request, lasting, Some(most / 2.0)).await;
            let (half, p99) = (at(&all, 50), at(&all, 99));
            println!("at {rate:.0}/s: median {half:?}, p99 {p99:?}, longest {:?}", at(&all, 100));
            p99s.push(p99);
        }
        p99s.sort_unstable();
        let p99 = at(&p99s, 50);
        assert!(ratio >= 0.7, "{ratio:.3} of the constant handler's");
        assert!(p99 < Duration::from_millis(10), "{p99:?}");
    });
}

/// The memory of a process, in KiB.
fn memory(id: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = text.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
#[ignore = "a measurement"]
fn memory_stays_as_it_is() {
    let lasting = seconds("LOAD_SOAK_SECONDS", 60);
    let store = Folder::new();
    let (serving, request, _) = service(&store);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let part = lasting / 6;
        let mut all = Vec::new();
        for _ in 0..6 {
            let rate = load(serving.at, &request, part, None).await.0;
            all.push(memory(serving.id()));
            println!("{rate:.0}/s, {} KiB", all[all.len() - 1]);
        }
        assert!(all[5] < all[1] + all[1] / 10, "{all:?}");
    });
}
