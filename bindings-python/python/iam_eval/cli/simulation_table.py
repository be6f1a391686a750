"""The answer of a simulation for people: one line for each action and resource."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

from .. import IamEvalError, Policy
from .simulation import Simulation
from .terminal import Terminal

_COLUMNS = ("DECISION", "ACTION", "RESOURCE", "BECAUSE OF", "MISSING KEYS")


def show(asked: Simulation, answer: dict[str, Any], terminal: Terminal) -> None:
    """Prints the table, and how to go on where there is more."""
    rows = [row for result in answer["EvaluationResults"] for row in _rows(asked, result)]
    terminal.table(_COLUMNS, rows)
    if "Marker" in answer:
        terminal.write(f"more: --marker {answer['Marker']}")


def _rows(asked: Simulation, result: dict[str, Any]) -> Iterator[list[str]]:
    for one in result.get("ResourceSpecificResults", []):
        yield _row(asked, result, one, one["EvalResourceName"], one["EvalResourceDecision"])
    if not result.get("ResourceSpecificResults", []):
        yield _row(asked, result, result, result.get("EvalResourceName", "*"), result["EvalDecision"])


def _row(asked: Simulation, result: dict[str, Any], said: dict[str, Any], resource: str, decision: str) -> list[str]:
    statements = [_statement(asked, statement) for statement in said["MatchedStatements"]]
    because = ", ".join(statements) or _nothing(asked, result, said)
    return [decision, result["EvalActionName"], resource, because, ", ".join(said["MissingContextValues"])]


def _nothing(asked: Simulation, result: dict[str, Any], said: dict[str, Any]) -> str:
    """Why it is denied where no statement says so."""
    if not result.get("OrganizationsDecisionDetail", {}).get("AllowedByOrganizations", True):
        return "service control policies"
    if not said.get("PermissionsBoundaryDecisionDetail", {}).get("AllowedByPermissionsBoundary", True):
        return "the permissions boundary does not allow it"
    return "no statement allows it for this caller" if "ResourcePolicy" in asked.input else "no statement allows it"


def _statement(asked: Simulation, matched: dict[str, Any]) -> str:
    """What a statement is called: by its `Sid` and its file."""
    source = asked.sources.get(matched["SourcePolicyId"])
    end = matched["EndPosition"]
    if source is None:
        return str(matched["SourcePolicyId"])
    sid = _sid(source.data, end)
    return f"{sid} in {source.name}" if sid else f"the statement that ends at {source.name}:{end['Line']}"


def _sid(data: bytes, end: dict[str, int]) -> Optional[str]:
    try:
        policy = Policy.parse(data, profile="lenient")
    except IamEvalError:
        return None
    for statement in policy.statements:
        if (statement.span.end.line, statement.span.end.column) == (end["Line"], end["Column"]):
            return statement.sid
    return None
