//! Which reader serves which format.

use super::collector::Collector;
use super::error::ReadError;
use super::format::Format;
use super::lines::{LineFormat, read_lines};
use super::options::Options;
use super::recording::OverlapCapability;
use super::rttm;
use super::sample::Sample;
use super::{json, regions, table};

/// A format that is read line by line, whichever it is.
pub(super) type AnyLineFormat = Box<dyn LineFormat + Send + Sync>;

/// What serves a format.
pub(super) struct Handler {
    /// Why an input may be in this format, if it may.
    pub(super) recognize: fn(&Sample<'_>) -> Option<&'static str>,
    /// Whether the format can tell of overlap.
    pub(super) overlap: OverlapCapability,
    pub(super) how: How,
}

/// How a format is read.
pub(super) enum How {
    /// Line by line, also as it comes.
    Lines(fn(&Options) -> AnyLineFormat),
    /// Line by line as it comes; where all of it is there, it may have other shapes too.
    LinesOrWhole(
        fn(&Options) -> AnyLineFormat,
        fn(&str, &Options, &mut Collector) -> Result<(), ReadError>,
    ),
    /// Whole.
    Whole(fn(&str, &Options, &mut Collector) -> Result<(), ReadError>),
}

impl Handler {
    pub(super) fn read(
        &self,
        text: &str,
        options: &Options,
        into: &mut Collector,
    ) -> Result<(), ReadError> {
        match self.how {
            How::Lines(format) => read_lines(&mut format(options), text, into),
            How::LinesOrWhole(_, read) | How::Whole(read) => read(text, options, into),
        }
    }
}

pub(super) const fn handler(format: Format) -> Handler {
    use OverlapCapability::{No, Unknown, Yes};
    match format {
        Format::Rttm => Handler {
            recognize: rttm::recognize,
            overlap: Yes,
            how: How::Lines(|_| Box::new(rttm::Rttm)),
        },
        Format::WhisperX => Handler {
            recognize: json::whisperx::recognize,
            overlap: No,
            how: How::Whole(json::whisperx::read),
        },
        Format::ElevenLabs => Handler {
            recognize: json::elevenlabs::recognize,
            overlap: No,
            how: How::Whole(json::elevenlabs::read),
        },
        Format::Speechmatics => Handler {
            recognize: json::speechmatics::recognize,
            overlap: No,
            how: How::Whole(json::speechmatics::read),
        },
        Format::Azure => Handler {
            recognize: json::azure::recognize,
            overlap: No,
            how: How::Whole(json::azure::read),
        },
        Format::Google => Handler {
            recognize: json::google::recognize,
            overlap: No,
            how: How::Whole(json::google::read),
        },
        Format::RevAi => Handler {
            recognize: json::revai::recognize,
            overlap: No,
            how: How::Whole(json::revai::read),
        },
        Format::SegLst => Handler {
            recognize: json::seglst::recognize,
            overlap: Yes,
            how: How::Whole(json::seglst::read),
        },
        Format::Csv => Handler {
            recognize: table::recognize_csv,
            overlap: Yes,
            how: How::Whole(table::read_csv),
        },
        Format::Tsv => Handler {
            recognize: table::recognize_tsv,
            overlap: Yes,
            how: How::Whole(table::read_tsv),
        },
        Format::JsonLines => Handler {
            recognize: json::jsonl::recognize,
            overlap: Yes,
            how: How::LinesOrWhole(
                |options| Box::new(json::jsonl::JsonLines::new(options)),
                json::jsonl::read,
            ),
        },
        Format::Uem => Handler {
            recognize: regions::recognize,
            overlap: Unknown,
            how: How::Whole(regions::refuse),
        },
        _ => Handler { recognize: |_| None, overlap: Unknown, how: How::Whole(|_, _, _| Ok(())) },
    }
}
