"""Which policy grants exactly what was used?

Reads CloudTrail, in any form AWS hands it out, and prints the policy for a principal. Without --principal
it takes the only one there is, or lists all.

  iam-eval generate 'logs/**/*.json.gz' --principal arn:aws:iam::111122223333:role/orders-api
  iam-eval generate logs --principal … --current policy.json --boundary boundary.json --format text

Exit code 0 where the policy grants all that was used, fits its quota and stays within the current policies,
as far as these are given; 1 where one of this is not so.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from .. import IamEvalError, Usage
from . import logs
from .failure import Failure, placed
from .source import Source, read
from .terminal import Terminal

_MOST_LISTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    logs.add_arguments(parser)
    group = parser.add_argument_group("policy")
    group.add_argument("--principal", nargs="+", action="extend", metavar="ARN", help="whose usage: roles or users")
    group.add_argument("--current", nargs="+", metavar="FILE", help="the identity policies that bind it today")
    group.add_argument("--boundary", metavar="FILE", help="its permissions boundary")
    group.add_argument(
        "--scp", nargs="+", action="append", metavar="FILE", help="service control policies: once for each level"
    )
    group.add_argument("--actions", choices=("exact", "accessLevel", "service"), help="how far actions may go; exact")
    group.add_argument(
        "--resources", choices=("exact", "suffix", "type", "any"), help="how far resources may go; exact unless given"
    )
    group.add_argument(
        "--quota",
        choices=(
            "managed", "roleInline", "userInline", "groupInline", "serviceControl", "permissionSet", "session", "none",
        ),
        help="how large a policy may be; managed unless given",
    )  # fmt: skip
    group.add_argument(
        "--max-resources",
        choices=("exact", "suffix", "type", "any"),
        help="how far resources may go where the policy would else be larger than its quota",
    )
    group.add_argument("--compact", action="store_true", help="write actions that were all used as one with a *")
    group.add_argument(
        "--condition", nargs="+", action="extend", metavar="KEY", help="keys whose conditions all events meet to put in"
    )
    group.add_argument(
        "--network",
        nargs="+",
        action="extend",
        metavar="CIDR",
        help="networks that aws:SourceIp may be suggested for, such as 203.0.113.0/24",
    )
    group.add_argument(
        "--template",
        choices=("aws", "terraform", "cloudFormation"),
        help="write partition, region and account of ARNs as a template has them, for any account",
    )
    group.add_argument("--clip", action="store_true", help="leave out what the current policies do not grant")
    group.add_argument("--dependent", action="store_true", help="put in what AWS documents as also needed")
    parser.add_argument(
        "--format",
        choices=("policy", "json", "terraform", "text"),
        default="policy",
        help="the policy, all that is known of it, Terraform, or words; the policy unless given",
    )


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Generates."""
    current, sources = _current(given)
    usage = logs.read(given, terminal)
    principals = given.principal or _only(usage)
    try:
        made = usage.synthesize(
            principals,
            current=current or None,
            actions=given.actions,
            resources=given.resources,
            quota=given.quota,
            max_resources=given.max_resources,
            compact_actions="closedWorld" if given.compact else None,
            apply_conditions=given.condition,
            networks=given.network,
            template_arns=given.template,
            clips=given.clip,
            includes_dependent=given.dependent,
        )
    except IamEvalError as error:
        raise placed(error, {place: source.name for place, source in sources.items()}) from None
    terminal.write(_shown(made, given.format))
    _note(usage, made, terminal)
    left_out = made["withinCurrent"]["outsideCurrent"] if given.clip else []
    is_covered = made["coverage"]["proof"] == "proved" or all(use in left_out for use in made["coverage"]["uncovered"])
    is_within = made["withinCurrent"]["result"] in ("proved", "not_given")
    return 0 if is_covered and is_within and made["fits"] else 1


def _current(given: argparse.Namespace) -> tuple[dict[str, Any], dict[str, Source]]:
    sources: dict[str, Source] = {}

    def text(place: str, name: str) -> str:
        sources[place] = read(name)
        return sources[place].text

    current: dict[str, Any] = {}
    if given.current is not None:
        current["identity"] = [text(f"identity[{at}]", name) for at, name in enumerate(given.current)]
    if given.boundary is not None:
        current["permissionsBoundary"] = text("permissions_boundary", given.boundary)
    if given.scp is not None:
        current["serviceControl"] = [
            [text(f"service_control[{level}][{at}]", name) for at, name in enumerate(names)]
            for level, names in enumerate(given.scp)
        ]
    return current, sources


def _only(usage: Usage) -> list[str]:
    principals = usage.principals
    if len(principals) == 1:
        return principals
    listed = "".join(f"\n  {principal}" for principal in principals[:_MOST_LISTED])
    more = f"\n  and {len(principals) - _MOST_LISTED} more" if len(principals) > _MOST_LISTED else ""
    raise Failure(f"expected --principal, one or more of the {len(principals)} in the logs:{listed}{more}")


def _shown(made: dict[str, Any], wanted: str) -> str:
    if wanted == "json":
        return json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    if wanted in ("terraform", "text"):
        return str(made["report" if wanted == "text" else wanted]).rstrip("\n")
    if made.get("templates"):
        return "\n".join(made["templates"])
    documents = [policy["document"] for policy in made["policies"]]
    return json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False, indent=2)


def _note(usage: Usage, made: dict[str, Any], terminal: Terminal) -> None:
    stats, coverage, within = usage.stats, made["coverage"], made["withinCurrent"]
    terminal.note(
        f"read {stats['records']} events, {stats['bad']} elements that are none; "
        f"{coverage['covered']} of {coverage['used']} uses granted"
    )
    if within["result"] == "refuted":
        terminal.note(f"{len(within['outsideCurrent'])} uses are not granted by the current policies")
    if within["result"] == "undecided":
        terminal.note(f"{len(within['undecided'])} grants could not be compared with the current policies")
    if not made["fits"]:
        terminal.note("the policy is larger than its quota")
    unmapped = sum(stats["unmapped"]["names"].values())
    if unmapped:
        terminal.note(f"{unmapped} events are of no action that is known")
