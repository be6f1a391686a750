"""How things are printed: plainly, and for a terminal with colours where `rich` is installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, Optional

from .failure import Failure

STYLES = {
    "allowed": "green",
    "implicitDeny": "yellow",
    "explicitDeny": "red",
    "depends": "cyan",
}
"""The colour of each answer."""


class Terminal:
    """Where answers go, and remarks beside them."""

    def __init__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            # a policy may have characters that the locale has not, and a file a name that is no text
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="surrogateescape")
        self._out = _console(sys.stdout)
        self._is_read = True

    def wants_json(self, asked: Optional[str]) -> bool:
        """Text is for people, JSON for programs, unless somebody says otherwise."""
        return asked == "json" if asked else not _is_terminal(sys.stdout)

    @property
    def has_colors(self) -> bool:
        """May what is printed have colours?"""
        return self._out is not None

    def write(self, text: str) -> None:
        """One answer, as it is."""
        self._print(f"{text}\n")

    def put(self, text: str) -> None:
        """A whole file, without a line end that is not its own."""
        self._print(text)

    def say(self, answer: str, text: str) -> None:
        """A line in the colour of an answer."""
        self.say_in(STYLES.get(answer), text)

    def say_in(self, style: Optional[str], text: str) -> None:
        """A line in a colour."""
        if self._out is None:
            self.write(text)
        else:
            self._show(text, style=style, markup=False, highlight=False, soft_wrap=True)

    def table(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Rows in columns; the first cell of each is an answer."""
        if self._out is not None:
            self._show(_rich_table(titles, rows))
            return
        widths = [max(map(len, column)) for column in zip(titles, *rows)]
        for row in (titles, *rows):
            self.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())

    def _show(self, what: Any, **how: Any) -> None:
        """Has `rich` make the text, and prints it: where nobody reads on, `rich` would exit by itself."""
        assert self._out is not None
        with self._out.capture() as capture:
            self._out.print(what, **how)
        self._print(capture.get())

    def _print(self, text: str) -> None:
        if sys.stdout is None:
            raise Failure("standard output: expected it open, found it closed")
        if self._is_read:
            with self._reader():
                sys.stdout.write(text)

    def finish(self) -> None:
        """Sees to it that all was printed."""
        if sys.stdout is not None and self._is_read:
            with self._reader():
                sys.stdout.flush()

    @contextmanager
    def _reader(self) -> Iterator[None]:
        """Whoever reads may stop early, as `head` does: the answer stays what it is, and so does the exit
        code that says it.
        """
        try:
            yield
        except BrokenPipeError:
            self._is_read = False
        except OSError as error:
            self._is_read = False
            raise Failure(f"standard output: {(error.strerror or str(error)).lower()}") from None

    def let_go(self) -> None:
        """What cannot be printed goes nowhere, so that the interpreter does not trip over it at exit."""
        for stream in (sys.stdout, sys.stderr):
            try:
                if stream is not None:
                    stream.flush()
            except OSError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

    def note(self, text: str) -> None:
        """What was done, on one line beside the answer."""
        _remark(text)

    def complain(self, text: str) -> None:
        """Why there is no answer."""
        _remark(text)

    @contextmanager
    def progress(self, what: str, total: int) -> Iterator[Callable[[int], None]]:
        """A bar for long work, where somebody watches. Call what it gives with the steps done."""
        console = _console(sys.stderr)
        if console is None:
            yield lambda steps: None
            return
        from rich.progress import Progress

        with Progress(console=console, transient=True) as bar:
            task = bar.add_task(what, total=total)
            yield lambda steps: bar.advance(task, steps)


def watches() -> bool:
    """Does somebody see a progress bar?"""
    return _console(sys.stderr) is not None


def _remark(text: str) -> None:
    # the answer does not hang on whether anybody sees this
    if sys.stderr is not None:
        with suppress(OSError):
            print(text, file=sys.stderr, flush=True)


def _is_terminal(stream: Optional[IO[str]]) -> bool:
    return stream is not None and stream.isatty()


def _console(stream: Optional[IO[str]]) -> Optional[Any]:
    if not _is_terminal(stream) or os.environ.get("NO_COLOR"):
        return None
    try:
        from rich.console import Console
    except ImportError:
        return None
    return Console(file=stream)


def _rich_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(title, overflow="fold")
    for answer, *cells in rows:
        table.add_row(Text(answer, style=STYLES.get(answer, "")), *(Text(cell) for cell in cells))
    return table
