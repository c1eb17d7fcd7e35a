//! What all tasks have in common: what they are done with, and how they write what comes of them.

use std::fs::File;
use std::io::{self, BufWriter};

use super::dealt::Dealt;
use super::error::CorpusError;
use super::meeting::{Meeting, Policy};
use super::parts::{Note, Parts};
use super::plan::Plan;
use super::scored::{LONGEST_MINUTES, Scoring};
use super::source::Source;
use super::spill;
use super::tables;
use crate::formats::{Naming, Options, Unit};
use crate::turn::Label;

/// What all tasks need.
#[derive(Debug)]
pub(super) struct Job<'a> {
    pub(super) scoring: Scoring,
    pub(super) policy: Policy,
    pub(super) options: &'a Options,
    pub(super) naming: &'a Naming,
    pub(super) unit: Option<Unit>,
    pub(super) sources: &'a [Source],
    pub(super) plan: &'a Plan,
    pub(super) parts: &'a Parts,
}

/// Takes a pair of a meeting.
type TakePair<'a> = dyn FnMut(&str, &tables::PairRow<'_>) -> io::Result<()> + 'a;

impl Job<'_> {
    /// The files of a task, by its name and what came of it.
    pub(super) fn files(&self, task: &str, note: &Note) -> Vec<String> {
        let mut files: Vec<String> = (0..note.aside).map(|at| aside_name(task, at)).collect();
        if note.meetings > 0 {
            files.push(meetings_name(task));
            files.extend(self.scoring.pairs.then(|| pairs_name(task)));
        }
        files
    }

    pub(super) fn name(&self, source: usize) -> &str {
        self.sources.get(source).map_or("", |source| &source.name)
    }

    /// Puts meetings and rows aside, if there are any.
    pub(super) fn aside(
        &self,
        meetings: Vec<(Label, Meeting)>,
        dealt: &Dealt,
        note: &mut Note,
        name: &str,
    ) -> Result<(), CorpusError> {
        if meetings.is_empty() && dealt.is_empty() {
            return Ok(());
        }
        let file = aside_name(name, note.aside);
        self.parts.write(&file, |file| spill::write(file, meetings, dealt, self.plan.buckets))?;
        note.aside += 1;
        Ok(())
    }

    /// Scores meetings, and writes what comes of it.
    pub(super) fn score(
        &self,
        meetings: Vec<(Label, Meeting)>,
        note: &mut Note,
        name: &str,
    ) -> Result<(), CorpusError> {
        if meetings.is_empty() {
            return Ok(());
        }
        note.meetings = u64::try_from(meetings.len()).unwrap_or_default();
        let mut overlong = 0;
        self.parts.write(&meetings_name(name), |of_meetings| {
            let mut table = tables::Meetings::new(of_meetings)?;
            if self.scoring.pairs {
                let written = self.parts.write(&pairs_name(name), |of_pairs| {
                    let mut pairs = tables::Pairs::new(of_pairs)?;
                    overlong = self.rows(meetings, &mut table, &mut |meeting, pair| {
                        Ok(pairs.add(meeting, pair)?)
                    })?;
                    pairs.finish().map(|_| ()).map_err(io::Error::from)
                });
                written.map_err(io::Error::other)?;
            } else {
                overlong = self.rows(meetings, &mut table, &mut |_, _| Ok(()))?;
            }
            table.finish().map(|_| ()).map_err(io::Error::from)
        })?;
        note.overlong = overlong;
        Ok(())
    }

    /// Scores meetings row by row, and tells how many of them last longer than a meeting does.
    fn rows(
        &self,
        meetings: Vec<(Label, Meeting)>,
        into: &mut tables::Meetings<&mut BufWriter<File>>,
        pairs: &mut TakePair<'_>,
    ) -> io::Result<u64> {
        let mut overlong = 0;
        for (name, meeting) in meetings {
            let row = match meeting.said {
                Some(said) => {
                    said.pairs.iter().try_for_each(|pair| pairs(&name, &pair.row()))?;
                    said.row
                }
                None => self.scoring.score(meeting, |pair| pairs(&name, pair))?,
            };
            overlong += u64::from(row.minutes.is_some_and(|minutes| minutes > LONGEST_MINUTES));
            into.add(&name, &row)?;
        }
        Ok(overlong)
    }
}

/// What the table of meetings of a task is called.
pub(super) fn meetings_name(task: &str) -> String {
    format!("{task}.meetings.parquet")
}

/// What the table of pairs of a task is called.
pub(super) fn pairs_name(task: &str) -> String {
    format!("{task}.pairs.parquet")
}

/// What the files are called that a task has put aside.
pub(super) fn aside_name(task: &str, number: u32) -> String {
    format!("{task}.{number}.aside")
}
