"""Logs on a disk: which files, and what they show."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Optional, Union

from .. import IamEvalError, Usage, UsageReader
from .failure import Failure
from .paths import select
from .terminal import Terminal

_PIECE = 1 << 20
"""So much of a file is in memory at once."""

_SUFFIXES = (".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".csv", ".csv.gz")
"""What is read of a folder: the names that CloudTrail and what downloads it give their files."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags that say what is read."""
    group = parser.add_argument_group("logs")
    group.add_argument(
        "logs", nargs="*", metavar="LOG", help="files, folders or patterns with `**`; gzip or not; `-` is stdin"
    )
    group.add_argument(
        "--exclude", nargs="+", action="extend", default=[], metavar="PATTERN", help="files to leave out, as '**/*Digest*/**'"
    )
    group.add_argument("--from", dest="start", metavar="TIME", help="leave out events before, as 2026-09-01T00:00:00Z")
    group.add_argument("--to", dest="stop", metavar="TIME", help="leave out events from then on")
    group.add_argument("--usage", nargs="+", default=[], metavar="FILE", help="what --save-usage wrote before")
    group.add_argument("--save-usage", metavar="FILE", help="write what was read, to go on from another day")
    group.add_argument("--jobs", type=int, metavar="NUMBER", help="so many processes read; all cores unless given")


def read(given: argparse.Namespace, terminal: Terminal) -> Usage:
    """What all the logs show. An event that stands in the files of two processes counts twice; which permissions
    were used is the same.
    """
    files = [file.name for file in select(given.logs, given.exclude, _SUFFIXES)]
    if not files and not given.usage:
        raise Failure("expected logs to read, found none")
    usage = Usage()
    for name in given.usage:
        try:
            with open(name, "rb") as file:
                usage += Usage.from_bytes(file.read())
        except OSError as error:
            raise Failure(f"{name}: {(error.strerror or str(error)).lower()}") from None
        except IamEvalError as error:
            raise Failure(f"{name}: {error.message}") from None
    for part in _parts(files, given, terminal):
        usage += part
    if given.save_usage is not None:
        try:
            with open(given.save_usage, "wb") as saved:
                saved.write(usage.to_bytes())
        except OSError as error:
            raise Failure(f"{given.save_usage}: {(error.strerror or str(error)).lower()}") from None
    return usage


def _parts(files: list[str], given: argparse.Namespace, terminal: Terminal) -> Iterator[Usage]:
    jobs = given.jobs if given.jobs is not None else os.cpu_count() or 1
    if jobs < 1:
        raise Failure(f"--jobs: expected at least 1, found {jobs}")
    # few files are read sooner than processes start
    batches = [files[at::jobs] for at in range(min(jobs, len(files)))] if len(files) >= 2 * jobs > 2 else [files]
    batches = [batch for batch in batches if batch]
    with terminal.progress("reading", len(files)) as advance:
        if len(batches) == 1:
            yield _read(batches[0], given.start, given.stop, advance)
        elif batches:
            # a copy of this process could not count on the threads of its progress bar
            with ProcessPoolExecutor(len(batches), mp_context=get_context("spawn")) as pool:
                # small tasks, so that the bar moves and all cores end together
                tasks = [batch[at : at + 16] for batch in batches for at in range(0, len(batch), 16)]
                count = len(tasks)
                for task, answer in zip(tasks, pool.map(_answer, tasks, [given.start] * count, [given.stop] * count)):
                    if isinstance(answer, str):
                        raise Failure(answer)
                    advance(len(task))
                    yield Usage.from_bytes(answer)


def _answer(files: list[str], start: Optional[str], stop: Optional[str]) -> Union[bytes, str]:
    """The bytes of a usage, or why there is none: what one process tells another."""
    try:
        return _read(files, start, stop, lambda done: None).to_bytes()
    except Failure as failure:
        return str(failure)


def _read(
    files: Sequence[str], start: Optional[str], stop: Optional[str], advance: Callable[[int], None]
) -> Usage:
    try:
        reader = UsageReader(start=start, stop=stop)
    except IamEvalError as error:
        raise Failure(f"--{'from' if error.message.startswith('start') else 'to'}: {error.message}") from None
    name = ""
    try:
        for name in files:
            _feed(reader, name)
            advance(1)
        return reader.finish()
    except OSError as error:
        raise Failure(f"{name}: {(error.strerror or str(error)).lower()}") from None
    except IamEvalError as error:
        raise Failure(f"{name}: {error.message}") from None


def _feed(reader: UsageReader, name: str) -> None:
    if name == "-":
        if sys.stdin is None:
            raise Failure("<stdin>: expected it open, found it closed")
        pieces = iter(lambda: sys.stdin.buffer.read(_PIECE), b"")
        for piece in pieces:
            reader.feed(piece)
    else:
        with open(name, "rb", buffering=0) as file:
            while piece := file.read(_PIECE):
                reader.feed(piece)
    reader.end_input()
