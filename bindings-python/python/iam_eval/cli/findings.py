"""Findings in files, for people and for the programs that gather them."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

from .._verbs import render
from .terminal import Terminal

FORMATS = ("text", "json", "sarif", "github", "gitlab")
"""Who may read findings."""

STYLES = {"error": "red", "warning": "yellow", "note": "cyan"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flag that says who reads."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="text to a terminal, else JSON, unless said; `github` prints annotations, `gitlab` a code quality report",
    )


@dataclass(frozen=True)
class Finding:
    """Something found in a file."""

    code: str
    level: str
    message: str
    file: str
    span: Optional[dict[str, Any]] = None
    identity: Optional[str] = None

    @property
    def place(self) -> str:
        """`file:line:column`."""
        if self.span is None:
            return self.file
        start = self.span["start"]
        return f"{self.file}:{start['line']}:{start['column']}"

    def as_input(self) -> dict[str, Any]:
        """The finding as the wire takes it."""
        members: dict[str, Any] = {
            "code": self.code,
            "level": self.level,
            "message": self.message,
            "file": self.file.replace(os.sep, "/"),
            "identity": self.identity,
        }
        if self.span is not None:
            members.update({end: _place(self.span[end]) for end in ("start", "end")})
        return members


def _place(position: dict[str, Any]) -> dict[str, Any]:
    return {"line": position["line"], "column": position["column"]}


def wanted(given: argparse.Namespace, terminal: Terminal) -> str:
    """Who reads, if nobody said."""
    if given.format is not None:
        return str(given.format)
    return "json" if terminal.wants_json(None) else "text"


def show(findings: Sequence[Finding], answer: Any, form: str, terminal: Terminal) -> None:
    """Prints findings; `answer` is the whole answer as JSON has it."""
    if form == "json":
        terminal.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    elif form == "text":
        for finding in findings:
            terminal.say_in(STYLES[finding.level], f"{finding.place}: {finding.message}")
    else:
        text = render({"findings": [finding.as_input() for finding in findings], "format": form})["text"]
        if text:
            terminal.write(text.rstrip("\n"))
