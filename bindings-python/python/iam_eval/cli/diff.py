"""What does a change of a policy add, and what does it remove?

iam-eval diff old.json new.json

The statements are what the change grants anew (+) and grants no longer (-), whatever the documents look like. Exit code
0 where both policies grant the same, 1 where they do not or it is undecided, 2 for bad usage or input.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from .. import IamEvalError, Request
from .._verbs import diff
from .failure import placed
from .source import read
from .terminal import Terminal

_SIDES = (("added", "+", "green"), ("removed", "-", "red"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    parser.add_argument("old", metavar="OLD", help="the policy as it is; `-` is stdin")
    parser.add_argument("new", metavar="NEW", help="the policy as it would be")
    parser.add_argument("--format", choices=("json", "text"), help="text to a terminal, else JSON, unless said")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Compares."""
    old, new = read(given.old), read(given.new)
    try:
        answer = diff({"existing": old.data, "new": new.data})
    except IamEvalError as error:
        raise placed(error, {"existing": old.name, "new": new.name}) from None
    if terminal.wants_json(given.format):
        terminal.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    else:
        for side, sign, style in _SIDES:
            for line in _lines(answer[side]):
                terminal.say_in(style, f"{sign} {line}")
    terminal.note(f"{new.name} is {_said(answer['relation'])} {old.name}")
    return 0 if answer["relation"] == "same" else 1


def _lines(change: dict[str, Any]) -> Iterator[str]:
    if change["isNothing"]["verdict"] == "undecided":
        yield change["isNothing"]["why"]
    policy = change["policy"]
    for statement in (policy or {}).get("Statement", []):
        yield json.dumps(statement, ensure_ascii=False)
    if "witness" in change["isNothing"]:
        yield f"for instance {Request(change['isNothing']['witness'])}"
    if not change["isExact"]:
        yield f"maybe more: {'; '.join(change['reasons'])}"


def _said(relation: str) -> str:
    return {
        "same": "the same in effect as",
        "narrower": "narrower than",
        "wider": "wider than",
        "different": "neither narrower nor wider than",
    }.get(relation, "of undecided relation to")
