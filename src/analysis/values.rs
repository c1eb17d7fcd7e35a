//! What responses within some minutes come to: those of a meeting, or of a window of it.

use ndarray::Array1;
use petgraph::graph::NodeIndex;

use crate::conversation::Participant;
use crate::graph::PairSum;
use crate::normalize::{Scale, absolute, pair_count, relative};
use crate::score::meeting_score;
use crate::turn::Label;

/// The pairs with responses, their node values, and the score over all pairs.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    minutes: f64,
    sums: Vec<PairSum>,
    strengths: Array1<f64>,
    absolute: Array1<f64>,
    relative: Array1<f64>,
    score: Option<f64>,
}

impl Values {
    /// Of pairs in participant order, among so many participants.
    pub(crate) fn new(
        sums: Vec<PairSum>,
        participants: usize,
        minutes: f64,
        half_rate: f64,
    ) -> Self {
        let strengths: Array1<f64> = sums.iter().map(|sum| sum.forth + sum.back).collect();
        let pairs = pair_count(participants);
        let absolute = absolute(strengths.view(), minutes, pairs, half_rate);
        let relative = relative(strengths.view());
        let score = meeting_score(absolute.view(), pairs);
        Self { minutes, sums, strengths, absolute, relative, score }
    }

    pub(crate) const fn minutes(&self) -> f64 {
        self.minutes
    }

    /// Absent with fewer than two participants.
    pub(crate) const fn score(&self) -> Option<f64> {
        self.score
    }

    /// All responses together, one pair after the other.
    pub(crate) fn responses(&self) -> f64 {
        self.strengths.iter().fold(0.0, |sum, strength| sum + strength)
    }

    /// The pairs, in participant order, with the participants that stand at their places.
    pub(crate) fn pairs<'a>(
        &'a self,
        participant: impl Fn(NodeIndex) -> Option<&'a Participant>,
    ) -> impl Iterator<Item = Pair<'a>> {
        let values = self.strengths.iter().zip(&self.absolute).zip(&self.relative);
        self.sums.iter().zip(values).filter_map(move |(sum, ((strength, absolute), relative))| {
            Some(Pair {
                between: [participant(sum.first)?, participant(sum.second)?],
                strength: *strength,
                to_second: sum.forth,
                to_first: sum.back,
                rate: if self.minutes > 0.0 { strength / self.minutes } else { 0.0 },
                absolute: *absolute,
                relative: *relative,
            })
        })
    }
}

/// Two participants and how strongly they interacted.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Pair<'a> {
    /// The two, in participant order: who spoke first comes first.
    pub between: [&'a Participant; 2],
    /// Responses between them, both ways together.
    pub strength: f64,
    /// Responses that the first gives to the second.
    pub to_second: f64,
    /// Responses that the second gives to the first.
    pub to_first: f64,
    /// Responses a minute.
    pub rate: f64,
    /// The node value against the clock, 0 to 100: see [`absolute`].
    pub absolute: f64,
    /// The node value against the strongest pair, 0 to 100: see [`relative`].
    pub relative: f64,
}

impl<'a> Pair<'a> {
    /// What the two are called.
    #[must_use]
    pub fn labels(&self) -> [&'a Label; 2] {
        self.between.map(Participant::label)
    }

    /// The node value on a scale.
    #[must_use]
    pub const fn value(&self, scale: Scale) -> f64 {
        match scale {
            Scale::Absolute => self.absolute,
            Scale::Relative => self.relative,
        }
    }
}
