//! A meeting scored.

use super::meeting::Meeting;
use super::tables::{MeetingRow, PairRow};
use crate::analysis::Analyzer;
use crate::confidence::{Confidence, Resampling};
use crate::conversation::Conversation;

/// How meetings are scored.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scoring {
    pub(super) analyzer: Analyzer,
    /// Whether the score gets an interval.
    pub(super) intervals: bool,
    /// Whether pairs are wanted.
    pub(super) pairs: bool,
}

/// A longer meeting is none, as a rule, but one whose times count something else.
pub(super) const LONGEST_MINUTES: f64 = 2.0 * 24.0 * 60.0;

impl Scoring {
    /// Scores a meeting; `tell` is given its pairs with responses, in order.
    pub(super) fn score<E>(
        &self,
        meeting: Meeting,
        mut tell: impl FnMut(&PairRow<'_>) -> Result<(), E>,
    ) -> Result<MeetingRow, E> {
        let turns = whole(meeting.turns.len());
        let bad =
            |problem: String| MeetingRow { turns, error: Some(problem), ..MeetingRow::default() };
        if let Some(flaw) = meeting.flaw {
            return Ok(bad(flaw.problem));
        }
        let conversation = match Conversation::new(meeting.turns) {
            Ok(conversation) => conversation,
            Err(error) => return Ok(bad(error.to_string())),
        };
        let analysis = self.analyzer.analyze(&conversation);
        let interval = (self.intervals && analysis.score().is_some())
            .then(|| Confidence::of(&conversation, &self.analyzer, Resampling::default()).score())
            .flatten();
        if self.pairs {
            for pair in analysis.pairs() {
                let [first, second] = pair.labels().map(|label| label.as_str());
                let numbers = [
                    pair.absolute,
                    pair.relative,
                    pair.strength,
                    pair.to_second,
                    pair.to_first,
                    pair.rate,
                ];
                tell(&PairRow { first, second, numbers })?;
            }
        }
        Ok(MeetingRow {
            score: analysis.score(),
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            minutes: Some(analysis.minutes()),
            turns,
            participants: Some(whole(analysis.participants().len())),
            pair_count: Some(whole(analysis.pair_count())),
            repairs: Some(i64::try_from(meeting.repairs).unwrap_or(i64::MAX)),
            error: None,
        })
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
