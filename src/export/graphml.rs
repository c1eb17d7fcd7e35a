//! `GraphML`.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesText, Event};

use super::attributes::{Kind, Value};
use super::content::{Content, OF_EDGE, OF_MEETING, OF_NODE, named};
use super::xml::{document, end, holdable};

pub(super) fn write(content: &Content<'_>, out: impl Write) -> io::Result<()> {
    let mut writer = document(out)?;
    writer
        .create_element("graphml")
        .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"))
        .with_attribute(("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"))
        .with_attribute((
            "xsi:schemaLocation",
            "http://graphml.graphdrawing.org/xmlns \
             http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
        ))
        .write_inner_content(|writer| {
            keys(writer, "graph", &OF_MEETING)?;
            keys(writer, "node", &OF_NODE)?;
            keys(writer, "edge", &OF_EDGE)?;
            let graph = writer.create_element("graph").with_attribute(("edgedefault", "directed"));
            graph.write_inner_content(|writer| inside(content, writer)).map(|_| ())
        })?;
    end(writer)
}

fn keys<W: Write>(
    writer: &mut Writer<W>,
    of: &'static str,
    all: &[(&'static str, Kind)],
) -> io::Result<()> {
    for (name, kind) in all {
        let kind = match kind {
            Kind::Text => "string",
            Kind::Number => "double",
            Kind::Count => "long",
        };
        writer
            .create_element("key")
            .with_attribute(("id", key(of, name).as_str()))
            .with_attribute(("for", of))
            .with_attribute(("attr.name", *name))
            .with_attribute(("attr.type", kind))
            .write_empty()?;
    }
    Ok(())
}

/// A key's id, one for all of the document.
fn key(of: &str, name: &str) -> String {
    format!("{of}-{name}")
}

fn inside<W: Write>(content: &Content<'_>, writer: &mut Writer<W>) -> io::Result<()> {
    data(writer, "graph", named(OF_MEETING, content.meeting()))?;
    for (id, values) in content.nodes().enumerate() {
        let node = writer.create_element("node").with_attribute(("id", id.to_string().as_str()));
        node.write_inner_content(|writer| data(writer, "node", named(OF_NODE, values)))?;
    }
    for edge in content.edges() {
        writer
            .create_element("edge")
            .with_attribute(("source", edge.source.to_string().as_str()))
            .with_attribute(("target", edge.target.to_string().as_str()))
            .write_inner_content(|writer| data(writer, "edge", named(OF_EDGE, edge.values())))?;
    }
    Ok(())
}

fn data<'a, W: Write>(
    writer: &mut Writer<W>,
    of: &str,
    all: impl Iterator<Item = (&'static str, Value<'a>)>,
) -> io::Result<()> {
    for (name, value) in all {
        let Some(text) = value.written() else { continue };
        // A reader takes a carriage return as it stands for a newline.
        let text = escape(holdable(&text)).replace('\r', "&#13;");
        writer
            .create_element("data")
            .with_attribute(("key", key(of, name).as_str()))
            .write_inner_content(|writer| {
                // Not `write_text_content`: the text is escaped already.
                writer.write_event(Event::Text(BytesText::from_escaped(text.as_str())))
            })?;
    }
    Ok(())
}
