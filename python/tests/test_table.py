"""Many meetings in one table have the numbers that each has by itself."""

import importlib.util
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
        assert (one["score_low"], one["score_high"]) == (None, None)
        assert one["pair_count"] == len(result.participants) * (len(result.participants) - 1) // 2
        assert (one["repairs"], one["error"]) == (0, None)
        assert one["turns"] == len(heard[one["meeting"]])
        assert one["participants"] == len(result.participants)
        mine = [pair for pair in pairs if pair["meeting"] == one["meeting"]]
        theirs = {node.between: node for node in result.nodes}
        assert len(mine) == len(theirs)
        for pair in mine:
            node = theirs[pair["first"], pair["second"]]
            for name in ["value", "relative", "responses", "to_second", "to_first", "rate"]:
                assert pair[name] == getattr(node, name)


@given(st.dictionaries(st.text(max_size=3), turns(max_size=60), max_size=3))
@settings(max_examples=20, deadline=None)
def test_intervals_are_those_of_analyze(heard):
    rows = [(name, *turn) for name, turns in heard.items() for turn in turns]
    meetings, _ = told(sociogram.score_table(table(rows), intervals=True))
    for one in meetings:
        expected = sociogram.analyze(heard[one["meeting"]]).interval
        found = (one["score_low"], one["score_high"])
        assert found == ((expected.low, expected.high) if expected else (None, None))


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
    meetings = pyarrow.table(scores.meetings).schema
    assert [(field.name, str(field.type), field.nullable) for field in meetings] == [
        ("meeting", "string", True),
        ("score", "double", True),
        ("score_low", "double", True),
        ("score_high", "double", True),
        ("minutes", "double", True),
        ("turns", "int64", False),
        ("participants", "int64", True),
        ("pair_count", "int64", True),
        ("repairs", "int64", True),
        ("error", "string", True),
    ]
    assert pyarrow.table(scores.meetings).num_rows == 2
    assert pyarrow.table(scores.meetings)["score"].to_pylist()[0] is None
    assert scores.pairs.column_names[:3] == ["meeting", "first", "second"]
    assert repr(scores) == "<sociogram.Scores: 2 meetings, 1 pairs with responses>"
    assert repr(scores.meetings).startswith("<sociogram.Table: 2 rows, meeting, score,")


LABELS = [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()]
WHOLE = [getattr(pyarrow, f"{sign}int{bits}")() for sign in ["", "u"] for bits in [8, 16, 32, 64]]


def of_kind(column, kind):
    if pyarrow.types.is_dictionary(kind):
        return column.cast(kind.value_type).dictionary_encode().cast(kind)
    return column.cast(kind)


@pytest.mark.parametrize("label", LABELS + WHOLE, ids=str)
@pytest.mark.parametrize("number", [pyarrow.float32(), pyarrow.float64(), *WHOLE], ids=str)
def test_every_kind_of_column(label, number):
    at = numpy.arange(60)
    columns = {
        "meeting": pyarrow.array(at * 7 % 4),
        "speaker": pyarrow.array(at * 5 % 3),
        "start": pyarrow.array(at * 2),
        "end": pyarrow.array(at * 2 + 3),
    }
    expected = told(sociogram.score_table(pyarrow.table(columns)))
    kinds = [label, *(pyarrow.dictionary(key, label) for key in [pyarrow.int8(), pyarrow.uint32()])]
    for kind in kinds:
        if pyarrow.types.is_dictionary(kind) and kind.value_type == pyarrow.string_view():
            continue  # pyarrow does not make them
        found = pyarrow.table({
            name: of_kind(column, kind if name in NAMES[:2] else number)
            for name, column in columns.items()
        })  # fmt: skip
        for shape in [found, found.slice(7), pyarrow.Table.from_batches(found.to_batches(11))]:
            theirs = told(sociogram.score_table(shape))
            mine = expected if len(shape) == 60 else told(
                sociogram.score_table(pyarrow.table(columns).slice(7)))  # fmt: skip
            assert theirs == mine


def test_numbers_that_are_no_doubles():
    """What a cast would make of them, and so would analyze."""
    for kind in [pyarrow.float32(), pyarrow.float16()]:
        short = numpy.array([0.1, 2.3, 4.7], kind.to_pandas_dtype())
        ends = numpy.array([2.2, 4.5, 9.9], kind.to_pandas_dtype())
        columns = {"speaker": ["a", "b", "a"], "start": short, "end": ends}
        [one], _ = told(sociogram.score_table(pyarrow.table({"meeting": ["m"] * 3} | columns)))
        turns = zip(columns["speaker"], map(float, short), map(float, ends))
        assert one["score"] == sociogram.analyze(list(turns)).score is not None


def test_text_that_is_none():
    text = pyarrow.Array.from_buffers(
        pyarrow.string(), 2,
        [None, pyarrow.py_buffer(numpy.array([0, 1, 2], "int32")), pyarrow.py_buffer(b"a\xff")],
    )  # fmt: skip
    times = {"start": [0.0, 1.0], "end": [1.0, 2.0]}
    with pytest.raises(sociogram.TurnError, match="turn 1: .* found text that is no valid Unicode"):
        sociogram.score_table(pyarrow.table({"meeting": ["m", "m"], "speaker": text} | times))
    with pytest.raises(sociogram.TurnError, match="turn 1: expected the meeting's name"):
        sociogram.score_table(pyarrow.table({"meeting": text, "speaker": ["m", "m"]} | times))


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


BAD = [
    ("null", None, 0.0, 1.0),
    ("null", "ana", None, 1.0),
    ("nan", "ana", 0.0, float("nan")),
    ("back", "ana", 2.0, 1.0),
    ("back", "ben", 4.0, float("inf")),
    ("back", "ben", 4.0, 9.0),
    (None, "ana", 0.0, 1.0),
]


@given(st.permutations(ROWS + BAD), st.booleans())
@settings(max_examples=30, deadline=None)
def test_bad_meetings_are_told_beside_the_others(rows, intervals):
    meetings, pairs = told(sociogram.score_table(table(rows), bad="keep", intervals=intervals))
    fine, fine_pairs = told(sociogram.score_table(table(ROWS), intervals=intervals))
    assert [one for one in meetings if one["error"] is None] == fine and pairs == fine_pairs
    bad = {one["meeting"]: (one["turns"], one["error"]) for one in meetings if one["error"]}
    assert list(bad.items()) == [
        (None, (1, "expected the meeting's name, found null")),
        ("back", (3, "the end is not a time: a time is finite")),
        ("nan", (1, "the end is not a time: a time is a number of seconds, not NaN")),
        ("null", (2, "expected the speaker's label, found null")),
    ]
    for one in meetings:
        if one["error"]:
            given = {name for name, value in one.items() if value is not None}
            assert given <= {"meeting", "turns", "error"}


def test_a_meeting_of_too_many():
    crowd = pyarrow.table({
        "meeting": ["m"] * 65_536, "speaker": numpy.arange(65_536),
        "start": numpy.arange(65_536), "end": numpy.arange(65_536) + 1,
    })  # fmt: skip
    with pytest.raises(sociogram.TurnError, match='meeting "m": .*65536'):
        sociogram.score_table(crowd)
    [one], _ = told(sociogram.score_table(crowd, bad="keep"))
    assert (one["turns"], one["participants"]) == (65_536, None) and "65536" in one["error"]


def test_what_is_no_table():
    for shape in [None, 5, ROWS, table(ROWS).drop("end"), table(ROWS)["start"]]:
        with pytest.raises(sociogram.TurnError, match="expected"):
            sociogram.score_table(shape)
    with pytest.raises(sociogram.ParameterError, match="rise"):
        sociogram.score_table(table(ROWS), rise=0)
    with pytest.raises(sociogram.ParameterError, match="progress"):
        sociogram.score_table(table(ROWS), progress=5)
    with pytest.raises(sociogram.ParameterError, match='bad is "skip", and must be "raise" or'):
        sociogram.score_table(table(ROWS), bad="skip")


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


@pytest.mark.skipif(importlib.util.find_spec("pyspark"), reason="asks for PySpark where it is not")
def test_spark_is_no_dependency():
    from sociogram import spark

    with pytest.raises(ImportError, match="sociogram.spark takes PySpark 4.0 or later: pip install"):
        spark.score_meetings(None)
