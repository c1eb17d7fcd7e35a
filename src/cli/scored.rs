//! What the faces of one result share.

use sociogram::Analysis;
use sociogram::formats::Recording;
use sociogram::schema::FullResult;

/// A recording and what the model says of it. An input without a record has no recording.
pub(crate) struct Scored {
    pub(crate) recording: Option<Recording>,
    pub(crate) analysis: Analysis,
}

impl Scored {
    /// The recording's name, where it has one.
    pub(crate) fn name(&self) -> Option<&str> {
        self.recording.as_ref().map(|recording| recording.name().as_str())
    }

    /// Everything that is known.
    pub(crate) fn full(&self) -> FullResult {
        let result = FullResult::from(&self.analysis);
        match &self.recording {
            Some(recording) => result.of_recording(recording),
            None => result,
        }
    }
}
