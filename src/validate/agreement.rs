//! How far the methods agree with the annotation of one meeting.

use std::collections::BTreeMap;

use ndarray::Array1;

use super::annotation::{AnnotatedMeeting, Marked};
use super::methods::{ByMethod, Heard, Method, Moment, hear};
use super::statistics::{mean, noise_ceiling, overlap, pearson, spearman};
use crate::analysis::Analyzer;
use crate::chance::{self, Shifts};
use crate::conversation::ParticipantIndex;
use crate::normalize::absolute;
use crate::random::Random;
use crate::score::meeting_score;
use crate::time::Time;
use crate::turn::Label;

/// How far one method agrees with the annotation: of one meeting, or over all.
///
/// A figure is absent where the method has none, and where the annotation is too small for it.
/// Every figure is at most 1, which is agreement throughout.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Agreement {
    /// How often whom the method takes to be answered is who was: 0 to 1.
    pub event_accuracy: Option<f64>,
    /// [Pearson](super::statistics::pearson) between pair strengths and annotated counts: −1 to 1.
    pub pearson: Option<f64>,
    /// [Spearman](super::statistics::spearman) between the same: −1 to 1.
    pub spearman: Option<f64>,
    /// [Overlap](super::statistics::overlap) of the two distributions over pairs: 0 to 1.
    pub overlap: Option<f64>,
    /// Spearman over windows between the two scores: −1 to 1.
    pub window_spearman: Option<f64>,
    /// Pearson between pair strengths and annotated counts, both divided by the product of turn
    /// counts: what is left when mere activity is taken out; −1 to 1. Of one meeting, over the
    /// pairs that both speak.
    pub beyond_activity: Option<f64>,
}

/// How far the methods agree with the annotation of one meeting.
///
/// Made by [`Validation::new`](super::Validation::new).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MeetingValidation {
    /// What the meeting is called.
    pub name: Label,
    /// How many take part.
    pub participants: usize,
    /// How many responses were marked.
    pub responses: usize,
    /// How many windows count.
    pub windows: usize,
    /// Whether the meeting has enough responses and participants to count for pairs.
    pub counts_for_pairs: bool,
    /// The figures of each method.
    pub methods: ByMethod<Agreement>,
    /// The most that Pearson's correlation could be, given how few responses were marked: above 0
    /// to 1; absent where halves of the annotation do not agree, or the meeting does not count.
    pub noise_ceiling: Option<f64>,
    /// What `beyond_activity` is for the ratio of responses to those expected by
    /// [`chance`](crate::chance).
    pub chance_beyond_activity: Option<f64>,
}

/// The fewest annotated responses, and participants, of a meeting that counts for pairs.
const FEWEST: (usize, usize) = (20, 3);
/// The farthest that a responder's spurt may start after the annotated response, in microseconds.
const TOLERANCE: i64 = 200_000;
/// The length of a window, in microseconds.
const WINDOW: i64 = 300_000_000;
/// The same in minutes.
const WINDOW_MINUTES: f64 = 5.0;
/// The fewest annotated responses of a window that counts.
const FEWEST_IN_WINDOW: usize = 3;
/// How often the annotation is split into halves.
const SPLITS: u32 = 20;

/// One meeting's figures, and what the figures over all are made of.
pub(super) struct Worked {
    pub(super) validation: MeetingValidation,
    /// Of how many responses each method told who was answered, where it can tell.
    pub(super) hits: ByMethod<Option<usize>>,
    /// The score of each window that counts, by the annotation and by each method.
    pub(super) marked_curve: Vec<f64>,
    pub(super) curves: ByMethod<Option<Vec<f64>>>,
}

/// Works one meeting out.
pub(super) fn work(analyzer: &Analyzer, meeting: &AnnotatedMeeting, seed: u64) -> Worked {
    let pairs = meeting.pairs();
    let marked: Vec<Moment> = meeting
        .marked()
        .iter()
        .map(|one| Moment {
            at: one.start,
            pair: pairs.of(one.responder, one.addressee),
            amount: 1.0,
        })
        .collect();
    let counts_for_pairs = marked.len() >= FEWEST.0 && meeting.participants() >= FEWEST.1;
    let counts = counted(&marked, pairs.count());
    let windows = Windows::new(meeting, &marked);
    let half_rate = analyzer.parameters().half_rate;
    let marked_curve = windows.curve(&marked, pairs.count(), half_rate);

    let heard = ByMethod::from_fn(|method| hear(method, analyzer, meeting));
    let hits = ByMethod::from_fn(|method| hits(meeting, heard.of(method)));
    let curves = ByMethod::from_fn(|method| {
        let moments = heard.of(method).moments.as_ref()?;
        Some(windows.curve(moments, pairs.count(), half_rate))
    });
    let activity = &heard.of(Method::TurnProduct).strengths;
    let methods = ByMethod::from_fn(|method| {
        let strengths = &heard.of(method).strengths;
        let of_pairs = |measure: fn(&[f64], &[f64]) -> Option<f64>| {
            counts_for_pairs.then(|| measure(strengths, &counts)).flatten()
        };
        Agreement {
            event_accuracy: hits.of(method).and_then(|hits| accuracy(hits, marked.len())),
            pearson: of_pairs(pearson),
            spearman: of_pairs(spearman),
            overlap: of_pairs(overlap),
            window_spearman: curves
                .of(method)
                .as_ref()
                .and_then(|curve| spearman(curve, &marked_curve)),
            beyond_activity: counts_for_pairs
                .then(|| beyond_activity(strengths, &counts, activity))
                .flatten(),
        }
    });
    let chance_beyond_activity = counts_for_pairs
        .then(|| {
            // A ratio has activity taken out already.
            let shifts = Shifts { seed, ..Shifts::default() };
            let mut ratios = vec![0.0; pairs.count()];
            for one in chance::pairs(meeting.conversation(), analyzer, shifts) {
                let [first, second] = one.between.map(ParticipantIndex::get);
                if let Some(ratio) = ratios.get_mut(pairs.of(first, second)) {
                    *ratio = one.ratio.unwrap_or(0.0);
                }
            }
            let times_activity = ratios.iter().zip(activity).map(|(ratio, turns)| ratio * turns);
            beyond_activity(&times_activity.collect::<Vec<_>>(), &counts, activity)
        })
        .flatten();
    let noise_ceiling = counts_for_pairs
        .then(|| between_halves(&marked, pairs.count(), seed).and_then(noise_ceiling))
        .flatten();
    let validation = MeetingValidation {
        name: meeting.name().clone(),
        participants: meeting.participants(),
        responses: marked.len(),
        windows: marked_curve.len(),
        counts_for_pairs,
        methods,
        noise_ceiling,
        chance_beyond_activity,
    };
    Worked { validation, hits, marked_curve, curves }
}

/// The part of the responses that was told right; absent without responses.
pub(super) fn accuracy(hits: usize, responses: usize) -> Option<f64> {
    (responses > 0).then(|| hits as f64 / responses as f64)
}

/// Pearson between strengths and counts, each over the product of turn counts, where that is
/// above 0.
fn beyond_activity(strengths: &[f64], counts: &[f64], activity: &[f64]) -> Option<f64> {
    let per_turns: Vec<(f64, f64)> = strengths
        .iter()
        .zip(counts)
        .zip(activity)
        .filter(|(_, turns)| **turns > 0.0)
        .map(|((strength, count), turns)| (strength / turns, count / turns))
        .collect();
    let (strengths, counts): (Vec<f64>, Vec<f64>) = per_turns.into_iter().unzip();
    pearson(&strengths, &counts)
}

fn counted(moments: &[Moment], pairs: usize) -> Vec<f64> {
    let mut counts = vec![0.0; pairs];
    for moment in moments {
        if let Some(count) = counts.get_mut(moment.pair) {
            *count += moment.amount;
        }
    }
    counts
}

/// How many of the marked responses the method gives to the right one.
fn hits(meeting: &AnnotatedMeeting, heard: &Heard) -> Option<usize> {
    let answered = heard.answered.as_ref()?;
    let mut own: Vec<Vec<(Time, usize)>> = vec![Vec::new(); meeting.participants()];
    for (at, spurt) in meeting.conversation().spurts().iter().enumerate() {
        if let Some(own) = own.get_mut(spurt.participant.get()) {
            own.push((spurt.span.start(), at));
        }
    }
    let hit = |one: &&Marked| {
        let Some(own) = own.get(one.responder) else { return false };
        // The last spurt that starts no later than the tolerance allows, else the first.
        let latest = one.start.micros() + TOLERANCE;
        let started = own.partition_point(|(start, _)| start.micros() <= latest);
        let spurt = own.get(started.saturating_sub(1));
        let addressee = spurt.and_then(|(_, at)| *answered.get(*at)?);
        addressee.is_some_and(|addressee| addressee.get() == one.addressee)
    };
    Some(meeting.marked().iter().filter(hit).count())
}

/// The windows that count, each by its number on the recording's own clock.
struct Windows(BTreeMap<i64, usize>);

impl Windows {
    fn new(meeting: &AnnotatedMeeting, marked: &[Moment]) -> Self {
        let mut kept = BTreeMap::new();
        let Some(extent) = meeting.conversation().extent() else { return Self(kept) };
        let first = extent.start().micros().div_euclid(WINDOW).min(0);
        let end = extent.end().micros();
        // The number of the first window that is left out: the last one, if shorter than half.
        let mut beyond = end.div_euclid(WINDOW);
        if end.rem_euclid(WINDOW) * 2 >= WINDOW {
            beyond += 1;
        }
        let mut responses: BTreeMap<i64, usize> = BTreeMap::new();
        for moment in marked {
            *responses.entry(window_of(moment)).or_default() += 1;
        }
        let enough = responses.into_iter().filter(|(window, count)| {
            (first..beyond).contains(window) && *count >= FEWEST_IN_WINDOW
        });
        kept.extend(enough.map(|(window, _)| window).zip(0..));
        Self(kept)
    }

    /// The meeting score of each window, all taken as five minutes.
    fn curve(&self, moments: &[Moment], pairs: usize, half_rate: f64) -> Vec<f64> {
        let mut strengths: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); self.0.len()];
        for moment in moments {
            let place = self.0.get(&window_of(moment)).and_then(|at| strengths.get_mut(*at));
            if let Some(strengths) = place {
                *strengths.entry(moment.pair).or_default() += moment.amount;
            }
        }
        let score = |strengths: BTreeMap<usize, f64>| {
            let strengths: Array1<f64> = strengths.into_values().collect();
            let values = absolute(strengths.view(), WINDOW_MINUTES, pairs, half_rate);
            // Three responses are between two people at least, so there is a score.
            meeting_score(values.view(), pairs).unwrap_or(0.0)
        };
        strengths.into_iter().map(score).collect()
    }
}

fn window_of(moment: &Moment) -> i64 {
    moment.at.micros().div_euclid(WINDOW)
}

/// The mean of Pearson's correlation between the counts of two random halves of the annotation,
/// over the splits that have one.
fn between_halves(marked: &[Moment], pairs: usize, seed: u64) -> Option<f64> {
    let mut random = Random::new(seed);
    let mut shuffled = marked.to_vec();
    let correlations = (0..SPLITS).filter_map(|_| {
        for last in (1..shuffled.len()).rev() {
            shuffled.swap(last, random.below(last + 1));
        }
        let (one, other) = shuffled.split_at(shuffled.len() / 2);
        pearson(&counted(one, pairs), &counted(other, pairs))
    });
    mean(correlations)
}
