"""`sociogram.spark` by both of its ways against `score_table` in one process, on the same Parquet.

    compare_spark.py FOLDER [TURNS…]

FOLDER is where the Parquet goes; TURNS are 1,000,000 and 10,000,000 unless told. Meetings have 500
turns; then there is one of 5,000,000 turns among 2,000 of them. Times are of reading and scoring,
after a first run of a million: best of three for a million, else of one. Memory is the most that one
Python worker held at any time.
Needs PySpark, pyarrow and pandas beside the wheel, and Java.
"""

import os
import pathlib
import shutil
import sys
import threading
import time

import numpy
import pyarrow
import pyarrow.parquet
import pyspark
import sociogram
from pyspark.sql import SparkSession
from sociogram.spark import score_meetings

FILES = 8


def written(folder, turns, long=0):
    """Meetings of 500 turns, and one that is longer."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = numpy.random.default_rng(turns)
    for part in range(FILES):
        count = turns // FILES // 500 * 500
        at = numpy.arange(count)
        names = [f"m{part}-{number:06}" for number in range(count // 500)]
        starts = at % 500 * 2.0 + chance.integers(0, 1500, count) / 1000
        meeting = numpy.repeat(numpy.array(names, object), 500)
        if long:
            more = long // FILES
            meeting = numpy.concatenate([meeting, numpy.full(more, "long", object)])
            starts = numpy.concatenate([starts, (numpy.arange(more) + part * more) * 2.0])
        speaker = chance.integers(0, 6, len(starts)).astype(str)
        table = pyarrow.table({
            "meeting": pyarrow.array(meeting, pyarrow.string()),
            "speaker": pyarrow.array(speaker, pyarrow.string()),
            "start": starts, "end": starts + chance.integers(300, 3000, len(starts)) / 1000,
        })  # fmt: skip
        pyarrow.parquet.write_table(table, folder / f"{part}.parquet")
    return folder


class Watched(threading.Thread):
    """The most memory that one Python worker of ours has at any time."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self.over = 0, threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(0.1):
            for folder in pathlib.Path("/proc").iterdir():
                try:
                    line = (folder / "cmdline").read_bytes()
                    if b"pyspark.daemon" in line or b"pyspark/daemon" in line:
                        pages = int((folder / "statm").read_text().split()[1])
                        self.most = max(self.most, pages * os.sysconf("SC_PAGE_SIZE"))
                except (OSError, ValueError, IndexError):
                    continue


def timed(work, times):
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def main():
    place = pathlib.Path(sys.argv[1])
    sizes = [int(size) for size in sys.argv[2:]] or [1_000_000, 10_000_000]
    os.environ["PYSPARK_PYTHON"] = sys.executable
    begun = time.perf_counter()
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "8")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    print(f"session: {time.perf_counter() - begun:.1f} s", flush=True)
    app = spark.sparkContext.applicationId
    first = spark.read.parquet(str(written(place / "first", 1_000_000)))
    for partitions in [None, 8]:
        score_meetings(first, partitions=partitions).write.format("noop").mode("overwrite").save()
    corpora = [(f"{size:,} turns", size, 0, 3 if size <= 1_000_000 else 1) for size in sizes]
    corpora.append(("5,000,000 turns in one of 2,001 meetings", 1_000_000, 5_000_000, 1))
    for name, size, long, times in corpora:
        folder = written(place / f"{size}-{long}", size, long)

        def alone(folder=folder):
            return sociogram.score_table(pyarrow.parquet.read_table(folder))

        expected = pyarrow.table(alone().meetings)
        one = timed(alone, times)
        print(f"{name}: score_table in one process {one:.2f} s", flush=True)
        for way, partitions in [("groupBy", None), ("partitions=8", 8)]:
            scores = score_meetings(spark.read.parquet(str(folder)), partitions=partitions)
            watched = Watched()
            taken = timed(lambda: scores.write.format("noop").mode("overwrite").save(), times)
            watched.over.set()
            found = scores.toArrow().sort_by("meeting")
            same = found.equals(expected.cast(found.schema))
            print(f"  Spark, {way}: {taken:.2f} s, {taken / one:.1f} times that; the largest worker "
                  f"{watched.most / 1e6:.0f} MB; equal bits: {same}", flush=True)  # fmt: skip
    spark.stop()
    shutil.rmtree(pathlib.Path(pyspark.__file__).parent / "work" / app, ignore_errors=True)


if __name__ == "__main__":
    main()
