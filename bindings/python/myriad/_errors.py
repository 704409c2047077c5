"""The errors of myriad, one class for each exit code of the program."""

from __future__ import annotations

from typing import List, NamedTuple, Sequence, Tuple


class Diagnostic(NamedTuple):
    """One mistake in a spec or a data file. Lines and columns count from 1; 0: not known."""

    file: str
    line: int
    column: int
    what: str
    help: str


class Error(Exception):
    """What every error of myriad derives from."""

    exit_code: int = 70

    def __init__(self, message: str, diagnostics: Sequence[Tuple[str, int, int, str, str]] = ()) -> None:
        super().__init__(message)
        self.diagnostics: List[Diagnostic] = [Diagnostic(*d) for d in diagnostics]


class UsageError(Error, ValueError):
    """A bad argument, or mistakes in a spec: `diagnostics` has all of them."""

    exit_code = 2


class DeviceError(Error, RuntimeError):
    """The device asked for is not there, or was lost; a run can be resumed."""

    exit_code = 3


class InputOutputError(Error, OSError):
    """A file, a disk, a directory that another process writes, or a data file with mistakes in it."""

    exit_code = 4


class OtherSpecError(Error, ValueError):
    """The directory holds another spec's result."""

    exit_code = 5


class InternalError(Error, RuntimeError):
    """Out of memory, or a bug of myriad."""

    exit_code = 70


def from_code(code: int, message: str, diagnostics: Sequence[Tuple[str, int, int, str, str]]) -> Error:
    """The error for an exit code."""
    for kind in (UsageError, DeviceError, InputOutputError, OtherSpecError):
        if kind.exit_code == code:
            return kind(message, diagnostics)
    return InternalError(message, diagnostics)
