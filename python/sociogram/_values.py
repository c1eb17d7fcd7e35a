"""Parts of a result."""

from __future__ import annotations

from typing import NamedTuple


class Interval(NamedTuple):
    """Between two numbers, both included: a 90% interval."""

    low: float
    high: float


class Participant(NamedTuple):
    """Somebody who takes part; ``first_start`` is ``None`` for one who never speaks."""

    label: str
    first_start: float | None
    talk_time: float
    spurts: int


class Node(NamedTuple):
    """A pair with responses.

    ``value`` is its node value and ``relative`` that beside the strongest pair, both 0 to 100 and
    unrounded; ``responses`` is its strength, both ways together, ``to_second`` and ``to_first``
    what each way has of it; ``rate`` is responses a minute.
    """

    between: tuple[str, str]
    value: float
    relative: float
    responses: float
    to_second: float
    to_first: float
    rate: float


for _class in (Interval, Participant, Node):
    _class.__module__ = "sociogram"
