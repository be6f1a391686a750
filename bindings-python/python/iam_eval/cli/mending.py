"""Fixes, made in the files that are one policy."""

from __future__ import annotations

from typing import Any, Optional

from .. import IamEvalError
from .._verbs import fix
from .asked_files import TYPES, AskedFiles
from .failure import placed
from .replace import replace
from .terminal import Terminal

_TYPES = {
    "identity": "identity",
    "session": "identity",
    "resource": "resource",
    "trust": "trust",
    "service_control": "scp",
    "resource_control": "rcp",
}
"""What an answer calls a kind, as the command line does."""


def mend(asked: AskedFiles, answer: dict[str, Any], terminal: Terminal) -> int:
    """Makes the fixes of an answer's findings; in how many files there were some."""
    mended = 0
    for file in answer["files"]:
        wanted = [one for document in file["documents"] for one in document["findings"] if one["finding"].get("fixes")]
        if not any("suppressed" not in one for one in wanted):
            continue
        reason = _reason_not_to(file, wanted)
        if reason is not None:
            terminal.note(f"{file['name']}: not mended, as {reason}")
            continue
        mended += _mend(asked, file["name"], file["documents"][0], terminal)
    return mended


def _reason_not_to(file: dict[str, Any], wanted: list[dict[str, Any]]) -> Optional[str]:
    if "error" in file or len(file["documents"]) > 1 or "address" in file["documents"][0]:
        return "it is not one policy and nothing else"
    if any("suppressed" in one for one in wanted):
        return "that would mend what is suppressed, too"
    return None


def _mend(asked: AskedFiles, name: str, document: dict[str, Any], terminal: Terminal) -> bool:
    policy_type, resource_type = TYPES[_TYPES[document["policyType"]]]
    question = {
        "policyDocument": asked.texts[name],
        "ownFindings": asked.question["ownFindings"],
        "policyType": policy_type,
        "validatePolicyResourceType": document.get("validatePolicyResourceType", resource_type),
    }
    try:
        answer = fix(question)
    except IamEvalError as error:
        raise placed(error, {}, name) from None
    if not answer["mended"]:
        return False
    if name in asked.paths:
        replace(asked.paths[name], answer["text"])
    asked.texts[name] = answer["text"]
    for mended in answer["mended"]:
        terminal.note(f"{name}: {mended['title']} ({mended['issueCode']})")
    return True
