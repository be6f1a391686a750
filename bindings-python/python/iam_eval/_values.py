"""What an answer is made of: small values that cannot change.

They are written in Python, not in Rust: a report is read by people, long after the answer, and a
dataclass brings equality, hash and pattern matching along. `Value` adds the two directions of the
wire and pickling, so that each class is no more than its members.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Optional, TypeVar

V = TypeVar("V", bound="Value")


class Value:
    """Members in snake case, which are those of the wire in camel case."""

    __slots__: tuple[str, ...] = ()

    _readers: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    """How members that are values themselves are read."""

    _wire: ClassVar[tuple[tuple[str, Optional[Callable[[Any], Any]]], ...]] = ()
    """The name of each member on the wire, and how it is read."""

    def __init_subclass__(cls) -> None:
        cls._wire = tuple((_camel(name), cls._readers.get(name)) for name in cls.__slots__)

    @classmethod
    def of_wire(cls: type[V], said: Mapping[str, Any]) -> V:
        """The value that the wire's object says; a member that is absent is `None`."""
        return cls(*[_read(reader, said.get(name)) for name, reader in cls._wire])

    def to_dict(self) -> dict[str, Any]:
        """The value as the wire has it."""
        return to_wire({name: getattr(self, name) for name in self.__slots__})

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in self.__slots__)


def many(kind: type[V]) -> Callable[[Any], tuple[V, ...]]:
    """Reads a list of values."""
    return lambda said: tuple(map(kind.of_wire, said))


def to_wire(members: Mapping[str, Any]) -> dict[str, Any]:
    """Members as the wire has them: in camel case, without those that are `None`."""
    return {_camel(name): _plain(value) for name, value in members.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Value):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _read(reader: Optional[Callable[[Any], Any]], said: Any) -> Any:
    return said if reader is None or said is None else reader(said)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
