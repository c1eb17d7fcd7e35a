//! Text from files, made safe to show.

/// The text with nothing in it that a terminal would obey: control characters, and those that
/// turn the direction of what follows, become escapes such as `\u{1b}`.
pub(crate) fn visible(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut shown, character| {
        let turns_direction = matches!(character,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}');
        if character.is_control() || turns_direction {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
        shown
    })
}
