"""`Policy`: what a document holds, and where."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from conftest import ADMIN

from iam_eval import LimitError, ParseError, PathElement, Policy

TEXT = """{
  "Version": "2012-10-17", "Id": "guard",
  "Statement": [
    {"Sid": "NoIam", "Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*",
     "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
  ]
}"""


def test_text_bytes_dict_and_handle_are_the_same_policy() -> None:
    text = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'
    policy = Policy.parse(text)
    assert policy == Policy.parse(text.encode()) == Policy.parse(ADMIN) == Policy.parse(policy)
    assert Policy.parse(ADMIN).source == text
    assert len({policy, Policy.parse(ADMIN)}) == 1


def test_equality_is_that_of_the_canonical_form() -> None:
    one = Policy.parse({"Statement": {"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}})
    other = Policy.parse({"Statement": [{"Resource": ["*"], "Action": "s3:*", "Effect": "Allow"}]})
    assert one == other and hash(one) == hash(other)
    assert one != Policy.parse(ADMIN)
    assert one != str(one)


def test_every_element_has_its_place() -> None:
    policy = Policy.parse(TEXT)
    assert (policy.version, policy.id, policy.source) == ("2012-10-17", "guard", TEXT)
    (statement,) = policy.statements
    assert (statement.sid, statement.effect, statement.principal) == ("NoIam", "Deny", None)
    assert statement.action is not None
    assert (statement.action.name, [text.value for text in statement.action.values]) == (
        "NotAction",
        ["iam:*", "sts:*"],
    )
    second = statement.action.values[1].span
    assert TEXT[second.start.offset : second.end.offset] == '"sts:*"'
    assert (second.start.line, second.start.column) == (4, 63)
    (condition,) = statement.conditions
    assert (condition.operator, condition.key) == ("Bool", "aws:SecureTransport")


@pytest.mark.parametrize(("encoding", "offset"), [("code-points", 23), ("utf16", 24), ("utf8", 26)])
def test_places_count_in_the_units_asked_for(encoding: Any, offset: int) -> None:
    text = '{"Id":"😀","Statement": {"Effect":"Deny","Action":"*","Resource":"*"}}'
    assert Policy.parse(text, position_encoding=encoding).statements[0].span.start.offset == offset


def test_the_outline_is_made_once() -> None:
    policy = Policy.parse(TEXT)
    assert policy.outline() is policy.outline()
    assert policy.statements is policy.outline().statements


def test_formats_on_one_line_or_indented() -> None:
    policy = Policy.parse(ADMIN)
    assert policy.format(pretty=False) == str(policy)
    assert policy.format().splitlines()[1] == '  "Version": "2012-10-17",'
    assert policy.to_dict()["Statement"] == [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
    assert repr(policy) == "<iam_eval.Policy of 1 statement>"


def test_an_error_says_what_was_found_and_where() -> None:
    with pytest.raises(ParseError) as raised:
        Policy.parse('{\n  "Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}}')
    error = raised.value
    assert error.message == str(error) == "expected `Allow` or `Deny`, found `allow` (line 2, column 27)"
    assert (error.code, error.line, error.column, error.offset) == ("bad-value", 2, 27, 28)
    assert [step.value for step in error.path] == ["Statement", "Effect"]
    assert error.path[0] == PathElement(index=None, key=None, substring=None, value="Statement")
    assert (error.policy, error.aws_message) == (None, None)


def test_a_policy_type_asks_for_the_verdict_of_aws() -> None:
    old = {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    with pytest.raises(ParseError) as raised:
        Policy.parse(old, policy_type="identity")
    assert raised.value.aws_message == "Policy document must be version 2012-10-17 or greater."
    assert Policy.parse(old, profile="lenient", policy_type="identity").version is None


def test_limits_are_kept() -> None:
    with pytest.raises(LimitError) as raised:
        Policy.parse(ADMIN, limits={"max_bytes": 10})
    assert raised.value.code == "limit-bytes"


def test_bytes_that_are_not_utf8_are_refused_at_the_first_bad_one() -> None:
    with pytest.raises(ParseError) as raised:
        Policy.parse(b'{"Id":\n"\xc3\xa9\xff"}')
    assert (raised.value.code, raised.value.line, raised.value.column) == ("not-utf8", 2, 3)


def test_lint_lists_every_fault() -> None:
    answer = Policy.lint('{"Statement":[{"Effect":"deny","Action":"*","Resource":"*","Sod":1}]}')
    assert [remark["code"] for remark in answer["remarks"]] == ["bad-value", "unknown-member"]
    assert Policy.lint("{")["remarks"][0]["code"] == "json-syntax"
    assert Policy.lint(ADMIN) == {"policy": Policy.parse(ADMIN).outline().to_dict(), "remarks": []}


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_keeps_source_profile_and_options(protocol: int) -> None:
    lenient = '{"Id": "😀", "Statement": {"Effect":"Deny","Action":"a:b","Action":"c:d","Resource":"*"}}'
    policy = Policy.parse(lenient, profile="lenient", position_encoding="utf16", limits={"max_depth": 9})
    copied = pickle.loads(pickle.dumps(policy, protocol))
    assert (copied, copied.source, copied.outline()) == (policy, lenient, policy.outline())
    assert copied.__reduce__()[1] == policy.__reduce__()[1]
    assert copy.deepcopy(policy) == policy


def test_it_cannot_be_changed() -> None:
    policy = Policy.parse(ADMIN)
    with pytest.raises(AttributeError):
        policy.source = "{}"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        policy.statements[0].sid = "x"  # type: ignore[misc]
