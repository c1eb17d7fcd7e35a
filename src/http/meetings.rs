//! Where meetings are kept: the trait that a service asks.

use std::error::Error;
use std::path::PathBuf;

use async_trait::async_trait;
use axum::body::Bytes;

use super::file_hash::{FileHash, sha256};

/// Where meetings are kept, under a tenant or none, and a hash.
///
/// What is kept are bytes, of [`StoredMeeting::encode`](super::StoredMeeting::encode); nothing but
/// sociogram needs to read them. [`Objects`](super::Objects) keeps them in a folder, in memory or
/// with a cloud. One's own implementation:
///
/// ```
/// use std::collections::BTreeMap;
/// use std::sync::{Mutex, PoisonError};
///
/// use axum::body::Bytes;
/// use sociogram::http::{FileHash, Key, Meetings, Page, Put, StoreError, async_trait};
///
/// #[derive(Default)]
/// struct Table(Mutex<BTreeMap<Key, Bytes>>);
///
/// #[async_trait]
/// impl Meetings for Table {
///     async fn get(&self, key: &Key) -> Result<Option<Bytes>, StoreError> {
///         let table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
///         Ok(table.get(key).cloned())
///     }
///
///     async fn put(&self, key: &Key, meeting: Bytes) -> Result<Put, StoreError> {
///         let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
///         let before = table.insert(key.clone(), meeting);
///         Ok(if before.is_some() { Put::Replaced } else { Put::Created })
///     }
///
///     async fn delete(&self, key: &Key) -> Result<bool, StoreError> {
///         let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
///         Ok(table.remove(key).is_some())
///     }
///
///     async fn list(
///         &self,
///         tenant: Option<&str>,
///         after: Option<&FileHash>,
///         limit: usize,
///     ) -> Result<Page, StoreError> {
///         let table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
///         // Keys are in order of tenant, then hash.
///         let hashes = table.keys().filter(|key| key.tenant() == tenant).map(Key::hash);
///         Ok(Page::of(hashes.filter(|hash| after.is_none_or(|after| *hash > after)).cloned(), limit))
///     }
///
///     async fn check(&self) -> Result<(), StoreError> {
///         Ok(())
///     }
/// }
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
/// # runtime.block_on(async {
/// let table = Table::default();
/// let key = Key::new(None, "standup".parse()?);
/// assert_eq!(table.put(&key, Bytes::from_static(b"...")).await?, Put::Created);
/// assert_eq!(table.list(None, None, 10).await?.hashes, [key.hash().clone()]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[async_trait]
pub trait Meetings: Send + Sync + 'static {
    /// What is kept under a key; absent if nothing is.
    ///
    /// It gives what one `put` was given, whole, never a part of it or a mixture of two.
    ///
    /// # Errors
    /// [`StoreError`] if that cannot be said.
    async fn get(&self, key: &Key) -> Result<Option<Bytes>, StoreError>;

    /// What tells what is kept under a key from what was kept there before; absent if nothing is.
    ///
    /// Answers are given again for as long as it stays the same, so it is asked far more often
    /// than [`Meetings::get`]. Unless a store knows better, it is the SHA-256 of what is kept.
    ///
    /// # Errors
    /// [`StoreError`] if that cannot be said.
    async fn version(&self, key: &Key) -> Result<Option<String>, StoreError> {
        Ok(self.get(key).await?.map(|meeting| sha256(&meeting)))
    }

    /// Keeps a meeting, in place of what was there.
    ///
    /// Once it is done the meeting is there, whatever happens to the process; until then `get` has
    /// what was there before.
    ///
    /// # Errors
    /// [`StoreError`] if it could not be kept; what was there before still is.
    async fn put(&self, key: &Key, meeting: Bytes) -> Result<Put, StoreError>;

    /// Forgets a meeting, and says whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] if it may still be there.
    async fn delete(&self, key: &Key) -> Result<bool, StoreError>;

    /// The hashes of a tenant's meetings, or of those that belong to none: in order of their bytes,
    /// at most `limit` of those that come after `after`.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be told.
    async fn list(
        &self,
        tenant: Option<&str>,
        after: Option<&FileHash>,
        limit: usize,
    ) -> Result<Page, StoreError>;

    /// Whether meetings can be kept now.
    ///
    /// # Errors
    /// [`StoreError`] that says why not.
    async fn check(&self) -> Result<(), StoreError>;
}

/// Under what a meeting is kept: whose it is, and its hash.
///
/// ```
/// use sociogram::http::Key;
///
/// let key = Key::new(Some("acme"), "standup".parse()?);
/// assert_eq!((key.tenant(), key.hash().as_str()), (Some("acme"), "standup"));
/// # Ok::<(), sociogram::http::NotAFileHash>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    tenant: Option<String>,
    hash: FileHash,
}

impl Key {
    /// The key of a tenant's meeting, or of one that belongs to none.
    #[must_use]
    pub fn new(tenant: Option<&str>, hash: FileHash) -> Self {
        Self { tenant: tenant.map(str::to_owned), hash }
    }

    /// Whose the meeting is; absent if it belongs to no tenant. Any text: what it becomes in a
    /// path or a query is for the store to see to.
    #[must_use]
    pub fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// What the meeting is called.
    #[must_use]
    pub const fn hash(&self) -> &FileHash {
        &self.hash
    }
}

/// What keeping a meeting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// There was none under this key.
    Created,
    /// There was one, and it is gone.
    Replaced,
}

/// Some of the hashes of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The hashes, in order.
    pub hashes: Vec<FileHash>,
    /// The last of them, if more come after it.
    pub next: Option<FileHash>,
}

impl Page {
    /// The first page of hashes that are in order.
    ///
    /// ```
    /// use sociogram::http::{FileHash, Page};
    ///
    /// let hashes: Vec<FileHash> = vec!["a".parse()?, "b".parse()?];
    /// assert_eq!(Page::of(hashes.clone(), 1).next, Some("a".parse()?));
    /// assert_eq!(Page::of(hashes, 2).next, None);
    /// # Ok::<(), sociogram::http::NotAFileHash>(())
    /// ```
    pub fn of(hashes: impl IntoIterator<Item = FileHash>, limit: usize) -> Self {
        let mut rest = hashes.into_iter();
        let hashes: Vec<FileHash> = rest.by_ref().take(limit).collect();
        let next = rest.next().and_then(|_| hashes.last().cloned());
        Self { hashes, next }
    }
}

/// Why a store cannot be used.
///
/// What it says is for the log and for those who run the service: it may name folders and hosts.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder of the store is not there.
    #[error("the folder {folder:?} is not there")]
    NoFolder {
        /// Where it should be.
        folder: PathBuf,
    },
    /// The name of a store is of no kind that is known.
    #[error("expected a folder or the URL of a store, found {name:?}: {problem}")]
    NotAStore {
        /// The name.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The store itself says no.
    #[error("{0}")]
    Other(#[source] Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// What another library says of its store.
    ///
    /// ```
    /// use sociogram::http::StoreError;
    ///
    /// assert_eq!(StoreError::other("the table is gone").to_string(), "the table is gone");
    /// ```
    pub fn other(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Other(source.into())
    }
}
