"""`Request`, and what a context value may be."""

from __future__ import annotations

import collections
import copy
import datetime
import decimal
import enum
import ipaddress
import pickle
import types
from typing import Any

import pytest

from iam_eval import ABSENT, PRESENT, UNKNOWN, InputError, Mark, PolicySet, Request

UTC = datetime.timezone.utc


def taken(value: Any) -> Any:
    """What becomes of a context value on the wire."""
    return Request("s3:GetObject", context={"k": value}).to_dict()["context"]["k"]


def test_it_says_what_it_is_about() -> None:
    request = Request("S3:getobject", "arn:aws:s3:::b/k")
    assert (request.action, request.resource) == ("S3:getobject", "arn:aws:s3:::b/k")
    assert repr(request) == "<iam_eval.Request S3:getobject on arn:aws:s3:::b/k>"
    assert Request("s3:GetObject").resource == "*"


def test_members_are_in_camel_or_snake_case() -> None:
    for said in (
        {"action": "s3:x", "resourceAccount": "111122223333"},
        {"action": "s3:x", "resource_account": "1" * 12},
    ):
        assert Request(said).action == "s3:x"
    assert Request("s3:x", resource_account="111122223333").to_dict() == {
        "action": "s3:x",
        "resourceAccount": "111122223333",
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", "text"),
        (True, True),
        (7, 7),
        (-(2**63), -(2**63)),
        (2**64 - 1, 2**64 - 1),
        (2.5, 2.5),
        (["a", "b"], ["a", "b"]),
        (("a", 1, False), ["a", 1, False]),
        ({"b", "a"}, ["a", "b"]),
        (frozenset({"a"}), ["a"]),
        (collections.deque(["a"]), ["a"]),
        (datetime.datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC), "2026-11-24T12:00:00Z"),
        (
            datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=2))),
            "2026-11-24T10:00:00Z",
        ),
        (datetime.date(2026, 11, 24), "2026-11-24"),
        (ipaddress.ip_address("203.0.113.7"), "203.0.113.7"),
        (ipaddress.ip_network("2001:db8::/32"), "2001:db8::/32"),
        (decimal.Decimal("1.50"), "1.50"),
        (enum.IntEnum("Size", {"BIG": 3}).BIG, 3),  # type: ignore[attr-defined]
        (UNKNOWN, {"unknown": True}),
        (PRESENT, {"present": True}),
        (ABSENT, {"absent": True}),
        ({"unknown": True}, {"unknown": True}),
        (types.MappingProxyType({"absent": True}), {"absent": True}),
    ],
)
def test_a_context_value_is_taken_as_is_natural(value: Any, expected: Any) -> None:
    assert taken(value) == expected
    # the members of a call and those of a dict are the same question
    policies = PolicySet(identity={"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
                                                 "Condition": {"Null": {"k": "false"}}}})  # fmt: skip
    answers = {
        policies.decide("s3:x", context={"k": value}),
        policies.decide({"action": "s3:x", "context": {"k": expected}}),
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "request.context.k: "),
        (object(), "request.context.k: expected text, a number, a list or a dict, found `object`"),
        (2**64, "request.context.k: expected an integer of 64 bits"),
        (float("nan"), "request.context.k: expected a finite number"),
        (["a", ["b"]], r"request.context.k\[1\]: "),
        ([1, None], r"request.context.k\[1\]: "),
        (b"bytes", "request.context.k: "),
        (bytearray(b"x"), "found `bytearray`"),
        (datetime.datetime(2026, 11, 24), "request.context.k: expected a date with a time zone"),
        ({"unknown": False}, "expected one of `unknown`, `present` and `absent` to be true"),
        ({"unkown": True}, "unknown field `unkown`"),
        (iter([]), "found `list_iterator`"),
    ],
)
def test_what_is_no_context_value_is_refused_with_its_place(value: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        Request("s3:GetObject", context={"k": value})


def test_core_checks_it() -> None:
    for said, code in (
        ({"action": "s3:*"}, "action-not-concrete"),
        ({"action": "s3:x", "principal": "me"}, "bad-principal"),
        ({"action": "s3:x", "grants": [["arn:aws:iam::111122223333:user/ann", ["Decrypt"]]]}, "bad-input"),
        ({"action": "s3:x", "context": {"a:b": "1", "A:B": "2"}}, "context-key-twice"),
    ):
        with pytest.raises(InputError) as raised:
            Request(said)
        assert raised.value.code == code


def test_a_later_change_of_what_it_was_made_from_does_not_show() -> None:
    tags = ["a"]
    said: dict[str, Any] = {"action": "s3:x", "context": {"aws:TagKeys": tags}}
    request = Request(said)
    tags.append("b")
    said["action"] = "s3:y"
    assert request.to_dict() == {"action": "s3:x", "context": {"aws:TagKeys": ["a"]}}


def test_pickles_and_copies() -> None:
    request = Request(
        "s3:x", "arn:aws:s3:::b", principal={"type": "Service", "name": "s.amazonaws.com"}, context={"k": UNKNOWN}
    )
    for copied in (pickle.loads(pickle.dumps(request)), copy.copy(request), copy.deepcopy(request)):
        assert copied.to_dict() == request.to_dict()


def test_marks_are_themselves_after_pickling() -> None:
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN is Mark.UNKNOWN
    assert repr(ABSENT) == "iam_eval.ABSENT"


def test_requests_compare_by_their_members() -> None:
    one = Request("s3:GetObject", context={"a:b": "c", "a:d": ["e"]})
    assert one == Request({"context": {"a:d": ["e"], "a:b": "c"}, "action": "s3:GetObject"})
    assert hash(one) == hash(Request({"context": {"a:d": ["e"], "a:b": "c"}, "action": "s3:GetObject"}))
    assert one != Request("s3:GetObject", context={"a:b": "c"})
    assert one != "s3:GetObject"
    assert Request(one) == one
