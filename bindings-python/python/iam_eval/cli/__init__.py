"""The console script `iam-eval`: questions about policies in files.

Exit code 0 where all is clean or allowed, 1 where something is not allowed or would change, 2 for bad
usage or input.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Optional

from .. import __version__
from . import source
from .failure import Failure
from .terminal import Terminal

SUBCOMMANDS = {
    "check": "does a policy grant more than it may?",
    "diff": "what does a change of a policy add, and what does it remove?",
    "effective": "which policy grants exactly what layers grant together?",
    "escalation": "by which known paths can a caller gain access that was not given to it?",
    "evaluate": "is a request allowed, or which of many?",
    "explain": "why is a request allowed or not, or what is the check of a code about?",
    "external": "who outside a zone of trust does the policy of a resource let through?",
    "format": "how is a policy written canonically?",
    "generate": "which policy grants exactly what was used?",
    "simulate": "what would AWS's policy simulator answer?",
    "validate": "what is wrong with the policies in files?",
    "who-can": "who can do something to a resource?",
}
"""All there are, and what each answers: a module of that name with `add_arguments` and `run`."""


def parser(chosen: Optional[str] = None) -> argparse.ArgumentParser:
    """What may be said; of subcommands with what each takes, or of the chosen one alone."""
    whole = argparse.ArgumentParser(
        prog="iam-eval", description="Is this request allowed? Reasoning about AWS IAM policies without calling AWS."
    )
    whole.add_argument("--version", action="version", version=f"iam-eval {__version__}")
    several = whole.add_subparsers(metavar="SUBCOMMAND", required=True)
    for name, answers in SUBCOMMANDS.items():
        one = several.add_parser(name, help=answers)
        if chosen in (None, name):
            module = import_module(f".{name.replace('-', '_')}", __package__)
            one.description = module.__doc__
            one.formatter_class = argparse.RawDescriptionHelpFormatter
            module.add_arguments(one)
            one.set_defaults(run=module.run)
    return whole


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Does what the command line says; the exit code."""
    terminal = Terminal()
    source.begin()
    try:
        said = sys.argv[1:] if arguments is None else arguments
        # the modules of the others would only take time
        given = parser(next((word for word in said if not word.startswith("-")), "")).parse_args(said)
        code: int = given.run(given, terminal)
        terminal.finish()
    except Failure as failure:
        terminal.complain(str(failure))
        code = 2
    except KeyboardInterrupt:
        code = 130
    except Exception:
        # a fault of ours: the code that says "denied" would be a lie
        terminal.complain(traceback.format_exc().rstrip())
        code = 2
    finally:
        # of what argparse printed, too
        terminal.let_go()
    return code
