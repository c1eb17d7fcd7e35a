//! Turns (who spoke when), and the table that keeps each speaker's label once.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use indexmap::IndexSet;

use crate::time::{Span, SpanError};

/// What a speaker is called: any text, compared character by character.
///
/// Nothing is read into it. `Ann`, `ann` and `ann ` are three speakers, and the empty text is a
/// label like any other. Clones share the text.
///
/// ```
/// use sociogram::Label;
///
/// let label = Label::from("SPEAKER_00");
/// assert_eq!(label.as_str(), "SPEAKER_00");
/// assert_ne!(label, Label::from("speaker_00"));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(Arc<str>);

impl Label {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Label {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Label {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Label {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Label {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&String> for Label {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Label> for Label {
    fn from(label: &Label) -> Self {
        label.clone()
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// Whether two labels are the same.
///
/// Most differ at their ends, and many are empty, for which comparing no bytes at an address that
/// is none takes some processors a hundred cycles.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    match (one.as_bytes().split_last(), other.as_bytes().split_last()) {
        (None, None) => true,
        (Some((one, before_one)), Some((other, before_other))) => {
            one == other && before_one == before_other
        }
        _ => false,
    }
}

/// One stretch of speech of one speaker, as a diarizer reports it.
///
/// Turns of one speaker may touch, overlap or repeat: a
/// [`Conversation`](crate::Conversation) unites them into spurts.
///
/// ```
/// use sociogram::Turn;
///
/// let turn = Turn::from_seconds("ben", 2.2, 4.0)?;
/// assert_eq!(turn.speaker().as_str(), "ben");
/// assert_eq!(turn.span().end().micros(), 4_000_000);
/// # Ok::<(), sociogram::SpanError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Turn {
    speaker: Label,
    span: Span,
}

impl Turn {
    /// A turn of `speaker` over `span`.
    ///
    /// ```
    /// # use sociogram::{Span, Turn};
    /// let turn = Turn::new("ana", Span::from_millis(0, 2_000)?);
    /// assert_eq!(turn, Turn::from_seconds("ana", 0.0, 2.0)?);
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    pub fn new(speaker: impl Into<Label>, span: Span) -> Self {
        Self { speaker: speaker.into(), span }
    }

    /// A turn between two numbers of seconds.
    ///
    /// # Errors
    /// As [`Span::from_seconds`]: NaN, infinite, out of range, empty or reversed.
    ///
    /// ```
    /// # use sociogram::{SpanError, TimeError, Turn};
    /// let error = Turn::from_seconds("ana", f64::NAN, 2.0).unwrap_err();
    /// assert_eq!(error, SpanError::Start(TimeError::NotANumber));
    /// ```
    pub fn from_seconds(
        speaker: impl Into<Label>,
        start: f64,
        end: f64,
    ) -> Result<Self, SpanError> {
        Ok(Self::new(speaker, Span::from_seconds(start, end)?))
    }

    /// A turn between two numbers of milliseconds.
    ///
    /// # Errors
    /// As [`Span::from_millis`]: out of range, empty or reversed.
    ///
    /// ```
    /// # use sociogram::Turn;
    /// assert_eq!(Turn::from_millis("ana", 0, 2_000)?, Turn::from_seconds("ana", 0.0, 2.0)?);
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    pub fn from_millis(speaker: impl Into<Label>, start: i64, end: i64) -> Result<Self, SpanError> {
        Ok(Self::new(speaker, Span::from_millis(start, end)?))
    }

    /// A turn between two numbers of microseconds.
    ///
    /// # Errors
    /// As [`Span::from_micros`]: out of range, empty or reversed.
    ///
    /// ```
    /// # use sociogram::Turn;
    /// assert_eq!(Turn::from_micros("ana", 0, 5_000)?, Turn::from_millis("ana", 0, 5)?);
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    pub fn from_micros(speaker: impl Into<Label>, start: i64, end: i64) -> Result<Self, SpanError> {
        Ok(Self::new(speaker, Span::from_micros(start, end)?))
    }

    /// Who speaks.
    #[must_use]
    pub const fn speaker(&self) -> &Label {
        &self.speaker
    }

    /// When.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }
}

/// A speaker's place in a [`Turns`] table, by first mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SpeakerIndex(u32);

impl SpeakerIndex {
    pub(crate) fn get(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// Turns in any order, with each label kept once: what readers produce and a
/// [`Conversation`](crate::Conversation) is made of.
///
/// Memory: 24 bytes a turn, and each label once.
///
/// ```
/// use sociogram::{Conversation, Span, Turn, Turns};
///
/// let mut turns = Turns::new();
/// turns.push("ana", Span::from_millis(0, 2_000)?);
/// turns.extend([Turn::from_seconds("ben", 2.2, 4.0)?]);
/// assert_eq!(turns.len(), 2);
/// assert_eq!(Conversation::new(turns)?.participants().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Turns {
    labels: IndexSet<Label>,
    spoken: Vec<(SpeakerIndex, Span)>,
}

/// So many speakers are looked at one by one.
const FEW: usize = 8;

impl Turns {
    /// No turns yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a turn.
    ///
    /// ```
    /// # use sociogram::{Span, Turns};
    /// let mut turns = Turns::new();
    /// turns.push("ana", Span::from_millis(0, 2_000)?);
    /// assert_eq!(turns.speakers().next().map(|label| label.as_str()), Some("ana"));
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    pub fn push(&mut self, speaker: &str, span: Span) {
        let at = self.place_of(speaker);
        self.add(at, span);
    }

    /// The place of a speaker, new or known.
    fn place_of(&mut self, speaker: &str) -> usize {
        // Most meetings have few speakers: looking at each is faster than hashing the label.
        let few = self.labels.as_slice().iter().take(FEW).position(|label| is_same(label, speaker));
        match few.or_else(|| self.labels.get_index_of(speaker)) {
            Some(at) => at,
            None => self.labels.insert_full(speaker.into()).0,
        }
    }

    /// The place of a speaker, for those who add many turns.
    #[cfg(feature = "parquet")]
    pub(crate) fn speaker(&mut self, label: &str) -> SpeakerIndex {
        SpeakerIndex(u32::try_from(self.place_of(label)).unwrap_or(u32::MAX))
    }

    /// Adds a turn of a speaker of this table.
    #[cfg(feature = "parquet")]
    #[inline]
    pub(crate) fn push_of(&mut self, speaker: SpeakerIndex, span: Span) {
        self.spoken.push((speaker, span));
    }

    /// Makes room for more turns.
    #[cfg(feature = "parquet")]
    pub(crate) fn reserve(&mut self, turns: usize) {
        self.spoken.reserve(turns);
    }

    /// Speakers beyond the last index share it; a conversation refuses so many long before.
    fn add(&mut self, at: usize, span: Span) {
        self.spoken.push((SpeakerIndex(u32::try_from(at).unwrap_or(u32::MAX)), span));
    }

    /// How many turns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spoken.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spoken.is_empty()
    }

    /// The labels of those who speak, in order of first mention.
    ///
    /// ```
    /// # use sociogram::{Turn, Turns};
    /// let turns = Turns::from([
    ///     Turn::from_seconds("ben", 9.0, 9.5)?,
    ///     Turn::from_seconds("ana", 0.0, 2.0)?,
    /// ]);
    /// assert!(turns.speakers().map(|label| label.as_str()).eq(["ben", "ana"]));
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    #[must_use]
    pub fn speakers(&self) -> impl ExactSizeIterator<Item = &Label> {
        self.labels.iter()
    }

    /// The turns, in the order in which they came.
    ///
    /// ```
    /// # use sociogram::{Turn, Turns};
    /// let turns = Turns::from([Turn::from_seconds("ben", 9.0, 9.5)?]);
    /// for (speaker, span) in turns.iter() {
    ///     println!("{speaker} from {} s to {} s", span.start(), span.end());
    /// }
    /// # Ok::<(), sociogram::SpanError>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&Label, Span)> {
        self.spoken.iter().filter_map(|(speaker, span)| {
            self.labels.get_index(speaker.get()).map(|label| (label, *span))
        })
    }

    /// The turns under other labels, without those of speakers who get none. Speakers who get the
    /// same label become one.
    #[cfg(feature = "formats")]
    pub(crate) fn relabelled(&self, label: impl Fn(&Label) -> Option<Label>) -> Self {
        let labels: Vec<Option<Label>> = self.labels.iter().map(label).collect();
        let mut turns = Self::new();
        for (speaker, span) in &self.spoken {
            if let Some(Some(label)) = labels.get(speaker.get()) {
                turns.push(label, *span);
            }
        }
        turns
    }

    pub(crate) fn into_parts(self) -> (IndexSet<Label>, Vec<(SpeakerIndex, Span)>) {
        (self.labels, self.spoken)
    }
}

impl Extend<Turn> for Turns {
    fn extend<I: IntoIterator<Item = Turn>>(&mut self, turns: I) {
        for Turn { speaker, span } in turns {
            let (at, _) = self.labels.insert_full(speaker);
            self.add(at, span);
        }
    }
}

impl FromIterator<Turn> for Turns {
    fn from_iter<I: IntoIterator<Item = Turn>>(turns: I) -> Self {
        let mut table = Self::new();
        table.extend(turns);
        table
    }
}

impl From<Vec<Turn>> for Turns {
    fn from(turns: Vec<Turn>) -> Self {
        turns.into_iter().collect()
    }
}

impl<const N: usize> From<[Turn; N]> for Turns {
    fn from(turns: [Turn; N]) -> Self {
        turns.into_iter().collect()
    }
}

impl From<&[Turn]> for Turns {
    fn from(turns: &[Turn]) -> Self {
        turns.iter().cloned().collect()
    }
}
