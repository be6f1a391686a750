"""`iam-eval generate`."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from conftest import ADMIN, EXAMPLES, READ, Run

from iam_eval import Usage

DATA = EXAMPLES.parent / "data"
ROLE = "arn:aws:iam::111122223333:role/service/orders-api"


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    """One day a file, as CloudTrail delivers them."""
    log = json.loads((DATA / "cloudtrail.json").read_text(encoding="utf-8"))
    folder = tmp_path / "logs" / "2026"
    folder.mkdir(parents=True)
    for at in range(6):
        text = json.dumps({"Records": log["Records"][at::6]})
        (folder / f"{at}.json.gz").write_bytes(gzip.compress(text.encode()))
    (tmp_path / "logs" / "notes.txt").write_text("no log")
    for name in ("current-policy.json", "boundary.json"):
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    (tmp_path / "admin.json").write_text(json.dumps(ADMIN))
    (tmp_path / "read.json").write_text(json.dumps(READ))


def generated() -> object:
    usage = Usage.read((DATA / "cloudtrail.json").read_bytes())
    documents = [policy["document"] for policy in usage.synthesize([ROLE])["policies"]]
    return documents[0] if len(documents) == 1 else documents


@pytest.mark.parametrize("logs", [["logs"], ["logs/**/*.json.gz"], ["**/{0,1,2,3,4,5}.json.gz"], [f"logs/2026/{at}.json.gz" for at in range(6)]])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_policy_is_the_same_however_the_logs_are_read(run: Run, logs: list[str], jobs: str) -> None:
    done = run("generate", *logs, "--principal", ROLE, "--current", "admin.json", "--jobs", jobs)
    assert json.loads(done.stdout) == generated()
    assert done.stderr.startswith("read ")
    assert done.returncode == 0


def test_what_is_beyond_the_current_policies_is_told(run: Run) -> None:
    done = run("generate", "logs", "--principal", ROLE, "--current", "read.json", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["withinCurrent"]["result"] == "refuted"
    assert "uses are not granted by the current policies" in done.stderr


def test_files_can_be_left_out(run: Run) -> None:
    done = run("generate", "logs", "--exclude", "**/[1-5].json.gz", "--principal", ROLE, "--format", "json")
    assert "read 62 events" in done.stderr
    done = run("generate", "logs", "--exclude", "[", "--principal", ROLE)
    assert (done.returncode, "--exclude: expected a pattern of paths, found `[`" in done.stderr) == (2, True)
    done = run("generate", "logs/**/*.csv", "--principal", ROLE)
    assert "expected files of this pattern, found none" in done.stderr


def test_what_is_beyond_them_can_be_left_out(run: Run) -> None:
    done = run("generate", "logs", "--principal", ROLE, "--current", "read.json", "--clip", "--format", "json")
    made = json.loads(done.stdout)
    assert done.returncode == 0
    assert made["withinCurrent"]["result"] == "proved"
    assert made["coverage"]["uncovered"] == made["withinCurrent"]["outsideCurrent"] != []
    done = run("generate", "logs", "--principal", ROLE, "--clip")
    assert (done.returncode, "clips: expected the policies of today beside it" in done.stderr) == (2, True)
    flags = ("--compact", "--condition", "aws:RequestedRegion", "--max-resources", "suffix", "--quota", "userInline")
    done = run("generate", "logs", "--principal", ROLE, *flags, "--format", "json")
    made = json.loads(done.stdout)
    assert any("Condition" in statement for statement in made["policies"][0]["document"]["Statement"])
    assert {widening["step"] for widening in made["widened"]} == {"suffix"}


def test_other_forms(run: Run) -> None:
    terraform = run("generate", "logs", "--principal", ROLE, "--format", "terraform")
    assert terraform.stdout.startswith('resource "aws_iam_policy"')
    words = run("generate", "logs", "--principal", ROLE, "--format", "text", "--boundary", "boundary.json")
    assert words.stdout.startswith(f"Usage of {ROLE}\n")


def test_a_usage_is_kept_for_another_day(run: Run, tmp_path: Path) -> None:
    for at, files in enumerate((["logs/2026/0.json.gz", "logs/2026/1.json.gz"], [f"logs/2026/{at}.json.gz" for at in range(2, 6)])):
        run("generate", *files, "--principal", ROLE, "--save-usage", f"usage{at}")
    done = run("generate", "--usage", "usage0", "usage1", "--principal", ROLE)
    assert json.loads(done.stdout) == generated()


def test_stdin_and_the_only_principal(run: Run) -> None:
    record = {"eventSource": "sqs.amazonaws.com", "eventName": "ListQueues",
              "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann"}}  # fmt: skip
    done = run("generate", "-", stdin=json.dumps(record))
    assert json.loads(done.stdout)["Statement"][0]["Action"] == "sqs:ListQueues"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["logs"], "expected --principal, one or more of the "),
        (["logs", "--principal", "ann"], "expected a principal of the usage, found `ann`"),
        (["none"], "none: no such file or directory"),
        (["none/**/*.gz"], "none/**/*.gz: expected files of this pattern, found none"),
        ([], "expected logs to read, found none"),
        (["logs/notes.txt"], "logs/notes.txt: expected CloudTrail records: "),
        (["logs", "--from", "soon"], "--from: start: expected a time such as "),
        (["logs", "--jobs", "0"], "--jobs: expected at least 1, found 0"),
        (["logs", "--usage", "admin.json"], "admin.json: expected a usage: "),
        (["logs", "--principal", ROLE, "--current", "logs/notes.txt"], "logs/notes.txt:1:"),
        (["logs", "--principal", ROLE, "--save-usage", "none/usage"], "none/usage: no such file or directory"),
    ],
)
def test_bad_input_is_told(run: Run, arguments: list[str], said: str) -> None:
    done = run("generate", *arguments)
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr
