"""The console script `iam-eval`: questions about policies in files.

Exit code 0 where all is clean or allowed, 1 where something is not allowed or would change, 2 for bad
usage or input.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Optional

from .. import __version__
from . import evaluate, explain, format, simulate
from .failure import Failure
from .terminal import Terminal

SUBCOMMANDS = (evaluate, explain, format, simulate)
"""All there are: a subcommand is a module with `NAME`, `HELP`, `add_arguments` and `run`."""


def parser() -> argparse.ArgumentParser:
    """What may be said."""
    whole = argparse.ArgumentParser(
        prog="iam-eval", description="Is this request allowed? Reasoning about AWS IAM policies without calling AWS."
    )
    whole.add_argument("--version", action="version", version=f"iam-eval {__version__}")
    several = whole.add_subparsers(metavar="SUBCOMMAND", required=True)
    for module in SUBCOMMANDS:
        one = several.add_parser(module.NAME, help=module.HELP, description=module.__doc__)
        one.formatter_class = argparse.RawDescriptionHelpFormatter
        module.add_arguments(one)
        one.set_defaults(run=module.run)
    return whole


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Does what the command line says; the exit code."""
    given = parser().parse_args(arguments)
    terminal = Terminal()
    try:
        code: int = given.run(given, terminal)
        sys.stdout.flush()
    except Failure as failure:
        terminal.complain(str(failure))
        return 2
    except BrokenPipeError:
        # whoever reads may stop early, as `head` does; what is left is flushed to nowhere at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return code
