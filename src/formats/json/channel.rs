//! The speakers of one channel of several: each channel counts its own.

use indexmap::IndexMap;

use crate::formats::speaker::is_known;

/// A channel and what to call its speakers, so that no two channels share one.
#[derive(Debug)]
pub(super) struct Channel<'a> {
    /// What to call whoever speaks there, if the channel has no speakers.
    own: String,
    speakers: IndexMap<&'a str, String>,
}

impl<'a> Channel<'a> {
    pub(super) fn new(name: impl std::fmt::Display) -> Self {
        Self::named(format!("channel {name}"))
    }

    /// A channel that has a name of its own.
    pub(super) fn named(own: String) -> Self {
        Self { own, speakers: IndexMap::new() }
    }

    /// Takes note of a label that other channels may have too.
    pub(super) fn note(&mut self, speaker: Option<&'a str>) {
        if let Some(speaker) = speaker.filter(|label| is_known(label)) {
            let label = || format!("{} speaker {speaker}", self.own);
            self.speakers.entry(speaker).or_insert_with(label);
        }
    }

    /// Takes note of a label that no other channel has.
    pub(super) fn note_unique(&mut self, speaker: &'a str) {
        self.speakers.entry(speaker).or_insert_with(|| speaker.to_owned());
    }

    /// What to call a speaker; nobody, if it is not known which of them it is.
    pub(super) fn label<'c>(&'c self, speaker: Option<&'c str>) -> Option<&'c str> {
        if self.speakers.is_empty() {
            return Some(&self.own);
        }
        speaker.map(|label| self.speakers.get(label).map_or(label, String::as_str))
    }
}
