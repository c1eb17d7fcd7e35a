"""A row a meeting, with the bits that each has by itself, however rows lie."""

import doctest
import random

import pyarrow
import pyarrow.parquet
import pytest
import sociogram
import sociogram.spark
from corpora import corpus, each_by_itself, meeting, rows, told
from pyspark.sql import functions
from sociogram.spark import score_meetings, score_pairs


def frame(spark, folder, heard, layout, files=4):
    """The turns in so many files, a task each."""
    table = rows(heard, layout)
    for at in range(files):
        part = table.slice(at * len(table) // files, (at + 1) * len(table) // files - at * len(table) // files)
        pyarrow.parquet.write_table(part, folder / f"{at}.parquet")
    return spark.read.parquet(str(folder))


@pytest.mark.parametrize("partitions", [None, 5])
@pytest.mark.parametrize(("layout", "seed"), [("together", 1), ("scattered", 2), ("skewed", 3)])
def test_equal_bits(spark, tmp_path, layout, seed, partitions):
    heard = corpus(seed)
    if layout == "skewed":
        heard["long"] = meeting(random.Random(seed), 40_000)
    df = frame(spark, tmp_path, heard, "together" if layout == "together" else "scattered")
    # The long one comes in several batches.
    asked = {"half_rate": 2.5, "intervals": True}
    meetings, pairs = each_by_itself(heard, **asked)
    assert told(score_meetings(df, partitions=partitions, **asked).collect()) == meetings
    if layout != "together":
        assert told(score_pairs(df, partitions=partitions, half_rate=2.5).collect()) == pairs


def test_each_batch_by_itself_is_wrong(spark, tmp_path):
    """That the tests above can fail: dealing rows out is not enough, batches end within meetings."""
    heard = corpus(4)
    df = frame(spark, tmp_path, heard, "scattered")
    schema = score_meetings(df).schema

    def scored(batches):
        import pyarrow
        import sociogram

        for batch in batches:
            yield from pyarrow.table(sociogram.score_table(batch).meetings).to_batches()

    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
    try:
        wrong = df.repartition(3, "meeting").mapInArrow(scored, schema).collect()
        meetings, _ = each_by_itself(heard)
        assert len(wrong) > len(meetings)
        assert told(score_meetings(df, partitions=3).collect()) == meetings
    finally:
        spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")


@pytest.mark.parametrize("partitions", [None, 3])
def test_bad_meetings(spark, partitions):
    heard = corpus(5, meetings=10)
    bad = [
        ("null", None, 0.0, 1.0), ("null", "ana", 0.0, None), ("nan", "ana", float("nan"), 1.0),
        ("back", "ana", 2.0, 1.0), (None, "ana", 0.0, 1.0), (None, "ben", 0.0, 1.0),
    ]  # fmt: skip
    table = [(name, *turn) for name, turns in heard.items() for turn in turns] + bad
    df = spark.createDataFrame(table, "meeting string, speaker string, start double, end double")
    found = score_meetings(df, partitions=partitions).collect()
    fine, _ = each_by_itself(heard)
    assert told(one for one in found if one.error is None) == fine
    assert {one.meeting: (one.turns, one.error) for one in found if one.error} == {
        "null": (2, "expected the end in seconds, found null"),
        "nan": (1, "the start is not a time: a time is a number of seconds, not NaN"),
        "back": (1, "the end, 1 s, comes before the start, 2 s"),
        None: (2, "expected the meeting's name, found null"),
    }
    assert len(found) == len(heard) + 4


def test_columns_of_any_name_and_number(spark):
    table = [(7, 1, 0, 2.0), (7, 2, 2, 4.0), (8, 1, 1, 3.0)]
    df = spark.createDataFrame(table, "`a.b` long, `x``y` int, Start short, until float")
    df = df.withColumn("until", functions.col("until").cast("decimal(9,2)"))
    named = {"meeting": "a.b", "speaker": "x`y", "start": "Start", "end": "until"}
    # Spark does not tell the two apart.
    [eight] = score_meetings(df.where("`a.b` = 8").select("*", functions.lit(9).alias("start")), **named).collect()
    assert (eight.meeting, eight.minutes, eight.error) == ("8", 2 / 60, None)
    assert score_meetings(df.where("false"), **named).collect() == []


def test_wrong_columns_before_anything_runs(spark):
    df = spark.createDataFrame([("m", "ana", 0.0, 1.0)], "meeting string, speaker string, start double, end double")
    jobs = spark.sparkContext.statusTracker()
    before = list(jobs.getJobIdsForGroup(None))
    for wrong, message in [
        (df.drop("end"), "expected the columns meeting, speaker, start, end, found"),
        (df.withColumn("end", functions.current_timestamp()), "expected seconds in the column end, found timestamp"),
        (df.withColumn("start", functions.lit("1")), "expected seconds in the column start, found string"),
        (df.withColumn("speaker", functions.lit(1.5)), "expected text in the column speaker, found d"),
        (df.withColumn("meeting", functions.array("meeting")), "expected text in the column meeting, found array"),
        (df.select("*", functions.lit(1.0).alias("end")), "expected one column end, found several"),
    ]:  # fmt: skip
        for score in [score_meetings, score_pairs]:
            with pytest.raises(sociogram.TurnError, match=message):
                score(wrong)
    for wrong in [{"rise": 0}, {"decay": "x"}, {"partitions": 0}, {"partitions": True}]:
        with pytest.raises(sociogram.ParameterError, match=next(iter(wrong))):
            score_meetings(df, **wrong)
    with pytest.raises(sociogram.TurnError, match="expected a DataFrame of Spark, found list"):
        score_meetings([("m", "ana", 0.0, 1.0)])
    assert list(jobs.getJobIdsForGroup(None)) == before


def test_examples(spark):
    result = doctest.testmod(sociogram.spark, extraglobs={"spark": spark})
    assert result.attempted > 8 and result.failed == 0
