//! Cells for tables that stay within 40 columns.

use crate::escape::visible;

/// The widest cell of names: a longer one takes a second line.
const WIDEST: usize = 11;

/// A name, in two lines if it is long, with its middle left out if it is longer still: what tells
/// names apart often stands at their end.
pub(crate) fn name(name: &str) -> String {
    let name: Vec<char> = visible(name).chars().collect();
    let lines = if name.len() > 2 * WIDEST {
        let (head, tail) = (name.iter().take(WIDEST - 1), name.iter().skip(name.len() - WIDEST));
        [head.chain(['…'].iter()).collect::<String>(), tail.collect()]
    } else {
        [name.iter().take(WIDEST).collect(), name.iter().skip(WIDEST).collect()]
    };
    lines.join("\n").trim_end().to_owned()
}

/// Two labels, on a line each if they are long.
pub(crate) fn pair([first, second]: [&str; 2]) -> String {
    let both = format!("{} – {}", visible(first), visible(second));
    if both.chars().count() <= WIDEST {
        return both;
    }
    let first = short(first, WIDEST - 2);
    format!("{first} –\n{}", short(second, WIDEST))
}

/// A name in one line, with its middle left out if it is longer.
pub(crate) fn short(name: &str, widest: usize) -> String {
    let name: Vec<char> = visible(name).chars().collect();
    if name.len() <= widest {
        return name.into_iter().collect();
    }
    let tail = widest / 2;
    let (head, tail) = (name.iter().take(widest - 1 - tail), name.iter().skip(name.len() - tail));
    head.chain(['…'].iter()).chain(tail).collect()
}

/// A number with its sign, unless it rounds to nothing.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    let text = format!("{value:+.decimals$}");
    match text.get(1..) {
        Some(digits) if digits.chars().all(|one| matches!(one, '0' | '.')) => digits.to_owned(),
        _ => text,
    }
}

/// A bar of five cells for a value from 0 to 100.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 40 eighths of a cell"
)]
pub(crate) fn bar(value: f64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (value.clamp(0.0, 100.0) * 0.4).round() as usize;
    "█".repeat(eighths / 8) + EIGHTHS.get(eighths % 8).copied().unwrap_or_default()
}
