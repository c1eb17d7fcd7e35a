//! A task of the plan, done: meetings that stand in one place are scored, the others put aside.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::batch::{Order, Rows};
use super::columns::{Layout, NoLayout};
use super::coverage::Interval;
use super::error::CorpusError;
use super::job::Job;
use super::meeting::{Meeting, Meetings, Policy};
use super::parts::Note;
use super::plan::{Alone, Group, Task};
use super::scored::Scoring;
use super::spill;
use super::summary::Unread;
use crate::formats::{self, InputError};

/// So many rows come at a time.
pub(super) const BATCH: usize = 1 << 14;
/// So many rows of meetings that stand in several places are held before they are put aside.
const ASIDE: u64 = 1 << 20;

/// Why a task comes to nothing.
enum Trouble {
    /// Its input cannot be read.
    Input(String),
    /// Its output cannot be written.
    Output(CorpusError),
}

impl From<InputError> for Trouble {
    fn from(error: InputError) -> Self {
        Self::Input(error.to_string())
    }
}

impl From<CorpusError> for Trouble {
    fn from(error: CorpusError) -> Self {
        Self::Output(error)
    }
}

impl Job<'_> {
    /// Does a task, which is known by this name.
    pub(super) fn task(&self, task: &Task, name: &str) -> Result<Note, CorpusError> {
        let mut note = Note::default();
        let mut meetings = Meetings::default();
        match task {
            Task::Groups(groups) => {
                let mut known = None;
                for group in self.plan.groups.get(groups.clone()).unwrap_or_default() {
                    // Apart, so that nothing of a row group that breaks off is taken for whole.
                    let mut of_group = Meetings::default();
                    let done = self
                        .layout(group.source, &mut known)
                        .and_then(|layout| self.group(group, &layout, &mut of_group, None));
                    match done {
                        Ok(()) if groups.len() == 1 => meetings = of_group,
                        Ok(()) => meetings.merge(of_group),
                        Err(trouble) => self.lost(trouble, group, &mut note)?,
                    }
                }
            }
            Task::LargeGroup(at) => {
                let Some(group) = self.plan.groups.get(*at) else { return Ok(note) };
                let large = Some((&mut note, name));
                let done = self
                    .layout(group.source, &mut None)
                    .and_then(|layout| self.group(group, &layout, &mut meetings, large));
                match done {
                    Ok(()) => {}
                    Err(trouble) => {
                        (note, meetings) = (Note::default(), Meetings::default());
                        self.lost(trouble, group, &mut note)?;
                    }
                }
            }
            Task::Table(at, format) => {
                match self.table(*at, *format, &mut meetings, &mut note, name) {
                    Ok(()) => {}
                    Err(Trouble::Output(error)) => return Err(error),
                    Err(Trouble::Input(problem)) => {
                        (note, meetings) = (Note::default(), Meetings::default());
                        note.unread.push(Unread { file: self.name(*at).to_owned(), problem });
                    }
                }
            }
            Task::Recordings(recordings) => {
                for alone in self.plan.recordings.get(recordings.clone()).unwrap_or_default() {
                    self.recording(alone, &mut meetings, &mut note);
                }
            }
        }
        note.rows += meetings.rows;
        note.nameless += meetings.nameless;
        if note.first_nameless.is_none() {
            note.first_nameless = meetings.first_nameless.take();
        }
        let (shared, settled): (Vec<_>, Vec<_>) =
            meetings.take().into_iter().partition(|(_, meeting)| meeting.is_shared);
        self.aside(shared, &mem::take(&mut meetings.dealt), &mut note, name)?;
        self.score(settled, &mut note, name)?;
        Ok(note)
    }

    /// Scores what was put aside between two buckets.
    pub(super) fn between(
        &self,
        buckets: std::ops::Range<u32>,
        aside: &[String],
        lost: &[(Interval, String)],
        name: &str,
    ) -> Result<Note, CorpusError> {
        let mut meetings = Meetings::default();
        for file in aside {
            let path = self.parts.path(file);
            spill::read(&path, self.plan.buckets, buckets.clone(), &mut meetings)?;
        }
        let mut meetings = meetings.take();
        for (name, meeting) in &mut meetings {
            if let Some((_, place)) = lost.iter().find(|(names, _)| names.holds(name)) {
                meeting.wrong(0, 0, || {
                    format!("rows of it may be missing: {place} could not be read")
                });
            }
        }
        let mut note = Note::default();
        self.score(meetings, &mut note, name)?;
        Ok(note)
    }

    /// Takes note of a row group that could not be read.
    fn lost(&self, trouble: Trouble, group: &Group, note: &mut Note) -> Result<(), CorpusError> {
        let problem = match trouble {
            Trouble::Output(error) => return Err(error),
            Trouble::Input(problem) => problem,
        };
        let file = self.name(group.source);
        let (first, last) = (group.first, group.first + group.rows - 1);
        let place = format!("rows {first} to {last} of {file}");
        note.unread.push(Unread { file: place.clone(), problem });
        note.lost.push((group.names.clone(), place));
        Ok(())
    }

    /// What is known of a file from its footer; of the file before, if it is the same.
    fn layout(&self, at: usize, known: &mut Option<(usize, Layout)>) -> Result<Layout, Trouble> {
        if let Some((_, layout)) = known.as_ref().filter(|(known, _)| *known == at) {
            return Ok(layout.clone());
        }
        let Some(source) = self.sources.get(at) else {
            return Err(Trouble::Input("there is no such file".to_owned()));
        };
        let layout = guarded(|| {
            let chunks = source.place.chunks(&[]).map_err(|error| error.to_string())?;
            Layout::of(&chunks, self.naming, self.unit).map_err(|error| match error {
                NoLayout::Unreadable(problem) | NoLayout::Columns(problem) => problem,
            })
        })
        .map_err(Trouble::Input)?;
        *known = Some((at, layout.clone()));
        Ok(layout)
    }

    /// Reads a row group; one that is too large is put aside as it comes.
    ///
    /// In most corpora the rows of a meeting stand together, and it is settled when those of another
    /// one follow. Where they do not, the row group is read again and settled when all of it is known.
    fn group(
        &self,
        group: &Group,
        layout: &Layout,
        into: &mut Meetings,
        large: Option<(&mut Note, &str)>,
    ) -> Result<(), Trouble> {
        let ahead = large.is_none().then_some(self.scoring);
        if self.rows_of(group, layout, into, ahead, large)? == Order::Broken {
            *into = Meetings::default();
            self.rows_of(group, layout, into, None, None)?;
        }
        Ok(())
    }

    fn rows_of(
        &self,
        group: &Group,
        layout: &Layout,
        into: &mut Meetings,
        ahead: Option<Scoring>,
        mut large: Option<(&mut Note, &str)>,
    ) -> Result<Order, Trouble> {
        let Some(source) = self.sources.get(group.source) else { return Ok(Order::Kept) };
        let mut batches = guarded(|| {
            let ranges = layout.ranges(group.at);
            let chunks = source.place.chunks(&ranges).map_err(|error| error.to_string())?;
            ParquetRecordBatchReaderBuilder::new_with_metadata(chunks, layout.metadata.clone())
                .with_projection(layout.projection())
                .with_row_groups(vec![group.at])
                .with_batch_size(BATCH)
                .build()
                .map_err(|error| error.to_string())
        })
        .map_err(Trouble::Input)?;
        let number = u32::try_from(group.source).unwrap_or(u32::MAX);
        let mut rows =
            Rows::new(&source.name, number, layout.units, layout.projected(), self.policy)
                .settling(ahead)
                .dealing(self.plan.buckets);
        let mut row = group.first;
        loop {
            let batch = guarded(|| batches.next().transpose().map_err(|error| error.to_string()));
            let Some(batch) = batch.map_err(Trouble::Input)? else { break };
            let new = |name: &str| {
                if group.names.holds(name) {
                    Ok(self.plan.shared.holds(name))
                } else {
                    let problem = "its statistics do not hold the meeting";
                    Err(format!("{problem} {name:?}, which stands in it"))
                }
            };
            let order = rows.take(&batch, row, into, new).map_err(Trouble::Input)?;
            if order == Order::Broken {
                return Ok(order);
            }
            row += u64::try_from(batch.num_rows()).unwrap_or_default();
            if let Some((note, name)) = &mut large
                && into.rows >= ASIDE
            {
                note.rows += into.rows;
                self.aside(into.take(), &mem::take(&mut into.dealt), note, name)?;
                rows.forget();
            }
        }
        let read = row - group.first;
        if read != group.rows {
            let problem = format!("expected {} rows, found {read}", group.rows);
            return Err(Trouble::Input(problem));
        }
        Ok(Order::Kept)
    }

    /// Reads a table of text; all of it is put aside.
    fn table(
        &self,
        at: usize,
        format: formats::Format,
        into: &mut Meetings,
        note: &mut Note,
        name: &str,
    ) -> Result<(), Trouble> {
        let Some(source) = self.sources.get(at) else { return Ok(()) };
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let mut input = source.place.open().map_err(InputError::from)?;
        let policy = Policy { strict: false, ..self.policy };
        formats::read_in_pieces(&mut *input, format, self.options, &mut |piece| {
            for recording in piece.recordings {
                let meeting = recording.name().clone();
                let mut found = Meeting::of_recording(recording, policy);
                let rows = u64::try_from(found.turns.len()).unwrap_or_default() + found.repairs;
                into.rows += rows;
                if meeting.trim().is_empty() {
                    into.nameless(rows, || {
                        format!("{rows} rows of {}: no meeting is named", source.name)
                    });
                    continue;
                }
                found.is_shared = true;
                into.add(&meeting, found);
            }
            for flaw in piece.flaws {
                let line = flaw.error.position().line;
                let place = || format!("line {line} of {}: {}", source.name, flaw.error.kind());
                let meeting = flaw.recording.filter(|name| !name.trim().is_empty());
                let Some(meeting) = meeting else {
                    into.nameless(1, place);
                    continue;
                };
                let mut found = Meeting { is_shared: true, ..Meeting::default() };
                found.wrong(number, line, place);
                into.add(&meeting, found);
            }
            note.rows += into.rows;
            self.aside(into.take(), &mem::take(&mut into.dealt), note, name).map_err(Trouble::from)
        })
    }

    /// Reads a file of one recording.
    fn recording(&self, alone: &Alone, into: &mut Meetings, note: &mut Note) {
        let [at] = alone.sources.as_slice() else {
            let files: Vec<&str> = alone.sources.iter().map(|at| self.name(*at)).collect();
            let mut meeting = Meeting::default();
            meeting.wrong(0, 0, || {
                format!(
                    "{} files have this name, and are not put together: {}",
                    files.len(),
                    files.join(", ")
                )
            });
            into.add(&alone.meeting, meeting);
            return;
        };
        let Some(source) = self.sources.get(*at) else { return };
        let options = self.options.clone().file_name(source.name.clone());
        let read = source
            .place
            .open()
            .map_err(InputError::from)
            .and_then(|input| formats::read_from(input, &options));
        let mut meeting = Meeting::default();
        match read {
            Ok(reading) => {
                let mut recordings = reading.into_recordings();
                let count = recordings.len();
                match recordings.pop() {
                    Some(recording) if count == 1 => {
                        meeting = Meeting::of_recording(recording, self.policy);
                    }
                    None => {}
                    Some(_) => meeting.wrong(0, 0, || {
                        format!("{}: expected one recording a file, found {count}", source.name)
                    }),
                }
            }
            Err(InputError::Io(error)) => {
                let (file, problem) = (source.name.clone(), error.to_string());
                note.unread.push(Unread { file, problem: problem.clone() });
                meeting.wrong(0, 0, || format!("{}: {problem}", source.name));
            }
            Err(error) => meeting.wrong(0, 0, || format!("{}: {error}", source.name)),
        }
        into.rows += u64::try_from(meeting.turns.len()).unwrap_or_default();
        into.add(&alone.meeting, meeting);
    }
}

/// Reads Parquet. Files made to break readers can make the crate panic, which is a file that cannot
/// be read like any other.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("its reader gave up".to_owned()))
}
