//! NIST CTM (conversation time marked): one word a line.
//!
//! ```text
//! recording  channel  start  length  word  [confidence  [type  [speaker]]]
//! ```
//!
//! Times are decimal seconds, start and **length**. Words become turns, each speaker's by
//! themselves, so the format tells of overlap. Recordings are told apart by name, speakers by label
//! whatever the channel; `NA` in place of a speaker is none. If no word of a file has a speaker but
//! a recording has several channels, as two sides of a telephone call do, the channels are the
//! speakers: `channel 1` where the channel is a number or a letter, the name of the channel where
//! it has one. If there is one channel only, nobody was told apart, and that is an error.
//!
//! Empty lines and `;;` comments are passed over. So are, counted, sounds that are no words (types
//! `non-lex` and `misc`), words that are not scored (`noscore`), and all but the first of
//! alternatives (`<ALT_BEGIN>`, `<ALT>`, `<ALT_END>`).
//!
//! Words of no length and those that run backwards are repaired and counted.

use std::cell::Cell;

use indexmap::IndexMap;
use indexmap::map::raw_entry_v1::RawEntryApiV1;

use super::collector::Collector;
use super::error::{ReadError, ReadErrorKind};
use super::fields::{fields, is_blank_or, nothing};
use super::lines::{Line, LineFormat};
use super::place::{Place, Position};
use super::sample::Sample;
use super::speaker::is_known;
use super::unit::Unit;
use super::words::{Track, Word};
use crate::time::Time;

/// The fields that a word must have.
const FIELDS: [&str; 5] =
    ["the recording's name", "the channel", "the start", "the length", "the word"];

/// A word's time and place.
type Timed = (Time, Time, Position);

/// CTM, a line at a time; words are kept until the end, since those of several people alternate.
#[derive(Clone, Debug, Default)]
pub(super) struct Ctm {
    recordings: IndexMap<String, Heard>,
    /// Whether a word has a speaker.
    has_speakers: bool,
    /// Where the first speaker should stand.
    first: Option<Place>,
    /// Whether the line is in an alternative that is not the first.
    is_alternative: bool,
}

/// What was heard in a recording.
#[derive(Clone, Debug, Default)]
struct Heard {
    speakers: IndexMap<String, Vec<Timed>>,
    /// What has no speaker, by channel.
    channels: IndexMap<String, Vec<Timed>>,
}

impl LineFormat for Ctm {
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        if is_blank_or(";;", line) {
            return Ok(());
        }
        let ([name, channel, start, length, word], rest) = fields(line, FIELDS)?;
        let mut behind = rest.split_ascii_whitespace();
        let _confidence = behind.next();
        let kind = behind.next().unwrap_or_default();
        let speaker = behind.next();
        nothing(line, behind.next().unwrap_or_default(), "the end of the line after 8 fields")?;
        match word {
            "<ALT_BEGIN>" | "<ALT_END>" => self.is_alternative = false,
            "<ALT>" => self.is_alternative = true,
            _ if self.is_alternative || matches!(kind, "non-lex" | "misc" | "noscore") => {
                into.skip(name, 1);
            }
            _ => {
                let timed = times(line, start, length)?;
                self.word(name, channel, speaker, timed);
                self.first.get_or_insert_with(|| line.place_of_end());
            }
        }
        Ok(())
    }

    fn end(&mut self, into: &mut Collector) -> Result<(), ReadError> {
        let are_speakers =
            !self.has_speakers && self.recordings.values().any(|heard| heard.channels.len() > 1);
        if let Some(first) = self.first.take()
            && !self.has_speakers
            && !are_speakers
        {
            let expected = "speakers, or more channels than one (were speakers told apart?)";
            return Err(ReadError::new(first, ReadErrorKind::Missing { expected }));
        }
        for (name, heard) in std::mem::take(&mut self.recordings) {
            let at = into.recording(&name);
            let speakers = heard.speakers.into_iter().map(|(label, words)| (Some(label), words));
            let channels = heard
                .channels
                .into_iter()
                .map(|(channel, words)| (are_speakers.then(|| label(channel)), words));
            for (label, words) in speakers.chain(channels) {
                let mut track = Track::new();
                for (start, end, id) in words {
                    let (start, end) = (Some(start), Some(end));
                    track.push(Word { speaker: label.as_deref(), start, end, id });
                }
                track.collect(at, into, Place::from)?;
            }
        }
        Ok(())
    }
}

impl Ctm {
    fn word(&mut self, name: &str, channel: &str, speaker: Option<&str>, timed: Timed) {
        let heard = entry(&mut self.recordings, name);
        let words = match speaker.filter(|label| *label != "NA" && is_known(label)) {
            Some(speaker) => {
                self.has_speakers = true;
                entry(&mut heard.speakers, speaker)
            }
            None => entry(&mut heard.channels, channel),
        };
        words.push(timed);
    }
}

/// What a map has for a name, without a copy of the name where it is known.
fn entry<'m, T: Default>(map: &'m mut IndexMap<String, T>, name: &str) -> &'m mut T {
    map.raw_entry_mut_v1().from_key(name).or_insert_with(|| (name.to_owned(), T::default())).1
}

fn times(line: Line<'_>, start: &str, length: &str) -> Result<Timed, ReadError> {
    let refuse = |part| move |kind| line.refuse(part, kind);
    let place = line.place_of(start).position;
    let from = Unit::Seconds.read(start, "the start").map_err(refuse(start))?;
    let lasts = Unit::Seconds.read(length, "the length").map_err(refuse(length))?;
    let end = Unit::time(from.plus(lasts), length, "the end").map_err(refuse(length))?;
    Ok((Unit::time(from, start, "the start").map_err(refuse(start))?, end, place))
}

/// What to call who speaks on a channel.
fn label(channel: String) -> String {
    let mut characters = channel.chars();
    let is_letter = characters.next().is_some() && characters.next().is_none();
    if is_letter || channel.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("channel {channel}")
    } else {
        channel
    }
}

/// Why a text may be of this format.
pub(super) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    // A label of a segment in STM may be a number, and so may the channel in Kaldi's `segments`:
    // then what would be the word is one too.
    let has_words = Cell::new(false);
    let is_time = |text: &str| text == "*" || Sample::is_number(text);
    let is_confidence = |text: &&str| matches!(*text, "NA" | "<NA>") || Sample::is_number(text);
    let are_records = sample.records(";;", |fields| match fields {
        ["SPEAKER", ..] => false,
        [_, _, start, length, word, behind @ ..] if behind.len() <= 3 => {
            has_words.set(has_words.get() || !Sample::is_number(word));
            is_time(start) && is_time(length) && behind.first().is_none_or(is_confidence)
        }
        _ => false,
    });
    (are_records && has_words.get())
        .then_some("each line is a recording, a channel, a start, a length and a word")
}
