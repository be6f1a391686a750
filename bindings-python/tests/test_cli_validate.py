"""`iam-eval validate`: which files, and what its exit code says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ADMIN, READ, Run

from iam_eval.cli.asked_files import TYPES

EMPTY = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": [], "Resource": "*"}}
"""A suggestion."""
PASSING = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}}
"""A security warning."""
OLD = {"Statement": {"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}}
"""A warning."""
WRONG = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObjects", "Resource": "*"}}
"""An error."""


def write(folder: Path, **values: Any) -> None:
    """Each value as a file of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in values.items():
        (folder / f"{name}.json").write_text(value if isinstance(value, str) else json.dumps(value, indent=2))


def codes(answer: dict[str, Any]) -> dict[str, list[str]]:
    """The codes found in each file."""
    return {
        file["name"]: [one["finding"]["issueCode"] for document in file["documents"] for one in document["findings"]]
        for file in answer["files"]
    }


@pytest.mark.parametrize(
    ("found", "fails_on"),
    [
        (READ, []),
        (EMPTY, ["suggestion"]),
        (OLD, ["suggestion", "warning"]),
        (PASSING, ["suggestion", "warning", "security-warning"]),
        (WRONG, ["suggestion", "warning", "security-warning", "error"]),
    ],
)
def test_fails_on_what_matters_so_much_or_more(run: Run, found: Any, fails_on: list[str]) -> None:
    for fail_on in ("never", "error", "security-warning", "warning", "suggestion"):
        done = run("validate", "-", "--fail-on", fail_on, stdin=json.dumps(found))
        assert done.returncode == (1 if fail_on in fails_on else 0), (fail_on, done.stdout)
    assert run("validate", "-", stdin=json.dumps(found)).returncode == (1 if "warning" in fails_on else 0)


def test_says_what_was_found_beside_the_answer(run: Run) -> None:
    done = run("validate", "-", stdin=json.dumps(EMPTY))
    assert codes(json.loads(done.stdout)) == {"<stdin>": ["EMPTY_ARRAY_ACTION"]}
    assert done.stderr == "validated 1 policy of 1 file: 1 suggestion\n"
    assert run("validate", "-", stdin=json.dumps(READ)).stderr == "validated 1 policy of 1 file: nothing found\n"


def test_patterns_and_folders_select_files(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "p" / "deep", one=EMPTY)
    write(tmp_path / "p", two=READ, three=OLD)
    write(tmp_path / "p" / ".hidden", four=WRONG)
    (tmp_path / "p" / "notes.txt").write_text("no policy")
    names = {"p/deep/one.json", "p/two.json", "p/three.json"}
    for asked in (["p"], ["./p/"], [str(tmp_path / "p")], ["p/**/*.json"], ["p/two.json", "p"]):
        assert set(codes(json.loads(run("validate", *asked).stdout))) == names, asked
    left = run("validate", "p", "--exclude", "p/deep/**", "**/t*.json")
    assert (left.stderr, left.returncode) == ("expected files to validate, found none\n", 2)
    none = run("validate", "q/**/*.json")
    assert (none.stderr, none.returncode) == ("q/**/*.json: expected files of this pattern, found none\n", 2)
    assert run("validate", "q.json").stderr.startswith("q.json: no such file or directory\n")


def test_a_file_that_is_no_policy_is_refused_where_it_is_named_and_skipped_where_it_is_met(
    run: Run, tmp_path: Path
) -> None:
    write(tmp_path / "p", settings={"a": 1}, comments="{ // not JSON\n}", good=READ)
    named = run("validate", "p/settings.json", "p/good.json")
    assert named.returncode == 2
    assert named.stderr.startswith("p/settings.json: expected a policy document")
    assert json.loads(named.stdout)["files"][0]["error"]["code"] == "unknown-source"
    for asked in (["p"], ["p/*.json"], ["p/settings.json", "p/comments.json", "p/good.json", "--skip-unknown"]):
        met = run("validate", *asked)
        assert met.returncode == 0, met.stderr
        assert sorted(line[:24] for line in met.stderr.splitlines()[:2]) == [
            "skipped: p/comments.json", "skipped: p/settings.json",
        ]  # fmt: skip
        assert met.stderr.splitlines()[2] == "validated 1 policy of 3 files: nothing found (2 skipped)"
    # by name as well as on the way
    assert run("validate", "p", "p/settings.json").returncode == 2


def test_a_broken_policy_is_found_wherever_it_is(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "p", broken='{"Version": "2012-10-17", "Statement": [}')
    for asked in ("p", "p/broken.json", "p/*.json"):
        done = run("validate", asked)
        assert (codes(json.loads(done.stdout)), done.returncode) == ({"p/broken.json": ["JSON_SYNTAX_ERROR"]}, 1)


def test_many_skipped_files_are_counted(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "p", **{f"n{number}": {"a": 1} for number in range(12)})
    done = run("validate", "p")
    assert done.stderr.splitlines()[10:] == ["skipped: 2 more", "validated 0 policies of 12 files: nothing found (12 skipped)"]
    assert done.returncode == 0


def test_one_bad_file_does_not_hide_the_others(run: Run, tmp_path: Path) -> None:
    write(tmp_path, good=EMPTY, empty="")
    (tmp_path / "latin.json").write_bytes(b'{"Id": "\xe9"}')
    done = run("validate", "latin.json", "missing.json", "good.json", "empty.json")
    assert done.returncode == 2
    answer = json.loads(done.stdout)
    assert codes(answer)["good.json"] == ["EMPTY_ARRAY_ACTION"]
    assert codes(answer)["empty.json"] == []
    assert done.stderr.startswith("empty.json: expected a policy document")
    assert done.stderr.splitlines()[1:] == [
        "latin.json: expected UTF-8, found the byte 0xE9",
        "missing.json: no such file or directory",
        "validated 1 policy of 4 files: 1 suggestion (3 failed)",
    ]


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="file names are Unicode there")
def test_names_that_are_no_text_and_odd_ones_are_named(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "p"
    write(folder, **{"a b,c:%": EMPTY, "é": EMPTY})
    for name in (b"\xff.json", b"\xfe.json"):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text(json.dumps(EMPTY))
    names = {"p/a b,c:%.json", "p/é.json", "p/\\xff.json", "p/\\xfe.json"}
    for asked in ("p", "p/*.json"):
        assert set(codes(json.loads(run("validate", asked).stdout))) == names


def test_large_files_are_read_and_endless_ones_refused(run: Run, tmp_path: Path) -> None:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::" + "b" * 50 + "/*"}
    many = {"terraform_version": "1.9.0", "format_version": "1.2", "padding": [statement] * 70_000}
    write(tmp_path, large=many, deep="[" * 100_000)
    assert (tmp_path / "large.json").stat().st_size > 10_000_000
    done = run("validate", "large.json", "--source", "terraform")
    assert done.returncode == 0, done.stderr[:300]
    deep = run("validate", "deep.json")
    assert deep.returncode == 2 and deep.stderr.startswith("deep.json:1:")


def test_the_kind_of_a_policy_is_what_one_says_or_what_its_principals_tell(run: Run, tmp_path: Path) -> None:
    statement = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject"}
    bucket = {"Version": "2012-10-17", "Statement": {**statement, "Resource": "arn:aws:s3:::b/*"}}
    trust = {"Version": "2012-10-17", "Statement": {**statement, "Action": "sts:AssumeRole"}}
    write(tmp_path, bucket=bucket, trust=trust)

    def kinds(*flags: str) -> dict[str, Any]:
        answer = json.loads(run("validate", "bucket.json", "trust.json", *flags).stdout)
        return {file["name"]: file["documents"][0]["policyType"] for file in answer["files"]}

    assert kinds() == {"bucket.json": "resource", "trust.json": "trust"}
    assert run("validate", "bucket.json").stderr.startswith("taken for a resource policy, as it names principals: bucket.json (")
    assert set(kinds("--type", "identity").values()) == {"identity"}
    assert "taken" not in run("validate", "bucket.json", "--type", "resource").stderr
    typed = run("validate", "bucket.json", "--type", "resource", "--resource-type", "AWS::S3::Bucket")
    assert json.loads(typed.stdout)["files"][0]["documents"][0]["validatePolicyResourceType"] == "AWS::S3::Bucket"
    for flags, said in (
        (["--resource-type", "AWS::S3::Bucket"], "expected --type resource beside --resource-type\n"),
        (["--type", "resource", "--resource-type", "AWS::S3"], "validatePolicyResourceType: "),
    ):
        done = run("validate", "bucket.json", *flags)
        assert done.returncode == 2 and done.stderr.startswith(said)
    for kind in TYPES:
        assert run("validate", "-", "--type", kind, stdin=json.dumps(ADMIN)).returncode in (0, 1)


def test_own_findings_are_added_where_one_asks(run: Run) -> None:
    asked = ["validate", "-", "--fail-on", "never"]
    none, default, everything = (
        codes(json.loads(run(*asked, "--own", own, stdin=json.dumps(ADMIN)).stdout))["<stdin>"]
        for own in ("none", "default", "all")
    )
    assert not any(code.startswith("IE_") for code in none)
    assert any(code.startswith("IE_") for code in everything)
    assert set(none) <= set(default) <= set(everything)


def test_plans_templates_and_accounts_are_known(run: Run, tmp_path: Path) -> None:
    plan = {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "resource_changes": [
            {
                "address": "aws_iam_policy.app",
                "type": "aws_iam_policy",
                "change": {"actions": ["create"], "after": {"policy": json.dumps(EMPTY)}, "after_unknown": {}},
            }
        ],
    }
    template = {
        "Resources": {
            "App": {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {"PolicyDocument": EMPTY},
            }
        }
    }
    role = {"RoleName": "app", "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": EMPTY}]}
    write(tmp_path, plan=plan, template=template, account={"RoleDetailList": [role]})
    answer = json.loads(run("validate", "plan.json", "template.json", "account.json").stdout)
    assert codes(answer) == {f"{name}.json": ["EMPTY_ARRAY_ACTION"] for name in ("plan", "template", "account")}
    assert answer["files"][0]["documents"][0]["address"] == "aws_iam_policy.app.policy"
    (tmp_path / "template.yaml").write_text(
        "Resources:\n  App:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument: " + json.dumps(EMPTY) + "\n"
    )
    (tmp_path / "pipeline.yaml").write_text("steps:\n  - run: make\n")
    yaml = run("validate", ".")
    assert codes(json.loads(yaml.stdout))["template.yaml"] == ["EMPTY_ARRAY_ACTION"]
    assert (yaml.returncode, yaml.stderr.startswith("skipped: pipeline.yaml: ")) == (0, True)
    unlike = run("validate", "plan.json", "--source", "cloudformation")
    assert unlike.returncode == 2
    assert unlike.stderr.startswith("plan.json: expected a template of CloudFormation")


def test_suppressions_need_reasons_and_tell_when_they_are_of_no_use(run: Run, tmp_path: Path) -> None:
    write(tmp_path, one=EMPTY, two=EMPTY)
    suppressions = [
        {"codes": ["EMPTY_ARRAY_ACTION"], "file": "one.json", "reason": "a draft"},
        {"codes": ["INVALID_ACTION"], "reason": "never so"},
        {"codes": ["EMPTY_*"], "reason": "until then", "expires": "2020-01-31"},
    ]
    (tmp_path / "s.json").write_text('{"suppressions": [\n' + ",\n".join(map(json.dumps, suppressions)) + "\n]}")
    done = run("validate", "one.json", "two.json", "--suppress", "s.json", "--fail-on", "suggestion")
    files = json.loads(done.stdout)["files"]
    assert files[0]["documents"][0]["findings"][0]["suppressed"] == "a draft"
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "s.json:3:1: unused suppression of INVALID_ACTION (never so)",
        "s.json:4:1: expired suppression of EMPTY_* (until then)",
        "validated 2 policies of 2 files: 1 suggestion (1 suppressed)",
    ]
    assert run("validate", "one.json", "--suppress", "s.json", "--fail-on", "suggestion").returncode == 0
    (tmp_path / "s.json").write_text('{"suppressions": [{"codes": ["A"]}]}')
    bad = run("validate", "one.json", "--suppress", "s.json")
    assert bad.returncode == 2 and bad.stderr.startswith("s.json:1:19: ")


def test_a_baseline_leaves_what_is_new(run: Run, tmp_path: Path) -> None:
    write(tmp_path, p=EMPTY)
    flags = ["--fail-on", "suggestion", "--format", "text"]
    first = run("validate", "p.json", "--write-baseline", "known.json", *flags)
    assert first.returncode == 1
    known = run("validate", "p.json", "--baseline", "known.json", *flags)
    assert (known.stdout, known.returncode) == ("", 0)
    assert known.stderr == "validated 1 policy of 1 file: nothing found (1 known)\n"
    # the same from another folder's point of view
    same = run("validate", str(tmp_path / "p.json"), "--baseline", "known.json", *flags)
    assert same.returncode == 0
    write(tmp_path, p={**EMPTY, "Statement": [{"Sid": "", **READ["Statement"]}, EMPTY["Statement"]]})  # type: ignore[dict-item]
    new = run("validate", "p.json", "--baseline", "known.json", *flags)
    assert new.returncode == 1
    assert "EMPTY_SID_VALUE" in new.stdout
    write(tmp_path, p=READ)
    gone = run("validate", "p.json", "--baseline", "known.json", *flags)
    assert gone.stderr.endswith("nothing found (1 gone)\n")
    bad = run("validate", "p.json", "--baseline", "p.json", *flags)
    assert bad.returncode == 2 and bad.stderr.startswith("p.json:2:3: expected one of `version`")


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX's is asked")
def test_a_reader_that_stops_changes_no_exit_code(tmp_path: Path) -> None:
    write(tmp_path / "p", **{f"n{number}": EMPTY for number in range(300)})
    own = f'"{sys.executable}" -W error -m iam_eval'
    command = f"{own} validate p --format text --fail-on suggestion | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (1, "validated 300 policies of 300 files: 300 suggestions\n")
