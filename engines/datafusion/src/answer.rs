//! What a call answers with: a score a meeting, or the pairs of each.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, Float64Array, Float64Builder, ListArray, StringViewBuilder, StructArray,
};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::common::{DataFusionError, Result, exec_datafusion_err, internal_datafusion_err};
use sociogram::{Analysis, Analyzer, Conversation, Span, Time, Turns};

use crate::arguments::told;
use crate::heard::Grouped;

/// Numbers of a pair, in the order of the struct.
const NUMBERS: [&str; 6] = ["value", "relative", "responses", "to_second", "to_first", "rate"];

/// Which of the two functions is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Question {
    Score,
    Pairs,
}

impl Question {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Score => "interaction_score",
            Self::Pairs => "interactions",
        }
    }

    /// The type of the answer.
    pub(crate) fn kind(self) -> DataType {
        match self {
            Self::Score => DataType::Float64,
            Self::Pairs => DataType::List(pair()),
        }
    }

    /// Only a score may be absent.
    pub(crate) const fn may_be_null(self) -> bool {
        matches!(self, Self::Score)
    }
}

/// A pair as an element of the list.
fn pair() -> FieldRef {
    Arc::new(Field::new_list_field(DataType::Struct(columns()), false))
}

fn columns() -> Fields {
    let labels = ["first", "second"].map(|name| Field::new(name, DataType::Utf8View, false));
    let numbers = NUMBERS.map(|name| Field::new(name, DataType::Float64, false));
    labels.into_iter().chain(numbers).collect()
}

/// The answers for meetings, a row each.
pub(crate) fn of(question: Question, analyzer: &Analyzer, grouped: &Grouped) -> Result<ArrayRef> {
    let mut answers = Answers::new(question);
    let mut from = 0;
    for to in &grouped.ends_at {
        let mut turns = Turns::new();
        let range = from..*to;
        let (Some(speakers), Some(starts), Some(ends)) = (
            grouped.speakers.get(range.clone()),
            grouped.starts.get(range.clone()),
            grouped.ends.get(range),
        ) else {
            return Err(internal_datafusion_err!("expected turns {from} to {to}, found fewer"));
        };
        for ((speaker, start), end) in speakers.iter().zip(starts).zip(ends) {
            let label = usize::try_from(*speaker).ok().and_then(|at| grouped.labels.get(at));
            let label =
                label.ok_or_else(|| internal_datafusion_err!("expected a label, found none"))?;
            turns.push(label, heard(*start, *end)?);
        }
        answers.add(analyzer, turns)?;
        from = *to;
    }
    answers.finish()
}

/// The answer for one meeting, as an array of one row.
pub(crate) fn of_one(question: Question, analyzer: &Analyzer, turns: Turns) -> Result<ArrayRef> {
    let mut answers = Answers::new(question);
    answers.add(analyzer, turns)?;
    answers.finish()
}

/// A span from microseconds that were one before.
pub(crate) fn heard(start: i64, end: i64) -> Result<Span> {
    let time = |micros| Time::from_micros(micros).ok();
    time(start)
        .zip(time(end))
        .and_then(|(start, end)| Span::new(start, end).ok())
        .ok_or_else(|| internal_datafusion_err!("expected a turn, found {start} to {end} µs"))
}

/// Answers to come.
struct Answers {
    question: Question,
    scores: Float64Builder,
    pairs: Pairs,
}

#[derive(Default)]
struct Pairs {
    ends_at: Vec<usize>,
    labels: [StringViewBuilder; 2],
    numbers: [Vec<f64>; 6],
}

impl Answers {
    fn new(question: Question) -> Self {
        Self { question, scores: Float64Builder::new(), pairs: Pairs::default() }
    }

    fn add(&mut self, analyzer: &Analyzer, turns: Turns) -> Result<()> {
        let conversation = Conversation::new(turns).map_err(|error| {
            exec_datafusion_err!("{} of a meeting: {}", self.question.name(), told(&error))
        })?;
        let analysis = analyzer.analyze(&conversation);
        match self.question {
            Question::Score => self.scores.append_option(analysis.score()),
            Question::Pairs => self.pairs.add(&analysis)?,
        }
        Ok(())
    }

    fn finish(mut self) -> Result<ArrayRef> {
        match self.question {
            Question::Score => Ok(Arc::new(self.scores.finish())),
            Question::Pairs => self.pairs.finish(),
        }
    }
}

impl Pairs {
    fn add(&mut self, analysis: &Analysis) -> Result<()> {
        let mut count = self.ends_at.last().copied().unwrap_or(0);
        for pair in analysis.pairs() {
            for (column, label) in self.labels.iter_mut().zip(pair.labels()) {
                column.try_append_value(label)?;
            }
            let numbers = [
                pair.absolute,
                pair.relative,
                pair.strength,
                pair.to_second,
                pair.to_first,
                pair.rate,
            ];
            for (column, number) in self.numbers.iter_mut().zip(numbers) {
                column.push(number);
            }
            count += 1;
        }
        self.ends_at.push(count);
        Ok(())
    }

    fn finish(self) -> Result<ArrayRef> {
        let offsets = std::iter::once(Ok(0))
            .chain(self.ends_at.iter().map(|end| i32::try_from(*end)))
            .collect::<Result<Vec<i32>, _>>()
            .map_err(|_| {
                DataFusionError::ResourcesExhausted(
                    "interactions: more than 2^31 pairs in one batch of meetings; more partitions \
                     make batches smaller"
                        .to_owned(),
                )
            })?;
        let labels = self.labels.map(|mut column| Arc::new(column.finish()) as ArrayRef);
        let numbers = self.numbers.map(|column| Arc::new(Float64Array::from(column)) as ArrayRef);
        let columns =
            StructArray::try_new(columns(), labels.into_iter().chain(numbers).collect(), None)?;
        let offsets = OffsetBuffer::new(offsets.into());
        Ok(Arc::new(ListArray::try_new(pair(), offsets, Arc::new(columns), None)?))
    }
}
