"""The request of a question."""

from __future__ import annotations

import argparse
from typing import Any, Optional

from .. import IamEvalError, Request
from .failure import Failure, placed
from .source import read, value_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags that make up a request."""
    group = parser.add_argument_group("request")
    group.add_argument("--action", metavar="ACTION", help="such as s3:GetObject")
    group.add_argument("--resource", metavar="ARN", help="`*` unless given")
    group.add_argument("--principal", metavar="ARN", help="who asks: an ARN, `anonymous`, or JSON with a `type`")
    group.add_argument(
        "--context",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a context key; several values between commas, or any value as JSON: k=a,b  k='[\"a\"]'  "
        "k='{\"unknown\": true}'",
    )
    group.add_argument("--resource-account", metavar="ACCOUNT", help="who owns a resource whose ARN does not say")
    group.add_argument("--called-via", nargs="+", metavar="SERVICE", help="the services that forwarded the call")
    group.add_argument(
        "--open", action="store_true", help="context keys that are not given are unknown rather than absent"
    )
    group.add_argument(
        "--override", action="store_true", help="let context keys differ from what the principal implies"
    )
    group.add_argument("--request", metavar="FILE", help="a request as JSON; flags come before it; `-` is stdin")


def is_asked(given: argparse.Namespace) -> bool:
    """Is there anything of a request on the command line?"""
    return given.request is not None or bool(given.context) or bool(_flags(given))


def build(given: argparse.Namespace) -> Request:
    """The request that the flags make."""
    said: dict[str, Any] = {}
    place: Optional[str] = None
    if given.request is not None:
        source = read(given.request)
        place = source.name
        said = source.json()
        if not isinstance(said, dict):
            raise Failure(f"{place}: expected one request as a JSON object")
    said.update(_flags(given))
    if "action" not in said:
        raise Failure("expected an action; give --action or --request")
    if given.context:
        context = said.get("context") or {}
        if not isinstance(context, dict):
            raise Failure(f"{place}: context: expected a JSON object")
        said["context"] = {**context, **_context(given.context)}
    try:
        return Request(said)
    except IamEvalError as error:
        raise placed(error, {}, place) from None


def _flags(given: argparse.Namespace) -> dict[str, Any]:
    flags = {
        "action": given.action,
        "resource": given.resource,
        "principal": _principal(given.principal),
        "resourceAccount": given.resource_account,
        "calledVia": given.called_via,
        "contextMode": "open" if given.open else None,
        "override": True if given.override else None,
    }
    return {name: value for name, value in flags.items() if value is not None}


def _principal(text: Optional[str]) -> Any:
    return _json("--principal", text) if text is not None and text.startswith("{") else text


def _context(texts: list[str]) -> dict[str, Any]:
    pairs = [_pair(text) for text in texts]
    context = dict(pairs)
    if len(context) < len(pairs):
        twice = next(key for at, (key, _) in enumerate(pairs) if any(key == other for other, _ in pairs[:at]))
        raise Failure(f"--context: expected `{twice}` once, found it again; several values stand between commas")
    return context


def _pair(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise Failure(f"--context: expected `KEY=VALUE`, found `{text}`")
    if value[:1] in ("[", "{", '"'):
        return key, _json(f"--context: {key}", value)
    return key, value.split(",") if "," in value else value


def _json(place: str, text: str) -> Any:
    try:
        return value_of(text)
    except (ValueError, RecursionError):
        raise Failure(f"{place}: expected JSON, found `{text}`") from None
