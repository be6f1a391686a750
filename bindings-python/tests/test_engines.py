"""The examples on other engines give the bytes of a single reader."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EXAMPLES

from iam_eval import Usage

LOG = (EXAMPLES.parent / "data" / "cloudtrail.json").read_bytes()
SCRIPTS = Path(__file__).parents[1] / "examples"

PRINT = """
import hashlib, sys
{setup}
print(hashlib.sha256(usage.to_bytes()).hexdigest())
"""

SPARK = PRINT.format(
    setup="""import spark_usage
from pyspark import SparkConf, SparkContext
conf = SparkConf().setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false")
with SparkContext(conf=conf) as context:
    usage = spark_usage.usage_of(context, sys.argv[1])"""
)
DUCKDB = PRINT.format(
    setup="""import duckdb, duckdb_usage
usage = duckdb_usage.usage_of(duckdb.connect(), sys.argv[1] + "/*.gz")"""
)


@pytest.mark.parametrize(("engine", "script"), [("pyspark", SPARK), ("duckdb", DUCKDB)])
def test_an_engine_gives_the_same_bytes(tmp_path: Path, engine: str, script: str) -> None:
    pytest.importorskip(engine, reason=f"{engine} is not installed here")
    records = json.loads(LOG)["Records"]
    for at in range(7):
        text = json.dumps({"Records": records[at::7]})
        (tmp_path / f"{at}.json.gz").write_bytes(gzip.compress(text.encode()))
    alone = Usage()
    for path in sorted(tmp_path.iterdir()):
        alone += Usage.read(path.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True, text=True, timeout=110, env={**os.environ, "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(SCRIPTS)},
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(alone.to_bytes()).hexdigest(), done.stderr[-2000:]
