"""A callback is told how far a call is, and may end it."""

import numpy
import pandas
import polars
import pyarrow
import pytest
import sociogram
from pyannote.core import Annotation, Segment

COUNT = 20_000
COLUMNS = {
    "speaker": [f"s{at % 5}" for at in range(COUNT)],
    "start": numpy.arange(COUNT) * 2.0,
    "end": numpy.arange(COUNT) * 2.0 + 1.9,
}
TURNS = list(zip(*COLUMNS.values(), strict=True))


def annotation():
    made = Annotation()
    for track, (speaker, start, end) in enumerate(TURNS):
        made[Segment(start, end), track] = speaker
    return made


def recording():
    lines = (f"{speaker},{start},{end}" for speaker, start, end in TURNS)
    return sociogram.read("\n".join(["speaker,start,end", *lines]).encode(), "csv")[0]


SHAPES = {
    "list": (lambda: TURNS, COUNT),
    "generator": (lambda: iter(TURNS), None),
    "pandas": (lambda: pandas.DataFrame(COLUMNS), COUNT),
    "polars": (lambda: polars.DataFrame(COLUMNS), None),
    "pyarrow": (lambda: pyarrow.table(COLUMNS), None),
    "annotation": (annotation, COUNT),
    "recording": (recording, COUNT),
}


@pytest.mark.parametrize(("shape", "all"), SHAPES.values(), ids=SHAPES)
def test_progress(shape, all):
    told = []
    result = sociogram.analyze(shape(), progress=lambda *how_far: told.append(how_far))
    assert told[-1] == (COUNT, COUNT)
    assert {of for _, of in told[:-1]} <= {all}
    done = [so_many for so_many, _ in told]
    assert done == sorted(done)
    assert result.to_json() == sociogram.analyze(shape()).to_json()


class Enough(Exception):
    pass


@pytest.mark.parametrize("shape", [one for one, _ in SHAPES.values()], ids=SHAPES)
def test_what_a_callback_raises_ends_the_call(shape):
    def enough(done, all):
        raise Enough

    with pytest.raises(Enough):
        sociogram.analyze(shape(), progress=enough)


def test_no_callback():
    with pytest.raises(sociogram.ParameterError) as caught:
        sociogram.analyze(TURNS, progress=5)
    assert caught.value.parameter == "progress"
