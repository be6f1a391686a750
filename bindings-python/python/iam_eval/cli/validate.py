"""What is wrong with the policies in files?

iam-eval validate policy.json
iam-eval validate 'policies/**/*.json' --own default --fail-on warning
iam-eval validate plan.json template.json account.json --format sarif > findings.sarif
iam-eval validate bucket.json --type resource --resource-type AWS::S3::Bucket
iam-eval validate policies/ --suppress suppressions.json --baseline known.json
iam-eval validate policy.json --fix
iam-eval validate - --fix < policy.json > mended.json

The findings of `aws accessanalyzer validate-policy` without asking AWS: same codes, same places. Terraform plans
(`terraform show -json`), CloudFormation templates and what `aws iam get-account-authorization-details` prints are
known for what they are; a file that is none of these is refused, and skipped with a note where it was met in a folder
or by a pattern. `iam-eval explain CODE` says what a code is about. Exit code 0 where nothing is found that matters as
much as --fail-on says, 1 where something is, 2 for bad usage or input.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from . import mending
from .asked_files import AskedFiles, KINDS, TYPES
from .aws_findings import aws_findings
from .failure import Failure
from .replace import replace
from .terminal import Terminal

_COUNTS = {"error": "errors", "security-warning": "securityWarnings", "warning": "warnings", "suggestion": "suggestions"}
"""Of what there may be how many, the worst first."""

_MAX_LISTED = 10
"""More files that hold no policies than these are only counted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="files, folders or patterns with `**`; `-` is stdin")
    parser.add_argument(
        "--exclude", nargs="+", action="extend", default=[], metavar="PATTERN", help="files to leave out, as 'old/**'"
    )
    parser.add_argument(
        "--skip-unknown", action="store_true", help="skip files that hold no policies, even if they are named"
    )
    parser.add_argument(
        "--type",
        choices=tuple(TYPES),
        help="of which kind files are that are policies; unless said, identity policies where they name no principals, "
        "else resource policies or trust policies",
    )
    parser.add_argument("--resource-type", metavar="TYPE", help="what a resource policy is attached to, as AWS::S3::Bucket")
    parser.add_argument("--source", choices=tuple(KINDS), help="what the files are; seen from each unless said")
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
    parser.add_argument(
        "--fix",
        action="store_true",
        help="make every certain fix in files that are one policy, in place; of `-` the mended text is printed, and "
        "what is left to say stands beside it",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "sarif", "github", "gitlab", "aws"),
        help="text to a terminal, else JSON, unless said; `github` prints annotations, `gitlab` a code quality report, "
        "`aws` what the AWS CLI prints for one policy",
    )


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Validates."""
    is_filter = given.fix and "-" in given.files
    if is_filter and given.files != ["-"]:
        raise Failure("expected `-` alone beside --fix, found other files")
    if is_filter and given.format not in (None, "text"):
        raise Failure(f"expected the mended policy alone on the standard output, found --format {given.format}")
    form = "text" if is_filter else given.format or ("json" if terminal.wants_json(None) else "text")
    asked = AskedFiles.read(given)
    colors = form == "text" and terminal.has_colors and not is_filter
    answer = asked.ask(form, colors)
    mended = mending.mend(asked, answer, terminal) if given.fix else 0
    if mended:
        answer = asked.ask(form, colors)
    if given.write_baseline is not None:
        replace(given.write_baseline, answer.pop("baseline") + "\n")
    if is_filter:
        terminal.put("".join(asked.texts.values()))
        _show(answer, "text", terminal.complain)
    else:
        _show(answer, form, terminal.write)
    _remark(answer, given, terminal)
    return _code(answer["counts"], given.fail_on)


def _show(answer: dict[str, Any], form: str, write: Any) -> None:
    text = answer.pop("text", None)
    if form == "json":
        write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    elif form == "aws":
        if not answer["counts"]["failed"]:
            write(aws_findings(answer))
    elif text:
        write(text.rstrip("\n"))


def _code(counts: dict[str, int], fail_on: str) -> int:
    if counts["failed"]:
        return 2
    if fail_on == "never":
        return 0
    grave = list(_COUNTS.values())[: list(_COUNTS).index(fail_on) + 1]
    return 1 if any(counts[count] for count in grave) else 0


def _remark(answer: dict[str, Any], given: argparse.Namespace, terminal: Terminal) -> None:
    skipped = [_placed(file) for file in answer["files"] if file.get("skipped")]
    for text in skipped[:_MAX_LISTED]:
        terminal.note(f"skipped: {text}")
    if len(skipped) > _MAX_LISTED:
        terminal.note(f"skipped: {len(skipped) - _MAX_LISTED} more")
    for file in answer["files"]:
        if "error" in file and not file.get("skipped"):
            terminal.complain(_placed(file))
    for which in ("unused", "expired"):
        for one in answer[f"{which}Suppressions"]:
            start = one["span"]["start"]
            place = f"{given.suppress}:{start['line']}:{start['column']}"
            terminal.note(f"{place}: {which} suppression of {', '.join(one['codes'])} ({one['reason']})")
    if given.type is None:
        _remark_types(answer, terminal)
    counts = answer["counts"]
    found = [_counted(counts[count], name.replace("-", " ")) for name, count in _COUNTS.items() if counts[count]]
    beside = [f"{counts[count]} {count}" for count in ("suppressed", "known", "gone", "skipped", "failed") if counts[count]]
    where = f"{_counted(counts['documents'], 'policy')} of {_counted(counts['files'], 'file')}"
    terminal.note(f"validated {where}: {', '.join(found) or 'nothing found'}" + (f" ({', '.join(beside)})" if beside else ""))


def _placed(file: dict[str, Any]) -> str:
    """`file:line:column: message`, of a file that was not looked at."""
    name, error = file["name"], file["error"]
    message = str(error["message"]).replace(f"{name}: ", "", 1)
    if "line" not in error:
        return f"{name}: {message}"
    place = f"line {error['line']}, column {error['column']}"
    return f"{name}:{error['line']}:{error['column']}: {message.replace(f' ({place})', '', 1)}"


def _remark_types(answer: dict[str, Any], terminal: Terminal) -> None:
    """Says which kind nobody said and the principals tell."""
    for policy_type, called in (("resource", "a resource policy"), ("trust", "a trust policy")):
        taken = [
            file["name"]
            for file in answer["files"]
            for document in file["documents"]
            if document["policyType"] == policy_type and document.get("address", "[").startswith("[")
        ]
        if taken:
            more = f" and {len(taken) - 1} more" if len(taken) > 1 else ""
            terminal.note(f"taken for {called}, as it names principals: {taken[0]}{more} (--type says otherwise)")


def _counted(number: int, what: str) -> str:
    if number == 1:
        return f"1 {what}"
    return f"{number} {what[:-1]}ies" if what.endswith("y") else f"{number} {what}s"
