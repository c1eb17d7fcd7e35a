//! Why a run over a corpus stops.

use std::path::PathBuf;

/// Why a run over a corpus stops. What is wrong with one meeting or one file does not stop it: that
/// is in the [`Summary`](super::Summary).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// An input is not there, or a folder or store cannot be listed.
    #[error("{input}: {problem}")]
    Input {
        /// The input, as it was named.
        input: String,
        /// Why it cannot be used.
        problem: String,
    },
    /// There is nothing to read in any input.
    #[error("no file to read in any of the inputs")]
    Nothing,
    /// A table does not have the columns that it should have.
    #[error("{file}: {problem}")]
    Columns {
        /// The file.
        file: String,
        /// What was expected, and what was found.
        problem: String,
    },
    /// Times cannot count what they are taken to count.
    #[error("{file}: {found} if times are in seconds: declare the unit, which may well be seconds")]
    Unit {
        /// The file.
        file: String,
        /// What would have to be so.
        found: String,
    },
    /// An earlier run over other inputs, or with other options, has left its parts.
    #[error(
        "{folder}: an interrupted run left its parts here, and {changed}: restart to begin anew, \
         or run as before to go on"
    )]
    Changed {
        /// The folder of the parts.
        folder: PathBuf,
        /// What is not as it was.
        changed: String,
    },
    /// A folder stands where parts should go, and holds something else.
    #[error("{folder}: expected no such folder, or one that an interrupted run left")]
    NotParts {
        /// The folder.
        folder: PathBuf,
    },
    /// Another run writes the same output just now.
    #[error("{folder}: another run is at work on the same output")]
    Busy {
        /// The folder of its parts.
        folder: PathBuf,
    },
    /// Something cannot be written.
    #[error("{path}: cannot be written: {problem}")]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// Why it cannot be.
        problem: String,
    },
    /// What was written before cannot be read again.
    #[error("{path}: cannot be read again: {problem}")]
    Part {
        /// A part of the result.
        path: PathBuf,
        /// Why it cannot be read.
        problem: String,
    },
}

impl CorpusError {
    /// Something that cannot be written.
    pub(super) fn write(path: impl Into<PathBuf>) -> impl FnOnce(&dyn std::fmt::Display) -> Self {
        let path = path.into();
        move |problem| Self::Write { path, problem: problem.to_string() }
    }

    /// A part that cannot be read again.
    pub(super) fn part(path: impl Into<PathBuf>) -> impl FnOnce(&dyn std::fmt::Display) -> Self {
        let path = path.into();
        move |problem| Self::Part { path, problem: problem.to_string() }
    }
}
