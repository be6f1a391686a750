"""What arguments and answers are called in annotations.

>>> from iam_eval.types import Answer, PolicyLike
>>> def is_clear(answer: Answer) -> bool:
...     return answer != "depends"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Union

from ._marks import Mark

if TYPE_CHECKING:
    from ._native import Policy, Request

Answer = Literal["allowed", "explicitDeny", "implicitDeny", "depends"]
"""Is a request allowed?"""

Effect = Literal["Allow", "Deny"]
"""What does a statement do with the requests it matches?"""

Layer = Literal[
    "resource_control",
    "service_control",
    "vpc_endpoint",
    "resource",
    "trust",
    "identity",
    "permissions_boundary",
    "session",
]
"""Which layer of policies?"""

Outcome = Literal["matches", "unknown", "actionDiffers", "resourceDiffers", "principalDiffers", "conditionFails"]
"""Does a statement match, or which of its elements is the first that does not?"""

PrincipalGrade = Literal["none", "account", "issuer", "direct"]
"""How directly does a statement of a resource policy name the caller?"""

Profile = Literal["strict", "lenient"]
"""How forgiving is the reading of a policy?"""

PolicyType = Literal["identity", "resource", "trust", "session", "service_control", "resource_control"]
"""As what is a policy stored?"""

PositionEncoding = Literal["utf8", "utf16", "code-points"]
"""In which units do places count?"""

ContextMode = Literal["closed", "open"]
"""What holds of context keys that a request does not mention?"""

Scalar = Union[str, bool, int, float, Decimal, date, IPv4Address, IPv6Address, IPv4Network, IPv6Network]
"""One value of a context key. A `datetime` needs its time zone."""

ContextValue = Union[Scalar, Mark, Sequence[Scalar], Set[Scalar], Mapping[str, bool]]
"""What is known of a context key: a list or set for a multi-valued one."""

PrincipalLike = Union[str, Mapping[str, Any]]
"""Who asks: an ARN, `anonymous`, or a dict with a `type`."""

PolicyLike = Union[str, bytes, Mapping[str, Any], "Policy"]
"""A policy: its text, its bytes, its dict, or a handle."""

RequestLike = Union["Request", Mapping[str, Any]]
"""A request: a handle, or a dict of its members in camel or snake case."""

OnePolicy = Union[PolicyLike, Mark]
"""A layer of one policy, or `UNKNOWN`."""

ManyPolicies = Union[PolicyLike, Sequence[PolicyLike], Mark]
"""A layer of many policies, or of one, or `UNKNOWN`."""

ManyLevels = Union[Sequence[Union[PolicyLike, Sequence[PolicyLike]]], Mark]
"""A layer of levels, each of many policies or one, or `UNKNOWN`."""


class Limits(TypedDict, total=False):
    """The limits that differ from the defaults."""

    max_bytes: int
    """Bytes of one document."""
    max_depth: int
    """Nesting of lists and dicts."""
    max_statements: int
    """Statements of one document."""
    max_search_bytes: int
    """Bytes that all patterns with a `?` behind a `*` have together."""
