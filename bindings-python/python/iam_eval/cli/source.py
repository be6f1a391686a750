"""Texts and where they come from."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any

from .failure import Failure

_STDIN = "<stdin>"
_taken: list[object] = []


def begin() -> None:
    """A new command line may read the standard input, too."""
    _taken.clear()


@dataclass(frozen=True)
class Source:
    """A text and what messages call its place."""

    name: str
    data: bytes

    @property
    def is_file(self) -> bool:
        """Can it be written to?"""
        return self.name != _STDIN

    @property
    def text(self) -> str:
        """The characters; what is not UTF-8 has no text."""
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Failure(f"{self.name}: expected UTF-8, found the byte 0x{self.data[error.start]:02X}") from None

    def json(self) -> Any:
        """The value that the text says."""
        text = self.text
        try:
            return value_of(text)
        except json.JSONDecodeError as error:
            said = error.msg[:1].lower() + error.msg[1:]
            raise Failure(f"{self.name}:{error.lineno}:{error.colno}: {said}") from None
        except ValueError as error:
            raise Failure(f"{self.name}: {error}") from None
        except RecursionError:
            raise Failure(f"{self.name}: expected JSON of fewer levels") from None


def value_of(text: str) -> Any:
    """The value that JSON says. Raises `ValueError`, also for a member that stands twice, of which one would
    be lost, and for a number that is too long for Python.
    """
    return json.loads(text, object_pairs_hook=_members)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"expected the member `{twice}` once, found it again")
    return members


def read(name: str) -> Source:
    """The text of a file; `-` is the standard input."""
    if name == "-":
        if any(stream is sys.stdin for stream in _taken):
            raise Failure("expected `-` once, found it twice")
        if sys.stdin is None:
            raise Failure(f"{_STDIN}: expected it open, found it closed")
        _taken.append(sys.stdin)
        try:
            return Source(_STDIN, sys.stdin.buffer.read())
        except OSError as error:
            raise Failure(f"{_STDIN}: {(error.strerror or str(error)).lower()}") from None
    try:
        with open(name, "rb") as file:
            return Source(name, file.read())
    except OSError as error:
        raise Failure(f"{name}: {(error.strerror or str(error)).lower()}") from None
