"""Where things stand in the text of a policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ._values import Value


@dataclass(frozen=True)
class Position(Value):
    """A place in a text, in the units of `position_encoding`."""

    __slots__ = ("offset", "line", "column")

    offset: int
    """Units from the start of the text, from 0."""
    line: int
    """Line, from 1."""
    column: int
    """Column, from 1."""


@dataclass(frozen=True)
class Span(Value):
    """Which part of a text is meant: from its first character to just past its last."""

    __slots__ = ("start", "end")
    _readers = {"start": Position.of_wire, "end": Position.of_wire}

    start: Position
    """Where the first character stands."""
    end: Position
    """Just past the last."""


@dataclass(frozen=True)
class Substring(Value):
    """Which part of a value is meant."""

    __slots__ = ("start", "length")

    start: int
    """First character, from 0."""
    length: int
    """How many characters."""


@dataclass(frozen=True)
class PathElement(Value):
    """Which step leads from an element of a policy to one inside it? One member is not `None`."""

    __slots__ = ("index", "key", "substring", "value")
    _readers = {"substring": Substring.of_wire}

    index: Optional[int]
    """The element of a list, from 0."""
    key: Optional[str]
    """The name of a member, itself."""
    substring: Optional[Substring]
    """A part of a text."""
    value: Optional[str]
    """The value of the member of this name."""
