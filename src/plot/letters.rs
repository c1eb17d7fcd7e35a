//! Labels as they are shown, and about how wide they are.

/// The widths of the characters from the space to the tilde in `DejaVu` Sans, in thousandths of the
/// size.
const ASCII: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/// The text with nothing in it that would not be seen as a character: control characters, those that
/// turn the direction of what follows, and those that XML cannot hold become escapes. One that is
/// nothing but spaces is shown between quotes.
pub(super) fn visible(text: &str) -> String {
    if text.trim().is_empty() {
        return format!("“{}”", escaped(text));
    }
    escaped(text)
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut shown, it| {
        let unseen = it.is_control()
            || matches!(it,
                '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}');
        if unseen {
            shown.extend(it.escape_default());
        } else {
            shown.push(it);
        }
        shown
    })
}

/// About how wide a text is, in points: exact for ASCII in `DejaVu` Sans, and rather too much for
/// what is not.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let thousandths: u32 = text.chars().map(|it| u32::from(thousandths(it))).sum();
    f64::from(thousandths) * size / 1_000.0
}

fn thousandths(it: char) -> u16 {
    match it {
        ' '..='~' => {
            let at = (it as usize).saturating_sub(usize::from(b' '));
            ASCII.get(at).copied().unwrap_or(1_000)
        }
        // Marks above and below letters, and what joins or varies the one before.
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5bd}'
        | '\u{64b}'..='\u{65f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{590}'..='\u{6ff}' => 600,
        // Letters of East Asia, and emoji.
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'.. => 1_000,
        _ => 750,
    }
}

/// A label in at most this width: where it is longer, its middle is left out, since what tells labels
/// apart often stands at their end.
pub(super) fn short(label: &str, size: f64, widest: f64) -> String {
    // Far more than fits anywhere; what lies between is left out in any case.
    const MOST: usize = 100;
    let label = visible(label);
    if label.len() < 8 * MOST && width(&label, size) <= widest {
        return label;
    }
    let count = label.chars().count();
    let head: Vec<char> = label.chars().take(count.min(MOST)).collect();
    let tail: Vec<char> = label.chars().rev().take(count.min(MOST)).collect();
    let (mut from_head, mut from_tail) = (0, 0);
    let mut left = widest - width("…", size);
    // From both ends in turn, as long as there is room.
    loop {
        let takes_head = from_head <= from_tail;
        let next = if takes_head { head.get(from_head) } else { tail.get(from_tail) };
        let Some(next) = next.filter(|_| from_head + from_tail < count) else { break };
        left -= f64::from(thousandths(*next)) * size / 1_000.0;
        if left < 0.0 {
            break;
        }
        if takes_head {
            from_head += 1;
        } else {
            from_tail += 1;
        }
    }
    let head = head.into_iter().take(from_head);
    let tail: Vec<char> = tail.into_iter().take(from_tail).collect();
    head.chain(['…']).chain(tail.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_keep_both_ends() {
        assert_eq!(short("SPEAKER_00", 10.0, 100.0), "SPEAKER_00");
        let short_one = short(&format!("SPEAKER_{}17", "0".repeat(500)), 10.0, 60.0);
        assert!(short_one.starts_with("SPE") && short_one.ends_with("17"), "{short_one}");
        assert!(width(&short_one, 10.0) <= 60.0);
        assert_eq!(short("a\u{202e}b", 10.0, 900.0), "a\\u{202e}b");
        assert_eq!(short(" ", 10.0, 900.0), "“ ”");
        assert_eq!(short("", 10.0, 900.0), "“”");
        assert_eq!(short("anything", 10.0, 0.0), "…");
    }
}
