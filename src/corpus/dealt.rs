//! Rows of meetings that may stand in several places, dealt to buckets as they come.
//!
//! Meetings are made of them when all rows of a bucket are there. Where rows stand in no order, nearly
//! each has another meeting than the one before, and to put it there at once is to wait for memory.

use super::compact::{count, text, times};
use super::names::Names;

/// The bucket of a meeting: the hash of its name by FNV-1a, which is the same everywhere.
pub(super) fn bucket(name: &str, buckets: u32) -> u32 {
    let hash = name.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    // The low bits of similar names differ too little.
    u32::try_from((hash ^ (hash >> 32)) % u64::from(buckets.max(1))).unwrap_or_default()
}

/// A piece begins with this. What follows are its meetings and its speakers, and then its rows: the
/// number of each, and the times.
pub(super) const PIECE: u8 = 2;

/// Rows that were dealt, as they are written: for each bucket a piece of each batch.
#[derive(Debug, Default)]
pub(super) struct Dealt {
    buckets: Vec<Vec<u8>>,
}

impl Dealt {
    pub(super) const fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    /// The pieces of a bucket, one behind the other.
    pub(super) fn of(&self, bucket: u32) -> &[u8] {
        let at = usize::try_from(bucket).unwrap_or(usize::MAX);
        self.buckets.get(at).map_or(&[], Vec::as_slice)
    }

    /// Takes in others.
    pub(super) fn merge(&mut self, more: Self) {
        if self.is_empty() {
            *self = more;
            return;
        }
        for (pieces, more) in self.buckets.iter_mut().zip(more.buckets) {
            pieces.extend_from_slice(&more);
        }
    }
}

/// A row of a batch: a turn of a known speaker.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// The meeting and the speaker among the names of the batch.
    pub(super) names: [usize; 2],
    /// Start and end, in microseconds.
    pub(super) times: [i64; 2],
}

/// Deals the rows of a batch.
#[derive(Debug, Default)]
pub(super) struct Dealer {
    /// Those of each bucket,
    rows: Vec<Vec<Row>>,
    /// and which buckets have any.
    with_any: Vec<usize>,
    /// Of meetings and of speakers.
    numbers: [Numbers; 2],
}

impl Dealer {
    /// Deals to so many buckets.
    pub(super) fn new(buckets: u32) -> Self {
        Self { rows: (0..buckets).map(|_| Vec::new()).collect(), ..Self::default() }
    }

    /// The bucket of a meeting.
    pub(super) fn bucket(&self, name: &str) -> u32 {
        bucket(name, u32::try_from(self.rows.len()).unwrap_or(u32::MAX))
    }

    /// Puts a row to a bucket.
    pub(super) fn put(&mut self, row: Row, bucket: u32) {
        let at = usize::try_from(bucket).unwrap_or(usize::MAX);
        let Some(rows) = self.rows.get_mut(at) else { return };
        if rows.is_empty() {
            self.with_any.push(at);
        }
        rows.push(row);
    }

    /// Deals all rows that were put to buckets; the names are those of meetings and speakers.
    pub(super) fn deal(&mut self, names: [&Names<'_>; 2], into: &mut Dealt) {
        if self.with_any.is_empty() {
            return;
        }
        into.buckets.resize_with(self.rows.len(), Vec::new);
        for at in self.with_any.drain(..) {
            let (Some(rows), Some(bytes)) = (self.rows.get_mut(at), into.buckets.get_mut(at))
            else {
                continue;
            };
            bytes.push(PIECE);
            for row in rows.iter_mut() {
                for (name, numbers) in row.names.iter_mut().zip(&mut self.numbers) {
                    *name = numbers.of(*name);
                }
            }
            for (numbers, names) in self.numbers.iter_mut().zip(names) {
                numbers.write(names, bytes);
            }
            count(rows.len(), bytes);
            let mut before = 0;
            for Row { names, times: [start, end] } in rows.drain(..) {
                names.into_iter().for_each(|number| count(number, bytes));
                times(before, [start, end], bytes);
                before = start;
            }
        }
    }
}

/// The numbers of the names of a piece, by first mention.
#[derive(Debug, Default)]
struct Numbers {
    numbers: Vec<Option<usize>>,
    /// The names that have one.
    names: Vec<usize>,
}

impl Numbers {
    fn of(&mut self, name: usize) -> usize {
        if self.numbers.len() <= name {
            self.numbers.resize(name + 1, None);
        }
        let Self { numbers, names } = self;
        let next = names.len();
        numbers.get_mut(name).map_or(next, |number| {
            *number.get_or_insert_with(|| {
                names.push(name);
                next
            })
        })
    }

    /// Writes the names, and begins anew.
    fn write(&mut self, names: &Names<'_>, into: &mut Vec<u8>) {
        count(self.names.len(), into);
        for name in self.names.drain(..) {
            text(names.at(name).unwrap_or_default(), into);
            if let Some(number) = self.numbers.get_mut(name) {
                *number = None;
            }
        }
    }
}
