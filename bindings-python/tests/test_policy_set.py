"""`PolicySet`: layers in, answers out."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from conftest import ADMIN, READ

from iam_eval import UNKNOWN, InputError, LimitError, ParseError, Policy, PolicySet, Request


def test_each_layer_is_given_by_its_name() -> None:
    layers: dict[str, Any] = {
        "identity": [READ],
        "permissions_boundary": READ,
        "session": READ,
        "service_control": [[ADMIN], READ],
        "resource_control": [ADMIN],
        "vpc_endpoint": {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:Get*", "Resource": "*"}},
        "resource": {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:Get*", "Resource": "*"}},
        "trust": {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}},
    }
    user = "arn:aws:iam::111122223333:user/ann"
    decision = PolicySet(**layers).evaluate("s3:GetObject", principal=user, resource_account="111122223333")
    assert decision.answer == "allowed"
    seen = {layer.layer for layer in decision.layers}
    assert {"identity", "permissions_boundary", "session", "service_control"} <= seen


def test_a_policy_is_text_bytes_dict_or_handle() -> None:
    text = '{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}'
    for policy in (text, text.encode(), Policy.parse(text), Policy.parse(text).to_dict()):
        assert PolicySet(identity=policy).decide("s3:GetObject") == "allowed"
        assert PolicySet(identity=(policy,)).decide("s3:PutObject") == "implicitDeny"


def test_a_handle_is_read_as_it_was_written() -> None:
    source = '{\n "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}'
    decision = PolicySet(identity=[Policy.parse(source)]).evaluate("s3:GetObject")
    assert decision.statements[0].span.start.line == 2


def test_identity_policies_that_nobody_gave_are_not_an_empty_list() -> None:
    assert PolicySet().decide("s3:GetObject") == "depends"
    assert PolicySet(identity=[]).decide("s3:GetObject") == "implicitDeny"
    assert PolicySet(identity=UNKNOWN).decide("s3:GetObject") == "depends"
    assert PolicySet(identity={"unknown": True}).decide("s3:GetObject") == "depends"


def test_an_error_names_the_policy() -> None:
    with pytest.raises(ParseError) as raised:
        PolicySet(identity=[ADMIN], service_control=[[ADMIN], [ADMIN, "{"]])
    assert (raised.value.policy, raised.value.line, raised.value.column) == ("service_control[1][1]", 1, 2)
    with pytest.raises(ParseError) as raised:
        PolicySet(identity=[ADMIN, b"\xff"])
    assert (raised.value.policy, raised.value.code) == ("identity[1]", "not-utf8")
    with pytest.raises(InputError, match=r"service_control: expected a list of levels"):
        PolicySet(service_control="{}")
    with pytest.raises(LimitError, match=r"permissions_boundary: "):
        PolicySet(permissions_boundary=ADMIN, limits={"max_depth": 1})


def test_a_request_is_a_handle_a_dict_or_its_members(read_only: PolicySet) -> None:
    said = {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "context": {"aws:SourceIp": "203.0.113.7"}}
    ways: list[Any] = [
        read_only.decide(Request(said)),
        read_only.decide(said),
        read_only.decide("s3:GetObject", "arn:aws:s3:::b/k", context={"aws:SourceIp": "203.0.113.7"}),
        read_only.evaluate(Request(said)).answer,
        read_only.evaluate(said).answer,
        read_only.evaluate("s3:GetObject", resource="arn:aws:s3:::b/k").answer,
    ]
    assert ways == ["allowed"] * 6


def test_members_go_with_an_action_only(read_only: PolicySet) -> None:
    with pytest.raises(TypeError):
        read_only.evaluate({"action": "s3:GetObject"}, "*")  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        read_only.decide("s3:GetObject", "*", "x")  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        read_only.decide("s3:GetObject", colour="red")  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        PolicySet(identities=[])  # type: ignore[call-arg]


def test_every_member_of_a_request_reaches_core() -> None:
    kms = {
        "Statement": {
            "Effect": "Deny",
            "Action": "kms:*",
            "Resource": "*",
            "Condition": {"Bool": {"aws:ViaAWSService": "true"}},
        }
    }
    assert PolicySet(identity=[ADMIN, kms]).decide("kms:Decrypt", called_via=["s3.amazonaws.com"]) == "explicitDeny"
    needs = {
        "Statement": {
            "Effect": "Allow",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:username": "bob"}},
        }
    }
    ann = "arn:aws:iam::111122223333:user/ann"
    with pytest.raises(InputError) as raised:
        PolicySet(identity=needs).decide("s3:GetObject", principal=ann, context={"aws:username": "bob"})
    assert raised.value.code == "derived-key-contradicted"
    overridden = {"principal": ann, "context": {"aws:username": "bob"}, "override": True}
    assert PolicySet(identity=needs).decide("s3:GetObject", **overridden) == "allowed"  # type: ignore[call-overload]
    vpc = {
        "Statement": {
            "Effect": "Allow",
            "Action": "*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceVpc": "v"}},
        }
    }
    assert PolicySet(identity=vpc).decide("s3:GetObject", context_mode="open") == "depends"
    key = "arn:aws:kms:eu-west-1:111122223333:key/k"
    key_policy = {
        "Statement": {"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "kms:x", "Resource": "*"}
    }
    grant = {"grantee_principal": ann, "operations": ["Decrypt"]}
    granted = PolicySet(identity=[], resource=key_policy)
    assert granted.decide("kms:Decrypt", key, principal=ann) == "implicitDeny"
    assert granted.decide("kms:Decrypt", key, principal=ann, grants=[grant]) == "allowed"
    rcp = {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}}
    controlled = PolicySet(identity=ADMIN, resource_control=[rcp])
    own: dict[str, Any] = {"resource": "arn:aws:s3:::logs/1", "resource_account": "111122223333"}
    assert controlled.decide("s3:GetObject", **own) == "explicitDeny"
    assert controlled.decide("s3:GetObject", **own, resource_in_management_account=True) == "allowed"


def test_a_pickle_answers_the_same() -> None:
    given = PolicySet(identity=[READ, Policy.parse(READ)], service_control=[[ADMIN]], position_encoding="utf16")
    copied = pickle.loads(pickle.dumps(given))
    for action in ("s3:GetObject", "s3:PutObject"):
        assert copied.evaluate(action).to_json() == given.evaluate(action).to_json()
    assert copied.__reduce__()[1] == given.__reduce__()[1]
    unknown = pickle.loads(pickle.dumps(PolicySet(identity=UNKNOWN)))
    assert unknown.decide("s3:GetObject") == "depends"


def test_a_set_shows_its_layers() -> None:
    policies = PolicySet(permissions_boundary=READ, identity=[READ])
    assert repr(policies) == "<iam_eval.PolicySet of identity, permissions_boundary>"
    assert repr(PolicySet()) == "<iam_eval.PolicySet of no layers>"
