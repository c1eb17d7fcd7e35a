//! Which reader serves which format.

use super::collector::Collector;
use super::error::{ReadError, ReadErrorKind};
use super::format::Format;
use super::lines::{AnyLineFormat, read_lines};
use super::options::Options;
use super::place::Position;
use super::ranges::read_apart;
use super::recording::OverlapCapability;
use super::rttm;
use super::sample::Sample;
use super::{audacity, captions, chat, ctm, eaf, json, kaldi, regions, stm, table, textgrid};

/// What serves a format.
pub(super) struct Handler {
    /// Why an input may be in this format, if it may.
    pub(super) recognize: fn(&Sample<'_>) -> Option<&'static str>,
    /// Whether the format can tell of overlap.
    pub(super) overlap: OverlapCapability,
    pub(super) how: How,
}

impl Format {
    /// Whether the format can tell of overlap; [`Recording::overlap`] says it of one recording,
    /// where that depends on the input.
    ///
    /// [`Recording::overlap`]: super::Recording::overlap
    ///
    /// ```
    /// use sociogram::formats::{Format, OverlapCapability};
    ///
    /// assert_eq!(Format::Rttm.overlap(), OverlapCapability::Yes);
    /// assert_eq!(Format::WhisperX.overlap(), OverlapCapability::No);
    /// ```
    #[must_use]
    pub const fn overlap(self) -> OverlapCapability {
        handler(self).overlap
    }
}

/// How a format is read.
pub(super) enum How {
    /// Line by line, also as it comes, and no line depends on another.
    LinesApart(fn(&Options) -> AnyLineFormat),
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
            How::LinesApart(format) => {
                let new = || format(options);
                read_apart(&new, text, &mut 1, into)?;
                new().end(into)
            }
            How::Lines(format) => read_lines(&mut format(options), text, into),
            How::LinesOrWhole(_, read) | How::Whole(read) => read(text, options, into),
        }
    }
}

pub(super) const fn handler(format: Format) -> Handler {
    use OverlapCapability::{No, Unknown, Yes};
    match format {
        Format::Rttm => apart(rttm::recognize, Yes, |_| Box::new(rttm::Rttm)),
        Format::Pyannote => whole(json::pyannote::recognize, Yes, json::pyannote::read),
        Format::PyannoteAi => whole(json::pyannoteai::recognize, Yes, json::pyannoteai::read),
        Format::WhisperX => whole(json::whisperx::recognize, No, json::whisperx::read),
        Format::WebVtt => {
            lines(captions::webvtt::recognize, Unknown, |it| Box::new(captions::webvtt::reader(it)))
        }
        Format::Srt => {
            lines(captions::srt::recognize, Unknown, |it| Box::new(captions::srt::reader(it)))
        }
        Format::AssemblyAi => whole(json::assemblyai::recognize, No, json::assemblyai::read),
        Format::Deepgram => whole(json::deepgram::recognize, No, json::deepgram::read),
        Format::AwsTranscribe => {
            whole(json::aws_transcribe::recognize, No, json::aws_transcribe::read)
        }
        Format::OpenAi => whole(json::openai::recognize, Unknown, json::openai::read),
        Format::ElevenLabs => whole(json::elevenlabs::recognize, No, json::elevenlabs::read),
        Format::Speechmatics => whole(json::speechmatics::recognize, No, json::speechmatics::read),
        Format::Azure => whole(json::azure::recognize, No, json::azure::read),
        Format::Google => whole(json::google::recognize, No, json::google::read),
        Format::RevAi => whole(json::revai::recognize, No, json::revai::read),
        Format::SegLst => whole(json::seglst::recognize, Yes, json::seglst::read),
        Format::Csv => whole(table::recognize_csv, Yes, table::read_csv),
        Format::Tsv => whole(table::recognize_tsv, Yes, table::read_tsv),
        Format::JsonLines => Handler {
            recognize: json::jsonl::recognize,
            overlap: Yes,
            how: How::LinesOrWhole(
                |options| Box::new(json::jsonl::JsonLines::new(options)),
                json::jsonl::read,
            ),
        },
        Format::Kaldi => lines(kaldi::recognize, Yes, |it| Box::new(kaldi::Kaldi::new(it))),
        Format::Stm => apart(stm::recognize, Yes, |_| Box::new(stm::Stm)),
        Format::Ctm => lines(ctm::recognize, Yes, |_| Box::new(ctm::Ctm::default())),
        Format::Uem => whole(regions::recognize, Unknown, |_, _, _| Err(no_turns())),
        Format::Chat => lines(chat::recognize, Yes, |it| Box::new(chat::Chat::new(it))),
        Format::Eaf => whole(eaf::recognize, Yes, eaf::read),
        Format::TextGrid => whole(textgrid::recognize, Yes, textgrid::read),
        Format::Audacity => {
            lines(audacity::recognize, Yes, |it| Box::new(audacity::Audacity::new(it)))
        }
    }
}

const fn lines(
    recognize: fn(&Sample<'_>) -> Option<&'static str>,
    overlap: OverlapCapability,
    new: fn(&Options) -> AnyLineFormat,
) -> Handler {
    Handler { recognize, overlap, how: How::Lines(new) }
}

const fn apart(
    recognize: fn(&Sample<'_>) -> Option<&'static str>,
    overlap: OverlapCapability,
    new: fn(&Options) -> AnyLineFormat,
) -> Handler {
    Handler { recognize, overlap, how: How::LinesApart(new) }
}

const fn whole(
    recognize: fn(&Sample<'_>) -> Option<&'static str>,
    overlap: OverlapCapability,
    read: fn(&str, &Options, &mut Collector) -> Result<(), ReadError>,
) -> Handler {
    Handler { recognize, overlap, how: How::Whole(read) }
}

/// Regions alone are no recording.
fn no_turns() -> ReadError {
    let expected = "turns beside the scored regions";
    ReadError::new(Position::START, ReadErrorKind::Missing { expected })
}
