"""`UsageReader` and `Usage`: from logs to policies."""

from __future__ import annotations

import gzip
import json
import pickle
import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import ADMIN, EXAMPLES

import iam_eval
from iam_eval import Catalog, InputError, PolicySet, Request, Usage, UsageReader

DATA = EXAMPLES.parent / "data"
LOG = (DATA / "cloudtrail.json").read_bytes()
ROLE = "arn:aws:iam::111122223333:role/service/orders-api"
CURRENT: dict[str, Any] = {
    "identity": [(DATA / "current-policy.json").read_text(encoding="utf-8")],
    "permissionsBoundary": (DATA / "boundary.json").read_bytes(),
}


def event(user: str, name: str = "GetUser", **more: Any) -> str:
    record = {
        "eventSource": "iam.amazonaws.com",
        "eventName": name,
        "recipientAccountId": "111122223333",
        "requestParameters": {"userName": "bob"},
        "userIdentity": {"type": "IAMUser", "arn": f"arn:aws:iam::111122223333:user/{user}"},
    }
    return json.dumps({**record, **more})


@pytest.fixture(scope="module")
def usage() -> Usage:
    return Usage.read(LOG)


def test_the_options_of_a_synthesis_reach_core() -> None:
    usage = Usage.read(event("ann"))
    queues = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}}
    with pytest.raises(InputError) as raised:
        usage.synthesize(usage.principals, current={"identity": [queues]}, clips=True)
    assert raised.value.code == "all-outside-current"
    for options in (
        {"max_resources": "far"},
        {"per_service": {"s3": {"action": "exact"}}},
        {"compact_actions": "all"},
        {"apply_conditions": "aws:SourceIp"},
        {"min_siblings": -1},
        {"min_literal": "x"},
        {"merges_services": 2},
    ):
        with pytest.raises(InputError):
            usage.synthesize(usage.principals, **options)
    made = usage.synthesize(
        usage.principals, max_resources="any", per_service={"sqs": {"resources": "any"}}, compact_actions="closedWorld",
        apply_conditions=["aws:RequestedRegion"], min_siblings=3, min_literal=1, merges_services=False,
    )  # fmt: skip
    assert made["coverage"]["proof"] == "proved"


@pytest.mark.parametrize("size", [1, 977, 1 << 20])
@pytest.mark.parametrize("data", [LOG, gzip.compress(LOG)], ids=["plain", "gzip"])
def test_pieces_may_end_anywhere(usage: Usage, data: bytes, size: int) -> None:
    reader = UsageReader()
    for at in range(0, len(data), size):
        reader.feed(data[at : at + size])
    reader.end_input()
    assert reader.records == usage.stats["records"]
    assert reader.errors == []
    assert reader.finish().to_bytes() == usage.to_bytes()
    for ask in (reader.finish, reader.end_input, lambda: reader.feed(b""), lambda: reader.records):
        with pytest.raises(RuntimeError, match="not finished"):
            ask()
    assert repr(reader) == "<iam_eval.UsageReader, finished>"


def test_usages_merge_in_any_order_and_pickle() -> None:
    ann, bob, eve = (Usage.read(event(name)) for name in ("ann", "bob", "eve"))
    assert (ann + bob) + eve == eve.merge(ann) + bob == pickle.loads(pickle.dumps(bob + eve + ann))
    assert (ann + Usage()).to_bytes() == ann.to_bytes() == Usage.from_bytes(ann.to_bytes()).to_bytes()
    assert ann != bob
    assert (ann + bob).principals == [f"arn:aws:iam::111122223333:user/{name}" for name in ("ann", "bob")]
    assert ann.to_dict()["principals"].keys() == {"arn:aws:iam::111122223333:user/ann"}


def test_a_policy_grants_what_was_used_and_no_more(usage: Usage) -> None:
    made = usage.synthesize([ROLE], current=CURRENT)
    assert made["coverage"]["proof"] == "proved"
    assert made["coverage"]["isMinimal"] is True
    assert made["report"].startswith(f"Usage of {ROLE}\n")
    assert 'resource "aws_iam_policy"' in made["terraform"]
    policies = PolicySet(identity=[policy["document"] for policy in made["policies"]])
    pairs = [(action, resource) for one in made["evidence"] for action, resource, _ in one["pairs"] if "*" not in resource]
    assert pairs
    for action, resource in pairs:
        assert policies.decide(Request(action, resource)) == "allowed"
    assert policies.decide("iam:CreateUser", "arn:aws:iam::111122223333:user/eve") == "implicitDeny"
    assert made["catalog"]["sources"][0]["date"] == "2026-09-26"


def test_options_reach_core(usage: Usage) -> None:
    exact = usage.synthesize([ROLE], resources="exact")
    folded = usage.synthesize([ROLE], resources="suffix", actions="service", quota="none", min_days=1)
    assert folded["widened"] and not exact["widened"]
    refused: list[tuple[dict[str, Any], str]] = [
        ({"resources": "all"}, "input.resources: unknown variant `all`"),
        ({"current": {"resource": ADMIN}}, "resource: expected none: only identity policies"),
        ({"current": {"identity": ["{"]}}, "expected"),
    ]
    for options, said in refused:
        with pytest.raises(iam_eval.IamEvalError, match=said):
            usage.synthesize([ROLE], **options)


def test_who_is_not_there_or_used_nothing_has_no_policy(usage: Usage) -> None:
    with pytest.raises(InputError) as raised:
        usage.synthesize(["arn:aws:iam::111122223333:user/nobody"])
    assert raised.value.code == "unknown-principal"
    refused = Usage.read(event("ann", errorCode="AccessDenied"))
    with pytest.raises(InputError) as raised:
        refused.synthesize(refused.principals)
    assert raised.value.code == "nothing-used"
    [attempt] = refused.denied()
    assert (attempt["action"], attempt["wouldNeed"]["kind"]) == ("iam:GetUser", "allow")


def test_unused_access_is_found_and_taken_away(usage: Usage) -> None:
    findings = usage.unused(ROLE, CURRENT, usage.window[1] or "")
    assert {finding["findingType"] for finding in findings} == {"UnusedPermission"}
    refined = usage.refine(CURRENT["identity"][0], [ROLE])
    assert refined["changes"]
    again = usage.refine(refined["text"], [ROLE])
    assert (again["text"], again["changes"]) == (refined["text"], [])
    with pytest.raises(InputError, match="now: expected a time"):
        usage.unused(ROLE, CURRENT, "yesterday")


def test_a_window_leaves_out_what_is_outside() -> None:
    lines = "\n".join(event("ann", eventTime=f"2026-09-{day:02}T00:00:00Z") for day in range(1, 11)).encode()
    reader = UsageReader(start="2026-09-03T00:00:00Z", stop="2026-09-05T00:00:00Z")
    reader.feed(lines)
    usage = reader.finish()
    assert usage.window == ("2026-09-03T00:00:00Z", "2026-09-04T00:00:00Z")
    assert usage.stats["outsideWindow"] == 8
    with pytest.raises(InputError, match="start: expected a time"):
        UsageReader(start="soon")


def test_what_is_no_log_is_refused() -> None:
    for log, code in ((b"no log", "nothing-read"), (b"\x1f\x8b\x08\x00broken", "not-inflatable")):
        with pytest.raises(InputError) as raised:
            Usage.read(log)
        assert raised.value.code == code
    for data in (b"", b"{}", b"\xff", b"[]"):
        with pytest.raises(InputError) as raised:
            Usage.from_bytes(data)
        assert raised.value.code == "bad-usage"
    reader = UsageReader()
    reader.feed(f"{event('ann')}\nnot json\n{event('bob')}".encode())
    assert [error["place"]["line"] for error in reader.errors] == [2]
    assert reader.finish().stats["bad"] == 1


def test_threads_may_feed_one_reader() -> None:
    reader = UsageReader()
    lines = [f"{event(f'user{at}')}\n".encode() for at in range(64)]

    def feed(part: list[bytes]) -> None:
        for line in part:
            reader.feed(line)

    threads = [threading.Thread(target=feed, args=(lines[at::4],)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reader.finish().principals) == 64


def test_a_file_of_a_day_is_read(tmp_path: Path) -> None:
    path = tmp_path / "log.json.gz"
    path.write_bytes(gzip.compress(LOG))
    assert Usage.read(path.read_bytes()) == Usage.read(LOG.decode())


def test_other_facts_take_the_place_of_the_librarys_own() -> None:
    text = (DATA.parents[1] / "data" / "catalog.txt").read_text(encoding="utf-8")
    without = Catalog("".join(line for line in text.splitlines(True) if not line.startswith("A\tGetUser\t")))
    assert without.sources == Catalog.embedded().sources
    assert repr(without) == repr(Catalog.embedded())
    assert Usage.read(event("ann"), catalog=without).stats["unmapped"]["names"] == {"iam.amazonaws.com:GetUser": 1}
    reader = UsageReader(catalog=without)
    reader.feed(event("ann").encode())
    with pytest.raises(InputError) as raised:
        (idle := reader.finish()).synthesize(idle.principals)
    assert raised.value.code == "nothing-used"
    usage = Usage.read(event("ann"))
    policy = {"Statement": {"Effect": "Allow", "Action": ["iam:GetUser", "iam:ListUsers"], "Resource": "*"}}
    assert usage.refine(policy, usage.principals)["text"] == json.dumps(
        {"Statement": {**policy["Statement"], "Action": ["iam:GetUser"]}}, separators=(",", ":")
    )
    for no in ("nothing", b"\xff"):
        with pytest.raises(InputError):
            Catalog(no)


def test_policies_for_any_account_and_narrowed_resources() -> None:
    usage = Usage.read(event("ann"))
    made = usage.synthesize(usage.principals, template_arns="aws", networks=["203.0.113.0/24"])
    assert '"arn:${Partition}:iam::${Account}:user/bob"' in made["templates"][0]
    policy = {"Statement": {"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"}}
    refined = usage.refine(policy, usage.principals, narrows_resources=True)
    # a call names a user without the path
    user = "arn:aws:iam::111122223333:user/"
    assert json.loads(refined["text"])["Statement"]["Resource"] == [f"{user}*/bob", f"{user}bob"]
    with pytest.raises(InputError) as raised:
        usage.synthesize(usage.principals, networks=["203.0.113.1"])
    assert raised.value.code == "bad-network"
