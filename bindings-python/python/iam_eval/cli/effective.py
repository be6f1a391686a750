"""Which policy grants exactly what layers grant together?

iam-eval effective --identity admin.json --boundary boundary.json --scp root.json --scp unit.json

The policy is proved to grant nothing that the layers do not. Exit code 0 where it is proved to grant all that they
do, 1 where it may grant less, 2 for bad usage or input.
"""

from __future__ import annotations

import argparse
import json

from .. import IamEvalError, Request
from .._verbs import effective
from . import policies
from .failure import placed
from .terminal import Terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    policies.add_binding_arguments(parser)
    parser.add_argument(
        "--format", choices=("policy", "json"), default="policy", help="the policy alone, or all that is said of it"
    )


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Answers."""
    layers = policies.read_binding(given)
    try:
        answer = effective({"policies": layers.documents})
    except IamEvalError as error:
        raise placed(error, layers.names) from None
    if given.format == "json":
        terminal.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    elif answer["text"] is not None:
        terminal.write(answer["text"])
    what = "nothing is granted" if answer["text"] is None else "granted is what the policy says"
    if answer["isExact"]:
        terminal.note(f"{what}: proved to be all that the layers grant together")
        return 0
    left = f"; left out: {Request(answer['leftOut'])}" if "leftOut" in answer else ""
    terminal.note(f"{what}, and maybe more: {'; '.join(answer['reasons'])}{left}")
    return 1
