//! Whoever tells of a meeting while it goes on.

use std::io;

use super::meeting::{Heard, Meeting};

/// What is told of a meeting while it goes on.
pub(super) trait Teller {
    /// Something was heard.
    fn heard(&mut self, heard: &Heard, meeting: &Meeting) -> io::Result<()>;

    /// A moment has gone by.
    fn pause(&mut self, meeting: &Meeting) -> io::Result<()>;

    /// It is over.
    fn end(&mut self, meeting: &Meeting) -> io::Result<()>;
}
