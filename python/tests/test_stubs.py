"""The stubs name what there is, with the same parameters."""

import ast
import inspect
import pathlib

import sociogram
from sociogram import _native

STUBS = ast.parse((pathlib.Path(sociogram.__file__).parent / "_native.pyi").read_text())


def parameters(function):
    arguments = function.args
    names = [one.arg for one in arguments.posonlyargs + arguments.args + arguments.kwonlyargs]
    return [name for name in names if name != "self"]


def test_package_is_typed():
    assert (pathlib.Path(sociogram.__file__).parent / "py.typed").exists()


def test_stubs_name_what_there_is():
    classes = {one.name: one for one in STUBS.body if isinstance(one, ast.ClassDef)}
    classes = {name: one for name, one in classes.items() if not name.startswith("_")}
    functions = {one.name: one for one in STUBS.body if isinstance(one, ast.FunctionDef)}
    public = {name for name in vars(_native) if not name.startswith("_")}
    assert public == set(classes) | set(functions)
    for name, stub in functions.items():
        assert parameters(stub) == list(inspect.signature(getattr(_native, name)).parameters)
    for name, stub in classes.items():
        members = {one.name: one for one in stub.body if isinstance(one, ast.FunctionDef)}
        there = vars(getattr(_native, name))
        assert {one for one in there if not one.startswith("_")} <= set(members)
        for member, function in members.items():
            if member == "__init__":
                signature = inspect.signature(getattr(_native, name))
                assert parameters(function) == list(signature.parameters)
                continue
            assert member in there
            if inspect.ismethoddescriptor(there[member]) and not member.startswith("_"):
                signature = inspect.signature(there[member])
                assert parameters(function) == [one for one in signature.parameters if one != "self"]


def test_all_is_exported():
    assert sorted(sociogram.__all__) == sociogram.__all__
    assert all(hasattr(sociogram, name) for name in sociogram.__all__)
