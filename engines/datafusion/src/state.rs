//! What one part of a query hands to the next: the turns of each meeting, as lists.
//!
//! Responses depend on who spoke before, so counts of parts cannot be added up; the turns can.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Int64Array, LargeListArray, LargeStringArray, LargeStringBuilder,
    UInt32Array,
};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Field, FieldRef, Int64Type, UInt32Type};
use datafusion::common::{DataFusionError, Result, internal_datafusion_err};

use crate::heard::{Grouped, Heard};

/// Labels of a meeting, each once, and for each turn the place of its label and its times in
/// microseconds. Offsets have 64 bits: all that was heard is handed out in one batch.
const COLUMNS: [(&str, DataType); 4] = [
    ("labels", DataType::LargeUtf8),
    ("speakers", DataType::UInt32),
    ("starts", DataType::Int64),
    ("ends", DataType::Int64),
];

pub(crate) fn fields(name: &str) -> Vec<FieldRef> {
    COLUMNS
        .iter()
        .map(|(column, kind)| {
            let list = DataType::LargeList(element(kind));
            Arc::new(Field::new(format!("{name}[{column}]"), list, false))
        })
        .collect()
}

fn element(kind: &DataType) -> FieldRef {
    Arc::new(Field::new_list_field(kind.clone(), false))
}

/// The lists of meetings, a row each.
pub(crate) fn written(grouped: Grouped) -> Result<Vec<ArrayRef>> {
    let Grouped { labels, ends_at, mut speakers, starts, ends } = grouped;
    let mut names = LargeStringBuilder::new();
    let mut names_end_at = Vec::with_capacity(ends_at.len());
    // For each label the last meeting in which it came, and its place there.
    let mut seen = vec![(usize::MAX, 0_u32); labels.len()];
    let (mut from, mut count) = (0, 0);
    for (meeting, to) in ends_at.iter().enumerate() {
        let mut next = 0;
        for speaker in speakers.get_mut(from..*to).unwrap_or_default() {
            let at = usize::try_from(*speaker).unwrap_or(usize::MAX);
            if let (Some(seen), Some(label)) = (seen.get_mut(at), labels.get(at)) {
                if seen.0 != meeting {
                    *seen = (meeting, next);
                    next += 1;
                    count += 1;
                    names.append_value(label);
                }
                *speaker = seen.1;
            }
        }
        names_end_at.push(count);
        from = *to;
    }
    Ok(vec![
        list(&names_end_at, Arc::new(names.finish()))?,
        list(&ends_at, Arc::new(UInt32Array::from(speakers)))?,
        list(&ends_at, Arc::new(Int64Array::from(starts)))?,
        list(&ends_at, Arc::new(Int64Array::from(ends)))?,
    ])
}

fn list(ends_at: &[usize], values: ArrayRef) -> Result<ArrayRef> {
    let offsets = std::iter::once(Ok(0))
        .chain(ends_at.iter().map(|end| i64::try_from(*end)))
        .collect::<Result<Vec<i64>, _>>()
        .map_err(|error| DataFusionError::External(Box::new(error)))?;
    let element = element(values.data_type());
    let list = LargeListArray::try_new(element, OffsetBuffer::new(offsets.into()), values, None)?;
    Ok(Arc::new(list))
}

/// Lists of meetings that another part wrote.
pub(crate) struct Parts<'a> {
    labels: (&'a LargeListArray, &'a LargeStringArray),
    speakers: (&'a LargeListArray, &'a UInt32Array),
    starts: (&'a LargeListArray, &'a Int64Array),
    ends: (&'a LargeListArray, &'a Int64Array),
}

impl<'a> Parts<'a> {
    pub(crate) fn of(columns: &'a [ArrayRef]) -> Result<Self> {
        let parts = || {
            let [labels, speakers, starts, ends] = columns else { return None };
            let labels = labels.as_list_opt::<i64>()?;
            let speakers = speakers.as_list_opt::<i64>()?;
            let (starts, ends) = (starts.as_list_opt::<i64>()?, ends.as_list_opt::<i64>()?);
            Some(Self {
                labels: (labels, labels.values().as_string_opt()?),
                speakers: (speakers, speakers.values().as_primitive_opt::<UInt32Type>()?),
                starts: (starts, starts.values().as_primitive_opt::<Int64Type>()?),
                ends: (ends, ends.values().as_primitive_opt::<Int64Type>()?),
            })
        };
        parts().ok_or_else(broken)
    }

    pub(crate) fn len(&self) -> usize {
        self.labels.0.len()
    }

    /// Adds the turns of a row to a meeting.
    pub(crate) fn add(
        &self,
        row: usize,
        meeting: u32,
        heard: &mut Heard,
        places: &mut Vec<u32>,
    ) -> Result<()> {
        places.clear();
        for at in range(self.labels.0, row)? {
            places.push(heard.place(self.labels.1.value(at))?);
        }
        let speakers = self.speakers.1.values().get(range(self.speakers.0, row)?);
        let starts = self.starts.1.values().get(range(self.starts.0, row)?);
        let ends = self.ends.1.values().get(range(self.ends.0, row)?);
        let (Some(speakers), Some(starts), Some(ends)) = (speakers, starts, ends) else {
            return Err(broken());
        };
        for ((speaker, start), end) in speakers.iter().zip(starts).zip(ends) {
            let place = usize::try_from(*speaker).ok().and_then(|speaker| places.get(speaker));
            heard.add(meeting, *place.ok_or_else(broken)?, *start, *end);
        }
        Ok(())
    }
}

/// Where the values of a row stand.
fn range(list: &LargeListArray, row: usize) -> Result<std::ops::Range<usize>> {
    let offsets = list.value_offsets();
    let (Some(from), Some(to)) = (offsets.get(row), offsets.get(row + 1)) else {
        return Err(broken());
    };
    let (Ok(from), Ok(to)) = (usize::try_from(*from), usize::try_from(*to)) else {
        return Err(broken());
    };
    Ok(from..to)
}

fn broken() -> DataFusionError {
    internal_datafusion_err!("expected the turns of meetings as lists, found something else")
}
