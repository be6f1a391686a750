"""Findings as `aws accessanalyzer validate-policy` prints them."""

from __future__ import annotations

import json
from typing import Any

from .failure import Failure

_MEMBERS = ("findingDetails", "findingType", "issueCode", "learnMoreLink", "locations")
"""Source: IAM Access Analyzer, API reference, `ValidatePolicyFinding`."""


def aws_findings(answer: dict[str, Any]) -> str:
    """What the AWS CLI prints for the one policy of an answer. Raises `Failure` where there are more or fewer."""
    documents = [document for file in answer["files"] for document in file["documents"]]
    if len(documents) != 1:
        raise Failure(f"expected one policy beside --format aws, found {len(documents)}")
    findings = [
        {member: one["finding"][member] for member in _MEMBERS if member in one["finding"]}
        for one in documents[0]["findings"]
        if "suppressed" not in one and not one.get("known")
    ]
    return json.dumps({"findings": findings}, ensure_ascii=False, indent=4)
