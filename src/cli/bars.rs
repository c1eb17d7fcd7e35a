//! Results on a terminal: compact, with bars, from 40 columns on.

use std::io::{self, Write};

use sociogram::Scale;
use sociogram::confidence::{Confidence, Evidence, PairConfidence};
use sociogram::facts::Facts;

use crate::columns::{Column, Paint};
use crate::scored::Scored;
use crate::screen::Screen;
use crate::table::{LONGEST_LIST, Row, clock, heaviest, interacting, interacts, left_out, range};

/// From so many columns on there is room for more than the most important, and for all of it.
const WIDE: usize = 64;
const WIDEST: usize = 72;

/// Prints one recording: its score, the pairs that interacted, and who took part.
pub(crate) fn print(
    scored: &Scored,
    scale: Scale,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    let analysis = &scored.analysis;
    let (sure, facts) = (scored.confidence(), scored.facts());
    let called = screen.name(scored.name().unwrap_or("(no recording)"), screen.width - 8);
    writeln!(out, "{}", screen.paint(Paint::Bold, &called))?;
    let score = match (analysis.score(), sure.score()) {
        (None, _) => "no interaction score, which takes two participants".to_owned(),
        (Some(score), None) => format!("interaction score {score:.1} of 100"),
        (Some(score), Some(sure)) => {
            format!("interaction score {score:.1} of 100 (90\u{a0}%:\u{a0}{})", range(sure))
        }
    };
    screen.wrap(None, &score, out)?;
    let size = format!(
        "{} participants, {} pairs interacted, {:.1} minutes",
        analysis.participants().len(),
        interacting(analysis),
        analysis.minutes(),
    );
    screen.wrap(Some(Paint::Faint), &size, out)?;
    if sure.evidence() == Evidence::TooLittle && analysis.score().is_some() {
        let text = "Too little evidence: a description of this recording, and no more.";
        screen.wrap(Some(Paint::Warning), text, out)?;
    }
    if scored.cannot_overlap() {
        let text = "The input cannot tell of overlap: interruptions were not seen.";
        screen.wrap(Some(Paint::Warning), text, out)?;
    }
    if !facts.left_out.is_empty() {
        let text = format!("Left out: {}", left_out(&facts.left_out));
        screen.wrap(Some(Paint::Warning), &text, out)?;
    }
    print_pairs(scored, scale, &sure, screen, out)?;
    print_participants(&facts, screen, out)
}

fn print_pairs(
    scored: &Scored,
    scale: Scale,
    sure: &Confidence,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    let analysis = &scored.analysis;
    let mut pairs: Vec<_> = analysis.pairs().enumerate().collect();
    // A stable sort: ties stay in participant order.
    pairs.sort_by(|(_, a), (_, b)| b.strength.total_cmp(&a.strength));
    let shown = pairs.iter().take(LONGEST_LIST).take_while(|(_, pair)| interacts(pair)).count();
    let rest = pairs.len() - shown;
    pairs.truncate(shown);
    let Some((_, strongest)) = pairs.first() else { return Ok(()) };
    let heaviest = heaviest(scored, strongest);

    let is_wide = screen.width >= WIDE;
    let widest = screen.width * 2 / 5;
    let labels = pairs
        .iter()
        .map(|(_, pair)| screen.pair(pair.labels().map(|label| label.as_str()), widest));
    let mut columns = vec![
        Column::Names("pair", labels.collect()),
        Column::Numbers("value", numbers(pairs.iter().map(|(_, pair)| pair.value(scale)))),
        Column::Bars(pairs.iter().map(|(_, pair)| Some(pair.value(scale))).collect()),
    ];
    if is_wide && scale == Scale::Absolute {
        let of = |at: usize| sure.pairs().get(at).map(|PairConfidence { value, .. }| *value);
        let told = pairs.iter().map(|(at, _)| of(*at).map_or_else(String::new, range));
        columns.push(Column::Numbers("90 %", told.map(|text| screen.own(&text)).collect()));
    }
    let chances = scored.chances();
    if is_wide || chances.is_none() {
        let strengths = numbers(pairs.iter().map(|(_, pair)| pair.strength));
        columns.push(Column::Numbers("resp.", strengths));
    }
    if let Some(chances) = chances {
        let ratio = |at: usize| chances.get(at).and_then(|one| one.ratio);
        let times = |ratio: f64| screen.own(&format!("× {ratio:.1}"));
        let told = pairs.iter().map(|(at, _)| ratio(*at).map_or_else(String::new, times));
        columns.push(Column::Numbers("chance", told.collect()));
    }
    writeln!(out)?;
    screen.table(&columns, out)?;
    more(rest, "pairs", screen, out)?;
    if let Some(told) = heaviest {
        writeln!(out)?;
        screen.wrap(Some(Paint::Faint), &told, out)?;
    }
    Ok(())
}

fn print_participants(facts: &Facts, screen: Screen, out: &mut impl Write) -> io::Result<()> {
    let all = &facts.participants;
    let shown = || all.iter().take(LONGEST_LIST);
    if all.is_empty() {
        return Ok(());
    }
    let widest = screen.width * 3 / 10;
    let share = |share: Option<f64>| 100.0 * share.unwrap_or(0.0);
    let names = shown().map(|one| screen.name(&one.label, widest)).collect();
    let mut columns =
        vec![Column::Names(if screen.width >= WIDE { "participant" } else { "who" }, names)];
    if screen.width >= WIDE {
        columns.push(Column::Numbers("talk", shown().map(|one| clock(one.talk_time)).collect()));
    }
    let shares = shown().map(|one| format!("{:.0} %", share(one.share_of_talk)));
    columns.push(Column::Numbers("share", shares.collect()));
    columns.push(Column::Bars(shown().map(|one| Some(share(one.share_of_talk))).collect()));
    columns.push(Column::Numbers("gives", numbers(shown().map(|one| one.responses_given))));
    columns.push(Column::Numbers("gets", numbers(shown().map(|one| one.responses_received))));
    if screen.width >= WIDEST {
        let offset = |seconds: f64| format!("{seconds:+.2} s");
        let offsets = shown().map(|one| one.floor_taken.median_offset);
        let told = offsets.map(|one| one.map_or_else(String::new, offset));
        columns.push(Column::Numbers("takes floor", told.collect()));
    }
    writeln!(out)?;
    screen.table(&columns, out)?;
    more(all.len().saturating_sub(LONGEST_LIST), "participants", screen, out)
}

/// Prints a line for each of several recordings.
pub(crate) fn print_rows(rows: &[Row], screen: Screen, out: &mut impl Write) -> io::Result<()> {
    let cell = |row: &Row, at: usize| screen.own(row.get(at).map_or("", String::as_str));
    let all = |at: usize| -> Vec<String> { rows.iter().map(|row| cell(row, at)).collect() };
    let is_wide = screen.width >= WIDE;
    let widest = screen.width * 3 / 10;
    let names = rows.iter().map(|row| screen.name(row.first().map_or("", String::as_str), widest));
    let scores = rows.iter().map(|row| row.get(1).and_then(|score| score.parse().ok()));
    let mut columns = vec![
        Column::Names("recording", names.collect()),
        Column::Numbers("score", all(1)),
        Column::Bars(scores.collect()),
    ];
    if is_wide {
        columns.push(Column::Numbers("90 %", all(2)));
        columns.push(Column::Numbers("people", all(3)));
    }
    columns.push(Column::Numbers("min", all(5)));
    if is_wide && rows.iter().any(|row| !cell(row, 6).is_empty()) {
        columns.push(Column::Names("evidence", all(6)));
    }
    screen.table(&columns, out)
}

fn numbers(values: impl Iterator<Item = f64>) -> Vec<String> {
    values.map(|value| format!("{value:.1}")).collect()
}

fn more(count: usize, of_what: &str, screen: Screen, out: &mut impl Write) -> io::Result<()> {
    if count == 0 {
        return Ok(());
    }
    let text = format!("\u{a0}and {count} more {of_what}: --format csv or json lists all");
    screen.wrap(Some(Paint::Faint), &text, out)
}
