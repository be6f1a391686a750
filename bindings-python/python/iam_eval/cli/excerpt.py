"""A statement as it stands in its file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import Span

_MAX_LINES = 8
"""More of a statement than this is no excerpt."""

_MAX_WIDTH = 160


def excerpt(text: str, span: Span) -> Iterator[str]:
    """The lines of a span with their numbers."""
    # as policies count their lines
    lines = re.split("\r\n|\r|\n", text)
    width = len(str(span.end.line))
    for number in range(span.start.line, span.end.line + 1):
        if number - span.start.line == _MAX_LINES:
            yield f"  {'…':>{width}} |"
            return
        line = lines[number - 1]
        shown = (
            line if len(line) <= _MAX_WIDTH else _around(line, span.start.column if number == span.start.line else 1)
        )
        yield f"  {number:>{width}} | {shown}"


def _around(line: str, column: int) -> str:
    start = max(0, column - 1)
    cut = line[start : start + _MAX_WIDTH]
    return f"{'…' if start else ''}{cut}{'…' if start + _MAX_WIDTH < len(line) else ''}"
