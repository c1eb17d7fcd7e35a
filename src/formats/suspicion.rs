//! Labels that look wrong.

use std::borrow::Cow;

use indexmap::IndexMap;
use unicode_normalization::UnicodeNormalization;

use super::format::Format;
use super::recording::{Recording, Warning};
use crate::turn::Label;

/// What detectors of sound, and of children's speech, call their classes.
const CLASSES: [&str; 22] = [
    "SPEECH",
    "SILENCE",
    "SIL",
    "NOISE",
    "MUSIC",
    "NON-SPEECH",
    "NONSPEECH",
    "NON_SPEECH",
    "LAUGHTER",
    "OVERLAP",
    "CRY",
    "FEM",
    "MAL",
    "CHI",
    "KCHI",
    "OCH",
    "CHN",
    "CXN",
    "FAN",
    "TVN",
    "OLN",
    "VOC",
];

/// Warns of labels that are classes of sound, and of those that only look alike.
pub(super) fn warn(recording: &mut Recording, format: Format) {
    let labels: Vec<Label> = recording.turns().speakers().cloned().collect();
    // In CHAT the child is called CHI, and so on: its three letters are people.
    let may_be_classes = format != Format::Chat;
    let mut seen: IndexMap<Cow<'_, str>, &Label> = IndexMap::new();
    for label in &labels {
        if may_be_classes && is_class(label) {
            recording.warn(Warning::ClassLabel { label: label.clone() });
        }
        match seen.entry(normal(label.trim())) {
            indexmap::map::Entry::Vacant(place) => {
                place.insert(label);
            }
            indexmap::map::Entry::Occupied(first) => {
                let (first, second) = ((*first.get()).clone(), label.clone());
                recording.warn(Warning::LookAlike { first, second });
            }
        }
    }
}

/// A text in Unicode's normal form C, in which ASCII always is.
fn normal(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

fn is_class(label: &str) -> bool {
    let long = label.len() > 4;
    CLASSES.iter().any(|class| *class == label || (long && class.eq_ignore_ascii_case(label)))
}
