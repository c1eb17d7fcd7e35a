//! The one front of all readers.

use super::collector::Collector;
use super::detect;
use super::error::ReadError;
use super::format::Format;
use super::handlers::handler;
use super::input;
use super::options::Options;
use super::recording::Recording;
use super::scored::Scored;
use super::suspicion;
use crate::parallel;

/// What an input holds: its recordings, and the format they were read from.
///
/// ```
/// use sociogram::formats::{self, Format, Options, OverlapCapability};
///
/// let text = br#"{"segments": [
///     {"start": 0.0, "end": 2.0, "speaker": "ana"},
///     {"start": 2.2, "end": 4.0, "speaker": "ben"}]}"#;
/// let reading = formats::read(text, &Options::default().file_name("standup.json"))?;
/// assert_eq!(reading.format(), Format::WhisperX);
/// let recording = &reading.recordings()[0];
/// assert_eq!((recording.name().as_str(), recording.turns().len()), ("standup", 2));
/// assert_eq!(recording.overlap(), OverlapCapability::No);
/// # Ok::<(), formats::ReadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reading {
    format: Format,
    recordings: Vec<Recording>,
}

impl Reading {
    pub(super) fn new(format: Format, collector: Collector, options: &Options) -> Self {
        let recordings = parallel::map_each(collector.into_recordings(), |mut recording| {
            finish(&mut recording, format, options);
            recording
        });
        Self { format, recordings }
    }

    /// The format that it was read from.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The recordings, in order of their names.
    #[must_use]
    pub fn recordings(&self) -> &[Recording] {
        &self.recordings
    }

    /// The recordings, given away.
    #[must_use]
    pub fn into_recordings(self) -> Vec<Recording> {
        self.recordings
    }
}

/// Reads an input of any format: gzip is unpacked, UTF-16 decoded, the format detected from
/// content unless the options name it.
///
/// A format with one recording a file gives that recording even if it has no turn; one that names
/// its recordings gives those that have any.
///
/// # Errors
/// [`ReadError`], with line, column and JSON path: bytes that are no text, no format or more than
/// one that fits, and the first thing that is not as its format has it.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, ReadError> {
    let text = input::text(bytes)?;
    let format = detect::of_text(&text, options)?.format;
    let handler = handler(format);
    let mut collector = Collector::new(options.policy, handler.overlap);
    handler.read(&text, options, &mut collector)?;
    Ok(Reading::new(format, collector, options))
}

/// Does what the options ask for with a recording as it came.
fn finish(recording: &mut Recording, format: Format, options: &Options) {
    if !options.exclude.is_empty() || !options.rename.is_empty() {
        recording.relabel(|label| {
            let renamed = || options.rename.get(label).unwrap_or(label).clone();
            (!options.exclude.contains(label)).then(renamed)
        });
    }
    let regions = options.regions.as_ref();
    if let Some(regions) = regions.and_then(|regions| regions.of(recording.name())) {
        recording.score_only(&Scored::only(regions.to_vec()));
    }
    suspicion::warn(recording, format);
}
