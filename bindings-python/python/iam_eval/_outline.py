"""What a policy holds, element by element."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from ._places import Span
from .types import Effect
from ._values import Value, many


@dataclass(frozen=True)
class PlacedText(Value):
    """A text of a policy and where it stands, quotes included."""

    __slots__ = ("value", "span")
    _readers = {"span": Span.of_wire}

    value: str
    """The characters, with JSON's escapes resolved."""
    span: Span
    """Where it stands."""


@dataclass(frozen=True)
class PlacedPrincipal(Value):
    """A principal of a policy and where it stands."""

    __slots__ = ("type", "value", "span")
    _readers = {"span": Span.of_wire}

    type: str
    """Its kind: `AWS`, `Service`, `Federated` or `CanonicalUser`."""
    value: str
    """Its name."""
    span: Span
    """Where the name stands."""


@dataclass(frozen=True)
class PrincipalOutline(Value):
    """Whom does a `Principal` or `NotPrincipal` name?"""

    __slots__ = ("name", "name_span", "span", "values")
    _readers = {"name_span": Span.of_wire, "span": Span.of_wire, "values": many(PlacedPrincipal)}

    name: str
    """Which of the two it is."""
    name_span: Span
    """Where the name stands."""
    span: Span
    """Where its value stands."""
    values: tuple[PlacedPrincipal, ...]
    """The principals, each with its kind; `*` alone is of kind `AWS`."""


@dataclass(frozen=True)
class ElementOutline(Value):
    """What does an `Action`, `NotAction`, `Resource` or `NotResource` list?"""

    __slots__ = ("name", "name_span", "span", "values")
    _readers = {"name_span": Span.of_wire, "span": Span.of_wire, "values": many(PlacedText)}

    name: str
    """Which of them it is."""
    name_span: Span
    """Where the name stands."""
    span: Span
    """Where its value, or its list of values, stands."""
    values: tuple[PlacedText, ...]
    """The values."""


@dataclass(frozen=True)
class ConditionOutline(Value):
    """What does one condition ask?"""

    __slots__ = ("operator", "operator_span", "key", "key_span", "span", "values")
    _readers = {
        "operator_span": Span.of_wire,
        "key_span": Span.of_wire,
        "span": Span.of_wire,
        "values": many(PlacedText),
    }

    operator: str
    """The operator, as written."""
    operator_span: Span
    """Where the operator stands; conditions of one operator share it."""
    key: str
    """The context key, as written."""
    key_span: Span
    """Where the key stands."""
    span: Span
    """Where its value, or its list of values, stands."""
    values: tuple[PlacedText, ...]
    """The values, numbers and booleans as their text."""


@dataclass(frozen=True)
class StatementOutline(Value):
    """What does a statement hold?"""

    __slots__ = ("index", "sid", "effect", "span", "principal", "action", "resource", "conditions")
    _readers = {
        "span": Span.of_wire,
        "principal": PrincipalOutline.of_wire,
        "action": ElementOutline.of_wire,
        "resource": ElementOutline.of_wire,
        "conditions": many(ConditionOutline),
    }

    index: int
    """Which statement of the policy, from 0."""
    sid: Optional[str]
    """Its `Sid`."""
    effect: Effect
    """Whether it grants or denies."""
    span: Span
    """Its place, braces included."""
    principal: Optional[PrincipalOutline]
    """Its `Principal` or `NotPrincipal`."""
    action: Optional[ElementOutline]
    """Its `Action` or `NotAction`."""
    resource: Optional[ElementOutline]
    """Its `Resource` or `NotResource`."""
    conditions: tuple[ConditionOutline, ...]
    """Its conditions, in source order."""


@dataclass(frozen=True)
class PolicyOutline(Value):
    """What does a policy hold, and where does each element stand?"""

    __slots__ = ("version", "id", "statements")
    _readers = {"statements": many(StatementOutline)}

    version: Optional[str]
    """The version the document states."""
    id: Optional[str]
    """The document's `Id`."""
    statements: tuple[StatementOutline, ...]
    """The statements in source order."""


def outline_of_wire(said: dict[str, Any]) -> PolicyOutline:
    """The outline that the wire's object says; called by the native module."""
    return PolicyOutline.of_wire(said)
