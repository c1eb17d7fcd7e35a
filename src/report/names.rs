//! Labels as people may see them: nothing in them is obeyed, and nothing is invisible.

/// A label as text for people: what a terminal or a browser would obey becomes visible, and a label
/// without anything to see gets a stand-in.
///
/// Control characters, ends of lines and characters that turn the direction of what follows become
/// escapes such as `\u{202e}`. `at` is the participant's place, counted from 0, which tells one
/// stand-in from another. Letters of all scripts and emoji stay as they are.
///
/// ```
/// use sociogram::report::shown_label;
///
/// assert_eq!(shown_label("ana", 0), "ana");
/// assert_eq!(shown_label("a\u{202e}b\n", 0), r"a\u{202e}b\n");
/// assert_eq!(shown_label(" \u{200b}", 2), "(blank label 3)");
/// ```
#[must_use]
pub fn shown_label(label: &str, at: usize) -> String {
    if is_blank(label) { format!("(blank label {})", at + 1) } else { visible(label) }
}

/// Whether there is nothing to see in a text.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|one| {
        one.is_whitespace()
            || matches!(one,
                '\u{00ad}' | '\u{034f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
    })
}

/// The text with escapes in place of what would be obeyed, or would not be seen.
pub(super) fn visible(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut shown, one| {
        // The joiners of U+200C and U+200D stay: Persian and many emoji are written with them.
        let hidden = matches!(one,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}');
        if one.is_control() || hidden {
            shown.extend(one.escape_default());
        } else {
            shown.push(one);
        }
        shown
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_is_escaped_and_the_rest_is_left() {
        assert_eq!(visible("x\u{2028}y\u{0}\u{feff}"), r"x\u{2028}y\u{0}\u{feff}");
        for plain in ["</script>", "\"'&", "אבג", "👩‍👩‍👧", "می‌خواهم"] {
            assert_eq!(visible(plain), plain);
        }
    }

    #[test]
    fn blank_is_what_cannot_be_seen() {
        for blank in ["", "  ", "\t\n", "\u{a0}", "\u{200b}\u{200d}", "\u{3164}", "\u{202e}"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank(" a "));
    }
}
