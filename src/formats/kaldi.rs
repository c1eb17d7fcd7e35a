//! Kaldi: `segments` says when each utterance was, `utt2spk` whose it was.
//!
//! ```text
//! segments:  utterance  recording  start  end  [channel]
//! utt2spk:   utterance  speaker
//! ```
//!
//! Times are decimal seconds, start and **end**. Everybody has utterances of their own, so the
//! format tells of overlap. The speakers come from the options; an utterance that is not in
//! `utt2spk` has an unknown speaker, and if none is, the two files do not belong together, which
//! is an error. Empty lines are passed over.
//!
//! An utterance that ends at -1, which means the end of the recording, is left out and counted as
//! one without an end, since nothing tells how long the recording is. So are utterances of no
//! length and of negative length.

use std::sync::Arc;

use indexmap::IndexMap;

use super::collector::Collector;
use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::fields::{fields, nothing, seconds};
use super::input;
use super::lines::{Line, LineFormat, lines};
use super::options::Options;
use super::place::Place;
use super::recording::RepairKind;
use super::regions;
use super::sample::Sample;

/// The fields that an utterance must have.
const FIELDS: [&str; 4] = ["the utterance's name", "the recording's name", "the start", "the end"];
/// An end of -1 second is none.
const NO_END_MICROS: i64 = -1_000_000;
/// What no line begins with, once spaces in front of it are gone: the format has no comments.
const NO_COMMENT: &str = " ";

/// `segments`, a line at a time.
#[derive(Clone, Debug)]
pub(super) struct Kaldi {
    speakers: Option<Arc<IndexMap<String, String>>>,
    /// Where the first utterance stands, as long as none has a speaker.
    nobody_since: Option<Place>,
    has_speakers: bool,
}

impl Kaldi {
    pub(super) fn new(options: &Options) -> Self {
        let speakers = options.utt2spk.clone();
        Self { speakers, nobody_since: None, has_speakers: false }
    }
}

impl LineFormat for Kaldi {
    fn line(&mut self, line: Line<'_>, into: &mut Collector) -> Result<(), ReadError> {
        if line.text.trim_ascii().is_empty() {
            return Ok(());
        }
        let ([utterance, recording, start, end], rest) = fields(line, FIELDS)?;
        let (channel, extra) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
        nothing(line, extra, "the end of the line after 5 fields")?;
        if !channel.is_empty() && !regions::is_channel(channel) {
            let (expected, found) = ("a channel's number", Excerpt::of(channel));
            return Err(line.refuse(channel, ReadErrorKind::Unexpected { expected, found }));
        }
        let from = seconds(line, start, "the start")?;
        let to = seconds(line, end, "the end")?;
        let Some(speakers) = &self.speakers else {
            let expected = "the speakers of utterances (`--utt2spk` names the file)";
            return Err(line.refuse(utterance, ReadErrorKind::Missing { expected }));
        };
        let speaker = speakers.get(utterance).map(String::as_str);
        self.has_speakers |= speaker.is_some();
        if !self.has_speakers {
            self.nobody_since.get_or_insert_with(|| line.place_of(utterance));
        }
        let at = into.recording(recording);
        if to.micros() == NO_END_MICROS {
            return into.repair(at, RepairKind::Untimed, || line.place_of(end));
        }
        into.turn(at, speaker, from, to, || line.place_of(utterance))
    }

    fn end(&mut self, _: &mut Collector) -> Result<(), ReadError> {
        match self.nobody_since.take() {
            Some(first) if !self.has_speakers => {
                let expected = "an utterance that is in `utt2spk`";
                Err(ReadError::new(first, ReadErrorKind::Missing { expected }))
            }
            _ => Ok(()),
        }
    }
}

/// Reads Kaldi's `utt2spk`: an utterance and its speaker a line, for [`Options::utt2spk`].
///
/// # Errors
/// [`ReadError`] for the first line that does not hold two names, for an utterance that has two
/// speakers, and for bytes that are no text.
///
/// ```
/// use sociogram::formats::{self, Options};
///
/// let speakers = formats::utt2spk(b"ana-1 ana\nben-1 ben\n")?;
/// assert_eq!(speakers[0], ("ana-1".to_owned(), "ana".to_owned()));
/// let segments = b"ana-1 retro 0.00 2.00\nben-1 retro 2.20 4.00\n";
/// let reading = formats::read(segments, &Options::default().utt2spk(speakers))?;
/// assert_eq!(reading.recordings()[0].turns().len(), 2);
/// # Ok::<(), formats::ReadError>(())
/// ```
pub fn utt2spk(bytes: &[u8]) -> Result<Vec<(String, String)>, ReadError> {
    let text = input::text(bytes)?;
    let mut speakers: IndexMap<&str, &str> = IndexMap::new();
    for line in lines(&text) {
        if line.text.trim_ascii().is_empty() {
            continue;
        }
        let names = ["the utterance's name", "the speaker's label"];
        let ([utterance, speaker], rest) = fields(line, names)?;
        nothing(line, rest, "the end of the line after 2 fields")?;
        let before = speakers.insert(utterance, speaker);
        if before.is_some_and(|before| before != speaker) {
            let expected = "each utterance to have one speaker";
            let found = Excerpt::of(speaker);
            return Err(line.refuse(speaker, ReadErrorKind::Unexpected { expected, found }));
        }
    }
    let owned = |(utterance, speaker): (&str, &str)| (utterance.to_owned(), speaker.to_owned());
    Ok(speakers.into_iter().map(owned).collect())
}

/// Why a text may be of this format.
pub(super) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    // Four fields of which the second is a channel are a UEM's.
    sample
        .records(NO_COMMENT, |fields| match fields {
            [_, recording, start, end, channel @ ..] => {
                !regions::is_channel(recording)
                    && [start, end].iter().all(|it| Sample::is_number(it))
                    && matches!(channel, [] | [_])
                    && channel.iter().all(|it| regions::is_channel(it))
            }
            _ => false,
        })
        .then_some("each line is an utterance, a recording, a start and an end")
}
