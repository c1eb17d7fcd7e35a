//! What is known of an input beforehand, and what to do with what is not as it should be.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::collector::Policy;
use super::format::Format;
use super::regions::Regions;
use super::speaker::UnknownSpeakers;
use super::unit::Unit;
use crate::turn::Label;

/// What is known of an input beforehand, and what to do with what is not as it should be.
///
/// ```
/// use sociogram::formats::{self, Options};
///
/// let text = b"who,from,to\nana,0,2000\nben,2200,4000\n";
/// let options = Options::default()
///     .file_name("standup.csv")
///     .column("speaker", "who")
///     .column("start", "from")
///     .column("end", "to")
///     .unit("ms".parse()?);
/// let reading = formats::read(text, &options)?;
/// assert_eq!(reading.recordings()[0].name().as_str(), "standup");
/// assert_eq!(reading.recordings()[0].turns().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "options do nothing until something is read with them"]
pub struct Options {
    pub(super) format: Option<Format>,
    pub(super) file_name: Option<String>,
    pub(super) policy: Policy,
    pub(super) columns: Columns,
    pub(super) unit: Option<Unit>,
    pub(super) carry_speaker: bool,
    pub(super) utt2spk: Option<Arc<IndexMap<String, String>>>,
    pub(super) regions: Option<Arc<Regions>>,
    pub(super) exclude: IndexSet<Label>,
    pub(super) rename: IndexMap<Label, Label>,
}

/// The names of the columns, or keys, of a table: those that were given in place of the usual.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns(pub(super) IndexMap<String, String>);

impl Options {
    /// The format; without it, it is detected.
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// The name of the file, or its path: its ending breaks ties between formats, and the rest
    /// names the recording where the format itself has no names.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// What to do with speech of unknown speakers.
    pub const fn unknown_speakers(mut self, unknown: UnknownSpeakers) -> Self {
        self.policy.unknown = unknown;
        self
    }

    /// Whether to refuse what is otherwise repaired and counted.
    pub const fn strict(mut self, strict: bool) -> Self {
        self.policy.strict = strict;
        self
    }

    /// The name of a column of a table, or of a key of JSON Lines: what is `speaker`, `start`,
    /// `end`, `length` or `recording` called?
    pub fn column(mut self, what: impl Into<String>, name: impl Into<String>) -> Self {
        self.columns.0.insert(what.into(), name.into());
        self
    }

    /// What the numbers of a table or of JSON Lines count; other formats have units of their own.
    pub const fn unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Whether captions without a speaker belong to the one before.
    pub const fn carry_speaker(mut self, carry: bool) -> Self {
        self.carry_speaker = carry;
        self
    }

    /// Who speaks in each utterance of Kaldi's `segments`: the lines of `utt2spk`, as
    /// [`utt2spk`](super::utt2spk()) reads them.
    pub fn utt2spk(mut self, speakers: impl IntoIterator<Item = (String, String)>) -> Self {
        self.utt2spk = Some(Arc::new(speakers.into_iter().collect()));
        self
    }

    /// The scored regions: what lies outside of them is left out.
    pub fn regions(mut self, regions: Regions) -> Self {
        self.regions = Some(Arc::new(regions));
        self
    }

    /// Leaves out the speakers of these labels, as they stand in the input.
    pub fn exclude<L: Into<Label>>(mut self, labels: impl IntoIterator<Item = L>) -> Self {
        self.exclude.extend(labels.into_iter().map(Into::into));
        self
    }

    /// Gives speakers other labels: pairs of what stands in the input and what to call it. Two
    /// that get the same label become one speaker.
    pub fn rename<L: Into<Label>, M: Into<Label>>(
        mut self,
        names: impl IntoIterator<Item = (L, M)>,
    ) -> Self {
        self.rename.extend(names.into_iter().map(|(from, to)| (from.into(), to.into())));
        self
    }

    /// What to call a recording that has no name of its own: the file's name without folders and
    /// ending, or nothing.
    pub(super) fn recording_name(&self) -> &str {
        let name = self.file_name.as_deref().unwrap_or_default();
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.strip_suffix(".gz").unwrap_or(name);
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// How the file's name ends, without the dot, if it is known.
    pub(super) fn extension(&self) -> Option<&str> {
        let name = self.file_name.as_deref()?;
        let name = name.strip_suffix(".gz").unwrap_or(name);
        name.rsplit(['/', '\\']).next()?.rsplit_once('.').map(|(_, extension)| extension)
    }
}
