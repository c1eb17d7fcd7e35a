//! What is told of a service while it runs, on standard error.

use std::io;

use tracing::Level;

use super::settings::{LogFormat, LogLevel, Settings};
use crate::telling::say;

/// Begins to write down what is told. Once in a process; a second time nothing happens.
pub(super) fn begin(settings: &Settings) {
    let level = match settings.log_level {
        LogLevel::Off => return,
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
    };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr);
    let _ = match settings.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
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
