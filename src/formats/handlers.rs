//! Which reader serves which format.

use super::collector::Collector;
use super::error::ReadError;
use super::format::Format;
use super::lines::{LineFormat, read_lines};
use super::options::Options;
use super::recording::OverlapCapability;
use super::rttm;
use super::sample::Sample;
use super::{chat, eaf, json, regions, textgrid};

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
            How::Whole(read) => read(text, options, into),
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
        Format::Uem => Handler {
            recognize: regions::recognize,
            overlap: Unknown,
            how: How::Whole(regions::refuse),
        },
        Format::Chat => Handler {
            recognize: chat::recognize,
            overlap: Yes,
            how: How::Lines(|options| Box::new(chat::Chat::new(options))),
        },
        Format::Eaf => {
            Handler { recognize: eaf::recognize, overlap: Yes, how: How::Whole(eaf::read) }
        }
        Format::TextGrid => Handler {
            recognize: textgrid::recognize,
            overlap: Yes,
            how: How::Whole(textgrid::read),
        },
        _ => Handler { recognize: |_| None, overlap: Unknown, how: How::Whole(|_, _, _| Ok(())) },
    }
}
