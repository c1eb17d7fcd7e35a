//! Bytes of files, here or in a store of objects.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use futures_util::StreamExt;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::reader::{ChunkReader, Length};
use tokio::runtime::Runtime;
use url::Url;

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub(super) enum Place {
    Here(PathBuf),
    Object { store: Arc<dyn ObjectStore>, path: ObjectPath, size: u64 },
}

/// What waits for stores. It is made when the first store is opened.
fn runtime() -> io::Result<&'static Runtime> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let made =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    Ok(RUNTIME.get_or_init(|| made))
}

/// An object of a store, with its path below where the listing began.
pub(super) struct Listed {
    pub(super) path: String,
    pub(super) place: Place,
    pub(super) size: u64,
    /// What changes when the object does.
    pub(super) version: String,
}

/// All objects below a URL; an object itself is one of no path.
pub(super) fn list(url: &Url) -> Result<Vec<Listed>, String> {
    // By name, since `object_store` would take a variable `TOKEN` for its own too.
    let is_ours = |name: &str| {
        ["AWS_", "AZURE_", "GOOGLE_"].iter().any(|cloud| name.starts_with(cloud))
            || name == "IDENTITY_ENDPOINT"
    };
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| is_ours(name));
    let (store, root) =
        object_store::parse_url_opts(url, environment).map_err(|error| error.to_string())?;
    let store: Arc<dyn ObjectStore> = store.into();
    let found = runtime().map_err(|error| error.to_string())?.block_on(async {
        if let Ok(object) = store.head(&root).await {
            return Ok(vec![object]);
        }
        store.list(Some(&root)).collect::<Vec<_>>().await.into_iter().collect()
    });
    let found = found.map_err(|error: object_store::Error| error.to_string())?;
    let listed = found.into_iter().map(|object| {
        let below: Vec<String> = object
            .location
            .prefix_match(&root)
            .into_iter()
            .flatten()
            .map(|part| part.as_ref().to_owned())
            .collect();
        let written = || object.last_modified.to_rfc3339();
        Listed {
            path: below.join("/"),
            size: object.size,
            version: object.e_tag.clone().unwrap_or_else(written),
            place: Place::Object {
                store: Arc::clone(&store),
                path: object.location.clone(),
                size: object.size,
            },
        }
    });
    Ok(listed.collect())
}

impl Place {
    /// Reads from the beginning.
    pub(super) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Here(path) => Ok(Box::new(File::open(path)?)),
            Self::Object { size, .. } => Ok(Box::new(Ranges {
                place: self.clone(),
                at: 0,
                size: *size,
                held: Cursor::default(),
            })),
        }
    }

    /// Reads from anywhere; what stands in these ranges comes together.
    pub(super) fn chunks(&self, ranges: &[(u64, u64)]) -> io::Result<Chunks> {
        match self {
            Self::Here(path) => Ok(Chunks::Here(File::open(path)?)),
            Self::Object { size, .. } => {
                let all: u64 = ranges.iter().map(|(_, length)| length).sum();
                let fetched = if all > MOST_FETCHED { &[] } else { ranges };
                let fetched = fetched
                    .iter()
                    .map(|(start, length)| Ok((*start, self.fetch(*start, *length)?)))
                    .collect::<io::Result<_>>()?;
                Ok(Chunks::Object { place: self.clone(), size: *size, fetched })
            }
        }
    }

    fn fetch(&self, start: u64, length: u64) -> io::Result<Bytes> {
        match self {
            Self::Here(path) => {
                let length = usize::try_from(length).map_err(io::Error::other)?;
                File::open(path)?.get_bytes(start, length).map_err(io::Error::other)
            }
            Self::Object { store, path, .. } => {
                let range = start..start.saturating_add(length);
                runtime()?.block_on(store.get_range(path, range)).map_err(io::Error::other)
            }
        }
    }
}

/// The most that is fetched at once of an object.
const MOST_FETCHED: u64 = 256 << 20;
/// So much of an object is fetched at a time where it is read from the beginning.
const STEP: u64 = 8 << 20;

/// An object, read from the beginning.
struct Ranges {
    place: Place,
    at: u64,
    size: u64,
    held: Cursor<Bytes>,
}

impl Read for Ranges {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.held.read(into)?;
        if read > 0 || into.is_empty() || self.at >= self.size {
            return Ok(read);
        }
        let length = STEP.min(self.size - self.at);
        self.held = Cursor::new(self.place.fetch(self.at, length)?);
        self.at += length;
        self.held.read(into)
    }
}

/// What Parquet is read from.
pub(super) enum Chunks {
    Here(File),
    Object { place: Place, size: u64, fetched: Vec<(u64, Bytes)> },
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        match self {
            Self::Here(file) => Length::len(file),
            Self::Object { size, .. } => *size,
        }
    }
}

impl ChunkReader for Chunks {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        match self {
            Self::Here(file) => {
                let read: BufReader<File> = file.get_read(start)?;
                Ok(Box::new(read))
            }
            Self::Object { place, size, fetched } => {
                let held = fetched.iter().find_map(|(first, bytes)| {
                    let at = usize::try_from(start.checked_sub(*first)?).ok()?;
                    (at < bytes.len()).then(|| bytes.slice(at..))
                });
                Ok(match held {
                    Some(bytes) => Box::new(Cursor::new(bytes)),
                    None => Box::new(Ranges {
                        place: place.clone(),
                        at: start,
                        size: *size,
                        held: Cursor::default(),
                    }),
                })
            }
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        match self {
            Self::Here(file) => file.get_bytes(start, length),
            Self::Object { place, size, fetched } => {
                let held = fetched.iter().find_map(|(first, bytes)| {
                    let at = usize::try_from(start.checked_sub(*first)?).ok()?;
                    let end = at.checked_add(length)?;
                    (end <= bytes.len()).then(|| bytes.slice(at..end))
                });
                if let Some(bytes) = held {
                    return Ok(bytes);
                }
                let wanted = u64::try_from(length).unwrap_or(u64::MAX);
                if start.saturating_add(wanted) > *size {
                    let problem = format!("expected {length} bytes at {start}, found the end");
                    return Err(ParquetError::EOF(problem));
                }
                Ok(place.fetch(start, wanted)?)
            }
        }
    }
}
