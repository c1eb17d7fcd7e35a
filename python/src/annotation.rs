//! Turns from `pyannote.core.Annotation`, as pyannote's pipelines give it.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use sociogram::Turns;
use sociogram::formats::OverlapCapability;
use sociogram::schema::Provenance;

use crate::progress::Progress;
use crate::turns;

/// The turns of an annotation, whose tracks are segments with labels.
pub(crate) fn turns<'py>(
    annotation: &Bound<'py, PyAny>,
    progress: &Progress<'_, 'py>,
) -> PyResult<Turns> {
    let py = annotation.py();
    let options = PyDict::new(py);
    options.set_item("yield_label", true)?;
    let tracks = annotation.call_method("itertracks", (), Some(&options))?;
    let all = annotation.len().ok();
    let mut turns = Turns::new();
    for (index, track) in tracks.try_iter()?.enumerate() {
        if index % turns::PATIENCE == 0 {
            progress.tell(py, index, all)?;
        }
        let (segment, _, label): (Bound<'_, PyAny>, Bound<'_, PyAny>, Bound<'_, PyAny>) =
            track?.extract()?;
        let start = segment.getattr(intern!(py, "start"))?;
        let end = segment.getattr(intern!(py, "end"))?;
        turns::push(&mut turns, &label, [&start, &end], index)?;
    }
    Ok(turns)
}

/// What is known of an annotation that has a name: whoever made it may tell of overlap.
pub(crate) fn provenance(annotation: &Bound<'_, PyAny>) -> PyResult<Option<Provenance>> {
    let name = annotation.getattr_opt(intern!(annotation.py(), "uri"))?;
    let Some(name) = name.as_ref().and_then(|name| name.cast::<PyString>().ok()) else {
        return Ok(None);
    };
    Ok(Some(Provenance {
        recording: name.to_string_lossy().into_owned(),
        overlap_capability: OverlapCapability::Yes,
        repairs: Vec::new(),
        unknown_speaker_turns: 0,
        unscored_turns: 0,
        skipped_records: 0,
        warnings: Vec::new(),
    }))
}
