//! The sociogram: everyone around a table.

use std::f64::consts::PI;

use petgraph::graph::NodeIndex;

use super::canvas::{Anchor, Canvas, GREY, LETTERS, MARGIN, PLAIN, SMALL, Type, WIDTH};
use super::colour::{SPEECH, ramp};
use super::letters::{short, width};
use super::shown::{HEAD, chosen, clock, facts, head, left_away, participants, sentence};
use crate::analysis::Analysis;
use crate::conversation::Participant;
use crate::seating::{Seat, seats};
use crate::time::in_seconds;

/// How wide the widest half of a line is, among a few and among many.
const WIDEST: [f64; 2] = [6.0, 3.0];
/// The most room for a label that points outwards.
const LABEL: f64 = 46.0;
/// The most participants whose labels stand upright; labels of more point outwards.
const UPRIGHT: usize = 6;

/// Between a circle and its label.
const BESIDE: f64 = 3.0;

/// The size of labels that point outwards.
const fn size_of(count: usize) -> f64 {
    if count <= 30 { LETTERS } else { SMALL }
}

/// Somebody who is drawn.
struct Placed<'a> {
    index: NodeIndex,
    participant: &'a Participant,
    seat: Seat,
    at: [f64; 2],
    radius: f64,
}

pub(super) fn draw(analysis: &Analysis, recording: Option<&str>) -> String {
    let everyone: Vec<&Participant> = analysis.participants().collect();
    let facts = facts(analysis);
    match everyone.len() {
        0 => return sentence(recording, &facts, "Sociogram", "Nobody took part."),
        1 => {
            let text = "One participant: there is nobody to respond to.";
            return sentence(recording, &facts, "Sociogram", text);
        }
        _ => {}
    }
    let chosen = chosen(everyone.iter().copied());
    let placed = place(&everyone, &chosen);

    let title = format!("Sociogram: {}, {facts}", participants(everyone.len()));
    let height = HEAD + WIDTH + 24.0;
    let mut canvas = Canvas::new(height, &title);
    head(&mut canvas, recording, &facts);
    let heaviest = lines(&mut canvas, analysis, &placed);
    for one in &placed {
        canvas.circle(one.at, one.radius, SPEECH);
    }
    for one in &placed {
        label(&mut canvas, one, placed.len());
    }
    legend(&mut canvas, &placed, heaviest, everyone.len(), HEAD + WIDTH + 2.0);
    canvas.finish()
}

/// Seats everyone who is drawn, and makes circles that do not touch.
fn place<'a>(everyone: &[&'a Participant], chosen: &[usize]) -> Vec<Placed<'a>> {
    let some: Vec<(usize, &'a Participant)> =
        chosen.iter().filter_map(|at| Some((*at, *everyone.get(*at)?))).collect();
    let count = some.len().max(2) as f64;
    // Half of what lies between two neighbours, on a table of radius 70.
    let room = 70.0 * libm::sin(PI / count);
    let (largest, table) = if some.len() <= UPRIGHT {
        (f64::min(18.0, 0.8 * room), 80.0)
    } else {
        let largest = f64::min(14.0, 0.85 * room);
        let size = size_of(some.len());
        let labels = some.iter().map(|(_, one)| width(&short(one.label(), size, LABEL), size));
        let longest = labels.fold(0.0, f64::max);
        (largest, WIDTH / 2.0 - 4.0 - BESIDE - longest - largest)
    };
    let talk = |one: &Participant| in_seconds(one.talk_time());
    let most = some.iter().map(|(_, one)| talk(one)).fold(0.0, f64::max);
    let seats = seats(some.iter().map(|(_, one)| one.label()));
    some.into_iter()
        .zip(seats)
        .map(|((at, participant), seat)| Placed {
            index: NodeIndex::new(at),
            participant,
            seat,
            at: [seat.x.mul_add(table, WIDTH / 2.0), seat.y.mul_add(table, HEAD + WIDTH / 2.0)],
            radius: f64::max(
                1.2,
                if most > 0.0 { largest * (talk(participant) / most).sqrt() } else { 0.0 },
            ),
        })
        .collect()
}

/// Draws the line of each pair, the strongest last, and tells the most that somebody gives.
fn lines(canvas: &mut Canvas, analysis: &Analysis, placed: &[Placed<'_>]) -> f64 {
    let graph = analysis.graph();
    let given = |from: &Placed<'_>, to: &Placed<'_>| {
        let edge = graph.find_edge(from.index, to.index);
        edge.and_then(|edge| graph.edge_weight(edge)).copied().unwrap_or_default()
    };
    let mut pairs = Vec::new();
    for (at, one) in placed.iter().enumerate() {
        for other in placed.iter().skip(at + 1) {
            let ways = [given(one, other), given(other, one)];
            if ways.iter().any(|way| *way > 0.0) {
                pairs.push((one, other, ways));
            }
        }
    }
    let strength = |[forth, back]: [f64; 2]| forth + back;
    // A stable sort: ties stay in participant order.
    pairs.sort_by(|(.., one), (.., next)| strength(*one).total_cmp(&strength(*next)));
    let strongest = pairs.last().map_or(0.0, |(.., ways)| strength(*ways));
    let [few, many] = WIDEST;
    // The weakest lines among many are next to nothing, so that the others can be seen.
    let (widest, palest, thinnest) =
        if placed.len() <= 12 { (few, 0.35, 0.3) } else { (many, 0.12, 0.1) };
    let heaviest = pairs.iter().flat_map(|(.., ways)| ways).copied().fold(0.0, f64::max);
    for (one, other, ways) in pairs {
        let colour = ramp(palest + (0.9 - palest) * strength(ways) / strongest);
        let [[x1, y1], [x2, y2]] = [one.at, other.at];
        let middle = [f64::midpoint(x1, x2), f64::midpoint(y1, y2)];
        for (from, way) in [(one.at, ways[0]), (other.at, ways[1])] {
            if way > 0.0 {
                let thick = f64::max(thinnest, widest * way / heaviest);
                canvas.line([from, middle], thick, &colour);
            }
        }
    }
    heaviest
}

/// A label outside of the table: above or below its circle, or pointing outwards where there are many.
fn label(canvas: &mut Canvas, one: &Placed<'_>, count: usize) {
    let [x, y] = one.at;
    let beyond = one.radius + BESIDE;
    if count <= UPRIGHT {
        let below = one.seat.y > -1e-9;
        let y = if below { y + beyond + LETTERS } else { y - beyond };
        let widest = 2.0 * f64::min(x - 2.0, WIDTH - 2.0 - x).min(42.0);
        let text = short(one.participant.label(), 7.0, widest);
        let how = Type { size: 7.0, anchor: Anchor::Middle, halo: true, ..PLAIN };
        canvas.text([x, y], &text, how);
        return;
    }
    let size = size_of(count);
    // Towards the outside, and never upside down.
    let degrees = libm::atan2(one.seat.y, one.seat.x) * 180.0 / PI;
    let is_left = one.seat.x < -1e-9;
    let (turned, anchor) = if is_left {
        (if degrees > 0.0 { degrees - 180.0 } else { degrees + 180.0 }, Anchor::End)
    } else {
        (degrees, Anchor::Start)
    };
    // On the line from the middle, and the baseline a third of a letter below it.
    let turn = turned * PI / 180.0;
    let low = 0.35 * size;
    let from_middle = [one.seat.x * beyond, one.seat.y * beyond];
    let at =
        [x + from_middle[0] - low * libm::sin(turn), y + from_middle[1] + low * libm::cos(turn)];
    let text = short(one.participant.label(), size, LABEL);
    canvas.text(at, &text, Type { size, anchor, turned, halo: true, ..PLAIN });
}

fn legend(canvas: &mut Canvas, placed: &[Placed<'_>], heaviest: f64, all: usize, top: f64) {
    let how = Type { size: SMALL, colour: GREY, ..PLAIN };
    let longest = placed.iter().max_by_key(|one| one.participant.talk_time());
    let talk = longest.map_or_else(String::new, |one| clock(one.participant));
    let mut told = vec![format!("Area of a circle: talk time, at most {talk}.")];
    told.push(if heaviest > 0.0 {
        format!("Half of a line: what the one at its end responds, at most {heaviest:.1}.")
    } else {
        "Nobody responds to anybody.".to_owned()
    });
    told.extend(left_away(all));
    for (at, text) in told.iter().enumerate() {
        canvas.text([MARGIN, 7.5f64.mul_add(at as f64, top + 4.0)], text, how);
    }
}
