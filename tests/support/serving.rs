//! `sociogram serve` as a process, and what goes with it.

#![allow(
    dead_code,
    clippy::panic,
    clippy::unwrap_used,
    reason = "each test takes the part it needs, and should fail loudly"
)]

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::support;

pub(crate) fn sociogram() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sociogram"));
    command.current_dir(support::root());
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    sociogram().args(arguments).output().unwrap()
}

pub(crate) fn told(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// A folder of its own, gone with the test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("sociogram-serve-{}-{count}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    pub(crate) fn text(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A service as a process, killed at the end of the test if not before.
pub(crate) struct Serving {
    child: Child,
    pub(crate) at: SocketAddr,
    /// What it said before it listened.
    pub(crate) said: String,
    rest: BufReader<std::process::ChildStderr>,
}

impl Serving {
    /// For everyone, over a folder.
    pub(crate) fn start(store: &Path, more: &[&str]) -> Self {
        let mut command = sociogram();
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--insecure-no-auth", "--store"])
            .arg(store)
            .args(more);
        Self::spawn(command)
    }

    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let rest = BufReader::new(child.stderr.take().unwrap());
        // Held from here on, so that it ends whatever happens.
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut serving = Self { child, at: nowhere, said: String::new(), rest };
        while serving.at == nowhere {
            let mut line = String::new();
            assert!(serving.rest.read_line(&mut line).unwrap() > 0, "it ended: {}", serving.said);
            // Text, or a piece of JSON.
            match line.trim().split_once("listening on http://") {
                Some((_, rest)) => {
                    let address = rest.split('"').next().unwrap();
                    serving.at = address.parse().unwrap();
                }
                None => serving.said += &line,
            }
        }
        serving
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits for its end, and gives its exit code and what it said since it listened.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        self.rest.read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap().code(), said)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
