//! The folder beside the output that holds what is done, so that an interrupted run goes on.
//!
//! A file is written under another name and then given its own, and so is there as a whole or not at
//! all when the process is killed. The note of a unit of work is written last, when its files are
//! synced, so a unit with a note is done even if the machine loses power.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::coverage::Interval;
use super::error::CorpusError;
use super::summary::Unread;

/// What a run is over: parts of another one are none of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) sociogram: String,
    /// Changes when parts have another form.
    pub(super) form: u32,
    pub(super) options: BTreeMap<String, String>,
    pub(super) files: u64,
    pub(super) bytes: u64,
    /// The SHA-256 of all names, sizes and versions.
    pub(super) inputs: String,
}

impl Manifest {
    /// What is not as it was.
    fn change(&self, before: &Self) -> Option<String> {
        if (&self.sociogram, self.form) != (&before.sociogram, before.form) {
            return Some(format!(
                "they are of version {}, and this is {}",
                before.sociogram, self.sociogram
            ));
        }
        let names = self.options.keys().chain(before.options.keys());
        let mut changed: Vec<String> = names
            .filter(|name| self.options.get(*name) != before.options.get(*name))
            .map(|name| {
                let of = |options: &BTreeMap<String, String>| {
                    options.get(name).map_or_else(|| "absent".to_owned(), String::clone)
                };
                format!("{name} was {} and is {}", of(&before.options), of(&self.options))
            })
            .collect();
        changed.sort_unstable();
        changed.dedup();
        if !changed.is_empty() {
            return Some(changed.join(", "));
        }
        if self.inputs == before.inputs {
            return None;
        }
        Some(format!(
            "the inputs have changed (they were {} files of {} bytes, and are {} files of {} bytes)",
            before.files, before.bytes, self.files, self.bytes
        ))
    }
}

/// What came of a unit of work.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Note {
    /// Rows of the table of meetings.
    pub(super) meetings: u64,
    /// Rows of input that are counted here.
    pub(super) rows: u64,
    /// How many files of meetings were put aside.
    pub(super) aside: u32,
    pub(super) nameless: u64,
    pub(super) first_nameless: Option<String>,
    pub(super) overlong: u64,
    pub(super) unread: Vec<Unread>,
    /// The names of meetings of which rows may have been lost, and where.
    pub(super) lost: Vec<(Interval, String)>,
}

/// The folder of the parts.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) folder: PathBuf,
    was_there: bool,
    /// Locked while there is a run.
    lock: File,
}

const MANIFEST: &str = "manifest.json";
/// What a run locks, and writes to see whether something can be written.
const LOCK: &str = "lock";

/// Whether a file may be there before the manifest is.
fn is_unsigned(name: &str) -> bool {
    name == LOCK || (name.starts_with(MANIFEST) && name.ends_with(".tmp"))
}

/// Whether a file is there as long as the folder is.
fn is_last(name: &str) -> bool {
    matches!(name, LOCK | MANIFEST)
}

impl Parts {
    /// The folder of an output, which is made if it is not there; so what cannot be written is known
    /// before there is any work.
    pub(super) fn of(output: &Path) -> Result<Self, CorpusError> {
        check_target(output)?;
        let mut name = output.file_name().unwrap_or_default().to_owned();
        if name.is_empty() {
            return Err(CorpusError::write(output)(&"it names no file"));
        }
        name.push(".parts");
        let folder = output.with_file_name(name);
        let was_there = match fs::create_dir(&folder) {
            Ok(()) => false,
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => true,
            Err(error) => return Err(CorpusError::write(output)(&error)),
        };
        let names = names(&folder).map_err(|error| CorpusError::write(&folder)(&error))?;
        let is_signed = names.iter().any(|name| name == MANIFEST);
        // A run may have been killed before it said what the folder is of.
        if !is_signed && names.iter().any(|name| !is_unsigned(name)) {
            return Err(CorpusError::NotParts { folder });
        }
        let lock = File::create(folder.join(LOCK));
        let lock = lock.map_err(|error| CorpusError::write(&folder)(&error))?;
        // Some file systems know no locks; what two runs would do to each other there is no harm
        // to what comes out.
        if matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(CorpusError::Busy { folder });
        }
        let parts = Self { folder, was_there, lock };
        // A disk that is full or read-only shows here.
        let written = (&parts.lock).write_all(b"sociogram").and_then(|()| parts.lock.sync_all());
        written
            .map_err(|error| CorpusError::write(&parts.folder)(&error))
            .inspect_err(|_| parts.leave())?;
        Ok(parts)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Takes the folder away again where nothing has been put into it.
    pub(super) fn leave(&self) {
        if !self.was_there && !self.path(MANIFEST).exists() {
            let _ = fs::remove_file(self.path(LOCK));
            let _ = fs::remove_dir(&self.folder);
        }
    }

    /// Goes on with what is there, if it is of this run; else there is nothing yet.
    pub(super) fn begin(&self, manifest: &Manifest, restart: bool) -> Result<(), CorpusError> {
        let refuse = |error: io::Error| CorpusError::write(&self.folder)(&error);
        if let Some(before) = self.read::<Manifest>(MANIFEST)
            && !restart
            && let Some(changed) = manifest.change(&before)
        {
            return Err(CorpusError::Changed { folder: self.folder.clone(), changed });
        }
        let is_of_this = !restart && self.read::<Manifest>(MANIFEST).as_ref() == Some(manifest);
        for name in names(&self.folder).map_err(refuse)? {
            if !is_last(&name) && (!is_of_this || name.ends_with(".tmp")) {
                fs::remove_file(self.path(&name)).map_err(refuse)?;
            }
        }
        if !is_of_this && self.path(MANIFEST).exists() {
            fs::remove_file(self.path(MANIFEST)).map_err(refuse)?;
        }
        Ok(())
    }

    /// Says what the parts are of.
    pub(super) fn sign(&self, manifest: &Manifest) -> Result<(), CorpusError> {
        self.write_json(MANIFEST, manifest)?;
        self.sync(MANIFEST)
    }

    /// Writes a file that is there as a whole or not at all.
    pub(super) fn write<T>(
        &self,
        name: &str,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>,
    ) -> Result<T, CorpusError> {
        let meanwhile = self.path(&format!("{name}.{}.tmp", std::process::id()));
        write_whole(&self.path(name), &meanwhile, write)
    }

    fn write_json(&self, name: &str, what: &impl Serialize) -> Result<(), CorpusError> {
        self.write(name, |file| serde_json::to_writer(file, what).map_err(io::Error::from))
    }

    /// Waits until a file is on the disk.
    pub(super) fn sync(&self, name: &str) -> Result<(), CorpusError> {
        let path = self.path(name);
        let synced = File::options().write(true).open(&path).and_then(|file| file.sync_all());
        synced.map_err(|error| CorpusError::write(path)(&error))
    }

    /// Takes note of a unit of work and its files: it is done.
    pub(super) fn take_note(
        &self,
        name: &str,
        note: &Note,
        files: impl IntoIterator<Item = String>,
    ) -> Result<(), CorpusError> {
        files.into_iter().try_for_each(|file| self.sync(&file))?;
        // A note that is lost or broken is work done again, and no more.
        self.write_json(&note_name(name), note)
    }

    /// The note of a unit of work, if it is done.
    pub(super) fn note(&self, name: &str) -> Option<Note> {
        self.read(&note_name(name))
    }

    /// What a file says, if it is there and says something.
    fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_slice(&fs::read(self.path(name)).ok()?).ok()
    }

    /// Takes it all away; what says what the parts are of goes last.
    pub(super) fn remove(&self) -> Result<(), CorpusError> {
        let refuse = |error: io::Error| CorpusError::write(&self.folder)(&error);
        for name in names(&self.folder).map_err(refuse)? {
            if !is_last(&name) {
                fs::remove_file(self.path(&name)).map_err(refuse)?;
            }
        }
        fs::remove_file(self.path(MANIFEST)).map_err(refuse)?;
        fs::remove_file(self.path(LOCK)).map_err(refuse)?;
        fs::remove_dir(&self.folder).map_err(refuse)
    }
}

/// What stands in a folder.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?;
    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

fn note_name(of: &str) -> String {
    format!("{of}.json")
}

/// Refuses what is there and no file: it would be taken away, a device as well as a folder.
pub(super) fn check_target(path: &Path) -> Result<(), CorpusError> {
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => Err(CorpusError::write(path)(&"it is there and no file")),
        _ => Ok(()),
    }
}

/// Writes a file under another name, and gives it its own.
pub(super) fn write_whole<T>(
    path: &Path,
    meanwhile: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>,
) -> Result<T, CorpusError> {
    let written = || -> io::Result<T> {
        let mut file = BufWriter::new(File::create(meanwhile)?);
        let done = write(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?;
        fs::rename(meanwhile, path)?;
        Ok(done)
    };
    written().map_err(|error| {
        let _ = fs::remove_file(meanwhile);
        CorpusError::write(path)(&error)
    })
}
