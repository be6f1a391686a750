"""Who outside a zone of trust does the policy of a resource let through?

iam-eval external bucket.json --account 111122223333 --organization o-a1b2c3d4e5

Exit code 0 where nobody is, 1 where somebody is or it is undecided, 2 for bad usage or input.
"""

from __future__ import annotations

import argparse
from typing import Any

from .. import IamEvalError, Request
from .._verbs import external_access
from . import findings
from .failure import placed
from .findings import Finding
from .source import Source, read
from .terminal import Terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="policies of resources; `-` is stdin")
    parser.add_argument("--account", nargs="+", default=[], metavar="ID", help="accounts that one trusts")
    parser.add_argument("--organization", nargs="+", default=[], metavar="ID", help="organizations that one trusts")
    parser.add_argument("--rcp", nargs="+", default=[], metavar="FILE", help="resource control policies")
    findings.add_arguments(parser)


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Answers."""
    controls = [read(name) for name in given.rcp]
    zone = {"accounts": given.account, "organizations": given.organization}
    answers: list[dict[str, Any]] = []
    found: list[Finding] = []
    for name in given.files:
        source = read(name)
        names = {"policyDocument": source.name}
        names.update({f"resourceControl[{at}]": control.name for at, control in enumerate(controls)})
        question = {
            "policyDocument": source.data,
            "zoneOfTrust": zone,
            "resourceControl": [control.data for control in controls],
        }
        try:
            answer = external_access(question)
        except IamEvalError as error:
            raise placed(error, names) from None
        answers.append({"file": source.name, **answer})
        found += _findings(source, answer)
    findings.show(found, {"files": answers}, findings.wanted(given, terminal), terminal)
    public = sum(finding.code == "public-access" for finding in found)
    terminal.note(f"looked at {len(given.files)} of resources' policies: {len(found)} findings, {public} of them public")
    return 1 if found else 0


def _findings(source: Source, answer: dict[str, Any]) -> list[Finding]:
    found: list[Finding] = []
    for one in answer["findings"]:
        who = " ".join(f"{kind} {name}" for kind, name in one["principal"].items())
        where = "".join(f" where {key} is {value}" for key, value in one["condition"].items())
        message = f"{who} may {', '.join(one['action'])}{where}: {Request(one['witness'])}"
        code, level = ("public-access", "error") if one["isPublic"] else ("external-access", "warning")
        found.append(Finding(code, level, message, source.name, identity=f"{who} {one['action']} {one['condition']}"))
    if "confusedDeputy" in answer:
        message = f"a service acts for anyone: {Request(answer['confusedDeputy'])}"
        found.append(Finding("confused-deputy", "warning", message, source.name))
    # what is not proved to be all may leave somebody out
    for question in ("noAccess", "coverage"):
        if answer[question]["verdict"] == "undecided":
            found.append(Finding("undecided", "warning", answer[question]["why"], source.name, identity=question))
            break
    return found
