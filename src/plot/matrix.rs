//! The matrix: responses from each participant to each other one.

use petgraph::graph::NodeIndex;

use super::canvas::{Anchor, Canvas, GREY, INK, LETTERS, MARGIN, PLAIN, SMALL, Type, WIDTH};
use super::colour::{NOTHING, is_dark, ramp};
use super::letters::{short, width};
use super::shown::{HEAD, chosen, facts, head, left_away, sentence};
use crate::analysis::Analysis;
use crate::conversation::Participant;

/// The most participants whose cells have room for a number that can be read.
const WITH_NUMBERS: usize = 15;
/// The most participants whose labels lie flat above their columns.
const FLAT: usize = 5;
/// The most participants in a picture of the usual width: rows of more would be lower than letters.
const NARROW: usize = 28;
/// The widest cell.
const WIDEST: f64 = 34.0;
/// The widest label.
const LABEL: f64 = 46.0;

pub(super) fn draw(analysis: &Analysis, recording: Option<&str>) -> String {
    let everyone: Vec<&Participant> = analysis.participants().collect();
    let facts = facts(analysis);
    match everyone.len() {
        0 => return sentence(recording, &facts, "Matrix of responses", "Nobody took part."),
        1 => {
            let text = "One participant: there is nobody to respond to.";
            return sentence(recording, &facts, "Matrix of responses", text);
        }
        _ => {}
    }
    let chosen = chosen(everyone.iter().copied());
    let count = chosen.len();
    let size = if count <= 24 { LETTERS } else { SMALL };
    let across = if count <= NARROW { WIDTH } else { 2.0 * WIDTH };
    let labels: Vec<String> = chosen
        .iter()
        .filter_map(|at| everyone.get(*at))
        .map(|one| short(one.label(), size, LABEL))
        .collect();
    let longest = labels.iter().map(|label| width(label, size)).fold(0.0, f64::max);
    let left = MARGIN + longest + 12.0;
    let cell = f64::min(WIDEST, (across - MARGIN - left) / count as f64);
    let above = if count <= FLAT { 8.0 } else { longest };
    let top = HEAD + 10.0 + above + 3.0;
    let bottom = cell.mul_add(count as f64, top);
    let more = left_away(everyone.len());
    let height = bottom + if more.is_some() { 38.0 } else { 29.0 };

    let mut canvas = Canvas::sized([across, height], &format!("Matrix of responses: {facts}"));
    head(&mut canvas, recording, &facts);
    let names = Names { labels: &labels, size, cell, left, top };
    names.draw(&mut canvas);
    let heaviest = cells(&mut canvas, analysis, &chosen, &names);
    legend(&mut canvas, heaviest, left, bottom + 7.0);
    if let Some(more) = more {
        let how = Type { size: SMALL, colour: GREY, ..PLAIN };
        canvas.text([MARGIN, height - 4.0], &more, how);
    }
    canvas.finish()
}

/// Where cells and the names beside them are.
struct Names<'a> {
    labels: &'a [String],
    size: f64,
    cell: f64,
    left: f64,
    top: f64,
}

impl Names<'_> {
    fn draw(&self, canvas: &mut Canvas) {
        let Self { labels, size, cell, left, top } = *self;
        let how = Type { size, ..PLAIN };
        let whole = cell * labels.len() as f64;
        let axis = Type { size: SMALL, colour: GREY, anchor: Anchor::Middle, ..PLAIN };
        canvas.text([left + whole / 2.0, HEAD + 7.0], "is responded to", axis);
        let turned = Type { turned: -90.0, ..axis };
        canvas.text([MARGIN + 4.0, top + whole / 2.0], "responds", turned);
        for (at, label) in labels.iter().enumerate() {
            let middle = cell * (at as f64 + 0.5);
            let beside = [left - 3.0, 0.35f64.mul_add(size, top + middle)];
            canvas.text(beside, label, Type { anchor: Anchor::End, ..how });
            if labels.len() <= FLAT {
                let label = short(label, size, cell - 1.0);
                let above = [left + middle, top - 3.0];
                canvas.text(above, &label, Type { anchor: Anchor::Middle, ..how });
            } else {
                let above = [0.35f64.mul_add(size, left + middle), top - 2.5];
                canvas.text(above, label, Type { turned: -90.0, ..how });
            }
        }
    }
}

/// Draws the cells, and tells the highest number.
fn cells(canvas: &mut Canvas, analysis: &Analysis, chosen: &[usize], names: &Names<'_>) -> f64 {
    let graph = analysis.graph();
    let given = |from: usize, to: usize| {
        let edge = graph.find_edge(NodeIndex::new(from), NodeIndex::new(to));
        edge.and_then(|edge| graph.edge_weight(edge)).copied().unwrap_or_default()
    };
    let heaviest = chosen
        .iter()
        .flat_map(|from| chosen.iter().map(move |to| (*from, *to)))
        .map(|(from, to)| given(from, to))
        .fold(0.0, f64::max);
    let Names { cell, left, top, .. } = *names;
    // A line of white between cells, where they are not too small for it.
    let gap = f64::min(0.6, cell / 10.0);
    let size = f64::min(7.0, cell * 0.42);
    for (row, from) in chosen.iter().enumerate() {
        for (column, to) in chosen.iter().enumerate() {
            let (x, y) = (cell.mul_add(column as f64, left), cell.mul_add(row as f64, top));
            let value = given(*from, *to);
            let part = if heaviest > 0.0 { value / heaviest } else { 0.0 };
            let fill = if from == to { NOTHING.to_owned() } else { ramp(part) };
            canvas.rectangle([x, y, cell - gap, cell - gap], &fill);
            if from != to && chosen.len() <= WITH_NUMBERS {
                let colour = if is_dark(part) { "#ffffff" } else { INK };
                let how = Type { size, colour, anchor: Anchor::Middle, ..PLAIN };
                let at = [x + (cell - gap) / 2.0, 0.36f64.mul_add(size, y + (cell - gap) / 2.0)];
                canvas.text(at, &shortest(value), how);
            }
        }
    }
    heaviest
}

/// A number in at most four places, up to ten thousand.
fn shortest(value: f64) -> String {
    if value < 99.95 { format!("{value:.1}") } else { format!("{value:.0}") }
}

/// The ramp, from nothing to the highest number.
fn legend(canvas: &mut Canvas, heaviest: f64, left: f64, top: f64) {
    const STEPS: u32 = 32;
    const WIDE: f64 = 96.0;
    let one = WIDE / f64::from(STEPS);
    if heaviest <= 0.0 {
        let how = Type { size: SMALL, colour: GREY, ..PLAIN };
        canvas.text([left, top + 6.0], "Nobody responds to anybody.", how);
        return;
    }
    for step in 0..STEPS {
        let x = one.mul_add(f64::from(step), left);
        let part = f64::from(step) / f64::from(STEPS - 1);
        // Each reaches into the next, so that no seam is seen.
        canvas.rectangle([x, top, one + 0.3, 6.0], &ramp(part));
    }
    let how = Type { size: SMALL, colour: GREY, ..PLAIN };
    canvas.text([left, top + 12.5], "0", how);
    let end = left + WIDE;
    canvas.text([end, top + 12.5], &shortest(heaviest), Type { anchor: Anchor::End, ..how });
    canvas.text([end + 4.0, top + 5.5], "responses", how);
}
