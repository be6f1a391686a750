"""Texts and where they come from."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from .failure import Failure

_STDIN = "<stdin>"
_taken: list[object] = []


@dataclass(frozen=True)
class Source:
    """A text and what messages call its place."""

    name: str
    data: bytes

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
            return json.loads(text)
        except json.JSONDecodeError as error:
            said = error.msg[:1].lower() + error.msg[1:]
            raise Failure(f"{self.name}:{error.lineno}:{error.colno}: {said}") from None
        except RecursionError:
            raise Failure(f"{self.name}: expected JSON of fewer levels") from None


def read(name: str) -> Source:
    """The text of a file; `-` is the standard input."""
    if name == "-":
        if any(stream is sys.stdin for stream in _taken):
            raise Failure("expected `-` once, found it twice")
        _taken.append(sys.stdin)
        return Source(_STDIN, sys.stdin.buffer.read())
    try:
        with open(name, "rb") as file:
            return Source(name, file.read())
    except OSError as error:
        raise Failure(f"{name}: {(error.strerror or str(error)).lower()}") from None
