//! Lines of `WebVTT` that belong to no cue.

/// Whether a line says that this is `WebVTT`.
pub(super) fn is_title(line: &str) -> bool {
    line.split_at_checked(6).is_some_and(|(title, rest)| {
        let goes_on = |next: char| next.is_alphanumeric() || next == '_';
        title.eq_ignore_ascii_case("WEBVTT") && !rest.starts_with(goes_on)
    })
}

/// Whether a line begins a block that is no cue.
pub(super) fn is_comment(line: &str) -> bool {
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    word == "NOTE" || matches!(line, "STYLE" | "REGION")
}
