//! The speaker graph in the formats of other tools. `scripts/check_exports.py` has those tools read
//! it.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use proptest::prelude::*;
use roxmltree::{Document, Node};
use serde_json::Value;
use sociogram::export::{Export, write_rttm};
use sociogram::formats::{WriteError, rttm};
use sociogram::{Analysis, Analyzer, Conversation, Turn, Turns};

fn standup() -> Conversation {
    let file = support::root().join("fixtures/meetings/standup.rttm");
    Conversation::new(support::recording(&file).into_turns()).unwrap()
}

fn written(export: Export, analysis: &Analysis) -> String {
    let mut out = Vec::new();
    export.write(analysis, Some("standup"), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_fixtures_are_as_they_were() {
    let analysis = Analyzer::default().analyze(&standup());
    for export in Export::ALL {
        let ending = match export {
            Export::NodeLink => "node-link.json".to_owned(),
            Export::Cytoscape => "cytoscape.json".to_owned(),
            other => other.id().to_owned(),
        };
        let file = format!("fixtures/exports/standup.{ending}");
        support::is_as_it_was(&file, &written(export, &analysis));
    }
}

#[test]
fn the_order_of_turns_is_of_no_account() {
    let file = support::root().join("fixtures/meetings/standup.rttm");
    let turns = support::recording(&file).into_turns();
    let mut turns: Vec<Turn> =
        turns.iter().map(|(label, span)| Turn::new(label.clone(), span)).collect();
    turns.reverse();
    let reversed = Analyzer::default().analyze(&Conversation::new(turns).unwrap());
    let analysis = Analyzer::default().analyze(&standup());
    for export in Export::ALL {
        assert_eq!(written(export, &analysis), written(export, &reversed), "{export}");
    }
}

#[test]
fn nobody_and_those_who_are_silent() {
    let analyzer = Analyzer::default();
    let nobody = analyzer.analyze(&Conversation::new(Turns::new()).unwrap());
    let silent = Conversation::builder(Turns::new()).roster(["ana", ""]).build().unwrap();
    let silent = analyzer.analyze(&silent);
    for (analysis, count) in [(nobody, 0), (silent, 2)] {
        assert_eq!(read_graphml(&written(Export::GraphMl, &analysis)).labels.len(), count);
        assert_eq!(read_gexf(&written(Export::Gexf, &analysis)).labels.len(), count);
        assert_eq!(read_node_link(&written(Export::NodeLink, &analysis)).labels.len(), count);
        assert_eq!(read_cytoscape(&written(Export::Cytoscape, &analysis)).labels.len(), count);
        assert_eq!(read_csv(&written(Export::Csv, &analysis)).labels.len(), count);
        let dot = written(Export::Dot, &analysis);
        assert_eq!(dot.matches("label=").count(), count);
        assert!(!dot.contains("->") && !dot.contains("NaN"));
    }
}

#[test]
fn rttm_holds_the_spurts() {
    let mut out = Vec::new();
    let conversation = standup();
    write_rttm(&conversation, Some("standup"), &mut out).unwrap();
    let again = rttm::read(&out).unwrap().remove(0);
    assert_eq!(again.name().as_str(), "standup");
    assert_eq!(Conversation::new(again.into_turns()).unwrap(), conversation);

    let spaced = [Turn::from_seconds("ana maria", 0.0, 1.0).unwrap()];
    let mut out = Vec::new();
    let refused = write_rttm(&Conversation::new(spaced).unwrap(), None, &mut out).unwrap_err();
    assert!(matches!(refused, WriteError::Label { .. }) && out.is_empty());
}

/// What was read back: labels by id, and edges with their weights, in the order of the analysis.
#[derive(Debug, PartialEq)]
struct Graph {
    labels: Vec<String>,
    edges: Vec<(usize, usize, f64)>,
}

fn graph_of(analysis: &Analysis) -> Graph {
    let graph = analysis.graph();
    let edges = graph.raw_edges().iter();
    Graph {
        labels: analysis.participants().map(|one| one.label().to_string()).collect(),
        edges: edges
            .map(|edge| (edge.source().index(), edge.target().index(), edge.weight))
            .collect(),
    }
}

/// The labels as XML 1.0 can hold them.
fn in_xml(mut graph: Graph) -> Graph {
    let held = |it: char| -> String {
        let code = u32::from(it);
        let is_lost = (code < 0x20 && !"\t\n\r".contains(it)) || code == 0xfffe || code == 0xffff;
        if is_lost { format!("\\u{{{code:x}}}") } else { it.to_string() }
    };
    for label in &mut graph.labels {
        *label = label.chars().map(held).collect();
    }
    graph
}

fn all<'a>(document: &'a Document<'_>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    document.root().descendants().filter(move |node| node.tag_name().name() == name)
}

fn ends(node: Node<'_, '_>, weight: &str) -> (usize, usize, f64) {
    let end = |name| node.attribute(name).unwrap().parse().unwrap();
    (end("source"), end("target"), weight.parse().unwrap())
}

fn read_graphml(text: &str) -> Graph {
    let document = Document::parse(text).unwrap();
    let data = |node: Node<'_, '_>, key: &str| -> String {
        let found = node.children().find(|one| one.attribute("key") == Some(key)).unwrap();
        found.children().filter_map(|one| one.text()).collect()
    };
    let nodes = all(&document, "node").enumerate().map(|(at, node)| {
        assert_eq!(node.attribute("id"), Some(at.to_string().as_str()));
        data(node, "node-label")
    });
    Graph {
        labels: nodes.collect(),
        edges: all(&document, "edge").map(|edge| ends(edge, &data(edge, "edge-weight"))).collect(),
    }
}

fn read_gexf(text: &str) -> Graph {
    let document = Document::parse(text).unwrap();
    Graph {
        labels: all(&document, "node").map(|one| one.attribute("label").unwrap().into()).collect(),
        edges: all(&document, "edge")
            .map(|edge| ends(edge, edge.attribute("weight").unwrap()))
            .collect(),
    }
}

fn read_node_link(text: &str) -> Graph {
    let json: Value = serde_json::from_str(text).unwrap();
    assert!(json["directed"] == true && json["multigraph"] == false);
    let index = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let nodes = json["nodes"].as_array().unwrap().iter().enumerate().map(|(at, node)| {
        assert_eq!(index(&node["id"]), at);
        node["label"].as_str().unwrap().to_owned()
    });
    let edges = json["edges"].as_array().unwrap().iter().map(|edge| {
        (index(&edge["source"]), index(&edge["target"]), edge["weight"].as_f64().unwrap())
    });
    Graph { labels: nodes.collect(), edges: edges.collect() }
}

fn read_cytoscape(text: &str) -> Graph {
    let json: Value = serde_json::from_str(text).unwrap();
    let of = |kind: &str| json["elements"][kind].as_array().unwrap().clone();
    let index = |value: &Value| value.as_str().unwrap().parse::<usize>().unwrap();
    let nodes = of("nodes").into_iter().enumerate().map(|(at, node)| {
        assert_eq!(index(&node["data"]["id"]), at);
        node["data"]["name"].as_str().unwrap().to_owned()
    });
    let edges = of("edges").into_iter().map(|edge| {
        let data = &edge["data"];
        (index(&data["source"]), index(&data["target"]), data["weight"].as_f64().unwrap())
    });
    Graph { labels: nodes.collect(), edges: edges.collect() }
}

fn read_csv(text: &str) -> Graph {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let labels: Vec<String> = reader.headers().unwrap().iter().skip(1).map(str::to_owned).collect();
    let mut edges = Vec::new();
    for (from, row) in reader.records().enumerate() {
        let row = row.unwrap();
        assert_eq!(row[0], labels[from]);
        for (to, cell) in row.iter().skip(1).enumerate() {
            let weight: f64 = cell.parse().unwrap();
            if weight > 0.0 {
                edges.push((from, to, weight));
            }
        }
    }
    Graph { labels, edges }
}

/// Any text at all, and what is known to break writers.
fn label() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 16] = [
        "",
        " ",
        "</script>",
        "]]>",
        "<!--",
        "a & b &amp; &#10;",
        "\"quoted\" 'twice'",
        "two\nlines\r\nand\ttab\r",
        "\u{1b}[2J\u{0}\u{7f}",
        "\u{fffe}\u{ffff}\u{feff}",
        "\u{202e}abc\u{202c}",
        "👩‍👩‍👧 e\u{301} é",
        "=1+1",
        "\\N \\l \\\"",
        "0",
        "a,b;c",
    ];
    prop_oneof![
        any::<String>(),
        prop::sample::select(&KNOWN[..]).prop_map(str::to_owned),
        "[\\u{0}-\\u{ff}]{0,8}",
        ".{500}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn hostile_labels_survive(labels in prop::collection::btree_set(label(), 1..5)) {
        let labels: Vec<String> = labels.into_iter().collect();
        let turns: Vec<Turn> = (0..12_u32)
            .map(|at| {
                let label = labels[at as usize * 7 % labels.len()].as_str();
                let start = f64::from(at) * 2.0;
                Turn::from_seconds(label, start, start + 1.9).unwrap()
            })
            .collect();
        let conversation = Conversation::builder(turns).roster(labels).build().unwrap();
        let analysis = Analyzer::default().analyze(&conversation);
        let graph = graph_of(&analysis);
        prop_assert_eq!(&read_node_link(&written(Export::NodeLink, &analysis)), &graph);
        prop_assert_eq!(&read_cytoscape(&written(Export::Cytoscape, &analysis)), &graph);
        prop_assert_eq!(&read_csv(&written(Export::Csv, &analysis)), &graph);
        let graph = in_xml(graph);
        prop_assert_eq!(&read_graphml(&written(Export::GraphMl, &analysis)), &graph);
        prop_assert_eq!(&read_gexf(&written(Export::Gexf, &analysis)), &graph);
        let dot = written(Export::Dot, &analysis);
        prop_assert!(!dot.contains(|it: char| it.is_control() && !"\n\t".contains(it)));
        // A quote that is not escaped opens or closes: there is an even number of them a line.
        for line in dot.lines() {
            let bare = line.replace("\\\\", "").replace("\\\"", "");
            prop_assert_eq!(bare.matches('"').count() % 2, 0, "{}", line);
        }
    }
}
