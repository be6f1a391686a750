"""What a decision reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Optional

from ._places import Span
from .types import Answer, Effect, Layer, Outcome
from ._values import Value, many


@dataclass(frozen=True)
class DecidedBy(Value):
    """Which layer decided?"""

    __slots__ = ("layer", "level", "side")

    layer: Layer
    """The layer."""
    level: Optional[int]
    """Which level of it, from 0, for service and resource control policies."""
    side: str
    """Whose policies these are: `caller` or `owner`."""


@dataclass(frozen=True)
class Dependency(Value):
    """On what does a decision that depends depend?"""

    __slots__ = ("type", "name", "layer")

    type: str
    """`contextKey`, `layer`, `resourceAccount` or `principal`."""
    name: Optional[str]
    """The context key, as the policy spells it."""
    layer: Optional[Layer]
    """The layer."""


@dataclass(frozen=True)
class DecidingStatement(Value):
    """A statement that an answer rests on, and where it stands."""

    __slots__ = ("layer", "level", "policy", "index", "sid", "effect", "span")
    _readers = {"span": Span.of_wire}

    layer: Layer
    """The layer."""
    level: Optional[int]
    """Which level of it, from 0, for service and resource control policies."""
    policy: int
    """Which policy of the layer or level, from 0."""
    index: int
    """Which statement of the policy, from 0."""
    sid: Optional[str]
    """Its `Sid`."""
    effect: Effect
    """Its effect."""
    span: Span
    """Where it stands in the text of its policy."""


@dataclass(frozen=True)
class ConditionReport(Value):
    """What did one condition make of a request?"""

    __slots__ = ("operator", "key", "holds", "missing")

    operator: Optional[str]
    """The operator; `None` where nobody knows it."""
    key: str
    """The key, as the policy spells it."""
    holds: Optional[bool]
    """Whether the condition holds; `None` where that is not known."""
    missing: bool
    """Whether the request lacks the key, or its value is not known."""


@dataclass(frozen=True)
class StatementReport(Value):
    """What did one statement make of a request?"""

    __slots__ = ("policy", "index", "sid", "span", "effect", "outcome", "conditions")
    _readers = {"span": Span.of_wire, "conditions": many(ConditionReport)}

    policy: int
    """Which policy of its layer or level, from 0."""
    index: int
    """Which statement of its policy, from 0."""
    sid: Optional[str]
    """Its `Sid`."""
    span: Span
    """Where it stands in the text of its policy."""
    effect: Effect
    """Its effect."""
    outcome: Outcome
    """Whether it matches, or the first element that does not."""
    conditions: tuple[ConditionReport, ...]
    """Its conditions, where its action matches."""


@dataclass(frozen=True)
class LayerReport(Value):
    """What did one layer, or one level of it, make of a request?"""

    __slots__ = ("layer", "level", "answer", "unknown", "statements")
    _readers = {"statements": many(StatementReport)}

    layer: Layer
    """The layer."""
    level: Optional[int]
    """Which level of it, from 0, for service and resource control policies."""
    answer: Answer
    """What the layer would answer by itself."""
    unknown: bool
    """Whether nobody says what the layer holds."""
    statements: tuple[StatementReport, ...]
    """Its statements, in order of policy, then statement."""


_MEMBERS: dict[str, Callable[[Any], Any]] = {
    "decidedBy": DecidedBy.of_wire,
    "statements": many(DecidingStatement),
    "missingKeys": tuple,
    "dependsOn": many(Dependency),
    "layers": many(LayerReport),
}
"""How members of a report that are values themselves are read."""


def member_of_wire(name: str, said: Any) -> Any:
    """A member of a report as a `Decision` has it; called by the native module."""
    reader = _MEMBERS.get(name)
    return said if reader is None or said is None else reader(said)
