"""What can be wrong; all of it is a ``ValueError``."""

from __future__ import annotations


class Error(ValueError):
    """What can be wrong with what is handed in."""

    __module__ = "sociogram"


class ReadError(Error):
    """Input that a reader refuses: where, and what was expected there.

    ``line`` and ``column`` count from 1; ``path`` is that of a JSON value, such as
    ``segments[3].start``, and ``None`` in other formats.
    """

    __module__ = "sociogram"

    def __init__(
        self,
        message: str,
        line: int | None = None,
        column: int | None = None,
        path: str | None = None,
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.path = path


class TurnError(Error):
    """Something that is no turn; ``index`` is its place, from 0, where it is one turn."""

    __module__ = "sociogram"

    def __init__(self, message: str, index: int | None = None) -> None:
        super().__init__(message)
        self.index = index


class ParameterError(Error):
    """A parameter that is refused; ``parameter`` is its name."""

    __module__ = "sociogram"

    def __init__(self, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter
