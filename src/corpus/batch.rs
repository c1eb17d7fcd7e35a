//! Rows of Parquet, put to their meetings.
//!
//! What can be done for many rows at once is: a meeting is looked up once for each stretch of its
//! rows, a speaker once in it, and times are turned into microseconds column by column.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type};
use arrow_array::{Array, RecordBatch};

use super::dealt::{Dealer, Row};
use super::meeting::{Meeting, Meetings, Policy};
use super::names::{Known, Names, Seats};
use super::scored::Scoring;
use super::times::{WRONG, in_micros};
use crate::formats::{Unit, is_known};
use crate::time::{Span, Time};
use crate::turn::SpeakerIndex;

/// Puts rows to their meetings, batch by batch.
pub(super) struct Rows<'f> {
    pub(super) file: &'f str,
    pub(super) source: u32,
    pub(super) units: [Unit; 2],
    /// The places of the four columns.
    pub(super) columns: [usize; 4],
    pub(super) policy: Policy,
    /// How meetings are settled as soon as rows of another one follow, if they are.
    ahead: Option<Scoring>,
    /// Where rows of the meeting go that goes on, if any does.
    current: Option<Spot>,
    meetings: Known<Spot>,
    speakers: Known<(u32, Who)>,
    seats: Seats,
    /// Takes rows of meetings that may stand elsewhere, too.
    dealer: Dealer,
    /// Whether those are known who speak in them.
    are_known: Known<bool>,
    /// The number of the stretch of rows of one meeting.
    stretch: u32,
    times: [Vec<i64>; 2],
}

/// Whether rows of a meeting that was settled came later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Kept,
    Broken,
}

/// Where rows of a meeting go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    /// To the meeting at this place: they stand nowhere else.
    Meeting(usize),
    /// To this bucket.
    Bucket(u32),
}

/// Who a speaker is among those of a meeting.
#[derive(Clone, Copy, Debug)]
enum Who {
    At(SpeakerIndex),
    /// To be dealt with row by row.
    Unknown,
}

impl<'f> Rows<'f> {
    pub(super) fn new(
        file: &'f str,
        source: u32,
        units: [Unit; 2],
        columns: [usize; 4],
        policy: Policy,
    ) -> Self {
        Self {
            file,
            source,
            units,
            columns,
            policy,
            ahead: None,
            current: None,
            meetings: Known::new(),
            speakers: Known::new(),
            seats: Seats::default(),
            dealer: Dealer::default(),
            are_known: Known::new(),
            stretch: 0,
            times: [Vec::new(), Vec::new()],
        }
    }

    /// Settles meetings in this way as soon as rows of another one follow.
    pub(super) fn settling(self, ahead: Option<Scoring>) -> Self {
        Self { ahead, ..self }
    }

    /// Deals rows of meetings that may stand elsewhere, too, to so many buckets.
    pub(super) fn dealing(self, buckets: u32) -> Self {
        Self { dealer: Dealer::new(buckets), ..self }
    }

    /// Forgets where meetings are: they have been taken out.
    pub(super) fn forget(&mut self) {
        self.meetings.of.iter_mut().for_each(|spot| *spot = None);
        self.seats.forget();
    }

    /// Takes in a batch, whose first row has this number in its file, counted from 1.
    pub(super) fn take(
        &mut self,
        batch: &RecordBatch,
        first: u64,
        into: &mut Meetings,
        mut new: impl FnMut(&str) -> Result<bool, String>,
    ) -> Result<Order, String> {
        let column =
            |at: usize| batch.columns().get(at).ok_or_else(|| "a column is missing".to_owned());
        let [meetings, speakers, starts, ends] = self.columns;
        let [starts, ends] = [column(starts)?, column(ends)?];
        let meetings = Names::of(column(meetings)?)?;
        let speakers = Names::of(column(speakers)?)?;
        self.meetings.begin(&meetings.names);
        self.are_known.begin(&speakers.names);
        if !self.speakers.begin(&speakers.names) {
            self.seats.begin(speakers.names.len());
        }
        for ((times, column), unit) in self.times.iter_mut().zip([starts, ends]).zip(self.units) {
            in_micros(column, unit, times)?;
        }
        let rows = batch.num_rows();
        let mut at = 0;
        while let Some(key) = meetings.keys.get(at).copied() {
            let behind = meetings.keys.get(at..).unwrap_or_default();
            let count = behind.iter().take_while(|other| **other == key).count();
            let stretch = at..(at + count).min(rows);
            at += count.max(1);
            let row = first + u64::try_from(stretch.start).unwrap_or_default();
            let slot = usize::try_from(key).ok().and_then(|key| self.meetings.of.get_mut(key));
            let known = slot.as_ref().and_then(|slot| **slot);
            let spot = match known {
                Some(spot) => spot,
                None => {
                    let name = meetings.name(key).filter(|name| !name.trim().is_empty());
                    let Some(name) = name else {
                        let count = u64::try_from(count).unwrap_or_default();
                        let file = self.file;
                        into.nameless(count, || {
                            format!("row {row} of {file}: no meeting is named")
                        });
                        continue;
                    };
                    let spot = if new(name)? {
                        Spot::Bucket(self.dealer.bucket(name))
                    } else {
                        Spot::Meeting(into.place(name, false))
                    };
                    if let Some(slot) = slot {
                        *slot = Some(spot);
                    }
                    spot
                }
            };
            if let Some(scoring) = self.ahead
                && let before = self.current.replace(spot)
                && before != Some(spot)
                && let Some(Spot::Meeting(before)) = before
                && let Some(before) = into.at(before)
            {
                scoring.settle(before);
            }
            let part = Part { first, rows: stretch, columns: [starts, ends], speakers: &speakers };
            match spot {
                Spot::Bucket(bucket) => {
                    let name = usize::try_from(key).unwrap_or_default();
                    let meeting = (name, meetings.at(name).unwrap_or_default());
                    self.deal(&part, meeting, bucket, into);
                }
                Spot::Meeting(place) => {
                    let Some(meeting) = into.at(place) else { continue };
                    if meeting.said.is_some() {
                        return Ok(Order::Broken);
                    }
                    meeting.turns.reserve(count);
                    self.stretch = self.stretch.wrapping_add(1);
                    self.add(&part, place, meeting);
                }
            }
        }
        self.dealer.deal([&meetings, &speakers], &mut into.dealt);
        into.rows += u64::try_from(rows).unwrap_or_default();
        Ok(Order::Kept)
    }

    /// Adds rows to the meeting at this place.
    fn add(&mut self, part: &Part<'_>, place: usize, meeting: &mut Meeting) {
        for (at, key, times) in part.each(&self.times) {
            if let Some(name) = turn_of(key, times)
                && let Some(slot) = self.speakers.of.get_mut(name)
            {
                let who = match slot {
                    Some((stretch, who)) if *stretch == self.stretch => *who,
                    _ => {
                        let who = match self.seats.get(place, name) {
                            Some(speaker) => Who::At(speaker),
                            None => match part.speakers.at(name).filter(|label| is_known(label)) {
                                None => Who::Unknown,
                                Some(label) => {
                                    let speaker = meeting.turns.speaker(label);
                                    self.seats.take(place, name, speaker);
                                    Who::At(speaker)
                                }
                            },
                        };
                        *slot = Some((self.stretch, who));
                        who
                    }
                };
                if let Who::At(speaker) = who
                    && let [start, end] = times
                    && let Ok(span) = Span::from_micros(start, end)
                {
                    meeting.turns.push_of(speaker, span);
                    continue;
                }
            }
            self.odd(part, at, key, times, meeting);
        }
    }

    /// Deals rows of a meeting to a bucket; those that are no turns of a known speaker go to a meeting
    /// in the making.
    fn deal(
        &mut self,
        part: &Part<'_>,
        (meeting, name): (usize, &str),
        bucket: u32,
        into: &mut Meetings,
    ) {
        for (at, key, times) in part.each(&self.times) {
            if let Some(speaker) = turn_of(key, times)
                && let Some(slot) = self.are_known.of.get_mut(speaker)
                && *slot.get_or_insert_with(|| part.speakers.at(speaker).is_some_and(is_known))
            {
                self.dealer.put(Row { names: [meeting, speaker], times }, bucket);
                continue;
            }
            let place = into.place(name, true);
            if let Some(meeting) = into.at(place) {
                self.odd(part, at, key, times, meeting);
            }
        }
    }

    /// Takes in a row that may be no turn of a known speaker.
    fn odd(
        &self,
        part: &Part<'_>,
        at: usize,
        speaker: i32,
        times: [i64; 2],
        meeting: &mut Meeting,
    ) {
        let problem = match times.iter().position(|time| *time == WRONG) {
            Some(which) => Some(part.no_time(which, at)),
            None => {
                let [start, end] = times.map(|micros| Time::from_micros(micros).ok());
                let found = meeting.row(part.speakers.name(speaker), start.zip(end), self.policy);
                found.err().map(str::to_owned)
            }
        };
        if let Some(problem) = problem {
            let row = part.first + u64::try_from(at).unwrap_or_default();
            let file = self.file;
            meeting.wrong(self.source, row, || format!("row {row} of {file}: {problem}"));
        }
    }
}

/// Whose turn a row is among the speakers of the batch, if its times are those of a turn.
#[inline]
fn turn_of(speaker: i32, [start, end]: [i64; 2]) -> Option<usize> {
    let is_turn = start > WRONG && end > start;
    usize::try_from(speaker).ok().filter(|_| is_turn)
}

/// Rows of one meeting that stand together.
struct Part<'b> {
    /// The number of the first row of the batch.
    first: u64,
    rows: Range<usize>,
    speakers: &'b Names<'b>,
    /// Starts and ends.
    columns: [&'b dyn Array; 2],
}

impl Part<'_> {
    /// The number of each row in the batch, its speaker and its times.
    fn each(&self, times: &[Vec<i64>; 2]) -> impl Iterator<Item = (usize, i32, [i64; 2])> {
        let [starts, ends] =
            times.each_ref().map(|of| of.get(self.rows.clone()).unwrap_or_default());
        let speakers = self.speakers.keys.get(self.rows.clone()).unwrap_or_default();
        let times = starts.iter().zip(ends).map(|(start, end)| [*start, *end]);
        self.rows
            .clone()
            .zip(speakers)
            .zip(times)
            .map(|((at, speaker), times)| (at, *speaker, times))
    }

    /// Why there is no time in a row of the batch.
    fn no_time(&self, which: usize, row: usize) -> String {
        let name = if which == 0 { "start" } else { "end" };
        let Some(column) = self.columns.get(which) else { return String::new() };
        let found = if let Some(numbers) = column.as_primitive_opt::<Float64Type>() {
            numbers.values().get(row).map(f64::to_string)
        } else if let Some(numbers) = column.as_primitive_opt::<Float32Type>() {
            numbers.values().get(row).map(f32::to_string)
        } else {
            None
        };
        match found {
            Some(found) => {
                format!("the {name} is {found}, which is no time within 285 years of zero")
            }
            None => format!("the {name} is more than 285 years from zero"),
        }
    }
}
