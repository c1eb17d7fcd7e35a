#!/usr/bin/env python3
"""Times sociogram beside the tools one might take instead, as ratios in one run.

    scripts/compare_tools.py [--rounds N] [--shared FOLDER] [--venv FOLDER] [FILE.rttm …]

Makes a virtual environment with the exact versions of compare_tools/requirements.txt, builds
sociogram, and lets each tool do its own task on the same RTTM files: without files, the AMI
meetings of ../shared/data/ami beside the project. The reference of the model does the same task as
sociogram, and must come to the same scores; it lies outside of the project, in ../shared/model, and
is left out where it is not. No other tool scores; compare_tools/task.py has what each does.

In each round every tool runs once, as a process of its own and on one core only. `task` is from
files on disk to results, without start and imports, as the process itself times it; `process` is
from start to end. Figures are the least of all rounds, medians are in brackets; ratios are those of
the least, to the library for the task and to `sociogram score --format score` for the process.
"""
import argparse
import glob
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HERE = os.path.join(ROOT, "scripts/compare_tools")
LIBRARY, COMMAND = "sociogram, the library", "sociogram, the command"


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--shared", default=os.path.join(ROOT, "../shared"))
    parser.add_argument("--venv")
    return parser.parse_args()


def prepare_python(folder):
    """The Python of a virtual environment that has the required versions."""
    required = os.path.join(HERE, "requirements.txt")
    python = os.path.join(folder, "bin/python")
    done = os.path.join(folder, "requirements.txt")
    with open(required, encoding="utf-8") as file:
        wanted = file.read()
    if os.path.exists(done):
        with open(done, encoding="utf-8") as file:
            if file.read() == wanted:
                return python
    venv.create(folder, with_pip=True, clear=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--requirement", required], check=True)
    with open(done, "w", encoding="utf-8") as file:
        file.write(wanted)
    return python


def build(target):
    cargo = ["cargo", "build", "--release", "--locked", "--quiet", "--features", "cli"]
    subprocess.run([*cargo, "--bin", "sociogram", "--example", "score_files"], cwd=ROOT, check=True)
    return [os.path.join(target, "release", name) for name in ("sociogram", "examples/score_files")]


def run(command, environment):
    """Seconds of the process, and what it printed."""
    begin = time.perf_counter()
    done = subprocess.run(
        command, env=environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    return time.perf_counter() - begin, done.stdout


def seconds(values):
    if not values:
        return ""
    return f"{1e3 * min(values):.1f} ms ({1e3 * statistics.median(values):.1f})"


def ratio(values, base):
    return f"{min(values) / min(base):.1f} ×" if values else ""


def main():
    asked = arguments()
    files = asked.files or sorted(glob.glob(os.path.join(asked.shared, "data/ami/*.rttm")))
    if not files:
        sys.exit("no files given, and there is no ../shared/data/ami beside the project")
    files = [os.path.abspath(file) for file in files]
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    python = prepare_python(asked.venv or os.path.join(target, "compare_tools"))
    command, library = build(target)
    reference = os.path.abspath(os.path.join(asked.shared, "model/reference.py"))
    task = [python, os.path.join(HERE, "task.py")]
    tools = {
        LIBRARY: [library],
        COMMAND: [command, "score", "--format", "score"],
        "reference": [*task, "reference"],
        "pandas + networkx": [*task, "pandas + networkx"],
        "scikit-talk": [*task, "scikit-talk"],
        "pyannote.core": [*task, "pyannote.core"],
    }
    if not os.path.exists(reference):
        print("without the reference: there is no ../shared/model/reference.py beside the project")
        del tools["reference"]
    environment = {**os.environ, "REFERENCE": reference}
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

    tasks, processes, figures = ({tool: [] for tool in tools} for _ in range(3))
    for _ in range(asked.rounds):
        for tool, start in tools.items():
            took, printed = run([*start, *files], environment)
            processes[tool].append(took)
            if tool != COMMAND:
                found = json.loads(printed)
                tasks[tool].append(found["seconds"])
                figures[tool] = found["figure"]

    rounds = "one round" if asked.rounds == 1 else f"{asked.rounds} rounds"
    lines = 0
    for file in files:
        with open(file, "rb") as opened:
            lines += sum(1 for _ in opened)
    print(f"{len(files)} files, {lines} lines, {rounds}, {platform.machine()}, "
          f"Python {platform.python_version()}; least (median)\n")
    print("| tool | task | to the library | process | to the command |")
    print("|---|---|---|---|---|")
    for tool in tools:
        print(f"| {tool} | {seconds(tasks[tool])} | {ratio(tasks[tool], tasks[LIBRARY])} "
              f"| {seconds(processes[tool])} | {ratio(processes[tool], processes[COMMAND])} |")
    if "reference" in tools:
        apart = abs(figures["reference"] - figures[LIBRARY]) / len(files)
        print(f"\nmean score of the reference and the library: {apart:.0e} apart")
        if apart > 1e-9:
            sys.exit("they should be the same")


if __name__ == "__main__":
    main()
