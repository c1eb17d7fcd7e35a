"""What a table of many meetings takes beside itself."""

import subprocess
import sys

import pytest

MEASURED = """
import sys, numpy, pyarrow, sociogram

def resident(what):
    [line] = [line for line in open("/proc/self/status") if line.startswith(what)]
    return int(line.split()[1]) * 1024

count, kind, order = 10_000_000, sys.argv[1], sys.argv[2]
at = numpy.arange(count)
if order == "scattered":
    at = at.reshape(-1, 500).T.ravel()
names = pyarrow.array([f"meeting-{number:05}" for number in range(count // 500)])
labels = pyarrow.array(["ana", "ben", "eva", "tom", "kim"])
meeting = pyarrow.DictionaryArray.from_arrays(pyarrow.array(at // 500, pyarrow.int32()), names)
speaker = pyarrow.DictionaryArray.from_arrays(pyarrow.array(at * 7 % 5, pyarrow.int32()), labels)
if kind != "dictionary":
    meeting, speaker = meeting.cast(kind), speaker.cast(kind)
times = {"start": at % 500 * 2.0, "end": at % 500 * 2.0 + 1.9}
table = pyarrow.table({"meeting": meeting, "speaker": speaker} | times)
del at, meeting, speaker, times
pyarrow.default_memory_pool().release_unused()
sociogram.score_table(table.slice(0, 1_000))
before = resident("VmRSS")
with open("/proc/self/clear_refs", "w") as peak:
    peak.write("5")
scores = sociogram.score_table(table)
assert len(scores.meetings) == 20_000
print(resident("VmHWM") - before, table.nbytes)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize(
    ("kind", "order", "share"),
    [("dictionary", "together", 0.25), ("string", "together", 0.15), ("string", "scattered", 0.5)],
)
def test_columns_are_not_copied(kind, order, share):
    """Ten million rows: what is held beside the table is the results and, where rows of meetings
    are scattered, 12 bytes a row."""
    run = [sys.executable, "-c", MEASURED, kind, order]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    more, columns = map(int, done.stdout.split())
    assert more < share * columns
