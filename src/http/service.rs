//! What every endpoint shares: the store, who may ask, the model, and a place to work.

use std::fmt;
use std::sync::Arc;
use std::thread::available_parallelism;

use axum::http::HeaderMap;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::access::{Access, Caller};
use super::answer::Question;
use super::failure::Failure;
use super::file_hash::FileHash;
use super::meetings::{Key, Meetings};
use super::stored::StoredMeeting;
use crate::analysis::Analyzer;
use crate::normalize::Scale;

/// The most bytes of a body, unless told.
const MOST_BYTES: usize = 64 << 20;

/// A service: where its meetings are kept, who may ask, and how they are looked at.
///
/// Clones share all of it.
///
/// ```
/// use std::sync::Arc;
/// use sociogram::Scale;
/// use sociogram::http::{Objects, Open, Service, router};
///
/// let service = Service::new(Arc::new(Objects::memory()), Arc::new(Open)).scale(Scale::Relative);
/// let app: axum::Router = axum::Router::new().nest("/sociogram", router(service));
/// ```
#[derive(Clone)]
#[must_use = "a service does nothing until a router is made of it"]
pub struct Service {
    meetings: Arc<dyn Meetings>,
    access: Arc<dyn Access>,
    analyzer: Analyzer,
    scale: Scale,
    most_bytes: usize,
    /// Work takes a core each, and no more than there are.
    cores: Arc<Semaphore>,
}

impl Service {
    /// A service over meetings, for those whom `access` lets in; the model with its defaults, and
    /// the absolute scale.
    pub fn new(meetings: Arc<dyn Meetings>, access: Arc<dyn Access>) -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        Self {
            meetings,
            access,
            analyzer: Analyzer::default(),
            scale: Scale::Absolute,
            most_bytes: MOST_BYTES,
            cores: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Analyzes with other parameters of the model.
    pub const fn analyzer(mut self, analyzer: Analyzer) -> Self {
        self.analyzer = analyzer;
        self
    }

    /// Puts the values of `meeting-interactions` on another scale. Scores are the same on both.
    pub const fn scale(mut self, scale: Scale) -> Self {
        self.scale = scale;
        self
    }

    /// Refuses bodies of more bytes than this, with 413; 64 MiB unless told.
    pub const fn most_bytes(mut self, bytes: usize) -> Self {
        self.most_bytes = bytes;
        self
    }

    pub(super) fn meetings(&self) -> &dyn Meetings {
        &*self.meetings
    }

    pub(super) const fn body_limit(&self) -> usize {
        self.most_bytes
    }

    /// Who asks, if they may read.
    pub(super) fn reader(&self, headers: &HeaderMap) -> Result<Caller, Failure> {
        let caller = self.access.caller(headers)?;
        if caller.may_read() {
            Ok(caller)
        } else {
            Err(Failure::forbidden("may not read meetings"))
        }
    }

    /// Who asks, if they may write.
    pub(super) fn writer(&self, headers: &HeaderMap) -> Result<Caller, Failure> {
        let caller = self.access.caller(headers)?;
        if caller.may_write() {
            Ok(caller)
        } else {
            Err(Failure::forbidden("may not write meetings"))
        }
    }

    /// The answer to a question about one of the caller's meetings, as JSON.
    pub(super) async fn answer(
        &self,
        caller: &Caller,
        hash: FileHash,
        question: Question,
    ) -> Result<Vec<u8>, Failure> {
        let key = Key::new(caller.tenant(), hash);
        let kept = self.meetings.get(&key).await?.ok_or_else(Failure::no_meeting)?;
        let (analyzer, scale) = (self.analyzer, self.scale);
        self.work(move || {
            let meeting = StoredMeeting::decode(key.hash(), &kept)?;
            question.answer(&meeting, &analyzer, scale)
        })
        .await?
    }

    /// Does something that takes a while beside the threads that answer requests, when a core is
    /// free. Once begun it ends, even if nobody waits for it any more.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(Failure::internal)?;
        let work = move || {
            let done = work();
            drop(core);
            done
        };
        spawn_blocking(work).await.map_err(Failure::internal)
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("analyzer", &self.analyzer)
            .field("scale", &self.scale)
            .field("most_bytes", &self.most_bytes)
            .finish_non_exhaustive()
    }
}
