//! Meetings in the making: turns by meeting, and what was wrong with some of them.

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::dealt::Dealt;
use super::tables::Said;
use crate::formats::{self, Recording, UnknownSpeakers};
use crate::time::{Span, Time};
use crate::turn::{Label, Turns};

/// What is done with flaws.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Policy {
    pub(super) unknown: UnknownSpeakers,
    pub(super) strict: bool,
}

/// Why a meeting cannot be scored: the first row, of all inputs in order of their names, that is
/// to blame.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Flaw {
    pub(super) source: u32,
    pub(super) row: u64,
    pub(super) problem: String,
}

/// What is known of a meeting so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Meeting {
    pub(super) turns: Turns,
    pub(super) repairs: u64,
    pub(super) flaw: Option<Flaw>,
    /// Whether rows of it may stand elsewhere, too.
    pub(super) is_shared: bool,
    /// What is said of it, once it is settled; then there is nothing else.
    pub(super) said: Option<Box<Said>>,
}

impl Meeting {
    /// Takes note of a row that makes the meeting a bad one.
    pub(super) fn wrong(&mut self, source: u32, row: u64, problem: impl FnOnce() -> String) {
        let is_first =
            self.flaw.as_ref().is_none_or(|flaw| (source, row) < (flaw.source, flaw.row));
        if is_first {
            self.flaw = Some(Flaw { source, row, problem: problem() });
        }
    }

    /// Takes in a row whose times are known, if it has any.
    pub(super) fn row(
        &mut self,
        speaker: Option<&str>,
        times: Option<(Time, Time)>,
        policy: Policy,
    ) -> Result<(), &'static str> {
        let span = times.map(|(start, end)| Span::new(start, end));
        let Some(Ok(span)) = span else {
            self.repairs += 1;
            return match (policy.strict, span) {
                (false, _) => Ok(()),
                (true, None) => Err("a start or an end is missing"),
                (true, Some(_)) => Err("the turn ends no later than it starts"),
            };
        };
        let known = speaker.filter(|label| formats::is_known(label));
        let label = match (known, policy.unknown) {
            (Some(label), _) => label,
            (None, UnknownSpeakers::Error) => return Err("the speaker is unknown"),
            (None, UnknownSpeakers::Drop) => {
                self.repairs += 1;
                return Ok(());
            }
            (None, UnknownSpeakers::Keep) => {
                speaker.filter(|label| !label.trim().is_empty()).unwrap_or(formats::UNKNOWN)
            }
        };
        self.turns.push(label, span);
        Ok(())
    }

    /// Takes in what is known of it from elsewhere.
    pub(super) fn go_on(&mut self, more: Self) {
        self.repairs += more.repairs;
        if let Some(Flaw { source, row, problem }) = more.flaw {
            self.wrong(source, row, || problem);
        }
        if self.turns.is_empty() {
            self.turns = more.turns;
            return;
        }
        self.turns.reserve(more.turns.len());
        for (speaker, span) in more.turns.iter() {
            self.turns.push(speaker, span);
        }
    }

    /// What a reader of a format has found.
    pub(super) fn of_recording(recording: Recording, policy: Policy) -> Self {
        let mut repairs = recording.repairs().iter().map(|repair| repair.count).sum();
        if policy.unknown == UnknownSpeakers::Drop {
            repairs += recording.unknown_speakers().map_or(0, |unknown| unknown.turns);
        }
        Self { turns: recording.into_turns(), repairs, ..Self::default() }
    }
}

/// Meetings by name.
#[derive(Debug, Default)]
pub(super) struct Meetings {
    by_name: IndexMap<Label, Meeting>,
    /// Rows of meetings that are not made yet.
    pub(super) dealt: Dealt,
    /// Rows that name no meeting.
    pub(super) nameless: u64,
    /// What is wrong with the first of them.
    pub(super) first_nameless: Option<String>,
    /// Rows in all since they were counted.
    pub(super) rows: u64,
}

impl Meetings {
    /// The place of a meeting, new or known; `is_shared` says of a new one whether rows of it may
    /// stand elsewhere.
    pub(super) fn place(&mut self, name: &str, is_shared: bool) -> usize {
        if let Some(at) = self.by_name.get_index_of(name) {
            return at;
        }
        let meeting = Meeting { is_shared, ..Meeting::default() };
        self.by_name.insert_full(name.into(), meeting).0
    }

    pub(super) fn at(&mut self, place: usize) -> Option<&mut Meeting> {
        self.by_name.get_index_mut(place).map(|(_, meeting)| meeting)
    }

    /// Takes in what is known of a meeting.
    pub(super) fn add(&mut self, name: &str, meeting: Meeting) {
        match self.by_name.get_mut(name) {
            Some(known) => known.go_on(meeting),
            None => {
                self.by_name.insert(name.into(), meeting);
            }
        }
    }

    /// Takes note of rows that name no meeting.
    pub(super) fn nameless(&mut self, rows: u64, problem: impl FnOnce() -> String) {
        if rows > 0 {
            self.nameless += rows;
            self.first_nameless.get_or_insert_with(problem);
        }
    }

    /// Takes in all of other ones.
    pub(super) fn merge(&mut self, more: Self) {
        self.rows += more.rows;
        self.dealt.merge(more.dealt);
        self.nameless += more.nameless;
        if self.first_nameless.is_none() {
            self.first_nameless = more.first_nameless;
        }
        for (name, meeting) in more.by_name {
            match self.by_name.entry(name) {
                Entry::Occupied(mut known) => known.get_mut().go_on(meeting),
                Entry::Vacant(place) => {
                    place.insert(meeting);
                }
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Label, &Meeting)> {
        self.by_name.iter()
    }

    /// Takes all meetings out, in order of their names; rows that were dealt stay.
    pub(super) fn take(&mut self) -> Vec<(Label, Meeting)> {
        self.rows = 0;
        let mut meetings: Vec<(Label, Meeting)> = self.by_name.drain(..).collect();
        meetings.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        meetings
    }
}
