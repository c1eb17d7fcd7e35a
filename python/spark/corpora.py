"""Corpora of meetings from a seed, and what is to come of them."""

import random

import pyarrow
import sociogram

SCHEMA = pyarrow.schema([
    ("meeting", pyarrow.string()), ("speaker", pyarrow.string()),
    ("start", pyarrow.float64()), ("end", pyarrow.float64()),
])  # fmt: skip


def meeting(chance, count):
    """Turns of people who respond to each other, in decimals that are no binary fractions."""
    people = ["ana", "ben", "Émilie", "", "ана", "kim"][: chance.randint(1, 6)]
    now, turns = chance.choice([0.0, 1e5, -3.7]), []
    for _ in range(count):
        now = round(now + chance.uniform(-0.4, 3.0), 3)
        turns.append((chance.choice(people), now, round(now + chance.uniform(0.05, 9.0), 3)))
    return turns


def crowd(count, people):
    """Hundreds who speak in turn, which takes seconds to resample."""
    return [(f"s{at * 7 % people}", at * 1.0, at * 1.0 + 1.3) for at in range(count)]


def corpus(seed, meetings=120, longest=60):
    chance = random.Random(seed)
    names = ["", " ", "ünï", "7", *(f"m{number}" for number in range(meetings - 4))]
    return {name: meeting(chance, chance.randint(1, longest)) for name in names}


def rows(heard, layout, seed=0):
    """The turns as rows: of a meeting together, or wherever they fall."""
    found = [(name, *turn) for name, turns in heard.items() for turn in turns]
    if layout == "scattered":
        random.Random(seed).shuffle(found)
    return pyarrow.Table.from_pylist([dict(zip(SCHEMA.names, row)) for row in found], SCHEMA)


def bits(value):
    return value.hex() if isinstance(value, float) else value


def told(rows):
    """Rows of whoever made them, comparable to the bit; a row that came twice stays two."""
    return sorted((tuple(map(bits, row)) for row in rows), key=repr)


def each_by_itself(heard, **parameters):
    """A row a meeting and a row a pair, by `analyze`."""
    meetings, pairs = [], []
    intervals = parameters.pop("intervals", False)
    for name, turns in heard.items():
        one = sociogram.analyze(turns, **parameters)
        interval = one.interval if intervals else None
        people = len(one.participants)
        meetings.append((
            name, one.score, interval and interval.low, interval and interval.high, one.minutes,
            len(turns), people, people * (people - 1) // 2, 0, None,
        ))  # fmt: skip
        for node in one.nodes:
            pairs.append((
                name, *node.between, node.value, node.relative, node.responses,
                node.to_second, node.to_first, node.rate,
            ))  # fmt: skip
    return told(meetings), told(pairs)
