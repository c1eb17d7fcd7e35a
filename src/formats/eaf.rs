//! ELAN's EAF: an XML document with tiers of annotations between time slots.
//!
//! ```text
//! <ANNOTATION_DOCUMENT>
//!   <HEADER TIME_UNITS="milliseconds"/>
//!   <TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="780"/>…</TIME_ORDER>
//!   <TIER TIER_ID="text@ana" PARTICIPANT="ana">
//!     <ANNOTATION>
//!       <ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
//! ```
//!
//! Times are whole milliseconds. The speaker is the participant of a tier or, where none is named,
//! the tier itself; people on different tiers may overlap. Every annotation of a tier without a
//! parent is a turn, also one without text. Tiers below another one (words, glosses, translations)
//! say the same once more: their annotations are passed over and counted. `TIME_ORIGIN`, which
//! only says where in its medium a recording begins, shifts all times alike and is ignored.
//!
//! A time slot without a value is put evenly between its neighbours on the tier; an annotation
//! for which that cannot be done is left out.

use std::collections::HashMap;

use roxmltree::{Document, Error, Node, ParsingOptions};

use super::collector::{At, Collector};
use super::error::{Excerpt, ReadError, ReadErrorKind, printable};
use super::input::position_in;
use super::options::Options;
use super::place::{Place, Position};
use super::recording::RepairKind;
use super::sample::Sample;
use super::unit::Unit;
use crate::time::Time;

/// Why a text may be of this format.
pub(super) fn recognize(sample: &Sample<'_>) -> Option<&'static str> {
    (sample.plain().starts_with('<') && sample.plain().contains("<ANNOTATION_DOCUMENT"))
        .then_some("it is XML with an ANNOTATION_DOCUMENT")
}

pub(super) fn read(text: &str, options: &Options, into: &mut Collector) -> Result<(), ReadError> {
    let name = options.recording_name();
    let at = into.recording(name);
    check_bounds(text)?;
    let parsing = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let document =
        Document::parse_with_options(text, parsing).map_err(|error| malformed(&error))?;
    let root = document.root_element();
    if !root.has_tag_name("ANNOTATION_DOCUMENT") {
        let found = Excerpt::of(root.tag_name().name());
        let expected = "the element ANNOTATION_DOCUMENT";
        let kind = ReadErrorKind::Unexpected { expected, found };
        return Err(ReadError::new(place(text, root.range().start), kind));
    }
    let unit = elements(root, "HEADER").find_map(|header| header.attribute_node("TIME_UNITS"));
    if let Some(unit) = unit.filter(|unit| unit.value() != "milliseconds") {
        let found = Excerpt::of(unit.value());
        let kind = ReadErrorKind::Unexpected { expected: "times in milliseconds", found };
        return Err(ReadError::new(place(text, unit.range_value().start), kind));
    }
    let slots = Slots::read(text, root)?;
    let mut below = 0;
    for tier in elements(root, "TIER") {
        let annotations = elements(tier, "ANNOTATION").flat_map(|one| one.children());
        if tier.has_attribute("PARENT_REF") {
            let count = annotations.filter(Node::is_element).count();
            below += u64::try_from(count).unwrap_or(u64::MAX);
            continue;
        }
        let speaker = ["PARTICIPANT", "TIER_ID"]
            .iter()
            .filter_map(|key| tier.attribute(*key))
            .find(|label| !label.trim().is_empty());
        let mut track = Tier::new(text, at, speaker);
        for annotation in annotations.filter(|one| one.has_tag_name("ALIGNABLE_ANNOTATION")) {
            track.push(annotation, &slots)?;
        }
        track.collect(into)?;
    }
    if below > 0 {
        into.skip(name, below);
    }
    Ok(())
}

fn elements<'a, 'input>(
    parent: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    parent.children().filter(move |child| child.has_tag_name(name))
}

fn place(text: &str, byte: usize) -> Place {
    position_in(text.as_bytes(), byte).into()
}

/// The times of the slots; some have none.
struct Slots<'a>(HashMap<&'a str, Option<Time>>);

impl<'a> Slots<'a> {
    fn read(text: &str, root: Node<'a, '_>) -> Result<Self, ReadError> {
        let mut slots = HashMap::new();
        for slot in elements(root, "TIME_ORDER").flat_map(|order| elements(order, "TIME_SLOT")) {
            let Some(id) = slot.attribute("TIME_SLOT_ID") else {
                let kind = ReadErrorKind::Missing { expected: "the attribute TIME_SLOT_ID" };
                return Err(ReadError::new(place(text, slot.range().start), kind));
            };
            let value = slot.attribute_node("TIME_VALUE").map(|value| {
                Unit::Milliseconds
                    .read_time(value.value(), "the time of a slot")
                    .map_err(|kind| ReadError::new(place(text, value.range_value().start), kind))
            });
            slots.insert(id, value.transpose()?);
        }
        Ok(Self(slots))
    }
}

/// The annotations of a tier, between boundaries.
struct Tier<'a> {
    text: &'a str,
    at: At,
    speaker: Option<&'a str>,
    boundaries: Vec<Boundary<'a>>,
    /// Where each annotation begins in the text, and which are its boundaries.
    annotations: Vec<(usize, [usize; 2])>,
}

/// A time slot as a tier passes it.
struct Boundary<'a> {
    slot: &'a str,
    time: Option<Time>,
    /// Where in the text the annotation is that first names it.
    byte: usize,
}

impl<'a> Tier<'a> {
    const fn new(text: &'a str, at: At, speaker: Option<&'a str>) -> Self {
        Self { text, at, speaker, boundaries: Vec::new(), annotations: Vec::new() }
    }

    fn push(&mut self, annotation: Node<'a, '_>, slots: &Slots<'_>) -> Result<(), ReadError> {
        let byte = annotation.range().start;
        let start = self.boundary(annotation, "TIME_SLOT_REF1", slots)?;
        let end = self.boundary(annotation, "TIME_SLOT_REF2", slots)?;
        self.annotations.push((byte, [start, end]));
        Ok(())
    }

    fn boundary(
        &mut self,
        annotation: Node<'a, '_>,
        key: &'static str,
        slots: &Slots<'_>,
    ) -> Result<usize, ReadError> {
        let byte = annotation.range().start;
        let Some(slot) = annotation.attribute_node(key) else {
            let kind = ReadErrorKind::Missing {
                expected: "the attributes TIME_SLOT_REF1 and TIME_SLOT_REF2",
            };
            return Err(ReadError::new(place(self.text, byte), kind));
        };
        let Some(time) = slots.0.get(slot.value()) else {
            let found = Excerpt::of(slot.value());
            let kind = ReadErrorKind::Unexpected { expected: "a time slot of TIME_ORDER", found };
            return Err(ReadError::new(place(self.text, slot.range_value().start), kind));
        };
        let slot = slot.value();
        if self.boundaries.last().is_none_or(|last| last.slot != slot) {
            self.boundaries.push(Boundary { slot, time: *time, byte });
        }
        Ok(self.boundaries.len() - 1)
    }

    fn collect(mut self, into: &mut Collector) -> Result<(), ReadError> {
        self.fill(into)?;
        for (byte, ends) in self.annotations {
            let [start, end] = ends.map(|end| self.boundaries.get(end).and_then(|it| it.time));
            let here = || place(self.text, byte);
            match (start, end) {
                (Some(start), Some(end)) => into.turn(self.at, self.speaker, start, end, here)?,
                _ => into.repair(self.at, RepairKind::Untimed, here)?,
            }
        }
        Ok(())
    }

    /// Puts boundaries without a time evenly between those before and behind that have one.
    fn fill(&mut self, into: &mut Collector) -> Result<(), ReadError> {
        let mut before: Option<Time> = None;
        let mut rest = self.boundaries.as_mut_slice();
        while let Some(first) = rest.first() {
            if let Some(time) = first.time {
                before = Some(time);
                rest = rest.split_first_mut().map(|(_, rest)| rest).unwrap_or_default();
                continue;
            }
            let length = rest.iter().take_while(|it| it.time.is_none()).count();
            let behind = rest.get(length).and_then(|it| it.time);
            let (run, others) = rest.split_at_mut(length);
            rest = others;
            let (Some(before), Some(behind)) = (before, behind) else { continue };
            if behind < before {
                continue;
            }
            let from = i128::from(before.micros());
            let between = i128::from(behind.micros()) - from;
            for (step, boundary) in (1..).zip(run.iter_mut()) {
                let parts = i128::try_from(length).unwrap_or(i128::MAX) + 1;
                let micros = i64::try_from(from + between * step / parts).ok();
                boundary.time = micros.and_then(|micros| Time::from_micros(micros).ok());
                let byte = boundary.byte;
                into.repair(self.at, RepairKind::SlotWithoutTime, || place(self.text, byte))?;
            }
        }
        Ok(())
    }
}

/// Refuses what would make a tree many times larger than its text: a parser sets memory aside for
/// each `<` and `=`, and compares each attribute and namespace with the others of its element.
fn check_bounds(text: &str) -> Result<(), ReadError> {
    const LEAST_BYTES: usize = 12;
    const SPARE: usize = 1024;
    const MOST_ATTRIBUTES: usize = 64;
    const MOST_NAMESPACES: usize = 32;
    let most = text.len() / LEAST_BYTES + SPARE;
    let refuse = |byte| {
        let problem = "far more elements or attributes than ELAN writes in so much text".into();
        Err(ReadError::new(place(text, byte), ReadErrorKind::Malformed { syntax: "XML", problem }))
    };
    if let Some((byte, _)) = text.match_indices('<').nth(most) {
        return refuse(byte);
    }
    if let Some((byte, _)) = text.match_indices('=').nth(most) {
        return refuse(byte);
    }
    if let Some((byte, _)) = text.match_indices("xmlns").nth(MOST_NAMESPACES) {
        return refuse(byte);
    }
    for (byte, _) in text.match_indices('<') {
        let tag = text.as_bytes().get(byte + 1..).unwrap_or_default();
        if !matches!(tag.first(), Some(b'!' | b'?')) && attributes(tag) > MOST_ATTRIBUTES {
            return refuse(byte);
        }
    }
    Ok(())
}

/// How many attributes a tag has, at most; quotation marks may hold anything but a `<`.
fn attributes(tag: &[u8]) -> usize {
    let mut quote = None;
    let mut count = 0;
    for byte in tag {
        match (quote, byte) {
            (_, b'<') | (None, b'>') => break,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'=') => count += 1,
            (Some(begun), end) if begun == end => quote = None,
            _ => {}
        }
    }
    count
}

fn malformed(error: &Error) -> ReadError {
    let place = error.pos();
    let position = Position { line: place.row.into(), column: place.col.into() };
    let problem = match error {
        Error::DtdDetected => "it has a document type definition, which ELAN does not write".into(),
        Error::UnexpectedEndOfStream => "it ends too early".into(),
        other => printable(&other.to_string().replace(&format!(" at {place}"), "")),
    };
    ReadError::new(position, ReadErrorKind::Malformed { syntax: "XML", problem })
}
