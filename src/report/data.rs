//! What the page draws: the numbers of a full result, each kept once and short.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::Serialize;

use super::names::{shown_label, visible};
use crate::conversation::Conversation;
use crate::dynamics::{Dynamics, DynamicsError};
use crate::formats::OverlapCapability;
use crate::schema::{EvidenceResult, FullResult, LeftOutReason, MeetingFactsResult};
use crate::seating::seats;
use crate::time::{Time, in_seconds};

/// The most participants that are drawn: pairs grow with their square.
pub(super) const MOST_SHOWN: usize = 60;
/// The most names or remarks that are told of the input.
const MOST_TOLD: usize = 50;
/// A clock that starts later, or as much before 0, is no clock of a meeting: a week.
const LATEST_CLOCK: i64 = 7 * 24 * 3_600 * 1_000_000;

/// Everything that the page draws. Participants are told by their places in `people`.
#[derive(Debug, Serialize)]
pub(super) struct Data {
    #[serde(skip)]
    pub(super) shown: Shown,
    title: String,
    score: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    evidence: Option<EvidenceResult>,
    minutes: f64,
    pair_count: usize,
    people: Vec<Person>,
    /// How many participants are not shown.
    others: usize,
    /// `[from, to, responses]`.
    directed: Vec<(u16, u16, f64)>,
    /// The heaviest responses of each of those: `[milliseconds, responses, offset, overlap]`.
    heaviest: Vec<Vec<Heavy>>,
    /// All others but the lightest, of each of those: steps in `spurts` and thousandths.
    pub(super) responses: Vec<Vec<u32>>,
    /// Which of the responses those are.
    pub(super) drawn: Drawn,
    pairs: Vec<Pair>,
    /// The recording's clock where milliseconds are 0, in seconds.
    clock: f64,
    /// From the first start to the last end, in milliseconds.
    length: i64,
    /// `start, length, who` again and again: each start from the one before, in milliseconds.
    spurts: Vec<i64>,
    /// How long windows are, in seconds.
    period: f64,
    /// From where to where in milliseconds, and score and responses in between.
    windows: Vec<(i64, i64, Option<f64>, f64)>,
    /// Why there are no windows.
    no_windows: Option<String>,
    meeting: Option<MeetingFactsResult>,
    input: Input,
}

#[derive(Debug, Serialize)]
struct Person {
    name: String,
    talk: f64,
    spurts: usize,
    share: Option<f64>,
    given: f64,
    received: f64,
    taken: usize,
    offset: Option<f64>,
    overlap: Option<f64>,
    left_out: Option<LeftOutReason>,
    x: f64,
    y: f64,
}

#[derive(Debug, Serialize)]
struct Heavy(i64, f64, f64, Option<f64>);

/// First, second, responses, value, its interval, overlap, and median offsets from the first to the
/// second and back.
#[derive(Debug, Serialize)]
struct Pair(u16, u16, f64, f64, Option<f64>, Option<f64>, Option<f64>, Option<f64>, Option<f64>);

/// Which responses are drawn.
#[derive(Debug, Default, Serialize)]
pub(super) struct Drawn {
    /// Those of so many thousandths or more,
    pub(super) least: u32,
    /// which are so many
    pub(super) count: u64,
    /// of so many,
    pub(super) of: u64,
    /// and so much of their sum.
    pub(super) part: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Input {
    overlap: Option<OverlapCapability>,
    /// What was repaired, how often, and where first.
    repairs: Vec<(String, u64, String)>,
    unknown_speaker_turns: u64,
    unscored_turns: u64,
    skipped_records: u64,
    warnings: Vec<String>,
    min_talk_left_out: Vec<String>,
    /// How many of either are not told.
    more_warnings: usize,
    more_left_out: usize,
}

/// Which participants are drawn, and where each stands among them.
#[derive(Debug)]
pub(super) struct Shown {
    places: Vec<Option<u16>>,
    pub(super) count: usize,
}

impl Shown {
    /// Those who speak the most, in participant order.
    pub(super) fn of(conversation: &Conversation) -> Self {
        let everyone = conversation.participants();
        let mut order: Vec<usize> = (0..everyone.len()).collect();
        // A stable sort: ties stay in participant order.
        order.sort_by_key(|at| Reverse(everyone.get(*at).map(|one| one.talk_time())));
        order.truncate(MOST_SHOWN);
        order.sort_unstable();
        let mut places = vec![None; everyone.len()];
        for (place, at) in (0..).zip(&order) {
            if let Some(entry) = places.get_mut(*at) {
                *entry = Some(place);
            }
        }
        Self { places, count: order.len() }
    }

    /// Where a participant stands; absent for one who is not drawn.
    pub(super) fn place(&self, participant: usize) -> Option<u16> {
        self.places.get(participant).copied().flatten()
    }
}

impl Data {
    pub(super) fn of(
        title: &str,
        conversation: &Conversation,
        result: &FullResult,
        course: Result<Dynamics<'_>, DynamicsError>,
    ) -> Self {
        let shown = Shown::of(conversation);
        let begin = conversation.extent().map_or(0, |extent| extent.start().micros());
        let millis = |time: Time| millis(time.micros() - begin);
        let at: HashMap<&str, u16> = result
            .participants
            .iter()
            .enumerate()
            .filter_map(|(at, one)| Some((one.speaker.as_str(), shown.place(at)?)))
            .collect();
        let place = |label: &String| at.get(label.as_str()).copied();

        let (mut directed, mut heaviest) = (Vec::new(), Vec::new());
        // What the input cannot tell is not 0.
        let no_overlap = result.overlap_capability == Some(OverlapCapability::No);
        for one in &result.directed {
            let (Some(from), Some(to)) = (place(&one.from), place(&one.to)) else { continue };
            directed.push((from, to, brief(one.responses)));
            heaviest.push(
                one.heaviest
                    .iter()
                    .map(|heavy| {
                        let start = Time::from_seconds(heavy.start).map_or(0, millis);
                        let overlap = (!no_overlap).then_some(heavy.overlap);
                        Heavy(start, brief(heavy.responses), heavy.floor_transfer_offset, overlap)
                    })
                    .collect(),
            );
        }
        let (windows, no_windows, period) = match course {
            Ok(course) => {
                let heard = course.windows().filter(|one| one.span().end().micros() > begin);
                let windows = heard.map(|one| {
                    let span = one.span();
                    (millis(span.start()), millis(span.end()), one.score(), one.responses())
                });
                (windows.collect(), None, in_seconds(course.asked().length()))
            }
            Err(error) => (Vec::new(), Some(error.to_string()), 0.0),
        };
        let mut before = 0;
        let mut spurts = Vec::with_capacity(3 * conversation.spurts().len());
        for spurt in conversation.spurts() {
            let Some(who) = shown.place(spurt.participant.get()) else { continue };
            let (start, end) = (millis(spurt.span.start()), millis(spurt.span.end()));
            spurts.extend([start - before, end - start, who.into()]);
            before = start;
        }
        Self {
            title: title.to_owned(),
            score: result.score,
            low: result.interval.map(|interval| interval.low),
            high: result.interval.map(|interval| interval.high),
            evidence: result.evidence,
            minutes: result.minutes,
            pair_count: result.pair_count,
            people: people(conversation, result, &shown),
            others: result.participants.len() - shown.count,
            responses: Vec::new(),
            drawn: Drawn::default(),
            directed,
            heaviest,
            pairs: pairs(result, place),
            clock: if begin.abs() > LATEST_CLOCK { 0.0 } else { begin as f64 / 1e6 },
            length: conversation.extent().map_or(0, |extent| millis(extent.end())),
            spurts,
            period,
            windows,
            no_windows,
            meeting: result.facts.as_ref().map(|facts| facts.meeting.clone()),
            input: Input::of(result),
            shown,
        }
    }

    /// What the page is called.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// The directions between those who are drawn.
    pub(super) fn directions(&self) -> impl ExactSizeIterator<Item = (u16, u16)> {
        self.directed.iter().map(|(from, to, _)| (*from, *to))
    }

    /// How many spurts are drawn.
    pub(super) const fn spurts(&self) -> usize {
        self.spurts.len() / 3
    }
}

/// Microseconds as whole milliseconds, half away from zero.
const fn millis(micros: i64) -> i64 {
    (micros + 500 * micros.signum()) / 1_000
}

fn people(conversation: &Conversation, result: &FullResult, shown: &Shown) -> Vec<Person> {
    let facts = result.facts.as_ref().map(|facts| facts.participants.as_slice());
    let facts = facts.unwrap_or_default();
    let left_out = |speaker: &String| {
        let all = result.left_out.iter().flatten();
        all.filter(|one| one.speaker == *speaker).map(|one| one.reason).next()
    };
    let drawn = || (0..result.participants.len()).filter(|at| shown.place(*at).is_some());
    let labels = drawn().filter_map(|at| conversation.participants().get(at));
    drawn()
        .zip(seats(labels.map(|one| one.label())))
        .filter_map(|(at, seat)| {
            let (one, fact) = (result.participants.get(at)?, facts.get(at)?);
            Some(Person {
                name: shown_label(&one.speaker, at),
                talk: one.talk_time,
                spurts: one.spurts,
                share: fact.share_of_talk,
                given: fact.responses_given,
                received: fact.responses_received,
                taken: fact.floor_taken.count,
                offset: fact.floor_taken.median_offset,
                overlap: fact.overlap_time,
                left_out: left_out(&one.speaker),
                x: short(seat.x),
                y: short(seat.y),
            })
        })
        .collect()
}

/// What there is of each of many pairs, to eight decimals: the page shows two at most, and a number
/// that is whole takes twice the room.
fn brief(value: f64) -> f64 {
    (value * 1e8).round() / 1e8
}

/// A place on the page, which takes no more than four decimals.
fn short(place: f64) -> f64 {
    // Without a sign where it is 0.
    (place * 1e4).round() / 1e4 + 0.0
}

fn pairs(result: &FullResult, place: impl Fn(&String) -> Option<u16>) -> Vec<Pair> {
    let both = |[one, other]: &[String; 2]| Some((place(one)?, place(other)?));
    let facts = result.facts.iter().flat_map(|facts| &facts.pairs);
    let facts: HashMap<(u16, u16), _> =
        facts.filter_map(|one| Some((both(&one.between)?, one))).collect();
    let of = |pair: &crate::schema::PairResult| {
        let (first, second) = both(&pair.between)?;
        let fact = facts.get(&(first, second));
        Some(Pair(
            first,
            second,
            brief(pair.responses),
            brief(pair.absolute),
            pair.interval.map(|interval| brief(interval.low)),
            pair.interval.map(|interval| brief(interval.high)),
            fact.and_then(|one| one.overlap_time),
            fact.and_then(|one| one.first_to_second.median_offset),
            fact.and_then(|one| one.second_to_first.median_offset),
        ))
    };
    result.pairs.iter().filter_map(of).collect()
}

impl Input {
    fn of(result: &FullResult) -> Self {
        let repairs = result.repairs.iter().map(|one| {
            let path = one.first_path.as_deref().map(|path| format!(", {}", visible(path)));
            let place = format!("line {}{}", one.first_line, path.unwrap_or_default());
            (one.kind.to_string(), one.count, place)
        });
        let told = |all: &[String]| -> Vec<String> {
            all.iter().take(MOST_TOLD).map(|one| visible(one)).collect()
        };
        let (warnings, left_out) = (&result.warnings, &result.min_talk_left_out);
        Self {
            overlap: result.overlap_capability,
            repairs: repairs.collect(),
            unknown_speaker_turns: result.unknown_speaker_turns,
            unscored_turns: result.unscored_turns,
            skipped_records: result.skipped_records,
            warnings: told(warnings),
            min_talk_left_out: told(left_out),
            more_warnings: warnings.len().saturating_sub(MOST_TOLD),
            more_left_out: left_out.len().saturating_sub(MOST_TOLD),
        }
    }
}
