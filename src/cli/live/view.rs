//! A view that is drawn in place, on the other screen of the terminal, which is left as it was.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::frame::{Size, Trend, frame};
use super::meeting::{Heard, Meeting};
use super::teller::Teller;
use crate::telling::say;

/// How often it is drawn at most.
const PACE: Duration = Duration::from_millis(100);
/// How many messages are shown in the view.
const NOTES: usize = 3;
/// How many messages are told at the end; further ones are counted.
const TOLD: usize = 100;
/// The room where nobody says how much there is.
const USUAL: Size = Size { columns: 80, rows: 24 };
/// How many lines the last result has, which is not drawn but printed.
const LAST_ROWS: usize = 26;

/// The other screen, without a cursor; and back.
const ENTER: &str = "\x1b[?1049h\x1b[?25l";
const LEAVE: &str = "\x1b[?25h\x1b[?1049l";

/// The view of a running meeting.
pub(super) struct View<W: Write> {
    out: W,
    trend: Trend,
    messages: Vec<String>,
    untold: u64,
    drawn: Option<(Instant, Size)>,
    is_behind: bool,
}

impl<W: Write> View<W> {
    pub(super) const fn new(out: W) -> Self {
        Self {
            out,
            trend: Trend { scores: Vec::new() },
            messages: Vec::new(),
            untold: 0,
            drawn: None,
            is_behind: true,
        }
    }

    /// Draws it, unless it was drawn a moment ago or nothing has changed.
    fn draw(&mut self, meeting: &Meeting) -> io::Result<()> {
        let size = size();
        let is_due = match self.drawn {
            None => true,
            Some((when, of)) => of != size || (self.is_behind && when.elapsed() >= PACE),
        };
        if !is_due {
            return Ok(());
        }
        let analysis = meeting.live().snapshot();
        self.trend.note(&analysis);
        let first = self.messages.len().saturating_sub(NOTES);
        let notes = self.messages.get(first..).unwrap_or_default();
        let lines = frame(&analysis, &self.trend, notes, size);
        // Line by line, each to its end, so that nothing flickers.
        let start = if self.drawn.is_none() { ENTER } else { "" };
        write!(self.out, "{start}\x1b[H")?;
        for (number, line) in lines.iter().enumerate() {
            let end = if number + 1 < lines.len() { "\x1b[K\r\n" } else { "\x1b[K" };
            write!(self.out, "{line}{end}")?;
        }
        write!(self.out, "\x1b[J")?;
        self.drawn = Some((Instant::now(), size));
        self.is_behind = false;
        self.out.flush()
    }

    fn leave(&mut self) -> io::Result<()> {
        if self.drawn.take().is_some() {
            write!(self.out, "{LEAVE}")?;
        }
        self.out.flush()
    }
}

impl<W: Write> Teller for View<W> {
    fn heard(&mut self, heard: &Heard, meeting: &Meeting) -> io::Result<()> {
        for message in &heard.left_out {
            if self.messages.len() < TOLD {
                self.messages.push(message.clone());
            } else {
                self.untold += 1;
            }
        }
        self.is_behind = true;
        // Each minute of the meeting counts, however fast it comes.
        let live = meeting.live();
        if live.extent().is_some_and(|extent| self.trend.is_behind(extent.length())) {
            self.trend.note(&live.snapshot());
        }
        self.draw(meeting)
    }

    fn pause(&mut self, meeting: &Meeting) -> io::Result<()> {
        self.draw(meeting)
    }

    fn end(&mut self, meeting: &Meeting) -> io::Result<()> {
        self.leave()?;
        self.messages.iter().for_each(|message| say(message));
        if self.untold > 0 {
            say(&format!("and {} more", self.untold));
        }
        let analysis = meeting.live().snapshot();
        self.trend.note(&analysis);
        let size = Size { rows: LAST_ROWS, ..size() };
        for line in frame(&analysis, &self.trend, &[], size) {
            writeln!(self.out, "{line}")?;
        }
        self.out.flush()
    }
}

/// Whatever ends the command, the terminal is as it was.
impl<W: Write> Drop for View<W> {
    fn drop(&mut self) {
        let _ = self.leave();
    }
}

fn size() -> Size {
    terminal_size::terminal_size()
        .map_or(USUAL, |(columns, rows)| Size { columns: columns.0.into(), rows: rows.0.into() })
}
