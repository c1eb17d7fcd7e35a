//! The score of a meeting over time.

use std::fmt::Write;

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, GREY, LINE, MARGIN, PLAIN, SMALL, Type, WIDTH, number};
use super::colour::{SPEECH, ramp};
use super::shown::{HEAD, head, sentence};
use crate::dynamics::Dynamics;
use crate::time::{Span, in_seconds};

/// Where the axes are.
const LEFT: f64 = MARGIN + 14.0;
const RIGHT: f64 = WIDTH - MARGIN - 3.0;
const TOP: f64 = HEAD + 12.0;
const BOTTOM: f64 = TOP + 100.0;
/// How many columns there are: windows of one column are drawn from the lowest to the highest.
const COLUMNS: f64 = 800.0;

pub(super) fn draw(course: &Dynamics<'_>, recording: Option<&str>) -> String {
    let (length, step) = (course.asked().length(), course.asked().step());
    let every = if step == length {
        String::new()
    } else {
        format!(" every {} s", number(in_seconds(step)))
    };
    let facts = format!("score in windows of {} s{every}", number(in_seconds(length)));
    let title = "Score over time";
    let Some(speech) = course.conversation().extent() else {
        return sentence(recording, &facts, title, "Nobody speaks in this recording.");
    };
    if course.conversation().participants().len() < 2 {
        let text = "No interaction score, which takes two participants.";
        return sentence(recording, &facts, title, text);
    }
    let spans = course.spans();
    let whole = spans.fold(speech, Span::hull);
    let axis = Axis::of(whole, [LEFT, RIGHT]);

    let mut canvas = Canvas::new(BOTTOM + 24.0, &format!("{title}: {facts}"));
    head(&mut canvas, recording, &facts);
    axis.draw(&mut canvas, [TOP, BOTTOM]);
    for score in [0_u8, 25, 50, 75, 100] {
        let y = height(f64::from(score));
        canvas.line([[LEFT, y], [RIGHT, y]], if score == 0 { 0.7 } else { 0.4 }, LINE);
        let how = Type { size: SMALL, colour: GREY, anchor: Anchor::End, ..PLAIN };
        canvas.text([LEFT - 3.0, y + 2.0], &score.to_string(), how);
    }
    let scores = course.windows().map(|window| (window.span(), window.score().unwrap_or(0.0)));
    let tiles = step == length;
    // In pixels: what lies in one column is one line.
    let (mut area, mut line) = (String::new(), String::new());
    let mut dots = Vec::new();
    let mut column = Column::default();
    for (span, score) in scores {
        let [start, end] = [axis.place(span.start()), axis.place(span.end())];
        if tiles && end - start > (RIGHT - LEFT) / COLUMNS {
            let width = number(end - start);
            let y = height(score);
            let _ = write!(
                area,
                "M{} {}h{width}V{}h-{width}z",
                number(start),
                number(y),
                number(BOTTOM)
            );
            // A step up or down, unless it is the first.
            let to = if line.is_empty() { format!("M{} ", number(start)) } else { "V".to_owned() };
            let _ = write!(line, "{to}{}h{width}", number(y));
        } else {
            let x = f64::midpoint(start, end);
            column.begun = column.begun || !line.is_empty();
            column.add(x, height(score), &mut line);
            if !tiles {
                dots.push([x, height(score)]);
            }
        }
    }
    column.end(&mut line);
    canvas.fill(&area, &ramp(0.25));
    canvas.stroke(&line, if tiles && !area.is_empty() { 1.2 } else { 0.8 }, SPEECH);
    if dots.len() <= 60 {
        dots.into_iter().for_each(|dot| canvas.circle(dot, 1.6, SPEECH));
    }
    canvas.finish()
}

fn height(score: f64) -> f64 {
    (score / 100.0).mul_add(TOP - BOTTOM, BOTTOM)
}

/// The windows whose middle lies in one column, as one piece of a line.
#[derive(Default)]
struct Column {
    /// Where it is, and the first, lowest, highest and last of it.
    at: Option<(f64, [f64; 4])>,
    begun: bool,
}

impl Column {
    fn add(&mut self, x: f64, y: f64, line: &mut String) {
        match &mut self.at {
            Some((at, [_, low, high, last])) if x - *at < (RIGHT - LEFT) / COLUMNS => {
                (*low, *high, *last) = (low.min(y), high.max(y), y);
            }
            _ => {
                self.end(line);
                self.at = Some((x, [y; 4]));
            }
        }
    }

    fn end(&mut self, line: &mut String) {
        let Some((x, [first, low, high, last])) = self.at.take() else { return };
        let command = if self.begun { 'L' } else { 'M' };
        self.begun = true;
        let _ = write!(line, "{command}{} {}", number(x), number(first));
        if low < high {
            let _ = write!(line, "V{}V{}V{}", number(low), number(high), number(last));
        }
    }
}
