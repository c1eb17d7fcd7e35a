//! A run: the plan, its tasks on all threads, and what came of them put together.

use std::collections::BTreeSet;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::coverage::Interval;
use super::error::CorpusError;
use super::merge::merge;
use super::parts::{Manifest, Note, Parts, write_whole};
use super::plan::Task;
use super::spill;
use super::summary::{Bad, Progress, Summary};
use super::tables::{self, MeetingRow, meeting_of, meeting_row, pair_row};
use super::work::{Job, aside_name, meetings_name, pairs_name};
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
    let first = all(&names, job.parts, ends, |at, name| {
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
    let second = all(&shared, job.parts, ends, |at, name| {
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
fn all(
    names: &[String],
    parts: &Parts,
    ends: &Ends<'_>,
    work: impl Fn(usize, &str) -> Result<Note, CorpusError> + Sync,
) -> Result<Vec<Note>, CorpusError> {
    let next = AtomicUsize::new(0);
    let is_over = AtomicBool::new(false);
    let done: Mutex<Vec<(usize, Result<Note, CorpusError>)>> = Mutex::default();
    parallel::on_all_threads(|| {
        while !is_over.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(name) = names.get(at) else { break };
            let of_note = format!("{name}.json");
            let note = match parts.read::<Note>(&of_note) {
                Some(note) => Ok(note),
                None => work(at, name).and_then(|note| {
                    parts.write_json(&of_note, &note)?;
                    Ok(note)
                }),
            };
            if let Ok(note) = &note {
                (ends.tell)(Progress::Done { rows: note.rows, meetings: note.meetings });
            } else {
                is_over.store(true, Ordering::Relaxed);
            }
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, note));
        }
    });
    let mut notes = vec![Note::default(); names.len()];
    let mut failed: Option<(usize, CorpusError)> = None;
    for (at, one) in done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        match one {
            Ok(note) => {
                if let Some(slot) = notes.get_mut(at) {
                    *slot = note;
                }
            }
            Err(error) => {
                if failed.as_ref().is_none_or(|(first, _)| at < *first) {
                    failed = Some((at, error));
                }
            }
        }
    }
    failed.map_or(Ok(notes), |(_, error)| Err(error))
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
        merge(some, &mut |batch, row| {
            let name = meeting_of(batch, row).unwrap_or_default();
            table
                .add(name, &meeting_row(batch, row))
                .map_err(|error| CorpusError::write(&parts.folder)(&error))
        })
        .map_err(std::io::Error::other)?;
        table.finish().map(|_| ()).map_err(std::io::Error::from)
    })?;
    let mut twice = BTreeSet::new();
    let mut listing = Listing { summary, most: ends.most_listed };
    parts.write(OUTPUT, |file| {
        let mut table = tables::Meetings::new(file)?;
        // A row waits for the next one, which may be of the same meeting.
        let mut before: Option<(String, MeetingRow)> = None;
        merge(&few, &mut |batch, row| {
            let name = meeting_of(batch, row).unwrap_or_default();
            let this = meeting_row(batch, row);
            match &mut before {
                Some((known, waiting)) if known == name => {
                    twice.insert(known.clone());
                    *waiting = MeetingRow {
                        turns: waiting.turns.saturating_add(this.turns),
                        error: Some(
                            "it stands in several inputs that cannot be put together".to_owned(),
                        ),
                        ..MeetingRow::default()
                    };
                    Ok(())
                }
                _ => match before.replace((name.to_owned(), this)) {
                    Some((name, row)) => {
                        listing.take(&name, &row);
                        table
                            .add(&name, &row)
                            .map_err(|error| CorpusError::write(ends.output)(&error))
                    }
                    None => Ok(()),
                },
            }
        })
        .map_err(std::io::Error::other)?;
        if let Some((name, row)) = before {
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
        self.summary.meetings += 1;
        self.summary.turns += u64::try_from(row.turns).unwrap_or_default();
        self.summary.repairs +=
            row.repairs.and_then(|repairs| u64::try_from(repairs).ok()).unwrap_or_default();
        let Some(problem) = &row.error else { return };
        self.summary.bad_count += 1;
        if self.summary.bad.len() < self.most {
            self.summary.bad.push(Bad { meeting: meeting.to_owned(), problem: problem.clone() });
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
        merge(some, &mut |batch, row| {
            let name = meeting_of(batch, row).unwrap_or_default();
            match pair_row(batch, row).filter(|_| !twice.contains(name)) {
                Some(pair) => {
                    table.add(name, &pair).map_err(|error| CorpusError::write(path)(&error))
                }
                None => Ok(()),
            }
        })
        .map_err(std::io::Error::other)?;
        table.finish().map(|_| ()).map_err(std::io::Error::from)
    };
    let few = few(of_tasks, parts, "pairs", put)?;
    write_whole(path, &meanwhile(path), |file| put(&few, file))
}

/// What a file is called until it is whole.
pub(super) fn meanwhile(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}
