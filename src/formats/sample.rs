//! What detection looks at: the beginning of an input.

use super::json::keys::Keys;
use crate::time::DecimalSeconds;

/// So much of an input is looked at, unless it tells nothing.
const HEAD: usize = 64 << 10;
/// So many lines of it.
const LINES: usize = 200;

/// The beginning of an input.
#[derive(Debug)]
pub(super) struct Sample<'a> {
    /// Its text, spaces in front left out, cut at a line end if the input goes on.
    pub(super) text: &'a str,
    keys: Option<Keys>,
}

impl<'a> Sample<'a> {
    /// The beginning of a text.
    pub(super) fn head(text: &'a str) -> Self {
        let text = text.trim_start();
        if text.len() <= HEAD {
            return Self::whole(text);
        }
        let mut end = HEAD;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let head = text.get(..end).unwrap_or(text);
        let lines = head.rfind('\n').and_then(|at| head.get(..at)).unwrap_or(head);
        // JSON may have one line in all, and is looked at as far as it goes.
        Self { text: lines, ..Self::whole(head) }
    }

    /// The beginning of a text of which no more than this is there, if that is as much of it as is
    /// looked at.
    pub(super) fn beginning(text: &'a str) -> Option<Self> {
        (text.trim_start().len() > HEAD).then(|| Self::head(text))
    }

    /// All of a text.
    pub(super) fn whole(text: &'a str) -> Self {
        let text = text.trim_start();
        let keys = text.starts_with(['{', '[']).then(|| Keys::of(text));
        Self { text, keys }
    }

    /// The keys of its first JSON document, if it begins with one.
    pub(super) fn keys(&self) -> Option<&Keys> {
        self.keys.as_ref()
    }

    /// Its text, unless that is JSON: a document of one long line would keep every reader of lines
    /// busy for nothing.
    pub(super) fn plain(&self) -> &'a str {
        if self.keys.as_ref().is_some_and(|keys| !keys.is_empty()) { "" } else { self.text }
    }

    /// Its first lines that hold anything.
    pub(super) fn lines(&self) -> impl Iterator<Item = &'a str> {
        self.plain().lines().filter(|line| !line.trim().is_empty()).take(LINES)
    }

    /// Whether it has lines of fields, apart by spaces and tabs, and at least nine in ten of them
    /// fit, comments aside; the first one must, so that prose does not slip through.
    pub(super) fn records(&self, comment: &str, fits: impl Fn(&[&str]) -> bool) -> bool {
        let mut fields = Vec::new();
        let (mut all, mut fitting, mut first) = (0_u32, 0_u32, None);
        for line in self.lines().filter(|line| !line.trim_start().starts_with(comment)) {
            fields.clear();
            fields.extend(line.split_ascii_whitespace());
            let fit = fits(&fields);
            first.get_or_insert(fit);
            all += 1;
            fitting += u32::from(fit);
        }
        first == Some(true) && fitting * 10 >= all * 9
    }

    /// Whether a text is a plain decimal number.
    pub(super) fn is_number(text: &str) -> bool {
        DecimalSeconds::parse(text.as_bytes()).is_ok()
    }
}
