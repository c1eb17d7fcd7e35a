//! How far a corpus is, on a terminal.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use sociogram::corpus::Progress;

/// A bar on standard error, where that is a terminal.
pub(super) struct Course {
    bar: ProgressBar,
    since: Instant,
    rows: AtomicU64,
}

impl Course {
    pub(super) fn new() -> Self {
        let target = if io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let style = ProgressStyle::with_template("{pos}/{len} [{wide_bar}] {msg}, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("=> ");
        let bar = ProgressBar::with_draw_target(Some(0), target).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(500));
        Self { bar, since: Instant::now(), rows: AtomicU64::new(0) }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is a rate, for reading"
    )]
    pub(super) fn take(&self, far: Progress) {
        match far {
            Progress::Planned { tasks } => {
                self.bar.inc_length(u64::try_from(tasks).unwrap_or(u64::MAX));
            }
            Progress::Done { rows, .. } => {
                let rows = self.rows.fetch_add(rows, Ordering::Relaxed) + rows;
                let rate = rows as f64 / self.since.elapsed().as_secs_f64().max(1e-3);
                self.bar.set_message(format!("{} rows/s", HumanCount(rate as u64)));
                self.bar.inc(1);
            }
            _ => self.bar.set_message("putting the parts together"),
        }
    }

    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
