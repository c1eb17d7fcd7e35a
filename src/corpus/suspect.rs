//! Times that count something else than they are taken to count.

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::batch::Rows;
use super::columns::Layout;
use super::error::CorpusError;
use super::job::Job;
use super::meeting::{Meeting, Meetings};
use super::plan::{Group, Task};
use super::work::{BATCH, guarded};
use crate::formats::{self, InputError};

impl Job<'_> {
    /// Refuses times that cannot count what nobody has said they count, by the first rows of a
    /// table; or tells that they look odd.
    pub(super) fn suspect(&self) -> Result<Option<String>, CorpusError> {
        const TWO_DAYS: u64 = 2 * 24 * 60 * 60;
        const FEWEST: usize = 100;
        let (mut meetings, mut is_assumed) = (Meetings::default(), self.unit.is_none());
        let at = match self.plan.tasks.first() {
            Some(Task::Groups(_) | Task::LargeGroup(_)) => {
                let Some(group) = self.plan.groups.first() else { return Ok(None) };
                match self.first_rows(group, &mut meetings) {
                    Ok(assumed) => is_assumed = assumed,
                    // It is told where it is read for good.
                    Err(_) => return Ok(None),
                }
                group.source
            }
            Some(Task::Table(at, format)) => {
                let Some(source) = self.sources.get(*at) else { return Ok(None) };
                let peeked = source.place.open().map_err(InputError::from);
                let peeked =
                    peeked.and_then(|mut input| formats::peek(&mut *input, *format, self.options));
                let Ok((piece, _)) = peeked else { return Ok(None) };
                for recording in piece.recordings {
                    let name = recording.name().clone();
                    meetings.add(&name, Meeting::of_recording(recording, self.policy));
                }
                *at
            }
            Some(Task::Recordings(_)) | None => return Ok(None),
        };
        let (mut count, mut overlong, mut turns, mut talk) = (0_usize, 0_usize, 0_usize, 0.0);
        for (_, meeting) in meetings.iter() {
            let spans = || meeting.turns.iter().map(|(_, span)| span);
            let extent = spans().reduce(crate::time::Span::hull);
            count += 1;
            overlong += usize::from(extent.is_some_and(|span| span.length().as_secs() > TWO_DAYS));
            turns += meeting.turns.len();
            talk += spans().map(|span| span.length().as_secs_f64()).sum::<f64>();
        }
        let mean = talk / turns.max(1) as f64;
        let found = if overlong * 2 > count {
            format!(
                "{overlong} of the {count} meetings that were looked at first last longer than two days"
            )
        } else if turns >= FEWEST && mean > 600.0 {
            format!("turns last {mean:.0} seconds on average")
        } else if turns >= FEWEST && mean < 0.05 {
            let file = self.name(at);
            return Ok(Some(format!(
                "{file}: turns last {mean:.3} seconds on average: is the unit of times right?"
            )));
        } else {
            return Ok(None);
        };
        let file = self.name(at).to_owned();
        if is_assumed {
            return Err(CorpusError::Unit { file, found });
        }
        Ok(Some(format!("{file}: {found}: is the unit of times right?")))
    }

    /// Reads the first rows of a row group, and says whether their unit is assumed.
    fn first_rows(&self, group: &Group, into: &mut Meetings) -> Result<bool, String> {
        let source = self.sources.get(group.source).ok_or("")?;
        guarded(|| {
            let chunks = source.place.chunks(&[]).map_err(|error| error.to_string())?;
            let layout = Layout::of(&chunks, self.naming, self.unit).map_err(|_| "")?;
            let reader =
                ParquetRecordBatchReaderBuilder::new_with_metadata(chunks, layout.metadata.clone());
            let mut batches = reader
                .with_projection(layout.projection())
                .with_row_groups(vec![group.at])
                .with_batch_size(BATCH)
                .build()
                .map_err(|error| error.to_string())?;
            let (units, columns) = (layout.units, layout.projected());
            let mut rows = Rows::new(&source.name, 0, units, columns, self.policy);
            if let Some(batch) = batches.next() {
                let batch = batch.map_err(|error| error.to_string())?;
                rows.take(&batch, group.first, into, |_| Ok(false))?;
            }
            Ok(layout.is_assumed)
        })
    }
}
