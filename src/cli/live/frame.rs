//! What a running meeting looks like, line by line.

use std::time::Duration;

use sociogram::{Analysis, Pair};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::escape::visible;

/// Columns and rows that may be drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// How the score went, minute by minute.
#[derive(Clone, Debug, Default)]
pub(super) struct Trend {
    /// The score when so many minutes had gone by.
    pub(super) scores: Vec<(u64, f64)>,
}

/// The most minutes that are remembered.
const LONGEST_TREND: usize = 240;
/// Over how many minutes the change is told.
const CHANGE_OVER: u64 = 5;
/// The widest bar.
const WIDEST_BAR: usize = 30;

impl Trend {
    /// Notes the score as it is now.
    pub(super) fn note(&mut self, analysis: &Analysis) {
        let Some(score) = analysis.score() else { return };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at least 0, and no meeting has too many minutes to count"
        )]
        let minute = analysis.minutes() as u64;
        match self.scores.last_mut().filter(|(last, _)| *last == minute) {
            Some((_, last)) => *last = score,
            None => self.scores.push((minute, score)),
        }
        if self.scores.len() > LONGEST_TREND {
            self.scores.remove(0);
        }
    }

    /// Whether a minute has gone by since the last note, when a meeting has lasted so long.
    pub(super) fn is_behind(&self, lasted: Duration) -> bool {
        self.scores.last().is_none_or(|(last, _)| *last < lasted.as_secs() / 60)
    }

    /// The change over the last minutes, and over how many.
    fn change(&self) -> Option<(f64, u64)> {
        let (now, score) = self.scores.last()?;
        let (then, before) = self
            .scores
            .iter()
            .rev()
            .take_while(|(minute, _)| minute + CHANGE_OVER >= *now)
            .last()?;
        (then < now).then_some((score - before, now - then))
    }

    /// The scores of the last minutes as a line of blocks.
    fn line(&self, columns: usize) -> String {
        let first = self.scores.len().saturating_sub(columns);
        self.scores.iter().skip(first).map(|(_, score)| block(*score)).collect()
    }
}

/// The frame that shows a meeting in so much room.
pub(super) fn frame(
    analysis: &Analysis,
    trend: &Trend,
    notes: &[String],
    size: Size,
) -> Vec<String> {
    let mut lines = vec![headline(analysis, trend)];
    let pairs = analysis.strongest_pairs();
    lines.push(format!(
        "{} participants, {} of {} pairs, {}",
        analysis.participants().len(),
        pairs.len(),
        analysis.pair_count(),
        clock(analysis.minutes()),
    ));
    if trend.change().is_some() {
        lines.push(trend.line(size.columns));
    }
    lines.push(String::new());
    // What is left of the rows, without the notes and a line for the pairs that have no room.
    let room = size.rows.saturating_sub(lines.len() + notes.len() + 1);
    let names: Vec<String> = pairs.iter().take(room).map(name).collect();
    let longest = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let widest = longest.min(size.columns.saturating_sub(12) * 3 / 5);
    let bar = size.columns.saturating_sub(widest + 7).min(WIDEST_BAR);
    for (name, pair) in names.iter().zip(&pairs) {
        lines.push(format!("{} {:5.1} {}", fitted(name, widest), pair.absolute, bar_of(pair, bar)));
    }
    if pairs.len() > names.len() {
        lines.push(format!("and {} more pairs", pairs.len() - names.len()));
    }
    lines.extend(notes.iter().cloned());
    lines.truncate(size.rows);
    lines.iter().map(|line| clipped(line, size.columns).trim_end().to_owned()).collect()
}

fn headline(analysis: &Analysis, trend: &Trend) -> String {
    let Some(score) = analysis.score() else {
        return "no score yet, which takes two people".into();
    };
    match trend.change() {
        None => format!("score {score:.1} of 100"),
        Some((change, minutes)) => {
            let arrow = match change {
                up if up >= 0.05 => '▲',
                down if down <= -0.05 => '▼',
                _ => '=',
            };
            format!("score {score:.1} of 100 {arrow} {:.1} in {minutes} min", change.abs())
        }
    }
}

fn name(pair: &Pair<'_>) -> String {
    let [first, second] = pair.labels().map(|label| visible(label));
    format!("{first} – {second}")
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a value between 0 and 100 of a width that was a count"
)]
fn bar_of(pair: &Pair<'_>, width: usize) -> String {
    "█".repeat((pair.absolute / 100.0 * width as f64).round() as usize)
}

/// The block that is as high as a score.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a score between 0 and 100"
)]
fn block(score: f64) -> char {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let height = (score / 100.0 * 7.0).round() as usize;
    BLOCKS.get(height).copied().unwrap_or('█')
}

/// Hours, minutes and seconds.
fn clock(minutes: f64) -> String {
    let seconds = (minutes * 60.0).floor();
    let (hours, whole) = ((seconds / 3600.0).floor(), (seconds / 60.0).floor());
    format!("{hours}:{:02}:{:02}", whole % 60.0, seconds % 60.0)
}

/// The text in no more columns than these.
fn clipped(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|character| {
        used += character.width().unwrap_or(0);
        used <= columns
    });
    let mut kept: String = kept.collect();
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// The text in exactly so many columns.
fn fitted(text: &str, columns: usize) -> String {
    let mut fitted = clipped(text, columns);
    fitted.extend(std::iter::repeat_n(' ', columns.saturating_sub(fitted.width())));
    fitted
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails should fail loudly"
)]
mod tests {
    use sociogram::{Analyzer, Conversation, Turn};

    use super::*;

    fn analysis(labels: [&str; 3]) -> Analysis {
        let turns = (0..90_i64).map(|at| {
            let label = labels[usize::try_from(at * at % 7 % 3).unwrap()];
            Turn::from_millis(label, at * 2_000, at * 2_000 + 1_900).unwrap()
        });
        Analyzer::default().analyze(&Conversation::new(turns.collect::<Vec<_>>()).unwrap())
    }

    #[test]
    fn no_frame_is_larger_than_its_room() {
        let long = "a very long name that no terminal has room for, and then some more";
        let analysis = analysis([long, "中文名字中文名字中文名字", "ana\u{1b}[2J"]);
        let mut trend = Trend::default();
        trend.note(&analysis);
        let notes = ["<stdin>:3:1: warning: left out: a line that is wrong in some way".to_owned()];
        for columns in 0..120 {
            for rows in 0..12 {
                let lines = frame(&analysis, &trend, &notes, Size { columns, rows });
                assert!(lines.len() <= rows, "{lines:?}");
                assert!(lines.iter().all(|line| line.width() <= columns), "{columns}: {lines:?}");
                assert!(!lines.concat().contains('\u{1b}'));
            }
        }
    }

    #[test]
    fn the_trend_tells_the_change_over_the_last_minutes() {
        let scores = (0..10).map(|minute| (minute, minute as f64 * 2.0)).collect();
        let trend = Trend { scores };
        assert_eq!(trend.change(), Some((10.0, 5)));
        assert_eq!(trend.line(4).chars().count(), 4);
        assert_eq!(Trend::default().change(), None);
    }
}
