//! Results for reading.

use std::io::{self, Write};
use std::time::Duration;

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, CellAlignment, Table};
use sociogram::confidence::{Confidence, Evidence, Interval, PairConfidence};
use sociogram::explain::responses;
use sociogram::facts::{Facts, LeftOut, Reason};
use sociogram::{Analysis, Pair, Scale};

use crate::escape::visible;
use crate::scored::Scored;

/// The most pairs and the most participants that are listed; further ones are counted.
pub(crate) const LONGEST_LIST: usize = 20;

/// Prints one recording: its score, the pairs that interacted, and who took part.
pub(crate) fn print(scored: &Scored, scale: Scale, out: &mut impl Write) -> io::Result<()> {
    let analysis = &scored.analysis;
    let (sure, facts) = (scored.confidence(), scored.facts());
    writeln!(out, "{}: {}", name(scored), in_words(analysis.score(), sure.score()))?;
    writeln!(
        out,
        "{} participants, {} pairs interacted, {:.1} minutes",
        analysis.participants().len(),
        interacting(analysis),
        analysis.minutes(),
    )?;
    if sure.evidence() == Evidence::TooLittle && analysis.score().is_some() {
        writeln!(out, "Too little evidence: a description of this recording, and no more.")?;
    }
    if scored.cannot_overlap() {
        writeln!(out, "The input cannot tell of overlap: interruptions were not seen.")?;
    }
    if !facts.left_out.is_empty() {
        writeln!(out, "Left out: {}", left_out(&facts.left_out))?;
    }
    print_pairs(scored, scale, &sure, out)?;
    print_participants(scored, &facts, out)
}

/// The pairs that interacted, strongest first.
fn print_pairs(
    scored: &Scored,
    scale: Scale,
    sure: &Confidence,
    out: &mut impl Write,
) -> io::Result<()> {
    let chances = scored.chances();
    let analysis = &scored.analysis;
    let mut pairs: Vec<(usize, Pair<'_>)> = analysis.pairs().enumerate().collect();
    // A stable sort: ties stay in participant order.
    pairs.sort_by(|(_, a), (_, b)| b.strength.total_cmp(&a.strength));
    let listed = pairs.iter().take(LONGEST_LIST).take_while(|(_, pair)| interacts(pair)).count();
    if listed == 0 {
        return Ok(());
    }
    let rows = pairs.iter().take(listed).map(|(at, pair)| {
        let [first, second] = pair.labels().map(|label| visible(label));
        let interval = match scale {
            Scale::Absolute => sure.pairs().get(*at).map(|PairConfidence { value, .. }| value),
            _ => None,
        };
        let mut row = vec![
            format!("{first} – {second}"),
            format!("{:.1}", pair.value(scale)),
            interval.map_or_else(String::new, |one| range(*one)),
            format!("{:.1}", pair.strength),
            format!("{:.2}", pair.rate),
        ];
        if let Some(chances) = &chances {
            let chance = chances.get(*at);
            let times = |ratio: f64| format!("× {ratio:.1}");
            row.push(chance.and_then(|one| one.ratio).map_or_else(String::new, times));
            let apart = chance.and_then(|one| one.by_chance);
            row.push(
                apart.map_or_else(String::new, |one| format!("{:.1}–{:.1}", one.low, one.high)),
            );
        }
        row
    });
    let mut columns = vec!["pair", "value", "90 %", "responses", "per minute"];
    if chances.is_some() {
        columns.extend(["to chance", "by chance"]);
    }
    writeln!(out)?;
    write_table(&columns, rows, out)?;
    write_rest(pairs.len() - listed, "pairs", out)?;
    let told = pairs.first().and_then(|(_, strongest)| heaviest(scored, strongest));
    told.map_or(Ok(()), |told| writeln!(out, "\n{told}"))
}

/// The response that weighs most in a pair, in words: where to begin to ask why.
pub(crate) fn heaviest(scored: &Scored, pair: &Pair<'_>) -> Option<String> {
    let [a, b] = pair.labels();
    let heaviest = [(a, b), (b, a)]
        .into_iter()
        .filter_map(|(from, to)| {
            let told = responses(&scored.conversation, &scored.analyzer, from, to).next()?;
            Some((from, to, told))
        })
        .max_by(|(.., one), (.., other)| one.amount().total_cmp(&other.amount()));
    let (from, to, told) = heaviest?;
    Some(format!(
        "Heaviest response of the strongest pair: {} to {} at {:.2} s, {:.2}",
        visible(from),
        visible(to),
        told.response.spurt.start().seconds(),
        told.amount(),
    ))
}

/// Everyone who took part, in participant order.
fn print_participants(scored: &Scored, facts: &Facts, out: &mut impl Write) -> io::Result<()> {
    let all = scored.analysis.participants().len();
    if all == 0 {
        return Ok(());
    }
    let rows = facts.participants.iter().take(LONGEST_LIST).map(|one| {
        let offset = one.floor_taken.median_offset;
        vec![
            visible(&one.label),
            clock(one.talk_time),
            format!("{:.0} %", 100.0 * one.share_of_talk.unwrap_or(0.0)),
            one.spurts.to_string(),
            format!("{:.1}", one.responses_given),
            format!("{:.1}", one.responses_received),
            offset.map_or_else(String::new, |seconds| format!("{seconds:+.2} s")),
        ]
    });
    let columns = ["participant", "talk time", "share", "spurts", "gives", "gets", "takes floor"];
    writeln!(out)?;
    write_table(&columns, rows, out)?;
    write_rest(all.saturating_sub(LONGEST_LIST), "participants", out)
}

/// A line of a table of several recordings.
pub(crate) type Row = Vec<String>;

/// The line of a recording among several.
pub(crate) fn row(scored: &Scored) -> Row {
    let analysis = &scored.analysis;
    let sure = scored.confidence();
    let doubt = match sure.evidence() {
        Evidence::TooLittle if analysis.score().is_some() => "too little",
        _ => "",
    };
    vec![
        name(scored),
        analysis.score().map_or_else(|| "none".into(), |score| format!("{score:.1}")),
        sure.score().map_or_else(String::new, range),
        analysis.participants().len().to_string(),
        interacting(analysis),
        format!("{:.1}", analysis.minutes()),
        doubt.to_owned(),
    ]
}

/// Prints a line for each of several recordings.
pub(crate) fn print_rows(rows: Vec<Row>, out: &mut impl Write) -> io::Result<()> {
    let columns = ["recording", "score", "90 %", "participants", "pairs", "minutes", "evidence"];
    write_table(&columns, rows.into_iter(), out)
}

fn name(scored: &Scored) -> String {
    scored.name().map_or_else(|| "(no recording)".into(), visible)
}

/// Whether a pair has a value that does not round to 0, and so goes over the wire.
pub(crate) fn interacts(pair: &Pair<'_>) -> bool {
    pair.absolute.round() > 0.0
}

/// How many pairs interact, of how many.
pub(crate) fn interacting(analysis: &Analysis) -> String {
    let interacting = analysis.pairs().filter(interacts).count();
    format!("{interacting} of {}", analysis.pair_count())
}

fn in_words(score: Option<f64>, interval: Option<Interval>) -> String {
    match (score, interval) {
        (None, _) => "no interaction score, which takes two participants".into(),
        (Some(score), None) => format!("interaction score {score:.1} of 100"),
        (Some(score), Some(interval)) => {
            format!("interaction score {score:.1} of 100 (90 %: {})", range(interval))
        }
    }
}

/// The names of those left out, each with the reason.
pub(crate) fn left_out(all: &[LeftOut]) -> String {
    let named = all.iter().take(LONGEST_LIST).map(|one| {
        let reason = match one.reason {
            Reason::Silent => "never spoke",
            _ => "hardly answered",
        };
        format!("{} ({reason})", visible(&one.label))
    });
    let mut names: Vec<String> = named.collect();
    if all.len() > names.len() {
        names.push(format!("and {} more", all.len() - names.len()));
    }
    names.join(", ")
}

pub(crate) fn range(interval: Interval) -> String {
    format!("{:.0}–{:.0}", interval.low, interval.high)
}

/// Hours, minutes and seconds, as many as there are: `0:04`, `12:30`, `1:02:03`.
pub(crate) fn clock(time: Duration) -> String {
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
