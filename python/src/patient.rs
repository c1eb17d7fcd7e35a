//! Long work that an interrupt ends: Python's handlers run on its main thread only, so the work is
//! done on another one while this one listens.

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// An interrupt is heard within this time.
const LISTENING: Duration = Duration::from_millis(50);

/// Does work without holding up other threads of Python. `long` work may be interrupted: what it
/// would have come to is dropped, once it is done.
pub(crate) fn run<T: Send + 'static>(
    py: Python<'_>,
    long: bool,
    work: impl FnOnce() -> T + Send + 'static,
) -> PyResult<T> {
    if !long {
        return Ok(py.detach(work));
    }
    let (done, result) = sync_channel(1);
    thread::Builder::new().name("sociogram".to_owned()).spawn(move || {
        // Nobody waits for it any more after an interrupt.
        let _ = done.send(work());
    })?;
    // `detach` takes what may be shared between threads, and a receiver may not.
    let result = Mutex::new(result);
    loop {
        let came = py.detach(|| {
            let result = result.lock().unwrap_or_else(PoisonError::into_inner);
            result.recv_timeout(LISTENING)
        });
        match came {
            Ok(came) => return Ok(came),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("the work ended without a result"));
            }
        }
    }
}
