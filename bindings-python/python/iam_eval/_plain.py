"""Values that are no JSON but have one natural text."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime, timezone
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

# interfaces are addresses
_ADDRESSES = (IPv4Address, IPv4Network, IPv6Address, IPv6Network)


def plain(value: Any) -> Any:
    """The text, number, list or dict that a value is; called by the native module for all that is none
    of these. A `TypeError` or `ValueError` becomes an `InputError` that says where.
    """
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"expected a finite number, found `{value}`")
    if isinstance(value, (*_ADDRESSES, Decimal)):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Set):
        # a set has no order, and the same question should be the same text
        return sorted(value, key=str)
    if isinstance(value, Sequence) and not isinstance(value, (bytearray, memoryview)):
        return list(value)
    if hasattr(value, "__index__"):
        return int(operator.index(value))
    raise TypeError(f"expected text, a number, a list or a dict, found `{type(value).__name__}`")


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("expected a date with a time zone, found one without")
    try:
        return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    except OverflowError:
        raise ValueError(f"expected a date between the years 1 and 9999 in UTC, found {value.isoformat()}") from None
