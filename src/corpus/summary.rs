//! What is told of a run.

use serde::{Deserialize, Serialize};

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// There are so many tasks more to do.
    Planned {
        /// How many.
        tasks: usize,
    },
    /// A task is done, now or by an earlier run.
    Done {
        /// Rows of input that it read.
        rows: u64,
        /// Meetings that it scored.
        meetings: u64,
    },
    /// Results are put together.
    Merging,
}

/// What came of a run beside its tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Rows of the table of meetings, bad ones included.
    pub meetings: u64,
    /// Rows of input that were read.
    pub rows: u64,
    /// Turns in all meetings.
    pub turns: u64,
    /// Rows that were mended or left out in meetings that are fine.
    pub repairs: u64,
    /// How many meetings have an error.
    pub bad_count: u64,
    /// The first of them, in order of their names.
    pub bad: Vec<Bad>,
    /// Files, and rows of files, that could not be read.
    pub unread: Vec<Unread>,
    /// Rows that name no meeting, and are in none.
    pub nameless: u64,
    /// Where the first of them stands.
    pub first_nameless: Option<String>,
    /// How many meetings last longer than two days.
    pub overlong: u64,
    /// What looks wrong.
    pub warnings: Vec<String>,
}

impl Summary {
    /// Whether all input was read and every meeting is fine.
    #[must_use]
    pub const fn is_fine(&self) -> bool {
        self.bad_count == 0 && self.unread.is_empty() && self.nameless == 0
    }
}

/// A meeting that could not be scored.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bad {
    /// Its name.
    pub meeting: String,
    /// Why.
    pub problem: String,
}

/// A file that could not be read, or some rows of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unread {
    /// Which.
    pub file: String,
    /// Why.
    pub problem: String,
}
