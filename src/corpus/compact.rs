//! Numbers and texts in few bytes, for what is written and read once.

use crate::time::Span;

/// Seven bits a byte, the lowest first.
pub(super) fn number(mut number: u64, into: &mut Vec<u8>) {
    while number >= 0x80 {
        into.push(u8::try_from(number & 0x7F).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    into.push(u8::try_from(number).unwrap_or_default());
}

pub(super) fn count(count: usize, into: &mut Vec<u8>) {
    number(u64::try_from(count).unwrap_or(u64::MAX), into);
}

pub(super) fn text(text: &str, into: &mut Vec<u8>) {
    count(text.len(), into);
    into.extend_from_slice(text.as_bytes());
}

/// From when to when, in microseconds, behind another one that started then.
pub(super) fn times(before: i64, [start, end]: [i64; 2], into: &mut Vec<u8>) {
    let step = start.wrapping_sub(before);
    // Steps back are odd numbers, so that small ones are short either way.
    number((step.wrapping_shl(1) ^ (step >> 63)).cast_unsigned(), into);
    number(end.abs_diff(start), into);
}

pub(super) fn take_number(rest: &mut &[u8]) -> Option<u64> {
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

pub(super) fn take_count(rest: &mut &[u8]) -> Option<usize> {
    usize::try_from(take_number(rest)?).ok()
}

pub(super) fn take_text<'b>(rest: &mut &'b [u8]) -> Option<&'b str> {
    let length = take_count(rest)?;
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    std::str::from_utf8(text).ok()
}

pub(super) fn take_times(before: i64, rest: &mut &[u8]) -> Option<Span> {
    let step = take_number(rest)?;
    let step = (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
    let start = before.checked_add(step)?;
    let end = start.checked_add_unsigned(take_number(rest)?)?;
    Span::from_micros(start, end).ok()
}
