//! Meetings in a folder, in memory, or with a cloud: one file or object each.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use axum::body::Bytes;
use futures_util::StreamExt;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Place;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutPayload};
use url::Url;

use super::file_hash::{FileHash, sha256};
use super::meetings::{Key, Meetings, Page, Put, StoreError};

/// What is written to see whether meetings can be: where a disk is full, an empty file could be.
const PROBE: &[u8] = &[b' '; 4096];

/// Meetings in a folder, in memory, or with a cloud, by the crate `object_store`.
///
/// A meeting is one file or object: `meetings/HASH`, or `tenants/SHA/HASH` where SHA is the SHA-256
/// of the tenant's name in hexadecimal, so that no name leads anywhere else or to another's.
///
/// In a folder it is written beside its place, synced to the disk and moved there in one step. So
/// after a crash or a loss of power there is the old one or the new one, and what was acknowledged
/// is there; what else is left behind is neither served nor listed. A deleted meeting may come back
/// if the power is lost within seconds.
///
/// ```
/// use axum::body::Bytes;
/// use sociogram::http::{Key, Meetings, Objects, Put};
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().build()?;
/// # runtime.block_on(async {
/// let meetings = Objects::memory();
/// let key = Key::new(Some("acme"), "standup".parse()?);
/// assert_eq!(meetings.put(&key, Bytes::from_static(b"...")).await?, Put::Created);
/// assert!(meetings.get(&key).await?.is_some());
/// assert!(meetings.get(&Key::new(None, "standup".parse()?)).await?.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    root: Place,
    /// The folder, if it is one: without it nothing is there, which does not mean that there are
    /// no meetings.
    folder: Option<PathBuf>,
}

impl Objects {
    /// Meetings in a folder, which is made if it is not there.
    ///
    /// The file system must tell upper and lower case apart, as hashes do.
    ///
    /// # Errors
    /// [`StoreError::Other`] if it cannot be made.
    pub fn folder(folder: impl AsRef<Path>) -> Result<Self, StoreError> {
        std::fs::create_dir_all(&folder).map_err(StoreError::other)?;
        let folder = std::fs::canonicalize(&folder).map_err(StoreError::other)?;
        let store = LocalFileSystem::new_with_prefix(&folder).map_err(StoreError::other)?;
        let store = Arc::new(store.with_fsync(true));
        Ok(Self { store, root: Place::default(), folder: Some(folder) })
    }

    /// Meetings in memory, for tests: they are gone with the process.
    #[must_use]
    pub fn memory() -> Self {
        Self::over(Arc::new(InMemory::new()), "")
    }

    /// Meetings in a store of one's own making, below a path in it.
    ///
    /// It has to keep what `object_store` promises: an object is there as a whole or not at all.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use sociogram::http::{Objects, object_store};
    ///
    /// let store = object_store::memory::InMemory::new();
    /// let meetings = Objects::over(Arc::new(store), "sociogram");
    /// ```
    #[must_use]
    pub fn over(store: Arc<dyn ObjectStore>, path: &str) -> Self {
        Self { store, root: path.into(), folder: None }
    }

    /// Meetings where a name says: a folder, or a URL of `file:`, `memory:`, and with the feature
    /// `cloud` `s3:`, `gs:` and `az:`.
    ///
    /// Keys, regions and endpoints of a cloud come from the environment, under the names that
    /// `object_store` has for them (`AWS_ACCESS_KEY_ID` and the like).
    ///
    /// # Errors
    /// [`StoreError::NotAStore`] for other URLs, and what keeps the store from being opened.
    ///
    /// ```
    /// use sociogram::http::{Objects, StoreError};
    ///
    /// assert!(Objects::open("memory:///").is_ok());
    /// assert!(matches!(Objects::open("ftp://host/path"), Err(StoreError::NotAStore { .. })));
    /// ```
    pub fn open(name: &str) -> Result<Self, StoreError> {
        let refuse = |problem: &dyn fmt::Display| StoreError::NotAStore {
            name: name.to_owned(),
            problem: problem.to_string(),
        };
        if name.is_empty() {
            return Err(refuse(&"it is empty"));
        }
        // A path may have a colon in it, but not two slashes behind that.
        if !name.contains("://") {
            return Self::folder(name);
        }
        let url = Url::parse(name).map_err(|error| refuse(&error))?;
        match url.scheme() {
            "file" => {
                let folder = url.to_file_path();
                Self::folder(folder.map_err(|()| refuse(&"it is no path of this machine"))?)
            }
            "memory" => Ok(Self::memory()),
            _ => {
                // By name, since `object_store` would take a variable `TOKEN` for its own too.
                // What is not Unicode is no setting.
                let is_ours = |name: &str| {
                    ["AWS_", "AZURE_", "GOOGLE_"].iter().any(|cloud| name.starts_with(cloud))
                        || name == "IDENTITY_ENDPOINT"
                };
                let environment = std::env::vars_os().filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                });
                let environment = environment.filter(|(name, _)| is_ours(name));
                let opened = object_store::parse_url_opts(&url, environment);
                let (store, root) = opened.map_err(|error| refuse(&error))?;
                Ok(Self { store: store.into(), root, folder: None })
            }
        }
    }

    /// Where the meetings of a tenant lie, or those that belong to none.
    fn place_of(&self, tenant: Option<&str>) -> Place {
        match tenant {
            None => self.root.clone().join("meetings"),
            Some(tenant) => self.root.clone().join("tenants").join(sha256(tenant.as_bytes())),
        }
    }

    fn place(&self, key: &Key) -> Place {
        self.place_of(key.tenant()).join(key.hash().as_str())
    }

    /// That the folder is there, if it is one.
    async fn is_there(&self) -> Result<(), StoreError> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        let look =
            move || if folder.is_dir() { Ok(()) } else { Err(StoreError::NoFolder { folder }) };
        // A folder may lie on another machine.
        tokio::task::spawn_blocking(look).await.map_err(StoreError::other)?
    }

    /// What is there, where it being absent is an answer.
    async fn if_found<T>(&self, found: Result<T, Error>) -> Result<Option<T>, StoreError> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(Error::NotFound { .. }) => self.is_there().await.map(|()| None),
            Err(error) => Err(StoreError::other(error)),
        }
    }
}

#[async_trait]
impl Meetings for Objects {
    async fn get(&self, key: &Key) -> Result<Option<Bytes>, StoreError> {
        match self.if_found(self.store.get(&self.place(key)).await).await? {
            Some(object) => object.bytes().await.map(Some).map_err(StoreError::other),
            None => Ok(None),
        }
    }

    /// The store's own tag, or when it was written and how long it is.
    async fn version(&self, key: &Key) -> Result<Option<String>, StoreError> {
        let found = self.if_found(self.store.head(&self.place(key)).await).await?;
        Ok(found.map(|object| {
            let otherwise = || format!("{} {}", object.last_modified.to_rfc3339(), object.size);
            object.e_tag.unwrap_or_else(otherwise)
        }))
    }

    async fn put(&self, key: &Key, meeting: Bytes) -> Result<Put, StoreError> {
        let place = self.place(key);
        // `object_store` would make the folder anew, perhaps where a disk is to be mounted.
        self.is_there().await?;
        let before = self.if_found(self.store.head(&place).await).await?;
        let kept = self.store.put(&place, PutPayload::from_bytes(meeting)).await;
        kept.map_err(StoreError::other)?;
        Ok(if before.is_some() { Put::Replaced } else { Put::Created })
    }

    async fn delete(&self, key: &Key) -> Result<bool, StoreError> {
        let place = self.place(key);
        // Some clouds do not say whether there was anything.
        if self.if_found(self.store.head(&place).await).await?.is_none() {
            return Ok(false);
        }
        Ok(self.if_found(self.store.delete(&place).await).await?.is_some())
    }

    /// Every listing goes through all that comes after `after`, since not every store lists in
    /// order; what it keeps meanwhile is one page.
    async fn list(
        &self,
        tenant: Option<&str>,
        after: Option<&FileHash>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let folder = self.place_of(tenant);
        let mut objects = match after {
            Some(after) => {
                self.store.list_with_offset(Some(&folder), &folder.clone().join(after.as_str()))
            }
            None => self.store.list(Some(&folder)),
        };
        let mut first = BTreeSet::new();
        while let Some(object) = objects.next().await {
            let Some(object) = self.if_found(object).await? else { continue };
            // What lies deeper, or is called otherwise, is none of ours.
            let mut parts = object.location.prefix_match(&folder).into_iter().flatten();
            let (Some(name), None) = (parts.next(), parts.next()) else { continue };
            let Ok(hash) = name.as_ref().parse::<FileHash>() else { continue };
            if after.is_none_or(|after| hash > *after) {
                first.insert(hash);
                if first.len() > limit.saturating_add(1) {
                    first.pop_last();
                }
            }
        }
        if first.is_empty() {
            self.is_there().await?;
        }
        Ok(Page::of(first, limit))
    }

    /// Writes an object, `probe`, beside the meetings.
    async fn check(&self) -> Result<(), StoreError> {
        self.is_there().await?;
        let probe = self.root.clone().join("probe");
        self.store.put(&probe, PutPayload::from_static(PROBE)).await.map_err(StoreError::other)?;
        Ok(())
    }
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Objects({}, {:?})", self.store, self.root.as_ref())
    }
}
