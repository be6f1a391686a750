"""`iam-eval validate --format` and `iam-eval explain CODE`: findings for people, and for programs that gather them."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ADMIN, READ, Run
from test_cli_validate import EMPTY, PASSING, WRONG, write

LINES = '{"Version": "2012-10-17",\n "Id": "mine", "Statement":\n  {"Resource": "arn:aws:s3:::é\U0001f600", "Effect": "Allow", "Action": []}}'
TWICE = [{"Sid": "A", "Effect": "Allow", "Action": f"s3:{action}", "Resource": "*"} for action in ("GetObject", "PutObject")]


@cache
def schema() -> Any:
    """The schema of SARIF 2.1.0 as OASIS has it: a crate that the library is built of carries it."""
    if shutil.which("cargo") is None:
        pytest.skip("there is no cargo here, which knows where the schema of SARIF is")
    asked = ["cargo", "metadata", "--format-version", "1", "--offline", "--manifest-path"]
    done = subprocess.run(
        [*asked, str(Path(__file__).parents[2] / "Cargo.toml")], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        pytest.skip("the crates are not here, of which one has the schema of SARIF")
    packages = {one["name"]: Path(one["manifest_path"]) for one in json.loads(done.stdout)["packages"]}
    found = json.loads((packages["serde-sarif"].parent / "src" / "schema.json").read_text(encoding="utf-8"))
    assert found["$id"].endswith("oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return found


def test_text_shows_the_line(run: Run, tmp_path: Path) -> None:
    write(tmp_path, p=LINES)
    done = run("validate", "p.json", "--format", "text")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("note[EMPTY_ARRAY_ACTION]: ")
    assert lines[1].strip().startswith("--> p.json:3:")
    assert '3 |   {"Resource": "arn:aws:s3:::é\U0001f600", "Effect": "Allow", "Action": []' in done.stdout


@pytest.mark.parametrize("asked", [[], [READ], [EMPTY], [EMPTY, PASSING, WRONG, ADMIN], [{**READ, "Statement": TWICE * 2}]])
def test_sarif_is_valid(run: Run, tmp_path: Path, asked: list[Any]) -> None:
    # a name that is no URI as it stands
    write(tmp_path / "a b%", **{f"n{number}": value for number, value in enumerate(asked)}, one={"Resources": {}})
    done = run("validate", "a b%", "--own", "all", "--format", "sarif", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    jsonschema.Draft7Validator(schema()).validate(json.loads(done.stdout))


def test_sarif_has_the_places_in_code_points_and_rules_with_help(run: Run, tmp_path: Path) -> None:
    write(tmp_path, p=LINES)
    log = json.loads(run("validate", "p.json", "--format", "sarif").stdout)["runs"][0]
    (result,) = log["results"]
    (rule,) = log["tool"]["driver"]["rules"]
    assert log["columnKind"] == "unicodeCodePoints"
    line = LINES.splitlines()[2]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == 3
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "[]"
    assert (rule["id"], rule["name"]) == ("EMPTY_ARRAY_ACTION", "EmptyArrayAction")
    assert rule["defaultConfiguration"] == {"level": "note"}
    assert rule["help"]["text"] == "iam-eval explain EMPTY_ARRAY_ACTION"
    assert rule["helpUri"].startswith("https://docs.aws.amazon.com/IAM/latest/UserGuide/")


def test_fingerprints_stay_when_a_file_changes_elsewhere(run: Run, tmp_path: Path) -> None:
    def fingerprints(form: str) -> list[str]:
        answer = json.loads(run("validate", "p.json", "--format", form).stdout)
        if form == "gitlab":
            return [one["fingerprint"] for one in answer]
        if form == "sarif":
            return [one["partialFingerprints"]["iamEval/v1"] for one in answer["runs"][0]["results"]]
        return [one["fingerprint"] for one in answer["files"][0]["documents"][0]["findings"]]

    statement = {"Sid": "Draft", **EMPTY["Statement"]}  # type: ignore[dict-item]
    write(tmp_path, p={**EMPTY, "Statement": [statement]})
    first = fingerprints("json")
    assert len(first) == 1
    assert fingerprints("sarif") == fingerprints("gitlab") == first
    write(tmp_path, p={"Version": "2012-10-17", "Id": "moved", "Statement": [READ["Statement"], statement]})
    assert fingerprints("json") == fingerprints("sarif") == first


def test_github_gets_a_line_for_each_finding(run: Run, tmp_path: Path) -> None:
    write(tmp_path, p=WRONG, q=PASSING)
    done = run("validate", "p.json", "q.json", "--format", "github")
    first, second = done.stdout.splitlines()
    assert first.startswith("::error file=p.json,line=") and ",title=INVALID_ACTION::" in first
    assert second.startswith("::warning file=q.json,line=") and ",title=PASS_ROLE_WITH_STAR_IN_RESOURCE::" in second
    assert run("validate", "-", "--format", "github", stdin=json.dumps(READ)).stdout == ""


def test_gitlab_gets_a_report(run: Run, tmp_path: Path) -> None:
    write(tmp_path, p=WRONG)
    (issue,) = json.loads(run("validate", "p.json", "--format", "gitlab").stdout)
    assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert (issue["severity"], issue["location"]["path"]) == ("major", "p.json")
    assert json.loads(run("validate", "-", "--format", "gitlab", stdin=json.dumps(READ)).stdout) == []


def test_aws_is_what_its_cli_prints(run: Run, tmp_path: Path) -> None:
    write(tmp_path, p=EMPTY, q=READ)
    done = run("validate", "p.json", "--format", "aws")
    assert done.stdout.startswith('{\n    "findings": [\n        {\n            "findingDetails": ')
    (finding,) = json.loads(done.stdout)["findings"]
    assert list(finding) == ["findingDetails", "findingType", "issueCode", "learnMoreLink", "locations"]
    (location,) = finding["locations"]
    assert location["path"] == [{"value": "Statement"}, {"value": "Action"}]
    assert set(location["span"]["start"]) == {"line", "column", "offset"}
    assert run("validate", "q.json", "--format", "aws").stdout == '{\n    "findings": []\n}\n'
    several = run("validate", "p.json", "q.json", "--format", "aws")
    assert (several.stdout, several.returncode) == ("", 2)
    assert several.stderr == "expected one policy beside --format aws, found 2\n"


def test_every_code_has_a_page(run: Run) -> None:
    page = run("explain", "pass_role_with_star_in_resource", "--format", "text")
    assert page.returncode == 0
    assert page.stdout.startswith("# PASS_ROLE_WITH_STAR_IN_RESOURCE\n\nSECURITY_WARNING, ")
    listed = run("explain", "all", "--format", "text").stdout.splitlines()
    checks = json.loads(run("explain", "all").stdout)["checks"]
    assert [line.split("  ")[0] for line in listed] == [check["issueCode"] for check in checks]
    assert len(checks) > 100


def test_a_code_that_is_none_is_bad_usage(run: Run) -> None:
    done = run("explain", "EMPTY_SID")
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr == "expected the code of a check, found `EMPTY_SID`, did you mean `EMPTY_SID_VALUE`?\n"
    assert run("explain", "EMPTY_SID_VALUE", "--action", "a:b").stderr == "expected a code or a request, found both\n"
