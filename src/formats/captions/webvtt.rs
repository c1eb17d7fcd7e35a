//! `WebVTT`, as Teams, Zoom and many others write it.
//!
//! The first line begins with `WEBVTT`, in any case; what else stands before the first empty line
//! or cue is passed over, and so are blocks that begin with `NOTE`, `STYLE` or `REGION`. The same
//! words in the text of a cue are text.

use super::{Captions, Syntax};
use crate::formats::options::Options;
use crate::formats::sample::Sample;

pub(in crate::formats) fn reader(options: &Options) -> Captions {
    Captions::new(Syntax::WebVtt, options)
}

/// Why a text may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    sample.lines().next().is_some_and(is_title).then_some("its first line is `WEBVTT`")
}

/// Whether a line says that this is `WebVTT`.
pub(super) fn is_title(line: &str) -> bool {
    line.split_at_checked(6).is_some_and(|(title, rest)| {
        let goes_on = |next: char| next.is_alphanumeric() || next == '_';
        title.eq_ignore_ascii_case("WEBVTT") && !rest.starts_with(goes_on)
    })
}

/// Whether a line begins a block that is no cue.
pub(super) fn is_comment(line: &str) -> bool {
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    word == "NOTE" || matches!(line, "STYLE" | "REGION")
}
