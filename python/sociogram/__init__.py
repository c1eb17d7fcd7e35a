"""How people in a meeting interact, computed from who spoke when.

>>> import sociogram
>>> result = sociogram.analyze([("ana", 0.0, 2.0), ("ben", 2.2, 4.0)])
>>> round(result.score, 1)
82.0
"""

from sociogram._errors import Error, ParameterError, ReadError, TurnError
from sociogram._native import Analysis, Recording, analyze, read
from sociogram._values import Interval, Node, Participant

__all__ = [
    "Analysis",
    "Error",
    "Interval",
    "Node",
    "ParameterError",
    "Participant",
    "ReadError",
    "Recording",
    "TurnError",
    "analyze",
    "read",
]
