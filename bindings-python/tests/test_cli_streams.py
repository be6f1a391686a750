"""Whatever the streams of a command line do, the exit code says what is so: 1 is a denial and nothing else."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ADMIN, READ, Run

import iam_eval
from iam_eval.cli import main

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX's is asked")

DENIED = "evaluate --identity read.json --action iam:DeleteUser"
ALLOWED = "evaluate --identity admin.json --action iam:DeleteUser"
LOST = {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"a:b": "c"}}}}


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    for name, policy in (("admin", ADMIN), ("read", READ), ("lost", LOST)):
        (tmp_path / f"{name}.json").write_text(json.dumps(policy), encoding="utf-8")
    (tmp_path / "one.ndjson").write_text('{"action": "s3:GetObject"}\n', encoding="utf-8")


def shell(folder: Path, command: str) -> tuple[int, str]:
    """How a command of the shell ends; `IAM` stands for the console script."""
    own = f'"{sys.executable}" -W error -m iam_eval'
    done = subprocess.run(
        ["bash", "-c", command.replace("IAM", own)], cwd=folder, capture_output=True, encoding="utf-8", timeout=60
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(("asked", "code"), [(DENIED, 1), (ALLOWED, 0), ("format admin.json none.json", 2)])
def test_a_reader_that_stops_changes_no_exit_code(tmp_path: Path, asked: str, code: int) -> None:
    assert shell(tmp_path, f"IAM {asked} | true; exit ${{PIPESTATUS[0]}}")[0] == code
    assert shell(tmp_path, f"{{ IAM {asked} 2>&1; echo $? >code; }} | true; sleep 0.2; exit $(cat code)")[0] == code


@pytest.mark.parametrize("asked", [DENIED, ALLOWED, "explain --identity admin.json --action a:b", "format admin.json"])
@pytest.mark.parametrize("to", [">&-", ">/dev/full"])
def test_an_answer_that_cannot_be_printed_is_none(tmp_path: Path, asked: str, to: str) -> None:
    code, said = shell(tmp_path, f"IAM {asked} {to}")
    assert (code, "Traceback" in said) == (2, False)
    assert said.splitlines()[-1].startswith("standard output: ")


@pytest.mark.parametrize(("asked", "code"), [(DENIED, 1), (ALLOWED, 0)])
@pytest.mark.parametrize("to", ["2>&-", "2>/dev/full"])
def test_remarks_that_cannot_be_printed_change_nothing(tmp_path: Path, asked: str, code: int, to: str) -> None:
    found, said = shell(tmp_path, f"IAM {asked} {to}")
    assert found == code
    assert json.loads(said)["answer"] in ("implicitDeny", "allowed")


def test_a_closed_input_is_bad_input(tmp_path: Path) -> None:
    code, said = shell(tmp_path, "IAM format - <&-")
    assert (code, said) == (2, "<stdin>: expected it open, found it closed\nformatted 0 files: 0 not canonical, 1 refused\n")


@pytest.mark.parametrize(
    "flags",
    [
        ["--context", "a:b=c"], ["--resource", "x"], ["--principal", "anonymous"], ["--open"], ["--override"],
        ["--called-via", "a.amazonaws.com"], ["--resource-account", "111122223333"], ["--request", "one.ndjson"],
        ["--action", "a:b"],
    ],
)  # fmt: skip
def test_flags_of_one_request_are_not_lost_beside_many(run: Run, flags: list[str]) -> None:
    done = run("evaluate", "--identity", "admin.json", "lost.json", "--requests", "one.ndjson", *flags)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "expected one request or many, found --requests beside the flags of one\n"


@pytest.mark.parametrize(
    ("request_text", "flags", "said"),
    [
        ('{"action": "a:b", "context": {"k": ' + "9" * 5_000 + "}}", [], "<stdin>: Exceeds the limit"),
        ('{"action": "a:b", "action": "c:d"}', [], "<stdin>: expected the member `action` once, found it again"),
        ('{"action": "a:b", "context": [1]}', ["--context", "k=v"], "<stdin>: context: expected a JSON object"),
        ('{"action": "a:b"}', ["--context", "k=v", "--context", "k=w"], "--context: expected `k` once, found it again"),
    ],
)
def test_a_request_that_says_something_twice_or_at_too_great_length(
    run: Run, request_text: str, flags: list[str], said: str
) -> None:
    done = run("evaluate", "--identity", "admin.json", "--request", "-", *flags, stdin=request_text)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)


def test_a_context_of_null_is_none(run: Run) -> None:
    text = '{"action": "s3:GetObject", "context": null}'
    done = run("evaluate", "--identity", "admin.json", "--request", "-", "--context", "k=v", stdin=text)
    assert (done.returncode, json.loads(done.stdout)["answer"]) == (0, "allowed")


def test_an_organization_that_is_no_list_is_refused(run: Run) -> None:
    text = '{"ActionNames": ["a:b"], "PolicyInputList": [], "OrderedOrganizationPolicyInputList": 5}'
    done = run("simulate", "--cli-input-json", "-", stdin=text)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)


def test_lines_are_those_of_core(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.ndjson").write_bytes('{"action":\r"s3:GetObject"}\n\u00a0\n{"action": "a:b"}\r\n'.encode())
    done = run("evaluate", "--identity", "read.json", "--requests", "odd.ndjson", "--format", "text")
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:]] == [
        ["allowed", "s3:GetObject"],
        ["implicitDeny", "a:b"],
    ]
    assert done.returncode == 1


def test_a_file_that_cannot_be_written_is_kept(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    policy = folder / "policy.json"
    policy.write_text(json.dumps(ADMIN), encoding="utf-8")
    policy.chmod(0o640)
    (tmp_path / "link.json").symlink_to(policy)
    assert run("format", "--write", "link.json").returncode == 0
    assert policy.read_text(encoding="utf-8") == iam_eval.Policy.parse(ADMIN).format() + "\n"
    assert (tmp_path / "link.json").is_symlink()
    assert stat.S_IMODE(policy.stat().st_mode) == 0o640
    assert [path.name for path in folder.iterdir()] == ["policy.json"]
    # a file may be as large as it is now, and no larger
    policy.write_text(json.dumps(ADMIN), encoding="utf-8")
    code, said = shell(tmp_path, "trap '' XFSZ; ulimit -f 0; IAM format --write kept/policy.json")
    assert (code, "Traceback" in said) == (2, False)
    assert json.loads(policy.read_text(encoding="utf-8")) == ADMIN
    assert [path.name for path in folder.iterdir()] == ["policy.json"]


def test_two_command_lines_of_one_process_may_both_read_the_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        with open(tmp_path / "admin.json", encoding="utf-8") as stream:
            monkeypatch.setattr(sys, "stdin", stream)
            assert main(["format", "-", "--compact"]) == 0
    assert capsys.readouterr().out == f"{iam_eval.Policy.parse(ADMIN)}\n" * 2
