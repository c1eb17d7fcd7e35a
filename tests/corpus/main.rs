//! `corpus`: tables and folders of many meetings, as a library and as a process.

#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod equal;
mod hostile;
mod interrupted;
mod tables;
