"""Policies that many tests ask."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iam_eval import PolicySet

ADMIN = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
READ = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}
EXAMPLES = Path(__file__).resolve().parents[2] / "core" / "examples" / "policies"


@pytest.fixture
def read_only() -> PolicySet:
    """One identity policy that allows `s3:Get*`."""
    return PolicySet(identity=[READ])


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command line in a folder of its own."""

    def run(*arguments: str, stdin: str = "", **options: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", "-m", "iam_eval", *arguments]
        return subprocess.run(
            command,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            timeout=60,
            check=False,
            **options,
        )

    return run
