//! The label tracks of Audacity, as text: one label a line, which names a speaker.
//!
//! ```text
//! start  end  label          2.150000⇥6.100000⇥ana
//! \  low  high               (a selection of frequencies, of the label before)
//! ```
//!
//! Times are decimal seconds, with a point or, as Audacity writes it in some languages, a comma.
//! Columns are apart by tabs, or by spaces where another program wrote them. Labels may overlap, so
//! the format tells of it. If any label begins with `[[speaker]]`, as WhisperX writes them, that is
//! the speaker, and labels without it are text of an unknown one. Otherwise labels are speakers as
//! they stand. Empty lines and lines of frequencies are passed over.
//!
//! A line of two columns is a time span without a label, so of an unknown speaker, if the second is
//! a number, and a label at a point if it is not. A label at a point is a turn of no length: it is
//! left out and counted as a repair, as one of negative length is. If no line has a label, nobody
//! was told apart, and that is an error.

use std::borrow::Cow;
use std::cell::Cell;

use super::collector::Collector;
use super::error::{Excerpt, ReadError, ReadErrorKind};
use super::lines::{Line, LineFormat};
use super::options::Options;
use super::place::Position;
use super::sample::Sample;
use super::speaker::is_known;
use super::unit::Unit;
use super::{ctm, kaldi, regions, stm};
use crate::time::Time;

/// Label tracks, a line at a time; labels are kept until the end, which tells what they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Audacity {
    recording: String,
    labels: Vec<Labelled>,
    /// Whether a label begins with a speaker in brackets.
    has_brackets: bool,
}

#[derive(Clone, Debug)]
struct Labelled {
    start: Time,
    end: Time,
    label: Option<Box<str>>,
    place: Position,
}

impl Audacity {
    pub(super) fn new(options: &Options) -> Self {
        Self { recording: options.recording_name().to_owned(), ..Self::default() }
    }
}

impl LineFormat for Audacity {
    fn line(&mut self, line: Line<'_>, _: &mut Collector) -> Result<(), ReadError> {
        let text = line.text.trim_ascii_start();
        if text.is_empty() || text.starts_with('\\') {
            return Ok(());
        }
        let (start, rest) = field(text);
        let has_three_columns = text.bytes().filter(|byte| *byte == b'\t').nth(1).is_some();
        let (second, behind) = field(rest);
        let from = time(line, start, "the start")?;
        let (to, label) = if second.is_empty() {
            let (found, missing) = (1, "the end");
            let kind = ReadErrorKind::TooFewFields { found, least: 2, missing };
            return Err(ReadError::new(line.place_of_end(), kind));
        } else if has_three_columns || is_number(second) {
            (time(line, second, "the end")?, behind)
        } else {
            (from, rest)
        };
        let bracketed = bracketed(label);
        if bracketed.is_some() && !self.has_brackets {
            self.has_brackets = true;
            self.labels.iter_mut().for_each(|before| before.label = None);
        }
        let label = if self.has_brackets { bracketed } else { Some(label) };
        let label = label.filter(|label| !label.is_empty()).map(Box::from);
        let place = line.place_of(start).position;
        self.labels.push(Labelled { start: from, end: to, label, place });
        Ok(())
    }

    fn end(&mut self, into: &mut Collector) -> Result<(), ReadError> {
        let at = into.recording(&self.recording);
        let labels = std::mem::take(&mut self.labels);
        let somebody = |it: &Labelled| it.label.as_deref().is_some_and(is_known);
        if let Some(first) = labels.first()
            && !labels.iter().any(somebody)
        {
            let expected = "labels that name speakers";
            return Err(ReadError::new(first.place, ReadErrorKind::Missing { expected }));
        }
        for Labelled { start, end, label, place } in labels {
            into.turn(at, label.as_deref(), start, end, || place.into())?;
        }
        Ok(())
    }
}

/// The first field of a text, and what stands behind it: a label behind a tab keeps its spaces.
fn field(text: &str) -> (&str, &str) {
    match text.split_once([' ', '\t']) {
        Some((field, rest)) if text.as_bytes().get(field.len()) == Some(&b'\t') => (field, rest),
        Some((field, rest)) => (field, rest.trim_ascii()),
        None => (text, ""),
    }
}

/// The speaker in front of a label.
fn bracketed(label: &str) -> Option<&str> {
    label.strip_prefix("[[")?.split_once("]]").map(|(speaker, _)| speaker)
}

/// A number with a point for the comma that may stand in it.
fn pointed(text: &str) -> Cow<'_, str> {
    if text.contains(',') { Cow::Owned(text.replace(',', ".")) } else { Cow::Borrowed(text) }
}

fn is_number(text: &str) -> bool {
    Sample::is_number(&pointed(text))
}

fn time(line: Line<'_>, text: &str, field: &'static str) -> Result<Time, ReadError> {
    Unit::Seconds.read_time(&pointed(text), field).map_err(|kind| {
        let found = Excerpt::of(text);
        let kind = match kind {
            ReadErrorKind::NotATime { field, written, .. } => {
                ReadErrorKind::NotATime { field, written, found }
            }
            other => other,
        };
        line.refuse(text, kind)
    })
}

/// Why a text may be of this format.
pub(super) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    // Two numbers may also be the names of a recording and of a channel.
    let is_other = [stm::recognize, ctm::recognize, kaldi::recognize, regions::recognize]
        .iter()
        .any(|recognize| recognize(sample).is_some());
    let has_labels = Cell::new(false);
    let are_labels = sample.records("\\", |fields| match fields {
        [start, end, label @ ..] => {
            has_labels.set(has_labels.get() || label.iter().any(|it| !is_number(it)));
            is_number(start) && is_number(end)
        }
        _ => false,
    });
    (are_labels && has_labels.get() && !is_other)
        .then_some("each line is a start, an end and a label")
}
