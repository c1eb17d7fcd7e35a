//! Tables to come, row by row.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use pyo3::prelude::*;
use sociogram::Analysis;
use sociogram::confidence::Interval;

use crate::frames;
use crate::grouped::Scored;

/// A row a meeting and a row a pair. Counts are signed, since engines that take Arrow need not know
/// other ones.
#[derive(Default)]
pub(crate) struct Rows {
    meetings: Vec<Option<String>>,
    turns: Vec<i64>,
    /// score, low and high end of its interval, minutes
    measures: [Vec<Option<f64>>; 4],
    /// participants, pairs, repairs
    counts: [Vec<Option<i64>>; 3],
    errors: Vec<Option<String>>,
    /// meeting, first and second
    between: [Vec<String>; 3],
    /// value, relative, responses, to second, to first and rate
    numbers: [Vec<f64>; 6],
}

impl Rows {
    /// Adds a meeting.
    pub(crate) fn add(&mut self, scored: Scored) {
        let mut measures = [None; 4];
        let mut counts = [None; 3];
        let mut error = None;
        match scored.outcome {
            Ok((analysis, interval)) => {
                measures = [
                    analysis.score(),
                    interval.map(|Interval { low, .. }| low),
                    interval.map(|Interval { high, .. }| high),
                    Some(analysis.minutes()),
                ];
                let people = analysis.graph().node_count();
                // Rows are taken as they are: nothing is repaired.
                counts = [Some(count(people)), Some(count(analysis.pair_count())), Some(0)];
                self.add_pairs(scored.name.as_deref().unwrap_or_default(), &analysis);
            }
            Err(wrong) => error = Some(wrong.into_message()),
        }
        self.meetings.push(scored.name);
        self.turns.push(count(scored.turns));
        push_each(&mut self.measures, measures);
        push_each(&mut self.counts, counts);
        self.errors.push(error);
    }

    fn add_pairs(&mut self, meeting: &str, analysis: &Analysis) {
        for pair in analysis.pairs() {
            let [first, second] = pair.labels().map(|label| label.as_str());
            push_each(&mut self.between, [meeting, first, second].map(str::to_owned));
            let [value, responses] = [pair.absolute, pair.strength];
            let numbers =
                [value, pair.relative, responses, pair.to_second, pair.to_first, pair.rate];
            push_each(&mut self.numbers, numbers);
        }
    }

    /// The two tables.
    pub(crate) fn into_batches(self, py: Python<'_>) -> PyResult<[RecordBatch; 2]> {
        let texts = |column: Vec<Option<String>>| Arc::new(StringArray::from(column)) as ArrayRef;
        let measures = |column: Vec<Option<f64>>| Arc::new(Float64Array::from(column)) as ArrayRef;
        let counts = |column: Vec<Option<i64>>| Arc::new(Int64Array::from(column)) as ArrayRef;
        let text = |column: Vec<String>| Arc::new(StringArray::from(column)) as ArrayRef;
        let number = |column: Vec<f64>| Arc::new(Float64Array::from(column)) as ArrayRef;
        let [score, low, high, minutes] = self.measures.map(measures);
        let [participants, pair_count, repairs] = self.counts.map(counts);
        let [meeting, first, second] = self.between.map(text);
        let [value, relative, responses, to_second, to_first, rate] = self.numbers.map(number);
        // What may be absent does not depend on whether it is.
        let meetings = RecordBatch::try_from_iter_with_nullable([
            ("meeting", texts(self.meetings), true),
            ("score", score, true),
            ("score_low", low, true),
            ("score_high", high, true),
            ("minutes", minutes, true),
            ("turns", Arc::new(Int64Array::from(self.turns)) as ArrayRef, false),
            ("participants", participants, true),
            ("pair_count", pair_count, true),
            ("repairs", repairs, true),
            ("error", texts(self.errors), true),
        ]);
        let pairs = RecordBatch::try_from_iter_with_nullable([
            ("meeting", meeting, false),
            ("first", first, false),
            ("second", second, false),
            ("value", value, false),
            ("relative", relative, false),
            ("responses", responses, false),
            ("to_second", to_second, false),
            ("to_first", to_first, false),
            ("rate", rate, false),
        ]);
        let refused = |error| frames::refused(py, &error);
        Ok([meetings.map_err(refused)?, pairs.map_err(refused)?])
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn push_each<T, const N: usize>(columns: &mut [Vec<T>; N], row: [T; N]) {
    for (column, cell) in columns.iter_mut().zip(row) {
        column.push(cell);
    }
}
