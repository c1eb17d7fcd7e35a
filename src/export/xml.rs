//! Text in XML 1.0.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

/// The text with an escape such as `\u{1b}` for each character that XML 1.0 has no way to hold.
///
/// Brackets, quotes and ends of lines are left to the writer.
pub(super) fn holdable(text: &str) -> Cow<'_, str> {
    let holds = |it: char| matches!(it, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(holds) {
        return text.into();
    }
    let escaped = text.chars().fold(String::with_capacity(text.len() + 8), |mut held, it| {
        if holds(it) {
            held.push(it);
        } else {
            held.extend(it.escape_unicode());
        }
        held
    });
    escaped.into()
}

/// A writer of a document that has begun.
pub(super) fn document<W: Write>(out: W) -> io::Result<Writer<W>> {
    let mut writer = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(writer)
}

/// Ends the last line.
pub(super) fn end<W: Write>(mut writer: Writer<W>) -> io::Result<()> {
    writeln!(writer.get_mut())?;
    writer.get_mut().flush()
}
