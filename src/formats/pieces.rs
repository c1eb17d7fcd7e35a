//! Tables of many recordings, read a piece at a time: a long one is never in memory whole.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::blocks::{Block, Blocks, fill};
use super::collector::Collector;
use super::error::{InputError, ReadError, ReadErrorKind};
use super::format::Format;
use super::input::GZIP;
use super::json::jsonl::JsonLines;
use super::lines::{LONGEST_LINE, LineFormat, lines};
use super::options::Options;
use super::place::Position;
use super::recording::{OverlapCapability, Recording};
use super::table::InPieces;
use crate::turn::Label;

/// So much is read at a time,
const BLOCK: usize = 1 << 20;
/// and so much of it is taken together.
const PIECE: usize = 48 << 20;
/// So much of a table tells what it is.
const HEAD: usize = 1 << 16;

/// Some rows of a table.
pub(crate) struct Piece {
    /// What they say of each recording; rows that name none are one without a name.
    pub(crate) recordings: Vec<Recording>,
    /// What could not be read.
    pub(crate) flaws: Vec<Flaw>,
}

/// A row that cannot be read.
pub(crate) struct Flaw {
    /// Whose it is, where that could be read.
    pub(crate) recording: Option<Label>,
    pub(crate) error: ReadError,
}

/// Reads CSV, TSV or JSON Lines, packed by gzip or not. A row that cannot be read is told as a flaw,
/// and the others are read all the same.
///
/// # Errors
/// What keeps all of it from being read, and what `take` returns.
pub(crate) fn read_in_pieces<E: From<InputError>>(
    input: &mut (dyn Read + Send),
    format: Format,
    options: &Options,
    take: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let begun = begin(input)?;
    if begun.starts_with(&GZIP) {
        let mut unpacked = MultiGzDecoder::new(std::io::Cursor::new(begun).chain(input));
        let begun = begin(&mut unpacked)?;
        return read_text(begun, &mut unpacked, format, options, take);
    }
    read_text(begun, input, format, options, take)
}

fn read_text<E: From<InputError>>(
    begun: Vec<u8>,
    input: &mut (dyn Read + Send),
    format: Format,
    options: &Options,
    take: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let begun = of_text(begun).map_err(InputError::from)?;
    let new = || Pieces::new(options);
    let mut pieces = new();
    let mut reader = Rows::new(format, options).map_err(InputError::from)?;
    let mut blocks = Blocks::new(begun, input, BLOCK);
    let (mut spare, mut before) = (String::new(), 0);
    loop {
        let next = blocks.next(std::mem::take(&mut spare));
        let Some(block) = next.map_err(|error| error.further_down(before))? else { break };
        pieces.size += block.text.len();
        before += reader
            .block(&block, before, &mut pieces)
            .map_err(|error| InputError::from(error.further_down(before)))?;
        spare = block.text;
        if pieces.size >= PIECE {
            take(std::mem::replace(&mut pieces, new()).into_piece())?;
        }
    }
    reader
        .end(before, &mut pieces)
        .map_err(|error| InputError::from(error.further_down(before)))?;
    take(pieces.into_piece())
}

/// What the beginning of a table says: its rows, and whether they name recordings.
///
/// # Errors
/// What keeps it from being read.
pub(crate) fn peek(
    input: &mut (dyn Read + Send),
    format: Format,
    options: &Options,
) -> Result<(Piece, bool), InputError> {
    let begun = begin(input)?;
    if begun.starts_with(&GZIP) {
        let mut unpacked = MultiGzDecoder::new(std::io::Cursor::new(begun).chain(input));
        let begun = begin(&mut unpacked)?;
        return peek_text(begun, &mut unpacked, format, options);
    }
    peek_text(begun, input, format, options)
}

fn peek_text(
    begun: Vec<u8>,
    input: &mut (dyn Read + Send),
    format: Format,
    options: &Options,
) -> Result<(Piece, bool), InputError> {
    let mut pieces = Pieces::new(options);
    let mut reader = Rows::new(format, options)?;
    let mut blocks = Blocks::new(of_text(begun)?, input, HEAD);
    if let Some(block) = blocks.next(String::new())? {
        reader.block(&block, 0, &mut pieces)?;
    }
    let names_recordings = reader.names_recordings(&pieces.collector);
    Ok((pieces.into_piece(), names_recordings))
}

fn begin(input: &mut (dyn Read + Send)) -> Result<Vec<u8>, InputError> {
    let mut begun = vec![0; 3];
    fill(input, &mut begun, 0)?;
    Ok(begun)
}

/// The beginning of a text, without a mark.
fn of_text(mut begun: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    if begun.starts_with(b"\xFF\xFE") || begun.starts_with(b"\xFE\xFF") {
        return Err(ReadError::new(Position::START, ReadErrorKind::Utf16));
    }
    if begun.starts_with(b"\xEF\xBB\xBF") {
        begun.clear();
    }
    Ok(begun)
}

/// A piece in the making.
struct Pieces {
    collector: Collector,
    flaws: Vec<Flaw>,
    size: usize,
}

impl Pieces {
    fn new(options: &Options) -> Self {
        let collector = Collector::new(options.policy, OverlapCapability::Unknown);
        Self { collector, flaws: Vec::new(), size: 0 }
    }

    fn into_piece(self) -> Piece {
        Piece { recordings: self.collector.into_recordings(), flaws: self.flaws }
    }
}

/// Whose row it is that cannot be read: it is known once the row has named its recording.
fn flaw(collector: &Collector, error: ReadError) -> Flaw {
    let is_named = matches!(
        error.kind(),
        ReadErrorKind::NotATime { .. }
            | ReadErrorKind::OutOfRange { .. }
            | ReadErrorKind::UnknownSpeaker { .. }
            | ReadErrorKind::Flaw { .. }
    );
    let recording = collector.latest().filter(|_| is_named).cloned();
    Flaw { recording, error }
}

/// Rows of a format.
enum Rows {
    /// With rows that have begun and may go on.
    Table(Box<InPieces>, String),
    Lines(Box<JsonLines>, Option<bool>),
}

impl Rows {
    fn new(format: Format, options: &Options) -> Result<Self, ReadError> {
        Ok(match format {
            Format::Csv | Format::Tsv => {
                let table = InPieces::new(format == Format::Tsv, options)?;
                Self::Table(Box::new(table), String::new())
            }
            _ => Self::Lines(Box::new(JsonLines::new(options)), None),
        })
    }

    /// Takes in a block that stands so many lines further down, and says how many lines are done.
    fn block(&mut self, block: &Block, before: u64, into: &mut Pieces) -> Result<u64, ReadError> {
        if block.is_cut {
            let kind = ReadErrorKind::LineTooLong { limit: LONGEST_LINE };
            return Err(ReadError::new(Position::START, kind));
        }
        match self {
            Self::Lines(json, is_array) => {
                let Pieces { collector, flaws, .. } = into;
                for line in lines(&block.text) {
                    line.check_length()?;
                    let text = line.text.trim_ascii_start();
                    let is_array = match *is_array {
                        None if text.is_empty() => false,
                        known => *is_array.insert(known.unwrap_or(text.starts_with('['))),
                    };
                    match json.line(line, collector) {
                        // Where an object of an array ends is not known once one cannot be read.
                        Err(error) if is_array => return Err(error),
                        Err(error) => flaws.push(flaw(collector, error.further_down(before))),
                        Ok(()) => {}
                    }
                }
                Ok(block.lines())
            }
            Self::Table(table, begun) => {
                begun.push_str(&block.text);
                begun.push('\n');
                let mut whole = InPieces::whole_rows(begun);
                if begun.len() - whole > 2 * LONGEST_LINE {
                    whole = begun.len();
                }
                let behind = begun.split_off(whole);
                let text = std::mem::replace(begun, behind);
                rows(table, &text, before, into)
            }
        }
    }

    fn end(&mut self, before: u64, into: &mut Pieces) -> Result<(), ReadError> {
        match self {
            Self::Lines(json, _) => json.end(&mut into.collector),
            Self::Table(table, begun) => rows(table, begun, before, into).map(|_| ()),
        }
    }

    /// Whether its rows name recordings, as far as can be told from those that were read.
    fn names_recordings(&self, collector: &Collector) -> bool {
        match self {
            Self::Table(table, _) => table.names_recordings(),
            Self::Lines(..) => collector.latest().is_some_and(|name| !name.is_empty()),
        }
    }
}

/// Takes in whole rows that stand so many lines further down, and says how many lines they are.
fn rows(
    table: &mut InPieces,
    text: &str,
    before: u64,
    into: &mut Pieces,
) -> Result<u64, ReadError> {
    let Pieces { collector, flaws, .. } = into;
    if text.trim_ascii().is_empty() {
        return Ok(0);
    }
    table.rows(text, collector, |collector, error| {
        flaws.push(flaw(collector, error.further_down(before)));
    })?;
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    Ok(u64::try_from(breaks).unwrap_or(u64::MAX))
}
