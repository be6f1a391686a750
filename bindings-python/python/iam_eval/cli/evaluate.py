"""Is a request allowed? Are many?

iam-eval evaluate --identity admin.json --boundary boundary.json --action s3:GetObject
iam-eval evaluate --identity admin.json --scp root.json --scp unit.json own.json --requests log.ndjson
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from .. import IamEvalError, PolicySet
from . import policies, question
from .failure import Failure, placed
from .source import Source, read
from .terminal import STYLES, Terminal, watches


_CHUNK = 10_000
"""How many lines are asked at once while somebody watches: a moment's work."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    policies.add_arguments(parser)
    question.add_arguments(parser)
    parser.add_argument("--requests", metavar="FILE", help="many requests: a JSON list, or one a line; `-` is stdin")
    parser.add_argument("--format", choices=("json", "text"), help="text to a terminal, else JSON, unless said")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Answers."""
    if given.requests is not None and question.is_asked(given):
        raise Failure("expected one request or many, found --requests beside the flags of one")
    asked = policies.build(given)
    if given.requests is not None:
        return _many(asked.set, read(given.requests), given, terminal)
    request = question.build(given)
    decision = asked.set.evaluate(request)
    if terminal.wants_json(given.format):
        terminal.write(decision.to_json())
    else:
        terminal.say(decision.answer, decision.reason)
    terminal.note(
        f"asked {_counted(len(asked.sources), 'policy', 'policies')} about {request.action} on {request.resource}: "
        f"{decision.answer}"
    )
    return 0 if decision else 1


def _many(policy_set: PolicySet, source: Source, given: argparse.Namespace, terminal: Terminal) -> int:
    try:
        answers = _answers(policy_set, source, terminal)
    except IamEvalError as error:
        raise placed(error, {}, source.name) from None
    if terminal.wants_json(given.format):
        terminal.write(json.dumps({"answers": answers}, separators=(",", ":")))
    else:
        rows = [[answer, *_named(request)] for answer, request in zip(answers, _requests(source))]
        terminal.table(("ANSWER", "ACTION", "RESOURCE"), rows)
    counts = Counter(answers)
    said = [f"{counts[answer]} {answer}" for answer in STYLES if counts[answer]]
    terminal.note(f"asked about {_counted(len(answers), 'request', 'requests')}: {', '.join(said) or 'none'}")
    return 0 if counts["allowed"] == len(answers) else 1


def _answers(policy_set: PolicySet, source: Source, terminal: Terminal) -> list[str]:
    lines = source.data.split(b"\n")
    if _is_list(source) or len(lines) <= _CHUNK or not watches():
        return list(policy_set.evaluate_many(source.data).answers)
    answers: list[str] = []
    with terminal.progress("evaluating", len(lines)) as advance:
        for start in range(0, len(lines), _CHUNK):
            chunk = lines[start : start + _CHUNK]
            try:
                answers += policy_set.evaluate_many(b"\n".join(chunk)).answers
            except IamEvalError:
                # it counts from the chunk's start; the whole text says where it really is
                return list(policy_set.evaluate_many(source.data).answers)
            advance(len(chunk))
    return answers


def _requests(source: Source) -> Iterator[dict[str, Any]]:
    if _is_list(source):
        yield from source.json()
        return
    for line in source.text.split("\n"):
        if line.strip():
            yield json.loads(line)


def _is_list(source: Source) -> bool:
    return source.data.decode("utf-8", "replace").lstrip()[:1] == "["


def _named(request: dict[str, Any]) -> list[str]:
    return [str(request.get("action", "")), str(request.get("resource") or "*")]


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
