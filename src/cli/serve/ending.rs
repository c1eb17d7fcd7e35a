//! The signals that ask a service to end.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Waits to be asked to end: by SIGINT or SIGTERM, or by Ctrl-C where there are no such signals.
pub(super) struct Ending {
    #[cfg(unix)]
    signals: [Signal; 2],
}

impl Ending {
    #[cfg(unix)]
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { signals: [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?] })
    }

    #[cfg(unix)]
    pub(super) async fn asked_for(&mut self) {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    pub(super) async fn asked_for(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
