//! GEXF 1.2, the version that both Gephi and `NetworkX` read.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::attributes::{Kind, Value};
use super::content::{Content, OF_EDGE, OF_NODE};
use super::xml::{document, end, holdable};

pub(super) fn write(content: &Content<'_>, out: impl Write) -> io::Result<()> {
    let mut writer = document(out)?;
    writer
        .create_element("gexf")
        .with_attribute(("xmlns", "http://www.gexf.net/1.2draft"))
        .with_attribute(("version", "1.2"))
        .write_inner_content(|writer| {
            let about = about(content);
            writer.create_element("meta").write_inner_content(|writer| {
                writer
                    .create_element("creator")
                    .write_text_content(BytesText::new("sociogram"))?
                    .create_element("description")
                    .write_text_content(BytesText::new(&holdable(&about)))
                    .map(|_| ())
            })?;
            writer
                .create_element("graph")
                .with_attribute(("defaultedgetype", "directed"))
                .with_attribute(("mode", "static"))
                .write_inner_content(|writer| inside(content, writer))
                .map(|_| ())
        })?;
    end(writer)
}

/// The meeting in a line: the format has no attributes of the whole.
fn about(content: &Content<'_>) -> String {
    let [recording, _, minutes, score] = content.meeting().map(Value::written);
    let name = recording.map_or_else(String::new, |name| format!("{name}: "));
    let score = score.map_or_else(String::new, |score| format!("score {score} of 100, "));
    format!("{name}{score}{} minutes", minutes.unwrap_or_default())
}

fn inside<W: Write>(content: &Content<'_>, writer: &mut Writer<W>) -> io::Result<()> {
    // Label and weight have places of their own.
    let ([_, of_node @ ..], [_, of_edge @ ..]) = (OF_NODE, OF_EDGE);
    declare(writer, "node", &of_node)?;
    declare(writer, "edge", &of_edge)?;
    writer.create_element("nodes").write_inner_content(|writer| {
        for (id, [label, rest @ ..]) in content.nodes().enumerate() {
            let label = label.written().unwrap_or_default();
            writer
                .create_element("node")
                .with_attribute(("id", id.to_string().as_str()))
                .with_attribute(("label", holdable(&label)))
                .write_inner_content(|writer| values(writer, &rest))?;
        }
        Ok(())
    })?;
    writer.create_element("edges").write_inner_content(|writer| {
        for (id, edge) in content.edges().enumerate() {
            let [weight, rest @ ..] = edge.values();
            writer
                .create_element("edge")
                .with_attribute(("id", id.to_string().as_str()))
                .with_attribute(("source", edge.source.to_string().as_str()))
                .with_attribute(("target", edge.target.to_string().as_str()))
                .with_attribute(("weight", weight.written().unwrap_or_default().as_str()))
                .write_inner_content(|writer| values(writer, &rest))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn declare<W: Write>(
    writer: &mut Writer<W>,
    of: &'static str,
    all: &[(&'static str, Kind)],
) -> io::Result<()> {
    let attributes = writer.create_element("attributes").with_attribute(("class", of));
    attributes.with_attribute(("mode", "static")).write_inner_content(|writer| {
        for (id, (name, kind)) in all.iter().enumerate() {
            let kind = match kind {
                Kind::Text => "string",
                Kind::Number => "double",
                Kind::Count => "long",
            };
            writer
                .create_element("attribute")
                .with_attribute(("id", id.to_string().as_str()))
                .with_attribute(("title", *name))
                .with_attribute(("type", kind))
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn values<W: Write>(writer: &mut Writer<W>, all: &[Value<'_>]) -> io::Result<()> {
    writer.create_element("attvalues").write_inner_content(|writer| {
        for (id, value) in all.iter().enumerate() {
            let Some(value) = value.written() else { continue };
            writer
                .create_element("attvalue")
                .with_attribute(("for", id.to_string().as_str()))
                .with_attribute(("value", holdable(&value)))
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}
