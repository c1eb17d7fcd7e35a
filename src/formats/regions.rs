//! NIST UEM: the scored regions of recordings.

use indexmap::IndexMap;

use super::collector::Collector;
use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::input;
use super::lines::{Line, lines};
use super::options::Options;
use super::place::Position;
use super::sample::Sample;
use super::unit::Unit;
use crate::time::Span;
use crate::turn::Label;

/// The regions of recordings that are scored: what a UEM (un-partitioned evaluation map) holds.
///
/// One region a line, `recording channel start end`, times in decimal seconds; empty lines and
/// `;;` comments are passed over, and channels are not told apart.
///
/// ```
/// use sociogram::formats::{self, Options, Regions};
///
/// let regions = Regions::read(b"standup 1 0.000 60.000\n")?;
/// let turns = b"SPEAKER standup 1 58.0 5.0 <NA> <NA> ana <NA> <NA>";
/// let reading = formats::read(turns, &Options::default().regions(regions))?;
/// let recording = &reading.recordings()[0];
/// assert_eq!(recording.turns().iter().map(|(_, span)| span.length().as_secs()).sum::<u64>(), 2);
/// assert_eq!(recording.unscored(), 1);
/// # Ok::<(), formats::ReadError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Regions(IndexMap<Label, Vec<Span>>);

impl Regions {
    /// Reads a UEM.
    ///
    /// # Errors
    /// [`ReadError`] for the first line that is no region, and for a region that ends where it
    /// starts or before.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let mut regions = Self::default();
        for line in lines(&input::text(bytes)?) {
            regions.line(line)?;
        }
        Ok(regions)
    }

    /// The regions of a recording, in the order of the file; absent if it has none.
    #[must_use]
    pub fn of(&self, recording: &str) -> Option<&[Span]> {
        self.0.get(recording).map(Vec::as_slice)
    }

    fn line(&mut self, line: Line<'_>) -> Result<(), ReadError> {
        const FIELDS: [&str; 4] = ["the recording's name", "the channel", "the start", "the end"];
        let fields: Vec<&str> = line.text.split_ascii_whitespace().collect();
        if fields.first().is_none_or(|first| first.starts_with(";;")) {
            return Ok(());
        }
        let [name, _, start, end] = fields[..] else {
            return Err(match fields.get(FIELDS.len()) {
                Some(extra) => {
                    let found = Excerpt::of(extra);
                    let expected = "the end of the line after 4 fields";
                    line.refuse(extra, ReadErrorKind::Unexpected { expected, found })
                }
                None => {
                    let found = fields.len();
                    let missing = FIELDS.get(found).copied().unwrap_or_default();
                    let kind = ReadErrorKind::TooFewFields { found, least: FIELDS.len(), missing };
                    ReadError::new(line.place_of_end(), kind)
                }
            });
        };
        let time = |text, field| {
            Unit::Seconds.read_time(text, field).map_err(|kind| line.refuse(text, kind))
        };
        let span = Span::new(time(start, "the start")?, time(end, "the end")?).map_err(|_| {
            let found = Excerpt::of(end);
            let expected = "an end after the start of the region";
            line.refuse(end, ReadErrorKind::Unexpected { expected, found })
        })?;
        self.0.entry(name.into()).or_default().push(span);
        Ok(())
    }
}

/// Whether a field is a channel: a number, or none.
pub(super) fn is_channel(text: &str) -> bool {
    matches!(text, "NA" | "<NA>") || text.parse::<u8>().is_ok()
}

/// Why a text may be of this format.
pub(super) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    sample
        .records(";;", |fields| match fields {
            [_, channel, start, end] => {
                is_channel(channel) && [start, end].iter().all(|it| Sample::is_number(it))
            }
            _ => false,
        })
        .then_some("each line is a recording, a channel, a start and an end")
}

/// Regions alone are no recording.
pub(super) fn refuse(_: &str, _: &Options, _: &mut Collector) -> Result<(), ReadError> {
    let expected = "turns; scored regions go beside them, with `--uem`:";
    Err(ReadError::new(Position::START, ReadErrorKind::Missing { expected }))
}
