//! Tables with bars that fit a screen.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

use crate::escape::visible;
use crate::screen::Screen;

/// The widest and the narrowest bar.
const WIDEST_BAR: usize = 32;
const NARROWEST_BAR: usize = 4;

/// How a piece of text is shown where there are colours.
#[derive(Clone, Copy)]
pub(crate) enum Paint {
    Bold,
    Faint,
    Bar,
    Warning,
}

/// A column of a table.
pub(crate) enum Column {
    /// To the left.
    Names(&'static str, Vec<String>),
    /// To the right.
    Numbers(&'static str, Vec<String>),
    /// Values from 0 to 100 as bars. There is one such column; it takes the room that the others
    /// leave.
    Bars(Vec<Option<f64>>),
}

impl Screen {
    /// A text in a colour, if there are any.
    pub(crate) fn paint(self, paint: Paint, text: &str) -> String {
        let code = match paint {
            Paint::Bold => "1",
            Paint::Faint => "2",
            Paint::Bar => "36",
            Paint::Warning => "33",
        };
        if !self.has_color || text.trim().is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// Text of the program, in what the screen can show.
    pub(crate) fn own(self, text: &str) -> String {
        if self.is_unicode {
            return text.to_owned();
        }
        text.chars()
            .map(|it| match it {
                '–' => "-".to_owned(),
                '…' => "...".to_owned(),
                '×' => "x".to_owned(),
                it if it.is_ascii() => it.to_string(),
                it => it.escape_unicode().to_string(),
            })
            .collect()
    }

    /// A name from a file in at most so many columns, its middle left out if it is longer.
    pub(crate) fn name(self, name: &str, widest: usize) -> String {
        let name = self.own(&visible(name));
        let (dots, all): (&str, Vec<char>) =
            (if self.is_unicode { "…" } else { ".." }, name.chars().collect());
        if wide(&name) <= widest {
            return closed(name);
        }
        let (mut head, mut tail) = (String::new(), Vec::new());
        let mut left = widest.saturating_sub(wide(dots));
        let (mut from_start, mut from_end) = (all.iter(), all.iter().rev());
        // From both ends in turn: what tells names apart often stands at their end.
        loop {
            let takes_head = wide(&head) <= tail.iter().map(|it| columns(*it)).sum();
            let next = if takes_head { from_start.next() } else { from_end.next() };
            let Some(next) = next.filter(|it| columns(**it) <= left) else { break };
            left -= columns(*next);
            if takes_head { head.push(*next) } else { tail.push(*next) }
        }
        closed(head + dots + &tail.into_iter().rev().collect::<String>())
    }

    /// Two names in at most so many columns.
    pub(crate) fn pair(self, [first, second]: [&str; 2], widest: usize) -> String {
        let dash = self.own(" – ");
        let room = widest.saturating_sub(wide(&dash));
        let [one, other] = [first, second].map(|name| wide(&self.own(&visible(name))));
        // One that is short leaves its room to the other.
        let for_first = one.min((room / 2).max(room.saturating_sub(other)));
        let first = self.name(first, for_first);
        let second = self.name(second, room - for_first);
        format!("{first}{dash}{second}")
    }

    /// A bar for a value from 0 to 100, as wide as it says.
    fn bar(self, value: f64, cells: usize) -> String {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few hundred at most, 0 or more"
        )]
        let eighths = (value.clamp(0.0, 100.0) / 100.0 * 8.0 * cells as f64).round() as usize;
        let bar = if self.is_unicode {
            const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
            "█".repeat(eighths / 8) + PARTS.get(eighths % 8).copied().unwrap_or_default()
        } else {
            "#".repeat((eighths + 4) / 8)
        };
        let rest = " ".repeat(cells.saturating_sub(wide(&bar)));
        self.paint(Paint::Bar, &bar) + &rest
    }

    /// Writes a text in lines that fit, those behind the first set in. It is broken at spaces, but not
    /// at hard ones.
    pub(crate) fn wrap(
        self,
        paint: Option<Paint>,
        text: &str,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let paint = |line: &str| {
            let line = self.own(&line.replace('\u{a0}', " "));
            paint.map_or_else(|| line.clone(), |paint| self.paint(paint, &line))
        };
        let mut line = String::new();
        for word in text.split(' ') {
            if !line.trim().is_empty() && wide(&line) + 1 + wide(&self.own(word)) > self.width {
                writeln!(out, "{}", paint(&line))?;
                line = "  ".to_owned();
            } else if !line.is_empty() {
                line.push(' ');
            }
            line += word;
        }
        writeln!(out, "{}", paint(&line))
    }

    /// Writes columns under their names.
    pub(crate) fn table(self, all: &[Column], out: &mut impl Write) -> io::Result<()> {
        let widths: Vec<usize> = all.iter().map(Column::widest).collect();
        let taken: usize = widths.iter().map(|width| width + 2).sum();
        let room = self.width.saturating_sub(taken);
        let bar = room.clamp(NARROWEST_BAR, WIDEST_BAR);
        let rows = all.iter().map(Column::len).max().unwrap_or(0);

        let heads: Vec<String> = all
            .iter()
            .zip(&widths)
            .map(|(column, width)| match column {
                Column::Names(head, _) => to_left(head, *width),
                Column::Numbers(head, _) => to_right(head, *width),
                // Where there is no room for both ends, none is named.
                Column::Bars(_) if bar < 8 => " ".repeat(bar),
                Column::Bars(_) => format!("0{:>width$}", "100", width = bar - 1),
            })
            .collect();
        let line = heads.join("  ");
        writeln!(out, " {}", self.paint(Paint::Faint, line.trim_end()))?;
        for row in 0..rows {
            let cells: Vec<String> = all
                .iter()
                .zip(&widths)
                .map(|(column, width)| match column {
                    Column::Names(_, cells) => {
                        to_left(cells.get(row).map_or("", String::as_str), *width)
                    }
                    Column::Numbers(_, cells) => {
                        to_right(cells.get(row).map_or("", String::as_str), *width)
                    }
                    Column::Bars(values) => match values.get(row) {
                        Some(Some(value)) => self.bar(*value, bar),
                        _ => " ".repeat(bar),
                    },
                })
                .collect();
            writeln!(out, " {}", cells.join("  ").trim_end())?;
        }
        Ok(())
    }
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Names(_, cells) | Self::Numbers(_, cells) => cells.len(),
            Self::Bars(values) => values.len(),
        }
    }

    /// How wide it is, but for bars.
    fn widest(&self) -> usize {
        match self {
            Self::Names(head, cells) | Self::Numbers(head, cells) => {
                cells.iter().map(|cell| wide(cell)).chain([wide(head)]).max().unwrap_or(0)
            }
            Self::Bars(_) => 0,
        }
    }
}

fn to_left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(wide(text))))
}

fn to_right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(wide(text))))
}

/// So that numbers behind a name from right to left stay where they are, on terminals that turn
/// directions: a mark that has no width.
fn closed(name: String) -> String {
    let turns = |it: char| matches!(it, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    if name.contains(turns) { name + "\u{200e}" } else { name }
}

/// How many columns a text takes, character by character, as terminals count.
pub(crate) fn wide(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn columns(it: char) -> usize {
    it.width().unwrap_or(0)
}
