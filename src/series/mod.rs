//! The meetings of a team, in order of time: each by itself, all together, and where they go.
//!
//! People are the same where their labels are. The combined analysis adds up the responses and the
//! minutes of all meetings and scores the sum, as if the meetings had been one long one in which
//! nobody's presence lasted from one to the next:
//!
//! ```text
//! responses[a→b]   Σ over meetings of responses[a→b]
//! minutes          Σ over meetings of minutes
//! trend            slope of the least-squares line through the values, in points a meeting
//! ```
//!
//! A combined value is judged by the time of all meetings and the pairs of all people: who missed
//! a meeting had no response in it. The value of a pair *in* a meeting is absent where one of the
//! two did not take part, and so does not pull the trend down; a meeting that was missed still
//! counts as a step. The order of meetings is their time; it decides the trend and the order of
//! participants, and, in the last bit, the sums.

mod trend;

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::analysis::{Analysis, Pair, Parameters};
use crate::conversation::{Conversation, Participant};
use crate::graph::{of_sums, pair_sums};
use crate::turn::Label;
use trend::slope;

/// One meeting of a series.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Meeting {
    /// What it is called.
    pub name: String,
    /// How long it lasted.
    pub minutes: f64,
    /// How many took part.
    pub participants: usize,
    /// The meeting interaction score, 0 to 100; absent with fewer than two participants.
    pub score: Option<f64>,
}

/// The meetings of a team, in order of time.
///
/// Memory: O(participants + pairs with responses), summed over meetings.
///
/// ```
/// use sociogram::series::Series;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let meeting = |answer: f64| -> Result<_, Box<dyn std::error::Error>> {
///     let turns = [Turn::from_seconds("ana", 0.0, 2.0)?, Turn::from_seconds("ben", answer, 10.0)?];
///     Ok(Analyzer::default().analyze(&Conversation::new(turns)?))
/// };
/// let week = [("mon", meeting(6.0)?), ("tue", meeting(4.0)?), ("wed", meeting(2.0)?)];
/// let series = Series::new(week)?;
/// assert_eq!(series.combined().minutes(), 0.5);
/// assert!(series.score_trend() > Some(0.0), "ben answers sooner every day");
///
/// let pair = series.pairs().next().unwrap();
/// assert_eq!(pair.combined.labels().map(|label| label.as_str()), ["ana", "ben"]);
/// assert_eq!(pair.values().flatten().count(), 3);
/// assert_eq!(pair.trend(), series.score_trend(), "there is but one pair");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Series {
    meetings: Vec<Meeting>,
    combined: Analysis,
    /// The meetings in which each participant took part, by place, ascending.
    attended: Vec<Vec<usize>>,
    /// The absolute value of each pair with responses, where it had any, by place, ascending.
    values: Vec<Vec<(usize, f64)>>,
}

impl Series {
    /// The series of these meetings, in the order given.
    ///
    /// Time: O(participants + pairs with responses), summed over meetings, and a sort of the pairs.
    ///
    /// # Errors
    /// [`SeriesError`]: no meeting, different parameters, or too many participants in all.
    pub fn new<N: Into<String>>(
        meetings: impl IntoIterator<Item = (N, Analysis)>,
    ) -> Result<Self, SeriesError> {
        let mut told: Vec<Meeting> = Vec::new();
        let mut parameters: Option<Parameters> = None;
        let mut people: IndexMap<Label, Person> = IndexMap::new();
        let mut sums: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let mut values: BTreeMap<(usize, usize), Vec<(usize, f64)>> = BTreeMap::new();
        let mut minutes = 0.0;
        for (at, (name, analysis)) in meetings.into_iter().enumerate() {
            let name = name.into();
            let expected = *parameters.get_or_insert(analysis.parameters());
            if analysis.parameters() != expected {
                let found = analysis.parameters();
                return Err(SeriesError::DifferentParameters { meeting: name, expected, found });
            }
            // The place in the series of each participant of the meeting.
            let mut places = Vec::with_capacity(analysis.participants().len());
            for participant in analysis.participants() {
                places.push(join(&mut people, participant, at));
            }
            if people.len() > Conversation::MAX_PARTICIPANTS {
                return Err(SeriesError::TooManyParticipants { meeting: name });
            }
            let place = |index: usize| places.get(index).copied();
            for edge in analysis.graph().raw_edges() {
                let (from, to) = (edge.source().index(), edge.target().index());
                if let Some(pair) = place(from).zip(place(to)) {
                    *sums.entry(pair).or_default() += edge.weight;
                }
            }
            // Both are the pairs with responses, in participant order.
            for (sum, pair) in pair_sums(analysis.graph()).iter().zip(analysis.pairs()) {
                if let Some((a, b)) = place(sum.first.index()).zip(place(sum.second.index())) {
                    values.entry((a.min(b), a.max(b))).or_default().push((at, pair.absolute));
                }
            }
            minutes += analysis.minutes();
            told.push(Meeting {
                name,
                minutes: analysis.minutes(),
                participants: places.len(),
                score: analysis.score(),
            });
        }
        let parameters = parameters.ok_or(SeriesError::NoMeeting)?;
        let (participants, attended): (Vec<Participant>, Vec<Vec<usize>>) =
            people.into_values().map(|person| (person.participant, person.attended)).unzip();
        let sums = sums.iter().map(|(pair, sum)| (*pair, *sum));
        Ok(Self {
            meetings: told,
            combined: Analysis::new(parameters, minutes, of_sums(participants, sums)),
            attended,
            // In the order of the pairs of the combined analysis: by place, and with responses.
            values: values.into_values().collect(),
        })
    }

    /// The meetings, in order of time.
    #[must_use]
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// All meetings together.
    ///
    /// Participants stand in order of the meeting in which they first appear, then in its
    /// participant order; when they first speak is on the clock of the first meeting in which they
    /// do. Talk time and spurts are summed.
    #[must_use]
    pub const fn combined(&self) -> &Analysis {
        &self.combined
    }

    /// Where the score goes, in points a meeting; absent with fewer than three meetings that have
    /// a score.
    #[must_use]
    pub fn score_trend(&self) -> Option<f64> {
        let scored = self.meetings.iter().enumerate();
        let points: Vec<(usize, f64)> =
            scored.filter_map(|(at, meeting)| Some((at, meeting.score?))).collect();
        slope(&points)
    }

    /// The pairs with responses in any meeting, in participant order.
    pub fn pairs(&self) -> impl Iterator<Item = PairSeries<'_>> {
        let places = pair_sums(self.combined.graph()).into_iter();
        places.zip(self.combined.pairs()).zip(&self.values).map(|((sum, combined), values)| {
            let attended = [sum.first, sum.second]
                .map(|at| self.attended.get(at.index()).map_or(&[][..], Vec::as_slice));
            PairSeries { combined, meetings: self.meetings.len(), attended, values }
        })
    }
}

/// Someone who takes part in a series.
struct Person {
    participant: Participant,
    attended: Vec<usize>,
}

/// The place of a participant among the people so far, in whose meetings this one is noted.
fn join(people: &mut IndexMap<Label, Person>, participant: &Participant, at: usize) -> usize {
    let entry = people.entry(participant.label().clone());
    let place = entry.index();
    let person = entry
        .and_modify(|person| person.participant.go_on(participant))
        .or_insert_with(|| Person { participant: participant.clone(), attended: Vec::new() });
    person.attended.push(at);
    place
}

/// A pair over the meetings of a series.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PairSeries<'a> {
    /// The pair in all meetings together.
    pub combined: Pair<'a>,
    meetings: usize,
    attended: [&'a [usize]; 2],
    values: &'a [(usize, f64)],
}

impl<'a> PairSeries<'a> {
    /// The absolute value in each meeting of the series; absent where one of the two did not take
    /// part.
    pub fn values(&self) -> impl Iterator<Item = Option<f64>> + use<'a> {
        let mut points = self.points().peekable();
        (0..self.meetings).map(move |at| Some(points.next_if(|(place, _)| *place == at)?.1))
    }

    /// The value in each meeting in which both took part, with the meeting's place in the series,
    /// counted from 0.
    pub fn points(&self) -> impl Iterator<Item = (usize, f64)> + use<'a> {
        let [first, second] = self.attended;
        let mut others = second.iter().peekable();
        let mut values = self.values.iter().peekable();
        let both = first.iter().filter(move |at| {
            while others.next_if(|other| other < at).is_some() {}
            others.peek() == Some(at)
        });
        both.map(move |at| {
            let value = values.next_if(|(place, _)| place == at);
            (*at, value.map_or(0.0, |(_, value)| *value))
        })
    }

    /// Where the value goes, in points a meeting; absent with fewer than three meetings in which
    /// both took part.
    #[must_use]
    pub fn trend(&self) -> Option<f64> {
        slope(&self.points().collect::<Vec<_>>())
    }
}

/// Why meetings do not make a [`Series`].
///
/// ```
/// use sociogram::Analysis;
/// use sociogram::series::{Series, SeriesError};
///
/// let none: [(&str, Analysis); 0] = [];
/// assert_eq!(Series::new(none).unwrap_err(), SeriesError::NoMeeting);
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// There is no meeting.
    #[error("there is no meeting, and a series has one or more")]
    NoMeeting,
    /// A meeting was analyzed with other parameters than the first.
    #[error("meeting {meeting:?} was analyzed with {found:?}, and the first with {expected:?}")]
    DifferentParameters {
        /// Which meeting.
        meeting: String,
        /// The parameters of the first.
        expected: Parameters,
        /// Its own.
        found: Parameters,
    },
    /// All meetings together have more participants than [`Conversation::MAX_PARTICIPANTS`].
    #[error(
        "with meeting {meeting:?} there are more participants in all than {}",
        Conversation::MAX_PARTICIPANTS
    )]
    TooManyParticipants {
        /// The first meeting with which there are too many.
        meeting: String,
    },
}
