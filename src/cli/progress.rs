//! How far a run over many files is, on a terminal.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::telling::say;

/// Runs that are over sooner need no bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// Below so many columns the bar itself gives way to the numbers.
const NARROW: u16 = 64;

/// A bar on standard error, once a run over several files has taken a second; none where standard
/// error is no terminal.
pub(crate) struct Progress {
    files: u64,
    turns: u64,
    done: u64,
    since: Instant,
    may_show: bool,
    /// Whether results go to a terminal, too.
    shares_terminal: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Of a run over so many files; results may go to standard output.
    pub(crate) fn over(files: usize, to_standard_output: bool) -> Self {
        Self {
            files: u64::try_from(files).unwrap_or(u64::MAX),
            turns: 0,
            done: 0,
            since: Instant::now(),
            may_show: files > 1 && io::stderr().is_terminal(),
            shares_terminal: to_standard_output && io::stdout().is_terminal(),
            bar: None,
        }
    }

    /// Takes note of the turns of a recording, which may be the last of its file.
    pub(crate) fn add(&mut self, turns: usize, ends_file: bool) {
        if !self.may_show {
            return;
        }
        self.turns = self.turns.saturating_add(u64::try_from(turns).unwrap_or(u64::MAX));
        self.done += u64::from(ends_file);
        if self.bar.is_none() && self.since.elapsed() >= PATIENCE {
            self.bar = Some(bar(self.files, self.since));
        }
        if let Some(bar) = &self.bar {
            #[expect(clippy::cast_precision_loss, reason = "it is a rate, for reading")]
            let rate = self.turns as f64 / self.since.elapsed().as_secs_f64();
            bar.set_message(format!("{} turns/s", HumanCount(rounded(rate))));
            bar.set_position(self.done);
        }
    }

    /// Says something, with the bar out of its way.
    pub(crate) fn say(&self, message: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(message)),
            None => say(message),
        }
    }

    /// Prints results, with the bar out of their way where they share its terminal.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) if self.shares_terminal => bar.suspend(print),
            _ => print(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(files: u64, since: Instant) -> ProgressBar {
    let is_narrow = terminal_size::terminal_size_of(io::stderr())
        .is_some_and(|(terminal_size::Width(columns), _)| columns < NARROW);
    let template = if is_narrow {
        "{pos}/{len}, {msg}, {left}"
    } else {
        "{pos}/{len} files [{wide_bar}] {msg}, {left} left"
    };
    // As if the files to come were like those before.
    let left = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let done = state.pos().max(1);
        let files = state.len().unwrap_or(done).saturating_sub(done);
        let seconds = state.elapsed().as_secs().saturating_add(1).saturating_mul(files) / done;
        let _ = write!(out, "{}:{:02}", seconds / 60, seconds % 60);
    };
    let style = ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
        .with_key("left", left);
    ProgressBar::with_draw_target(Some(files), ProgressDrawTarget::stderr())
        .with_style(style)
        .with_elapsed(since.elapsed())
}

/// Two digits, so that the rate can be read while it changes.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no run has so many turns a second"
)]
fn rounded(rate: f64) -> u64 {
    let rate = rate.max(0.0) as u64;
    let unit = 10_u64.pow(rate.checked_ilog10().unwrap_or(0).saturating_sub(1));
    rate / unit * unit
}
