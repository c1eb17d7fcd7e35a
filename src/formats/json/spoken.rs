//! What most of these formats have in common: a list of segments with a speaker, a start and an
//! end, each with words or without.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::label::JsonLabel;
use super::path::{Step, place};
use super::time;
use crate::formats::collector::{At, Collector};
use crate::formats::error::{ReadError, ReadErrorKind};
use crate::formats::place::Place;
use crate::formats::recording::RepairKind;
use crate::formats::unit::Unit;
use crate::formats::words::{Track, Word};
use crate::time::Time;

/// A segment and one of its words, both counted from 0; [`WHOLE`] in place of the word stands for
/// the segment itself.
pub(super) type Id = [usize; 2];
pub(super) const WHOLE: usize = usize::MAX;

/// Somebody's words, or one of them, with the keys that their times have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) speaker: Option<&'a str>,
    pub(super) start: Field<'a>,
    pub(super) end: Field<'a>,
}

/// A key and its value.
pub(super) type Field<'a> = (&'static str, Option<&'a RawValue>);

impl Piece<'_> {
    const fn is_untimed(&self) -> bool {
        self.start.1.is_none() && self.end.1.is_none()
    }
}

/// A piece as many formats write it.
#[derive(Debug, Deserialize)]
pub(super) struct Timed<'a> {
    #[serde(borrow)]
    start: Option<&'a RawValue>,
    #[serde(borrow)]
    end: Option<&'a RawValue>,
    #[serde(borrow, default)]
    speaker: JsonLabel<'a>,
}

impl Timed<'_> {
    pub(super) fn piece(&self) -> Piece<'_> {
        Piece { speaker: self.speaker.get(), start: ("start", self.start), end: ("end", self.end) }
    }
}

/// Where segments and their words stand in a document, and what their times count.
#[derive(Clone, Debug)]
pub(super) struct Spoken<'t> {
    pub(super) text: &'t str,
    /// The way to the list of segments.
    pub(super) list: Vec<Step>,
    /// The way from a segment to the list of its words.
    pub(super) words: &'static [Step],
    pub(super) unit: Unit,
}

impl Spoken<'_> {
    /// Where a segment or a word stands, or the value of one of its keys.
    pub(super) fn place(&self, [segment, word]: Id, key: Option<&'static str>) -> Place {
        let mut steps = self.list.clone();
        steps.push(Step::At(segment));
        if word != WHOLE {
            steps.extend(self.words);
            steps.push(Step::At(word));
        }
        steps.extend(key.map(Step::Key));
        place(self.text, &steps)
    }

    /// Nobody is told from anybody: what is missing is this key of the first segment.
    pub(super) fn without_speakers(&self, key: &'static str, expected: &'static str) -> ReadError {
        ReadError::new(self.place([0, WHOLE], Some(key)), ReadErrorKind::Missing { expected })
    }

    fn times(&self, id: Id, piece: &Piece<'_>) -> Result<[Option<Time>; 2], ReadError> {
        let read = |(key, value): Field<'_>, field| {
            time(value, self.unit, field)
                .map_err(|kind| ReadError::new(self.place(id, Some(key)), kind))
        };
        Ok([read(piece.start, "the start")?, read(piece.end, "the end")?])
    }

    /// A word for a track.
    pub(super) fn word<'a>(&self, id: Id, piece: &Piece<'a>) -> Result<Word<'a, Id>, ReadError> {
        let [start, end] = self.times(id, piece)?;
        Ok(Word { speaker: piece.speaker, start, end, id })
    }

    /// Takes in a segment that is a turn as it stands.
    pub(super) fn turn(
        &self,
        number: usize,
        segment: &Piece<'_>,
        at: At,
        into: &mut Collector,
    ) -> Result<(), ReadError> {
        let id = [number, WHOLE];
        match self.times(id, segment)? {
            [Some(start), Some(end)] => {
                into.turn(at, segment.speaker, start, end, || self.place(id, None))
            }
            _ => into.repair(at, RepairKind::Untimed, || self.place(id, None)),
        }
    }

    /// Takes in the words of a segment, each with its number, and puts them on a track. A word
    /// without a speaker has its segment's.
    ///
    /// A segment without words is a turn; one with words of which none has a time, such as a
    /// number on its own, is as one long word.
    pub(super) fn segment<'a>(
        &self,
        number: usize,
        segment: &Piece<'a>,
        words: impl Iterator<Item = (usize, Piece<'a>)> + Clone,
        track: &mut Track<'a, Id>,
        (at, into): (At, &mut Collector),
    ) -> Result<(), ReadError> {
        let mut first = words.clone().peekable();
        if first.peek().is_none() {
            return self.turn(number, segment, at, into);
        }
        let id = [number, WHOLE];
        if first.all(|(_, word)| word.is_untimed())
            && let [Some(start), Some(end)] = self.times(id, segment)?
        {
            for (w, _) in words {
                into.repair(at, RepairKind::UntimedWord, || self.place([number, w], None))?;
            }
            track.push(Word { speaker: segment.speaker, start: Some(start), end: Some(end), id });
            return Ok(());
        }
        for (w, word) in words {
            let speaker = word.speaker.or(segment.speaker);
            track.push(self.word([number, w], &Piece { speaker, ..word })?);
        }
        Ok(())
    }
}
