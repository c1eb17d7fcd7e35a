//! The turns of many meetings at once, while they are heard.

use datafusion::common::{HashMap, Result, exec_datafusion_err};
use sociogram::{Label, Span};

/// So many values are one piece of memory: a column grows without being copied.
const BLOCK: usize = 1 << 14;

/// Turns of meetings, in the order in which they came, each label kept once.
///
/// One list for all meetings: rows of a batch mostly belong to as many meetings, and so many lists
/// would be grown one by one. They are put together by meeting when they are handed out.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    labels: Labels,
    meetings: Column<u32>,
    speakers: Column<u32>,
    starts: Column<i64>,
    ends: Column<i64>,
}

/// Turns put together by meeting.
#[derive(Debug)]
pub(crate) struct Grouped {
    pub(crate) labels: Vec<Label>,
    /// Where the turns of each meeting end; where they start is where those before end.
    pub(crate) ends_at: Vec<usize>,
    pub(crate) speakers: Vec<u32>,
    pub(crate) starts: Vec<i64>,
    pub(crate) ends: Vec<i64>,
}

impl Heard {
    pub(crate) fn push(&mut self, meeting: u32, speaker: &str, span: Span) -> Result<()> {
        let speaker = self.labels.place(speaker)?;
        self.add(meeting, speaker, span.start().micros(), span.end().micros());
        Ok(())
    }

    /// The place of a label, by which turns may be added.
    pub(crate) fn place(&mut self, speaker: &str) -> Result<u32> {
        self.labels.place(speaker)
    }

    /// Adds a turn of the speaker at this place, in microseconds.
    pub(crate) fn add(&mut self, meeting: u32, speaker: u32, start: i64, end: i64) {
        self.meetings.push(meeting);
        self.speakers.push(speaker);
        self.starts.push(start);
        self.ends.push(end);
    }

    /// Bytes on the heap.
    pub(crate) fn size(&self) -> usize {
        self.labels.size()
            + self.meetings.size()
            + self.speakers.size()
            + self.starts.size()
            + self.ends.size()
    }

    /// All turns, of whatever meeting, in the order in which they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Label, i64, i64)> {
        self.speakers
            .iter()
            .zip(self.starts.iter())
            .zip(self.ends.iter())
            .filter_map(|((speaker, start), end)| Some((self.labels.get(*speaker)?, *start, *end)))
    }

    /// Takes the turns of the first meetings out; those that stay are counted from 0 again.
    pub(crate) fn take_first(&mut self, meetings: u32) -> Self {
        let all = std::mem::take(self);
        let mut taken = Self::default();
        // Labels of meetings that are gone must not pile up.
        let mut places: Vec<Option<u32>> = vec![None; all.labels.in_order.len()];
        let turns = all.meetings.iter().zip(all.speakers.iter());
        for ((meeting, speaker), (start, end)) in turns.zip(all.starts.iter().zip(all.ends.iter()))
        {
            match meeting.checked_sub(meetings) {
                None => taken.add(*meeting, *speaker, *start, *end),
                Some(meeting) => {
                    let Some(known) =
                        usize::try_from(*speaker).ok().and_then(|at| places.get_mut(at))
                    else {
                        continue;
                    };
                    let place = match *known {
                        Some(place) => place,
                        None => {
                            let Some(label) = all.labels.get(*speaker) else { continue };
                            let Ok(place) = self.labels.place(label) else { continue };
                            *known.insert(place)
                        }
                    };
                    self.add(meeting, place, *start, *end);
                }
            }
        }
        taken.labels = all.labels;
        taken
    }

    /// Puts so many meetings together.
    ///
    /// Column by column, each of which is freed as it is read: beside the turns themselves it takes
    /// one column and their places.
    pub(crate) fn into_grouped(self, meetings: usize) -> Grouped {
        let mut ends_at = vec![0_usize; meetings];
        let mut ordered = true;
        let mut before = 0;
        for meeting in self.meetings.iter() {
            ordered &= before <= *meeting;
            before = *meeting;
            if let Some(count) = at_mut(&mut ends_at, *meeting) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for end in &mut ends_at {
            sum += *end;
            *end = sum;
        }
        let labels = self.labels.in_order;
        if ordered {
            return Grouped {
                labels,
                ends_at,
                speakers: self.speakers.into_vec(),
                starts: self.starts.into_vec(),
                ends: self.ends.into_vec(),
            };
        }
        let mut next: Vec<usize> = std::iter::once(0).chain(ends_at.iter().copied()).collect();
        let mut places = Vec::with_capacity(self.meetings.len);
        for meeting in self.meetings.into_values() {
            if let Some(place) = at_mut(&mut next, meeting) {
                places.push(*place);
                *place += 1;
            }
        }
        Grouped {
            labels,
            ends_at,
            speakers: self.speakers.scattered(&places),
            starts: self.starts.scattered(&places),
            ends: self.ends.scattered(&places),
        }
    }
}

fn at_mut<T>(values: &mut [T], at: u32) -> Option<&mut T> {
    usize::try_from(at).ok().and_then(|at| values.get_mut(at))
}

/// Labels by place, each once.
#[derive(Debug, Default)]
struct Labels {
    places: HashMap<Label, u32>,
    in_order: Vec<Label>,
    /// Bytes of their text.
    text: usize,
}

impl Labels {
    fn place(&mut self, label: &str) -> Result<u32> {
        if let Some(place) = self.places.get(label) {
            return Ok(*place);
        }
        let place = u32::try_from(self.in_order.len())
            .map_err(|_| exec_datafusion_err!("expected at most 2^32 speakers, found more"))?;
        let label = Label::from(label);
        self.text += label.len();
        self.in_order.push(label.clone());
        self.places.insert(label, place);
        Ok(place)
    }

    fn get(&self, place: u32) -> Option<&Label> {
        usize::try_from(place).ok().and_then(|place| self.in_order.get(place))
    }

    fn size(&self) -> usize {
        // The text has two counters before it; the table an entry, and a byte to find it by.
        const COUNTERS: usize = 2 * size_of::<usize>();
        const ENTRY: usize = size_of::<(Label, u32)>() + 1;
        // At most seven of eight slots are taken.
        let slots = self.places.capacity() / 7 * 8 + self.places.capacity() % 7 * 2;
        self.text
            + self.in_order.len() * COUNTERS
            + self.in_order.capacity() * size_of::<Label>()
            + slots * ENTRY
    }
}

/// A column in blocks.
#[derive(Debug)]
struct Column<T> {
    full: Vec<Vec<T>>,
    last: Vec<T>,
    len: usize,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { full: Vec::new(), last: Vec::new(), len: 0 }
    }
}

impl<T: Copy + Default> Column<T> {
    #[inline]
    fn push(&mut self, value: T) {
        if self.last.len() == BLOCK {
            let full = std::mem::replace(&mut self.last, Vec::with_capacity(BLOCK));
            self.full.push(full);
        }
        self.last.push(value);
        self.len += 1;
    }

    fn size(&self) -> usize {
        (self.full.len() * BLOCK + self.last.capacity()) * size_of::<T>()
            + self.full.capacity() * size_of::<Vec<T>>()
    }

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.full.iter().flatten().chain(&self.last)
    }

    fn into_values(self) -> impl Iterator<Item = T> {
        self.full.into_iter().flatten().chain(self.last)
    }

    fn into_vec(self) -> Vec<T> {
        if self.full.is_empty() {
            return self.last;
        }
        let mut all = Vec::with_capacity(self.len);
        for block in self.full {
            all.extend_from_slice(&block);
        }
        all.extend_from_slice(&self.last);
        all
    }

    fn scattered(self, places: &[usize]) -> Vec<T> {
        let mut all = vec![T::default(); self.len];
        for (value, place) in self.into_values().zip(places) {
            if let Some(slot) = all.get_mut(*place) {
                *slot = value;
            }
        }
        all
    }
}
