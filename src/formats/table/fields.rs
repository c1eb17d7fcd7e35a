//! Fields as they stand in the text of a row, for what the reader of CSV does not tell.

use super::Style;

/// The byte of a row's text at which a field begins.
pub(super) fn byte_of_field(row: &str, style: Style, field: usize) -> usize {
    let mut left = field;
    let mut quotes = Quotes::default();
    for (at, byte) in row.bytes().enumerate() {
        if left == 0 {
            return at;
        }
        let is_inside = style.quoting && quotes.are_open_behind(byte, style.delimiter);
        if byte == style.delimiter && !is_inside {
            left -= 1;
        }
    }
    row.trim_end().len()
}

/// The byte of a row's text at which a field begins whose quotation marks swallow more than the
/// field: they are closed nowhere, or lines later and not where the field ends.
pub(super) fn unclosed_quote(row: &str, delimiter: u8) -> Option<usize> {
    let row = row.trim_end_matches(['\r', '\n']);
    if !row.contains('"') {
        return None;
    }
    let mut quotes = Quotes::default();
    let (mut start, mut closed) = (0, None);
    for (at, byte) in row.bytes().enumerate() {
        let was_open = quotes.open;
        let is_open = quotes.are_open_behind(byte, delimiter);
        match (was_open, is_open) {
            (false, true) if closed.is_none() => start = at,
            (true, false) => closed = Some(at),
            // A mark that is doubled does not close.
            (false, true) => closed = None,
            (false, false) => {
                let is_end = matches!(byte, b'\r' | b'\n') || byte == delimiter;
                if let Some(closed) = closed.take()
                    && !is_end
                    && row.get(start..closed).is_some_and(|field| field.contains('\n'))
                {
                    return Some(start);
                }
            }
            (true, true) => {}
        }
    }
    quotes.open.then_some(start)
}

/// Whether quotation marks are open, as the reader of CSV has it: they open only where a field
/// begins.
#[derive(Default)]
struct Quotes {
    open: bool,
    /// Whether anything of the field was seen.
    begun: bool,
    /// Whether the field is one in quotation marks, so that a further mark opens them again.
    quoted: bool,
    /// Whether the last byte closed them.
    just_closed: bool,
}

impl Quotes {
    /// Whether they are open behind the next byte.
    fn are_open_behind(&mut self, byte: u8, delimiter: u8) -> bool {
        let just_closed = std::mem::take(&mut self.just_closed);
        match byte {
            b'"' if self.open => {
                self.open = false;
                self.just_closed = true;
            }
            b'"' if !self.begun || (self.quoted && just_closed) => {
                self.open = true;
                self.quoted = true;
            }
            _ if self.open => {}
            b'\n' | b'\r' => return self.end_field(),
            byte if byte == delimiter => return self.end_field(),
            _ => {}
        }
        self.begun = true;
        self.open
    }

    fn end_field(&mut self) -> bool {
        *self = Self::default();
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: Style = Style { delimiter: b',', quoting: true };

    #[test]
    fn fields_begin_behind_delimiters_outside_of_quotation_marks() {
        let row = "a,\"b,\"\"\nc\",d\"e,f\n";
        let starts: Vec<usize> = (0..5).map(|field| byte_of_field(row, CSV, field)).collect();
        assert_eq!(starts, [0, 2, 11, 15, 16]);
        let plain = Style { quoting: false, ..CSV };
        assert_eq!(byte_of_field(row, plain, 2), 5);
    }

    #[test]
    fn marks_that_swallow_other_fields_are_found() {
        for (row, expected) in [
            ("a,\"b\",c", None),
            ("a,\"b\nc\",d\n", None),
            ("a,\"b \"\"c\"\" d\",e", None),
            ("a,b\"c,d", None),
            // Not as it should be, but nothing is lost.
            ("a,\"b\" c,d", None),
            ("a,\"b,c\n", Some(2)),
            ("a,\"b\nc,\"d\n", Some(2)),
            ("a,\"\"\"b,c", Some(2)),
        ] {
            assert_eq!(unclosed_quote(row, b','), expected, "{row:?}");
        }
    }
}
