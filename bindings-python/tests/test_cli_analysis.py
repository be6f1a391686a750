"""`iam-eval effective`, `diff`, `check`, `who-can`, `escalation` and `external`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ADMIN, READ, Run

ANN = "arn:aws:iam::111122223333:user/ann"


def write(folder: Path, **policies: Any) -> None:
    """Each policy as a file of its name."""
    for name, policy in policies.items():
        (folder / f"{name}.json").write_text(json.dumps(policy, indent=2))


def shared_with(principal: Any) -> dict[str, Any]:
    """A policy of a queue."""
    statement = {"Sid": "Shared", "Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_effective_is_a_policy_one_may_store(run: Run, tmp_path: Path) -> None:
    write(tmp_path, admin=ADMIN, read=READ)
    done = run("effective", "--identity", "admin.json", "--boundary", "read.json")
    assert (json.loads(done.stdout)["Statement"][0]["Action"], done.returncode) == ("s3:Get*", 0)
    assert done.stderr == "granted is what the policy says: proved to be all that the layers grant together\n"
    nothing = run("effective", "--identity", "read.json", "--scp", "admin.json", "--session", "read.json", "--format=json")
    assert json.loads(nothing.stdout)["isExact"]
    assert run("effective").stderr == "expected --identity, --boundary, --session or --scp\n"


def test_effective_may_be_nothing(run: Run, tmp_path: Path) -> None:
    statement = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}
    write(tmp_path, read=READ, queue={"Version": "2012-10-17", "Statement": statement})
    done = run("effective", "--identity", "read.json", "--boundary", "queue.json")
    assert (done.stdout, done.returncode) == ("", 0)
    assert done.stderr.startswith("nothing is granted: proved")


def test_diff_says_what_changes_in_effect(run: Run, tmp_path: Path) -> None:
    write(tmp_path, admin=ADMIN, read=READ)
    done = run("diff", "admin.json", "read.json", "--format", "text")
    assert done.returncode == 1
    assert done.stdout.startswith('- {"Effect": "Allow", "NotAction": "s3:Get*", "Resource": "*"}\n- for instance `')
    assert done.stderr == "read.json is narrower than admin.json\n"
    assert run("diff", "read.json", "read.json").returncode == 0
    bad = run("diff", "read.json", "-", stdin="{")
    assert (bad.returncode, bad.stderr.startswith("<stdin>:1:2: ")) == (2, True)


def test_check_names_the_statement(run: Run, tmp_path: Path) -> None:
    write(tmp_path, admin=ADMIN, read=READ)
    done = run("check", "admin.json", "read.json", "--no-new-access", "read.json", "--format", "text")
    assert done.returncode == 1
    assert done.stdout.startswith("admin.json:3:16: new access in the statement with index 0: `")
    assert done.stderr == "made 2 checks of 2 files: 1 failed\n"
    granted = run("check", "read.json", "--not-granted", "s3:GetObject", "--on", "arn:aws:s3:::a/*", "--format", "github")
    assert granted.stdout.startswith("::error file=read.json,line=3,endLine=7,col=16,title=access-not-granted::")
    assert run("check", "read.json", "--not-granted", "s3:PutObject").returncode == 0
    assert run("check", "read.json").returncode == 2
    assert run("check", "read.json", "--on", "*").stderr == "expected --not-granted beside --on\n"


@pytest.mark.parametrize("form", ["sarif", "gitlab", "json"])
def test_check_is_fit_for_programs(run: Run, tmp_path: Path, form: str) -> None:
    write(tmp_path, queue=shared_with("*"))
    done = run("check", "queue.json", "--no-public-access", "AWS::SQS::Queue", "--format", form)
    answer = json.loads(done.stdout)
    assert done.returncode == 1
    if form == "sarif":
        result = answer["runs"][0]["results"][0]
        assert (result["ruleId"], result["level"]) == ("no-public-access", "error")
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "queue.json"
    elif form == "gitlab":
        assert (answer[0]["check_name"], answer[0]["location"]["path"]) == ("no-public-access", "queue.json")
    else:
        assert answer["checks"][0]["result"] == "FAIL"
    unknown = run("check", "queue.json", "--no-public-access", "AWS::SQS::Que", "--format", form)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr.startswith("resourceType: expected one of `")


def test_who_can_lists_principals(run: Run, tmp_path: Path) -> None:
    write(tmp_path, read=READ, queue=shared_with({"AWS": "111122223333"}))
    principals = [{"principal": ANN, "policies": {"identity": [ADMIN]}}, {"principal": ANN + "a", "policies": {}}]
    (tmp_path / "who.json").write_text(json.dumps(principals))
    arn = "arn:aws:sqs:eu-west-1:111122223333:q"
    done = run("who-can", "sqs:SendMessage", arn, "--principals", "who.json", "--format", "text")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["CAN", "yes", "no"]
    assert done.returncode == 1
    own = run("who-can", "sqs:SendMessage", arn, "--principal", ANN, "--identity", "read.json")
    assert (json.loads(own.stdout)["principals"][0]["can"], own.returncode) == ("no", 0)
    named = run("who-can", "sqs:SendMessage", arn, "--resource-policy", "queue.json", "--format", "text")
    assert named.stdout.splitlines()[1].split()[:2] == ["yes", "111122223333"]
    assert run("who-can", "a:b", "*").returncode == 2
    assert run("who-can", "a:b", "*", "--identity", "read.json").returncode == 2


def test_escalation_lists_the_requests_of_each_path(run: Run, tmp_path: Path) -> None:
    write(tmp_path, admin=ADMIN, read=READ)
    done = run("escalation", "--identity", "admin.json", "--boundary", "read.json")
    assert (json.loads(done.stdout)["found"], done.returncode) == ([], 0)
    done = run("escalation", "--identity", "admin.json", "--format", "text")
    assert done.returncode == 1
    assert "iam-001 (self-escalation)\n  `iam:CreatePolicyVersion` on `arn:aws:iam::" in done.stdout


def test_external_finds_who_is_outside(run: Run, tmp_path: Path) -> None:
    write(tmp_path, queue=shared_with({"AWS": ["111122223333", "222233334444"]}), public=shared_with("*"))
    done = run("external", "queue.json", "public.json", "--account", "111122223333", "--format", "text")
    first, second = done.stdout.splitlines()[:2]
    assert first.startswith("queue.json: AWS 222233334444 may sqs:SendMessage: `sqs:SendMessage` on ")
    assert second.startswith("public.json: AWS * may sqs:SendMessage: ")
    assert done.returncode == 1
    trusted = run("external", "queue.json", "--account", "111122223333", "222233334444")
    assert (json.loads(trusted.stdout)["files"][0]["findings"], trusted.returncode) == ([], 0)
