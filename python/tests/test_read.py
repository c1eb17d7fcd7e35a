"""Every format of the crate, with its report of repairs."""

import gzip
import pathlib

import pytest
import sociogram
from hypothesis import given, settings
from hypothesis import strategies as st
from meetings import turns

STANDUP = b"SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>\n" \
          b"SPEAKER standup 1 2.2 1.8 <NA> <NA> ben <NA> <NA>\n"  # fmt: skip


def test_a_recording():
    [recording] = sociogram.read(STANDUP)
    assert (recording.name, recording.format, len(recording)) == ("standup", "rttm", 2)
    assert recording.turns == list(recording) == [("ana", 0.0, 2.0), ("ben", 2.2, 4.0)]
    result = sociogram.analyze(recording)
    assert (result.recording, round(result.score)) == ("standup", 82)
    assert repr(result).startswith("<sociogram.Analysis \"standup\": score 82.0")
    assert result.to_dict()["overlap_capability"] == recording.report()["overlap_capability"]
    assert sociogram.analyze(recording.turns).nodes == result.nodes


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, gzip.compress])
def test_bytes_of_any_kind(kind):
    assert sociogram.read(kind(STANDUP))[0].turns == sociogram.read(STANDUP)[0].turns


@pytest.mark.parametrize("kind", [str, pathlib.Path])
def test_paths_of_any_kind(fixtures, kind):
    recordings = sociogram.read(kind(fixtures / "meetings" / "two-rooms.rttm"))
    assert len(recordings) == 2
    assert [one.name for one in recordings] == sorted(one.name for one in recordings)


def test_every_file_of_the_fixtures(fixtures):
    """What the library's own tests read, the package reads too, and tells the format."""
    seen = set()
    for file in sorted((fixtures / "formats").rglob("*")):
        if not file.is_file() or file.suffix == ".md":
            continue
        try:
            recordings = sociogram.read(file)
        except sociogram.ReadError as error:
            assert error.line >= 1 and error.column >= 1
            assert str(file) in str(error)
            continue
        for recording in recordings:
            seen.add(recording.format)
            assert sociogram.analyze(recording).to_dict()["recording"] == recording.name
    assert len(seen) >= 20, seen


def test_repairs_are_told_and_strictness_refuses_them():
    text = STANDUP + b"SPEAKER standup 1 5.0 0.0 <NA> <NA> eva <NA> <NA>\n"
    [recording] = sociogram.read(text)
    repairs = [{"kind": "zero_length", "count": 1, "first_line": 3, "first_path": None}]
    assert recording.report()["repairs"] == repairs
    assert sociogram.analyze(recording).to_dict()["repairs"] == repairs
    with pytest.raises(sociogram.ReadError) as caught:
        sociogram.read(text, strict=True)
    assert caught.value.line == 3


def test_unknown_speakers():
    text = STANDUP + b"SPEAKER standup 1 5.0 1.0 <NA> <NA> unknown <NA> <NA>\n"
    assert len(sociogram.read(text)[0]) == 2
    assert sociogram.read(text)[0].report()["unknown_speaker_turns"] == 1
    assert len(sociogram.read(text, unknown="keep")[0]) == 3
    with pytest.raises(sociogram.ReadError):
        sociogram.read(text, unknown="error")


def test_refusals_say_where():
    with pytest.raises(sociogram.ReadError) as caught:
        sociogram.read(b'{"segments": [{"start": "x", "end": 2.0, "speaker": "ana"}]}', "whisperx")
    assert (caught.value.line, caught.value.path) == (1, "segments[0].start")
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((None,), sociogram.ParameterError),
        ((5,), sociogram.ParameterError),
        (([STANDUP],), sociogram.ParameterError),
        ((STANDUP, "morse"), sociogram.ParameterError),
        ((STANDUP, 5), TypeError),
        (("no such file",), FileNotFoundError),
        (("nul\0",), ValueError),
        ((b"",), sociogram.ReadError),
        ((b"\xff\xfe\x00",), sociogram.ReadError),
    ],
)
def test_no_input(arguments, error):
    with pytest.raises(error):
        sociogram.read(*arguments)


def test_no_policy():
    with pytest.raises(sociogram.ParameterError, match="must be drop, keep or error"):
        sociogram.read(STANDUP, unknown="guess")


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(bytes):
    try:
        sociogram.read(bytes)
    except sociogram.ReadError as error:
        assert error.line >= 1


@given(turns(labels=st.sampled_from(["ana", "ben", "eva"])))
@settings(max_examples=60, deadline=None)
def test_what_is_written_as_rttm_scores_the_same(heard):
    heard = [(who, round(start, 3), round(start, 3) + 0.5) for who, start, _ in heard]
    lines = (f"SPEAKER m 1 {start:.3f} 0.500 <NA> <NA> {who} <NA> <NA>" for who, start, _ in heard)
    recordings = sociogram.read("\n".join(lines).encode(), "rttm")
    nodes = [sociogram.analyze(recording).nodes for recording in recordings]
    assert nodes == ([sociogram.analyze(heard).nodes] if heard else [])
