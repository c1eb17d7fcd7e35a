"""How people in a meeting interact, computed from who spoke when.

>>> import sociogram
>>> result = sociogram.analyze([("ana", 0.0, 2.0), ("ben", 2.2, 4.0)])
>>> round(result.score, 1)
82.0
"""

from sociogram._errors import Error, ParameterError, ReadError, TurnError
from sociogram._native import (
    Analysis,
    Live,
    Recording,
    Scores,
    Snapshot,
    Table,
    analyze,
    read,
    score_table,
)
from sociogram._values import Interval, Node, Participant

__all__ = [
    "Analysis",
    "Error",
    "Interval",
    "Live",
    "Node",
    "ParameterError",
    "Participant",
    "ReadError",
    "Recording",
    "Scores",
    "Snapshot",
    "Table",
    "TurnError",
    "analyze",
    "read",
    "score_table",
]
