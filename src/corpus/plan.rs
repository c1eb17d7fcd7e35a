//! What there is to do: which rows are read together, and which meetings may stand in several
//! places.

use std::collections::BTreeMap;
use std::ops::Range;

use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;

use super::columns::{Layout, NoLayout};
use super::coverage::{Interval, Shared};
use super::error::CorpusError;
use super::source::Source;
use super::summary::Unread;
use crate::formats::{self, Naming, Options, Unit};
use crate::parallel;

/// So many rows are read together, unless a row group has more.
const ROWS: u64 = 1 << 20;
/// Row groups of more rows are not held in memory whole.
const LARGE: u64 = 1 << 22;
/// So many row groups are read together at most.
const GROUPS: usize = 1 << 12;
/// So many files of one recording are read together at most,
const FILES: usize = 1 << 8;
/// or so many bytes.
const BYTES: u64 = 16 << 20;
/// So many rows go to a bucket of what is put aside.
const BUCKET: u64 = 1 << 18;
/// The most buckets.
const BUCKETS: u64 = 1 << 16;
/// So many bytes of a table of text are a row, or more.
const ROW: u64 = 24;

/// What there is to do.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) groups: Vec<Group>,
    pub(super) recordings: Vec<Alone>,
    pub(super) tasks: Vec<Task>,
    pub(super) shared: Shared,
    pub(super) buckets: u32,
    pub(super) unread: Vec<Unread>,
}

/// A row group.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The place of its file among the sources.
    pub(super) source: usize,
    /// Its place in the file.
    pub(super) at: usize,
    pub(super) rows: u64,
    /// The number of its first row in the file, counted from 1.
    pub(super) first: u64,
    /// The names of its meetings.
    pub(super) names: Interval,
}

/// A meeting that has a file to itself; or several, which is an error.
#[derive(Clone, Debug)]
pub(super) struct Alone {
    pub(super) meeting: String,
    pub(super) sources: Vec<usize>,
}

/// What is done in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Row groups.
    Groups(Range<usize>),
    /// A row group that is not held in memory whole.
    LargeGroup(usize),
    /// A table of text.
    Table(usize, formats::Format),
    /// Files of one recording each.
    Recordings(Range<usize>),
}

/// What a file is.
enum Looked {
    Parquet(Vec<Group>),
    Table(formats::Format),
    Recording,
    Unread(Unread),
}

impl Plan {
    /// Looks into all files.
    pub(super) fn of(
        sources: &[Source],
        naming: &Naming,
        options: &Options,
        declared: Option<Unit>,
    ) -> Result<Self, CorpusError> {
        let looked = parallel::map(sources.len(), |at| {
            let source = sources.get(at).ok_or(CorpusError::Nothing)?;
            look(at, source, naming, options, declared)
        });
        let mut groups: Vec<Group> = Vec::new();
        let mut tables = Vec::new();
        let mut alone: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut unread = Vec::new();
        for ((at, source), looked) in sources.iter().enumerate().zip(looked) {
            match looked? {
                Looked::Parquet(more) => groups.extend(more),
                Looked::Table(format) => tables.push((at, format)),
                Looked::Recording => alone.entry(&source.meeting).or_default().push(at),
                Looked::Unread(problem) => unread.push(problem),
            }
        }
        let recordings: Vec<Alone> = alone
            .into_iter()
            .map(|(meeting, sources)| Alone { meeting: meeting.to_owned(), sources })
            .collect();
        let anywhere = Interval::default();
        let of_groups =
            groups.iter().map(|group| (&group.names, if group.rows > LARGE { 2 } else { 1 }));
        let shared = Shared::of(of_groups.chain(tables.iter().map(|_| (&anywhere, 2))));
        let of_table = |at: usize| sources.get(at).map_or(0, |source| source.size / ROW);
        let rows: u64 = groups.iter().map(|group| group.rows).sum::<u64>()
            + tables.iter().map(|(at, _)| of_table(*at)).sum::<u64>();
        let buckets = if shared.is_any() { (rows / BUCKET).clamp(1, BUCKETS) } else { 0 };
        let mut tasks = of_row_groups(&groups);
        tasks.extend(tables.into_iter().map(|(at, format)| Task::Table(at, format)));
        tasks.extend(of_files(&recordings, sources));
        let buckets = u32::try_from(buckets).unwrap_or_default();
        Ok(Self { groups, recordings, tasks, shared, buckets, unread })
    }
}

/// Row groups, together as far as they are small.
fn of_row_groups(groups: &[Group]) -> Vec<Task> {
    let mut tasks = Vec::new();
    let (mut begun, mut rows) = (0, 0);
    for (at, group) in groups.iter().enumerate() {
        let is_large = group.rows > LARGE;
        if begun < at && (is_large || rows + group.rows > ROWS || at - begun >= GROUPS) {
            tasks.push(Task::Groups(begun..at));
            (begun, rows) = (at, 0);
        }
        if is_large {
            tasks.push(Task::LargeGroup(at));
            begun = at + 1;
        } else {
            rows += group.rows;
        }
    }
    if begun < groups.len() {
        tasks.push(Task::Groups(begun..groups.len()));
    }
    tasks
}

/// Files of one recording, some together.
fn of_files(recordings: &[Alone], sources: &[Source]) -> Vec<Task> {
    let mut tasks = Vec::new();
    let (mut begun, mut bytes) = (0, 0_u64);
    for (at, alone) in recordings.iter().enumerate() {
        let sizes = alone.sources.iter().filter_map(|at| sources.get(*at));
        let size: u64 = sizes.map(|source| source.size).sum();
        if begun < at && (bytes.saturating_add(size) > BYTES || at - begun >= FILES) {
            tasks.push(Task::Recordings(begun..at));
            (begun, bytes) = (at, 0);
        }
        bytes = bytes.saturating_add(size);
    }
    if begun < recordings.len() {
        tasks.push(Task::Recordings(begun..recordings.len()));
    }
    tasks
}

fn look(
    at: usize,
    source: &Source,
    naming: &Naming,
    options: &Options,
    declared: Option<Unit>,
) -> Result<Looked, CorpusError> {
    let unread = |problem: String| Looked::Unread(Unread { file: source.name.clone(), problem });
    let columns = |problem| CorpusError::Columns { file: source.name.clone(), problem };
    if source.is_parquet() {
        let chunks = match source.place.chunks(&[]) {
            Ok(chunks) => chunks,
            Err(error) => return Ok(unread(error.to_string())),
        };
        return match Layout::of(&chunks, naming, declared) {
            Ok(layout) => Ok(Looked::Parquet(groups(at, &layout))),
            Err(NoLayout::Unreadable(problem)) => Ok(unread(problem)),
            Err(NoLayout::Columns(problem)) => Err(columns(problem)),
        };
    }
    let Some(format) = source.table() else { return Ok(Looked::Recording) };
    let peeked = source
        .place
        .open()
        .map_err(formats::InputError::from)
        .and_then(|mut input| formats::peek(&mut *input, format, options));
    match peeked {
        Ok((_, true)) => Ok(Looked::Table(format)),
        // What is wrong with the columns of a table is told where it is read.
        Ok((_, false)) | Err(formats::InputError::Refused(_)) => Ok(Looked::Recording),
        Err(formats::InputError::Io(error)) => Ok(unread(error.to_string())),
    }
}

/// The row groups of a file, with the names of their meetings as far as its statistics tell.
fn groups(source: usize, layout: &Layout) -> Vec<Group> {
    let metadata = layout.metadata.metadata();
    let [meeting, ..] = layout.columns;
    let leaf = (0..layout.metadata.parquet_schema().num_columns())
        .find(|leaf| layout.metadata.parquet_schema().get_column_root_idx(*leaf) == meeting);
    let mut first = 1;
    let mut found = Vec::new();
    for (at, group) in metadata.row_groups().iter().enumerate() {
        let rows = u64::try_from(group.num_rows()).unwrap_or_default();
        if rows > 0 {
            let names = leaf.and_then(|leaf| names(group, leaf)).unwrap_or_default();
            found.push(Group { source, at, rows, first, names });
        }
        first += rows;
    }
    found
}

/// The names of the meetings of a row group. Statistics of old writers compare bytes as signed, and
/// numbers are in another order than their names.
fn names(group: &RowGroupMetaData, leaf: usize) -> Option<Interval> {
    let statistics = group.columns().get(leaf)?.statistics()?;
    match statistics {
        Statistics::ByteArray(of) if !statistics.is_min_max_deprecated() => Some(Interval {
            low: of.min_bytes_opt().map(Into::into),
            high: of.max_bytes_opt().map(Into::into),
        }),
        _ => None,
    }
}
