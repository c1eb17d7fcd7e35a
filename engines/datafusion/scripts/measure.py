#!/usr/bin/env python3
"""Times the two functions beside what reading the same Parquet takes anyway, as ratios in one run.

    scripts/measure.py [--rounds N] [--meetings N] [--turns N] [--folder FOLDER] [--memory MB …]

Builds the example and the command, has the library's `examples/make_corpus.rs` make 20,000 meetings
of 500 turns as two Parquet files, one meeting by meeting and one with rows anywhere, and asks
`examples/query.rs` for each of them: for `sum("end" - start)` by meeting, which is the floor, for
`interaction_score`, and for `interactions` (how many pairs there are, so that printing them is not
measured), with 1 and 2 partitions; then for the score with each limit of memory. Beside them
`sociogram corpus --no-intervals` reads the same files with 1 and 2 threads. In each round everything
runs once, as a process of its own. Figures are the least of all rounds of the time that the process
itself tells, of `corpus` the whole process, medians are in brackets; ratios are those of the least,
to the floor of the same partitions and file.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CRATE = os.path.dirname(HERE)
LIBRARY = os.path.dirname(os.path.dirname(CRATE))

FLOOR = 'SELECT meeting, sum("end" - start) AS seconds FROM turns GROUP BY meeting'
SCORE = 'SELECT meeting, interaction_score(speaker, start, "end") AS score FROM turns GROUP BY meeting'
PAIRS = (
    'SELECT sum(cardinality(pairs)) AS pairs FROM (SELECT interactions(speaker, start, "end") '
    "AS pairs FROM turns GROUP BY meeting)"
)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--meetings", type=int, default=20_000)
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--folder", default=os.path.join(tempfile.gettempdir(), "sociogram-datafusion"))
    parser.add_argument("--memory", type=int, nargs="*", default=[400, 150])
    return parser.parse_args()


def built():
    """The folder of the example, and that of the command and its example."""
    target = os.environ.get("CARGO_TARGET_DIR")
    folders = []
    for crate, what in [
        (CRATE, ["--example", "query"]),
        (LIBRARY, ["--features", "cli,generate,parquet", "--bin", "sociogram", "--example", "make_corpus"]),
    ]:
        command = ["cargo", "build", "--release", "--locked", "--quiet", *what]
        subprocess.run(command, cwd=crate, check=True)
        folders.append(os.path.join(target or os.path.join(crate, "target"), "release"))
    return folders


def run(command):
    """Seconds of the whole process, its most memory in MB, and what it told."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        told = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - began, usage.ru_maxrss / 1024, told.strip(), process.returncode


def main():
    options = arguments()
    engine, library = built()
    os.makedirs(options.folder, exist_ok=True)
    files = {}
    for name in ["clustered", "scattered"]:
        path = os.path.join(options.folder, f"{name}-{options.meetings}-{options.turns}.parquet")
        if not os.path.exists(path):
            command = [os.path.join(library, "examples", "make_corpus"), path + ".part"]
            command += [str(options.meetings), str(options.turns)]
            subprocess.run(command + ["anywhere"] * (name == "scattered"), check=True)
            os.rename(path + ".part", path)
        files[name] = path

    query = os.path.join(engine, "examples", "query")
    corpus = [os.path.join(library, "sociogram"), "corpus", "--no-intervals"]
    tasks = {}
    for name, path in files.items():
        for partitions in ["1", "2"]:
            base = [query, path, "--partitions", partitions]
            tasks[name, partitions, "sum"] = base + ["--sql", FLOOR]
            tasks[name, partitions, "interaction_score"] = base + ["--sql", SCORE]
            tasks[name, partitions, "interactions"] = base + ["--sql", PAIRS]
            for limit in options.memory:
                task = f"interaction_score, {limit} MB"
                tasks[name, partitions, task] = base + ["--sql", SCORE, "--memory", str(limit)]
            out = os.path.join(options.folder, "out.parquet")
            command = [*corpus, path, "-o", out, "--threads", partitions]
            tasks[name, partitions, "sociogram corpus"] = command
    seconds = {task: [] for task in tasks}
    memory = {task: 0 for task in tasks}
    last = {}
    for _ in range(options.rounds):
        for task, command in tasks.items():
            whole, peak, told, status = run(command)
            memory[task] = max(memory[task], peak)
            last[task] = told.splitlines()[-1] if told else ""
            if status != 0:
                seconds[task].append(float("nan"))
                continue
            itself = re.search(r"rows in ([0-9.]+) s", told)
            seconds[task].append(float(itself.group(1)) if itself else whole)

    print(f"{options.meetings} meetings of about {options.turns} turns, {options.rounds} rounds")
    print("| rows | partitions | query | s | ratio | MB | |\n|---|---|---|---|---|---|---|")
    for task, times in seconds.items():
        name, partitions, what = task
        least, middle = min(times), statistics.median(times)
        ratio = least / min(seconds[name, partitions, "sum"])
        note = re.sub(r"^.*? s; ", "", last[task])[:90]
        row = [name, partitions, what, f"{least:.2f} ({middle:.2f})", f"{ratio:.2f}"]
        print("| " + " | ".join([*row, f"{memory[task]:.0f}", note]) + " |")


if __name__ == "__main__":
    sys.exit(main())
