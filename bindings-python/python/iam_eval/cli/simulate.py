"""What would AWS's policy simulator answer?

The flags are those of `aws iam simulate-custom-policy`, and so is the JSON, as --no-paginate prints it.
A policy is its JSON, `file://NAME`, or the name of a file.

  iam-eval simulate --policy-input-list file://admin.json --action-names s3:GetObject iam:DeleteUser
  iam-eval simulate --cli-input-json question.json
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from .. import IamEvalError, simulate
from . import simulation_table
from .failure import Failure
from .simulation import Simulation, add_arguments, build
from .terminal import Terminal

__all__ = ["add_arguments", "run"]


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Simulates."""
    asked = build(given)
    answer = _all_pages(asked)
    results = answer["EvaluationResults"]
    if terminal.wants_json(given.format):
        terminal.write(json.dumps(answer, ensure_ascii=False, indent=4))
    else:
        simulation_table.show(asked, answer, terminal)
    allowed = sum(result["EvalDecision"] == "allowed" for result in results)
    terminal.note(f"simulated {len(results)} action{'' if len(results) == 1 else 's'}: {allowed} allowed")
    return 0 if allowed == len(results) else 1


def _all_pages(asked: Simulation) -> dict[str, Any]:
    """As the AWS CLI does, asks for the pages that are left unless only some were wanted."""
    wants_all = not {"MaxItems", "Marker"} & asked.input.keys()
    answer = _page(asked, asked.input)
    while wants_all and answer["IsTruncated"]:
        following = _page(asked, {**asked.input, "Marker": answer["Marker"]})
        following["EvaluationResults"] = answer["EvaluationResults"] + following["EvaluationResults"]
        answer = following
    return answer


def _page(asked: Simulation, question: dict[str, Any]) -> dict[str, Any]:
    try:
        return simulate(question)
    except IamEvalError as error:
        raise _failure(asked, error) from None


def _failure(asked: Simulation, error: IamEvalError) -> Failure:
    """AWS's words, and where a policy could not be read."""
    if error.code == "bad-input":
        # its place is one in the text that the flags were put together to
        message = error.message.replace(f" (line {error.line}, column {error.column})", "", 1)
        return Failure(f"{asked.place}: {message}" if asked.place else message)
    principal = "PolicySourceArn" in asked.input
    operation = "SimulatePrincipalPolicy" if principal else "SimulateCustomPolicy"
    said = error.message
    where = ""
    if error.policy is not None and error.line is not None:
        said, _, why = said.partition(f": {error.policy}: ")
        why = why.replace(f" (line {error.line}, column {error.column})", "", 1)
        file = asked.sources[error.policy].name if error.policy in asked.sources else error.policy
        where = f"{file}:{error.line}:{error.column}: {why}\n"
    return Failure(f"{where}An error occurred ({error.code}) when calling the {operation} operation: {said}")
