import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FIXTURES = ROOT / "fixtures"


@pytest.fixture(scope="session")
def fixtures():
    return FIXTURES


@pytest.fixture(scope="session")
def in_rust():
    """The full result of a meeting, as Rust alone has it."""
    build = ["cargo", "build", "--release", "--locked", "--quiet", "-p", "border"]
    subprocess.run(build, cwd=ROOT / "python", check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "python" / "target"))
    program = target / "release" / ("border.exe" if sys.platform == "win32" else "border")
    pipe = subprocess.PIPE
    with subprocess.Popen([program], stdin=pipe, stdout=pipe, encoding="utf-8") as running:

        def ask(turns, roster=(), duration=None):
            meeting = {"turns": turns, "roster": list(roster), "duration": duration}
            running.stdin.write(json.dumps(meeting) + "\n")
            running.stdin.flush()
            return running.stdout.readline().rstrip("\n")

        yield ask
        running.stdin.close()
