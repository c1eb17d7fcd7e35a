"""Many meetings in one table have the numbers that each has by itself."""

import os
import signal
import sys
import threading
import time

import numpy
import pandas
import polars
import pyarrow
import pytest
import sociogram
from hypothesis import given, settings
from hypothesis import strategies as st
from meetings import turns

NAMES = ["meeting", "speaker", "start", "end"]


def table(rows):
    return polars.DataFrame(
        rows, schema=dict.fromkeys(NAMES[:2], polars.String) | dict.fromkeys(NAMES[2:], polars.Float64),
        orient="row",
    )  # fmt: skip


def told(scores):
    meetings = polars.DataFrame(scores.meetings).to_dicts()
    return meetings, polars.DataFrame(scores.pairs).to_dicts()


@given(st.dictionaries(st.text(max_size=3), turns(max_size=20), max_size=4), st.randoms())
@settings(max_examples=60, deadline=None)
def test_each_meeting_is_what_analyze_has(heard, order):
    rows = [(name, *turn) for name, turns in heard.items() for turn in turns]
    order.shuffle(rows)
    scores = sociogram.score_table(table(rows), half_rate=2)
    meetings, pairs = told(scores)
    assert [one["meeting"] for one in meetings] == sorted(
        (name for name in heard if heard[name]), key=lambda name: name.encode()
    )
    assert (len(scores.meetings), len(scores.pairs)) == (len(meetings), len(pairs))
    for one in meetings:
        result = sociogram.analyze(heard[one["meeting"]], half_rate=2)
        assert one["score"] == result.score
        assert one["minutes"] == result.minutes
        assert one["turns"] == len(heard[one["meeting"]])
        assert one["participants"] == len(result.participants)
        mine = [pair for pair in pairs if pair["meeting"] == one["meeting"]]
        theirs = {node.between: node for node in result.nodes}
        assert len(mine) == len(theirs)
        for pair in mine:
            node = theirs[pair["first"], pair["second"]]
            for name in ["value", "relative", "responses", "to_second", "to_first", "rate"]:
                assert pair[name] == getattr(node, name)


ROWS = [("b", "ana", 0.0, 2.0), ("a", "eva", 0.0, 1.0), ("b", "ben", 2.2, 4.0)]


def test_every_library():
    polar = table(ROWS)
    arrow = polar.to_arrow()
    expected = told(sociogram.score_table(polar))
    shapes = [
        arrow,
        pyarrow.Table.from_batches(arrow.to_batches(max_chunksize=1)),
        pyarrow.RecordBatchReader.from_batches(arrow.schema, arrow.to_batches(max_chunksize=2)),
        arrow.set_column(0, "meeting", arrow["meeting"].dictionary_encode()),
        pandas.DataFrame(ROWS, columns=NAMES),
        arrow.append_column("text", pyarrow.array(["x"] * 3)),
    ]
    for shape in shapes:
        assert told(sociogram.score_table(shape)) == expected
    scores = sociogram.score_table(polar)
    assert pyarrow.table(scores.meetings).num_rows == 2
    assert pyarrow.table(scores.meetings)["score"].to_pylist()[0] is None
    assert scores.pairs.column_names[:3] == ["meeting", "first", "second"]
    assert repr(scores) == "<sociogram.Scores: 2 meetings, 1 pairs with responses>"
    assert repr(scores.meetings).startswith("<sociogram.Table: 2 rows, meeting, score,")


def test_no_rows():
    assert told(sociogram.score_table(table([]))) == ([], [])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((None, "ana", 0.0, 1.0), "turn 3: expected the meeting's name, found null"),
        (("a", None, 0.0, 1.0), "turn 3: expected the speaker's label, found null"),
        (("a", "ana", None, 1.0), "turn 3: expected the start in seconds, found null"),
        (("a", "ana", 0.0, float("nan")), "turn 3: the end is not a time"),
        (("a", "ana", 2.0, 1.0), "turn 3: the end, 1 s, comes before the start, 2 s"),
    ],
)
def test_rows_that_are_no_turns(row, message):
    rows = table([*ROWS, row]).to_arrow()
    for shape in [rows, pyarrow.Table.from_batches(rows.to_batches(max_chunksize=1))]:
        with pytest.raises(sociogram.TurnError, match=message) as caught:
            sociogram.score_table(shape)
        assert caught.value.index == 3


def test_what_is_no_table():
    for shape in [None, 5, ROWS, table(ROWS).drop("end"), table(ROWS)["start"]]:
        with pytest.raises(sociogram.TurnError, match="expected"):
            sociogram.score_table(shape)
    with pytest.raises(sociogram.ParameterError, match="rise"):
        sociogram.score_table(table(ROWS), rise=0)
    with pytest.raises(sociogram.ParameterError, match="progress"):
        sociogram.score_table(table(ROWS), progress=5)


@pytest.fixture(scope="module")
def many():
    """A million turns in 2,000 meetings, out of order."""
    count = 1_000_000
    at = numpy.random.default_rng(1).permutation(count)
    return pyarrow.table({
        "meeting": pyarrow.array(at // 500).cast(pyarrow.string()),
        "speaker": pyarrow.array(at * 7 % 5).cast(pyarrow.string()),
        "start": at % 500 * 2.0,
        "end": at % 500 * 2.0 + 1.9,
    })  # fmt: skip


def test_progress_comes_to_the_end(many):
    seen = []
    scores = sociogram.score_table(many, progress=lambda done, all: seen.append((done, all)))
    assert len(seen) > 2 and seen == sorted(seen) and seen[-1] == (2_000, 2_000)
    assert len(scores.meetings) == 2_000


def test_a_callback_that_raises(many):
    class Boom(Exception):
        pass

    seen = []

    def progress(done, all):
        seen.append(done)
        raise Boom

    with pytest.raises(Boom):
        sociogram.score_table(many, progress=progress)
    assert len(seen) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to itself")
def test_an_interrupt(many):
    sent = []

    def fire():
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(0.1, fire)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        while True:
            sociogram.score_table(many)
    assert time.monotonic() - sent[0] < 0.5


def test_threads_at_once(many):
    part = many.slice(0, 50_000)
    expected = told(sociogram.score_table(part))
    seen = []
    threads = [
        threading.Thread(target=lambda: seen.append(told(sociogram.score_table(part))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [expected] * 4
