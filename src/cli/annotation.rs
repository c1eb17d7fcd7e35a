//! Who responds to whom, as people marked it: `NAME.responses.csv`.

use csv::{Reader, ReaderBuilder, StringRecord, Trim};
use sociogram::validate::{AnnotatedResponse, AnnotationError};
use sociogram::{Time, TimeError};
use thiserror::Error;

/// An annotation that is refused: in which line, counted from 1, and why.
#[derive(Debug, Error)]
#[error("{line}: error: {why}")]
pub(crate) struct Refusal {
    line: usize,
    why: Fault,
}

#[derive(Debug, Error)]
enum Fault {
    #[error("expected a column {name}, found {found}")]
    NoColumn { name: &'static str, found: String },
    #[error("expected UTF-8 text")]
    NotUtf8,
    #[error("expected {expected} fields, as in the first line, found {found}")]
    Fields { expected: u64, found: u64 },
    #[error("expected {column} in seconds, found {found:?}")]
    NotSeconds { column: &'static str, found: String },
    #[error("{column}: {why}")]
    NotATime { column: &'static str, why: TimeError },
    #[error("{end_column}, {end} s, comes before {start_column}, {start} s")]
    Reversed { start_column: &'static str, start: Time, end_column: &'static str, end: Time },
    #[error(transparent)]
    Response(#[from] AnnotationError),
    #[error("{0}")]
    Other(String),
}

/// The responses of a file: columns in any order, further ones passed over.
///
/// An utterance may start and end at the same time, as marks of one instant do.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<AnnotatedResponse>, Refusal> {
    let mut reader = ReaderBuilder::new().trim(Trim::Headers).from_reader(bytes);
    let columns = Columns::find(&mut reader).map_err(|why| Refusal { line: 1, why })?;
    let mut responses = Vec::new();
    let mut record = StringRecord::new();
    loop {
        let at = reader.position().byte();
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(responses),
            Ok(true) => {
                let response = columns.response(&record);
                responses.push(response.map_err(|why| Refusal { line: line(bytes, at), why })?);
            }
            Err(error) => return Err(Refusal { line: line(bytes, at), why: fault(error) }),
        }
    }
}

/// Which field is which.
struct Columns {
    responder: usize,
    addressee: usize,
    response: Utterance,
    addressed: Utterance,
}

struct Utterance {
    start: (usize, &'static str),
    end: (usize, &'static str),
}

impl Columns {
    fn find(reader: &mut Reader<&[u8]>) -> Result<Self, Fault> {
        let names = reader.headers().map_err(fault)?;
        let place = |name: &'static str| {
            names.iter().position(|one| one == name).ok_or_else(|| {
                let found: Vec<&str> = names.iter().collect();
                let found = found.join(", ");
                Fault::NoColumn {
                    name,
                    found: if found.is_empty() { "none".into() } else { found },
                }
            })
        };
        let named = |name| Ok::<_, Fault>((place(name)?, name));
        Ok(Self {
            responder: place("responder")?,
            addressee: place("addressee")?,
            response: Utterance { start: named("response_start")?, end: named("response_end")? },
            addressed: Utterance { start: named("addressed_start")?, end: named("addressed_end")? },
        })
    }

    fn response(&self, record: &StringRecord) -> Result<AnnotatedResponse, Fault> {
        let start = self.response.start(record)?;
        self.addressed.start(record)?;
        let label = |at: usize| record.get(at).unwrap_or_default();
        Ok(AnnotatedResponse::new(label(self.responder), label(self.addressee), start)?)
    }
}

impl Utterance {
    /// When it starts, once it is known to end no earlier.
    fn start(&self, record: &StringRecord) -> Result<Time, Fault> {
        let time = |(at, column): (usize, &'static str)| {
            let text = record.get(at).unwrap_or_default().trim();
            let seconds: f64 = text.parse().map_err(|_| Fault::NotSeconds {
                column,
                found: text.chars().take(40).collect(),
            })?;
            Time::from_seconds(seconds).map_err(|why| Fault::NotATime { column, why })
        };
        let (start, end) = (time(self.start)?, time(self.end)?);
        if end < start {
            let (start_column, end_column) = (self.start.1, self.end.1);
            return Err(Fault::Reversed { start_column, start, end_column, end });
        }
        Ok(start)
    }
}

fn fault(error: csv::Error) -> Fault {
    match error.into_kind() {
        csv::ErrorKind::Utf8 { .. } => Fault::NotUtf8,
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Fault::Fields { expected: expected_len, found: len }
        }
        other => Fault::Other(format!("{other:?}")),
    }
}

/// The line of the record that the reader found from this byte on.
///
/// Counted anew: the reader stops between the two characters of a line's end and passes over
/// empty lines, so its own count may be behind.
fn line(bytes: &[u8], from: u64) -> usize {
    let from = usize::try_from(from).unwrap_or(usize::MAX).min(bytes.len());
    let (before, after) = bytes.split_at(from);
    let blank = after.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    1 + before.iter().chain(blank).filter(|byte| **byte == b'\n').count()
}
