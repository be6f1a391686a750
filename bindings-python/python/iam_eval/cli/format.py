"""How is a policy written canonically?

iam-eval format policy.json
iam-eval format --check policies/*.json
iam-eval format --write policies/*.json
"""

from __future__ import annotations

import argparse
from typing import Optional

from .. import IamEvalError, Policy
from .failure import Failure, placed
from .replace import replace
from .source import Source, read
from .terminal import Terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of this subcommand."""
    parser.add_argument("files", nargs="*", default=["-"], metavar="FILE", help="policies; `-` is stdin")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="print no policy, but which files would change")
    what.add_argument("--write", "--in-place", action="store_true", help="write each file's policy back to it")
    parser.add_argument("--compact", action="store_true", help="on one line rather than indented")
    parser.add_argument("--lenient", action="store_true", help="read what AWS stored long ago, too")


def run(given: argparse.Namespace, terminal: Terminal) -> int:
    """Formats."""
    if given.write and "-" in given.files:
        raise Failure("expected files to write to, found `-`")
    changed = failed = 0
    for name in given.files:
        formatted = _formatted(name, given, terminal)
        if formatted is None:
            failed += 1
            continue
        source, text = formatted
        is_changed = text.encode() != source.data
        changed += is_changed
        if given.check:
            if is_changed:
                terminal.write(source.name)
        elif not given.write:
            terminal.write(text.rstrip("\n"))
        elif is_changed:
            replace(name, text)
    terminal.note(_summary(len(given.files) - failed, changed, failed, given))
    if failed:
        return 2
    return 1 if given.check and changed else 0


def _formatted(name: str, given: argparse.Namespace, terminal: Terminal) -> Optional[tuple[Source, str]]:
    try:
        source = read(name)
        try:
            return source, Policy.parse(source.data, profile="lenient" if given.lenient else "strict").format(
                pretty=not given.compact
            ) + "\n"
        except IamEvalError as error:
            raise placed(error, {}, source.name) from None
    except Failure as failure:
        # the other files are none the worse for it
        terminal.complain(str(failure))
        return None


def _summary(read: int, changed: int, failed: int, given: argparse.Namespace) -> str:
    files = f"{read} file" if read == 1 else f"{read} files"
    did = "checked" if given.check else "formatted"
    would = "would change" if given.check else "changed" if given.write else "not canonical"
    refused = f", {failed} refused" if failed else ""
    return f"{did} {files}: {changed} {would}{refused}"
