//! Rows of Parquet, put to their meetings.
//!
//! What can be done for many rows at once is: a meeting is looked up once for each stretch of its
//! rows, a speaker once in it, and times are turned into microseconds column by column.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType, DurationSecondType,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, RecordBatch};
use arrow_schema::{DataType, TimeUnit};

use super::meeting::{Meeting, Meetings, Policy};
use super::names::{Known, Names, Seats};
use super::scored::Scoring;
use crate::formats::{Unit, is_known};
use crate::time::{Span, Time};
use crate::turn::SpeakerIndex;

/// Instead of a time: there is none,
const ABSENT: i64 = i64::MIN;
/// or what is there is none.
const WRONG: i64 = i64::MIN + 1;

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
    /// The place of the meeting that goes on, if any does.
    current: Option<usize>,
    meetings: Known<u32>,
    speakers: Known<(u32, Who)>,
    seats: Seats,
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
        let (meetings, speakers) = (Known::new(), Known::new());
        let times = [Vec::new(), Vec::new()];
        Self {
            file,
            source,
            units,
            columns,
            policy,
            ahead: None,
            current: None,
            meetings,
            speakers,
            seats: Seats::default(),
            stretch: 0,
            times,
        }
    }

    /// Settles meetings in this way as soon as rows of another one follow.
    pub(super) fn settling(self, ahead: Option<Scoring>) -> Self {
        Self { ahead, ..self }
    }

    /// Forgets where meetings are: they have been taken out.
    pub(super) fn forget(&mut self) {
        self.meetings.of.iter_mut().for_each(|place| *place = None);
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
            let place = match known {
                Some(place) => usize::try_from(place).unwrap_or(usize::MAX),
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
                    let is_shared = new(name)?;
                    let place = into.place(name, |_| is_shared);
                    if let Some(slot) = slot {
                        *slot = u32::try_from(place).ok();
                    }
                    place
                }
            };
            self.stretch = self.stretch.wrapping_add(1);
            if let Some(scoring) = self.ahead
                && let before = self.current.replace(place)
                && before != Some(place)
                && let Some(before) = before.and_then(|before| into.at(before))
            {
                scoring.settle(before);
            }
            let Some(meeting) = into.at(place) else { continue };
            if meeting.said.is_some() {
                return Ok(Order::Broken);
            }
            meeting.turns.reserve(count);
            let part = Stretch { first, meeting: place, rows: stretch, columns: [starts, ends] };
            self.take_stretch(&part, &speakers, meeting);
        }
        into.rows += u64::try_from(rows).unwrap_or_default();
        Ok(Order::Kept)
    }

    /// Takes in rows of one meeting that stand together.
    fn take_stretch(&mut self, part: &Stretch<'_>, speakers: &Names<'_>, meeting: &mut Meeting) {
        let rows = part.rows.clone();
        let [starts, ends] = &self.times;
        let starts = starts.get(rows.clone()).unwrap_or_default();
        let ends = ends.get(rows.clone()).unwrap_or_default();
        let keys = speakers.keys.get(rows.clone()).unwrap_or_default();
        for (at, ((start, end), key)) in rows.zip(starts.iter().zip(ends).zip(keys)) {
            if *start > WRONG
                && end > start
                && let Ok(name) = usize::try_from(*key)
                && let Some(slot) = self.speakers.of.get_mut(name)
            {
                let who = match slot {
                    Some((stretch, who)) if *stretch == self.stretch => *who,
                    _ => {
                        let who = match self.seats.get(part.meeting, name) {
                            Some(speaker) => Who::At(speaker),
                            None => match speakers.name(*key).filter(|label| is_known(label)) {
                                None => Who::Unknown,
                                Some(label) => {
                                    let speaker = meeting.turns.speaker(label);
                                    self.seats.take(part.meeting, name, speaker);
                                    Who::At(speaker)
                                }
                            },
                        };
                        *slot = Some((self.stretch, who));
                        who
                    }
                };
                if let Who::At(speaker) = who
                    && let Ok(span) = Span::from_micros(*start, *end)
                {
                    meeting.turns.push_of(speaker, span);
                    continue;
                }
            }
            let row = part.first + u64::try_from(at).unwrap_or_default();
            let wrong = [*start, *end].iter().position(|time| *time == WRONG);
            let problem = match wrong {
                Some(which) => Some(part.no_time(which, at)),
                None => {
                    let time = |micros: i64| Time::from_micros(micros).ok();
                    let times = time(*start).zip(time(*end));
                    let found = meeting.row(speakers.name(*key), times, self.policy);
                    found.err().map(str::to_owned)
                }
            };
            if let Some(problem) = problem {
                let file = self.file;
                meeting.wrong(self.source, row, || format!("row {row} of {file}: {problem}"));
            }
        }
    }
}

/// Rows of one meeting that stand together.
struct Stretch<'b> {
    /// The number of the first row of the batch.
    first: u64,
    /// The place of the meeting.
    meeting: usize,
    rows: std::ops::Range<usize>,
    columns: [&'b dyn Array; 2],
}

impl Stretch<'_> {
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

/// The times of a column in microseconds.
fn in_micros(column: &dyn Array, unit: Unit, into: &mut Vec<i64>) -> Result<(), String> {
    let whole = |number: i64| unit.of_whole(number);
    let float = |number: f64| unit.of_float(number);
    match column.data_type() {
        DataType::Float64 if unit == Unit::Seconds => {
            into.clear();
            if let Some(column) = column.as_primitive_opt::<Float64Type>() {
                Time::all_from_seconds(column.values(), WRONG, into);
            }
            mark_absent(column, into);
        }
        DataType::Float64 => each::<Float64Type>(column, into, float),
        DataType::Float32 => each::<Float32Type>(column, into, |number| float(number.into())),
        DataType::Int64 => each::<Int64Type>(column, into, whole),
        DataType::Int32 => each::<Int32Type>(column, into, |number| whole(number.into())),
        DataType::Int16 => each::<Int16Type>(column, into, |number| whole(number.into())),
        DataType::Int8 => each::<Int8Type>(column, into, |number| whole(number.into())),
        DataType::UInt64 => {
            each::<UInt64Type>(column, into, |number| whole(number.try_into().ok()?))
        }
        DataType::UInt32 => each::<UInt32Type>(column, into, |number| whole(number.into())),
        DataType::UInt16 => each::<UInt16Type>(column, into, |number| whole(number.into())),
        DataType::UInt8 => each::<UInt8Type>(column, into, |number| whole(number.into())),
        DataType::Timestamp(TimeUnit::Second, _) => {
            each::<TimestampSecondType>(column, into, whole)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            each::<TimestampMillisecondType>(column, into, whole)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            each::<TimestampMicrosecondType>(column, into, whole)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            each::<TimestampNanosecondType>(column, into, whole)
        }
        DataType::Duration(TimeUnit::Second) => each::<DurationSecondType>(column, into, whole),
        DataType::Duration(TimeUnit::Millisecond) => {
            each::<DurationMillisecondType>(column, into, whole)
        }
        DataType::Duration(TimeUnit::Microsecond) => {
            each::<DurationMicrosecondType>(column, into, whole)
        }
        DataType::Duration(TimeUnit::Nanosecond) => {
            each::<DurationNanosecondType>(column, into, whole)
        }
        other => return Err(format!("expected times, found {other}")),
    }
    Ok(())
}

fn each<T: ArrowPrimitiveType>(
    column: &dyn Array,
    into: &mut Vec<i64>,
    time: impl Fn(T::Native) -> Option<Time>,
) {
    into.clear();
    let Some(column) = column.as_primitive_opt::<T>() else { return };
    into.extend(column.values().iter().map(|number| time(*number).map_or(WRONG, Time::micros)));
    mark_absent(column, into);
}

fn mark_absent(column: &dyn Array, into: &mut [i64]) {
    if let Some(nulls) = column.nulls() {
        for (micros, is_there) in into.iter_mut().zip(nulls) {
            if !is_there {
                *micros = ABSENT;
            }
        }
    }
}
