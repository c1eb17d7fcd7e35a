//! NIST STM (segment time marked): who said what, one segment a line.
//!
//! ```text
//! recording  channel  speaker  start  end  [<label,…>]  text …
//! ```
//!
//! Times are decimal seconds, start and end. Everybody has segments of their own, so the format
//! tells of overlap. Recordings are told apart by name alone, whatever the channel. Empty lines and
//! `;;` comments are passed over. So are segments that are not speech of a person, and they are
//! counted: the gaps of `inter_segment_gap`, and what says `ignore_time_segment_in_scoring` instead
//! of text. A segment without text counts as spoken.
//!
//! A segment of no length or of negative length is left out and counted as a repair.

use std::cell::Cell;

use super::collector::Collector;
use super::error::ReadError;
use super::fields::{fields, is_blank_or, seconds};
use super::lines::{Line, LineFormat};
use super::sample::Sample;

/// The fields that a segment must have.
const FIELDS: [&str; 5] =
    ["the recording's name", "the channel", "the speaker's label", "the start", "the end"];

/// STM, a line at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stm;

impl LineFormat for Stm {
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        if is_blank_or(";;", line) {
            return Ok(());
        }
        let ([name, _, speaker, start, end], rest) = fields(line, FIELDS)?;
        let from = seconds(line, start, "the start")?;
        let to = seconds(line, end, "the end")?;
        if speaker == "inter_segment_gap" || is_ignored(rest) {
            into.skip(name, 1);
            return Ok(());
        }
        let at = into.recording(name);
        into.turn(at, Some(speaker), from, to, || line.place_of(speaker))
    }
}

/// Whether the text says that there is none, behind a label or without one.
fn is_ignored(rest: &str) -> bool {
    let text = match rest.strip_prefix('<').and_then(|label| label.split_once('>')) {
        Some((_, text)) => text.trim_ascii(),
        None => rest,
    };
    text.eq_ignore_ascii_case("ignore_time_segment_in_scoring")
}

/// Why a text may be of this format.
pub(super) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    // Where all fields behind the recording are numbers, it is a region or an utterance.
    let has_words = Cell::new(false);
    let are_records = sample.records(";;", |fields| match fields {
        // What begins as RTTM, or ends like it, is RTTM that went wrong.
        ["SPEAKER", ..] | [_, _, _, _, _, "<NA>", "<NA>", ..] => false,
        [_, _, speaker, start, end, text @ ..] => {
            has_words.set(has_words.get() || !text.is_empty() || !Sample::is_number(speaker));
            [start, end].iter().all(|it| Sample::is_number(it))
        }
        _ => false,
    });
    (are_records && has_words.get())
        .then_some("each line is a recording, a channel, a speaker, a start, an end and text")
}
