//! Words of one or several channels, each of which counts its own speakers.

use indexmap::IndexMap;

use super::channel::Channel;
use crate::formats::collector::{At, Collector};
use crate::formats::error::ReadError;
use crate::formats::place::Place;
use crate::formats::recording::OverlapCapability;
use crate::formats::words::{Track, Word};
use crate::turn::is_same;

/// The words of a recording, by channel.
///
/// One channel alone has no part in the labels. Where there are several, people may be heard at the
/// same time, `1` of one channel is another than `1` of the next, and a channel without speakers is
/// one itself.
#[derive(Clone, Debug)]
pub(super) struct Channels<'a, I> {
    channels: IndexMap<&'a str, Vec<Word<'a, I>>>,
    latest: usize,
    labels_are_apart: bool,
}

impl<'a, I: Copy> Channels<'a, I> {
    pub(super) fn new() -> Self {
        Self { channels: IndexMap::new(), latest: 0, labels_are_apart: false }
    }

    /// Of a format whose channels count their speakers together.
    pub(super) fn with_labels_apart() -> Self {
        Self { labels_are_apart: true, ..Self::new() }
    }

    pub(super) fn push(&mut self, channel: Option<&'a str>, word: Word<'a, I>) {
        let channel = channel.unwrap_or_default();
        if let Some((latest, words)) = self.channels.get_index_mut(self.latest)
            && is_same(latest, channel)
        {
            return words.push(word);
        }
        let entry = self.channels.entry(channel);
        self.latest = entry.index();
        entry.or_default().push(word);
    }

    pub(super) fn are_several(&self) -> bool {
        self.channels.len() > 1
    }

    /// Whether nothing was said yet on a channel.
    pub(super) fn is_silent(&self, channel: Option<&str>) -> bool {
        !self.channels.contains_key(channel.unwrap_or_default())
    }

    /// Whether no word has a start or an end.
    pub(super) fn are_untimed(&self) -> bool {
        self.channels.values().flatten().all(|word| word.start.is_none() && word.end.is_none())
    }

    /// Makes turns of the words.
    pub(super) fn collect(
        self,
        at: At,
        into: &mut Collector,
        place: impl Fn(I) -> Place,
    ) -> Result<(), ReadError> {
        let several = self.are_several();
        if several {
            into.set_overlap(at, OverlapCapability::Yes);
        }
        let as_they_stand = !several || (self.labels_are_apart && self.are_labels_apart());
        for (channel, words) in self.channels {
            if !several {
                Track::of(words).collect(at, into, &place)?;
                continue;
            }
            let mut named = Channel::named(name_of(channel));
            for word in words.iter().filter(|_| !as_they_stand) {
                named.note(word.speaker);
            }
            let has_speakers = words.iter().any(|word| word.speaker.is_some());
            let mut track = Track::new();
            for word in words {
                let relabel = !as_they_stand || !has_speakers;
                let speaker = if relabel { named.label(word.speaker) } else { word.speaker };
                track.push(Word { speaker, ..word });
            }
            track.collect(at, into, &place)?;
        }
        Ok(())
    }

    /// Whether no two channels have a label in common.
    fn are_labels_apart(&self) -> bool {
        let mut homes = IndexMap::new();
        self.channels.iter().all(|(channel, words)| {
            let mut labels = words.iter().filter_map(|word| word.speaker);
            labels.all(|label| *homes.entry(label).or_insert(*channel) == *channel)
        })
    }
}

/// What to call a channel: those that have numbers are not taken for speakers of that number.
fn name_of(channel: &str) -> String {
    if channel.parse::<u64>().is_ok() { format!("channel {channel}") } else { channel.to_owned() }
}
