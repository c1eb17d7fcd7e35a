//! The timeline: everyone's speech, a row each.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::axis::Axis;
use super::canvas::{
    Anchor, Canvas, GREY, LETTERS, LINE, MARGIN, PLAIN, SMALL, Type, WIDTH, number,
};
use super::colour::{OVERLAP, SPEECH, tint};
use super::letters::{short, width};
use super::shown::{HEAD, chosen, head, left_away, length, participants, sentence};
use crate::conversation::{Conversation, Participant};
use crate::time::{Span, Time};

/// The widest label.
const LABEL: f64 = 46.0;
/// How wide a column is: nothing is drawn finer.
const FINEST: f64 = 0.25;
/// How many tints tell how full a column is.
const TINTS: usize = 4;

pub(super) fn draw(conversation: &Conversation, recording: Option<&str>) -> String {
    let everyone = conversation.participants();
    let seconds = conversation.minutes() * 60.0;
    let facts = format!("{}, {}", participants(everyone.len()), length(seconds));
    let Some(extent) = conversation.extent() else {
        return sentence(recording, &facts, "Timeline", "Nobody speaks in this recording.");
    };
    let chosen = chosen(everyone.iter());
    let row = (260.0 / chosen.len() as f64).clamp(7.0, 14.0);
    let size = f64::min(LETTERS, row * 0.8);
    let labels: Vec<String> = chosen
        .iter()
        .filter_map(|at| everyone.get(*at))
        .map(|one: &Participant| short(one.label(), size, LABEL))
        .collect();
    let longest = labels.iter().map(|label| width(label, size)).fold(0.0, f64::max);
    let line = (MARGIN + longest + 4.0).ceil();
    let right = WIDTH - MARGIN - 3.0;
    let axis = Axis::of(extent, [line, right]);
    let top = HEAD + 12.0;
    let bottom = row.mul_add(chosen.len() as f64, top);
    let more = left_away(everyone.len());
    let height = bottom + if more.is_some() { 32.0 } else { 24.0 };

    let mut canvas = Canvas::new(height, &format!("Timeline: {facts}"));
    head(&mut canvas, recording, &facts);
    legend(&mut canvas, HEAD + 5.0);
    axis.draw(&mut canvas, [top, bottom]);
    let columns = Columns { axis: &axis, count: whole((right - line) / FINEST) };
    let rows = rows(conversation, &chosen, &columns);
    for (at, (place, label)) in chosen.iter().zip(&labels).enumerate() {
        let middle = row.mul_add(at as f64 + 0.5, top);
        let how = Type { size, anchor: Anchor::End, ..PLAIN };
        canvas.text([line - 3.0, 0.35f64.mul_add(size, middle)], label, how);
        canvas.line([[line, middle], [right, middle]], 0.3, LINE);
        if let Some(columns) = rows.get(place) {
            draw_row(&mut canvas, columns, middle, line, row * 0.7);
        }
    }
    if let Some(more) = more {
        let how = Type { size: SMALL, colour: GREY, ..PLAIN };
        canvas.text([MARGIN, height - 4.0], &more, how);
    }
    canvas.finish()
}

fn legend(canvas: &mut Canvas, middle: f64) {
    let mut x = MARGIN;
    for (colour, text) in [(SPEECH, "speech"), (OVERLAP, "at the same time as somebody else")] {
        canvas.rectangle([x, middle - 2.5, 8.0, 5.0], colour);
        let how = Type { size: SMALL, colour: GREY, ..PLAIN };
        canvas.text([x + 10.0, middle + 2.0], text, how);
        x += 10.0 + width(text, SMALL) + 8.0;
    }
}

/// How long somebody speaks in each column, in microseconds, and how much of it is overlap.
#[derive(Clone, Default)]
struct Row {
    speech: Vec<f64>,
    overlap: Vec<f64>,
    /// Up to when overlap has been counted.
    counted: Option<Time>,
}

impl Row {
    /// Counts overlap from one time to another, what has been counted already but once.
    fn overlaps(&mut self, from: Time, to: Time, columns: &Columns<'_>) {
        let from = self.counted.map_or(from, |counted| counted.max(from));
        if let Ok(span) = Span::new(from, to) {
            columns.add(&mut self.overlap, span);
            self.counted = Some(to);
        }
    }
}

/// Columns of time.
struct Columns<'a> {
    axis: &'a Axis,
    count: usize,
}

impl Columns<'_> {
    /// Adds a span to the columns in which it lies, to each as much as lies in it.
    fn add(&self, row: &mut Vec<f64>, span: Span) {
        row.resize(self.count, 0.0);
        let [start, end] = [span.start(), span.end()].map(|time| self.axis.part(time));
        let [start, end] = [start, end].map(|part| part * self.count as f64);
        let (first, last) = (start.floor(), end.ceil());
        let columns =
            row.iter_mut().enumerate().skip(whole(first)).take(whole(last - first).max(1));
        for (at, sum) in columns {
            let at = at as f64;
            let covered = f64::min(end, at + 1.0) - f64::max(start, at);
            // Something that is there is seen.
            *sum += covered.max(1e-6);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number of columns, 0 or more"
)]
fn whole(columns: f64) -> usize {
    columns as usize
}

/// The columns of those who are drawn, by participant. Time: O(spurts times those drawn + columns).
fn rows(
    conversation: &Conversation,
    chosen: &[usize],
    columns: &Columns<'_>,
) -> BTreeMap<usize, Row> {
    let mut rows: BTreeMap<usize, Row> = chosen.iter().map(|at| (*at, Row::default())).collect();
    // Those drawn who speak, and up to when anyone at all does.
    let mut speaking: Vec<(usize, Span)> = Vec::new();
    let mut latest = Time::MIN;
    for spurt in conversation.spurts() {
        let (who, span) = (spurt.participant.get(), spurt.span);
        speaking.retain(|(_, one)| one.end() > span.start());
        for (other, one) in &speaking {
            if let Some(row) = rows.get_mut(other) {
                row.overlaps(span.start(), one.end().min(span.end()), columns);
            }
        }
        if let Some(row) = rows.get_mut(&who) {
            columns.add(&mut row.speech, span);
            // One's own spurts are apart, so whoever speaks up to later is somebody else.
            row.overlaps(span.start(), latest.min(span.end()), columns);
            speaking.push((who, span));
        }
        latest = latest.max(span.end());
    }
    rows
}

/// How a column looks: overlap or not, and how full it is, from 0 up.
type Look = (bool, usize);

/// Runs of columns that look alike: from which to which.
fn runs(row: &Row) -> Vec<(Look, [usize; 2])> {
    let overlaps = row.overlap.iter().copied().chain(std::iter::repeat(0.0));
    let mut runs: Vec<(Look, [usize; 2])> = Vec::new();
    for (at, (speech, overlap)) in row.speech.iter().zip(overlaps).enumerate() {
        if *speech <= 0.0 {
            continue;
        }
        let full = whole((speech * TINTS as f64).ceil()).clamp(1, TINTS) - 1;
        let look = (overlap > speech / 2.0, full);
        match runs.last_mut() {
            Some((last, [_, end])) if *last == look && *end == at => *end = at + 1,
            _ => runs.push((look, [at, at + 1])),
        }
    }
    runs
}

/// Draws the columns of one participant along a height.
fn draw_row(canvas: &mut Canvas, row: &Row, middle: f64, left: f64, high: f64) {
    let mut paths: BTreeMap<Look, String> = BTreeMap::new();
    let height = number(middle);
    for (look, [from, to]) in runs(row) {
        let x = FINEST.mul_add(from as f64, left);
        let wide = FINEST * (to - from) as f64;
        let path = paths.entry(look).or_default();
        let _ = write!(path, "M{} {height}h{}", number(x), number(wide));
    }
    for ((is_overlap, full), path) in paths {
        let colour = if is_overlap { OVERLAP } else { SPEECH };
        canvas.stroke(&path, high, &tint(colour, (full + 2) as f64 / (TINTS + 1) as f64));
    }
}
