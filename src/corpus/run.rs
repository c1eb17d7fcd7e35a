//! A run: the plan, its tasks on all threads, and what came of them put together.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use arrow_array::RecordBatch;

use super::coverage::Interval;
use super::error::CorpusError;
use super::job::{Job, aside_name, meetings_name, pairs_name};
use super::merge::merge;
use super::parts::{Manifest, Note, Parts, write_whole};
use super::plan::Task;
use super::spill;
use super::summary::{Bad, Progress, Summary};
use super::tables::{self, MeetingRow, meeting_of, meeting_row, pair_row};
use crate::parallel;

/// So many bytes of what was put aside are scored together, unless one bucket has more.
const TOGETHER: u64 = 12 << 20;
/// So many parts are put together at a time.
const OPEN: usize = 1 << 8;

/// Where results go, and who hears of the run.
pub(super) struct Ends<'a> {
    pub(super) output: &'a Path,
    pub(super) pairs: Option<&'a Path>,
    /// So many bad meetings are listed.
    pub(super) most_listed: usize,
    pub(super) tell: &'a (dyn Fn(Progress) + Sync),
}

/// Does what is left to do of a run.
pub(super) fn run(
    job: &Job<'_>,
    ends: &Ends<'_>,
    manifest: &Manifest,
) -> Result<Summary, CorpusError> {
    let mut summary = Summary::default();
    let plan = job.plan;
    summary.unread.extend_from_slice(&plan.unread);
    summary.warnings.extend(job.suspect()?);
    job.parts.sign(manifest)?;

    let names: Vec<String> = (0..plan.tasks.len()).map(|at| format!("task-{at:06}")).collect();
    (ends.tell)(Progress::Planned { tasks: plan.tasks.len() });
    let first = all(&names, job, ends, |at, name| {
        let task = plan.tasks.get(at).unwrap_or(&Task::Groups(0..0));
        job.task(task, name)
    })?;
    let mut aside = Vec::new();
    let mut lost: Vec<(Interval, String)> = Vec::new();
    for (name, note) in names.iter().zip(&first) {
        aside.extend((0..note.aside).map(|number| aside_name(name, number)));
        lost.extend(note.lost.iter().cloned());
        take_note(note, &mut summary);
    }

    let ranges = together(&aside, job)?;
    let shared: Vec<String> =
        ranges.iter().map(|range| format!("aside-{:06}-{:06}", range.start, range.end)).collect();
    (ends.tell)(Progress::Planned { tasks: shared.len() });
    let second = all(&shared, job, ends, |at, name| {
        let range = ranges.get(at).cloned().unwrap_or_default();
        job.between(range, &aside, &lost, name)
    })?;
    for note in &second {
        take_note(note, &mut summary);
    }

    (ends.tell)(Progress::Merging);
    let done = names.iter().chain(&shared).zip(first.iter().chain(&second));
    let with_any = done.filter(|(_, note)| note.meetings > 0).map(|(name, _)| name.as_str());
    let with_any: Vec<&str> = with_any.collect();
    let twice = write_meetings(&with_any, job.parts, ends, &mut summary)?;
    if let Some(path) = ends.pairs {
        write_pairs(&with_any, job.parts, path, &twice)?;
    }
    job.parts.sync(OUTPUT)?;
    let meanwhile = job.parts.path(OUTPUT);
    std::fs::rename(&meanwhile, ends.output)
        .map_err(|error| CorpusError::write(ends.output)(&error))?;
    job.parts.remove()?;
    Ok(summary)
}

/// What the output is called until it is whole.
const OUTPUT: &str = "output.parquet";

fn take_note(note: &Note, summary: &mut Summary) {
    summary.rows += note.rows;
    summary.nameless += note.nameless;
    if summary.first_nameless.is_none() {
        summary.first_nameless.clone_from(&note.first_nameless);
    }
    summary.overlong += note.overlong;
    summary.unread.extend_from_slice(&note.unread);
}

/// Does the tasks of these names that are not done yet, on all threads, and tells what came of all of
/// them, in order.
///
/// A thread of its own waits for the disk and takes notes, so that the others do not.
fn all(
    names: &[String],
    job: &Job<'_>,
    ends: &Ends<'_>,
    work: impl Fn(usize, &str) -> Result<Note, CorpusError> + Sync,
) -> Result<Vec<Note>, CorpusError> {
    let next = AtomicUsize::new(0);
    let is_over = AtomicBool::new(false);
    let (worked, results) = mpsc::channel();
    let take_notes = || {
        let mut notes = vec![Note::default(); names.len()];
        let mut failed: Option<(usize, CorpusError)> = None;
        for Worked { at, name, note, is_new } in results {
            let kept = note.and_then(|note: Note| {
                if is_new {
                    job.parts.take_note(name, &note, job.files(name, &note))?;
                }
                Ok(note)
            });
            match (kept, notes.get_mut(at)) {
                (Ok(note), Some(slot)) => *slot = note,
                (Ok(_), None) => {}
                (Err(error), _) => {
                    is_over.store(true, Ordering::Relaxed);
                    if failed.as_ref().is_none_or(|(first, _)| at < *first) {
                        failed = Some((at, error));
                    }
                }
            }
        }
        failed.map_or(Ok(notes), |(_, error)| Err(error))
    };
    std::thread::scope(|scope| {
        let taker = std::thread::Builder::new().spawn_scoped(scope, take_notes);
        let taker = taker.map_err(|error| CorpusError::write(&job.parts.folder)(&error))?;
        parallel::on_all_threads(|| {
            while !is_over.load(Ordering::Relaxed) {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(name) = names.get(at) else { break };
                let known = job.parts.note(name);
                let is_new = known.is_none();
                let note = known.map_or_else(|| work(at, name), Ok);
                match &note {
                    Ok(note) => {
                        (ends.tell)(Progress::Done { rows: note.rows, meetings: note.meetings });
                    }
                    Err(_) => is_over.store(true, Ordering::Relaxed),
                }
                // It is heard as long as there is somebody to hear it.
                let _ = worked.send(Worked { at, name, note, is_new });
            }
        });
        drop(worked);
        taker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// What came of a task.
struct Worked<'n> {
    at: usize,
    name: &'n str,
    note: Result<Note, CorpusError>,
    /// Whether this run did it.
    is_new: bool,
}

/// Which buckets of what was put aside are scored together.
fn together(aside: &[String], job: &Job<'_>) -> Result<Vec<Range<u32>>, CorpusError> {
    let buckets = job.plan.buckets;
    let mut sizes = vec![0_u64; usize::try_from(buckets).unwrap_or_default()];
    for file in aside {
        let starts = spill::starts(&job.parts.path(file), buckets)?;
        for (size, ends) in sizes.iter_mut().zip(starts.windows(2)) {
            if let [start, end] = ends {
                *size += end.saturating_sub(*start);
            }
        }
    }
    let mut ranges = Vec::new();
    let (mut begun, mut all) = (0, 0);
    for (at, size) in (0..buckets).zip(sizes) {
        if all > 0 && all + size > TOGETHER {
            ranges.push(begun..at);
            (begun, all) = (at, 0);
        }
        all += size;
    }
    if all > 0 {
        ranges.push(begun..buckets);
    }
    Ok(ranges)
}

/// Puts parts together until there are few enough to have open at a time.
fn few(
    mut parts_of: Vec<PathBuf>,
    parts: &Parts,
    kind: &str,
    put: impl Fn(&[PathBuf], &mut std::io::BufWriter<File>) -> std::io::Result<()>,
) -> Result<Vec<PathBuf>, CorpusError> {
    let mut round = 0;
    while parts_of.len() > OPEN {
        let mut fewer = Vec::new();
        for (at, some) in parts_of.chunks(OPEN).enumerate() {
            let name = format!("round-{round}-{at:06}.{kind}.parquet");
            parts.write(&name, |file| put(some, file))?;
            fewer.push(parts.path(&name));
        }
        parts_of = fewer;
        round += 1;
    }
    Ok(parts_of)
}

/// Writes the table of meetings, and tells which ones stand in more than one input that cannot be put
/// together.
fn write_meetings(
    tasks: &[&str],
    parts: &Parts,
    ends: &Ends<'_>,
    summary: &mut Summary,
) -> Result<BTreeSet<String>, CorpusError> {
    let of_tasks = tasks.iter().map(|task| parts.path(&meetings_name(task))).collect();
    let few = few(of_tasks, parts, "meetings", |some, file| {
        let mut table = tables::Meetings::new(file)?;
        merge(some, &mut |rows| {
            table.add_all(rows).map_err(|error| CorpusError::write(&parts.folder)(&error))
        })
        .map_err(std::io::Error::other)?;
        table.finish().map(|_| ()).map_err(std::io::Error::from)
    })?;
    let mut twice = BTreeSet::new();
    let mut listing = Listing { summary, most: ends.most_listed };
    parts.write(OUTPUT, |file| {
        let mut table = tables::Meetings::new(file)?;
        let refuse = |error| CorpusError::write(ends.output)(&error);
        // The last row of a run waits for the next one, which may begin with the same meeting.
        let mut waiting: Option<(String, MeetingRow)> = None;
        merge(&few, &mut |rows| {
            let mut from = 0;
            if let Some((known, row)) = &mut waiting
                && meeting_of(rows, 0) == Some(known.as_str())
            {
                twice.insert(known.clone());
                let turns = row.turns.saturating_add(meeting_row(rows, 0).turns);
                let error = "it stands in several inputs that cannot be put together".to_owned();
                *row = MeetingRow { turns, error: Some(error), ..MeetingRow::default() };
                from = 1;
            }
            let Some(last) = rows.num_rows().checked_sub(1).filter(|last| *last >= from) else {
                return Ok(());
            };
            let next =
                (meeting_of(rows, last).unwrap_or_default().to_owned(), meeting_row(rows, last));
            if let Some((name, row)) = waiting.replace(next) {
                listing.take(&name, &row);
                table.add(&name, &row).map_err(refuse)?;
            }
            let between = rows.slice(from, last - from);
            listing.take_all(&between);
            table.add_all(&between).map_err(refuse)
        })
        .map_err(std::io::Error::other)?;
        if let Some((name, row)) = waiting {
            listing.take(&name, &row);
            table.add(&name, &row)?;
        }
        table.finish().map(|_| ()).map_err(std::io::Error::from)
    })?;
    Ok(twice)
}

/// Counts what is written.
struct Listing<'s> {
    summary: &'s mut Summary,
    most: usize,
}

impl Listing<'_> {
    fn take(&mut self, meeting: &str, row: &MeetingRow) {
        self.count(1, row.turns, row.repairs.unwrap_or_default());
        if let Some(problem) = &row.error {
            self.list(meeting, problem);
        }
    }

    /// The same of many rows of the table.
    fn take_all(&mut self, rows: &RecordBatch) {
        let (turns, repairs) = tables::turns_and_repairs(rows);
        self.count(rows.num_rows(), turns, repairs);
        tables::errors(rows).for_each(|(meeting, problem)| self.list(meeting, problem));
    }

    fn count(&mut self, meetings: usize, turns: i64, repairs: i64) {
        self.summary.meetings += u64::try_from(meetings).unwrap_or_default();
        self.summary.turns += u64::try_from(turns).unwrap_or_default();
        self.summary.repairs += u64::try_from(repairs).unwrap_or_default();
    }

    fn list(&mut self, meeting: &str, problem: &str) {
        self.summary.bad_count += 1;
        if self.summary.bad.len() < self.most {
            let (meeting, problem) = (meeting.to_owned(), problem.to_owned());
            self.summary.bad.push(Bad { meeting, problem });
        }
    }
}

/// Writes the table of pairs, without those of meetings that stand in several inputs.
fn write_pairs(
    tasks: &[&str],
    parts: &Parts,
    path: &Path,
    twice: &BTreeSet<String>,
) -> Result<(), CorpusError> {
    let of_tasks = tasks.iter().map(|task| parts.path(&pairs_name(task))).collect();
    let put = |some: &[PathBuf], file: &mut std::io::BufWriter<File>| {
        let mut table = tables::Pairs::new(file)?;
        merge(some, &mut |rows| {
            let refuse = |error| CorpusError::write(path)(&error);
            if twice.is_empty() {
                return table.add_all(rows).map_err(refuse);
            }
            for at in 0..rows.num_rows() {
                let name = meeting_of(rows, at).unwrap_or_default();
                if let Some(pair) = pair_row(rows, at).filter(|_| !twice.contains(name)) {
                    table.add(name, &pair).map_err(refuse)?;
                }
            }
            Ok(())
        })
        .map_err(std::io::Error::other)?;
        table.finish().map(|_| ()).map_err(std::io::Error::from)
    };
    let few = few(of_tasks, parts, "pairs", put)?;
    write_whole(path, &meanwhile(path), |file| {
        put(&few, file)?;
        file.flush()?;
        file.get_ref().sync_all()
    })
}

/// What a file is called until it is whole.
pub(super) fn meanwhile(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}
