//! The node-link JSON of `NetworkX`.

use std::io::{self, Write};

use serde::Serialize;

use super::attributes::{Object, Value};
use super::content::{Content, OF_EDGE, OF_MEETING, OF_NODE, named};

#[derive(Serialize)]
struct NodeLink<'a> {
    directed: bool,
    multigraph: bool,
    graph: Object<'a>,
    nodes: Vec<Object<'a>>,
    edges: Vec<Object<'a>>,
}

pub(super) fn write(content: &Content<'_>, mut out: impl Write) -> io::Result<()> {
    let nodes = content.nodes().enumerate().map(|(id, values)| {
        let id = [("id", Value::Count(id))];
        Object(id.into_iter().chain(named(OF_NODE, values)).collect())
    });
    let edges = content.edges().map(|edge| {
        let ends = [("source", Value::Count(edge.source)), ("target", Value::Count(edge.target))];
        Object(ends.into_iter().chain(named(OF_EDGE, edge.values())).collect())
    });
    let document = NodeLink {
        directed: true,
        multigraph: false,
        graph: Object(named(OF_MEETING, content.meeting()).collect()),
        nodes: nodes.collect(),
        edges: edges.collect(),
    };
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)?;
    out.flush()
}
