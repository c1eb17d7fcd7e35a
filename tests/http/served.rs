//! A service that listens for as long as it is held.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::http::HeaderMap;
use sociogram::http::{Access, Caller, Denied, Meetings, Objects, Open, Service, router};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

pub(crate) struct Served {
    pub(crate) at: SocketAddr,
    _runtime: Runtime,
}

impl Served {
    pub(crate) fn app(app: Router) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let at = listener.local_addr().unwrap();
        runtime.spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { at, _runtime: runtime }
    }

    /// Over these meetings, for everyone.
    pub(crate) fn open(meetings: impl Meetings) -> Self {
        Self::app(router(Service::new(Arc::new(meetings), Arc::new(Open))))
    }

    /// Over memory, for those with a badge.
    pub(crate) fn with_badges() -> Self {
        Self::app(router(Service::new(Arc::new(Objects::memory()), Arc::new(Badges))))
    }
}

/// A badge says what one may do, and whose one is: `badge: read write acme`.
pub(crate) struct Badges;

impl Access for Badges {
    fn caller(&self, headers: &HeaderMap) -> Result<Caller, Denied> {
        let badge = headers.get("badge").ok_or_else(|| Denied::new("no badge"))?;
        let words: Vec<&str> =
            badge.to_str().map_err(|_| Denied::new("no text"))?.split(' ').collect();
        let caller = Caller::new(words.contains(&"read"), words.contains(&"write"));
        let tenant = words.iter().find(|word| !["read", "write", "none"].contains(word));
        Ok(match tenant {
            Some(tenant) => caller.of_tenant(*tenant),
            None => caller,
        })
    }
}

/// A folder of its own, gone with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("sociogram-http-{}-{count}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The bundled meeting.
pub(crate) fn standup() -> Vec<u8> {
    std::fs::read(crate::support::root().join("fixtures/meetings/standup.rttm")).unwrap()
}

/// A meeting of a few turns, as RTTM: who, from, how long.
pub(crate) fn rttm(turns: &[(&str, f64, f64)]) -> Vec<u8> {
    let line = |(who, start, length): &(&str, f64, f64)| {
        format!("SPEAKER m 1 {start} {length} <NA> <NA> {who} <NA> <NA>\n")
    };
    turns.iter().map(line).collect::<String>().into_bytes()
}

pub(crate) const INTERACTIONS: &str = "/single-feature-api/meeting/meeting-interactions";
pub(crate) const SCORE: &str = "/single-feature-api/meeting/meeting-interaction_score";
pub(crate) const DYNAMICS: &str = "/single-feature-api/meeting/meeting-dynamics";
pub(crate) const DOCUMENTED: [&str; 3] = [INTERACTIONS, SCORE, DYNAMICS];
