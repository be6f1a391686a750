"""Usage of logs that DuckDB finds and reads: files here or in any store that it knows.

    python duckdb_usage.py 'logs/**/*.json.gz'

A WHERE over names, sizes and times chooses what is read. Prints a line for each principal.
"""

from __future__ import annotations

import sys

import duckdb

from iam_eval import Usage, UsageReader


def usage_of(database: duckdb.DuckDBPyConnection, pattern: str) -> Usage:
    """What all files of a pattern show."""
    reader = UsageReader()
    found = database.execute("SELECT content FROM read_blob(?)", [pattern])
    # a few files are in memory at once
    while rows := found.fetchmany(8):
        for (log,) in rows:
            reader.feed(log)
            reader.end_input()
    return reader.finish()


def main(pattern: str) -> None:
    """Prints what was found."""
    usage = usage_of(duckdb.connect(), pattern)
    for arn, principal in usage.to_dict()["principals"].items():
        print(f"{principal['events']:>8} {arn}")


if __name__ == "__main__":
    main(*sys.argv[1:])
