"""Why is a request allowed or not, by which statement of which file? And what is a check of `validate` about?

iam-eval explain PASS_ROLE_WITH_STAR_IN_RESOURCE
iam-eval explain --identity admin.json --boundary boundary.json --action iam:DeleteUser
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from .. import Decision, IamEvalError, LayerReport, StatementReport
from .._verbs import describe_checks
from . import policies, question
from .excerpt import excerpt
from .failure import Failure
from .policies import Policies
from .terminal import Terminal

_MAX_LISTED = 10
"""A list longer than this explains nothing."""

_OUTCOMES = {
    "matches": "it matches",
    "unknown": "whether it matches is not known",
    "resourceDiffers": "its resource differs",
    "principalDiffers": "its principal differs",
    "conditionFails": "a condition does not hold",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code of a finding; all of them are listed for `all`")
    policies.add_arguments(parser)
    question.add_arguments(parser)
    parser.add_argument("--format", choices=("json", "text"), help="text to a terminal, else JSON, unless said")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Explains."""
    if given.code is not None:
        if question.is_asked(given):
            raise Failure("expected a code or a request, found both")
        return _check(given, terminal)
    asked = policies.build(given)
    request = question.build(given)
    decision = asked.set.evaluate(request)
    if terminal.wants_json(given.format):
        terminal.write(json.dumps({"text": decision.explain()}, ensure_ascii=False, separators=(",", ":")))
    else:
        terminal.say(decision.answer, decision.reason)
        for line in _lines(asked, decision):
            terminal.write(line)
    terminal.note(f"explained why {request.action} on {request.resource} is {decision.answer}")
    return 0 if decision else 1


def _check(given: argparse.Namespace, terminal: Terminal) -> int:
    """What a check is about, or which there are."""
    is_all = given.code.lower() == "all"
    try:
        checks = describe_checks({} if is_all else {"codes": [given.code]})["checks"]
    except IamEvalError as error:
        raise Failure(error.message) from None
    if terminal.wants_json(given.format):
        terminal.write(json.dumps({"checks": checks}, ensure_ascii=False, separators=(",", ":")))
    elif is_all:
        for check in checks:
            terminal.write(f"{check['issueCode']}  {check['findingType']}  {check['meaning']}")
    else:
        terminal.write(checks[0]["text"].rstrip("\n"))
    return 0


def _lines(asked: Policies, decision: Decision) -> Iterator[str]:
    named = list(_named(decision))
    for layer, statement in named[:_MAX_LISTED]:
        source = asked.source(layer.layer, layer.level, statement.policy)
        start = statement.span.start
        what = f"{statement.effect} `{statement.sid}`" if statement.sid else f"{statement.effect} {statement.index}"
        yield f"{source.name}:{start.line}:{start.column}: {what}: {_said(statement)}"
        yield from excerpt(source.text, statement.span)
    if len(named) > _MAX_LISTED:
        yield f"and {len(named) - _MAX_LISTED} more"
    by = decision.decided_by
    if not named and by is not None:
        for source in asked.of_layer(by.layer, by.level):
            yield f"{source.name}: no statement matches"
    if decision.missing_keys and not decision:
        yield f"missing context keys: {', '.join(decision.missing_keys)}"


def _named(decision: Decision) -> Iterator[tuple[LayerReport, StatementReport]]:
    """The statements that the answer rests on; for an implicit denial those that come closest: the
    Allows of the layer that denied whose action matches.
    """
    resting = {(one.layer, one.level, one.policy, one.index) for one in decision.statements}
    by = decision.decided_by
    for layer in decision.layers:
        is_denying = decision.answer == "implicitDeny" and by is not None and by.layer == layer.layer
        for statement in layer.statements:
            key = (layer.layer, layer.level, statement.policy, statement.index)
            is_close = is_denying and statement.effect == "Allow" and statement.outcome != "actionDiffers"
            if key in resting or is_close:
                yield layer, statement


def _said(statement: StatementReport) -> str:
    said = _OUTCOMES.get(statement.outcome, statement.outcome)
    failing = [condition.key for condition in statement.conditions if condition.holds is not True]
    if statement.outcome in ("conditionFails", "unknown") and failing:
        said += f": {', '.join(failing)}"
    return said
