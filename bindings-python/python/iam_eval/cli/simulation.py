"""The input of a simulation, from the flags of the AWS CLI."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any, Optional

from . import shorthand
from .failure import Failure
from .source import Source, read


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `aws iam simulate-custom-policy`, and ours."""
    many: dict[str, Any] = {"nargs": "+", "metavar": "POLICY"}
    parser.add_argument("--policy-input-list", **many, help="the identity policies")
    parser.add_argument("--action-names", nargs="+", metavar="ACTION", help="the actions, such as s3:ListBucket")
    parser.add_argument("--resource-arns", nargs="+", metavar="ARN", help="the resources; `*` unless given")
    parser.add_argument(
        "--context-entries",
        nargs="+",
        metavar="ENTRY",
        help="ContextKeyName=…,ContextKeyValues=a,b,ContextKeyType=string, or JSON",
    )
    parser.add_argument("--permissions-boundary-policy-input-list", **many, help="the permissions boundary")
    parser.add_argument("--resource-policy", metavar="POLICY", help="the resource's policy; needs --caller-arn")
    parser.add_argument("--resource-owner", metavar="ARN", help="an IAM ARN of the account that owns the resource")
    parser.add_argument("--caller-arn", metavar="ARN", help="who asks: a user, role or group")
    parser.add_argument("--caller-account", metavar="ACCOUNT", help="ours: the account that would sign the call")
    parser.add_argument(
        "--ordered-organization-policy-input-list", metavar="JSON", help="the service control policies of all levels"
    )
    parser.add_argument(
        "--service-control-policy-input-list",
        **many,
        action="append",
        help="ours: those of one level; once for each, from the root down",
    )
    parser.add_argument("--resource-handling-option", metavar="OPTION", help="a scenario of ec2:RunInstances")
    parser.add_argument("--max-items", type=int, metavar="NUMBER", help="at most so many actions; all unless given")
    parser.add_argument("--marker", "--starting-token", metavar="MARKER", help="what the page before ended with")
    parser.add_argument(
        "--cli-input-json",
        metavar="FILE",
        help="the whole input as JSON, or its file; `-` is stdin; flags come before it",
    )
    parser.add_argument("--format", choices=("json", "text"), help="text to a terminal, else JSON, unless said")


@dataclass(frozen=True)
class Simulation:
    """What is asked, and where each policy came from, by the name that AWS has for it."""

    input: dict[str, Any]
    sources: dict[str, Source]
    place: Optional[str]


def build(given: argparse.Namespace) -> Simulation:
    """The input that the flags make."""
    said: dict[str, Any] = {}
    place: Optional[str] = None
    if given.cli_input_json is not None:
        whole = _source("--cli-input-json", given.cli_input_json)
        place, said = whole.name, whole.json()
        if not isinstance(said, dict):
            raise Failure(f"{place}: expected a JSON object")
    sources: dict[str, Source] = {}
    _put_policies(said, sources, given, place)
    if given.context_entries is not None:
        said["ContextEntries"] = [entry for text in given.context_entries for entry in _entries(text)]
    for name in ("action_names", "resource_arns", "resource_owner", "caller_arn", "caller_account",
                 "resource_handling_option", "max_items", "marker"):  # fmt: skip
        value = getattr(given, name)
        if value is not None:
            said["".join(word.capitalize() for word in name.split("_"))] = value
    if not said.get("ActionNames"):
        raise Failure("expected at least one action; give --action-names")
    return Simulation(said, sources, place)


def _put_policies(
    said: dict[str, Any], sources: dict[str, Source], given: argparse.Namespace, place: Optional[str]
) -> None:
    def put(name: str, flag: str, arguments: Optional[list[str]], members: dict[str, Any]) -> None:
        member = name if name in ("PolicyInputList", "PermissionsBoundaryPolicyInputList") else _LEVEL
        if arguments is not None:
            found = [source for argument in arguments for source in _list(flag, argument)]
            members[member] = [source.text for source in found]
        else:
            texts = members.get(member)
            found = [_inner(text, place, name) for text in texts] if isinstance(texts, list) else []
        sources.update({f"{name}.{at}": source for at, source in enumerate(found, 1)})

    put("PolicyInputList", "--policy-input-list", given.policy_input_list, said)
    boundary = "--permissions-boundary-policy-input-list"
    put("PermissionsBoundaryPolicyInputList", boundary, given.permissions_boundary_policy_input_list, said)
    organization = "OrderedOrganizationPolicyInputList"
    if given.ordered_organization_policy_input_list is not None:
        flag = "--ordered-organization-policy-input-list"
        said[organization] = _source(flag, given.ordered_organization_policy_input_list).json()
    levels = given.service_control_policy_input_list
    if levels is not None:
        said[organization] = [{} for _ in levels]
    given_levels = said.get(organization)
    for at, level in enumerate(given_levels if isinstance(given_levels, list) else []):
        if isinstance(level, dict):
            put(
                f"{organization}.{at + 1}", "--service-control-policy-input-list", levels[at] if levels else None, level
            )
    if given.resource_policy is not None:
        source = _source("--resource-policy", given.resource_policy)
        said["ResourcePolicy"], sources["ResourcePolicy"] = source.text, source
    elif isinstance(said.get("ResourcePolicy"), str):
        sources["ResourcePolicy"] = _inner(said["ResourcePolicy"], place, "ResourcePolicy")


_LEVEL = "ServiceControlPolicyInputList"


def _inner(text: Any, place: Optional[str], name: str) -> Source:
    data = text.encode("utf-8", "replace") if isinstance(text, str) else b""
    return Source(f"{place}: {name}", data)


def _source(flag: str, argument: str) -> Source:
    """The text of an argument: itself where it is JSON, else that of the file it names."""
    if argument.lstrip()[:1] in ("{", "["):
        return Source(flag, argument.encode("utf-8", "replace"))
    return read(argument[len("file://") :] if argument.startswith("file://") else argument)


def _list(flag: str, argument: str) -> list[Source]:
    """The policies of an argument: one, or a JSON list of some."""
    source = _source(flag, argument)
    if source.data.lstrip()[:1] != b"[":
        return [source]
    texts = source.json()
    if not all(isinstance(text, str) for text in texts):
        raise Failure(f"{source.name}: expected a list of policies, each as text")
    return [Source(source.name, text.encode("utf-8", "replace")) for text in texts]


def _entries(argument: str) -> list[Any]:
    source = Source("--context-entries", argument.encode("utf-8", "replace"))
    if argument.startswith("file://"):
        source = read(argument[len("file://") :])
    start = source.text.lstrip()[:1]
    if start == "[":
        return list(source.json())
    return [source.json() if start == "{" else shorthand.read(source.text)]
