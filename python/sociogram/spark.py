"""Many meetings on a Spark cluster, each scored as ``analyze`` scores it, to the bit.

No meeting is ever split over tasks. Takes PySpark 4 or later, which the package does not bring; how
executors get the package is told in ``python/SPARK.md``.

>>> from sociogram.spark import score_meetings
>>> df = spark.createDataFrame(
...     [("standup", "ana", 0.0, 2.0), ("retro", "eva", 0.0, 9.0), ("standup", "ben", 2.2, 4.0)],
...     "meeting string, speaker string, start double, end double",
... )
>>> [(row.meeting, row.score and round(row.score)) for row in score_meetings(df).sort("meeting").collect()]
[('retro', None), ('standup', 82)]
"""

import weakref
from importlib.metadata import version

import sociogram

__all__ = ["MissingWheel", "check_executors", "score_meetings", "score_pairs"]

_MEETINGS = (
    "meeting string, score double, score_low double, score_high double, minutes double, "
    "turns bigint, participants bigint, pair_count bigint, repairs bigint, error string"
)
_PAIRS = (
    "meeting string, first string, second string, value double, relative double, "
    "responses double, to_second double, to_first double, rate double"
)
_SHIP = (
    "install the wheel into the executors' Python, or ship it with the job: "
    "spark.archives=sociogram.zip#sociogram and spark.executorEnv.PYTHONPATH=sociogram, where "
    "sociogram.zip is the wheel under another name (python/SPARK.md)"
)
_checked = weakref.WeakSet()


class MissingWheel(ImportError):
    """Executors that have no package ``sociogram``, or one of another version; ``hosts`` are theirs."""

    def __init__(self, message, hosts):
        super().__init__(message)
        self.hosts = hosts

    def __reduce__(self):
        return MissingWheel, (str(self), self.hosts)


def score_meetings(
    df,
    *,
    meeting="meeting",
    speaker="speaker",
    start="start",
    end="end",
    partitions=None,
    intervals=False,
    rise=None,
    decay=None,
    unaddressed=None,
    half_rate=None,
    check=True,
):
    """Scores all meetings of a frame of turns: one row a meeting, with the columns that
    ``score_table`` has.

    ``meeting``, ``speaker``, ``start`` and ``end`` name the columns of ``df``: text or whole numbers,
    and seconds. A bad meeting gets a row with its ``error``, and the job goes on.

    Without ``partitions`` Spark groups the rows, and a task holds one meeting at a time. With
    ``partitions`` meetings are dealt out to so many tasks, each of which holds all of its meetings
    and scores them at one go, which is faster. ``intervals`` and the constants of the model are
    those of ``score_table``.

    Unless ``check`` is false, the executors are asked for the package first, once a session.

    Raises ``TurnError`` for wrong columns, ``ParameterError`` for wrong parameters, and
    ``MissingWheel``, before anything else runs.

    >>> from sociogram.spark import score_meetings
    >>> df = spark.createDataFrame(
    ...     [(7, "ana", 0, 2), (7, "ben", 2, 4), (8, "eva", 3, None)],
    ...     "call long, who string, begin long, until long",
    ... )
    >>> scores = score_meetings(df, meeting="call", speaker="who", start="begin", end="until")
    >>> for row in scores.sort("meeting").collect():
    ...     print(row.meeting, row.turns, row.participants, row.error)
    7 2 2 None
    8 1 None expected the end in seconds, found null
    """
    columns = [meeting, speaker, start, end]
    model = {"rise": rise, "decay": decay, "unaddressed": unaddressed, "half_rate": half_rate}
    return _scored(df, columns, partitions, model | {"intervals": intervals}, check, False)


def score_pairs(
    df,
    *,
    meeting="meeting",
    speaker="speaker",
    start="start",
    end="end",
    partitions=None,
    rise=None,
    decay=None,
    unaddressed=None,
    half_rate=None,
    check=True,
):
    """Scores all meetings of a frame of turns: one row a pair with responses, with the columns that
    ``score_table`` has.

    All else is as in ``score_meetings``; a bad meeting has no rows here.

    >>> from sociogram.spark import score_pairs
    >>> df = spark.createDataFrame(
    ...     [("standup", "ana", 0.0, 2.0), ("standup", "ben", 2.2, 4.0)],
    ...     "meeting string, speaker string, start double, end double",
    ... )
    >>> [(row.first, row.second, round(row.value)) for row in score_pairs(df).collect()]
    [('ana', 'ben', 82)]
    """
    columns = [meeting, speaker, start, end]
    model = {"rise": rise, "decay": decay, "unaddressed": unaddressed, "half_rate": half_rate}
    return _scored(df, columns, partitions, model, check, True)


def check_executors(spark):
    """Raises ``MissingWheel`` if executors have no package ``sociogram``, or one of another version.

    A task a core is run, so executors that come later are not asked.

    >>> from sociogram.spark import check_executors
    >>> check_executors(spark)
    """
    schema = "host string, python string, version string"
    found = spark.range(4096).mapInArrow(_probe(), schema).distinct().collect()
    here = version("sociogram")
    wrong = sorted({(one.version or "", one.python, one.host) for one in found if one.version != here})
    if wrong:
        said = [f"{theirs and f'sociogram {theirs}' or 'no sociogram'} in {python} on {host}"
                for theirs, python, host in wrong]  # fmt: skip
        hosts = sorted({host for _, _, host in wrong})
        raise MissingWheel(f"{', '.join(said)}, and {here} is needed: {_SHIP}", hosts)


def _scored(df, columns, partitions, settings, check, pairs):
    if partitions is not None and (type(partitions) is not int or partitions < 1):
        message = f"partitions is {partitions!r}, and must be a whole number from 1"
        raise sociogram.ParameterError(message, "partitions")
    settings = {name: value for name, value in settings.items() if value is not None}
    # Says what is wrong here, and not on an executor.
    sociogram.analyze([], **{name: value for name, value in settings.items() if name != "intervals"})
    turns = _turns(df, columns)
    spark = df.sparkSession
    if check and spark not in _checked:
        check_executors(spark)
        _checked.add(spark)
    group, partition = _worker(settings, pairs, spark.conf.get("spark.task.cpus", "1"), _SHIP)
    schema = _PAIRS if pairs else _MEETINGS
    if partitions is None:
        return turns.groupBy("meeting").applyInArrow(group, schema)
    # By hash: a task that runs again gets the same rows, which dealing out in turn does not promise.
    return turns.repartition(partitions, "meeting").mapInArrow(partition, schema)


def _turns(df, columns):
    """The four columns, under the names and in the types that the package takes."""
    message = "sociogram.spark takes PySpark 4.0 or later: pip install 'pyspark>=4'"
    try:
        from pyspark.sql import DataFrame, functions, types
    except ImportError as error:
        raise ImportError(message) from error
    if not hasattr(functions, "try_validate_utf8"):
        raise ImportError(message)
    if not isinstance(df, DataFrame):
        raise sociogram.TurnError(f"expected a DataFrame of Spark, found {type(df).__name__}")
    fields = df.schema.fields
    # By place, since Spark reads dots and quotes into names and does not tell cases apart.
    placed = df.toDF(*[f"column{at}" for at in range(len(fields))])
    taken = []
    for name, wanted in zip(columns, ["meeting", "speaker", "start", "end"]):
        places = [at for at, field in enumerate(fields) if field.name == name]
        if len(places) > 1:
            raise sociogram.TurnError(f"expected one column {name}, found several")
        if not places:
            found = [field.name for field in fields]
            raise sociogram.TurnError(f"expected the columns {', '.join(columns)}, found {found}")
        kind = fields[places[0]].dataType
        column = functions.col(f"column{places[0]}")
        if wanted in ("meeting", "speaker"):
            if not isinstance(kind, (types.StringType, types.IntegralType)):
                message = f"expected text in the column {name}, found {kind.simpleString()}"
                raise sociogram.TurnError(message)
            # Collations are not ours to compare by, and bytes that are no text are no name.
            column = column.cast(types.StringType())
            if wanted == "meeting" and isinstance(kind, types.StringType):
                column = functions.try_validate_utf8(column)
        else:
            if not isinstance(kind, types.NumericType):
                message = f"expected seconds in the column {name}, found {kind.simpleString()}"
                raise sociogram.TurnError(message)
            column = column.cast("double")
        taken.append(column.alias(wanted))
    return placed.select(*taken)


# Functions within functions are sent to executors as they are, and what is in a module by its name
# alone: nothing of this module may be named in them, or an executor without it could not say so.


def _worker(settings, pairs, threads, ship):
    def group(table):
        import os

        import pyarrow

        # Spark counts on so many threads a task.
        os.environ.setdefault("RAYON_NUM_THREADS", threads)
        try:
            import sociogram
        except ImportError as error:
            import socket
            import sys

            message = f"no sociogram in {sys.executable} on {socket.gethostname()}: {ship}"
            raise ImportError(message) from error
        scores = sociogram.score_table(table, bad="keep", **settings)
        return pyarrow.table(scores.pairs if pairs else scores.meetings)

    def partition(batches):
        import pyarrow

        # All at once: a meeting may stand in many batches.
        batches = list(batches)
        if batches:
            yield from group(pyarrow.Table.from_batches(batches)).to_batches(max_chunksize=65_536)

    return group, partition


def _probe():
    def probe(batches):
        import socket
        import sys
        from importlib.metadata import version

        import pyarrow

        for _ in batches:
            pass
        try:
            import sociogram  # noqa: F401

            found = version("sociogram")
        except ImportError:
            found = None
        row = {"host": socket.gethostname(), "python": sys.executable, "version": found}
        names = pyarrow.schema([(name, pyarrow.string()) for name in row])
        yield pyarrow.RecordBatch.from_pylist([row], names)

    return probe
