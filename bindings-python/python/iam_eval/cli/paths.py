"""Which files are meant: by name, by folder, by pattern."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import IamEvalError, PathFilter
from .failure import Failure

_WILD = re.compile(r"[*?\[{]")


class Selected(NamedTuple):
    """A file that is meant."""

    name: str
    is_met: bool
    """Was it met in a folder or by a pattern, rather than named?"""


def select(names: Sequence[str], exclude: Sequence[str], suffixes: tuple[str, ...]) -> Iterator[Selected]:
    """The files of names, patterns with `**`, and folders, of which those with a suffix are read; `-` is itself."""
    left = _filter("--exclude", [], exclude)
    for name in names:
        if os.path.isdir(name):
            yield from (Selected(file, True) for file in _below(name, left) if file.endswith(suffixes))
        elif name != "-" and not os.path.exists(name) and _WILD.search(name):
            filter = _filter(name, [spelled(name)], exclude)
            matches = [Selected(file, True) for root in filter.roots for file in _below(root, filter)]
            if not matches:
                raise Failure(f"{name}: expected files of this pattern, found none")
            yield from matches
        else:
            yield Selected(name, False)


def spelled(path: str) -> str:
    """A path as patterns and answers have it: with `/`, and as text even where it is none."""
    path = path.replace(os.sep, "/")
    return path if path.isascii() else path.encode(errors="surrogateescape").decode(errors="backslashreplace")


def _filter(name: str, include: Sequence[str], exclude: Sequence[str]) -> PathFilter:
    try:
        return PathFilter(include, exclude=[spelled(pattern) for pattern in exclude])
    except IamEvalError as error:
        raise Failure(f"{name}: {error.message}") from None


def _below(folder: str, filter: PathFilter) -> list[str]:
    """The files below a folder that are selected, in order; what is hidden below it is nobody's policy."""
    found = []
    for at, folders, files in os.walk(folder or "."):
        folders[:] = [one for one in folders if not one.startswith(".")]
        found += [os.path.join(at, file) for file in files]
    # a path begins as the pattern does, without the dot of the folder one is in
    paths = found if folder else map(os.path.relpath, found)
    return sorted(path for path in paths if filter.is_selected(spelled(path)))
