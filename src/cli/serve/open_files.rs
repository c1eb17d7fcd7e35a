//! How many connections there can be: each is an open file.

use std::io;

use super::log::Log;

/// Files beside connections: meetings that are read and written, keys.
const OTHERS: u64 = 1024;

/// As many of the wanted connections as this process may have, which asks for more if it has to.
pub(super) fn connections(wanted: u32, log: &Log) -> usize {
    let wanted = u64::from(wanted);
    let can = match most(wanted + OTHERS) {
        Ok(files) => wanted.min(files - OTHERS.min(files / 2)),
        // Nobody knows; then it waits when there are too many.
        Err(_) => wanted,
    };
    if can < wanted {
        log.warn(&format!("{can} connections at a time, since few files may be open (ulimit -n)"));
    }
    usize::try_from(can).unwrap_or(usize::MAX)
}

#[cfg(unix)]
fn most(wanted: u64) -> io::Result<u64> {
    rlimit::increase_nofile_limit(wanted)
}

/// Elsewhere a connection is no file.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn most(_: u64) -> io::Result<u64> {
    Ok(u64::MAX)
}
