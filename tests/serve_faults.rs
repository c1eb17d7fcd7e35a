//! `serve` where the disk is full or read-only, where thousands connect and ask nothing, and where
//! nobody reads what it says.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

#[path = "support/client.rs"]
mod client;
#[path = "support/serving.rs"]
mod serving;
mod support;

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use client::{Answer, get, put, send};
use serving::{Folder, Serving};

/// A namespace in which whoever runs the tests may mount.
const UNSHARE: [&str; 4] = ["unshare", "--user", "--map-root-user", "--mount"];

/// A service over a file system of its own, of 256 KiB.
struct Mounted {
    serving: Serving,
    folder: Folder,
}

impl Mounted {
    /// Absent where this machine does not let one be made, which is told.
    fn start() -> Option<Self> {
        let folder = Folder::new();
        fs::create_dir(&folder.0).unwrap();
        let within = |script: &str| {
            let mut command = Command::new(UNSHARE[0]);
            command.args(&UNSHARE[1..]).args(["sh", "-c", script, folder.text()]);
            command
        };
        let mount = "mount -t tmpfs -o size=256k sociogram \"$0\"";
        if !within(mount).output().is_ok_and(|output| output.status.success()) {
            eprintln!("SKIPPED: no file system can be mounted here, so none can be full");
            return None;
        }
        let mut command = within(&format!("{mount} && exec \"$@\""));
        command
            .args([env!("CARGO_BIN_EXE_sociogram"), "serve", "--insecure-no-auth"])
            .args(["--listen", "127.0.0.1:0", "--store", folder.text()])
            .current_dir(support::root());
        Some(Self { serving: Serving::spawn(command), folder })
    }

    /// A file of the store, as the service sees it.
    fn path(&self, name: &str) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.serving.id()));
        root.join(self.folder.0.strip_prefix("/").unwrap()).join(name)
    }

    fn remount(&self, how: &str) {
        let id = self.serving.id().to_string();
        let done = Command::new("nsenter")
            .args(["--target", &id, "--user", "--mount", "--preserve-credentials"])
            .args(["mount", "-o", &format!("remount,{how}"), self.folder.text()])
            .status();
        assert!(done.unwrap().success());
    }

    fn ready(&self, status: u16) -> Answer {
        until(|| {
            let answer = get(self.serving.at, "/readyz");
            (answer.status == status).then_some(answer)
        })
    }
}

/// What is found within ten seconds.
#[track_caller]
fn until<T>(mut find: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = find() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "it never was so");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn standup() -> Vec<u8> {
    fs::read(support::root().join("fixtures/meetings/standup.rttm")).unwrap()
}

#[test]
fn a_full_disk_is_told_and_what_was_kept_is_served() {
    let Some(mounted) = Mounted::start() else { return };
    let at = mounted.serving.at;
    assert_eq!(put(at, "/meetings/before", &standup()).status, 201);
    mounted.ready(200);
    let mut filling = File::create(mounted.path("fill")).unwrap();
    while filling.write(&[1; 4096]).is_ok_and(|bytes| bytes > 0) {}
    drop(filling);

    let why = mounted.ready(503).is_error(503);
    assert!(why.to_lowercase().contains("no space"), "{why}");
    for _ in 0..20 {
        let why = put(at, "/meetings/after", &standup()).is_error(503);
        assert!(!why.contains("after") && !why.contains("ana"), "{why}");
    }
    // An old one is not lost to a new one for which there is no room.
    put(at, "/meetings/before", &standup()).is_error(503);
    assert_eq!(get(at, "/meetings/before").status, 200);
    get(at, "/meetings/after").is_error(404);
    assert_eq!(get(at, "/meetings").json()["meetings"], serde_json::json!(["before"]));
    assert_eq!(get(at, "/healthz").status, 200);

    fs::remove_file(mounted.path("fill")).unwrap();
    mounted.ready(200);
    assert_eq!(put(at, "/meetings/after", &standup()).status, 201);
    assert_eq!(get(at, "/meetings/after").status, 200);
    let left: Vec<_> = fs::read_dir(mounted.path("meetings")).unwrap().collect();
    assert_eq!(left.len(), 2, "what could not be written left nothing behind: {left:?}");
}

#[test]
fn a_read_only_disk_is_told_and_what_was_kept_is_served() {
    let Some(mounted) = Mounted::start() else { return };
    let at = mounted.serving.at;
    assert_eq!(put(at, "/meetings/m", &standup()).status, 201);
    mounted.remount("ro");
    let why = mounted.ready(503).is_error(503);
    assert!(why.to_lowercase().contains("read-only"), "{why}");
    put(at, "/meetings/m", &standup()).is_error(503);
    put(at, "/meetings/other", &standup()).is_error(503);
    send(at, "DELETE", "/meetings/m", &[], b"").is_error(503);
    assert_eq!(get(at, "/meetings/m").status, 200);

    mounted.remount("rw");
    mounted.ready(200);
    assert_eq!(put(at, "/meetings/m", &standup()).status, 200);
    assert_eq!(send(at, "DELETE", "/meetings/m", &[], b"").status, 204);
}

/// How many files a process has open.
fn open_files(id: u32) -> usize {
    fs::read_dir(format!("/proc/{id}/fd")).unwrap().count()
}

/// How many connections whoever listens there has accepted and not closed, as the system lists them.
fn held(at: SocketAddr) -> usize {
    let local = format!(":{:04X}", at.port());
    let table = fs::read_to_string("/proc/net/tcp").unwrap();
    let rows = table.lines().skip(1).map(|row| row.split_whitespace().collect::<Vec<_>>());
    // The tenth column is what a process holds it by, and 0 while, or once, none does.
    rows.filter(|row| row[1].ends_with(&local) && row[3] != LISTENING && row[9] != "0").count()
}

/// The state of a socket that waits for connections, in the system's list.
const LISTENING: &str = "0A";

/// How many bytes of memory a process has.
fn memory(id: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = text.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
}

#[test]
fn ten_thousand_who_ask_nothing_are_hung_up_on_and_the_others_answered() {
    let files = rlimit::increase_nofile_limit(11_000).unwrap();
    let most = usize::try_from(files).unwrap().saturating_sub(500).min(10_000);
    if most < 10_000 {
        eprintln!("SKIPPED in part: only {most} connections, since {files} files may be open here");
    }
    let store = Folder::new();
    let serving = Serving::start(&store.0, &["--header-time", "4"]);
    let at = serving.at;
    assert_eq!(put(at, "/meetings/m", &standup()).status, 201);
    let before = open_files(serving.id());
    let over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Whoever has a connection is answered all the while.
        let asking = scope.spawn(|| {
            let mut stream = TcpStream::connect(at).unwrap();
            let mut longest = Duration::ZERO;
            while !over.load(std::sync::atomic::Ordering::Relaxed) {
                let begun = Instant::now();
                stream.write_all(b"GET /meetings HTTP/1.1\r\nhost: t\r\n\r\n").unwrap();
                let mut answer = [0; 4096];
                let length = stream.read(&mut answer).unwrap();
                assert!(answer[..length].starts_with(b"HTTP/1.1 200 "));
                longest = longest.max(begun.elapsed());
                std::thread::sleep(Duration::from_millis(20));
            }
            longest
        });
        let idle = idle(at, most);
        over.store(true, std::sync::atomic::Ordering::Relaxed);
        let longest = asking.join().unwrap();
        assert!(longest < Duration::from_secs(2), "{longest:?}");
        // Those for whom there was no room wait outside, where the system may forget them.
        assert!(idle > most / 2, "{idle} of {most} were hung up on");
    });
    assert_eq!(get(at, "/meetings/m").status, 200);
    until(|| (held(at) == 0 && open_files(serving.id()) <= before + 2).then_some(()));
    let memory = memory(serving.id());
    assert!(memory < 256 << 20, "{memory} bytes");
}

/// Connects so often, says nothing, and counts those that are hung up on within fifteen seconds.
fn idle(at: SocketAddr, connections: usize) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let tasks: Vec<_> = (0..connections)
            .map(|_| {
                tokio::spawn(async move {
                    use tokio::io::AsyncReadExt;
                    let waits = async {
                        let mut stream = tokio::net::TcpStream::connect(at).await?;
                        stream.read_to_end(&mut Vec::new()).await
                    };
                    tokio::time::timeout(Duration::from_secs(15), waits).await
                })
            })
            .collect();
        let mut count = 0;
        for task in tasks {
            if let Ok(hung_up) = task.await.unwrap() {
                assert!(hung_up.is_err() || hung_up.is_ok_and(|bytes| bytes == 0));
                count += 1;
            }
        }
        count
    })
}

#[test]
fn who_takes_nothing_of_an_answer_is_hung_up_on() {
    let store = Folder::new();
    let serving = Serving::start(&store.0, &["--body-time", "0.5"]);
    let at = serving.at;
    let size = get(at, "/openapi.json").body.len();
    // All answers are more than the buffers between the two hold, all requests are not.
    let request = b"GET /openapi.json HTTP/1.1\r\nhost: t\r\n\r\n";
    let mut slow = TcpStream::connect(at).unwrap();
    slow.write_all(&request.repeat(64_000_000 / size)).unwrap();
    slow.read_exact(&mut [0]).unwrap();
    slow.set_nonblocking(true).unwrap();
    until(|| {
        // It goes on asking, and takes nothing.
        let _ = slow.write(request);
        (held(at) == 0).then_some(())
    });
    assert_eq!(get(at, "/healthz").status, 200);
}

#[test]
fn a_log_that_nobody_reads_does_not_hold_it_up() {
    let store = Folder::new();
    let serving = Serving::start(&store.0, &["--log-level", "debug"]);
    let begun = Instant::now();
    // Several times what a pipe holds.
    for _ in 0..2_000 {
        assert_eq!(get(serving.at, "/healthz").status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}
