//! Meetings while DataFusion hands their rows in.

use datafusion::arrow::array::{ArrayRef, BooleanArray};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err};
use datafusion::logical_expr::{Accumulator, EmitTo, GroupsAccumulator};
use sociogram::{Analyzer, Turns};

use crate::answer::{self, Question};
use crate::arguments::{Arguments, passes};
use crate::heard::Heard;
use crate::state::{self, Parts};

/// One meeting: all rows of a query without groups, or of a window.
#[derive(Debug)]
pub(crate) struct Meeting {
    question: Question,
    analyzer: Analyzer,
    heard: Heard,
}

impl Meeting {
    pub(crate) fn new(question: Question, analyzer: Analyzer) -> Self {
        Self { question, analyzer, heard: Heard::default() }
    }
}

impl Accumulator for Meeting {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let rows = Arguments::of(self.question.name(), values)?;
        (0..rows.len()).try_for_each(|row| {
            let (speaker, span) = rows.turn(row)?;
            self.heard.push(0, speaker, span)
        })
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let parts = Parts::of(states)?;
        let mut places = Vec::new();
        (0..parts.len()).try_for_each(|row| parts.add(row, 0, &mut self.heard, &mut places))
    }

    /// What has been heard stays: a window asks again and again.
    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mut turns = Turns::new();
        for (label, start, end) in self.heard.iter() {
            turns.push(label, answer::heard(start, end)?);
        }
        let answer = answer::of_one(self.question, &self.analyzer, turns)?;
        ScalarValue::try_from_array(&answer, 0)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        state::written(std::mem::take(&mut self.heard).into_grouped(1))?
            .iter()
            .map(|column| ScalarValue::try_from_array(column, 0))
            .collect()
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.heard.size()
    }
}

/// Many meetings, the groups of a query.
#[derive(Debug)]
pub(crate) struct Meetings {
    question: Question,
    analyzer: Analyzer,
    heard: Heard,
    count: usize,
}

impl Meetings {
    pub(crate) fn new(question: Question, analyzer: Analyzer) -> Self {
        Self { question, analyzer, heard: Heard::default(), count: 0 }
    }

    /// The meetings that are to be handed out, and how many they are.
    fn take(&mut self, emit_to: EmitTo) -> Result<(Heard, usize)> {
        match emit_to {
            EmitTo::First(first) if first < self.count => {
                self.count -= first;
                Ok((self.heard.take_first(number(first)?), first))
            }
            _ => Ok((std::mem::take(&mut self.heard), std::mem::take(&mut self.count))),
        }
    }
}

impl GroupsAccumulator for Meetings {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.count = self.count.max(total_num_groups);
        let rows = Arguments::of(self.question.name(), values)?;
        for (row, meeting) in (0..rows.len()).zip(group_indices) {
            if passes(opt_filter, row) {
                let (speaker, span) = rows.turn(row)?;
                self.heard.push(number(*meeting)?, speaker, span)?;
            }
        }
        Ok(())
    }

    fn merge_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        total_num_groups: usize,
    ) -> Result<()> {
        self.count = self.count.max(total_num_groups);
        let parts = Parts::of(values)?;
        let mut places = Vec::new();
        for (row, meeting) in (0..parts.len()).zip(group_indices) {
            parts.add(row, number(*meeting)?, &mut self.heard, &mut places)?;
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let (heard, count) = self.take(emit_to)?;
        answer::of(self.question, &self.analyzer, &heard.into_grouped(count))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let (heard, count) = self.take(emit_to)?;
        state::written(heard.into_grouped(count))
    }

    fn convert_to_state(
        &self,
        values: &[ArrayRef],
        opt_filter: Option<&BooleanArray>,
    ) -> Result<Vec<ArrayRef>> {
        let rows = Arguments::of(self.question.name(), values)?;
        let mut heard = Heard::default();
        for row in 0..rows.len() {
            if passes(opt_filter, row) {
                let (speaker, span) = rows.turn(row)?;
                heard.push(number(row)?, speaker, span)?;
            }
        }
        state::written(heard.into_grouped(rows.len()))
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.heard.size()
    }
}

fn number(meeting: usize) -> Result<u32> {
    u32::try_from(meeting)
        .map_err(|_| exec_datafusion_err!("expected at most 2^32 meetings at a time, found more"))
}
