//! The keys that are in force, and those of a file that has changed.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, TryLockError};
use std::time::{Duration, Instant};

use arc_swap::{ArcSwap, Guard};

use super::error::TokensError;
use super::keys::Keys;
use super::source::KeySource;

/// What became of a file of keys that has changed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Reload<'a> {
    /// Its keys are in force.
    Taken {
        /// How many keys there are now.
        keys: usize,
        /// How many were passed over.
        skipped: usize,
    },
    /// It cannot be used, and the keys from before stay in force. Told once for each change.
    Kept {
        /// Why.
        error: &'a TokensError,
    },
}

pub(super) type Hook = Box<dyn Fn(&Reload<'_>) + Send + Sync>;

/// The keys of a source, read anew at times.
pub(super) struct Held {
    source: KeySource,
    pace: Duration,
    hook: Hook,
    keys: ArcSwap<Keys>,
    /// What was last seen of a file that may change.
    seen: Option<Mutex<Seen>>,
    hasher: RandomState,
}

struct Seen {
    when: Instant,
    what: u64,
}

impl Held {
    pub(super) fn new(source: KeySource, pace: Duration, hook: Hook) -> Result<Self, TokensError> {
        let hasher = RandomState::new();
        let changes = source.changing().is_some();
        let bytes = source.read()?;
        let keys = ArcSwap::from_pointee(source.keys(&bytes)?);
        let what = hasher.hash_one(Some(&bytes));
        let seen = changes.then(|| Mutex::new(Seen { when: Instant::now(), what }));
        Ok(Self { source, pace, hook, keys, seen, hasher })
    }

    /// The keys that are in force now.
    pub(super) fn keys(&self) -> Guard<Arc<Keys>> {
        self.look_again();
        self.keys.load()
    }

    /// Reads the file again if that was not done for a while; one caller does, others go on.
    ///
    /// All of it is read, and not only its time looked at: it is small, and two changes within a
    /// tick of the file system's clock have the same time.
    fn look_again(&self) {
        let Some(seen) = &self.seen else { return };
        let mut seen = match seen.try_lock() {
            Ok(seen) => seen,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        if seen.when.elapsed() < self.pace {
            return;
        }
        seen.when = Instant::now();
        // Opening what has become a pipe would wait for whoever writes into it.
        let read = match self.source.changing() {
            Some(_) => self.source.read(),
            None => self.source.gone(),
        };
        let what = self.hasher.hash_one(read.as_ref().ok());
        if what == seen.what {
            return;
        }
        seen.what = what;
        let taken = read.and_then(|bytes| self.source.keys(&bytes)).map(Arc::new);
        if let Ok(keys) = &taken {
            self.keys.store(Arc::clone(keys));
        }
        // Whoever is told may take their time.
        drop(seen);
        match taken {
            Ok(keys) => {
                (self.hook)(&Reload::Taken { keys: keys.len(), skipped: keys.skipped() });
            }
            Err(error) => (self.hook)(&Reload::Kept { error: &error }),
        }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("source", &self.source).finish_non_exhaustive()
    }
}
