//! The timeline: everyone's speech, a row each.

use std::fmt::Write;

use super::axis::Axis;
use super::canvas::{
    Anchor, Canvas, GREY, LETTERS, LINE, MARGIN, PLAIN, SMALL, Type, WIDTH, number,
};
use super::colour::{OVERLAP, SPEECH};
use super::letters::{short, width};
use super::shown::{HEAD, chosen, head, left_away, length, participants, sentence};
use crate::conversation::{Conversation, Participant};
use crate::time::Span;

/// The widest label.
const LABEL: f64 = 46.0;
/// What is closer together than this is drawn as one, and nothing is drawn narrower.
const FINEST: f64 = 0.25;

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
    let axis = Axis::of(extent, [MARGIN + longest + 4.0, WIDTH - MARGIN - 3.0]);
    let top = HEAD + 12.0;
    let bottom = row.mul_add(chosen.len() as f64, top);
    let more = left_away(everyone.len());
    let height = bottom + if more.is_some() { 32.0 } else { 24.0 };

    let mut canvas = Canvas::new(height, &format!("Timeline: {facts}"));
    head(&mut canvas, recording, &facts);
    legend(&mut canvas, HEAD + 5.0);
    axis.draw(&mut canvas, [top, bottom]);
    let bars = bars(conversation, &axis);
    let line = MARGIN + longest + 4.0;
    for (at, (place, label)) in chosen.iter().zip(&labels).enumerate() {
        let middle = row.mul_add(at as f64 + 0.5, top);
        let how = Type { size, anchor: Anchor::End, ..PLAIN };
        canvas.text([line - 3.0, 0.35f64.mul_add(size, middle)], label, how);
        canvas.line([[line, middle], [WIDTH - MARGIN - 3.0, middle]], 0.3, LINE);
        if let Some(Bars { speech, overlap }) = bars.get(*place) {
            canvas.stroke(&path(speech, middle), row * 0.7, SPEECH);
            canvas.stroke(&path(overlap, middle), row * 0.7, OVERLAP);
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

/// What is drawn of one participant, from where to where, in order and apart.
#[derive(Clone, Default)]
struct Bars {
    speech: Vec<[f64; 2]>,
    overlap: Vec<[f64; 2]>,
}

/// Everyone's bars, in participant order. Time: O(spurts), times how many speak at once.
fn bars(conversation: &Conversation, axis: &Axis) -> Vec<Bars> {
    let mut bars = vec![Bars::default(); conversation.participants().len()];
    // Those who speak: whose bar, and up to where overlap has been drawn already.
    let mut speaking: Vec<(usize, Span)> = Vec::new();
    for spurt in conversation.spurts() {
        let (who, span) = (spurt.participant.get(), spurt.span);
        let places = [axis.place(span.start()), axis.place(span.end())];
        if let Some(bars) = bars.get_mut(who) {
            add(&mut bars.speech, places);
        }
        speaking.retain(|(_, one)| one.end() > span.start());
        let mut latest = span.start();
        for (other, one) in &speaking {
            let end = one.end().min(span.end());
            latest = latest.max(end);
            if let Some(bars) = bars.get_mut(*other) {
                add(&mut bars.overlap, [places[0], axis.place(end)]);
            }
        }
        if latest > span.start()
            && let Some(bars) = bars.get_mut(who)
        {
            add(&mut bars.overlap, [places[0], axis.place(latest)]);
        }
        speaking.push((who, span));
    }
    bars
}

/// Adds a bar that starts no earlier than all before it.
fn add(bars: &mut Vec<[f64; 2]>, [start, end]: [f64; 2]) {
    let end = end.max(start + FINEST);
    match bars.last_mut() {
        Some([_, last]) if start <= *last + FINEST => *last = last.max(end),
        _ => bars.push([start, end]),
    }
}

/// Bars as lines along a height.
fn path(bars: &[[f64; 2]], middle: f64) -> String {
    let middle = number(middle);
    bars.iter().fold(String::new(), |mut path, [start, end]| {
        let _ = write!(path, "M{} {middle}h{}", number(*start), number(end - start));
        path
    })
}
