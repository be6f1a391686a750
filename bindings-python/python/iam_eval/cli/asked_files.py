"""Files to validate, and the question about them."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Optional

from .. import IamEvalError
from .._verbs import validate_files
from .failure import Failure, placed
from .paths import select, spelled
from .source import read

TYPES: dict[str, tuple[str, Optional[str]]] = {
    "identity": ("IDENTITY_POLICY", None),
    "resource": ("RESOURCE_POLICY", None),
    "trust": ("RESOURCE_POLICY", "AWS::IAM::AssumeRolePolicyDocument"),
    "scp": ("SERVICE_CONTROL_POLICY", None),
    "rcp": ("RESOURCE_CONTROL_POLICY", None),
}
"""Kinds of policies, as the verbs have them."""

KINDS = {
    "policy": "policy",
    "terraform": "terraform",
    "cloudformation": "cloud-formation",
    "account-details": "account-details",
}
"""Kinds of files, as the verbs have them."""

_SUFFIXES = (".json", ".yaml", ".yml", ".template")
"""What is read of a folder."""


@dataclass
class AskedFiles:
    """Texts by the names that answers have for them."""

    question: dict[str, Any]
    """All that is asked of them alike."""
    named: dict[str, str]
    """The files of members of the question."""
    texts: dict[str, str]
    paths: dict[str, str]
    """Where each text stands, but for what no file holds."""
    met: set[str]
    """Those that nobody named."""
    refused: list[dict[str, Any]]
    """Those that cannot be read, as an answer has them."""

    @classmethod
    def read(cls, given: argparse.Namespace) -> AskedFiles:
        """Reads what the command line names. Raises `Failure` where that is nothing."""
        asked = cls(_question(given), {}, {}, {}, set(), [])
        for member, name in (("suppressions", given.suppress), ("baseline", given.baseline)):
            if name is not None:
                asked.question[member] = read(name).text
                asked.named[member] = name
        here = os.path.join(os.getcwd(), "")
        known: dict[str, bool] = {}
        for file in select(given.files, given.exclude, _SUFFIXES):
            known[file.name] = known.get(file.name, True) and file.is_met
        for path, is_met in known.items():
            asked._add(path, _name(path, here), is_met or given.skip_unknown)
        if not known:
            raise Failure("expected files to validate, found none")
        return asked

    def _add(self, path: str, name: str, is_met: bool) -> None:
        try:
            source = read(path)
            self.texts[name if source.is_file else source.name] = source.text
        except Failure as failure:
            # the other files are none the worse for it
            error = {"type": "InputError", "code": "unreadable", "message": str(failure)}
            self.refused.append({"name": name, "documents": [], "error": error})
            return
        if source.is_file:
            self.paths[name] = path
        if is_met:
            self.met.add(name)

    def ask(self, form: str, colors: bool) -> dict[str, Any]:
        """What is wrong with them, with the text that `form` has."""
        files = [{"name": name, "text": text, "isMet": name in self.met} for name, text in self.texts.items()]
        is_rendered = form not in ("json", "aws")
        question = {**self.question, "files": files, "format": form if is_rendered else None, "color": colors}
        try:
            answer = validate_files(question)
        except IamEvalError as error:
            raise placed(error, self.named) from None
        answer["files"] += self.refused
        answer["counts"]["files"] += len(self.refused)
        answer["counts"]["failed"] += len(self.refused)
        return answer


def _question(given: argparse.Namespace) -> dict[str, Any]:
    policy_type, resource_type = TYPES[given.type] if given.type else (None, None)
    if given.resource_type is not None:
        if given.type != "resource":
            raise Failure("expected --type resource beside --resource-type")
        resource_type = given.resource_type
    return {
        "policyType": policy_type,
        "validatePolicyResourceType": resource_type,
        "sourceKind": KINDS[given.source] if given.source else None,
        "ownFindings": given.own,
        "recordBaseline": given.write_baseline is not None,
        # a day is over everywhere before a suppression ends
        "today": datetime.now(timezone.utc).date().isoformat(),
    }


def _name(path: str, here: str) -> str:
    """The same from every folder's copy: below the folder one is in, without the way to there."""
    name = os.path.normpath(path)
    if name.startswith(here):
        name = name[len(here) :]
    return spelled(name)
