//! What every endpoint shares: the store, who may ask, the model, and a place to work.

use std::fmt;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::HeaderMap;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::access::{Access, Caller};
use super::answer::Question;
use super::cache::{Asked, Cache, Found};
use super::failure::Failure;
use super::file_hash::FileHash;
use super::meetings::{Key, Meetings, Put};
use super::metrics::Metrics;
use super::observed::{Limits, Watch};
use super::ready::Ready;
use super::stored::StoredMeeting;
use super::tagged::{Answer, Conditions};
use crate::analysis::Analyzer;
use crate::normalize::Scale;

/// The most bytes of a body, unless told.
const MOST_BYTES: usize = 64 << 20;
/// How long a body may take to arrive, unless told.
const BODY_TIME: Duration = Duration::from_secs(30);
/// How many bytes of answers are kept, unless told.
const CACHE_BYTES: u64 = 64 << 20;

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
    body_time: Duration,
    cache: Arc<Cache>,
    metrics: Arc<Metrics>,
    /// Absent where whoever mounts the router does that.
    watch: Option<Arc<Watch>>,
    ready: Arc<Ready>,
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
            body_time: BODY_TIME,
            cache: Arc::new(Cache::new(CACHE_BYTES)),
            metrics: Arc::new(Metrics::new()),
            watch: None,
            ready: Arc::new(Ready::default()),
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

    /// Refuses bodies that take longer than this to arrive, with 408; 30 s unless told.
    pub const fn body_time(mut self, time: Duration) -> Self {
        self.body_time = time;
        self
    }

    /// Keeps answers in about so many bytes of memory, to give them again; 64 MiB unless told, and
    /// none with 0.
    ///
    /// A meeting that this service puts or deletes is another one at once; one that something else
    /// writes into the store, within a second.
    pub fn cache_bytes(mut self, bytes: u64) -> Self {
        self.cache = Arc::new(Cache::new(bytes));
        self
    }

    pub(super) fn meetings(&self) -> &dyn Meetings {
        &*self.meetings
    }

    pub(super) const fn body_limit(&self) -> usize {
        self.most_bytes
    }

    pub(super) const fn longest_body(&self) -> Duration {
        self.body_time
    }

    /// The same service, which watches over its requests and holds them to limits.
    pub(super) fn watched(mut self, limits: Limits) -> Self {
        self.watch = Some(Arc::new(Watch::new(Arc::clone(&self.metrics), limits)));
        self
    }

    pub(super) const fn watch(&self) -> Option<&Arc<Watch>> {
        self.watch.as_ref()
    }

    /// What there is to be told of the service as a whole, in Prometheus' text.
    pub(super) fn metrics_text(&self) -> String {
        self.metrics.text(self.cache.bytes())
    }

    /// That meetings can be kept now. The store is asked once a second at most.
    pub(super) async fn ready(&self) -> Result<(), String> {
        self.ready.now(&*self.meetings).await
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

    /// The answer to a question about one of the caller's meetings.
    pub(super) async fn answer(
        &self,
        caller: &Caller,
        hash: FileHash,
        question: Question,
    ) -> Result<Arc<Answer>, Failure> {
        let asked = Asked { key: Key::new(caller.tenant(), hash), question };
        let known = match self.cache.find(&asked) {
            Found::Fresh(answer) => Some(answer),
            Found::Doubtful(doubtful) => {
                let version = self.meetings.version(&asked.key).await?;
                version.and_then(|version| doubtful.if_still(&version))
            }
            Found::Nothing => None,
        };
        self.metrics.looked_up(known.is_some());
        match known {
            Some(answer) => Ok(answer),
            None => self.find_out(asked).await,
        }
    }

    /// The answer to a question, worked out anew.
    async fn find_out(&self, asked: Asked) -> Result<Arc<Answer>, Failure> {
        let key = asked.key.clone();
        let writes = self.cache.written(&key);
        let before = if self.cache.is_on() { self.meetings.version(&key).await? } else { None };
        let kept = self.meetings.get(&key).await?.ok_or_else(Failure::no_meeting)?;
        // If it was written over meanwhile, nobody can say of which version these bytes are.
        let after = if before.is_some() { self.meetings.version(&key).await? } else { None };
        let (analyzer, scale, question) = (self.analyzer, self.scale, asked.question);
        let answer = self
            .work(move || {
                let meeting = StoredMeeting::decode(key.hash(), &kept)?;
                question.answer(&meeting, &analyzer, scale).map(Answer::of)
            })
            .await??;
        let answer = Arc::new(answer);
        if let (Some(before), Some(after)) = (before, after)
            && before == after
        {
            self.cache.keep(asked, &answer, before, writes);
        }
        Ok(answer)
    }

    /// Keeps a meeting of the caller's, if conditions hold.
    pub(super) async fn put(
        &self,
        caller: &Caller,
        key: &Key,
        meeting: Bytes,
        conditions: Option<Conditions>,
    ) -> Result<Put, Failure> {
        let _turn = self.cache.turn(key).await;
        self.hold(caller, key, conditions).await?;
        let put = self.meetings.put(key, meeting).await;
        // Also where it failed: nobody knows what is there now.
        self.cache.wrote(key);
        Ok(put?)
    }

    /// Forgets a meeting of the caller's, if conditions hold, and says whether there was one.
    pub(super) async fn delete(
        &self,
        caller: &Caller,
        key: &Key,
        conditions: Option<Conditions>,
    ) -> Result<bool, Failure> {
        let _turn = self.cache.turn(key).await;
        self.hold(caller, key, conditions).await?;
        let deleted = self.meetings.delete(key).await;
        self.cache.wrote(key);
        Ok(deleted?)
    }

    /// That conditions hold of a meeting.
    async fn hold(
        &self,
        caller: &Caller,
        key: &Key,
        conditions: Option<Conditions>,
    ) -> Result<(), Failure> {
        let Some(conditions) = conditions else { return Ok(()) };
        let there = self.answer(caller, key.hash().clone(), Question::Everything).await;
        match there {
            Ok(answer) => conditions.check(Some(&answer)),
            Err(failure) if failure.is_no_meeting() => conditions.check(None),
            Err(failure) => Err(failure),
        }
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
