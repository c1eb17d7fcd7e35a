//! The formats that are known, by name.

use std::fmt;
use std::str::FromStr;

/// A format in which diarizers, transcription services and annotators write who spoke when.
///
/// ```
/// use sociogram::formats::Format;
///
/// assert_eq!("rttm".parse(), Ok(Format::Rttm));
/// assert_eq!(Format::AwsTranscribe.id(), "aws-transcribe");
/// assert_eq!(Format::AwsTranscribe.name(), "AWS Transcribe JSON");
/// assert_eq!(Format::ALL.len(), 27);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// NIST RTTM, as pyannote, NeMo, Kaldi and most diarizers write it.
    Rttm,
    /// The JSON of pyannote.audio 4: `DiarizeOutput.serialize()`.
    Pyannote,
    /// The JSON of the pyannoteAI service, with its job around it or without.
    PyannoteAi,
    /// The JSON of WhisperX, and of others that write the same segments and words.
    WhisperX,
    /// WebVTT with speakers, as Teams (voice tags) and Zoom (`Name: text`) write it.
    WebVtt,
    /// `SubRip` with speakers in front of the text.
    Srt,
    /// The JSON of `AssemblyAI`.
    AssemblyAi,
    /// The JSON of Deepgram.
    Deepgram,
    /// The JSON of AWS Transcribe: speaker labels, channels or call analytics.
    AwsTranscribe,
    /// The `diarized_json` of `OpenAI`.
    OpenAi,
    /// The JSON of `ElevenLabs` Scribe.
    ElevenLabs,
    /// The JSON of Speechmatics, version 2.
    Speechmatics,
    /// The JSON of Azure speech to text, batch or real time.
    Azure,
    /// The JSON of Google speech to text, version 1 or 2.
    Google,
    /// The JSON of Rev.ai.
    RevAi,
    /// Segment-wise long-form speech transcription, a JSON array.
    SegLst,
    /// Comma-separated values with a line of column names.
    Csv,
    /// Tab-separated values with a line of column names.
    Tsv,
    /// JSON objects, one a line or in one array.
    JsonLines,
    /// Kaldi's `segments`, which needs `utt2spk` beside it.
    Kaldi,
    /// NIST STM, segment time marked.
    Stm,
    /// NIST CTM, conversation time marked, with speakers.
    Ctm,
    /// NIST UEM: scored regions, no turns.
    Uem,
    /// CHAT, the transcripts of `TalkBank`.
    Chat,
    /// The annotations of ELAN.
    Eaf,
    /// The annotations of Praat, long or short.
    TextGrid,
    /// The label tracks of Audacity.
    Audacity,
}

impl Format {
    /// All of them, most used first.
    pub const ALL: [Self; 27] = [
        Self::Rttm,
        Self::Pyannote,
        Self::PyannoteAi,
        Self::WhisperX,
        Self::WebVtt,
        Self::Srt,
        Self::AssemblyAi,
        Self::Deepgram,
        Self::AwsTranscribe,
        Self::OpenAi,
        Self::ElevenLabs,
        Self::Speechmatics,
        Self::Azure,
        Self::Google,
        Self::RevAi,
        Self::SegLst,
        Self::Csv,
        Self::Tsv,
        Self::JsonLines,
        Self::Kaldi,
        Self::Stm,
        Self::Ctm,
        Self::Uem,
        Self::Chat,
        Self::Eaf,
        Self::TextGrid,
        Self::Audacity,
    ];

    /// Its short name, the one that it is read from.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Rttm => "rttm",
            Self::Pyannote => "pyannote",
            Self::PyannoteAi => "pyannoteai",
            Self::WhisperX => "whisperx",
            Self::WebVtt => "webvtt",
            Self::Srt => "srt",
            Self::AssemblyAi => "assemblyai",
            Self::Deepgram => "deepgram",
            Self::AwsTranscribe => "aws-transcribe",
            Self::OpenAi => "openai",
            Self::ElevenLabs => "elevenlabs",
            Self::Speechmatics => "speechmatics",
            Self::Azure => "azure",
            Self::Google => "google",
            Self::RevAi => "revai",
            Self::SegLst => "seglst",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::JsonLines => "jsonl",
            Self::Kaldi => "kaldi",
            Self::Stm => "stm",
            Self::Ctm => "ctm",
            Self::Uem => "uem",
            Self::Chat => "chat",
            Self::Eaf => "eaf",
            Self::TextGrid => "textgrid",
            Self::Audacity => "audacity",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rttm => "RTTM",
            Self::Pyannote => "pyannote JSON",
            Self::PyannoteAi => "pyannoteAI JSON",
            Self::WhisperX => "WhisperX JSON",
            Self::WebVtt => "WebVTT",
            Self::Srt => "SubRip",
            Self::AssemblyAi => "AssemblyAI JSON",
            Self::Deepgram => "Deepgram JSON",
            Self::AwsTranscribe => "AWS Transcribe JSON",
            Self::OpenAi => "OpenAI diarized JSON",
            Self::ElevenLabs => "ElevenLabs JSON",
            Self::Speechmatics => "Speechmatics JSON",
            Self::Azure => "Azure speech JSON",
            Self::Google => "Google speech JSON",
            Self::RevAi => "Rev.ai JSON",
            Self::SegLst => "SegLST",
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::JsonLines => "JSON Lines",
            Self::Kaldi => "Kaldi segments",
            Self::Stm => "STM",
            Self::Ctm => "CTM",
            Self::Uem => "UEM",
            Self::Chat => "CHAT",
            Self::Eaf => "ELAN EAF",
            Self::TextGrid => "Praat TextGrid",
            Self::Audacity => "Audacity labels",
        }
    }

    /// How the names of such files end, without the dot, where the ending tells anything.
    #[cfg(feature = "formats")]
    pub(super) const fn extension(self) -> Option<&'static str> {
        match self {
            Self::Rttm => Some("rttm"),
            Self::WebVtt => Some("vtt"),
            Self::Srt => Some("srt"),
            Self::Csv => Some("csv"),
            Self::Tsv => Some("tsv"),
            Self::JsonLines => Some("jsonl"),
            Self::Stm => Some("stm"),
            Self::Ctm => Some("ctm"),
            Self::Uem => Some("uem"),
            Self::Chat => Some("cha"),
            Self::Eaf => Some("eaf"),
            Self::TextGrid => Some("TextGrid"),
            _ => None,
        }
    }
}

/// Prints the id.
impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.id() == text).ok_or(UnknownFormat)
    }
}

/// A text that names no [`Format`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected the id of a format, such as rttm")]
pub struct UnknownFormat;
