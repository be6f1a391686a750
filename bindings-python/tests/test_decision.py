"""`Decision` and `Decisions`: answers, and reports when they are asked for."""

from __future__ import annotations

import copy
import itertools
import json
import pickle
from collections.abc import Sequence
from typing import Any

import pytest
from conftest import ADMIN, READ

import iam_eval
from iam_eval import UNKNOWN, DecidedBy, Decision, Decisions, Dependency, InputError, ParseError, PolicySet, Request
from iam_eval.types import RequestLike

GUARD = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
        {"Sid": "Tls", "Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    ],
}  # fmt: skip


def asked(**context: object) -> Decision:
    return PolicySet(identity=[GUARD]).evaluate({"action": "s3:GetObject", "context": context})


def test_it_is_true_only_where_allowed() -> None:
    allowed = asked(**{"aws:SecureTransport": True})
    denied = asked(**{"aws:SecureTransport": False})
    depends = asked(**{"aws:SecureTransport": UNKNOWN})
    assert [bool(decision) for decision in (allowed, denied, depends)] == [True, False, False]
    assert [decision.is_allowed for decision in (allowed, denied, depends)] == [True, False, False]
    assert [decision.is_denied for decision in (allowed, denied, depends)] == [False, True, False]
    assert [decision.answer for decision in (allowed, denied, depends)] == ["allowed", "explicitDeny", "depends"]


def test_it_reports_what_it_rests_on() -> None:
    decision = asked(**{"aws:SecureTransport": False})
    assert decision.reason == "denied explicitly by the identity policies"
    assert decision.decided_by == DecidedBy(layer="identity", level=None, side="caller")
    (statement,) = decision.statements
    assert (statement.sid, statement.index, statement.effect, statement.layer) == ("Tls", 1, "Deny", "identity")
    (layer,) = decision.layers
    assert [one.outcome for one in layer.statements] == ["matches", "matches"]
    condition = layer.statements[1].conditions[0]
    assert (condition.operator, condition.holds, condition.missing) == ("Bool", True, False)
    assert (decision.maybe_explicit, decision.principal_grade, decision.missing_keys) == (False, "none", ())
    assert repr(decision) == "<iam_eval.Decision explicitDeny: denied explicitly by the identity policies>"


def test_what_it_depends_on_is_named() -> None:
    decision = asked(**{"aws:SecureTransport": UNKNOWN})
    assert decision.depends_on == (Dependency(type="contextKey", name="aws:SecureTransport", layer=None),)
    assert decision.missing_keys == ("aws:SecureTransport",)
    unknown_layer = PolicySet(identity=ADMIN, session=UNKNOWN).evaluate("s3:GetObject")
    assert unknown_layer.depends_on == (Dependency(type="layer", name=None, layer="session"),)


def test_its_json_is_that_of_the_verb() -> None:
    question = {"policies": {"identity": [GUARD]}, "request": {"action": "s3:GetObject"}}
    decision = PolicySet(identity=[GUARD]).evaluate("s3:GetObject")
    assert decision.to_json() == iam_eval.call("evaluate", json.dumps(question, separators=(",", ":")))
    assert decision.to_dict() == iam_eval.evaluate(question)
    assert decision.explain() == iam_eval.explain(question)["text"]


def test_reports_compare_and_hash_by_value() -> None:
    one, other = asked(), asked()
    assert one.layers == other.layers and hash(one.layers) == hash(other.layers)
    assert one.layers[0].to_dict() == one.to_dict()["layers"][0]
    assert pickle.loads(pickle.dumps(one.layers)) == copy.deepcopy(one.layers) == one.layers


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_keeps_the_whole_report(protocol: int) -> None:
    decision = asked(**{"aws:SecureTransport": False})
    copied = pickle.loads(pickle.dumps(decision, protocol))
    assert copied.to_json() == decision.to_json()
    assert (copied.answer, copied.explain(), copied.layers) == (decision.answer, decision.explain(), decision.layers)


def many(policies: PolicySet) -> Decisions:
    return policies.evaluate_many([{"action": f"s3:{verb}Object"} for verb in ("Get", "Put", "Get", "Delete")])


def test_many_answers_are_a_sequence(read_only: PolicySet) -> None:
    decisions = many(read_only)
    assert len(decisions) == 4
    assert decisions.answers == ["allowed", "implicitDeny", "allowed", "implicitDeny"]
    assert [decision.answer for decision in decisions] == decisions.answers
    assert (decisions[1].answer, decisions[-2].answer) == ("implicitDeny", "allowed")
    assert decisions[1:].answers == decisions.answers[1:]
    assert decisions[::-2].answers == decisions.answers[::-2]
    assert decisions[9:].answers == []
    assert decisions[0].reason == "allowed by the identity policies"
    assert repr(decisions) == "<iam_eval.Decisions: 2 of 4 allowed>"
    for index in (4, -5, 2**40):
        with pytest.raises(IndexError):
            decisions[index]


def test_many_answers_are_counted_and_picked(read_only: PolicySet) -> None:
    decisions = many(read_only)
    assert (decisions.count("allowed"), decisions.count("depends")) == (2, 0)
    assert list(itertools.compress("abcd", decisions.allowed)) == ["a", "c"]
    with pytest.raises(InputError, match="answer: unknown variant `denied`"):
        decisions.count("denied")  # type: ignore[arg-type]


def test_many_requests_come_in_any_form(read_only: PolicySet) -> None:
    said = [{"action": "s3:GetObject"}, {"action": "s3:PutObject"}]
    lines = "\n\n".join(map(json.dumps, said))
    forms = [
        said, tuple(said), iter(said), (Request(one) for one in said), [said[0], Request(said[1])],
        json.dumps(said), json.dumps(said).encode(), lines, lines.encode(), f"  {lines}\r\n",
    ]  # fmt: skip
    for form in forms:
        assert read_only.evaluate_many(form).answers == ["allowed", "implicitDeny"]  # type: ignore[arg-type]
    nothings: list[Any] = [[], "", b"", "[]", iter(())]
    for nothing in nothings:
        assert read_only.evaluate_many(nothing).answers == []


def test_a_report_is_that_of_its_own_request(read_only: PolicySet) -> None:
    said = [
        {"action": f"s3:{verb}Object", "context": {"k": number}} for number, verb in enumerate(("Get", "Put", "Get"))
    ]
    expected = [read_only.evaluate(one).to_json() for one in said]
    lines = "\n\n".join(map(json.dumps, said))
    handles = [Request(one) for one in said]
    forms: list[Any] = [
        said,
        handles,
        [said[0], handles[1], said[2]],
        lines,
        json.dumps(said, indent=1),
        f"\n {said}".replace("'", '"'),
    ]
    for form in forms:
        decisions = read_only.evaluate_many(form)
        assert [decision.to_json() for decision in decisions] == expected
        assert [decision.to_json() for decision in decisions[::-1][:-1]] == expected[:0:-1]
        assert decisions[-2:][::-1][0].to_json() == expected[2]


def test_a_later_change_of_a_request_does_not_show(read_only: PolicySet) -> None:
    said: dict[str, Any] = {"action": "s3:GetObject"}
    decisions = read_only.evaluate_many([said])
    said["action"] = "s3:PutObject"
    assert decisions[0].answer == "allowed"
    assert decisions[0].to_dict()["answer"] == "allowed"


def test_more_requests_than_are_taken_at_once_are_counted_on(read_only: PolicySet) -> None:
    said: list[Any] = [{"action": "s3:GetObject"}] * 3_000
    with pytest.raises(InputError, match=r"requests\[2999\]: expected exactly one colon"):
        read_only.evaluate_many([*said[:-1], {"action": "s3"}])
    with pytest.raises(InputError, match=r"requests\[3000\]: missing field"):
        read_only.evaluate_many([*said, {}])
    decisions = read_only.evaluate_many([*said, {"action": "s3:PutObject"}])
    assert decisions[2_999].is_allowed and not decisions[3_000]
    assert decisions[3_000].to_dict()["answer"] == "implicitDeny"


def test_a_refused_request_is_named(read_only: PolicySet) -> None:
    refused: list[tuple[Any, str]] = [
        ([{"action": "s3:GetObject"}, {"action": "s3"}], r"requests\[1\]: expected exactly one colon"),
        ([["s3:GetObject"]], r"requests\[0\]: expected a dict of members, found `list`"),
        ([{"action": "s3:x", "context": {"k": ["a", {}]}}], r"requests\[0\].context.k\[1\]: invalid type: map"),
        ([{"action": "s3:x", "context": {"k": 2**64}}], r"requests\[0\].context.k: expected an integer of 64 bits"),
        ([{"action": b"s3:x"}], r"requests\[0\].action: expected text"),
        ([{"action": "s3:GetObject"}, {}], r"requests\[1\]: missing field `action`"),
        (
            [{"action": "s3:GetObject"}, "s3:GetObject"],
            r"requests\[1\]: expected a dict of members, found `str`",
        ),
        ('{"action": "s3:GetObject"}\n{"action": 1}', r"requests\[1\].action: .*line 2, column"),
        ({"action": "s3:GetObject"}, "requests: expected many requests, found one"),
        (Request("s3:GetObject"), "requests: expected many requests, found one"),
        (5, "requests: expected an iterable of requests"),
    ]
    for requests, said in refused:
        with pytest.raises(InputError, match=said):
            read_only.evaluate_many(requests)


def test_what_an_iterable_raises_comes_through(read_only: PolicySet) -> None:
    def broken() -> object:
        yield {"action": "s3:GetObject"}
        raise KeyError("broken")

    with pytest.raises(KeyError, match="broken"):
        read_only.evaluate_many(broken())  # type: ignore[arg-type]


def test_decisions_outlive_their_sequence_and_set() -> None:
    decision = PolicySet(identity=[READ]).evaluate_many([Request("s3:GetObject")])[0]
    assert decision.statements[0].layer == "identity"


def test_a_hundred_thousand_requests_are_no_trouble(read_only: PolicySet) -> None:
    handle = Request("s3:GetObject", principal="arn:aws:iam::111122223333:user/ann")
    assert read_only.evaluate_many(handle for _ in range(100_000)).count("allowed") == 100_000
    lines = '{"action":"s3:GetObject","context":{"aws:SourceIp":"203.0.113.7"}}\n{"action":"s3:PutObject"}\n' * 50_000
    decisions = read_only.evaluate_many(lines)
    assert (len(decisions), decisions.count("allowed")) == (100_000, 50_000)


def test_decisions_are_a_sequence_like_any_other(read_only: PolicySet) -> None:
    requests: list[RequestLike] = [{"action": "s3:GetObject"}, Request("s3:PutObject"), {"action": "s3:GetObject", "resource": "*"}]
    decisions = read_only.evaluate_many(requests)
    assert isinstance(decisions, Sequence)
    assert decisions[1] in decisions
    assert decisions.index(decisions[1]) == decisions.index(decisions[1], -2, 2) == 1
    assert decisions.index(decisions[2], 1) == 2
    assert read_only.evaluate("s3:GetObject") == decisions[0] == decisions[2] != decisions[1]
    assert hash(decisions[0]) == hash(decisions[2])
    assert "allowed" not in decisions
    with pytest.raises(ValueError, match="among these"):
        decisions.index(PolicySet().evaluate("a:b"))
    assert [decision.answer for decision in reversed(decisions)] == decisions.answers[::-1]
    for index in (3, -4, 2**100, -(2**100)):
        with pytest.raises(IndexError):
            decisions[index]
    for kept in (decisions, decisions[::-2], read_only.evaluate_many('{"action": "a:b"}\n\n{"action": "s3:GetObject"}')):
        again = pickle.loads(pickle.dumps(kept))
        assert again.answers == kept.answers
        assert [decision.reason for decision in again] == [decision.reason for decision in kept]


def test_requests_that_are_no_text_are_a_parse_error(read_only: PolicySet) -> None:
    with pytest.raises(ParseError) as raised:
        read_only.evaluate_many(b'{"action": "\xff"}')
    assert (raised.value.code, raised.value.offset, raised.value.policy) == ("not-utf8", 12, None)
