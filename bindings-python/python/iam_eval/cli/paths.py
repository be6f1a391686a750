"""Which files are meant: by name, by folder, by pattern."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from .. import IamEvalError, PathFilter
from .failure import Failure

_WILD = re.compile(r"[*?\[{]")


def select(names: Sequence[str], exclude: Sequence[str], suffixes: tuple[str, ...]) -> Iterator[str]:
    """The files of names, patterns with `**`, and folders, of which those with a suffix are read; `-` is itself."""
    left = _filter("--exclude", [], exclude)
    for name in names:
        if os.path.isdir(name):
            yield from (file for file in _below(name, left) if file.endswith(suffixes))
        elif name != "-" and not os.path.exists(name) and _WILD.search(name):
            filter = _filter(name, [name.replace(os.sep, "/")], exclude)
            matches = [file for root in filter.roots for file in _below(root, filter)]
            if not matches:
                raise Failure(f"{name}: expected files of this pattern, found none")
            yield from matches
        else:
            yield name


def _filter(name: str, include: Sequence[str], exclude: Sequence[str]) -> PathFilter:
    try:
        return PathFilter(include, exclude=exclude)
    except IamEvalError as error:
        raise Failure(f"{name}: {error.message}") from None


def _below(folder: str, filter: PathFilter) -> list[str]:
    """The files below a folder that are selected, in order."""
    # a path begins as the pattern does, without the dot of the folder one is in
    found = (os.path.join(at, file) for at, _, files in os.walk(folder or ".") for file in files)
    paths = (path if folder else os.path.relpath(path) for path in found)
    return sorted(path for path in paths if filter.is_selected(path.replace(os.sep, "/")))
