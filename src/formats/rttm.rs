//! NIST RTTM (Rich Transcription Time Marked), the common form of diarization.
//!
//! One record a line, fields apart by spaces or tabs:
//!
//! ```text
//! SPEAKER  recording  channel  start  length  <NA>  <NA>  speaker  <NA>  <NA>
//! ```
//!
//! Times are decimal seconds, exact to the microsecond after one rounding of start and of
//! start + length. The last one or two fields may be missing. Recordings are told apart by name
//! alone, whatever the channel. `NOSCORE` records take their time out of what is scored; records of
//! the other types of the format, empty lines and `;;` comments are passed over; a byte order mark and line ends of either kind are no matter.
//!
//! A turn whose length is zero or negative is left out and counted as a [`Repair`]. A recording's
//! name that holds spaces is read from the right, where the record ends in
//! `<NA> <NA> speaker <NA> <NA>`. Everything else is a [`ReadError`].
//!
//! Source: the RTTM file format of the NIST Rich Transcription evaluations (RT-09, appendix A).
//!
//! [`Repair`]: super::Repair

use super::collector::{Collector, Policy};
use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::lines::{Line, LineFormat, Lines};
use super::recording::{OverlapCapability, Recording};
#[cfg(feature = "formats")]
use super::sample::Sample;
use super::unit::Unit;
use crate::time::{DecimalSeconds, Span, Time};

/// The other record types of the format.
const OTHER_RECORDS: [&str; 13] = [
    "A/P",
    "CB",
    "EDIT",
    "FILLER",
    "IP",
    "LEXEME",
    "NON-LEX",
    "NON-SPEECH",
    "NOSCORE",
    "NO_RT_METADATA",
    "SEGMENT",
    "SPKR-INFO",
    "SU",
];

/// The fields of a `SPEAKER` record, in order.
const FIELDS: [&str; 10] = [
    "the record type",
    "the recording's name",
    "the channel",
    "the start",
    "the length",
    "the orthography",
    "the subtype",
    "the speaker's label",
    "the confidence",
    "the signal lookahead",
];
/// How many of them must be there: up to the speaker's label.
const FEWEST_FIELDS: usize = 8;

/// Reads all recordings of an RTTM file, in order of their names.
///
/// Text without a `SPEAKER` record holds no recording and gives an empty list.
///
/// # Errors
/// [`ReadError`] for the first line that is no RTTM, with line and column. A [`Reader`] keeps
/// what was read before it.
///
/// ```
/// use sociogram::formats::rttm;
///
/// let text = "SPEAKER retro 1 0.0 2.0 <NA> <NA> ana <NA> <NA>\n\
///             SPEAKER retro 1 2.2 1.8 <NA> <NA> ben <NA> <NA>\n\
///             SPEAKER demo  1 0.0 5.0 <NA> <NA> eva <NA> <NA>\n";
/// let recordings = rttm::read(text.as_bytes())?;
/// let names: Vec<&str> = recordings.iter().map(|one| one.name().as_str()).collect();
/// assert_eq!(names, ["demo", "retro"]);
/// # Ok::<(), sociogram::formats::ReadError>(())
/// ```
pub fn read(bytes: &[u8]) -> Result<Vec<Recording>, ReadError> {
    let mut reader = Reader::new();
    reader.push(bytes)?;
    reader.end()?;
    Ok(reader.into_recordings())
}

/// Reads RTTM as it comes, in pieces of any size, and keeps what it has read when a line is
/// refused.
///
/// ```
/// use sociogram::formats::rttm::Reader;
///
/// let mut reader = Reader::new();
/// reader.push(b"SPEAKER retro 1 0.0 2.0 <NA> <NA> ana <N")?;
/// reader.push(b"A> <NA>\n")?;
/// assert!(reader.push(b"hello\n").is_err());
/// assert_eq!(reader.into_recordings()[0].turns().len(), 1);
/// # Ok::<(), sociogram::formats::ReadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reader(Lines<Rttm>);

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        let collector = Collector::new(Policy::default(), OverlapCapability::Yes);
        Self(Lines::new(Rttm, collector))
    }

    /// Reads the next piece.
    ///
    /// # Errors
    /// [`ReadError`] for the first line that is no RTTM; the lines before it are kept.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        self.0.push(bytes)
    }

    /// Reads the last line, which may lack a line end.
    ///
    /// # Errors
    /// As [`Reader::push`].
    pub fn end(&mut self) -> Result<(), ReadError> {
        self.0.end()
    }

    /// What was read: the recordings, in order of their names.
    #[must_use]
    pub fn into_recordings(self) -> Vec<Recording> {
        self.0.into_collector().into_recordings()
    }
}

/// RTTM, a line at a time.
#[derive(Clone, Debug, Default)]
pub(super) struct Rttm;

impl LineFormat for Rttm {
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        if let Some(record) = SpeakerRecord::plain(line.text) {
            return record.take_in(line, into);
        }
        // Records as they should be need no memory of their own.
        let mut few = [""; FIELDS.len()];
        let mut count = 0;
        for field in line.text.split_ascii_whitespace() {
            if let Some(slot) = few.get_mut(count) {
                *slot = field;
            }
            count += 1;
        }
        match few.get(..count) {
            Some(fields) => record(line, fields, into),
            None => {
                let fields: Vec<&str> = line.text.split_ascii_whitespace().collect();
                record(line, &fields, into)
            }
        }
    }
}

fn record(line: Line<'_>, fields: &[&str], into: &mut Collector) -> Result<(), ReadError> {
    let Some(first) = fields.first().copied() else { return Ok(()) };
    match first {
        "SPEAKER" => SpeakerRecord::find(line, fields)?.take_in(line, into),
        comment if comment.starts_with(";;") => Ok(()),
        "END" => Err(line.refuse(first, ReadErrorKind::EspnetVariant)),
        other if OTHER_RECORDS.contains(&other) => {
            if let Some(name) = fields.get(1) {
                into.skip(name, 1);
            }
            mask(fields, into);
            Ok(())
        }
        other => {
            let found = Excerpt::of(other);
            Err(line.refuse(first, ReadErrorKind::UnknownRecord { found }))
        }
    }
}

/// Takes in the time that a `NOSCORE` record keeps from being scored.
fn mask(fields: &[&str], into: &mut Collector) {
    if let ["NOSCORE", name, _, start, length, ..] = fields
        && let [Ok(start), Ok(length)] =
            [start, length].map(|text| DecimalSeconds::parse(text.as_bytes()))
        && let [Ok(start), Ok(end)] =
            [start, start.plus(length)].map(|time| Time::from_micros(time.round()))
        && let Ok(span) = Span::new(start, end)
    {
        into.mask(name, span);
    }
}

/// What is needed of a `SPEAKER` record.
struct SpeakerRecord<'a> {
    name: &'a str,
    start: &'a str,
    length: &'a str,
    speaker: &'a str,
}

impl<'a> SpeakerRecord<'a> {
    /// A record as nearly all are: single spaces, and nothing where nothing is told.
    #[inline]
    fn plain(text: &'a str) -> Option<Self> {
        let (name, rest) = word(text.strip_prefix("SPEAKER ")?)?;
        let (_channel, rest) = word(rest)?;
        let (start, rest) = word(rest)?;
        let (length, rest) = word(rest)?;
        let (speaker, rest) = word(rest.strip_prefix("<NA> <NA> ")?)?;
        (rest == "<NA> <NA>").then_some(Self { name, start, length, speaker })
    }

    fn find(line: Line<'a>, fields: &[&'a str]) -> Result<Self, ReadError> {
        let found = fields.len();
        let [_, name, _, start, length, orthography, subtype, speaker, behind @ ..] = fields else {
            let missing = FIELDS.get(found).copied().unwrap_or_default();
            let kind = ReadErrorKind::TooFewFields { found, least: FEWEST_FIELDS, missing };
            return Err(ReadError::new(line.place_of_end(), kind));
        };
        let as_specified = is_absent(orthography) && is_absent(subtype) && found <= FIELDS.len();
        if !as_specified && let Some(record) = Self::from_the_right(line, fields) {
            return Ok(record);
        }
        if let Some(extra) = fields.get(FIELDS.len()) {
            return Err(line.refuse(extra, ReadErrorKind::TooManyFields { found }));
        }
        for (text, field) in behind.iter().zip(FIELDS.iter().skip(found - behind.len())) {
            if !is_number_or_absent(text) {
                let kind = ReadErrorKind::NotANumber { field, found: Excerpt::of(text) };
                return Err(line.refuse(text, kind));
            }
        }
        Ok(Self { name, start, length, speaker })
    }

    /// The record of a recording whose name holds spaces, where the fields behind the times leave
    /// no doubt: `<NA> <NA> speaker`, and nothing but numbers or absent fields after it.
    fn from_the_right(line: Line<'a>, fields: &[&'a str]) -> Option<Self> {
        (FEWEST_FIELDS..=FIELDS.len()).rev().find_map(|specified| {
            let (record, behind) =
                fields.split_at_checked(fields.len().checked_sub(specified - FEWEST_FIELDS)?)?;
            let [_, first, .., last, _, start, length, orthography, subtype, speaker] = record
            else {
                return None;
            };
            let sure = is_absent(orthography)
                && is_absent(subtype)
                && behind.iter().all(|field| is_number_or_absent(field));
            let name = line.text.get(line.byte_of(first)..line.byte_of(last) + last.len())?;
            sure.then_some(Self { name, start, length, speaker })
        })
    }

    /// Start and end, where both numbers are whole microseconds, as most are.
    #[inline]
    fn exact(&self) -> Option<(Time, Time)> {
        let [start, length] =
            [self.start, self.length].map(|text| DecimalSeconds::whole_micros(text.as_bytes()));
        let (start, length) = (start?, length?);
        let end = Time::from_micros(start + length).ok()?;
        Some((Time::from_micros(start).ok()?, end))
    }

    fn take_in(&self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        let refuse = |part| move |kind| line.refuse(part, kind);
        if let Some((start, end)) = self.exact() {
            let at = into.recording(self.name);
            return into.turn(at, Some(self.speaker), start, end, || line.place_of(self.speaker));
        }
        let start = Unit::Seconds.read(self.start, "the start").map_err(refuse(self.start))?;
        let length = Unit::Seconds.read(self.length, "the length").map_err(refuse(self.length))?;
        let end = Unit::time(start.plus(length), self.length, "the end");
        let end = end.map_err(refuse(self.length))?;
        let start = Unit::time(start, self.start, "the start").map_err(refuse(self.start))?;
        let at = into.recording(self.name);
        into.turn(at, Some(self.speaker), start, end, || line.place_of(self.speaker))
    }
}

/// The text before the first space, and what is behind it.
#[inline]
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().position(|byte| byte <= b' ').filter(|end| *end > 0)?;
    let (word, behind) = text.split_at_checked(end)?;
    Some((word, behind.strip_prefix(' ')?))
}

fn is_absent(field: &str) -> bool {
    field == "<NA>"
}

/// A number, or one of the ways in which tools say that there is none.
fn is_number_or_absent(field: &str) -> bool {
    is_absent(field)
        || matches!(field, "NA" | "-")
        || DecimalSeconds::parse(field.as_bytes()).is_ok()
}

/// Why a text may be of this format.
#[cfg(feature = "formats")]
pub(super) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let first = sample.lines().find(|line| !line.trim_start().starts_with(";;"))?;
    let is_record = match first.split_ascii_whitespace().next()? {
        "SPEAKER" | "END" => true,
        other => OTHER_RECORDS.contains(&other),
    };
    is_record.then_some("its first record has a type of RTTM")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts<'a>(record: &SpeakerRecord<'a>) -> [&'a str; 4] {
        [record.name, record.start, record.length, record.speaker]
    }

    proptest! {
        #[test]
        fn a_plain_record_is_what_its_fields_make_it(
            fields in proptest::collection::vec("[ \t\u{b}]{0,1}(1|2\\.5|<NA>|ä|a\u{a0}b)", 4..6),
            tail in "( |\t)(<NA>)?[ ]{0,2}(<NA>)?( x)?",
        ) {
            let [name, channel, start, length] = [&fields[0], &fields[1], &fields[2], &fields[3]];
            let text = format!(
                "SPEAKER {name} {channel} {start} {length} <NA> <NA> {name}{tail}"
            );
            if let Some(plain) = SpeakerRecord::plain(&text) {
                let fields: Vec<&str> = text.split_ascii_whitespace().collect();
                let found = SpeakerRecord::find(Line { text: &text, number: 1 }, &fields);
                prop_assert_eq!(parts(&plain), parts(&found.unwrap()));
            }
        }
    }

    #[test]
    fn most_records_are_plain() {
        let text = "SPEAKER a 1 0.5 2 <NA> <NA> ana <NA> <NA>";
        let plain = SpeakerRecord::plain(text).map(|record| parts(&record));
        assert_eq!(plain, Some(["a", "0.5", "2", "ana"]));
        for other in
            ["SPEAKER a  0.5 2 <NA> <NA> ana <NA> <NA>", "SPEAKER", &text.replace(' ', "\t")]
        {
            assert!(SpeakerRecord::plain(other).is_none(), "{other:?}");
        }
    }
}
