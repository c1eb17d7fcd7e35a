#!/usr/bin/env python3
"""Has every export read back by the tool that it is for, and holds what that sees against
`sociogram score --format json`.

NetworkX reads GraphML, GEXF, node-link and Cytoscape JSON, igraph reads GraphML, Graphviz draws the
DOT, and sociogram itself reads RTTM. Labels are plain ones and hostile ones.

    python3 -m venv venv && venv/bin/pip install networkx==3.6.1 igraph==1.0.0
    venv/bin/python scripts/check_exports.py [target/debug/sociogram]

Needs Graphviz's `dot` on the path (`apt-get install graphviz`).
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import igraph
import networkx as nx

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOSTILE = [
    "plain",
    '"quoted" and \'single\'',
    "two\nlines",
    "</script><b>&amp;</b>",
    "]]> <!-- -->",
    "\u202eright to left\u202c",
    "שלום محمد",
    "👩‍👩‍👧 emoji",
    "back\\slash \\N \\l",
    "é",
    "e\u0301",
    "x" * 500,
    "=SUM(A1)",
    "tab\there",
    "bell\u0007 and escape\u001b[2J",
    "a;b,c",
    " spaces ",
]


def in_xml(label):
    """The label as XML 1.0 can hold it."""
    lost = lambda it: (ord(it) < 32 and it not in "\t\n\r") or it in "\ufffe\uffff"
    return "".join(f"\\u{{{ord(it):x}}}" if lost(it) else it for it in label)


def run(*command):
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command}: {done.stderr.decode()}")
    return done.stdout


def same(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: {found!r} instead of {expected!r}")


def of_networkx(what, graph, labels, edges, node=str, edge=("weight", "value"), label="label"):
    """Direction, labels, weights and the pairs' values, as NetworkX sees them."""
    same(f"{what}: directed", graph.is_directed(), True)
    ids = [node(at) for at in range(len(labels))]
    same(f"{what}: nodes", sorted(graph.nodes), sorted(ids))
    # NetworkX drops an attribute of GraphML whose text is empty.
    same(f"{what}: labels", [graph.nodes[at].get(label, "") for at in ids], labels)
    found = {
        (int(a), int(b)): tuple(data[name] for name in edge) for a, b, data in graph.edges(data=True)
    }
    same(f"{what}: edges", found, edges)


def check(sociogram, file, name):
    full = json.loads(run(sociogram, "score", file, "--format", "json"))
    labels = [one["speaker"] for one in full["participants"]]
    place = {label: at for at, label in enumerate(labels)}
    values = {frozenset(one["between"]): one["absolute"] for one in full["pairs"]}
    edges = {
        (place[one["from"]], place[one["to"]]): (
            one["responses"],
            values[frozenset([one["from"], one["to"]])],
        )
        for one in full["directed"]
    }
    held = [in_xml(label) for label in labels]
    with tempfile.TemporaryDirectory() as folder:

        def exported(kind):
            path = os.path.join(folder, kind)
            run(sociogram, "export", file, "--format", kind, "-o", path)
            return path

        path = exported("graphml")
        of_networkx(f"{name}: GraphML in NetworkX", nx.read_graphml(path), held, edges)
        graph = igraph.Graph.Read_GraphML(path)
        same(f"{name}: GraphML in igraph: directed", graph.is_directed(), True)
        same(f"{name}: GraphML in igraph: labels", graph.vs["label"], held)
        found = {(one.source, one.target): (one["weight"], one["value"]) for one in graph.es}
        same(f"{name}: GraphML in igraph: edges", found, edges)
        # igraph has NaN for a number that is absent.
        score = None if graph["score"] != graph["score"] else graph["score"]
        same(f"{name}: GraphML in igraph: score", score, full["score"])

        of_networkx(f"{name}: GEXF in NetworkX", nx.read_gexf(exported("gexf")), held, edges)
        with open(exported("node-link"), encoding="utf-8") as file_:
            graph = nx.node_link_graph(json.load(file_))
        of_networkx(f"{name}: node-link in NetworkX", graph, labels, edges, node=int)
        same(f"{name}: node-link in NetworkX: score", graph.graph["score"], full["score"])
        with open(exported("cytoscape"), encoding="utf-8") as file_:
            graph = nx.cytoscape_graph(json.load(file_))
        of_networkx(f"{name}: Cytoscape JSON in NetworkX", graph, labels, edges)

        with open(exported("csv"), encoding="utf-8", newline="") as file_:
            head, *rows = csv.reader(file_)
        same(f"{name}: CSV: columns", head[1:], labels)
        same(f"{name}: CSV: rows", [row[0] for row in rows], labels)
        found = {
            (a, b): float(cell)
            for a, row in enumerate(rows)
            for b, cell in enumerate(row[1:])
            if float(cell) > 0
        }
        same(f"{name}: CSV: cells", found, {ends: weight for ends, (weight, _) in edges.items()})

        graphviz(f"{name}: DOT in Graphviz", exported("dot"), labels, edges)
        if not any(it.isspace() or not it.isprintable() for label in labels for it in label):
            again = run(sociogram, "score", exported("rttm"), "--format", "interactions")
            same(f"{name}: RTTM", again, run(sociogram, "score", file, "--format", "interactions"))
    print(f"{name}: {len(labels)} participants, {len(edges)} edges: all read back")


def graphviz(what, path, labels, edges):
    drawn = subprocess.run(["dot", "-Tsvg", path], capture_output=True, check=False)
    same(f"{what}: exit code and messages", (drawn.returncode, drawn.stderr.decode()), (0, ""))
    texts, lines = {}, set()
    space = "{http://www.w3.org/2000/svg}"
    for group in xml.fromstring(drawn.stdout).iter(f"{space}g"):
        title = group.find(f"{space}title")
        if group.get("class") == "node":
            # Graphviz writes an end of a line as a further text, and spaces as hard ones.
            shown = "\n".join(text.text or "" for text in group.findall(f"{space}text"))
            texts[int(title.text)] = shown.replace("\xa0", " ")
        elif group.get("class") == "edge":
            source, target = title.text.split("->")
            lines.add((int(source), int(target)))
    # An empty label is drawn as none; control characters as escapes.
    shown = lambda text: in_xml(text)
    same(f"{what}: labels", [texts[at] for at in range(len(labels))], [shown(it) for it in labels])
    same(f"{what}: edges", lines, set(edges))
    parsed = json.loads(run("dot", "-Tjson", path))
    found = {
        (int(parsed["objects"][one["tail"]]["name"]), int(parsed["objects"][one["head"]]["name"])): (
            float(one["weight"]),
            float(one["value"]),
        )
        for one in parsed.get("edges", [])
    }
    same(f"{what}: weights", found, edges)


def main():
    sociogram = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "target/debug/sociogram")
    meetings = [os.path.join(ROOT, "fixtures/meetings", name) for name in ["standup.rttm", "monologue.rttm"]]
    for file in meetings:
        check(sociogram, file, os.path.basename(file))
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "hostile.jsonl")
        with open(file, "w", encoding="utf-8") as out:
            for at in range(6 * len(HOSTILE)):
                turn = {"speaker": HOSTILE[at * 5 % len(HOSTILE)], "start": at * 2.0, "end": at * 2.0 + 2.3}
                out.write(json.dumps(turn) + "\n")
        check(sociogram, file, "hostile labels")


main()
