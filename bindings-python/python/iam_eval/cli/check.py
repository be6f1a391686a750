"""Does a policy grant more than it may?

iam-eval check new.json --no-new-access existing.json
iam-eval check policies/*.json --not-granted iam:* s3:DeleteBucket
iam-eval check policy.json --not-granted s3:GetObject --on 'arn:aws:s3:::secret/*'
iam-eval check bucket.json --no-public-access AWS::S3::Bucket

The checks of IAM Access Analyzer, without asking AWS, each "no" with a request that shows it. What cannot be
decided does not pass. Exit code 0 where all checks pass, 1 where one does not, 2 for bad usage or input.
"""

from __future__ import annotations

import argparse
from typing import Any

from .. import IamEvalError
from .._verbs import check_access_not_granted, check_no_new_access, check_no_public_access
from . import findings
from .failure import Failure, placed
from .findings import Finding
from .source import Source, read
from .terminal import Terminal

_TYPES = {"identity": "IDENTITY_POLICY", "resource": "RESOURCE_POLICY"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="the policies to check; `-` is stdin")
    parser.add_argument(
        "--no-new-access", metavar="EXISTING", help="they grant nothing that the policy in this file does not"
    )
    parser.add_argument(
        "--not-granted", nargs="*", metavar="ACTION", help="they grant none of these actions; all, where none is named"
    )
    parser.add_argument("--on", nargs="+", default=[], metavar="ARN", help="the resources that --not-granted is about")
    parser.add_argument(
        "--no-public-access", metavar="TYPE", help="as policies of resources of this type, such as AWS::S3::Bucket"
    )
    parser.add_argument(
        "--policy-type", choices=tuple(_TYPES), default="identity", help="of what they are policies; identity unless said"
    )
    findings.add_arguments(parser)


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Checks."""
    if given.on and given.not_granted is None:
        raise Failure("expected --not-granted beside --on")
    existing = None if given.no_new_access is None else read(given.no_new_access)
    if existing is None and given.not_granted is None and given.no_public_access is None:
        raise Failure("expected --no-new-access, --not-granted or --no-public-access")
    checks: list[dict[str, Any]] = []
    found: list[Finding] = []
    for name in given.files:
        source = read(name)
        for check, answer in _answers(source, existing, given):
            checks.append({"file": source.name, "check": check, **answer})
            found += _findings(source, check, answer)
    form = findings.wanted(given, terminal)
    findings.show(found, {"checks": checks}, form, terminal)
    failed = sum(check["result"] != "PASS" for check in checks)
    undecided = sum(check.get("undecided", False) for check in checks)
    doubt = f", {undecided} of them undecided" if undecided else ""
    terminal.note(f"made {_counted(len(checks), 'check')} of {_counted(len(given.files), 'file')}: {failed} failed{doubt}")
    return 1 if failed else 0


def _answers(source: Source, existing: Any, given: argparse.Namespace) -> list[tuple[str, dict[str, Any]]]:
    kind = _TYPES[given.policy_type]
    answers: list[tuple[str, dict[str, Any]]] = []
    names = {"newPolicyDocument": source.name, "policyDocument": source.name}
    try:
        if existing is not None:
            names["existingPolicyDocument"] = existing.name
            both = {"existingPolicyDocument": existing.data, "newPolicyDocument": source.data}
            answers.append(("no-new-access", check_no_new_access({**both, "policyType": kind})))
        if given.not_granted is not None:
            access = [{"actions": given.not_granted, "resources": given.on}]
            asked = {"policyDocument": source.data, "policyType": kind, "access": access}
            answers.append(("access-not-granted", check_access_not_granted(asked)))
        if given.no_public_access is not None:
            asked = {"policyDocument": source.data, "resourceType": given.no_public_access}
            answers.append(("no-public-access", check_no_public_access(asked)))
    except IamEvalError as error:
        raise placed(error, names) from None
    return answers


def _findings(source: Source, check: str, answer: dict[str, Any]) -> list[Finding]:
    if answer["result"] == "PASS":
        return []
    reasons = answer["reasons"] or [{"description": answer["message"]}]
    level = "warning" if answer.get("undecided") else "error"
    return [
        Finding(
            code=check,
            level=level,
            message=reason["description"],
            file=source.name,
            span=reason.get("span"),
            identity=str(reason.get("statementId", reason.get("statementIndex", ""))),
        )
        for reason in reasons
    ]


def _counted(count: int, one: str) -> str:
    return f"{count} {one}{'' if count == 1 else 's'}"
