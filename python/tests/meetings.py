"""Meetings for hypothesis."""

from hypothesis import strategies

LABELS = strategies.one_of(
    strategies.sampled_from(["ana", "ben", "eva", "tom"]),
    strategies.text(strategies.characters(codec="utf-8"), max_size=8),
)


@strategies.composite
def turns(draw, labels=LABELS, max_size=60):
    """Turns as (speaker, start, end), dense enough that people respond."""
    count = draw(strategies.integers(0, max_size))
    heard, now = [], draw(strategies.floats(-1e4, 1e4))
    for _ in range(count):
        now += draw(strategies.floats(-3.0, 6.0))
        end = now + draw(strategies.floats(1e-3, 30.0))
        heard.append((draw(labels), now, end))
    return heard
