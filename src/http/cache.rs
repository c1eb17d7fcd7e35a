//! Answers that were given, and whether they still hold.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use quick_cache::Weighter;
use quick_cache::sync::Cache as Quick;
use tokio::sync::{Mutex, MutexGuard};

use super::answer::Question;
use super::meetings::Key;
use super::tagged::Answer;

/// For how long an answer is given without asking the store whether its meeting is still the same.
const FRESH: Duration = Duration::from_secs(1);
/// What an answer takes beside its bytes, about.
const OVERHEAD: usize = 512;
/// How many answers the cache is laid out for; it grows where they are small.
const LAID_OUT: usize = 1024;
/// Among how many counts writes are spread.
const COUNTS: usize = 1024;

/// A question about a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    pub(super) key: Key,
    pub(super) question: Question,
}

/// An answer, and of which meeting it is.
#[derive(Debug)]
struct Kept {
    answer: Arc<Answer>,
    /// What the store calls what the answer was made of.
    version: String,
    /// Where writes of its key are counted, and how many there were.
    writes: (usize, u64),
    /// When the store was last asked, in milliseconds of the cache's clock.
    asked: AtomicU64,
}

#[derive(Clone)]
struct Weights;

impl Weighter<Asked, Arc<Kept>> for Weights {
    fn weight(&self, asked: &Asked, kept: &Arc<Kept>) -> u64 {
        let name = asked.key.tenant().map_or(0, str::len) + asked.key.hash().as_str().len();
        let all = kept.answer.weight() + kept.version.len() + name + OVERHEAD;
        u64::try_from(all).unwrap_or(u64::MAX)
    }
}

/// What is known of an answer.
pub(super) enum Found {
    /// It holds.
    Fresh(Arc<Answer>),
    /// It holds if the store still has this version.
    Doubtful(Doubtful),
    /// There is none.
    Nothing,
}

/// An answer that holds if the store still has its version.
pub(super) struct Doubtful {
    kept: Arc<Kept>,
    now: u64,
}

impl Doubtful {
    /// The answer, if this is what the store has.
    pub(super) fn if_still(self, version: &str) -> Option<Arc<Answer>> {
        if version != self.kept.version {
            return None;
        }
        self.kept.asked.store(self.now, Ordering::Relaxed);
        Some(Arc::clone(&self.kept.answer))
    }
}

/// Answers by meeting and question, as many as there is room for.
///
/// One that this process has written over since is never given. What another process has written
/// is seen within [`FRESH`], by the version that the store tells.
pub(super) struct Cache {
    kept: Option<Quick<Asked, Arc<Kept>, Weights>>,
    begun: Instant,
    writes: Box<[Writes]>,
    spread: RandomState,
    /// What of the answers is not found by a broken table, which cannot be.
    spare: Writes,
}

/// How often something was written, of some of all keys.
#[derive(Default)]
struct Writes {
    count: AtomicU64,
    turn: Mutex<()>,
}

impl Cache {
    /// A cache that takes about so many bytes; without any if that is 0.
    pub(super) fn new(bytes: u64) -> Self {
        let kept = (bytes > 0).then(|| Quick::with_weighter(LAID_OUT, bytes, Weights));
        let writes = (0..COUNTS).map(|_| Writes::default()).collect();
        let spread = RandomState::new();
        Self { kept, begun: Instant::now(), writes, spread, spare: Writes::default() }
    }

    pub(super) const fn is_on(&self) -> bool {
        self.kept.is_some()
    }

    /// How many bytes it takes, about.
    pub(super) fn bytes(&self) -> u64 {
        self.kept.as_ref().map_or(0, Quick::weight)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Where writes of a key are counted.
    fn place_of(&self, key: &Key) -> usize {
        let count = u64::try_from(self.writes.len().max(1)).unwrap_or(1);
        usize::try_from(self.spread.hash_one(key) % count).unwrap_or(0)
    }

    fn writes_at(&self, place: usize) -> &Writes {
        self.writes.get(place).unwrap_or(&self.spare)
    }

    fn writes_of(&self, key: &Key) -> &Writes {
        self.writes_at(self.place_of(key))
    }

    /// How many writes there were of a key, and of those that share its count.
    pub(super) fn written(&self, key: &Key) -> u64 {
        self.writes_of(key).count.load(Ordering::Acquire)
    }

    /// Waits for one's turn to write a key. To be held until [`Cache::wrote`].
    pub(super) async fn turn(&self, key: &Key) -> MutexGuard<'_, ()> {
        self.writes_of(key).turn.lock().await
    }

    /// To be told once something is written, and before that is acknowledged.
    pub(super) fn wrote(&self, key: &Key) {
        self.writes_of(key).count.fetch_add(1, Ordering::Release);
    }

    /// The answer to a question, if it is known.
    pub(super) fn find(&self, asked: &Asked) -> Found {
        let Some(kept) = self.kept.as_ref().and_then(|all| all.get(asked)) else {
            return Found::Nothing;
        };
        let (place, writes) = kept.writes;
        if self.writes_at(place).count.load(Ordering::Acquire) != writes {
            return Found::Nothing;
        }
        let now = self.now();
        let age = now.saturating_sub(kept.asked.load(Ordering::Relaxed));
        if u128::from(age) < FRESH.as_millis() {
            Found::Fresh(Arc::clone(&kept.answer))
        } else {
            Found::Doubtful(Doubtful { kept, now })
        }
    }

    /// Keeps an answer: made of a version of which the store was asked after so many writes.
    pub(super) fn keep(&self, asked: Asked, answer: &Arc<Answer>, version: String, writes: u64) {
        if let Some(all) = &self.kept {
            let (answer, now) = (Arc::clone(answer), AtomicU64::new(self.now()));
            let writes = (self.place_of(&asked.key), writes);
            all.insert(asked, Arc::new(Kept { answer, version, writes, asked: now }));
        }
    }
}
