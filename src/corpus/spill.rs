//! Meetings of which parts stand in several places, put aside on disk by the hash of their names.
//!
//! A file holds a bucket after the other, and behind them where each begins. It is written once and
//! then read by bucket; it is nobody's but this version's, so it has no more of a format than that.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;

use super::error::CorpusError;
use super::meeting::{Flaw, Meeting, Meetings};
use crate::time::Span;
use crate::turn::Label;

/// The bucket of a meeting: the hash of its name by FNV-1a, which is the same everywhere.
pub(super) fn bucket(name: &str, buckets: u32) -> u32 {
    let hash = name.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    // The low bits of similar names differ too little.
    u32::try_from((hash ^ (hash >> 32)) % u64::from(buckets.max(1))).unwrap_or_default()
}

/// Writes meetings, by bucket.
pub(super) fn write(
    file: &mut (impl Write + ?Sized),
    meetings: Vec<(Label, Meeting)>,
    buckets: u32,
) -> std::io::Result<()> {
    let mut sorted: Vec<(u32, Label, Meeting)> = meetings
        .into_iter()
        .map(|(name, meeting)| (bucket(&name, buckets), name, meeting))
        .collect();
    sorted.sort_by_key(|(bucket, ..)| *bucket);
    let mut sorted = sorted.into_iter().peekable();
    let (mut starts, mut at) = (Vec::new(), 0_u64);
    let mut bytes = Vec::new();
    for bucket in 0..buckets {
        starts.extend(at.to_le_bytes());
        while let Some((_, name, meeting)) = sorted.next_if(|(its, ..)| *its == bucket) {
            bytes.clear();
            encode(&name, meeting, &mut bytes);
            file.write_all(&bytes)?;
            at += u64::try_from(bytes.len()).unwrap_or_default();
        }
    }
    starts.extend(at.to_le_bytes());
    file.write_all(&starts)
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
        let Some((name, meeting)) = decode(&mut rest) else {
            return Err(CorpusError::part(path)(&"it is not as it was written"));
        };
        into.rows += u64::try_from(meeting.turns.len()).unwrap_or_default();
        into.add(name, meeting);
    }
    Ok(())
}

fn encode(name: &str, meeting: Meeting, into: &mut Vec<u8>) {
    text(name, into);
    number(meeting.repairs, into);
    match meeting.flaw {
        None => into.push(0),
        Some(Flaw { source, row, problem }) => {
            into.push(1);
            number(source.into(), into);
            number(row, into);
            text(&problem, into);
        }
    }
    let (labels, spoken) = meeting.turns.into_parts();
    number(count(labels.len()), into);
    labels.iter().for_each(|label| text(label, into));
    number(count(spoken.len()), into);
    let mut before = 0;
    for (speaker, span) in spoken {
        number(count(speaker.get()), into);
        let start = span.start().micros();
        let step = start.wrapping_sub(before);
        // Steps back are odd numbers, so that small ones are short either way.
        number((step.wrapping_shl(1) ^ (step >> 63)).cast_unsigned(), into);
        number(span.end().micros().abs_diff(start), into);
        before = start;
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn text(text: &str, into: &mut Vec<u8>) {
    number(count(text.len()), into);
    into.extend_from_slice(text.as_bytes());
}

/// Seven bits a byte, the lowest first.
fn number(mut number: u64, into: &mut Vec<u8>) {
    while number >= 0x80 {
        into.push(u8::try_from(number & 0x7F).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    into.push(u8::try_from(number).unwrap_or_default());
}

fn decode<'b>(rest: &mut &'b [u8]) -> Option<(&'b str, Meeting)> {
    let name = take_text(rest)?;
    let mut meeting = Meeting { repairs: take_number(rest)?, ..Meeting::default() };
    let (has_flaw, behind) = rest.split_first()?;
    *rest = behind;
    if *has_flaw == 1 {
        let source = u32::try_from(take_number(rest)?).ok()?;
        let row = take_number(rest)?;
        meeting.flaw = Some(Flaw { source, row, problem: take_text(rest)?.to_owned() });
    }
    let mut labels = Vec::new();
    for _ in 0..take_number(rest)? {
        labels.push(meeting.turns.speaker(take_text(rest)?));
    }
    let turns = usize::try_from(take_number(rest)?).ok()?;
    // Each takes three bytes or more.
    meeting.turns.reserve(turns.min(rest.len() / 3));
    let mut before = 0_i64;
    for _ in 0..turns {
        let speaker = labels.get(usize::try_from(take_number(rest)?).ok()?)?;
        let step = take_number(rest)?;
        let step = (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
        let start = before.checked_add(step)?;
        let end = start.checked_add_unsigned(take_number(rest)?)?;
        meeting.turns.push_of(*speaker, Span::from_micros(start, end).ok()?);
        before = start;
    }
    Some((name, meeting))
}

fn take_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        number |= u64::from(byte & 0x7F) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn take_text<'b>(rest: &mut &'b [u8]) -> Option<&'b str> {
    let length = usize::try_from(take_number(rest)?).ok()?;
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    std::str::from_utf8(text).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails should fail loudly")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::turn::Turns;

    fn turns() -> impl Strategy<Value = Turns> {
        let turn = ("[a-cé]{0,2}", -(1_i64 << 52)..1 << 52, 1..1_i64 << 40);
        proptest::collection::vec(turn, 0..20).prop_map(|all| {
            let mut turns = Turns::new();
            for (speaker, start, length) in all {
                turns.push(&speaker, Span::from_micros(start, start + length).unwrap());
            }
            turns
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
            let (found, read) = decode(&mut bytes.as_slice()).unwrap();
            prop_assert_eq!(found, name.as_str());
            prop_assert_eq!(format!("{read:?}"), format!("{meeting:?}"));
            for cut in 0..bytes.len() {
                prop_assert!(decode(&mut &bytes[..cut]).is_none());
            }
        }
    }
}
