//! Which reader serves which format.

use super::collector::Collector;
use super::error::ReadError;
use super::format::Format;
use super::lines::{LineFormat, read_lines};
use super::options::Options;
use super::recording::OverlapCapability;
use super::rttm;
use super::sample::Sample;
use super::{audacity, captions, ctm, json, kaldi, regions, stm};

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
        Format::WebVtt => Handler {
            recognize: captions::webvtt::recognize,
            overlap: Unknown,
            how: How::Lines(|options| Box::new(captions::webvtt::reader(options))),
        },
        Format::Srt => Handler {
            recognize: captions::srt::recognize,
            overlap: Unknown,
            how: How::Lines(|options| Box::new(captions::srt::reader(options))),
        },
        Format::Kaldi => Handler {
            recognize: kaldi::recognize,
            overlap: Yes,
            how: How::Lines(|options| Box::new(kaldi::Kaldi::new(options))),
        },
        Format::Stm => Handler {
            recognize: stm::recognize,
            overlap: Yes,
            how: How::Lines(|_| Box::new(stm::Stm)),
        },
        Format::Ctm => Handler {
            recognize: ctm::recognize,
            overlap: Yes,
            how: How::Lines(|_| Box::new(ctm::Ctm::default())),
        },
        Format::Uem => Handler {
            recognize: regions::recognize,
            overlap: Unknown,
            how: How::Whole(regions::refuse),
        },
        Format::Audacity => Handler {
            recognize: audacity::recognize,
            overlap: Yes,
            how: How::Lines(|options| Box::new(audacity::Audacity::new(options))),
        },
        _ => Handler { recognize: |_| None, overlap: Unknown, how: How::Whole(|_, _, _| Ok(())) },
    }
}
