"""Every format of the crate, with its report of repairs."""

import gzip
import pathlib
import pickle

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


TABLE = b"who,from,to\nS0,0,2000\nS1,2200,4000\nmusic,0,9000\n"
NAMED = {"columns": {"speaker": "who", "start": "from", "end": "to"}, "unit": "ms"}


def test_columns_and_units():
    [recording] = sociogram.read(TABLE, "csv", **NAMED, exclude=["music"], rename={"S0": "ana"})
    assert recording.turns == [("ana", 0.0, 2.0), ("S1", 2.2, 4.0)]
    with pytest.raises(sociogram.ReadError):
        sociogram.read(TABLE, "csv")


def test_what_is_renamed_to_one_label_is_one_speaker():
    [recording] = sociogram.read(STANDUP, rename={"ana": "x", "ben": "x"})
    assert {who for who, _, _ in recording} == {"x"}


@pytest.mark.parametrize("kind", [bytes, pathlib.Path, str])
def test_regions(tmp_path, kind):
    regions = b"standup 1 0.000 1.000\n"
    if kind is not bytes:
        file = tmp_path / "standup.uem"
        file.write_bytes(regions)
        regions = kind(file)
    [recording] = sociogram.read(STANDUP, regions=regions)
    assert recording.turns == [("ana", 0.0, 1.0)]
    assert recording.report()["unscored_turns"] == 2


SEGMENTS = b"ana-1 retro 0.00 2.00\nben-1 retro 2.20 4.00\n"
SPEAKERS = b"ana-1 ana\nben-1 ben\n"


def test_speakers_of_utterances(tmp_path):
    expected = [("ana", 0.0, 2.0), ("ben", 2.2, 4.0)]
    by_dict = {"ana-1": "ana", "ben-1": "ben"}
    (tmp_path / "segments").write_bytes(SEGMENTS)
    file = tmp_path / "utt2spk"
    file.write_bytes(SPEAKERS)
    for given in [by_dict, SPEAKERS, file, str(file)]:
        assert sociogram.read(SEGMENTS, utt2spk=given)[0].turns == expected
    assert sociogram.read(tmp_path / "segments")[0].turns == expected
    file.write_bytes(b"ana-1\n")
    with pytest.raises(sociogram.ReadError, match="utt2spk"):
        sociogram.read(tmp_path / "segments")


def test_captions_without_a_speaker():
    text = b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v ana>hello\n\n00:02.000 --> 00:03.000\nmore\n"
    assert len(sociogram.read(text)[0]) == 1
    assert len(sociogram.read(text, carry_speaker=True)[0]) == 2


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("columns", ["who", 5, {"who": "x"}, {"speaker": 5}, {5: "x"}, {"speaker": "\ud800"}]),
        ("unit", ["h", ""]),
        ("exclude", ["ana", 5, [None], [1.5]]),
        ("rename", [["ana"], {"ana": None}]),
        ("regions", [5, None.__class__]),
        ("utt2spk", [5, {"ana-1": 1}]),
        ("unknown", ["guess"]),
    ],
)
def test_no_options(name, values):
    for value in values:
        with pytest.raises(sociogram.ParameterError) as caught:
            sociogram.read(STANDUP, **{name: value})
        assert caught.value.parameter == name
    for value in [5, object()]:
        with pytest.raises((TypeError, sociogram.ParameterError)):
            sociogram.read(STANDUP, **{name: value})


@given(turns(labels=st.sampled_from(["ana", "ben", "eva", "unknown"])))
@settings(max_examples=60, deadline=None)
def test_a_recording_goes_to_another_process_as_it_is(heard):
    lines = (f"SPEAKER m 1 {start:.3f} {end - start:.3f} <NA> <NA> {who} <NA> <NA>"
             for who, start, end in heard)  # fmt: skip
    for recording in sociogram.read("\n".join(lines).encode(), "rttm"):
        again = pickle.loads(pickle.dumps(recording))
        assert again.turns == recording.turns and again.report() == recording.report()
        assert (again.name, again.format) == (recording.name, recording.format)
        assert sociogram.analyze(again).to_json() == sociogram.analyze(recording).to_json()


@pytest.mark.parametrize("state", [b"", b"{}", b'{"version":2,"of":{}}', b"[]", b"\xff"])
def test_damaged_pickles_are_refused(state):
    restore, _ = sociogram.read(STANDUP)[0].__reduce__()
    with pytest.raises(ValueError, match="expected a pickled sociogram.Recording"):
        restore(state)
