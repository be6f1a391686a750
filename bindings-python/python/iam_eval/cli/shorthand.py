"""The AWS CLI's shorthand: `ContextKeyName=…,ContextKeyValues=a,b,ContextKeyType=string`."""

from __future__ import annotations

import re
from typing import Any

from .failure import Failure

# a value may hold `=` too, so only these are labels
_LABELS = ("ContextKeyName", "ContextKeyValues", "ContextKeyType")

_FIELD = re.compile(
    rf"""(?:(?P<label>{"|".join(_LABELS)})=)?
    (?: \[ (?P<list>[^\]]*) \] | "(?P<double>(?:\\.|[^"\\])*)" | '(?P<single>(?:\\.|[^'\\])*)' | (?P<plain>[^,]*) )
    (?:,|$)""",
    re.VERBOSE | re.DOTALL,
)


def read(text: str) -> dict[str, Any]:
    """Reads one entry. A value may be in double or single quotes, a list in brackets."""
    entry: dict[str, Any] = {}
    label = ""
    at = 0
    while at < len(text):
        field = _FIELD.match(text, at)
        if field is None:
            raise _refused(text)
        at = field.end()
        label = field["label"] or label
        for value in _values(field):
            if label == "ContextKeyValues":
                entry.setdefault(label, []).append(value)
            elif label and label not in entry:
                entry[label] = value
            else:
                raise _refused(text)
    return entry


def _values(field: re.Match[str]) -> list[str]:
    if field["list"] is not None:
        return field["list"].split(",")
    quoted = field["double"] if field["double"] is not None else field["single"]
    if quoted is not None:
        return [re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL)]
    return [field["plain"]]


def _refused(text: str) -> Failure:
    expected = "`ContextKeyName=…,ContextKeyValues=…,ContextKeyType=…`"
    return Failure(f"--context-entries: expected {expected}, found `{text}`")
