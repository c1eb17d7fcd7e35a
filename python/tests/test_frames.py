"""Tables of other libraries give the same bytes as tuples."""

import threading

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest
import sociogram
from hypothesis import given, settings
from hypothesis import strategies as st
from meetings import turns
from pyannote.core import Annotation, Segment

TURNS = [("ana", 0.0, 2.0), ("ben", 2.2, 4.0), ("ana", 4.1, 9.0), ("eva", 8.5, 9.5)]
TEXT = {"speaker": pyarrow.string(), "start": pyarrow.float64(), "end": pyarrow.float64()}


def columns(heard):
    return {name: [one[at] for one in heard] for at, name in enumerate(TEXT)}


def table(heard):
    return pyarrow.table(columns(heard), schema=pyarrow.schema(TEXT))


@given(turns(), st.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_same_bytes_from_every_library(heard, size):
    expected = sociogram.analyze(heard).to_json()
    arrow = table(heard)
    batches = arrow.to_batches(max_chunksize=size)
    frame = pandas.DataFrame(columns(heard))
    shapes = [
        arrow,
        pyarrow.Table.from_batches(batches, arrow.schema),
        pyarrow.RecordBatchReader.from_batches(arrow.schema, batches),
        arrow.select(["end", "speaker", "start"]),
        arrow.set_column(0, "speaker", arrow["speaker"].dictionary_encode()),
        arrow.set_column(0, "speaker", arrow["speaker"].cast(pyarrow.large_string())),
        arrow.set_column(0, "speaker", arrow["speaker"].cast(pyarrow.string_view())),
        arrow.append_column("text", pyarrow.array(["x"] * len(heard), pyarrow.string())),
        polars.DataFrame(arrow),
        polars.DataFrame(arrow).with_columns(polars.col("speaker").cast(polars.Categorical)),
        frame,
        frame.astype({"speaker": "category"}),
        frame.astype({"speaker": object}),
        frame.set_index("start", drop=False),
        duckdb.from_arrow(arrow),
    ]
    if len(batches) == 1:
        shapes.append(batches[0])
    for shape in shapes:
        assert sociogram.analyze(shape).to_json() == expected, type(shape)


@given(turns(labels=st.sampled_from(["ana", "ben", "eva"])))
@settings(max_examples=60, deadline=None)
def test_same_bytes_from_an_annotation(heard):
    annotation = Annotation()
    for at, (who, start, end) in enumerate(heard):
        annotation[Segment(start, end), at] = who
    assert sociogram.analyze(annotation).to_json() == sociogram.analyze(heard).to_json()


def test_an_annotation_names_the_recording():
    annotation = Annotation(uri="standup")
    for at, (who, start, end) in enumerate(TURNS):
        annotation[Segment(start, end), at] = who
    result = sociogram.analyze(annotation)
    assert result.recording == "standup"
    assert result.nodes == sociogram.analyze(TURNS).nodes
    told = result.to_dict()
    assert (told["recording"], told["overlap_capability"], told["repairs"]) == ("standup", "yes", [])


def test_whole_seconds_and_small_floats():
    expected = sociogram.analyze([("0", 0, 2), ("1", 3, 4)]).to_json()
    whole = {"speaker": [0, 1], "start": [0, 3], "end": [2, 4]}
    small = {name: numpy.array(values, "float32") for name, values in whole.items()}
    small["speaker"] = ["0", "1"]
    for shape in [pyarrow.table(whole), pandas.DataFrame(whole), pyarrow.table(small)]:
        assert sociogram.analyze(shape).to_json() == expected


def test_empty_tables():
    for shape in [table([]), table([]).to_pandas(), polars.DataFrame(table([])), Annotation()]:
        assert sociogram.analyze(shape, roster=["ana", "ben"]).score == 0
    untyped = pyarrow.table({name: pyarrow.nulls(0) for name in TEXT})
    assert sociogram.analyze(untyped).score is None


NAN = float("nan")


@pytest.mark.parametrize("library", [pyarrow.table, polars.DataFrame, pandas.DataFrame])
@pytest.mark.parametrize(
    ("change", "index"),
    [
        ({"start": [0.0, None]}, 1),
        ({"start": [0.0, NAN]}, 1),
        ({"end": [2.0, float("inf")]}, 1),
        ({"end": [2.0, 2.2]}, 1),
        ({"end": [2.0, 1.0]}, 1),
        ({"speaker": ["ana", None]}, 1),
    ],
)
def test_rows_that_are_no_turns(library, change, index):
    shape = library(columns(TURNS[:2]) | change)
    with pytest.raises(sociogram.TurnError, match="turn 1: ") as caught:
        sociogram.analyze(shape)
    assert caught.value.index == index


@pytest.mark.parametrize("library", [pyarrow.table, polars.DataFrame, pandas.DataFrame])
@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"label": ["a"], "start": [0.0], "end": [1.0]}, "expected the columns speaker, start, end"),
        ({}, "expected the columns speaker, start, end"),
        ({"speaker": ["a"], "start": ["0"], "end": [1.0]}, "expected .*start"),
        ({"speaker": [1.5], "start": [0.0], "end": [1.0]}, "expected .*speaker"),
        ({"speaker": [True], "start": [0.0], "end": [1.0]}, "expected .*speaker"),
        ({"speaker": ["a"], "start": [0.0], "end": [True]}, "expected .*end"),
        ({"speaker": [["a"]], "start": [0.0], "end": [1.0]}, "expected .*speaker"),
    ],
)  # fmt: skip
def test_tables_that_hold_no_turns(library, names, message):
    with pytest.raises(sociogram.TurnError, match=message):
        sociogram.analyze(library(names))


def test_two_columns_of_one_name():
    twice = pyarrow.Table.from_arrays(
        [pyarrow.array(["a"]), pyarrow.array([0.0]), pyarrow.array([0.0]), pyarrow.array([1.0])],
        names=["speaker", "start", "start", "end"],
    )
    frame = pandas.DataFrame([["a", 0.0, 0.0, 1.0]], columns=twice.column_names)
    for shape in [twice, frame]:
        with pytest.raises(sociogram.TurnError, match="expected one column start, found several"):
            sociogram.analyze(shape)


def test_what_is_no_table():
    class Stream:
        def __init__(self, given):
            self.given = given

        def __arrow_c_stream__(self, requested_schema=None):
            if isinstance(self.given, Exception):
                raise self.given
            return self.given

    for given in [None, 5, b"x", ValueError("no")]:
        with pytest.raises(sociogram.TurnError, match="expected a table of turns, found Stream"):
            sociogram.analyze(Stream(given))
    with pytest.raises(ZeroDivisionError):
        sociogram.analyze(Stream(ZeroDivisionError()))
    with pytest.raises(sociogram.TurnError):
        sociogram.analyze(polars.Series([1.0, 2.0]))
    with pytest.raises(sociogram.TurnError):
        sociogram.analyze(pyarrow.array(["a"]))


def test_a_reader_that_fails_midway():
    def batches():
        yield table(TURNS).to_batches()[0]
        raise RuntimeError("the network is down")

    reader = pyarrow.RecordBatchReader.from_batches(table(TURNS).schema, batches())
    with pytest.raises(sociogram.TurnError, match="the network is down"):
        sociogram.analyze(reader)


def test_a_sliced_table_is_what_its_slice_is():
    assert sociogram.analyze(table(TURNS)[1:3]).nodes == sociogram.analyze(TURNS[1:3]).nodes


def test_places_count_on_over_batches():
    arrow = pyarrow.concat_tables([table(TURNS), table([("ana", 1.0, 1.0)])])
    with pytest.raises(sociogram.TurnError) as caught:
        sociogram.analyze(arrow)
    assert caught.value.index == 4


def test_one_table_in_many_threads():
    shared = table([(f"s{at % 5}", at * 1.3, at * 1.3 + 2) for at in range(50_000)])
    expected = sociogram.analyze(shared).score
    seen = []
    work = lambda: seen.append(sociogram.analyze(shared).score)  # noqa: E731
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [expected] * 8
