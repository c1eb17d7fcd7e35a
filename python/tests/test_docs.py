"""Every public thing has a docstring, and its examples run."""

import contextlib
import doctest
import inspect
import io
import os
import pathlib

import pytest
import sociogram


def documented():
    yield "sociogram", sociogram
    for name in sociogram.__all__:
        thing = getattr(sociogram, name)
        yield name, thing
        if inspect.isclass(thing) and not issubclass(thing, (Exception, tuple)):
            for member in vars(thing):
                if not member.startswith("_"):
                    yield f"{name}.{member}", getattr(thing, member)


@pytest.mark.parametrize(("name", "thing"), [pytest.param(*one, id=one[0]) for one in documented()])
def test_docstring(name, thing):
    text = inspect.getdoc(thing)
    assert text and text[0].isupper()
    example = doctest.DocTestParser().get_doctest(text, {}, name, None, 0)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example)
    assert result.failed == 0


HERE = pathlib.Path(__file__).parent.parent


@pytest.mark.parametrize("page", ["README.md", "WALKTHROUGH.md"])
def test_page(page):
    result = doctest.testfile(str(HERE / page), module_relative=False)
    assert result.attempted > 0 and result.failed == 0


def test_picture_of_the_walkthrough():
    """The page shows what its lines draw; `BLESS=1` writes it anew."""
    page = (HERE / "WALKTHROUGH.md").read_text()
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for example in doctest.DocTestParser().get_examples(page):
            exec(compile(example.source, "WALKTHROUGH.md", "single"), names)
    file = HERE / "walkthrough.svg"
    if os.environ.get("BLESS"):
        file.write_text(names["picture"])
    assert names["picture"] == file.read_text()
