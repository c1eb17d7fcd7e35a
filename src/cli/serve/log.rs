//! What is told of a service while it runs, on standard error.

use std::io;

use tracing::Level;
use tracing_appender::non_blocking::WorkerGuard;

use super::settings::{LogFormat, LogLevel, Settings};
use crate::telling::say;

/// Begins to write down what is told, until what it gives is dropped.
///
/// A thread of its own writes. Where nobody reads, lines are lost sooner than requests held up.
pub(super) fn begin(settings: &Settings) -> Option<WorkerGuard> {
    let level = match settings.log_level {
        LogLevel::Off => return None,
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
    };
    let (writer, guard) = tracing_appender::non_blocking(io::stderr());
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(writer);
    let _ = match settings.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    Some(guard)
}

/// Tells something of the service as a whole: a line, or a line of JSON where all are.
pub(super) fn note(format: LogFormat, message: &str) {
    match format {
        LogFormat::Text => say(&format!("sociogram: {message}")),
        LogFormat::Json => tracing::info!("{message}"),
    }
}

/// Tells what should not be.
pub(super) fn warn(format: LogFormat, message: &str) {
    match format {
        LogFormat::Text => say(&format!("sociogram: warning: {message}")),
        LogFormat::Json => tracing::warn!("{message}"),
    }
}
