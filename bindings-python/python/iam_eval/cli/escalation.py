"""By which known paths can a caller gain access that was not given to it?

iam-eval escalation --identity developer.json --boundary boundary.json --scp root.json

Each path with the requests that make it; denials, the boundary, service control policies, resources and conditions
count. Exit code 0 where no path is open, 1 where one is or it is undecided, 2 for bad usage or input.
"""

from __future__ import annotations

import argparse
import json

from .. import IamEvalError, Request
from .._verbs import escalation_paths
from . import policies
from .failure import placed
from .terminal import Terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    policies.add_binding_arguments(parser)
    parser.add_argument("--format", choices=("json", "text"), help="text to a terminal, else JSON, unless said")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Answers."""
    layers = policies.read_binding(given)
    try:
        answer = escalation_paths({"policies": layers.documents})
    except IamEvalError as error:
        raise placed(error, layers.names) from None
    if terminal.wants_json(given.format):
        terminal.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    else:
        for path in answer["found"]:
            terminal.say_in("red", f"{path['id']} ({path['category']})")
            for request in path["requests"]:
                terminal.write(f"  {Request(request)}")
        for path in answer["undecided"]:
            terminal.say_in("cyan", f"{path['id']}: {path['why']}")
    found, doubt = len(answer["found"]), len(answer["undecided"])
    undecided = f", {doubt} undecided" if doubt else ""
    terminal.note(f"looked for the paths known as of {answer['pathsDate']}: {found} open{undecided}")
    return 1 if found or doubt else 0
