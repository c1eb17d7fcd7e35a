"""Every public thing has a docstring, and its examples run."""

import doctest
import inspect
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


@pytest.mark.parametrize("page", ["README.md", "WALKTHROUGH.md"])
def test_page(page):
    file = pathlib.Path(__file__).parent.parent / page
    result = doctest.testfile(str(file), module_relative=False)
    assert result.attempted > 0 and result.failed == 0
