//! A meeting scored.

use std::convert::Infallible;
use std::mem;

use super::meeting::Meeting;
use super::tables::{MeetingRow, PairRow, Said, SaidPair};
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

/// A meeting of more turns is not settled ahead: it may have pairs without end.
const MOST_AHEAD: usize = 1 << 16;

impl Scoring {
    /// Scores a meeting ahead of its time, all of which seems to be there: while its turns are close
    /// to the processor, and so that they need not be kept.
    pub(super) fn settle(&self, meeting: &mut Meeting) {
        if meeting.is_shared || meeting.said.is_some() || meeting.turns.len() > MOST_AHEAD {
            return;
        }
        let mut pairs = Vec::new();
        let row = self.score(mem::take(meeting), |pair| {
            pairs.push(SaidPair::of(pair));
            Ok::<(), Infallible>(())
        });
        let Ok(row) = row;
        meeting.said = Some(Box::new(Said { row, pairs }));
    }

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
