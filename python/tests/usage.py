"""The package as a user of type checkers writes it: mypy finds nothing here but what it is told."""

from pathlib import Path
from typing import assert_type

import numpy
import numpy.typing
import pandas
import pyarrow  # type: ignore[import-untyped]
import sociogram
from pyannote.core import Annotation  # type: ignore[import-untyped]


def score(file: Path, annotation: Annotation, frame: pandas.DataFrame) -> list[float | None]:
    recordings = sociogram.read(file, "rttm", columns={"speaker": "who"}, unit="ms")
    assert_type(recordings, list[sociogram.Recording])
    results = [sociogram.analyze(one, roster=["eva", 7], rise=2) for one in recordings]
    results.append(sociogram.analyze([("ana", 0, 2.5), ("ben", numpy.float32(3), 4)]))
    results.append(sociogram.analyze([{"speaker": "ana", "start": 0, "end": 2}]))
    results.append(sociogram.analyze(annotation))
    results.append(sociogram.analyze(frame, progress=lambda done, all: print(done, all)))
    for node in results[0].nodes:
        assert_type(node.between, tuple[str, str])
        assert_type(node.value, float)
    assert_type(results[0].directed, numpy.typing.NDArray[numpy.float64])
    assert_type(results[0].interval, sociogram.Interval | None)
    return [result.score for result in results]


def many(table: pyarrow.Table) -> int:
    scores = sociogram.score_table(table, progress=lambda done, all: None)
    return len(scores.meetings) + len(scores.pairs)


def running() -> sociogram.Snapshot:
    live = sociogram.Live(horizon=60)
    live.push("ana", 0, 2)
    live.speaking("ben", 3)
    live.stopped("ben", 4)
    return live.snapshot(at=5)


def wrong() -> None:
    sociogram.analyze([1, 2])  # type: ignore[list-item]
    sociogram.analyze([("ana", 0, 2)], rise="fast")  # type: ignore[arg-type]
    sociogram.read(b"", unknown="guess")  # type: ignore[arg-type]
    sociogram.analyze([("ana", 0, 2)]).score = 5  # type: ignore[misc]
