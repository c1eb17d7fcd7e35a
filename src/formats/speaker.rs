//! Labels that stand for nobody.

/// What to do with speech of which the source does not know the speaker.
///
/// Unknown are a missing, empty or `null` label, `<NA>`, and `unknown` with or without `speaker`
/// behind it, in any case; further ones where a format has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum UnknownSpeakers {
    /// Leave it out, and count it: one ghost would take part in every pair.
    #[default]
    Drop,
    /// Keep it under the label that it has, or `unknown` if it has none.
    Keep,
    /// Refuse the input.
    Error,
}

/// What somebody without a label is called, where they are kept.
pub(crate) const UNKNOWN: &str = "unknown";

/// Whether a label names somebody.
pub(crate) fn is_known(label: &str) -> bool {
    // Most labels are known from their first byte.
    if let [first @ b'!'..=b'~', ..] = label.as_bytes()
        && !matches!(first, b'<' | b'u' | b'U')
    {
        return true;
    }
    let label = label.trim();
    match label.as_bytes() {
        [] => false,
        [b'<', ..] => label != "<NA>",
        [b'u' | b'U', b'n' | b'N', ..] => !is_unknown(label),
        _ => true,
    }
}

fn is_unknown(label: &str) -> bool {
    let mut label = label.to_ascii_lowercase();
    label.retain(|character| !matches!(character, ' ' | '_' | '-'));
    matches!(label.as_str(), "unknown" | "unknownspeaker" | "unk")
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn a_label_is_somebody_unless_it_says_otherwise() {
        for nobody in ["", "  ", "<NA>", "UNKNOWN", "unknown", "Unknown Speaker", "unknown_speaker"]
        {
            assert!(!is_known(nobody), "{nobody:?}");
        }
        for somebody in ["NA", "None", "null", "0", "una", "Unknown Soldier", "SPEAKER_00"] {
            assert!(is_known(somebody), "{somebody:?}");
        }
    }
}
