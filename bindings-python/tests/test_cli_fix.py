"""`iam-eval validate --fix`: what is mended, and where the mended text goes."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import READ, Run
from test_cli_validate import write

MENDABLE = '{"Version": "2012-10-17",\n "Statement": {"Sid": "", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}\n'
MENDED = MENDABLE.replace('"Sid": "", ', "")


def test_a_file_is_mended_in_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes(MENDABLE.encode())
    done = run("validate", "p.json", "--fix", "--fail-on", "suggestion")
    assert (tmp_path / "p.json").read_bytes() == MENDED.encode()
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "p.json: remove `Sid` (EMPTY_SID_VALUE)",
        "validated 1 policy of 1 file: nothing found",
    ]
    assert run("validate", "p.json", "--fix").stderr == "validated 1 policy of 1 file: nothing found\n"


def test_of_stdin_the_mended_text_is_printed_and_the_rest_said_beside_it(run: Run) -> None:
    done = run("validate", "-", "--fix", stdin=MENDABLE)
    assert (done.stdout, done.returncode) == (MENDED, 0)
    bare = MENDABLE.rstrip("\n")
    assert run("validate", "-", "--fix", stdin=bare).stdout == MENDED.rstrip("\n")
    wrong = MENDABLE.replace("s3:Get*", "s3:GetNothing")
    left = run("validate", "-", "--fix", stdin=wrong)
    assert left.stdout == wrong.replace('"Sid": "", ', "")
    assert left.returncode == 1
    assert "error[INVALID_ACTION]" in left.stderr
    # what cannot be mended comes through as it is
    assert run("validate", "-", "--fix", stdin=json.dumps(READ)).stdout == json.dumps(READ)
    for flags in (["--fix", "--format", "json"], ["other.json", "--fix"]):
        done = run("validate", "-", *flags, stdin=MENDABLE)
        assert (done.stdout, done.returncode) == ("", 2)
        assert done.stderr.startswith("expected ")


def test_files_that_hold_policies_beside_other_things_are_left_alone(run: Run, tmp_path: Path) -> None:
    document = json.loads(MENDABLE)
    template = {"Resources": {"App": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}}}
    write(tmp_path, template=template, several=[document, document])
    for name in ("template.json", "several.json"):
        before = (tmp_path / name).read_bytes()
        done = run("validate", name, "--fix")
        assert (tmp_path / name).read_bytes() == before
        assert f"{name}: not mended, as it is not one policy and nothing else" in done.stderr.splitlines()


def test_what_is_suppressed_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(MENDABLE)
    (tmp_path / "s.json").write_text('{"suppressions": [{"codes": ["EMPTY_SID_VALUE"], "reason": "our habit"}]}')
    done = run("validate", "p.json", "--fix", "--suppress", "s.json", "--fail-on", "suggestion")
    assert ((tmp_path / "p.json").read_text(), done.returncode) == (MENDABLE, 0)


def test_each_policy_is_mended_as_what_it_is(run: Run, tmp_path: Path) -> None:
    statement = {"Sid": "", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}
    write(tmp_path, trust={"Version": "2012-10-17", "Statement": statement})
    done = run("validate", "trust.json", "--fix", "--fail-on", "suggestion")
    mended = json.loads((tmp_path / "trust.json").read_text())
    assert "Sid" not in mended["Statement"] and mended["Statement"]["Principal"] == statement["Principal"]
    assert done.returncode == 0, done.stdout
