"""`iam-eval simulate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, Run

import iam_eval

ADMIN = (EXAMPLES / "administrator-access.json").read_text(encoding="utf-8")
BOUNDARY = (EXAMPLES / "boundary-s3-ec2-describe.json").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    (tmp_path / "admin.json").write_text(ADMIN, encoding="utf-8")
    (tmp_path / "boundary.json").write_text(BOUNDARY, encoding="utf-8")


ACTIONS = ["s3:ListBucket", "ec2:StartInstances", "iam:DeleteUser"]
WITHIN = ["--permissions-boundary-policy-input-list", "file://boundary.json", "--action-names", *ACTIONS]


def test_answers_as_the_aws_cli_does(run: Run) -> None:
    done = run("simulate", "--policy-input-list", "file://admin.json", *WITHIN)
    question = {"PolicyInputList": [ADMIN], "PermissionsBoundaryPolicyInputList": [BOUNDARY], "ActionNames": ACTIONS}
    assert done.stdout == json.dumps(iam_eval.simulate(question), indent=4, ensure_ascii=False) + "\n"
    assert (done.stderr, done.returncode) == ("simulated 3 actions: 1 allowed\n", 1)


def test_a_policy_is_a_file_or_itself(run: Run) -> None:
    ways = (["file://admin.json"], ["admin.json"], [ADMIN], [json.dumps([ADMIN])])
    answers = {run("simulate", "--policy-input-list", *way, *WITHIN).stdout for way in ways}
    assert len(answers) == 1 and '"allowed"' in answers.pop()


def test_a_table_names_the_statement_and_its_file(run: Run) -> None:
    done = run("simulate", "--policy-input-list", "file://admin.json", *WITHIN, "--format", "text")
    assert done.stdout.splitlines() == [
        "DECISION      ACTION              RESOURCE  BECAUSE OF                                  MISSING KEYS",
        "allowed       s3:ListBucket       *         Everything in admin.json",
        "implicitDeny  ec2:StartInstances  *         the permissions boundary does not allow it",
        "implicitDeny  iam:DeleteUser      *         the permissions boundary does not allow it",
    ]


def test_the_whole_input_is_a_file_and_flags_come_before_it(run: Run, tmp_path: Path) -> None:
    question = {"PolicyInputList": [ADMIN], "ActionNames": ["iam:GetUser"]}
    (tmp_path / "question.json").write_text(json.dumps(question), encoding="utf-8")
    for given in ("question.json", "file://question.json", json.dumps(question), "-"):
        done = run("simulate", "--cli-input-json", given, stdin=json.dumps(question))
        assert (json.loads(done.stdout), done.returncode) == (iam_eval.simulate(question), 0)
    done = run("simulate", "--cli-input-json", "question.json", "--action-names", "s3:x", "s3:y")
    assert [result["EvalActionName"] for result in json.loads(done.stdout)["EvaluationResults"]] == ["s3:x", "s3:y"]


def test_a_principal_is_simulated_from_its_policies(run: Run) -> None:
    user = "arn:aws:iam::111122223333:user/ann"
    inline = {"PolicyName": "all", "AttachmentType": "user", "AttachmentName": "ann", "PolicyDocument": ADMIN}
    known = {"Arn": user, "InlinePolicies": [inline]}
    question: dict[str, Any] = {"PolicySourceArn": user, "ActionNames": ["s3:x"], "SourcePolicies": known}
    done = run("simulate", "--cli-input-json", "-", stdin=json.dumps(question))
    assert (json.loads(done.stdout), done.returncode) == (iam_eval.simulate(question), 0)
    done = run("simulate", "--cli-input-json", "-", stdin=json.dumps({**question, "SourcePolicies": {}}))
    assert "when calling the SimulatePrincipalPolicy operation" in done.stderr


def test_levels_context_and_callers(run: Run) -> None:
    scp = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}'
    tagged = (
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":'
        '{"ForAllValues:StringEquals":{"aws:TagKeys":["a","b=c"]},"StringEquals":{"aws:RequestTag/x":"1,2"}}}}'
    )
    done = run(
        "simulate", "--policy-input-list", tagged, "--action-names", "s3:PutObject", "iam:GetUser",
        "--service-control-policy-input-list", ADMIN, "--service-control-policy-input-list", scp, ADMIN,
        "--context-entries", "ContextKeyName=aws:TagKeys,ContextKeyValues=a,b=c,ContextKeyType=stringList",
        "ContextKeyName=aws:RequestTag/x,ContextKeyValues='1,2',ContextKeyType=string",
        "--caller-arn", "arn:aws:iam::111122223333:user/ann", "--resource-arns", "*",
    )  # fmt: skip
    results = json.loads(done.stdout)["EvaluationResults"]
    assert [result["EvalDecision"] for result in results] == ["allowed", "allowed"]
    done = run(
        "simulate", "--policy-input-list", ADMIN, "--action-names", "iam:GetUser", "--format", "text",
        "--ordered-organization-policy-input-list", json.dumps([{"ServiceControlPolicyInputList": [scp]}]),
    )  # fmt: skip
    assert "service control policies" in done.stdout.splitlines()[1]


def test_all_pages_are_asked_for_unless_some_are_wanted(run: Run) -> None:
    actions = [f"s3:Get{number}" for number in range(250)]
    done = run("simulate", "--policy-input-list", ADMIN, "--action-names", *actions)
    answer = json.loads(done.stdout)
    assert [result["EvalActionName"] for result in answer["EvaluationResults"]] == actions
    assert (answer["IsTruncated"], "Marker" in answer) == (False, False)
    done = run(
        "simulate", "--policy-input-list", ADMIN, "--action-names", *actions, "--max-items", "2", "--format", "text"
    )
    assert done.stdout.splitlines()[-1].startswith("more: --marker ")
    marker = done.stdout.split()[-1]
    done = run(
        "simulate", "--policy-input-list", ADMIN, "--action-names", *actions, "--max-items", "2", "--marker", marker
    )
    assert [result["EvalActionName"] for result in json.loads(done.stdout)["EvaluationResults"]] == actions[2:4]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["--policy-input-list", ADMIN], ["expected at least one action; give --action-names"]),
        (["--policy-input-list", ADMIN, '{"Statement": [', "--action-names", "s3:x"],
         ["--policy-input-list:1:16: expected `,` or `]`, found the end of the text",
          "An error occurred (InvalidInput) when calling the SimulateCustomPolicy operation: "
          "Policy input list item 2 has invalid content"]),
        (["--policy-input-list", "no.json", "--action-names", "s3:x"], ["no.json: no such file or directory"]),
        (["--cli-input-json", "[]"], ["--cli-input-json: expected a JSON object"]),
        (["--cli-input-json", '{"ActionNames": [}'], ["--cli-input-json:1:18: expecting value"]),
        (["--cli-input-json", '{"ActionNames": ["s3:x"], "PolicyInputList": 5}'],
         ["--cli-input-json: PolicyInputList: invalid type: integer `5`, expected a sequence"]),
        (["--policy-input-list", ADMIN, "--action-names", "s3:x", "--context-entries", "Key=a"],
         ["--context-entries: expected `ContextKeyName=…,ContextKeyValues=…,ContextKeyType=…`, found `Key=a`"]),
    ],
)  # fmt: skip
def test_bad_input_is_told_with_its_place(run: Run, arguments: list[str], lines: list[str]) -> None:
    done = run("simulate", *arguments)
    assert (done.stdout, done.stderr.splitlines(), done.returncode) == ("", lines, 2)
