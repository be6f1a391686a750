"""`iam-eval format`."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import ADMIN, Run

from iam_eval import Policy

CANONICAL = Policy.parse(ADMIN).format() + "\n"


def test_prints_the_canonical_text(run: Run) -> None:
    done = run("format", stdin=json.dumps(ADMIN))
    assert (done.stdout, done.returncode) == (CANONICAL, 0)
    assert done.stderr == "formatted 1 file: 1 not canonical\n"
    assert run("format", "-", "--compact", stdin=CANONICAL).stdout == str(Policy.parse(ADMIN)) + "\n"


def test_checks_without_writing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text(CANONICAL)
    (tmp_path / "other.json").write_text(json.dumps(ADMIN))
    done = run("format", "--check", "good.json", "other.json")
    assert (done.stdout, done.returncode) == ("other.json\n", 1)
    assert done.stderr == "checked 2 files: 1 would change\n"
    assert (tmp_path / "other.json").read_text() == json.dumps(ADMIN)
    assert run("format", "--check", "good.json").returncode == 0


def test_writes_what_changes(run: Run, tmp_path: Path) -> None:
    for flag in ("--write", "--in-place"):
        (tmp_path / "other.json").write_text(json.dumps(ADMIN))
        done = run("format", flag, "other.json")
        assert (done.stdout, done.stderr, done.returncode) == ("", "formatted 1 file: 1 changed\n", 0)
        assert (tmp_path / "other.json").read_bytes() == CANONICAL.encode()
        assert run("format", flag, "other.json").stderr == "formatted 1 file: 0 changed\n"


def test_one_bad_file_does_not_hide_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{\n  "Statement": [}')
    (tmp_path / "latin.json").write_bytes(b'{"Id": "\xe9"}')
    (tmp_path / "good.json").write_text(CANONICAL)
    done = run("format", "bad.json", "latin.json", "missing.json", "good.json")
    assert (done.stdout, done.returncode) == (CANONICAL, 2)
    lines = done.stderr.splitlines()
    assert lines[0].startswith("bad.json:2:17: expected ")
    assert lines[1] == "latin.json:1:9: expected UTF-8, found the byte 0xE9"
    assert lines[2] == "missing.json: no such file or directory"
    assert lines[3] == "formatted 1 file: 0 not canonical, 3 refused"


def test_stdin_cannot_be_written_to(run: Run) -> None:
    done = run("format", "--write")
    assert (done.stderr, done.returncode) == ("expected files to write to, found `-`\n", 2)


def test_lenient_reads_what_was_stored_long_ago(run: Run) -> None:
    old = '{"Statement":{"Effect":"Deny","Action":"a:b","Action":"c:d","Resource":"*"}}'
    assert run("format", stdin=old).returncode == 2
    done = run("format", "--lenient", "--compact", stdin=old)
    assert done.stdout == '{"Statement":[{"Effect":"Deny","Action":["a:b","c:d"],"Resource":"*"}]}\n'
