//! The JSON of Cytoscape and Cytoscape.js.

use std::io::{self, Write};

use serde::Serialize;

use super::attributes::{Object, Value};
use super::content::{Content, OF_EDGE, OF_MEETING, OF_NODE, named};

#[derive(Serialize)]
struct Cytoscape<'a> {
    data: Object<'a>,
    directed: bool,
    multigraph: bool,
    elements: Elements<'a>,
}

#[derive(Serialize)]
struct Elements<'a> {
    nodes: Vec<Element<'a>>,
    edges: Vec<Element<'a>>,
}

#[derive(Serialize)]
struct Element<'a> {
    data: Object<'a>,
}

pub(super) fn write(content: &Content<'_>, mut out: impl Write) -> io::Result<()> {
    // Ids are texts there, and edges have some among those of nodes. `name` is what Cytoscape
    // shows, `value` what NetworkX takes for the node itself.
    let ids: Vec<String> = content.nodes().enumerate().map(|(id, _)| id.to_string()).collect();
    let edges: Vec<_> = content.edges().collect();
    let edge_ids: Vec<String> =
        edges.iter().map(|edge| format!("{}-{}", edge.source, edge.target)).collect();
    let id_of = |at: usize| ids.get(at).map_or(Value::Absent, |id| Value::Text(id));

    let nodes = content.nodes().enumerate().map(|(at, values)| {
        let [name, ..] = values;
        let ids = [("id", id_of(at)), ("value", id_of(at)), ("name", name)];
        Element { data: Object(ids.into_iter().chain(named(OF_NODE, values)).collect()) }
    });
    let edges = edges.iter().zip(&edge_ids).map(|(edge, id)| {
        let ends = [
            ("id", Value::Text(id)),
            ("source", id_of(edge.source)),
            ("target", id_of(edge.target)),
        ];
        Element { data: Object(ends.into_iter().chain(named(OF_EDGE, edge.values())).collect()) }
    });
    let document = Cytoscape {
        data: Object(named(OF_MEETING, content.meeting()).collect()),
        directed: true,
        multigraph: false,
        elements: Elements { nodes: nodes.collect(), edges: edges.collect() },
    };
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)?;
    out.flush()
}
