#!/usr/bin/env python3
"""Holds sociogram's turn-taking facts to independent implementations from PyPI.

    python3 -m venv venv && venv/bin/pip install pyannote.core networkx scipy
    venv/bin/python scripts/check_facts.py [FILE.rttm ...]

Without files it takes the AMI meetings of ../shared/data/ami beside the project. pyannote.core
works out talk time, spurts, speech, silence and overlap from the same turns; networkx works out
centrality, cohesion and parts from the same responses; scipy works out the entropy. What no
package has (Gini, reciprocity, gaps and pauses by who speaks alone) is worked out here once more
from the definition. Prints the greatest difference of each fact over all files, and fails if one
is more than a microsecond (times), a count is not the same, or a number is off by 1e-9.
"""
import glob
import json
import os
import statistics
import subprocess
import sys

import networkx
import numpy
from pyannote.core import Annotation, Segment, Timeline
from scipy.stats import entropy

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TIME, NUMBER = 1e-6, 1e-9


def read(path):
    """{recording: Annotation}"""
    found = {}
    with open(path, encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            field = line.split()
            if field and field[0] == "SPEAKER" and float(field[4]) > 0:
                start = round(float(field[3]), 6)
                end = round(float(field[3]) + float(field[4]), 6)
                annotation = found.setdefault(field[1], Annotation(uri=field[1]))
                annotation[Segment(start, end), at] = field[7]
    return found


class Differences:
    def __init__(self):
        self.greatest, self.checked, self.failed = {}, {}, set()

    def add(self, fact, ours, theirs, allowed):
        if (ours is None) != (theirs is None):
            self.failed.add(fact)
            return
        difference = 0 if ours is None else abs(ours - theirs)
        self.greatest[fact] = max(self.greatest.get(fact, 0), difference)
        self.checked[fact] = self.checked.get(fact, 0) + 1
        if difference > allowed:
            self.failed.add(fact)


def between(annotation, supports):
    """Gaps, pauses and overlaps by who speaks alone before and after, and floor transfer offsets."""
    overlap = annotation.get_overlap().support()
    speech = annotation.get_timeline().support()
    alone = []
    for label, support in supports.items():
        for spurt in support:
            for piece in Timeline([spurt]).extrude(overlap):
                alone.append((piece.start, piece.end, label, spurt))
    alone.sort(key=lambda piece: piece[:2])
    kinds = {kind: [] for kind in ("gaps", "pauses", "overlaps_between", "overlaps_within")}
    offsets = []
    for (_, before, a, one), (after, _, b, other) in zip(alone, alone[1:]):
        region = Segment(before, after)
        if region:
            silent = [piece.duration for piece in speech.gaps(support=region)]
            shared = [piece.duration for piece in overlap.crop(region)]
            kinds["pauses" if a == b else "gaps"] += silent
            kinds["overlaps_within" if a == b else "overlaps_between"] += shared
        if a != b:
            offsets.append(other.start - one.end)
    return kinds, offsets


def median(values):
    return statistics.median(values) if values else None


def check(annotation, facts, differences):
    meeting = facts["meeting"]
    supports = {label: annotation.label_timeline(label).support() for label in annotation.labels()}
    everything = annotation.get_timeline()
    overlap = annotation.get_overlap().support()
    talk = {label: support.duration() for label, support in supports.items()}
    add = differences.add
    add("participants", len(facts["participants"]), len(talk), 0)
    add("talk_time", meeting["talk_time"], sum(talk.values()), TIME)
    add("speech_time", meeting["speech_time"], everything.support().duration(), TIME)
    add("overlap_time", meeting["overlap_time"], overlap.duration(), TIME)
    add("silence", meeting["silence"], everything.gaps().duration(), TIME)
    kinds, offsets = between(annotation, supports)
    for kind, lengths in kinds.items():
        add(f"{kind}.count", meeting[kind]["count"], len(lengths), 0)
        add(f"{kind}.total", meeting[kind]["total"], sum(lengths), TIME)
        add(f"{kind}.median", meeting[kind]["median"], median(lengths), TIME)
    transfers = meeting["floor_transfers"]
    add("floor_transfers.count", transfers["count"], len(offsets), 0)
    add("floor_transfers.median_offset", transfers["median_offset"], median(offsets), TIME)
    for one in facts["participants"]:
        support = supports[one["label"]]
        add("participant talk_time", one["talk_time"], talk[one["label"]], TIME)
        add("participant share_of_talk", one["share_of_talk"], talk[one["label"]] / sum(talk.values()), NUMBER)
        add("participant spurts", one["spurts"], len(support), 0)
        add("participant overlap_time", one["overlap_time"], support.crop(overlap).duration(), TIME)
    for pair in facts["pairs"]:
        a, b = (supports[label] for label in pair["between"])
        add("pair overlap_time", pair["overlap_time"], a.crop(b).duration(), TIME)

    shares = numpy.array(list(talk.values()))
    n = len(shares)
    if n > 1:
        add("entropy", meeting["participation_entropy"], entropy(shares) / numpy.log(n), NUMBER)
        unlike = numpy.abs(shares[:, None] - shares[None, :]).mean() / (2 * shares.mean())
        add("gini", meeting["participation_gini"], unlike * n / (n - 1), NUMBER)

    graph = networkx.DiGraph()
    graph.add_nodes_from(one["label"] for one in facts["participants"])
    graph.add_weighted_edges_from((e["from"], e["to"], e["responses"]) for e in facts["directed"])
    if not graph.size():
        return
    ranks = networkx.pagerank(graph, alpha=0.85, tol=1e-14, max_iter=1000)
    for one in facts["participants"]:
        add("participant centrality", one["centrality"], ranks[one["label"]], NUMBER)
    weight = networkx.to_numpy_array(graph)
    add("reciprocity", meeting["reciprocity"], numpy.minimum(weight, weight.T).sum() / weight.sum(), NUMBER)
    strength = weight + weight.T
    totals = strength.sum(axis=0)
    names = list(graph)
    links = networkx.Graph()
    links.add_nodes_from(names)
    for i, j in zip(*numpy.nonzero(numpy.triu(strength))):
        link = strength[i, j] * totals.sum() / (totals[i] * totals[j])
        links.add_edge(names[i], names[j], weight=link)
    tree = networkx.maximum_spanning_tree(links)
    whole = networkx.is_connected(links)
    weakest = min(w for *_, w in tree.edges(data="weight")) if whole else 0
    add("cohesion", meeting["cohesion"], weakest, NUMBER)
    weak = [(a, b) for a, b, w in links.edges(data="weight") if w < 1]
    links.remove_edges_from(weak)
    parts = {frozenset(part) for part in networkx.connected_components(links)}
    add("parts", len(parts ^ {frozenset(part) for part in meeting["parts"]}), 0, 0)


def main():
    files = sys.argv[1:] or sorted(glob.glob(os.path.join(ROOT, "../shared/data/ami/*.rttm")))
    if not files:
        sys.exit("no files given, and there is no ../shared/data/ami beside the project")
    command = ["cargo", "run", "--release", "--quiet", "--example", "facts", "--all-features", "--"]
    files = [os.path.abspath(file) for file in files]
    run = subprocess.run(command + files, cwd=ROOT, check=True, capture_output=True, text=True)
    found = {}
    for line in run.stdout.splitlines():
        facts = json.loads(line)
        found[facts["recording"]] = facts
    differences, recordings = Differences(), 0
    for file in files:
        for name, annotation in read(file).items():
            check(annotation, found[name], differences)
            recordings += 1
    print(f"{recordings} recordings; greatest difference of each fact")
    for fact, greatest in differences.greatest.items():
        sign = "FAILED" if fact in differences.failed else ""
        print(f"{fact:32} {differences.checked[fact]:8} {greatest:10.1e} {sign}")
    if differences.failed:
        sys.exit(f"{len(differences.failed)} facts differ")


if __name__ == "__main__":
    main()
