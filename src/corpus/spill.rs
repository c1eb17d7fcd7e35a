//! Meetings of which parts stand in several places, put aside on disk by the hash of their names: as
//! rows, or as meetings in the making.
//!
//! A file holds a bucket after the other, and behind them where each begins. It is written once and
//! then read by bucket; it is nobody's but this version's, so it has no more of a format than that.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;

use super::compact::{count, number, take_count, take_number, take_text, take_times, text, times};
use super::dealt::{Dealt, PIECE, bucket};
use super::error::CorpusError;
use super::meeting::{Flaw, Meeting, Meetings};
use crate::turn::Label;

/// Writes meetings and rows, by bucket.
pub(super) fn write(
    file: &mut (impl Write + ?Sized),
    meetings: Vec<(Label, Meeting)>,
    dealt: &Dealt,
    buckets: u32,
) -> std::io::Result<()> {
    let mut sorted: Vec<(u32, Label, Meeting)> = meetings
        .into_iter()
        .map(|(name, meeting)| (bucket(&name, buckets), name, meeting))
        .collect();
    sorted.sort_by_key(|(bucket, ..)| *bucket);
    let mut sorted = sorted.into_iter().peekable();
    let (mut starts, mut at) = (Vec::new(), 0_usize);
    let mut bytes = Vec::new();
    for bucket in 0..buckets {
        starts.extend(whole(at).to_le_bytes());
        while let Some((_, name, meeting)) = sorted.next_if(|(its, ..)| *its == bucket) {
            bytes.clear();
            encode(&name, meeting, &mut bytes);
            file.write_all(&bytes)?;
            at += bytes.len();
        }
        let pieces = dealt.of(bucket);
        file.write_all(pieces)?;
        at += pieces.len();
    }
    starts.extend(whole(at).to_le_bytes());
    file.write_all(&starts)
}

fn whole(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX)
}

/// Where each bucket of a file begins, and where the last one ends.
pub(super) fn starts(path: &Path, buckets: u32) -> Result<Vec<u64>, CorpusError> {
    let read = || -> std::io::Result<Vec<u64>> {
        let mut file = File::open(path)?;
        let count = usize::try_from(buckets).unwrap_or_default() + 1;
        let mut bytes = vec![0; count * 8];
        let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        file.seek(SeekFrom::End(-length))?;
        file.read_exact(&mut bytes)?;
        let numbers = bytes.chunks_exact(8).filter_map(|eight| eight.try_into().ok());
        Ok(numbers.map(u64::from_le_bytes).collect())
    };
    read().map_err(|error| CorpusError::part(path)(&error))
}

/// Reads some buckets of a file.
pub(super) fn read(
    path: &Path,
    buckets: u32,
    which: Range<u32>,
    into: &mut Meetings,
) -> Result<(), CorpusError> {
    let mut bytes = Vec::new();
    let mut read = || -> std::io::Result<()> {
        let mut file = File::open(path)?;
        let mut start = |bucket: u32| -> std::io::Result<u64> {
            let behind = i64::from(buckets.saturating_sub(bucket)) + 1;
            file.seek(SeekFrom::End(-8 * behind))?;
            let mut eight = [0; 8];
            file.read_exact(&mut eight)?;
            Ok(u64::from_le_bytes(eight))
        };
        let (from, to) = (start(which.start)?, start(which.end)?);
        file.seek(SeekFrom::Start(from))?;
        file.take(to.saturating_sub(from)).read_to_end(&mut bytes).map(|_| ())
    };
    read().map_err(|error| CorpusError::part(path)(&error))?;
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        if decode(&mut rest, into).is_none() {
            return Err(CorpusError::part(path)(&"it is not as it was written"));
        }
    }
    Ok(())
}

/// A meeting begins with this,
const MEETING: u8 = 0;
/// or with this, if something is wrong with it.
const BAD_MEETING: u8 = 1;

fn encode(name: &str, meeting: Meeting, into: &mut Vec<u8>) {
    into.push(if meeting.flaw.is_some() { BAD_MEETING } else { MEETING });
    text(name, into);
    number(meeting.repairs, into);
    if let Some(Flaw { source, row, problem }) = meeting.flaw {
        number(source.into(), into);
        number(row, into);
        text(&problem, into);
    }
    let (labels, spoken) = meeting.turns.into_parts();
    count(labels.len(), into);
    labels.iter().for_each(|label| text(label, into));
    count(spoken.len(), into);
    let mut before = 0;
    for (speaker, span) in spoken {
        count(speaker.get(), into);
        let start = span.start().micros();
        times(before, [start, span.end().micros()], into);
        before = start;
    }
}
/// Reads a meeting, or a piece of rows.
fn decode(rest: &mut &[u8], into: &mut Meetings) -> Option<()> {
    let (kind, behind) = rest.split_first()?;
    *rest = behind;
    match *kind {
        PIECE => take_piece(rest, into),
        MEETING => take_meeting(rest, false, into),
        BAD_MEETING => take_meeting(rest, true, into),
        _ => None,
    }
}

fn take_meeting(rest: &mut &[u8], is_bad: bool, into: &mut Meetings) -> Option<()> {
    let name = take_text(rest)?;
    let mut meeting = Meeting { repairs: take_number(rest)?, ..Meeting::default() };
    if is_bad {
        let source = u32::try_from(take_number(rest)?).ok()?;
        let row = take_number(rest)?;
        meeting.flaw = Some(Flaw { source, row, problem: take_text(rest)?.to_owned() });
    }
    let mut labels = Vec::new();
    for _ in 0..take_count(rest)? {
        labels.push(meeting.turns.speaker(take_text(rest)?));
    }
    let turns = take_count(rest)?;
    // Each takes three bytes or more.
    meeting.turns.reserve(turns.min(rest.len() / 3));
    let mut before = 0;
    for _ in 0..turns {
        let speaker = labels.get(take_count(rest)?)?;
        let span = take_times(before, rest)?;
        meeting.turns.push_of(*speaker, span);
        before = span.start().micros();
    }
    into.add(name, meeting);
    Some(())
}

/// Reads a piece, behind what it begins with.
fn take_piece(rest: &mut &[u8], into: &mut Meetings) -> Option<()> {
    let mut meetings = Vec::new();
    for _ in 0..take_count(rest)? {
        meetings.push(into.place(take_text(rest)?, true));
    }
    let mut speakers = Vec::new();
    for _ in 0..take_count(rest)? {
        speakers.push(take_text(rest)?);
    }
    let mut before = 0;
    for _ in 0..take_count(rest)? {
        let meeting = into.at(*meetings.get(take_count(rest)?)?)?;
        let speaker = speakers.get(take_count(rest)?)?;
        let span = take_times(before, rest)?;
        meeting.turns.push(speaker, span);
        before = span.start().micros();
    }
    Some(())
}

#[cfg(test)]
#[allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]
mod tests {
    use std::collections::BTreeMap;

    use arrow_array::StringArray;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::corpus::dealt::{Dealer, Row};
    use crate::corpus::names::Names;
    use crate::time::Span;
    use crate::turn::Turns;

    fn turns() -> impl Strategy<Value = Turns> {
        let turn = ("[a-cé]{0,2}", -(1_i64 << 52)..1 << 52, 1..1_i64 << 40);
        vec(turn, 0..20).prop_map(|all| {
            let mut turns = Turns::new();
            for (speaker, start, length) in all {
                turns.push(&speaker, Span::from_micros(start, start + length).unwrap());
            }
            turns
        })
    }

    /// The turns of each meeting, in the order in which they came.
    type Heard = BTreeMap<String, Vec<(String, [i64; 2])>>;

    fn names(texts: &[String]) -> Names<'static> {
        Names { keys: Vec::new().into(), names: StringArray::from(texts.to_vec()) }
    }

    fn row() -> impl Strategy<Value = Row> {
        let times = (-(1_i64 << 52)..1 << 52, 1..1_i64 << 40);
        (0..4_usize, 0..3_usize, times).prop_map(|(meeting, speaker, (start, length))| Row {
            names: [meeting, speaker],
            times: [start, start + length],
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_and_what_is_cut_is_refused(
            name in ".{0,9}", turns in turns(), repairs: u64, row: u64, is_bad: bool,
        ) {
            let flaw = is_bad.then(|| Flaw { source: 7, row, problem: "é".into() });
            let meeting = Meeting { turns, repairs, flaw, ..Meeting::default() };
            let mut bytes = Vec::new();
            encode(&name, meeting.clone(), &mut bytes);
            let mut read = Meetings::default();
            decode(&mut bytes.as_slice(), &mut read).unwrap();
            let read = read.take();
            prop_assert_eq!(format!("{read:?}"), format!("{:?}", [(Label::from(name), meeting)]));
            for cut in 0..bytes.len() {
                prop_assert!(decode(&mut &bytes[..cut], &mut Meetings::default()).is_none());
            }
        }

        #[test]
        fn what_is_dealt_is_read_and_what_is_cut_is_refused(
            meetings in vec("[a-cé]{1,2}", 4),
            speakers in vec("[x-zé]{1,2}", 3),
            parts in vec(vec(vec(row(), 0..9), 0..3), 0..3),
        ) {
            const BUCKETS: u32 = 3;
            let bucket = |meeting: &str| u32::try_from(meeting.len()).unwrap() % BUCKETS;
            let mut expected = Heard::new();
            let mut all = Dealt::default();
            for batches in parts {
                let (mut dealer, mut dealt) = (Dealer::new(BUCKETS), Dealt::default());
                for row in batches.iter().flatten() {
                    let [meeting, speaker] = row.names;
                    let turns = expected.entry(meetings[meeting].clone()).or_default();
                    turns.push((speakers[speaker].clone(), row.times));
                }
                for batch in batches {
                    batch.iter().for_each(|row| dealer.put(*row, bucket(&meetings[row.names[0]])));
                    dealer.deal([&names(&meetings), &names(&speakers)], &mut dealt);
                }
                all.merge(dealt);
            }
            let mut found = Heard::new();
            for at in 0..BUCKETS {
                let mut of_bucket = Meetings::default();
                let mut rest = all.of(at);
                while !rest.is_empty() {
                    decode(&mut rest, &mut of_bucket).unwrap();
                }
                for (name, meeting) in of_bucket.iter() {
                    prop_assert_eq!(bucket(name), at);
                    let turns = meeting.turns.iter().map(|(speaker, span)| {
                        (speaker.to_string(), [span.start().micros(), span.end().micros()])
                    });
                    found.insert(name.to_string(), turns.collect());
                }
            }
            prop_assert_eq!(&found, &expected);

            let mut rest = all.of(1);
            let _ = decode(&mut rest, &mut Meetings::default());
            let piece = &all.of(1)[..all.of(1).len() - rest.len()];
            for cut in 0..piece.len() {
                prop_assert!(decode(&mut &piece[..cut], &mut Meetings::default()).is_none());
            }
        }
    }
}
