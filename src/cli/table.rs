//! Results for reading.

use std::io::{self, Write};
use std::time::Duration;

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, Table};
use sociogram::{Analysis, Pair, Scale};

use crate::escape::visible;
use crate::scored::Scored;

/// The most pairs and the most participants that are listed; further ones are counted.
const LONGEST_LIST: usize = 20;

/// Prints one recording: its score, the pairs that interacted, and who took part.
pub(crate) fn print(scored: &Scored, scale: Scale, out: &mut impl Write) -> io::Result<()> {
    let analysis = &scored.analysis;
    writeln!(out, "{}: {}", name(scored), in_words(analysis.score()))?;
    writeln!(
        out,
        "{} participants, {} pairs interacted, {:.1} minutes",
        analysis.participants().len(),
        interacting(analysis),
        analysis.minutes(),
    )?;

    let pairs = analysis.strongest_pairs();
    let listed = pairs.iter().take(LONGEST_LIST).take_while(|pair| interacts(pair)).count();
    if listed > 0 {
        let rows = pairs.iter().take(listed).map(|pair| {
            let [first, second] = pair.labels().map(|label| visible(label));
            vec![
                format!("{first} – {second}"),
                format!("{:.1}", pair.value(scale)),
                format!("{:.1}", pair.strength),
                format!("{:.2}", pair.rate),
            ]
        });
        writeln!(out)?;
        write_table(&["pair", "value", "responses", "per minute"], rows, out)?;
        write_rest(pairs.len() - listed, "pairs", out)?;
    }

    if analysis.participants().len() > 0 {
        let all: Duration = analysis.participants().map(|one| one.talk_time()).sum();
        let rows = analysis.participants().take(LONGEST_LIST).map(|one| {
            let share = if all.is_zero() {
                0.0
            } else {
                100.0 * one.talk_time().as_secs_f64() / all.as_secs_f64()
            };
            vec![
                visible(one.label()),
                clock(one.talk_time()),
                format!("{share:.0} %"),
                one.spurts().to_string(),
            ]
        });
        writeln!(out)?;
        write_table(&["participant", "talk time", "share", "spurts"], rows, out)?;
        let all = analysis.participants().len();
        write_rest(all.saturating_sub(LONGEST_LIST), "participants", out)?;
    }
    Ok(())
}

/// A line for each of several recordings.
pub(crate) struct Summary {
    rows: Vec<Vec<String>>,
}

impl Summary {
    pub(crate) const fn new() -> Self {
        Self { rows: Vec::new() }
    }

    pub(crate) fn add(&mut self, scored: &Scored) {
        let analysis = &scored.analysis;
        self.rows.push(vec![
            name(scored),
            analysis.score().map_or_else(|| "none".into(), |score| format!("{score:.1}")),
            analysis.participants().len().to_string(),
            interacting(analysis),
            format!("{:.1}", analysis.minutes()),
        ]);
    }

    pub(crate) fn print(self, out: &mut impl Write) -> io::Result<()> {
        let columns = ["recording", "score", "participants", "pairs", "minutes"];
        write_table(&columns, self.rows.into_iter(), out)
    }
}

fn name(scored: &Scored) -> String {
    scored.name().map_or_else(|| "(no recording)".into(), visible)
}

/// Whether a pair has a value that does not round to 0, and so goes over the wire.
fn interacts(pair: &Pair<'_>) -> bool {
    pair.absolute.round() > 0.0
}

/// How many pairs interact, of how many.
fn interacting(analysis: &Analysis) -> String {
    let interacting = analysis.pairs().filter(interacts).count();
    format!("{interacting} of {}", analysis.pair_count())
}

fn in_words(score: Option<f64>) -> String {
    score.map_or_else(
        || "no interaction score, which takes two participants".into(),
        |score| format!("interaction score {score:.1} of 100"),
    )
}

/// Hours, minutes and seconds, as many as there are: `0:04`, `12:30`, `1:02:03`.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs_f64().round();
    let (hours, minutes) = ((seconds / 3600.0).floor(), (seconds / 60.0).floor());
    if hours > 0.0 {
        format!("{hours}:{:02}:{:02}", minutes % 60.0, seconds % 60.0)
    } else {
        format!("{minutes}:{:02}", seconds % 60.0)
    }
}

/// Writes columns under their names: the first to the left, numbers to the
/// right.
pub(crate) fn write_table(
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_header(columns)
        .add_rows(rows.map(|row| row.into_iter().map(Cell::new).collect::<Vec<_>>()));
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn write_rest(more: usize, of_what: &str, out: &mut impl Write) -> io::Result<()> {
    if more == 0 {
        return Ok(());
    }
    writeln!(out, "   and {more} more {of_what}: --format csv or json lists all")
}
