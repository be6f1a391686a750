"""Uses all of the package as its users' checkers see it: `mypy --strict tests/typing`."""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Iterator
from typing import Optional

import iam_eval
from iam_eval import (
    ABSENT,
    PRESENT,
    UNKNOWN,
    ConditionReport,
    DecidedBy,
    Decision,
    Decisions,
    IamEvalError,
    LayerReport,
    Policy,
    PolicySet,
    Request,
    StatementOutline,
)

version: str = iam_eval.__version__
text: str = iam_eval.call("version", "{}")

policy: Policy = Policy.parse({"Statement": {}}, profile="lenient", limits={"max_bytes": 1 << 20})
strict: Policy = Policy.parse(b"{}", policy_type="service_control", position_encoding="utf16")
remarks: object = Policy.lint("{}")["remarks"]
statements: tuple[StatementOutline, ...] = policy.statements
first: Optional[str] = statements[0].sid
line: int = policy.outline().statements[0].span.start.line
source: str = policy.source + policy.format() + policy.format(pretty=False) + str(policy)

policies = PolicySet(
    identity=[policy, "{}", b"{}", {"Statement": []}],
    permissions_boundary=policy,
    session=UNKNOWN,
    service_control=[[policy], policy, ["{}", {}]],
    resource_control=UNKNOWN,
    resource="{}",
    vpc_endpoint=b"{}",
    trust={},
    limits={},
    position_encoding="utf8",
)

request = Request("s3:GetObject", "*", principal={"type": "Root", "account": "111122223333"})
from_dict = Request({"action": "s3:GetObject"})
decision: Decision = policies.evaluate(request)
decision = policies.evaluate({"action": "s3:GetObject"})
decision = policies.evaluate(
    "s3:GetObject",
    "arn:aws:s3:::b/k",
    principal="arn:aws:iam::111122223333:user/ann",
    context={
        "a": "text",
        "b": True,
        "c": 1,
        "d": 1.5,
        "e": ["x", 1],
        "f": {"x", "y"},
        "g": datetime.datetime.now(datetime.timezone.utc),
        "h": ipaddress.ip_address("203.0.113.7"),
        "i": UNKNOWN,
        "j": PRESENT,
        "k": ABSENT,
        "l": {"absent": True},
    },
    resource_account="111122223333",
    resource_in_management_account=False,
    context_mode="open",
    grants=[{"granteePrincipal": "x", "operations": ["Decrypt"]}],
    called_via=("s3.amazonaws.com",),
    override=True,
)

if decision.answer == "explicitDeny" and not decision:
    by: Optional[DecidedBy] = decision.decided_by
    layers: tuple[LayerReport, ...] = decision.layers
    conditions: tuple[ConditionReport, ...] = layers[0].statements[0].conditions
    words: str = decision.reason + decision.explain() + decision.to_json()
    places: list[int] = [statement.span.start.offset for statement in decision.statements]
    keys: tuple[str, ...] = decision.missing_keys

decisions: Decisions = policies.evaluate_many([request, {"action": "s3:GetObject"}])
decisions = policies.evaluate_many("[]")
decisions = policies.evaluate_many(Request(f"s3:{name}") for name in ("A", "B"))
one: Decision = decisions[0]
some: Decisions = decisions[1:]
every: Iterator[Decision] = iter(decisions)
allowed: list[bool] = decisions.allowed
count: int = decisions.count("allowed") + len(decisions)

try:
    iam_eval.simulate({"ActionNames": ["s3:GetObject"]})
except IamEvalError as error:
    where: tuple[Optional[int], Optional[int], Optional[int]] = (error.line, error.column, error.offset)
    path: list[Optional[int]] = [step.index for step in error.path]

# what a checker must refuse: an unused `ignore` is an error
Policy.parse("{}", profile="lint")  # type: ignore[arg-type]
PolicySet(identities=[])  # type: ignore[call-arg]
policies.evaluate("s3:GetObject", contexts={})  # type: ignore[call-overload]
decisions.count("denied")  # type: ignore[arg-type]
decision.answer = "allowed"  # type: ignore[misc]
