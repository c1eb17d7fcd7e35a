"""The wheel against a reference in Python, and against counting adjacent turns, on real meetings.

    compare_reference.py REFERENCE.py FOLDER

REFERENCE.py has `read_rttm` and `analyse`; FOLDER has RTTM files. Numbers must agree within 1e-9;
times are of reading from text and scoring, best of three, in one process and on one thread for
each way. Needs numpy, pandas and networkx beside the wheel.
"""

import importlib.util
import io
import pathlib
import sys
import time

import networkx
import numpy
import pandas
import sociogram


def load(path):
    spec = importlib.util.spec_from_file_location("reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def close(one, other):
    return numpy.allclose(one, other, rtol=1e-9, atol=1e-9)


def differ(text, reference):
    [turns] = reference.read_rttm(text.splitlines()).values()
    expected = reference.analyse(turns)
    [recording] = sociogram.read(text.encode(), "rttm")
    result = sociogram.analyze(recording)
    values = {node.between: node for node in result.nodes}
    for pair in expected["pairs"]:
        node = values.get(tuple(pair["between"]))
        mine = (node.responses, node.value, node.relative) if node else (0, 0, 0)
        if not close(mine, (pair["responses"], pair["absolute"], pair["relative"])):
            return True
    return not (
        [one.label for one in result.participants] == expected["speakers"]
        and close(result.directed, expected["directed"])
        and close(result.score, expected["score"])
        and close(result.minutes, expected["minutes"])
    )


def adjacent(text):
    frame = pandas.read_csv(io.StringIO(text), sep=r"\s+", header=None, usecols=[3, 4, 7])
    who = frame.sort_values(3)[7]
    follows = pandas.DataFrame({"from": who.shift(), "to": who}).dropna()
    counts = follows[follows["from"] != follows["to"]].value_counts().reset_index(name="weight")
    return networkx.from_pandas_edgelist(counts, "from", "to", "weight", networkx.DiGraph)


def timed(work, texts):
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        for text in texts:
            work(text)
        best = min(best, time.perf_counter() - begun)
    return best


def main():
    reference = load(sys.argv[1])
    files = sorted(pathlib.Path(sys.argv[2]).glob("*.rttm"))
    texts = [file.read_text() for file in files]
    wrong = [file.name for file, text in zip(files, texts) if differ(text, reference)]
    print(f"{len(files)} meetings, {len(wrong)} beyond 1e-9", *wrong)
    wheel = timed(lambda text: sociogram.analyze(sociogram.read(text.encode(), "rttm")[0]), texts)
    ways = {
        "reference": lambda text: [
            reference.analyse(turns) for turns in reference.read_rttm(text.splitlines()).values()
        ],
        "pandas and networkx, adjacent turns": adjacent,
    }
    print(f"wheel: {wheel:.3f} s")
    for name, work in ways.items():
        taken = timed(work, texts)
        print(f"{name}: {taken:.3f} s, {taken / wheel:.0f} times the wheel")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
