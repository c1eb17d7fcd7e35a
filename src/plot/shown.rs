//! Who is drawn, and what stands above every picture.

use super::canvas::{Canvas, GREY, INK, LETTERS, MARGIN, PLAIN, Type, WIDTH};
use super::letters::short;
use crate::analysis::Analysis;
use crate::conversation::Participant;
use crate::time::in_seconds;

/// The most participants that are drawn.
pub(super) const MOST: usize = 50;

/// How high the head of a picture is.
pub(super) const HEAD: f64 = 28.0;

/// The places of those who are drawn, in participant order: all, or those who speak most.
pub(super) fn chosen<'a>(everyone: impl Iterator<Item = &'a Participant>) -> Vec<usize> {
    let mut order: Vec<(usize, &Participant)> = everyone.enumerate().collect();
    // A stable sort: ties stay in participant order.
    order.sort_by_key(|(_, one)| std::cmp::Reverse(one.talk_time()));
    let mut places: Vec<usize> = order.into_iter().take(MOST).map(|(at, _)| at).collect();
    places.sort_unstable();
    places
}

/// What a picture says if not everyone is drawn.
pub(super) fn left_away(all: usize) -> Option<String> {
    (all > MOST).then(|| format!("The {MOST} of {all} participants who speak most."))
}

/// The name of the recording, and a line of facts.
pub(super) fn head(canvas: &mut Canvas, recording: Option<&str>, facts: &str) {
    let widest = WIDTH - 2.0 * MARGIN;
    let name =
        recording.map_or_else(|| "(no recording)".to_owned(), |name| short(name, 9.0, widest));
    canvas.text([MARGIN, 13.0], &name, Type { size: 9.0, colour: INK, ..PLAIN });
    canvas.text([MARGIN, 23.0], facts, Type { size: LETTERS, colour: GREY, ..PLAIN });
}

/// A picture of a plain sentence.
pub(super) fn sentence(recording: Option<&str>, facts: &str, kind: &str, text: &str) -> String {
    let mut canvas = Canvas::new(60.0, kind);
    head(&mut canvas, recording, facts);
    canvas.text([MARGIN, 45.0], text, Type { size: 7.5, ..PLAIN });
    canvas.finish()
}

/// The facts of an analysis in a line.
pub(super) fn facts(analysis: &Analysis) -> String {
    let minutes = length(analysis.minutes() * 60.0);
    let people = participants(analysis.participants().len());
    match analysis.score() {
        Some(score) => format!("interaction score {score:.1} of 100, {people}, {minutes}"),
        None => format!("{people}, {minutes}"),
    }
}

pub(super) fn participants(count: usize) -> String {
    if count == 1 { "1 participant".to_owned() } else { format!("{count} participants") }
}

/// A length of time in the unit that fits it.
pub(super) fn length(seconds: f64) -> String {
    if seconds < 99.5 {
        format!("{seconds:.0} s")
    } else if seconds < 5_970.0 {
        format!("{:.0} min", seconds / 60.0)
    } else {
        format!("{:.1} h", seconds / 3_600.0)
    }
}

/// A talk time as a clock: `0:04`, `12:30`, `1:02:03`.
pub(super) fn clock(one: &Participant) -> String {
    let seconds = in_seconds(one.talk_time()).round();
    let (hours, minutes) = ((seconds / 3_600.0).floor(), (seconds / 60.0).floor());
    if hours > 0.0 {
        format!("{hours}:{:02}:{:02}", minutes % 60.0, seconds % 60.0)
    } else {
        format!("{minutes}:{:02}", seconds % 60.0)
    }
}
