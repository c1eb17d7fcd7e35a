"""From Python's own objects to the score: what comes out is what Rust has, to the byte."""

import collections
import decimal
import fractions
import json
import pickle
import threading
import types

import networkx
import numpy
import pytest
import sociogram
from hypothesis import given, settings
from hypothesis import strategies as st
from meetings import LABELS, turns

TURNS = [("ana", 0.0, 2.0), ("ben", 2.2, 4.0), ("ana", 4.1, 9.0), ("eva", 8.5, 9.5)]


@given(turns(), st.lists(LABELS, max_size=3), st.none() | st.floats(3e4, 1e6))
@settings(max_examples=150, deadline=None)
def test_same_bytes_as_rust(in_rust, heard, roster, duration):
    expected = in_rust(heard, roster, duration)
    result = sociogram.analyze(heard, roster, duration)
    assert result.to_json() == expected
    assert result.to_dict() == json.loads(expected)


@given(turns())
@settings(max_examples=60, deadline=None)
def test_same_bytes_from_every_shape(heard):
    expected = sociogram.analyze(heard).to_json()
    dicts = [{"speaker": who, "start": start, "end": end} for who, start, end in heard]
    shapes = [
        tuple(heard),
        iter(heard),
        (one for one in heard),
        [list(one) for one in heard],
        dicts,
        [types.MappingProxyType({"more": None, **one}) for one in dicts],
        [(who, numpy.float64(start), decimal.Decimal(end)) for who, start, end in heard],
        [iter(one) for one in heard],
        [(who, fractions.Fraction(start), end) for who, start, end in heard],
        heard[::-1],
    ]
    for shape in shapes:
        assert sociogram.analyze(shape).to_json() == expected


@given(turns(), st.lists(LABELS, max_size=3), st.floats(0.0, 20.0))
@settings(max_examples=60, deadline=None)
def test_pickles_come_back_as_they_were(heard, roster, min_talk):
    result = sociogram.analyze(heard, roster, 1e6, rise=2, seed=7, min_talk=min_talk)
    again = pickle.loads(pickle.dumps(result))
    assert again.to_json() == result.to_json()
    assert pickle.dumps(again) == pickle.dumps(result)
    assert pickle.loads(pickle.dumps(result.nodes)) == result.nodes


@given(turns())
@settings(max_examples=60, deadline=None)
def test_parts_agree_with_each_other(heard):
    result = sociogram.analyze(heard)
    full = result.to_dict()
    assert result.score == full["score"]
    assert result.minutes == full["minutes"]
    assert result.parameters == full["parameters"]
    labels = [one.label for one in result.participants]
    assert labels == [one["speaker"] for one in full["participants"]]
    assert (result.interval is None) == (full["interval"] is None)
    if result.interval is not None:
        assert result.interval._asdict() == full["interval"]
    matrix = numpy.zeros((len(labels), len(labels)))
    for one in full["directed"]:
        matrix[labels.index(one["from"]), labels.index(one["to"])] = one["responses"]
    assert result.directed.dtype == numpy.float64
    assert numpy.array_equal(result.directed, matrix)
    values = {one.between: one.value for one in result.nodes}
    assert values == {tuple(one["between"]): one["absolute"] for one in full["pairs"]}
    graph = result.to_networkx()
    assert list(graph) == labels
    assert numpy.array_equal(networkx.to_numpy_array(graph, weight="responses"), matrix)
    frame = result.to_pandas()
    assert list(zip(frame["first"], frame["second"])) == [one.between for one in result.nodes]
    assert frame["value"].tolist() == [one.value for one in result.nodes]
    assert frame["to_first"].tolist() == [one.to_first for one in result.nodes]


def test_the_documented_json():
    assert sociogram.analyze(TURNS[:2]).interactions() == {
        "nodes": [{"between": ["ana", "ben"], "value": 82}]
    }


def test_nobody_spoke():
    result = sociogram.analyze([])
    assert (result.score, result.nodes, result.interval) == (None, [], None)
    assert result.directed.shape == (0, 0)
    assert result.to_pandas().empty and len(result.to_networkx()) == 0
    assert repr(result) == (
        "<sociogram.Analysis: no score, 0 participants, 0 of 0 pairs with responses, 0.0 min>"
    )
    assert sociogram.analyze([], roster=["ana", "ben"]).score == 0


def test_labels_may_be_whole_numbers():
    result = sociogram.analyze([(0, 0, 2), (1, 2.2, 4)], roster=[2])
    assert [one.label for one in result.participants] == ["0", "1", "2"]


def test_explain_adds_up():
    result = sociogram.analyze(TURNS)
    [node] = [node for node in result.nodes if set(node.between) == {"ana", "ben"}]
    why = result.explain("ben", "ana")
    amounts = [one["responses"] for one in why]
    assert amounts == sorted(amounts, reverse=True)
    assert sum(amounts) == pytest.approx(node.responses, rel=1e-12)
    assert result.explain("ana", "ben") == why


def test_dynamics_add_up():
    result = sociogram.analyze(TURNS)
    windows = result.dynamics(3)["windows"]
    assert [one["end"] for one in windows] == [3.0, 6.0, 9.0, 9.5]
    assert result.dynamics() == result.dynamics(300) == result.dynamics(300, 300)
    assert len(result.dynamics(3, step=1)["windows"]) > len(windows)


def test_the_picture():
    result = sociogram.analyze([("<script>alert(1)</script>", 0, 2), ("ben", 2.2, 4)])
    html = result._repr_html_()
    assert html.startswith("<div") and result.to_svg() in html and "ben" in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("heard", "index", "message"),
    [
        (5, None, "expected an iterable of turns, found int"),
        (None, None, "expected an iterable of turns, found NoneType"),
        ("ana", None, "expected an iterable of turns, found str"),
        (b"ana", None, "expected an iterable of turns, found bytes"),
        ({"ana": 1}, None, "expected an iterable of turns, found dict"),
        ([1], 0, "turn 0: expected (speaker, start, end) or a dict, found int"),
        ([None], 0, "turn 0: expected (speaker, start, end) or a dict, found NoneType"),
        (["ana"], 0, "turn 0: expected (speaker, start, end) or a dict, found str"),
        ([TURNS[0], ("ana", 0.0)], 1, "turn 1: expected (speaker, start, end), found 2 items"),
        ([("ana", 0, 1, 2)], 0, "turn 0: expected (speaker, start, end), found 4 items"),
        ([["ana", 0]], 0, "turn 0: expected (speaker, start, end), found fewer items"),
        ([["ana", 0, 1, 2]], 0, "turn 0: expected (speaker, start, end), found more items"),
        ([{"speaker": "a", "end": 1}], 0, "turn 0: expected the keys speaker, start and end, found no start"),
        ([(None, 0, 1)], 0, "turn 0: expected the speaker's label, found None"),
        ([(1.5, 0, 1)], 0, "turn 0: expected the speaker's label, found float"),
        ([(True, 0, 1)], 0, "turn 0: expected the speaker's label, found bool"),
        ([("\udc00", 0, 1)], 0, "turn 0: the speaker's label is no valid Unicode"),
        ([("a", None, 1)], 0, "turn 0: expected the start in seconds, found None"),
        ([("a", 0, "1")], 0, "turn 0: expected the end in seconds, found str"),
        ([("a", False, 1)], 0, "turn 0: expected the start in seconds, found bool"),
        ([("a", 0, 10**400)], 0, "turn 0: expected the end in seconds, found int"),
        ([("a", 0, float("nan"))], 0, "turn 0: the end is not a time: a time is a number of seconds, not NaN"),
        ([("a", float("-inf"), 1)], 0, "turn 0: the start is not a time: a time is finite"),
        ([("a", 0, 1e300)], 0, "turn 0: the end is not a time: a time is at most 2^53 microseconds (9007199254.740992 s) from zero"),
        ([("a", 1, 1)], 0, "turn 0: the end equals the start, 1 s"),
        ([("a", 2, 1)], 0, "turn 0: the end, 1 s, comes before the start, 2 s"),
    ],
)  # fmt: skip
def test_no_turns(heard, index, message):
    with pytest.raises(sociogram.TurnError) as caught:
        sociogram.analyze(heard)
    assert (str(caught.value), caught.value.index) == (message, index)
    assert isinstance(caught.value, ValueError) and isinstance(caught.value, sociogram.Error)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.index) == (message, index)


def test_too_many_participants():
    with pytest.raises(sociogram.TurnError, match="participants are more than"):
        sociogram.analyze((at, at, at + 1) for at in range(70_000))


NAN = float("nan")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"rise": 0}, "rise is 0, and must be above 0"),
        ({"decay": NAN}, "decay is NaN, and must be finite"),
        ({"unaddressed": "x"}, "unaddressed is str, and must be a number"),
        ({"half_rate": True}, "half_rate is bool, and must be a number"),
        ({"duration": 1.0}, "the declared duration, 1 s, is shorter than the conversation, 9.5 s"),
        ({"duration": NAN}, "the declared duration, NaN s, is not finite"),
        ({"duration": "long"}, "duration is str, and must be a number"),
        ({"roster": "ana"}, "roster is str, and must be a list of labels"),
        ({"roster": 3}, "roster holds int, and must be an iterable of labels"),
        ({"roster": [None]}, "roster holds NoneType, and must be an iterable of labels"),
        ({"min_talk": -1}, "min_talk is -1, and must be a number of seconds from 0"),
        ({"min_talk": NAN}, "min_talk is NaN, and must be a number of seconds from 0"),
        ({"seed": -1}, "seed is int, and must be a whole number below 2^64"),
        ({"seed": 2**64}, "seed is int, and must be a whole number below 2^64"),
        ({"seed": True}, "seed is bool, and must be a whole number below 2^64"),
    ],
)
def test_no_parameters(parameters, message):
    with pytest.raises(sociogram.ParameterError) as caught:
        sociogram.analyze(TURNS, **parameters)
    assert (str(caught.value), caught.value.parameter) == (message, *parameters)
    assert isinstance(caught.value, ValueError)


def test_questions_that_have_no_answer():
    result = sociogram.analyze(TURNS)
    for ask, parameter in [
        (lambda: result.explain("ana", "nobody"), "b"),
        (lambda: result.explain("nobody", "ana"), "a"),
        (lambda: result.explain("ana", "ana"), "b"),
        (lambda: result.dynamics(0), "period"),
        (lambda: result.dynamics(NAN), "period"),
        (lambda: result.dynamics("five"), "period"),
        (lambda: result.dynamics(1e-6), "period"),
        (lambda: result.dynamics(5, "x"), "step"),
    ]:
        with pytest.raises(sociogram.ParameterError) as caught:
            ask()
        assert caught.value.parameter == parameter
    with pytest.raises(TypeError):
        sociogram.analyze(TURNS, speed=3)
    with pytest.raises(AttributeError):
        result.score = 3
    with pytest.raises(TypeError):
        sociogram.Analysis()


class Boom(Exception):
    pass


def test_what_callers_raise_goes_through():
    def failing(first):
        yield first
        raise Boom

    class Number:
        def __float__(self):
            raise Boom

    class Items(collections.UserDict):
        def __getitem__(self, name):
            raise Boom

    for heard in [failing(TURNS[0]), [("ana", Number(), 1)]]:
        with pytest.raises(Boom):
            sociogram.analyze(heard)
    with pytest.raises(Boom):
        sociogram.analyze(TURNS, roster=failing("ana"))
    with pytest.raises(Boom):
        sociogram.analyze([Items()])


@pytest.mark.parametrize(
    "state", [b"", b"{}", b"\xff", b"[1]", b'{"version": 2}'], ids=lambda state: repr(state)
)
def test_damaged_pickles(state):
    with pytest.raises(ValueError, match=r"expected a pickled sociogram\.Analysis"):
        sociogram._native._restore_analysis(state)


def test_threads_at_once():
    heard = [(at % 7, at * 1.3, at * 1.3 + 2.0) for at in range(2_000)]
    expected = sociogram.analyze(heard).to_json()
    shared = sociogram.analyze(heard)
    seen = []

    def work():
        seen.append(sociogram.analyze(heard).to_json())
        seen.append(shared.to_json())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [expected] * 16
