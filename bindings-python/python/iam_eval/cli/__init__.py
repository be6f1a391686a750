"""The console script `iam-eval`: questions about policies in files.

Exit code 0 where all is clean or allowed, 1 where something is not allowed or would change, 2 for bad
usage or input.
"""

from __future__ import annotations

import argparse
import traceback
from collections.abc import Sequence
from typing import Optional

from .. import __version__
from . import (
    check,
    diff,
    effective,
    escalation,
    evaluate,
    explain,
    external,
    format,
    generate,
    simulate,
    source,
    validate,
    who_can,
)
from .failure import Failure
from .terminal import Terminal

SUBCOMMANDS = (
    check,
    diff,
    effective,
    escalation,
    evaluate,
    explain,
    external,
    format,
    generate,
    simulate,
    validate,
    who_can,
)
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
    terminal = Terminal()
    source.begin()
    try:
        given = parser().parse_args(arguments)
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
