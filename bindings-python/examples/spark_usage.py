"""Usage of a folder of logs that is too large for one machine, on Spark.

    python spark_usage.py LOGS [MASTER]

Each task reads its files with a `UsageReader` and hands on the bytes of a `Usage`: what is distinct, not what
was read. These are merged as a tree, so that no machine has to hold them all. Prints a line for each principal.
The workers need the package `iam_eval` as this machine does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

from pyspark import SparkConf, SparkContext

from iam_eval import Usage, UsageReader


def read(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The usage of the files of one partition."""
    reader = UsageReader()
    for _, log in files:
        reader.feed(log)
        reader.end_input()
    yield reader.finish().to_bytes()


def merge(one: bytes, other: bytes) -> bytes:
    """The usage of both."""
    return (Usage.from_bytes(one) + Usage.from_bytes(other)).to_bytes()


def usage_of(context: SparkContext, logs: str) -> Usage:
    """What all files of a folder show."""
    return Usage.from_bytes(context.binaryFiles(logs).mapPartitions(read).treeReduce(merge))


def main(logs: str, master: str = "local[2]") -> None:
    """Prints what was found."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setMaster(master).setAppName("usage").set("spark.ui.enabled", "false")
    with SparkContext(conf=conf) as context:
        usage = usage_of(context, logs)
    for arn, principal in usage.to_dict()["principals"].items():
        print(f"{principal['events']:>8} {arn}")


if __name__ == "__main__":
    main(*sys.argv[1:])
