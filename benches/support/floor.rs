//! The floor of reading RTTM: what the same lines cost at the least.

use std::collections::HashMap;

/// What the floor makes of a line: who, start and end.
pub(crate) type Parsed = (usize, f64, f64);

/// Splits lines, parses two numbers and interns the speaker.
pub(crate) fn split_parse_intern(text: &str) -> (HashMap<&str, usize>, Vec<Parsed>) {
    let (mut labels, mut turns) = (HashMap::new(), Vec::new());
    for line in text.lines() {
        let mut fields = line.split_ascii_whitespace().skip(3);
        let start: f64 = fields.next().unwrap().parse().unwrap();
        let length: f64 = fields.next().unwrap().parse().unwrap();
        let speaker = fields.nth(2).unwrap();
        let next = labels.len();
        turns.push((*labels.entry(speaker).or_insert(next), start, start + length));
    }
    (labels, turns)
}
