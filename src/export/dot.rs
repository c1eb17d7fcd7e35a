//! DOT, for Graphviz.

use std::io::{self, Write};

use super::attributes::Value;
use super::content::{Content, OF_EDGE, OF_MEETING, OF_NODE, named};

/// The thickest line, in points; the thinnest has half a point.
const THICKEST: f64 = 6.0;

pub(super) fn write(content: &Content<'_>, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "digraph {{")?;
    // Everyone on a circle: nobody responds from above.
    writeln!(out, "  graph [layout=circo, charset=\"UTF-8\"")?;
    attributes(&mut out, named(OF_MEETING, content.meeting()))?;
    writeln!(out, "  ];")?;
    writeln!(out, "  node [shape=ellipse];")?;
    for (id, values) in content.nodes().enumerate() {
        writeln!(out, "  {id} [")?;
        attributes(&mut out, named(OF_NODE, values))?;
        writeln!(out, "  ];")?;
    }
    let heaviest = content.edges().map(|edge| edge.weight).fold(0.0, f64::max);
    for edge in content.edges() {
        writeln!(out, "  {} -> {} [", edge.source, edge.target)?;
        attributes(&mut out, named(OF_EDGE, edge.values()))?;
        let width = (THICKEST - 0.5).mul_add(edge.weight / heaviest, 0.5);
        writeln!(out, "    penwidth=\"{width:.2}\"")?;
        writeln!(out, "  ];")?;
    }
    writeln!(out, "}}")?;
    out.flush()
}

fn attributes<'a>(
    out: &mut impl Write,
    all: impl Iterator<Item = (&'static str, Value<'a>)>,
) -> io::Result<()> {
    for (name, value) in all {
        if let Some(text) = value.written() {
            writeln!(out, "    {name}=\"{}\"", quoted(&text))?;
        }
    }
    Ok(())
}

/// A text between quotes, and so that Graphviz shows it as it is: backslashes begin escapes there,
/// and ampersands entities.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 8);
    for it in text.chars() {
        match it {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '&' => quoted.push_str("&amp;"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push('\t'),
            // What comes out of Graphviz is often XML.
            it if it.is_control() || matches!(it, '\u{fffe}' | '\u{ffff}') => {
                quoted.push('\\');
                quoted.extend(it.escape_unicode());
            }
            it => quoted.push(it),
        }
    }
    quoted
}
