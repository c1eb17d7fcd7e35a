//! The presence model and four simple methods, each as who responds to whom by timing.

use std::time::Duration;

use super::annotation::{AnnotatedMeeting, Pairs};
use crate::analysis::Analyzer;
use crate::conversation::{ParticipantIndex, Spurt};
use crate::time::{Span, Time};

/// A way to say from timing alone who responds to whom.
///
/// ```
/// use sociogram::validate::Method;
///
/// let names = Method::ALL.map(Method::name);
/// assert_eq!(
///     names,
///     ["presence", "turn_product", "previous_speaker", "previous_speaker_1s", "last_2s"],
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Method {
    /// The presence model: see [`crate::presence`].
    Presence,
    /// The product of two participants' spurt counts: nothing but activity.
    TurnProduct,
    /// A response for each two adjacent spurts, in order of start, then end, of different
    /// speakers.
    PreviousSpeaker,
    /// As [`PreviousSpeaker`](Self::PreviousSpeaker), with spurts of 1 s or less dropped.
    PreviousSpeaker1s,
    /// For each spurt, a response to every other speaker of whom a spurt started before it and
    /// ended less than 2 s before it, or later.
    Last2s,
}

impl Method {
    /// All methods, the model first.
    pub const ALL: [Self; 5] = [
        Self::Presence,
        Self::TurnProduct,
        Self::PreviousSpeaker,
        Self::PreviousSpeaker1s,
        Self::Last2s,
    ];

    /// What it is called in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::TurnProduct => "turn_product",
            Self::PreviousSpeaker => "previous_speaker",
            Self::PreviousSpeaker1s => "previous_speaker_1s",
            Self::Last2s => "last_2s",
        }
    }
}

/// One value for each [`Method`].
///
/// ```
/// use sociogram::validate::{ByMethod, Method};
///
/// let names = ByMethod::from_fn(Method::name);
/// assert_eq!(*names.of(Method::Last2s), "last_2s");
/// assert_eq!(names.iter().count(), 5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByMethod<T> {
    presence: T,
    turn_product: T,
    previous_speaker: T,
    previous_speaker_1s: T,
    last_2s: T,
}

impl<T> ByMethod<T> {
    /// The value that `make` gives for each method.
    pub fn from_fn(mut make: impl FnMut(Method) -> T) -> Self {
        Self {
            presence: make(Method::Presence),
            turn_product: make(Method::TurnProduct),
            previous_speaker: make(Method::PreviousSpeaker),
            previous_speaker_1s: make(Method::PreviousSpeaker1s),
            last_2s: make(Method::Last2s),
        }
    }

    /// The value of one method.
    #[must_use]
    pub const fn of(&self, method: Method) -> &T {
        match method {
            Method::Presence => &self.presence,
            Method::TurnProduct => &self.turn_product,
            Method::PreviousSpeaker => &self.previous_speaker,
            Method::PreviousSpeaker1s => &self.previous_speaker_1s,
            Method::Last2s => &self.last_2s,
        }
    }

    /// Each method and its value, in the order of [`Method::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Method, &T)> {
        Method::ALL.into_iter().map(|method| (method, self.of(method)))
    }
}

/// What a method hears in a meeting.
pub(super) struct Heard {
    /// How strongly each pair interacts, in order of pairs.
    pub(super) strengths: Vec<f64>,
    /// Single responses, where the method has them.
    pub(super) moments: Option<Vec<Moment>>,
    /// For each spurt whom it answers, where the method names one.
    pub(super) answered: Option<Vec<Option<ParticipantIndex>>>,
}

/// Part of a pair's strength, given at the start of a spurt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) at: Time,
    pub(super) pair: usize,
    pub(super) amount: f64,
}

/// What the method hears in the meeting.
pub(super) fn hear(method: Method, analyzer: &Analyzer, meeting: &AnnotatedMeeting) -> Heard {
    let (pairs, spurts) = (meeting.pairs(), meeting.conversation().spurts());
    let (moments, answered) = match method {
        Method::TurnProduct => {
            let strengths = turn_product(meeting);
            return Heard { strengths, moments: None, answered: None };
        }
        Method::Presence => {
            let (moments, answered) = presence(analyzer, meeting);
            (moments, Some(answered))
        }
        Method::PreviousSpeaker => {
            (adjacent(spurts, pairs, any), Some(previous_speakers(spurts, any)))
        }
        Method::PreviousSpeaker1s => {
            (adjacent(spurts, pairs, over_a_second), Some(previous_speakers(spurts, over_a_second)))
        }
        Method::Last2s => (recent(meeting, Duration::from_secs(2)), None),
    };
    let mut strengths = vec![0.0; pairs.count()];
    for moment in &moments {
        if let Some(strength) = strengths.get_mut(moment.pair) {
            *strength += moment.amount;
        }
    }
    Heard { strengths, moments: Some(moments), answered }
}

fn any(_: Span) -> bool {
    true
}

fn over_a_second(span: Span) -> bool {
    span.length() > Duration::from_secs(1)
}

/// The model's responses, and for each spurt the candidate with the largest share; of equal
/// shares, the first in participant order.
fn presence(
    analyzer: &Analyzer,
    meeting: &AnnotatedMeeting,
) -> (Vec<Moment>, Vec<Option<ParticipantIndex>>) {
    let (pairs, spurts) = (meeting.pairs(), meeting.conversation().spurts());
    let mut moments = Vec::new();
    let mut largest: Vec<Option<(f64, ParticipantIndex)>> = vec![None; spurts.len()];
    let mut at = 0;
    analyzer.for_each_response(meeting.conversation(), |response| {
        let pair = pairs.of(response.responder.get(), response.addressee.get());
        moments.push(Moment { at: response.spurt.start(), pair, amount: response.amount() });
        // Responses come in the order of the spurts that give them.
        let gives =
            |spurt: &Spurt| (spurt.participant, spurt.span) == (response.responder, response.spurt);
        while spurts.get(at).is_some_and(|spurt| !gives(spurt)) {
            at += 1;
        }
        if let Some(entry) = largest.get_mut(at)
            && entry.is_none_or(|(share, _)| response.share > share)
        {
            *entry = Some((response.share, response.addressee));
        }
    });
    (moments, largest.into_iter().map(|one| one.map(|(_, addressee)| addressee)).collect())
}

fn turn_product(meeting: &AnnotatedMeeting) -> Vec<f64> {
    let heard = meeting.conversation().participants();
    let spurts = |at: usize| heard.get(at).map_or(0.0, |one| one.spurts() as f64);
    let all = 0..meeting.participants();
    all.clone()
        .flat_map(|first| (first + 1..all.end).map(move |second| (first, second)))
        .map(|(first, second)| spurts(first) * spurts(second))
        .collect()
}

/// A response for each two adjacent spurts of different speakers, among those that count.
fn adjacent(spurts: &[Spurt], pairs: Pairs, counts: impl Fn(Span) -> bool) -> Vec<Moment> {
    let mut moments = Vec::new();
    let mut before: Option<ParticipantIndex> = None;
    for spurt in starting_together(spurts).flat_map(by_end).filter(|spurt| counts(spurt.span)) {
        if let Some(before) = before.filter(|before| *before != spurt.participant) {
            let pair = pairs.of(before.get(), spurt.participant.get());
            moments.push(Moment { at: spurt.span.start(), pair, amount: 1.0 });
        }
        before = Some(spurt.participant);
    }
    moments
}

/// For each spurt the speaker of the latest-starting one of someone else that starts no later and
/// counts; of several that start together, the last to end.
fn previous_speakers(
    spurts: &[Spurt],
    counts: impl Fn(Span) -> bool,
) -> Vec<Option<ParticipantIndex>> {
    // The latest speaker, and the latest other than that one.
    let (mut latest, mut other): (Option<ParticipantIndex>, Option<ParticipantIndex>) =
        (None, None);
    let mut previous = Vec::with_capacity(spurts.len());
    for together in starting_together(spurts) {
        for spurt in by_end(together).into_iter().filter(|spurt| counts(spurt.span)) {
            if latest != Some(spurt.participant) {
                other = latest;
                latest = Some(spurt.participant);
            }
        }
        previous.extend(
            together.iter().map(
                |spurt| {
                    if latest == Some(spurt.participant) { other } else { latest }
                },
            ),
        );
    }
    previous
}

/// For each spurt, a response to every other speaker who was heard so lately.
fn recent(meeting: &AnnotatedMeeting, within: Duration) -> Vec<Moment> {
    let (pairs, within) = (meeting.pairs(), within.as_micros());
    let mut moments = Vec::new();
    // For each participant the end of the latest spurt that started before the one at hand.
    let mut ends: Vec<Option<Time>> = vec![None; meeting.participants()];
    for together in starting_together(meeting.conversation().spurts()) {
        for spurt in together {
            let (responder, at) = (spurt.participant.get(), spurt.span.start());
            for (addressee, end) in ends.iter().enumerate() {
                let lately = end.is_some_and(|end| {
                    end >= at || u128::from(at.micros().abs_diff(end.micros())) < within
                });
                if lately && addressee != responder {
                    let pair = pairs.of(responder, addressee);
                    moments.push(Moment { at, pair, amount: 1.0 });
                }
            }
        }
        for spurt in together {
            if let Some(end) = ends.get_mut(spurt.participant.get()) {
                *end = Some(spurt.span.end());
            }
        }
    }
    moments
}

fn starting_together(spurts: &[Spurt]) -> impl Iterator<Item = &[Spurt]> {
    spurts.chunk_by(|one, next| one.span.start() == next.span.start())
}

/// Spurts that start together, by their ends: in participant order alone, who was numbered first
/// would decide who is taken for the previous speaker.
fn by_end(together: &[Spurt]) -> Vec<Spurt> {
    let mut spurts = together.to_vec();
    spurts.sort_by_key(|spurt| spurt.span.end());
    spurts
}
