//! The two functions held against the library. One program, since each that is linked takes seconds.

#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod bundled;
mod common;
mod equal;
mod hostile;
mod limits;
mod query;
mod types;
