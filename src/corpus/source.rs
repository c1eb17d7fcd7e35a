//! The files of a corpus, in order of their names.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use url::Url;

use super::error::CorpusError;
use super::store::{self, Place};
use crate::formats::Format;

/// A file of a corpus.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// What it is called in messages: the input, and the path below it.
    pub(super) name: String,
    /// What a meeting is called that has the file to itself: its path below the input, without the
    /// ending.
    pub(super) meeting: String,
    pub(super) place: Place,
    pub(super) size: u64,
    /// What changes when the file does.
    pub(super) version: String,
}

impl Source {
    /// Whether it is Parquet, by the ending of its name.
    pub(super) fn is_parquet(&self) -> bool {
        matches!(ending(&self.name).as_str(), "parquet" | "parq" | "pq")
    }

    /// The format that it has if it is a table of many meetings, by the ending of its name.
    pub(super) fn table(&self) -> Option<Format> {
        let name = self.name.strip_suffix(".gz").unwrap_or(&self.name);
        match ending(name).as_str() {
            "csv" => Some(Format::Csv),
            "tsv" => Some(Format::Tsv),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            _ => None,
        }
    }
}

fn ending(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// All files of some inputs, each once, in order of their names. What is hidden (`.` or `_` before
/// its name) is passed over, and so are these paths, where results go.
pub(super) fn list(inputs: &[String], results: &[PathBuf]) -> Result<Vec<Source>, CorpusError> {
    let mut found = Vec::new();
    for input in inputs {
        let refuse = |problem: String| CorpusError::Input { input: input.clone(), problem };
        match Url::parse(input).ok().filter(|_| input.contains("://")) {
            Some(url) if url.scheme() == "file" => {
                let path = url.to_file_path();
                let path = path.map_err(|()| refuse("it is no path of this machine".into()))?;
                below(input, &path, results, &mut found)?;
            }
            Some(url) => {
                for object in store::list(&url).map_err(refuse)? {
                    let hidden = |part: &str| part.starts_with(['.', '_']);
                    if object.path.split('/').any(hidden) {
                        continue;
                    }
                    let (name, path) = if object.path.is_empty() {
                        let last = input.rsplit('/').next().unwrap_or_default();
                        (input.clone(), last.to_owned())
                    } else {
                        (format!("{}/{}", input.trim_end_matches('/'), object.path), object.path)
                    };
                    let meeting = without_ending(&path);
                    let (place, size, version) = (object.place, object.size, object.version);
                    found.push(Source { name, meeting, place, size, version });
                }
            }
            None => below(input, Path::new(input), results, &mut found)?,
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found.dedup_by(|one, other| one.name == other.name);
    if found.is_empty() {
        return Err(CorpusError::Nothing);
    }
    Ok(found)
}

/// The file of a path, or all files of a folder.
fn below(
    input: &str,
    path: &Path,
    results: &[PathBuf],
    found: &mut Vec<Source>,
) -> Result<(), CorpusError> {
    let refuse = |path: &Path, error: std::io::Error| CorpusError::Input {
        input: path.to_string_lossy().into_owned(),
        problem: error.to_string(),
    };
    let is_folder = fs::metadata(path).map_err(|error| refuse(path, error))?.is_dir();
    if !is_folder {
        let last = path.file_name().unwrap_or_default().to_string_lossy();
        found.push(of_file(input.to_owned(), &last, path).map_err(|error| refuse(path, error))?);
        return Ok(());
    }
    let results: Vec<PathBuf> =
        results.iter().filter_map(|result| fs::canonicalize(result).ok()).collect();
    let mut folders = vec![(path.to_owned(), String::new())];
    while let Some((folder, before)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| refuse(&folder, error))? {
            let entry = entry.map_err(|error| refuse(&folder, error))?;
            let (last, path) = (entry.file_name(), entry.path());
            let last = last.to_string_lossy();
            let is_result = || fs::canonicalize(&path).is_ok_and(|path| results.contains(&path));
            if last.starts_with(['.', '_']) || is_result() {
                continue;
            }
            let below =
                if before.is_empty() { last.into_owned() } else { format!("{before}/{last}") };
            // Links are followed where they lead to a file, so that no circle is walked for ever.
            let kind = entry.file_type().map_err(|error| refuse(&path, error))?;
            if kind.is_dir() {
                folders.push((path, below));
            } else if fs::metadata(&path).is_ok_and(|file| file.is_file()) {
                let name = format!("{}/{below}", input.trim_end_matches('/'));
                found.push(of_file(name, &below, &path).map_err(|error| refuse(&path, error))?);
            }
        }
    }
    Ok(())
}

fn of_file(name: String, below: &str, path: &Path) -> std::io::Result<Source> {
    let about = fs::metadata(path)?;
    let written = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    Ok(Source {
        name,
        meeting: without_ending(below),
        place: Place::Here(path.to_owned()),
        size: about.len(),
        version: written.map_or_else(String::new, |time| time.as_nanos().to_string()),
    })
}

fn without_ending(path: &str) -> String {
    let path = path.strip_suffix(".gz").unwrap_or(path);
    let start = path.rfind('/').map_or(0, |at| at + 1);
    match path.rfind('.') {
        Some(at) if at > start => path.get(..at).unwrap_or(path).to_owned(),
        _ => path.to_owned(),
    }
}
