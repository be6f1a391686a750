"""Who can do something to a resource?

iam-eval who-can s3:GetObject 'arn:aws:s3:::reports/*' --principals principals.json
iam-eval who-can s3:GetObject 'arn:aws:s3:::reports/*' --principal ROLE --identity role.json --resource-policy own.json

The file of principals is a JSON list of `{"principal": ARN, "policies": {"identity": [...], ...}}`. Exit code 0
where nobody can, 1 where somebody can or it is undecided, 2 for bad usage or input.
"""

from __future__ import annotations

import argparse
import json
from typing import Any, Optional

from .. import IamEvalError, Request
from .._verbs import who_can
from . import policies
from .failure import Failure, placed
from .source import read
from .terminal import Terminal

_ANSWERS = {"yes": "allowed", "no": "implicitDeny", "undecided": "depends"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    parser.add_argument("action", metavar="ACTION", help="the action, which may be a pattern")
    parser.add_argument("resource", metavar="ARN", help="the resource, which may be a pattern")
    parser.add_argument("--principals", metavar="FILE", help="principals with their policies; `-` is stdin")
    parser.add_argument("--principal", metavar="ARN", help="one principal, whose policies are those of the flags")
    policies.add_binding_arguments(parser)
    group = parser.add_argument_group("the resource")
    group.add_argument("--resource-policy", metavar="FILE", help="its policy; of a role, the trust policy")
    group.add_argument(
        "--rcp", nargs="+", action="append", metavar="FILE", help="resource control policies, once for each level"
    )
    group.add_argument("--resource-account", metavar="ID", help="its account, where the ARN does not say so")
    parser.add_argument("--format", choices=("json", "text"), help="text to a terminal, else JSON, unless said")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Answers."""
    layers = policies.read_layers(given)
    own = {name: documents for name, documents in layers.documents.items() if name not in ("resource", "resource_control")}
    if own and given.principal is None:
        raise Failure("expected --principal beside policies of a caller")
    principals = [] if given.principal is None else [{"principal": given.principal, "policies": own}]
    if given.principals is not None:
        principals += _principals(given.principals)
    if not principals and given.resource_policy is None:
        raise Failure("expected --principals, --principal or --resource-policy")
    question: dict[str, Any] = {
        "action": given.action,
        "resource": given.resource,
        "principals": principals,
        "resourcePolicy": layers.documents.get("resource"),
        "resourceControl": layers.documents.get("resource_control"),
        "resourceAccount": given.resource_account,
    }
    names = {**layers.names, "resourcePolicy": layers.names.get("resource", "")}
    try:
        answer = who_can(question)
    except IamEvalError as error:
        raise placed(error, names) from None
    if terminal.wants_json(given.format):
        terminal.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    else:
        rows = [_row(one["principal"], one) for one in answer["principals"]]
        rows += [_row(one["principal"], one, "by the resource's policy alone") for one in answer["named"]]
        terminal.table(("CAN", "PRINCIPAL", "FOR INSTANCE"), rows)
    asked = answer["principals"] + answer["named"]
    able = sum(one["can"] == "yes" for one in asked)
    doubt = sum(one["can"] == "undecided" for one in asked)
    undecided = f", {doubt} undecided" if doubt else ""
    terminal.note(f"asked of {len(asked)} who can {given.action} on {given.resource}: {able} can{undecided}")
    return 1 if able or doubt else 0


def _principals(name: str) -> list[Any]:
    source = read(name)
    value = source.json()
    if not isinstance(value, list):
        raise Failure(f"{source.name}: expected a list of principals with their policies")
    return value


def _row(principal: dict[str, Any], one: dict[str, Any], remark: Optional[str] = None) -> list[str]:
    named = principal.get("arn") or principal.get("roleArn") or principal.get("name") or principal.get("provider")
    who = named if isinstance(named, str) else " ".join(f"{value}" for value in principal.values())
    witness = str(Request(one["witness"])) if "witness" in one else one.get("why", "")
    return [one["can"], who, f"{witness} ({remark})" if remark and witness else witness]
