//! The two functions held against the library. One program, since each that is linked takes seconds.

mod bundled;
mod common;
mod equal;
mod hostile;
mod limits;
mod query;
mod types;
