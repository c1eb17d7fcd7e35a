from typing import Any, SupportsFloat

# PySpark is not there for everyone.
from pyspark.sql import DataFrame, SparkSession  # type: ignore[import-not-found, unused-ignore]

__all__ = ["MissingWheel", "check_executors", "score_meetings", "score_pairs"]

class MissingWheel(ImportError):
    hosts: list[str]
    def __init__(self, message: str, hosts: list[str]) -> None: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def score_meetings(
    df: DataFrame,
    *,
    meeting: str = "meeting",
    speaker: str = "speaker",
    start: str = "start",
    end: str = "end",
    partitions: int | None = None,
    intervals: bool = False,
    rise: SupportsFloat | None = None,
    decay: SupportsFloat | None = None,
    unaddressed: SupportsFloat | None = None,
    half_rate: SupportsFloat | None = None,
    check: bool = True,
) -> DataFrame: ...
def score_pairs(
    df: DataFrame,
    *,
    meeting: str = "meeting",
    speaker: str = "speaker",
    start: str = "start",
    end: str = "end",
    partitions: int | None = None,
    rise: SupportsFloat | None = None,
    decay: SupportsFloat | None = None,
    unaddressed: SupportsFloat | None = None,
    half_rate: SupportsFloat | None = None,
    check: bool = True,
) -> DataFrame: ...
def check_executors(spark: SparkSession) -> None: ...
