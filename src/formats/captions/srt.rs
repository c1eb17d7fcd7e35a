//! `SubRip`, with speakers in front of the text, as `WhisperX`, whisper.cpp and people write it.
//!
//! There is no header, and no comment. Numbers in front of the times are passed over, in order or
//! not.

use super::{Captions, Syntax, times, webvtt};
use crate::formats::options::Options;
use crate::formats::sample::Sample;

pub(in crate::formats) fn reader(options: &Options) -> Captions {
    Captions::new(Syntax::Srt, options)
}

/// Why a text may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let mut lines = sample.lines();
    let first = lines.next().filter(|first| !webvtt::is_title(first))?;
    let is_number = |line: &str| line.trim().bytes().all(|byte| byte.is_ascii_digit());
    let begins =
        times(first).is_some() || (is_number(first) && lines.next().and_then(times).is_some());
    begins.then_some("it begins with a number and a line of `start --> end`")
}
