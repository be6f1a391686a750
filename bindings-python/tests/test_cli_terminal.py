"""What a terminal gets, and what a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ADMIN

pty = pytest.importorskip("pty", reason="terminals of this kind are POSIX's")

ASK = ["-m", "iam_eval", "evaluate", "--identity", "admin.json"]


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    (tmp_path / "admin.json").write_text(json.dumps(ADMIN), encoding="utf-8")
    lines = '{"action": "s3:GetObject"}\n' * 25_000
    (tmp_path / "many.ndjson").write_text(lines, encoding="utf-8")
    (tmp_path / "bad.ndjson").write_text(f'{lines}{{"action": 5}}\n', encoding="utf-8")


def on_terminal(folder: Path, *arguments: str, **environment: str) -> tuple[str, int]:
    """All that a terminal shows of a command, and how it ends."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
        env={**kept, "TERM": "xterm-256color", "COLUMNS": "100", **environment},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not more:
            break
        shown += more
    os.close(ours)
    return shown.decode().replace("\r\n", "\n"), process.wait(timeout=60)


def test_a_terminal_gets_text_in_colour(tmp_path: Path) -> None:
    shown, code = on_terminal(tmp_path, *ASK, "--action", "s3:GetObject")
    assert "\x1b[32mallowed by the identity policies\x1b[0m" in shown
    assert code == 0


def test_no_color_and_a_missing_rich_turn_colours_off(tmp_path: Path) -> None:
    (tmp_path / "rich.py").write_text("raise ImportError('not installed')")
    for environment in ({"NO_COLOR": "1"}, {"PYTHONPATH": str(tmp_path)}):
        for arguments in (["--action", "s3:GetObject"], ["--requests", "many.ndjson"]):
            shown, code = on_terminal(tmp_path, *ASK, *arguments, **environment)
            assert "\x1b" not in shown
            assert (shown.splitlines()[0], code) in (
                ("allowed by the identity policies", 0),
                ("ANSWER   ACTION        RESOURCE", 0),
            )


def test_json_is_given_to_a_terminal_that_wants_it(tmp_path: Path) -> None:
    shown, _ = on_terminal(tmp_path, *ASK, "--action", "s3:GetObject", "--format", "json")
    assert json.loads(shown.splitlines()[0])["answer"] == "allowed"


def test_long_work_shows_how_far_it_is(tmp_path: Path) -> None:
    shown, code = on_terminal(tmp_path, *ASK, "--requests", "many.ndjson", "--format", "json")
    assert "evaluating" in shown and "%" in shown
    assert "asked about 25000 requests: 25000 allowed" in shown
    assert code == 0


def test_a_fault_in_long_work_has_its_true_place(tmp_path: Path) -> None:
    shown, code = on_terminal(tmp_path, *ASK, "--requests", "bad.ndjson")
    assert "bad.ndjson:25001:12: requests[25000].action: invalid type" in shown
    assert code == 2


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    command = " ".join([f"'{sys.executable}'", *ASK, "--requests", "many.ndjson", "--format", "text"])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -n 1"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout == "ANSWER   ACTION        RESOURCE\n"
    assert (done.stderr, done.returncode) == ("asked about 25000 requests: 25000 allowed\n", 0)


def test_names_outside_the_locale_are_printed(tmp_path: Path) -> None:
    policy = {
        "Statement": {
            "Sid": "x",
            "Effect": "Deny",
            "Action": "s3:*",
            "Resource": "*",
            "Condition": {"Null": {"é😀": "true"}},
        }
    }
    (tmp_path / "é.json").write_text(json.dumps(policy, ensure_ascii=False), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "iam_eval",
        "explain",
        "--identity",
        "é.json",
        "--action",
        "s3:x",
        "--format",
        "text",
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    assert "é.json:1:" in done.stdout.decode(), done.stderr
