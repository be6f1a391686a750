"""`iam-eval evaluate` and `iam-eval explain`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ADMIN, EXAMPLES, READ, Run

import iam_eval

GUARD = """{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "*", "Resource": "*"},
  {"Sid": "NoIam", "Effect": "Deny", "Action": "iam:*",
   "Resource": "*"},
  {"Sid": "Office", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*",
   "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
]}"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    for name, policy in (("admin", ADMIN), ("read", READ)):
        (tmp_path / f"{name}.json").write_text(json.dumps(policy), encoding="utf-8")
    (tmp_path / "guard.json").write_text(GUARD, encoding="utf-8")
    (tmp_path / "office.json").write_text(
        json.dumps({"Statement": json.loads(GUARD)["Statement"][2]}), encoding="utf-8"
    )


def test_a_pipe_gets_the_json_of_the_verb(run: Run) -> None:
    done = run("evaluate", "--identity", "admin.json", "--boundary", "read.json", "--action", "iam:DeleteUser")
    question = {"policies": {"identity": [ADMIN], "permissionsBoundary": READ}, "request": {"action": "iam:DeleteUser"}}
    assert json.loads(done.stdout)["answer"] == iam_eval.evaluate(question)["answer"] == "implicitDeny"
    assert done.stderr == "asked 2 policies about iam:DeleteUser on *: implicitDeny\n"
    assert done.returncode == 1


def test_people_get_the_reason(run: Run) -> None:
    done = run("evaluate", "--identity", "admin.json", "--action", "s3:GetObject", "--format", "text")
    assert (done.stdout, done.returncode) == ("allowed by the identity policies\n", 0)


def test_every_layer_has_its_flag(run: Run) -> None:
    everybody = json.dumps({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}})
    done = run(
        "evaluate", "--identity", "admin.json", "read.json", "--identity", "read.json", "--boundary", "admin.json",
        "--session", "admin.json", "--scp", "admin.json", "--scp", "read.json", "admin.json", "--rcp", "admin.json",
        "--resource-policy", "-", "--unknown", "vpc_endpoint", "--unknown", "trust",
        "--action", "s3:GetObject", "--resource", "arn:aws:s3:::b/k", "--resource-account", "111122223333",
        "--principal", "arn:aws:iam::111122223333:user/ann", stdin=everybody,
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert done.returncode in (0, 1), done.stderr
    seen = [(layer["layer"], layer.get("level"), len(layer["statements"])) for layer in report["layers"]]
    assert ("identity", None, 3) in seen
    assert ("service_control", 1, 2) in seen
    assert {layer for layer, _, _ in seen} >= {"resource", "permissions_boundary", "session", "resource_control"}


@pytest.mark.parametrize(
    ("flags", "answer"),
    [
        (["--context", "aws:SourceIp=203.0.113.7"], "allowed"),
        (["--context", "aws:SourceIp=198.51.100.7"], "implicitDeny"),
        (["--context", 'aws:SourceIp={"unknown": true}'], "depends"),
        (["--context", 'aws:SourceIp="203.0.113.7"'], "allowed"),
        (["--open"], "depends"),
        ([], "implicitDeny"),
    ],
)
def test_context_keys_are_given_by_name(run: Run, flags: list[str], answer: str) -> None:
    done = run("evaluate", "--identity", "office.json", "--action", "s3:GetObject", *flags)
    assert json.loads(done.stdout)["answer"] == answer
    assert done.returncode == (0 if answer == "allowed" else 1)


def test_several_values_stand_between_commas_or_in_json(run: Run, tmp_path: Path) -> None:
    tagged = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
                            "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}}}  # fmt: skip
    (tmp_path / "tagged.json").write_text(json.dumps(tagged), encoding="utf-8")
    for value, code in (("a,b", 0), ('["a"]', 0), ("a,c", 1)):
        done = run(
            "evaluate", "--identity", "tagged.json", "--action", "ec2:CreateTags", "--context", f"aws:TagKeys={value}"
        )
        assert done.returncode == code, done.stderr


def test_a_request_is_a_file_and_flags_come_before_it(run: Run) -> None:
    said = json.dumps({"action": "iam:GetUser", "context": {"aws:SourceIp": "203.0.113.7", "k": "v"}})
    done = run("evaluate", "--identity", "office.json", "--request", "-", "--action", "s3:GetObject", stdin=said)
    assert json.loads(done.stdout)["answer"] == "allowed"
    done = run("evaluate", "--identity", "office.json", "--request", "-", stdin=said)
    assert json.loads(done.stdout)["answer"] == "implicitDeny"


def test_many_requests_are_answered_line_by_line(run: Run) -> None:
    lines = '{"action": "s3:GetObject"}\n\n{"action": "s3:PutObject", "resource": "arn:aws:s3:::b/k"}\n'
    for said in (lines, json.dumps([json.loads(line) for line in lines.split("\n") if line])):
        done = run("evaluate", "--identity", "read.json", "--requests", "-", stdin=said)
        assert (done.stdout, done.returncode) == ('{"answers":["allowed","implicitDeny"]}\n', 1)
        assert done.stderr == "asked about 2 requests: 1 allowed, 1 implicitDeny\n"
        done = run("evaluate", "--identity", "read.json", "--requests", "-", "--format", "text", stdin=said)
        assert done.stdout.splitlines() == [
            "ANSWER        ACTION        RESOURCE",
            "allowed       s3:GetObject  *",
            "implicitDeny  s3:PutObject  arn:aws:s3:::b/k",
        ]
    done = run("evaluate", "--identity", "read.json", "--requests", "-", stdin="")
    assert (done.stdout, done.returncode) == ('{"answers":[]}\n', 0)


def test_explains_the_deciding_statement_with_its_place(run: Run) -> None:
    done = run("explain", "--identity", "guard.json", "--action", "iam:DeleteUser", "--format", "text")
    assert done.stdout.splitlines() == [
        "denied explicitly by the identity policies",
        "guard.json:3:3: Deny `NoIam`: it matches",
        '  3 |   {"Sid": "NoIam", "Effect": "Deny", "Action": "iam:*",',
        '  4 |    "Resource": "*"},',
    ]
    assert (done.stderr, done.returncode) == ("explained why iam:DeleteUser on * is explicitDeny\n", 1)


def test_explains_an_implicit_denial_by_what_comes_closest(run: Run) -> None:
    done = run("explain", "--identity", "office.json", "--action", "s3:GetObject", "--format", "text")
    lines = done.stdout.splitlines()
    assert lines[1] == "office.json:1:15: Allow `Office`: a condition does not hold: aws:SourceIp"
    assert lines[-1] == "missing context keys: aws:SourceIp"
    done = run(
        "explain", "--identity", "admin.json", "--boundary", "read.json", "--action", "iam:x", "--format", "text"
    )
    assert done.stdout.splitlines()[1:] == ["read.json: no statement matches"]


def test_explains_to_programs_as_the_verb_does(run: Run) -> None:
    done = run("explain", "--identity", "--action", "s3:GetObject")
    assert json.loads(done.stdout) == {"text": "denied: no statement of the identity policies allows it"}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_an_excerpt_counts_lines_as_the_policy_does(run: Run, tmp_path: Path, line_end: str) -> None:
    text = line_end.join(
        ["{", '"Id": "a\\u2028b c",', '"Statement": {"Effect": "Allow",', '"Action": "*", "Resource": "*"}}']
    )
    (tmp_path / "ends.json").write_bytes(text.encode())
    done = run("explain", "--identity", "ends.json", "--action", "s3:x", "--format", "text")
    assert done.stdout.splitlines()[1:] == [
        "ends.json:3:14: Allow 0: it matches",
        '  3 | "Statement": {"Effect": "Allow",',
        '  4 | "Action": "*", "Resource": "*"}}',
    ]


def test_a_long_statement_is_cut(run: Run, tmp_path: Path) -> None:
    actions = ",\n".join(f'"s3:Get{number}"' for number in range(40))
    (tmp_path / "long.json").write_text(
        f'{{"Statement": {{"Effect": "Allow", "Action": [{actions}], "Resource": "*"}}}}'
    )
    (tmp_path / "wide.json").write_text(
        json.dumps({"Id": "x" * 900, "Statement": {"Effect": "Allow", "Action": ["s3:Get1"] * 99, "Resource": "*"}})
    )
    done = run("explain", "--identity", "long.json", "wide.json", "--action", "s3:Get1", "--format", "text")
    assert max(map(len, done.stdout.splitlines())) < 180
    assert len(done.stdout.splitlines()) == 1 + 1 + 9 + 1 + 1


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["evaluate", "--identity", "nosuch.json", "--action", "s3:x"], "", "nosuch.json: no such file or directory"),
        (["evaluate", "--identity", ".", "--action", "s3:x"], "", ".: is a directory"),
        (["evaluate", "--identity", "-", "--action", "s3:x"], '{"Statement":\n [}', "<stdin>:2:3: expected "),
        (["evaluate", "--scp", "admin.json", "--scp", "admin.json", "-", "--action", "s3:x"], "\n{", "<stdin>:2:2: "),
        (["evaluate", "--identity", "-", "--scp", "-", "--action", "s3:x"], "{}", "expected `-` once, found it twice"),
        (["evaluate", "--identity", "admin.json"], "", "expected an action; give --action or --request"),
        (["evaluate", "--action", "s3"], "", "request: expected exactly one colon, as in `s3:GetObject`, found `s3`"),
        (["evaluate", "--action", "s3:x", "--context", "k"], "", "--context: expected `KEY=VALUE`, found `k`"),
        (["evaluate", "--action", "s3:x", "--context", "k=[1"], "", "--context: k: expected JSON, found `[1`"),
        (["evaluate", "--action", "s3:x", "--principal", "{"], "", "--principal: expected JSON, found `{`"),
        (["evaluate", "--action", "s3:x", "--requests", "-"], "", "expected one request or many, found "),
        (["evaluate", "--request", "-"], '{"action": "s3:x",\n ', "<stdin>:2:2: expecting property name"),
        (["evaluate", "--request", "-"], "[]", "<stdin>: expected one request as a JSON object"),
        (["evaluate", "--request", "-"], '{"action": "s3:x", "colour": 1}', "<stdin>: request: unknown field `colour`"),
        (["evaluate", "--requests", "-"], '{"action": "s3:x"}\n{"action": 5}', "<stdin>:2:12: requests[1].action: invalid"),
        (["evaluate", "--requests", "-"], '{"action": "s3"}', "<stdin>: requests[0]: expected exactly one colon"),
        (["evaluate", "--identity", "admin.json", "--unknown", "identity", "--action", "s3:x"], "",
         "expected the identity layer once, found it given and unknown"),
        (["explain", "--request", "-"], "[" * 100_000, "<stdin>: expected JSON of fewer levels"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_with_its_place(run: Run, arguments: list[str], stdin: str, said: str) -> None:
    done = run(*arguments, stdin=stdin)
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["guess"], ["evaluate", "--colour"], ["evaluate", "--unknown", "x"], ["evaluate", "--format", "xml"]],
)
def test_bad_usage_is_told_from_denial(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.stdout, done.returncode) == ("", 2)
    assert "usage: iam-eval" in done.stderr


def test_it_has_help_and_a_version(run: Run) -> None:
    assert run("--version").stdout == f"iam-eval {iam_eval.__version__}\n"
    whole = run("--help").stdout
    for subcommand in ("evaluate", "explain", "format", "simulate"):
        assert subcommand in whole
        assert f"iam-eval {subcommand} " in run(subcommand, "--help").stdout


def test_the_example_policies_of_the_repository(run: Run) -> None:
    files: dict[str, Any] = {flag: str(EXAMPLES / name) for flag, name in (
        ("--identity", "administrator-access.json"), ("--boundary", "boundary-s3-ec2-describe.json"))}  # fmt: skip
    for action, code in (("s3:ListBucket", 0), ("ec2:StartInstances", 1), ("iam:DeleteUser", 1)):
        arguments = [word for pair in files.items() for word in pair]
        assert run("evaluate", *arguments, "--action", action).returncode == code
