"""Is this request allowed? Reasoning about AWS IAM policies without calling AWS.

>>> from iam_eval import PolicySet
>>> admin = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
>>> boundary = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
>>> policies = PolicySet(identity=[admin], permissions_boundary=boundary)
>>> decision = policies.evaluate("iam:DeleteUser", "arn:aws:iam::111122223333:user/bob")
>>> if not decision:
...     print(decision.reason)
denied: no statement of the permissions boundary allows it
"""

from __future__ import annotations

from collections.abc import Sequence as _Sequence
from typing import Final

from ._errors import IamEvalError, InputError, LimitError, ParseError
from ._marks import ABSENT, PRESENT, UNKNOWN, Mark
from ._native import Catalog, Decision, Decisions, PathFilter, Policy, PolicySet, Request, Usage, UsageReader, call
from ._outline import (
    ConditionOutline,
    ElementOutline,
    PlacedPrincipal,
    PlacedText,
    PolicyOutline,
    PrincipalOutline,
    StatementOutline,
)
from ._places import PathElement, Position, Span, Substring
from ._report import (
    ConditionReport,
    DecidedBy,
    DecidingStatement,
    Dependency,
    LayerReport,
    StatementReport,
)
from ._verbs import (
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
    check_statements,
    denied,
    describe_checks,
    diff,
    effective,
    escalation_paths,
    evaluate,
    evaluate_many,
    expand,
    explain,
    external_access,
    fix,
    minimize,
    parse,
    read_usage,
    refine,
    render,
    simulate,
    synthesize,
    unused,
    validate,
    validate_files,
    version,
    what_can,
    who_can,
)
from ._verbs import format as format

_Sequence.register(Decisions)

__version__: Final[str] = version()["version"]

# `format` is not among them: `import *` would put it in the place of Python's own
__all__ = [
    "ABSENT",
    "PRESENT",
    "UNKNOWN",
    "Catalog",
    "ConditionOutline",
    "ConditionReport",
    "DecidedBy",
    "DecidingStatement",
    "Decision",
    "Decisions",
    "Dependency",
    "ElementOutline",
    "IamEvalError",
    "InputError",
    "LayerReport",
    "LimitError",
    "Mark",
    "ParseError",
    "PathElement",
    "PathFilter",
    "PlacedPrincipal",
    "PlacedText",
    "Policy",
    "PolicyOutline",
    "PolicySet",
    "Position",
    "PrincipalOutline",
    "Request",
    "Span",
    "StatementOutline",
    "StatementReport",
    "Substring",
    "Usage",
    "UsageReader",
    "call",
    "check_access_not_granted",
    "check_no_new_access",
    "check_no_public_access",
    "check_statements",
    "denied",
    "describe_checks",
    "diff",
    "effective",
    "escalation_paths",
    "evaluate",
    "evaluate_many",
    "expand",
    "explain",
    "external_access",
    "fix",
    "minimize",
    "parse",
    "read_usage",
    "refine",
    "render",
    "simulate",
    "synthesize",
    "unused",
    "validate",
    "validate_files",
    "version",
    "what_can",
    "who_can",
]
