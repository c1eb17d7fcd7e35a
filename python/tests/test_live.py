"""A running meeting has at any time the numbers of its turns so far."""

import pickle
import threading

import numpy
import pytest
import sociogram
from hypothesis import given, settings
from meetings import turns

NAN = float("nan")


@given(turns())
@settings(max_examples=60, deadline=None)
def test_snapshots_are_what_analyze_has(heard):
    live = sociogram.Live(horizon=1e6, rise=2)
    for at, turn in enumerate(heard, 1):
        live.push(*turn)
        snapshot, result = live.snapshot(), sociogram.analyze(heard[:at], rise=2)
        assert snapshot.score == result.score
        assert snapshot.nodes == result.nodes
    assert (live.turns, live.refused) == (len(heard), 0)
    snapshot, result = live.snapshot(), sociogram.analyze(heard, rise=2)
    assert snapshot.participants == result.participants
    assert snapshot.minutes == result.minutes
    assert numpy.array_equal(snapshot.directed, result.directed)
    assert snapshot.interactions() == result.interactions()
    mine, theirs = snapshot.to_dict(), result.to_dict()
    assert [one["absolute"] for one in mine["pairs"]] == [one["absolute"] for one in theirs["pairs"]]


@given(turns(), turns())
@settings(max_examples=60, deadline=None)
def test_a_floor_that_is_held_counts_until_it_is_asked(heard, more):
    """Whoever speaks at the time of the snapshot has spoken until then."""
    live, held = sociogram.Live(horizon=1e6), {}
    for turn in heard:
        live.push(*turn)
    for speaker, start, end in more:
        if speaker not in held:
            live.speaking(speaker, start)
            held[speaker] = start, end
    ends = [end for _, _, end in heard] + [end for _, end in held.values()]
    if not ends:
        assert live.snapshot(at=0).score is None
        return
    then = max(ends) + 1
    spoken = heard + [(speaker, start, then) for speaker, (start, _) in held.items()]
    assert live.snapshot(at=then).nodes == sociogram.analyze(spoken).nodes
    assert live.snapshot().nodes == sociogram.analyze(heard).nodes
    for speaker, (_, end) in held.items():
        live.stopped(speaker, end)
    spoken = heard + [(speaker, *span) for speaker, span in held.items()]
    assert live.snapshot().nodes == sociogram.analyze(spoken).nodes


def test_floors_that_cannot_be_held():
    live = sociogram.Live()
    with pytest.raises(sociogram.TurnError, match="ana"):
        live.stopped("ana", 1)
    live.speaking("ana", 3)
    with pytest.raises(sociogram.TurnError, match="ana"):
        live.speaking("ana", 4)
    with pytest.raises(sociogram.TurnError):
        live.stopped("ana", 3)
    for wrong in [(None, 1), ("ana", NAN), ("ana", None), ("ana", "1"), (1.5, 1)]:
        with pytest.raises(sociogram.TurnError):
            live.speaking(*wrong)
        with pytest.raises(sociogram.TurnError):
            live.stopped(*wrong)
    with pytest.raises(sociogram.TurnError, match="time of the snapshot"):
        live.snapshot(at=NAN)
    assert live.turns == 0


def test_what_comes_too_late():
    live = sociogram.Live(horizon=60)
    live.push("ana", 100, 160)
    with pytest.raises(sociogram.TurnError, match="beyond the horizon"):
        live.push("ben", 99, 101)
    assert repr(live) == "<sociogram.Live: 1 turns, 1 refused>"


@pytest.mark.parametrize(
    "turn", [(None, 0, 1), ("a", NAN, 1), ("a", 1, 1), ("a", 2, 1), ("a", "0", 1), (1.5, 0, 1)]
)
def test_no_turns(turn):
    live = sociogram.Live()
    with pytest.raises(sociogram.TurnError) as caught:
        live.push(*turn)
    assert caught.value.index is None
    assert live.snapshot().score is None


@pytest.mark.parametrize(
    "parameters", [{"horizon": -1}, {"horizon": NAN}, {"horizon": "x"}, {"rise": 0}, {"roster": "ana"}]
)  # fmt: skip
def test_no_parameters(parameters):
    with pytest.raises(sociogram.ParameterError) as caught:
        sociogram.Live(**parameters)
    assert [caught.value.parameter] == list(parameters)


def test_a_running_meeting_is_not_pickled():
    for thing in [sociogram.Live(), sociogram.Live().snapshot()]:
        with pytest.raises(TypeError, match="pickle"):
            pickle.dumps(thing)


def test_many_push_while_others_look():
    live = sociogram.Live(horizon=1e6)
    heard = [(f"s{at % 6}", at * 1.3, at * 1.3 + 2.0) for at in range(3_000)]

    def push(mine):
        for turn in mine:
            live.push(*turn)

    def look():
        for _ in range(30):
            score = live.snapshot().score
            assert score is None or 0 <= score <= 100

    threads = [threading.Thread(target=push, args=(heard[at::3],)) for at in range(3)]
    threads += [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert live.snapshot().nodes == sociogram.analyze(heard).nodes
