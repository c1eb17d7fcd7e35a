"""Ten thousand calls of everything, errors among them, keep no memory."""

import pathlib
import pickle
import subprocess
import sys

import pyarrow
import pytest
import sociogram

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads the memory from /proc")

HERE = pathlib.Path(__file__).parent
TURNS = [("ana", 0.0, 2.0), ("ben", 2.2, 4.0), ("ana", 4.1, 9.0), ("eva", 8.5, 9.5)]
RTTM = b"SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>\n" \
       b"SPEAKER standup 1 2.2 1.8 <NA> <NA> ben <NA> <NA>\n"  # fmt: skip
TABLE = pyarrow.table({
    "meeting": ["a", "a", "b"], "speaker": ["ana", "ben", "ana"],
    "start": [0.0, 2.2, 0.0], "end": [2.0, 4.0, 9.0],
})  # fmt: skip
BROKEN = TABLE.set_column(2, "start", [[0.0, 2.2, None]])


def refused(call, *arguments, **named):
    try:
        call(*arguments, **named)
    except ValueError:
        return
    raise AssertionError("it was not refused")


def analyze():
    result = sociogram.analyze(TURNS, progress=lambda done, all: None)
    result.nodes, result.participants, result.interactions(), result.directed, repr(result)
    pickle.loads(pickle.dumps(result))
    refused(sociogram.analyze, [("ana", 0)])
    refused(sociogram.analyze, [("ana", None, 1)])
    refused(sociogram.analyze, TURNS, rise=-1)


def read():
    [recording] = sociogram.read(RTTM, rename={"ana": "x"}, exclude=["eva"])
    recording.turns, recording.report(), repr(recording)
    pickle.loads(pickle.dumps(recording))
    refused(sociogram.read, RTTM.replace(b"2.0", b"soon"))
    refused(sociogram.read, RTTM, unit="h")


def live():
    meeting = sociogram.Live(roster=["eva"])
    for turn in TURNS[:3]:
        meeting.push(*turn)
    meeting.speaking("tom", 9.5)
    snapshot = meeting.snapshot(at=12)
    snapshot.nodes, snapshot.directed, snapshot.to_dict(), repr(meeting)
    meeting.stopped("tom", 11)
    refused(meeting.push, "ana", 3, 1)
    refused(meeting.stopped, "tom", 12)


def score_table():
    scores = sociogram.score_table(TABLE, intervals=True, progress=lambda done, all: None)
    pyarrow.table(scores.meetings), pyarrow.table(scores.pairs)
    sociogram.score_table(BROKEN, bad="keep")
    refused(sociogram.score_table, BROKEN)
    refused(sociogram.score_table, TABLE, rise=0)
    refused(sociogram.score_table, None)
    refused(sociogram.score_table, TABLE.drop_columns(["speaker"]))


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def grown(call):
    """By so many bytes the process has grown over ten thousand calls."""
    for _ in range(2_000):
        call()
    before = resident()
    for _ in range(10_000):
        call()
    return resident() - before


@pytest.mark.parametrize("call", [analyze, read, live, score_table])
def test_nothing_is_kept(call):
    # In a process of its own, whose memory other tests have not torn to pieces.
    code = f"import test_leaks; print(test_leaks.grown(test_leaks.{call.__name__}))"
    run = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=HERE, check=True)
    assert int(run.stdout) < 1 << 20
