//! Tables to come, row by row.

use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::ArrowError;
use sociogram::Analysis;
use sociogram::confidence::Interval;

use crate::grouped::Scored;

/// A row a meeting and a row a pair, in batches. Counts are signed, since engines that take Arrow need
/// not know other ones.
#[derive(Default)]
pub(crate) struct Rows {
    meetings: Meetings,
    pairs: Pairs,
    done: [Vec<RecordBatch>; 2],
}

/// A batch ends before it holds so many bytes of text: places in text are 31 bits.
const TEXT: usize = 1 << 30;

#[derive(Default)]
struct Meetings {
    name: StringBuilder,
    /// score, low and high end of its interval, minutes
    measures: [Float64Builder; 4],
    turns: Int64Builder,
    /// participants, pairs, repairs
    counts: [Int64Builder; 3],
    error: StringBuilder,
    text: usize,
}

#[derive(Default)]
struct Pairs {
    /// meeting, first and second
    between: [StringBuilder; 3],
    /// value, relative, responses, to second, to first and rate
    numbers: [Float64Builder; 6],
    text: usize,
}

impl Rows {
    /// Adds a meeting.
    pub(crate) fn add(&mut self, scored: Scored) -> Result<(), ArrowError> {
        let name = scored.name.as_deref();
        let (analysis, interval, error) = match scored.outcome {
            Ok((analysis, interval)) => (Some(analysis), interval, None),
            Err(wrong) => (None, None, Some(wrong.into_message())),
        };
        if let Some(analysis) = &analysis {
            self.add_pairs(name.unwrap_or_default(), analysis)?;
        }
        let text = name.map_or(0, str::len) + error.as_ref().map_or(0, String::len);
        let [done, _] = &mut self.done;
        if self.meetings.text > 0 && self.meetings.text.saturating_add(text) > TEXT {
            done.push(self.meetings.finish()?);
        }
        let rows = &mut self.meetings;
        rows.text = rows.text.saturating_add(text);
        rows.name.append_option(name);
        let measures = [
            analysis.as_ref().and_then(Analysis::score),
            interval.map(|Interval { low, .. }| low),
            interval.map(|Interval { high, .. }| high),
            analysis.as_ref().map(Analysis::minutes),
        ];
        for (column, number) in rows.measures.iter_mut().zip(measures) {
            column.append_option(number);
        }
        rows.turns.append_value(count(scored.turns));
        let counts = [
            analysis.as_ref().map(|analysis| count(analysis.graph().node_count())),
            analysis.as_ref().map(|analysis| count(analysis.pair_count())),
            // Rows are taken as they are: nothing is repaired.
            analysis.as_ref().map(|_| 0),
        ];
        for (column, number) in rows.counts.iter_mut().zip(counts) {
            column.append_option(number);
        }
        rows.error.append_option(error);
        Ok(())
    }

    fn add_pairs(&mut self, meeting: &str, analysis: &Analysis) -> Result<(), ArrowError> {
        let [_, done] = &mut self.done;
        for pair in analysis.pairs() {
            let [first, second] = pair.labels().map(|label| label.as_str());
            let between = [meeting, first, second];
            let text = between.iter().fold(0_usize, |text, one| text.saturating_add(one.len()));
            if self.pairs.text > 0 && self.pairs.text.saturating_add(text) > TEXT {
                done.push(self.pairs.finish()?);
            }
            self.pairs.text = self.pairs.text.saturating_add(text);
            for (column, text) in self.pairs.between.iter_mut().zip(between) {
                column.append_value(text);
            }
            let [value, responses] = [pair.absolute, pair.strength];
            let numbers =
                [value, pair.relative, responses, pair.to_second, pair.to_first, pair.rate];
            for (column, number) in self.pairs.numbers.iter_mut().zip(numbers) {
                column.append_value(number);
            }
        }
        Ok(())
    }

    /// The batches of the two tables, one each at least.
    pub(crate) fn into_batches(mut self) -> Result<[Vec<RecordBatch>; 2], ArrowError> {
        let [meetings, pairs] = &mut self.done;
        meetings.push(self.meetings.finish()?);
        pairs.push(self.pairs.finish()?);
        Ok(self.done)
    }
}

impl Meetings {
    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.text = 0;
        let [score, low, high, minutes] = self.measures.each_mut().map(number);
        let [participants, pair_count, repairs] =
            self.counts.each_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
        // What may be absent does not depend on whether it is.
        RecordBatch::try_from_iter_with_nullable([
            ("meeting", text(&mut self.name), true),
            ("score", score, true),
            ("score_low", low, true),
            ("score_high", high, true),
            ("minutes", minutes, true),
            ("turns", Arc::new(self.turns.finish()) as ArrayRef, false),
            ("participants", participants, true),
            ("pair_count", pair_count, true),
            ("repairs", repairs, true),
            ("error", text(&mut self.error), true),
        ])
    }
}

impl Pairs {
    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.text = 0;
        let [meeting, first, second] = self.between.each_mut().map(text);
        let [value, relative, responses, to_second, to_first, rate] =
            self.numbers.each_mut().map(number);
        RecordBatch::try_from_iter_with_nullable([
            ("meeting", meeting, false),
            ("first", first, false),
            ("second", second, false),
            ("value", value, false),
            ("relative", relative, false),
            ("responses", responses, false),
            ("to_second", to_second, false),
            ("to_first", to_first, false),
            ("rate", rate, false),
        ])
    }
}

fn text(column: &mut StringBuilder) -> ArrayRef {
    Arc::new(column.finish())
}

fn number(column: &mut Float64Builder) -> ArrayRef {
    Arc::new(column.finish())
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
