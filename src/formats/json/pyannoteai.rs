//! The pyannoteAI service: a job with its output, or the output alone.
//!
//! ```text
//! {"jobId": "…", "status": "succeeded", "output": {
//!     "diarization": [{"speaker": "SPEAKER_00", "start": 6.665, "end": 7.165}],
//!     "exclusiveDiarization": […], "wordLevelTranscription": […], "turnLevelTranscription": […]}}
//! ```
//!
//! Times are seconds, speakers are strings. `diarization` can tell of overlap and is read; of the
//! others, which give each moment to one speaker, the first that is there is read where it is
//! absent. A job that has not succeeded is refused. An output with nothing but `diarization` is
//! the same as pyannote's own JSON, and taken for that.

use serde::Deserialize;

use super::label::JsonLabel;
use super::parse;
use super::path::{Step, place};
use super::spoken::{Spoken, Timed, WHOLE};
use crate::formats::collector::Collector;
use crate::formats::error::{Excerpt, ReadError, ReadErrorKind};
use crate::formats::options::Options;
use crate::formats::recording::OverlapCapability;
use crate::formats::sample::Sample;
use crate::formats::unit::Unit;
use crate::formats::words::Track;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    let keys = sample.keys()?;
    if keys.have(&["jobId", "status"]) && !keys.has("results") {
        return Some("it has a `jobId` and a `status`");
    }
    if keys.has("output.diarization") || keys.has("output.exclusiveDiarization") {
        return Some("it has `output` with a diarization");
    }
    let others = ["exclusiveDiarization", "wordLevelTranscription", "turnLevelTranscription"];
    let scored = keys.has("confidence") || keys.has("voiceprints");
    let bare = others.iter().any(|other| keys.has(other))
        || keys.has("diarization[].confidence")
        || (keys.has("diarization") && scored);
    bare.then_some("it has the lists of a pyannoteAI job's output")
}

/// A job, or its output: the two have no key in common.
#[derive(Deserialize)]
struct Job<'a> {
    #[serde(borrow, default)]
    status: JsonLabel<'a>,
    #[serde(borrow)]
    output: Option<Box<Self>>,
    #[serde(borrow)]
    diarization: Option<Vec<Timed<'a>>>,
    #[serde(borrow, rename = "exclusiveDiarization")]
    exclusive: Option<Vec<Timed<'a>>>,
    #[serde(borrow, rename = "wordLevelTranscription")]
    words: Option<Vec<Timed<'a>>>,
    #[serde(borrow, rename = "turnLevelTranscription")]
    turns: Option<Vec<Timed<'a>>>,
}

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let at = into.recording(options.recording_name());
    let mut job: Job<'_> = parse(text)?;
    if let Some(status) = job.status.get().filter(|status| *status != "succeeded") {
        let expected = "the status of a job that has \"succeeded\"";
        let kind = ReadErrorKind::Unexpected { expected, found: Excerpt::of(status) };
        return Err(ReadError::new(place(text, &[Step::Key("status")]), kind));
    }
    let mut list = Vec::new();
    if let Some(output) = job.output.take() {
        list.push(Step::Key("output"));
        job = *output;
    }
    let lists = [
        ("diarization", job.diarization),
        ("exclusiveDiarization", job.exclusive),
        ("wordLevelTranscription", job.words),
        ("turnLevelTranscription", job.turns),
    ];
    let found = lists.into_iter().find_map(|(key, pieces)| Some((key, pieces?)));
    let Some((key, pieces)) = found else {
        list.push(Step::Key("diarization"));
        let kind = ReadErrorKind::Missing { expected: "`diarization`, a list of turns" };
        return Err(ReadError::new(place(text, &list), kind));
    };
    list.push(Step::Key(key));
    let spoken = Spoken { text, list, words: &[], unit: Unit::Seconds };
    if !pieces.is_empty() && pieces.iter().all(|piece| piece.piece().speaker.is_none()) {
        return Err(spoken.without_speakers("speaker", "speakers"));
    }
    if key != "diarization" {
        into.set_overlap(at, OverlapCapability::No);
    }
    let mut numbered = pieces.iter().enumerate();
    if key != "wordLevelTranscription" {
        return numbered.try_for_each(|(p, piece)| spoken.turn(p, &piece.piece(), at, into));
    }
    let mut track = Track::new();
    for (w, word) in numbered {
        track.push(spoken.word([w, WHOLE], &word.piece())?);
    }
    track.collect(at, into, |id| spoken.place(id, None))
}
