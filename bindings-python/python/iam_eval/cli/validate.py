"""What is wrong with the policies in files?

iam-eval validate policy.json
iam-eval validate 'policies/**/*.json' --own default --fail-on warning
iam-eval validate plan.json template.json account.json --format sarif > findings.sarif
iam-eval validate bucket.json --type resource --resource-type AWS::S3::Bucket
iam-eval validate policies/ --suppress suppressions.json --baseline known.json
iam-eval validate policy.json --fix

The findings of `aws accessanalyzer validate-policy` without asking AWS: same codes, same places. Terraform plans
(`terraform show -json`), CloudFormation templates and what `aws iam get-account-authorization-details` prints are
known for what they are. `iam-eval explain CODE` says what a code is about. Exit code 0 where nothing is found that
matters as much as --fail-on says, 1 where something is, 2 for bad usage or input.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any, Optional

from .. import IamEvalError
from .._verbs import fix, validate_files
from . import paths
from .failure import Failure, placed
from .replace import replace
from .source import Source, read
from .terminal import Terminal

NAME = "validate"
HELP = "what is wrong with the policies in files?"

_TYPES: dict[str, tuple[str, Optional[str]]] = {
    "identity": ("IDENTITY_POLICY", None),
    "resource": ("RESOURCE_POLICY", None),
    "trust": ("RESOURCE_POLICY", "AWS::IAM::AssumeRolePolicyDocument"),
    "scp": ("SERVICE_CONTROL_POLICY", None),
    "rcp": ("RESOURCE_CONTROL_POLICY", None),
}

_KINDS = {
    "policy": "policy",
    "terraform": "terraform",
    "cloudformation": "cloud-formation",
    "account-details": "account-details",
}

_SUFFIXES = (".json", ".yaml", ".yml", ".template")
"""What is read of a folder."""

_COUNTS = {"error": "errors", "security-warning": "securityWarnings", "warning": "warnings", "suggestion": "suggestions"}
"""Of what there may be how many, the worst first."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="files, folders or patterns with `**`; `-` is stdin")
    parser.add_argument(
        "--exclude", nargs="+", action="extend", default=[], metavar="PATTERN", help="files to leave out, as 'old/**'"
    )
    parser.add_argument(
        "--type", choices=tuple(_TYPES), default="identity", help="of which kind files are that are policies; identity unless said"
    )
    parser.add_argument("--resource-type", metavar="TYPE", help="what a resource policy is attached to, as AWS::S3::Bucket")
    parser.add_argument("--source", choices=tuple(_KINDS), help="what the files are; seen from each unless said")
    parser.add_argument(
        "--own",
        choices=("none", "default", "all"),
        default="none",
        help="which findings of this library's own to add to those of AWS; none unless said",
    )
    parser.add_argument(
        "--fail-on",
        choices=(*_COUNTS, "never"),
        default="warning",
        help="exit with 1 where something matters so much or more; warning unless said",
    )
    parser.add_argument("--suppress", metavar="FILE", help="findings not to show, with reasons")
    parser.add_argument("--baseline", metavar="FILE", help="findings that are known, so that only new ones count")
    parser.add_argument("--write-baseline", metavar="FILE", help="write all that is found as known")
    parser.add_argument("--fix", action="store_true", help="make every certain fix in files that are policies, in place")
    parser.add_argument(
        "--format",
        choices=("text", "json", "sarif", "github", "gitlab"),
        help="text to a terminal, else JSON, unless said; `github` prints annotations, `gitlab` a code quality report",
    )


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Validates."""
    names = list(dict.fromkeys(paths.select(given.files, given.exclude, _SUFFIXES)))
    if not names:
        raise Failure("expected files to validate, found none")
    sources = [read(name) for name in names]
    if given.fix:
        sources = [_fix(source, given, terminal) for source in sources]
    form = given.format or ("json" if terminal.wants_json(None) else "text")
    answer = _ask(sources, given, form, terminal)
    if given.write_baseline is not None:
        replace(given.write_baseline, answer.pop("baseline") + "\n")
    text = answer.pop("text", None)
    if form == "json":
        terminal.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    elif text:
        terminal.write(text.rstrip("\n"))
    _remark(answer, given, terminal)
    counts = answer["counts"]
    if counts["failed"]:
        return 2
    if given.fail_on == "never":
        return 0
    grave = list(_COUNTS.values())[: list(_COUNTS).index(given.fail_on) + 1]
    return 1 if any(counts[count] for count in grave) else 0


def _kind(given: argparse.Namespace) -> dict[str, Any]:
    policy_type, resource_type = _TYPES[given.type]
    if given.resource_type is not None:
        if given.type != "resource":
            raise Failure("expected --type resource beside --resource-type")
        resource_type = given.resource_type
    return {"policyType": policy_type, "validatePolicyResourceType": resource_type}


def _ask(sources: Sequence[Source], given: argparse.Namespace, form: str, terminal: Terminal) -> dict[str, Any]:
    question: dict[str, Any] = {
        "files": [{"name": source.name.replace(os.sep, "/"), "text": source.text} for source in sources],
        "sourceKind": _KINDS[given.source] if given.source else None,
        "ownFindings": given.own,
        "recordBaseline": given.write_baseline is not None,
        "format": None if form == "json" else form,
        "color": form == "text" and terminal.has_colors,
        **_kind(given),
    }
    named = {}
    for member, name in (("suppressions", given.suppress), ("baseline", given.baseline)):
        if name is not None:
            question[member] = read(name).text
            named[member] = name
    # a day is over everywhere before a suppression ends
    question["today"] = datetime.now(timezone.utc).date().isoformat()
    try:
        return validate_files(question)
    except IamEvalError as error:
        raise placed(error, named) from None


def _fix(source: Source, given: argparse.Namespace, terminal: Terminal) -> Source:
    """The file with its fixes in it, written where there are any."""
    question = {"policyDocument": source.text, "ownFindings": given.own, **_kind(given)}
    try:
        answer = fix(question)
    except IamEvalError as error:
        raise placed(error, {}, source.name) from None
    if not answer["mended"]:
        return source
    for mended in answer["mended"]:
        terminal.note(f"{source.name}: {mended['title']} ({mended['issueCode']})")
    if source.is_file:
        replace(source.name, answer["text"])
    return Source(source.name, answer["text"].encode())


def _remark(answer: dict[str, Any], given: argparse.Namespace, terminal: Terminal) -> None:
    for file in answer["files"]:
        if "error" in file:
            terminal.complain(f"{file['name']}: {file['error']['message']}")
    for which in ("unused", "expired"):
        for one in answer[f"{which}Suppressions"]:
            start = one["span"]["start"]
            place = f"{given.suppress}:{start['line']}:{start['column']}"
            terminal.note(f"{place}: {which} suppression of {', '.join(one['codes'])} ({one['reason']})")
    counts = answer["counts"]
    found = [_counted(counts[count], name.replace("-", " ")) for name, count in _COUNTS.items() if counts[count]]
    beside = [f"{counts[count]} {count}" for count in ("suppressed", "known", "gone") if counts[count]]
    where = f"{_counted(counts['documents'], 'policy')} of {_counted(counts['files'], 'file')}"
    terminal.note(f"validated {where}: {', '.join(found) or 'nothing found'}" + (f" ({', '.join(beside)})" if beside else ""))


def _counted(number: int, what: str) -> str:
    if number == 1:
        return f"1 {what}"
    return f"{number} {what[:-1]}ies" if what.endswith("y") else f"{number} {what}s"
