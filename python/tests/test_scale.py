"""Ten million rows are scored, and no call keeps their memory."""

import numpy
import pyarrow
import sociogram


def test_ten_million_rows():
    at = numpy.arange(10_000_000)
    speakers = pyarrow.array(["ana", "ben", "eva", "tom", "kim"])
    places = pyarrow.array(at * 7 % 5, pyarrow.int32())
    names = pyarrow.array([f"m{number:05}" for number in range(20_000)])
    table = pyarrow.table({
        "meeting": pyarrow.DictionaryArray.from_arrays(pyarrow.array(at // 500, pyarrow.int32()), names),
        "speaker": pyarrow.DictionaryArray.from_arrays(places, speakers),
        "start": at % 500 * 2.0,
        "end": at % 500 * 2.0 + 1.9,
    })  # fmt: skip
    scores = sociogram.score_table(table)
    assert (len(scores.meetings), len(scores.pairs)) == (20_000, 200_000)
    one = table.set_column(2, "start", [at * 2.0]).set_column(3, "end", [at * 2.0 + 1.9])
    assert sociogram.analyze(one).participants[0].spurts == 2_000_000
