//! What is told of a service while it runs, on standard error.

use std::io::{self, Write};

use tracing::level_filters::LevelFilter;
use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};

use super::settings::{LogFormat, LogLevel, Settings};

/// Where it is told, by a thread of its own: where nobody reads, lines are lost sooner than
/// requests held up.
#[derive(Clone, Debug)]
pub(super) struct Log {
    writer: NonBlocking,
    format: LogFormat,
}

/// Begins to write down what is told, until the second of what it gives is dropped.
pub(super) fn begin(settings: &Settings) -> (Log, WorkerGuard) {
    let (writer, guard) = tracing_appender::non_blocking(io::stderr());
    let level = match settings.log_level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(writer.clone());
    // A second time in a process nothing happens.
    let _ = match settings.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    (Log { writer, format: settings.log_format }, guard)
}

impl Log {
    /// Tells something of the service as a whole: a line, or a line of JSON where all are.
    pub(super) fn note(&self, message: &str) {
        match self.format {
            LogFormat::Text => self.line(message),
            LogFormat::Json => tracing::info!("{message}"),
        }
    }

    /// Tells what should not be.
    pub(super) fn warn(&self, message: &str) {
        match self.format {
            LogFormat::Text => self.line(&format!("warning: {message}")),
            LogFormat::Json => tracing::warn!("{message}"),
        }
    }

    fn line(&self, message: &str) {
        let _ = self.writer.clone().write_all(format!("sociogram: {message}\n").as_bytes());
    }
}
