//! What the faces of one result share.

use sociogram::confidence::{Confidence, Resampling};
use sociogram::facts::Facts;
use sociogram::formats::{OverlapCapability, Recording};
use sociogram::schema::FullResult;
use sociogram::{Analysis, Analyzer, Conversation, chance};

/// A recording and what the model says of it. An input without a record has no recording.
pub(crate) struct Scored {
    pub(crate) recording: Option<Recording>,
    pub(crate) conversation: Conversation,
    pub(crate) analyzer: Analyzer,
    pub(crate) analysis: Analysis,
    pub(crate) seed: u64,
    /// Whether pairs are held against chance.
    pub(crate) chance: bool,
}

impl Scored {
    /// The recording's name, where it has one.
    pub(crate) fn name(&self) -> Option<&str> {
        self.recording.as_ref().map(|recording| recording.name().as_str())
    }

    /// Whether the input could not have told of overlap.
    pub(crate) fn cannot_overlap(&self) -> bool {
        self.recording.as_ref().is_some_and(|one| one.overlap() == OverlapCapability::No)
    }

    /// How sure the numbers are.
    pub(crate) fn confidence(&self) -> Confidence {
        let how = Resampling { seed: self.seed, ..Resampling::default() };
        Confidence::of(&self.conversation, &self.analyzer, how)
    }

    /// The facts of turn-taking.
    pub(crate) fn facts(&self) -> Facts {
        Facts::of(&self.conversation, &self.analysis)
    }

    /// Each pair beside chance, if that was asked.
    pub(crate) fn chances(&self) -> Option<Vec<chance::PairChance>> {
        let shifts = chance::Shifts { seed: self.seed, ..chance::Shifts::default() };
        self.chance.then(|| chance::pairs(&self.conversation, &self.analyzer, shifts))
    }

    /// Everything that is known.
    pub(crate) fn full(&self) -> FullResult {
        let mut result = FullResult::of(&self.conversation, &self.analyzer, self.seed);
        if let Some(chances) = self.chances() {
            result = result.with_chance(&chances);
        }
        match &self.recording {
            Some(recording) => result.of_recording(recording),
            None => result,
        }
    }
}
