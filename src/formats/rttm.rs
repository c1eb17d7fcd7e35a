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
//! alone, whatever the channel. Records of the other types of the format, empty lines and `;;`
//! comments are passed over; a byte order mark and line ends of either kind are no matter.
//!
//! A turn whose length is zero or negative is left out and counted as a [`Repair`]. A recording's
//! name that holds spaces is read from the right, where the record ends in
//! `<NA> <NA> speaker <NA> <NA>`. Everything else is a [`ReadError`].
//!
//! Source: the RTTM file format of the NIST Rich Transcription evaluations (RT-09, appendix A).
//!
//! [`Repair`]: super::Repair

use indexmap::IndexMap;

use super::error::{Excerpt, Position, ReadError, ReadErrorKind};
use super::recording::{Recording, RepairKind};
use crate::time::{DecimalError, DecimalSeconds, Span, Time};
use crate::turn::{Label, Turns};

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
    reader.read(bytes)?;
    Ok(reader.into_recordings())
}

/// Reads RTTM and keeps what it has read when a line is refused.
///
/// ```
/// use sociogram::formats::rttm::Reader;
///
/// let mut reader = Reader::new();
/// let text = b"SPEAKER retro 1 0.0 2.0 <NA> <NA> ana <NA> <NA>\nhello\n";
/// assert!(reader.read(text).is_err());
/// assert_eq!(reader.into_recordings()[0].turns().len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Reader {
    recordings: IndexMap<Label, Recording>,
    /// Records passed over, by the name that they give.
    skipped: IndexMap<Label, u64>,
    /// The recording of the record before, which is most often that of the next.
    latest: usize,
}

impl Reader {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a whole file, adding to what was read before.
    ///
    /// # Errors
    /// [`ReadError`] for the first line that is no RTTM; the lines before it are kept.
    pub fn read(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        let text = match bytes {
            [0xEF, 0xBB, 0xBF, text @ ..] => text,
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
                return Err(ReadError::new(Position { line: 1, column: 1 }, ReadErrorKind::Utf16));
            }
            text => text,
        };
        let mut fields = Vec::with_capacity(FIELDS.len());
        for (number, line) in (1..).zip(lines(text)) {
            let refuse = |(at, kind): Refusal| ReadError::new(position(number, line, at), kind);
            let line = std::str::from_utf8(line)
                .map_err(|error| refuse((error.valid_up_to(), ReadErrorKind::NotUtf8)))?;
            split(line, &mut fields);
            self.record(line, &fields, number).map_err(refuse)?;
        }
        Ok(())
    }

    /// What was read: the recordings, in order of their names.
    #[must_use]
    pub fn into_recordings(mut self) -> Vec<Recording> {
        for (name, records) in &self.skipped {
            if let Some(recording) = self.recordings.get_mut(name) {
                recording.skip(*records);
            }
        }
        self.recordings.sort_unstable_keys();
        self.recordings.into_values().collect()
    }

    /// Takes in one line.
    fn record<'a>(
        &mut self,
        line: &'a str,
        fields: &[Field<'a>],
        number: u64,
    ) -> Result<(), Refusal> {
        let Some(first) = fields.first() else { return Ok(()) };
        match first.text {
            "SPEAKER" => self.turn(&SpeakerRecord::find(line, fields)?, number),
            comment if comment.starts_with(";;") => Ok(()),
            "END" => Err((first.at, ReadErrorKind::EspnetVariant)),
            other if OTHER_RECORDS.contains(&other) => {
                if let Some(name) = fields.get(1) {
                    *self.skipped.entry(name.text.into()).or_default() += 1;
                }
                Ok(())
            }
            other => Err((first.at, ReadErrorKind::UnknownRecord { found: Excerpt::of(other) })),
        }
    }

    /// Takes in one turn.
    fn turn(&mut self, record: &SpeakerRecord<'_>, number: u64) -> Result<(), Refusal> {
        let start = record.start.seconds("the start")?;
        let length = record.length.seconds("the length")?;
        let end = record.length.time(start.plus(length), "the end")?;
        let start = record.start.time(start, "the start")?;
        if record.speaker.is_absent() {
            return Err((record.speaker.at, ReadErrorKind::NoSpeaker));
        }
        let at = self.place_of(record.name);
        if let Some((_, recording)) = self.recordings.get_index_mut(at) {
            match Span::new(start, end) {
                Ok(span) => recording.turns_mut().push(record.speaker.text, span),
                Err(_) if start == end => recording.repaired(RepairKind::ZeroLength, number),
                Err(_) => recording.repaired(RepairKind::NegativeLength, number),
            }
        }
        Ok(())
    }

    /// Where the recording of this name stands, new or known.
    fn place_of(&mut self, name: &str) -> usize {
        let is_latest =
            self.recordings.get_index(self.latest).is_some_and(|(latest, _)| **latest == *name);
        if !is_latest {
            self.latest = match self.recordings.get_index_of(name) {
                Some(at) => at,
                None => {
                    let name = Label::from(name);
                    let recording = Recording::new(name.clone(), Turns::new());
                    self.recordings.insert_full(name, recording).0
                }
            };
        }
        self.latest
    }
}

/// Why a line is refused, and the byte of the line at which it is.
type Refusal = (usize, ReadErrorKind);

/// One field of a line, and the byte at which it begins.
#[derive(Clone, Copy, Debug)]
struct Field<'a> {
    text: &'a str,
    at: usize,
}

impl Field<'_> {
    fn is_absent(&self) -> bool {
        self.text == "<NA>"
    }

    fn seconds(&self, field: &'static str) -> Result<DecimalSeconds, Refusal> {
        DecimalSeconds::parse(self.text.as_bytes()).map_err(|error| {
            let found = Excerpt::of(self.text);
            let kind = match error {
                DecimalError::Malformed => ReadErrorKind::NotSeconds { field, found },
                DecimalError::OutOfRange => ReadErrorKind::OutOfRange { field, found },
            };
            (self.at, kind)
        })
    }

    fn time(&self, seconds: DecimalSeconds, field: &'static str) -> Result<Time, Refusal> {
        Time::from_micros(seconds.round()).map_err(|_| {
            (self.at, ReadErrorKind::OutOfRange { field, found: Excerpt::of(self.text) })
        })
    }

    /// A number, or one of the ways in which tools say that there is none.
    fn is_number_or_absent(&self) -> bool {
        self.is_absent()
            || matches!(self.text, "NA" | "-")
            || DecimalSeconds::parse(self.text.as_bytes()).is_ok()
    }
}

/// Where the fields of a `SPEAKER` record are.
struct SpeakerRecord<'a> {
    name: &'a str,
    start: Field<'a>,
    length: Field<'a>,
    speaker: Field<'a>,
}

impl<'a> SpeakerRecord<'a> {
    fn find(line: &'a str, fields: &[Field<'a>]) -> Result<Self, Refusal> {
        let found = fields.len();
        let [_, name, _, start, length, orthography, subtype, speaker, behind @ ..] = fields else {
            let missing = FIELDS.get(found).copied().unwrap_or_default();
            return Err((line.trim_end().len(), ReadErrorKind::TooFewFields { found, missing }));
        };
        let as_specified = orthography.is_absent() && subtype.is_absent() && found <= FIELDS.len();
        if !as_specified && let Some(record) = Self::from_the_right(line, fields) {
            return Ok(record);
        }
        if let Some(extra) = fields.get(FIELDS.len()) {
            return Err((extra.at, ReadErrorKind::TooManyFields { found }));
        }
        for (field, name) in behind.iter().zip(FIELDS.iter().skip(found - behind.len())) {
            if !field.is_number_or_absent() {
                let found = Excerpt::of(field.text);
                return Err((field.at, ReadErrorKind::NotANumber { field: name, found }));
            }
        }
        Ok(Self { name: name.text, start: *start, length: *length, speaker: *speaker })
    }

    /// The record of a recording whose name holds spaces, where the fields behind the times leave
    /// no doubt: `<NA> <NA> speaker`, and nothing but numbers or absent fields after it.
    fn from_the_right(line: &'a str, fields: &[Field<'a>]) -> Option<Self> {
        (FEWEST_FIELDS..=FIELDS.len()).rev().find_map(|specified| {
            let (record, behind) =
                fields.split_at_checked(fields.len().checked_sub(specified - FEWEST_FIELDS)?)?;
            let [_, first, .., last, _, start, length, orthography, subtype, speaker] = record
            else {
                return None;
            };
            let sure = orthography.is_absent()
                && subtype.is_absent()
                && behind.iter().all(Field::is_number_or_absent);
            let name = line.get(first.at..last.at + last.text.len())?;
            sure.then_some(Self { name, start: *start, length: *length, speaker: *speaker })
        })
    }
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'\n')
}

/// The fields of a line, into a list that is kept for the next one.
fn split<'a>(line: &'a str, fields: &mut Vec<Field<'a>>) {
    fields.clear();
    fields.extend(
        line.split_ascii_whitespace()
            .map(|text| Field { text, at: text.as_ptr().addr() - line.as_ptr().addr() }),
    );
}

/// The position of a byte of a line.
fn position(line: u64, text: &[u8], at: usize) -> Position {
    let before = String::from_utf8_lossy(text.get(..at).unwrap_or(text));
    Position { line, column: 1 + before.chars().map(|_| 1).sum::<u64>() }
}
