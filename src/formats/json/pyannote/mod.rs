//! pyannote.audio 4: what `DiarizeOutput.serialize()` gives.
//!
//! ```text
//! {"diarization": [{"start": 6.665, "end": 7.165, "speaker": "SPEAKER_00"}],
//!  "exclusive_diarization": […]}
//! ```
//!
//! Times are seconds to the millisecond, speakers are strings. `diarization` can tell of overlap
//! and is read; `exclusive_diarization` is the same with overlap taken out, and read only where
//! the other is absent. A printed annotation, which is often saved under a name that ends in
//! `.json`, is read too: see [`dump`]. Other keys are ignored.

mod dump;

use serde::Deserialize;

use super::parse;
use super::path::{Step, place};
use super::spoken::{Spoken, Timed};
use crate::formats::collector::Collector;
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::lines::read_lines;
use crate::formats::options::Options;
use crate::formats::recording::OverlapCapability;
use crate::formats::sample::Sample;
use crate::formats::unit::Unit;

/// Why a document may be of this format.
pub(in crate::formats) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    if dump::is_dump(sample) {
        return Some("its lines are those of a printed pyannote annotation");
    }
    let keys = sample.keys()?;
    let filled = ["diarization", "exclusive_diarization"]
        .iter()
        .any(|list| keys.has(&format!("{list}[].start")) && keys.has(&format!("{list}[].end")));
    // Nobody speaks in a silent recording.
    let silent = keys.have(&["diarization", "exclusive_diarization"]);
    let is_service = super::pyannoteai::recognize(sample).is_some();
    ((filled || silent) && !is_service)
        .then_some("it has `diarization` with a start, an end and a speaker")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    diarization: Option<Vec<Timed<'a>>>,
    #[serde(borrow)]
    exclusive_diarization: Option<Vec<Timed<'a>>>,
}

pub(in crate::formats) fn read(
    text: &str,
    options: &Options,
    into: &mut Collector,
) -> Result<(), ReadError> {
    let at = into.recording(options.recording_name());
    if dump::begins(text) {
        return read_lines(&mut dump::Dump::new(at), text, into);
    }
    let document: Document<'_> = parse(text)?;
    let (list, turns) = match (document.diarization, document.exclusive_diarization) {
        (Some(turns), _) => ("diarization", turns),
        (None, Some(turns)) => {
            into.set_overlap(at, OverlapCapability::No);
            ("exclusive_diarization", turns)
        }
        (None, None) => {
            let kind = ReadErrorKind::Missing { expected: "`diarization`, a list of turns" };
            return Err(ReadError::new(place(text, &[Step::Key("diarization")]), kind));
        }
    };
    let spoken = Spoken { text, list: vec![Step::Key(list)], words: &[], unit: Unit::Seconds };
    if !turns.is_empty() && turns.iter().all(|turn| turn.piece().speaker.is_none()) {
        return Err(spoken.without_speakers("speaker", "speakers"));
    }
    turns.iter().enumerate().try_for_each(|(t, turn)| spoken.turn(t, &turn.piece(), at, into))
}
