"""The stubs name what there is, with the same parameters."""

import ast
import pathlib
import subprocess
import sys

import sociogram
from sociogram import _native

STUBS = ast.parse((pathlib.Path(sociogram.__file__).parent / "_native.pyi").read_text())


def test_package_is_typed():
    assert (pathlib.Path(sociogram.__file__).parent / "py.typed").exists()


def test_stubs_name_what_there_is():
    named = {one.name for one in STUBS.body if isinstance(one, (ast.ClassDef, ast.FunctionDef))}
    public = {name for name in vars(_native) if not name.startswith("_")}
    assert public == {name for name in named if not name.startswith("_")}


def test_all_is_exported():
    assert sorted(sociogram.__all__) == sociogram.__all__
    assert all(hasattr(sociogram, name) for name in sociogram.__all__)


def checked(*arguments):
    from mypy import api

    out, errors, code = api.run(list(arguments))
    assert code == 0, out + errors


def test_a_type_checker_agrees(tmp_path):
    usage = pathlib.Path(__file__).parent / "usage.py"
    checked("--strict", "--warn-unused-ignores", f"--cache-dir={tmp_path}", str(usage))


def test_stubs_are_what_is_there():
    """What mypy itself has to hold stubs against a module; what is private needs none."""
    run = [sys.executable, "-m", "mypy.stubtest", "--ignore-missing-stub", "sociogram"]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
