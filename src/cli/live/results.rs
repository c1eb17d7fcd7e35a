//! Full results, one a line.

use std::io::{self, Write};
use std::time::Duration;

use super::meeting::{Heard, Meeting};
use super::teller::Teller;
use crate::telling::say;

/// Full results, one a line.
pub(super) struct Results<W> {
    out: W,
    every: Option<Duration>,
    /// When the next one is due, in microseconds of the meeting.
    due: Option<i64>,
    /// Whether the last one tells all that was heard.
    is_told: bool,
}

impl<W: Write> Results<W> {
    /// One with each turn, or each time that so much of the meeting has gone by.
    pub(super) const fn new(out: W, every: Option<Duration>) -> Self {
        Self { out, every, due: None, is_told: false }
    }

    fn print(&mut self, meeting: &Meeting) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, &meeting.result())?;
        writeln!(self.out)?;
        self.is_told = true;
        self.out.flush()
    }

    /// Whether so much of the meeting has gone by that a result is due.
    fn is_due(&mut self, meeting: &Meeting) -> bool {
        let Some(extent) = meeting.live().extent() else { return false };
        let Some(every) = self.every else { return true };
        let every = i64::try_from(every.as_micros()).unwrap_or(i64::MAX).max(1);
        let next = |time: i64| time.div_euclid(every).saturating_add(1).saturating_mul(every);
        let due = *self.due.get_or_insert_with(|| next(extent.start().micros()));
        let now = extent.end().micros();
        if now >= due {
            self.due = Some(next(now));
        }
        now >= due
    }
}

impl<W: Write> Teller for Results<W> {
    fn heard(&mut self, heard: &Heard, meeting: &Meeting) -> io::Result<()> {
        heard.left_out.iter().for_each(|message| say(message));
        self.is_told = false;
        if heard.turns > 0 && self.is_due(meeting) { self.print(meeting) } else { Ok(()) }
    }

    fn pause(&mut self, _: &Meeting) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, meeting: &Meeting) -> io::Result<()> {
        if self.is_told { Ok(()) } else { self.print(meeting) }
    }
}
