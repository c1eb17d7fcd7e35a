//! The meetings of a table, found and scored where their rows lie.

use std::collections::HashMap;
use std::ops::Range;

use arrow_array::{RecordBatch, RecordBatchReader};
use pyo3::intern;
use pyo3::prelude::*;
use rayon::prelude::*;
use sociogram::confidence::{Confidence, Interval, Resampling};
use sociogram::{Analysis, Analyzer, Conversation, Turns};

use crate::columns::{Columns, Labels, Wrong};
use crate::errors::turn_error;
use crate::frames;

/// The batches of a table.
pub(crate) struct Heard {
    batches: Vec<Batch>,
}

/// The columns of a batch.
struct Batch {
    names: Labels,
    turns: Columns,
    rows: u32,
    /// So many rows stand in the batches before it.
    before: usize,
}

/// A meeting of a table: its name, and the rows that are its turns.
#[derive(Debug)]
pub(crate) struct Meeting {
    name: Option<String>,
    rows: Vec<Run>,
    turns: usize,
}

/// Rows of one meeting that stand together in a batch: 12 bytes, however many they are.
#[derive(Clone, Copy, Debug)]
struct Run {
    batch: u32,
    from: u32,
    rows: u32,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) analyzer: Analyzer,
    pub(crate) intervals: bool,
    /// Whether bad meetings are told of beside the others.
    pub(crate) keep_bad: bool,
}

/// What a meeting comes to.
pub(crate) struct Scored {
    pub(crate) name: Option<String>,
    pub(crate) turns: usize,
    pub(crate) outcome: Result<(Analysis, Option<Interval>), Wrong>,
}

impl Heard {
    pub(crate) fn read(py: Python<'_>, table: &Bound<'_, PyAny>) -> PyResult<Self> {
        if !table.hasattr(intern!(py, "__arrow_c_stream__"))?
            && !table.hasattr(intern!(py, "__arrow_c_array__"))?
        {
            let message = "expected a table with the Arrow C data interface, found none";
            return Err(turn_error(py, message, None));
        }
        let mut reader = frames::reader(table)?;
        let places = frames::places(py, &reader.schema(), ["meeting", "speaker", "start", "end"])?;
        let mut heard = Self { batches: Vec::new() };
        let mut before = 0;
        while let Some(batch) = py.detach(|| reader.next()) {
            py.check_signals()?;
            let batch = batch.map_err(|error| frames::refused(py, &error))?;
            heard.add(&batch, places, before).map_err(|wrong| wrong.raised(py, 0))?;
            before += batch.num_rows();
        }
        Ok(heard)
    }

    /// Adds a batch, in parts whose rows can be counted in 32 bits.
    fn add(&mut self, batch: &RecordBatch, places: [usize; 4], before: usize) -> Result<(), Wrong> {
        let [meeting, turn @ ..] = places;
        let mut from = 0;
        while from < batch.num_rows() || from == 0 {
            let rows = u32::try_from(batch.num_rows() - from).unwrap_or(u32::MAX);
            let part = batch.slice(from, rows as usize);
            self.batches.push(Batch {
                names: Labels::of(part.columns().get(meeting), "meeting")?,
                turns: Columns::of(&part, turn)?,
                rows,
                before: before + from,
            });
            from += (rows as usize).max(1);
        }
        Ok(())
    }

    /// The rows of each meeting, in order of names; those without a name are one meeting, the
    /// first, or wrong.
    pub(crate) fn meetings(&self, nameless: bool) -> Result<Vec<Meeting>, Wrong> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut without_name = None;
        let mut meetings: Vec<Meeting> = Vec::new();
        let mut digits = String::new();
        for (batch, at) in self.batches.iter().zip(0..) {
            let mut from = 0;
            while from < batch.rows {
                let name = batch.names.at(from as usize, &mut digits).ok();
                if name.is_none() && !nameless {
                    return Err(Wrong::Row(batch.before + from as usize, NAMELESS.to_owned()));
                }
                let known = match name {
                    Some(name) => places.get(name).copied(),
                    None => without_name,
                };
                let place = known.unwrap_or_else(|| {
                    let name = name.map(str::to_owned);
                    match &name {
                        Some(name) => drop(places.insert(name.clone(), meetings.len())),
                        None => without_name = Some(meetings.len()),
                    }
                    meetings.push(Meeting { name, rows: Vec::new(), turns: 0 });
                    meetings.len() - 1
                });
                // Rows of a meeting mostly stand together.
                let mut to = from + 1;
                while to < batch.rows && batch.names.is_same(from as usize, to as usize) {
                    to += 1;
                }
                if let Some(meeting) = meetings.get_mut(place) {
                    meeting.rows.push(Run { batch: at, from, rows: to - from });
                    meeting.turns += (to - from) as usize;
                }
                from = to;
            }
        }
        meetings.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        Ok(meetings)
    }

    /// Some of the meetings, in their order.
    pub(crate) fn score(
        &self,
        asked: &Asked,
        meetings: &[Meeting],
        which: Range<usize>,
    ) -> Vec<Scored> {
        let which = meetings.get(which).unwrap_or_default();
        which
            .par_iter()
            .map(|meeting| Scored {
                name: meeting.name.clone(),
                turns: meeting.turns,
                outcome: self.analyze(asked, meeting),
            })
            .collect()
    }

    fn analyze(
        &self,
        asked: &Asked,
        meeting: &Meeting,
    ) -> Result<(Analysis, Option<Interval>), Wrong> {
        let Some(name) = &meeting.name else { return Err(Wrong::Column(NAMELESS.to_owned())) };
        let conversation = Conversation::new(self.turns(asked, meeting)?).map_err(|error| {
            let message = error.to_string();
            Wrong::Column(if asked.keep_bad {
                message
            } else {
                format!("meeting {name:?}: {message}")
            })
        })?;
        let interval = || {
            let sure = Confidence::of(&conversation, &asked.analyzer, Resampling::default());
            sure.score()
        };
        let interval = if asked.intervals { interval() } else { None };
        Ok((asked.analyzer.analyze(&conversation), interval))
    }

    /// The turns of a meeting, or what is wrong with it: with the first wrong row, or what is told
    /// in whatever order the rows come.
    fn turns(&self, asked: &Asked, meeting: &Meeting) -> Result<Turns, Wrong> {
        let mut turns = Turns::new();
        let mut digits = String::new();
        let mut least: Option<String> = None;
        for run in &meeting.rows {
            let Some(batch) = self.batches.get(run.batch as usize) else { continue };
            for row in run.from..run.from.saturating_add(run.rows) {
                let Err(wrong) = batch.turns.push(row as usize, &mut digits, &mut turns) else {
                    continue;
                };
                if !asked.keep_bad {
                    return Err(wrong.further_down(batch.before));
                }
                let message = wrong.into_message();
                if least.as_ref().is_none_or(|least| message < *least) {
                    least = Some(message);
                }
            }
        }
        least.map_or(Ok(turns), |least| Err(Wrong::Column(least)))
    }
}

impl Meeting {
    /// How many turns it has.
    pub(crate) const fn turns(&self) -> usize {
        self.turns
    }
}

const NAMELESS: &str = "expected the meeting's name, found null";
