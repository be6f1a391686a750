"""Refusals: classes, members, pickles."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

import iam_eval
from iam_eval import IamEvalError, InputError, LimitError, ParseError, Policy, PolicySet


def refusal(kind: type[IamEvalError]) -> IamEvalError:
    with pytest.raises(kind) as raised:
        if kind is ParseError:
            statement = {"Effect": "Allow", "Action": "s3:List", "Resource": "x"}
            policy = {"Version": "2012-10-17", "Statement": [statement]}
            iam_eval.parse({"policy": policy, "policyType": "identity"})
        elif kind is LimitError:
            PolicySet(session=["[" * 65])
        else:
            iam_eval.simulate({"ActionNames": ["s3:x"], "PolicyInputList": ["{"]})
    return raised.value


KINDS = (ParseError, LimitError, InputError)


def test_all_are_value_errors_of_one_kind() -> None:
    for kind in KINDS:
        assert issubclass(kind, IamEvalError) and issubclass(kind, ValueError)
        assert f"{kind.__module__}.{kind.__qualname__}" == f"iam_eval.{kind.__name__}"


@pytest.mark.parametrize("kind", KINDS)
def test_members_are_those_of_the_wire(kind: type[IamEvalError]) -> None:
    error = refusal(kind)
    said = error.to_dict()
    assert said["type"] == type(error).__name__ == kind.__name__
    assert said["message"] == str(error) == error.message
    assert said.get("awsMessage") == error.aws_message
    assert said.get("path", []) == [step.to_dict() for step in error.path]
    for name in ("code", "line", "column", "offset", "policy"):
        assert said.get(name) == getattr(error, name)
    assert None not in said.values()


@pytest.mark.parametrize("kind", KINDS)
def test_pickles(kind: type[IamEvalError]) -> None:
    error = refusal(kind)
    copied = pickle.loads(pickle.dumps(error))
    assert type(copied) is type(error)
    assert (copied.to_dict(), str(copied), copied.args) == (error.to_dict(), str(error), error.args)


def test_there_are_policies_paths_and_words_of_aws_to_speak_of() -> None:
    assert refusal(LimitError).policy == "session[0]"
    assert refusal(InputError).policy == "PolicyInputList.1"
    parse = refusal(ParseError)
    assert (parse.path[1].index, parse.aws_message) == (0, 'Resource x must be in ARN format or "*".')


def test_it_is_made_by_hand_too() -> None:
    error = InputError("expected an action")
    assert (error.code, error.line, error.path) == ("bad-input", None, ())
    assert json.dumps(error.to_dict()) == '{"type": "InputError", "code": "bad-input", "message": "expected an action"}'


def test_options_are_checked_by_their_names() -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"profile": "lint"}, "profile: unknown variant `lint`, expected `strict` or `lenient`"),
        ({"profile": 3}, "profile: expected text, found `int`"),
        ({"policy_type": "bucket"}, "policy_type: unknown variant `bucket`"),
        ({"position_encoding": "utf-8"}, "position_encoding: unknown variant `utf-8`"),
        ({"limits": 3}, "limits: expected a dict of members, found `int`"),
        ({"limits": [1, 2, 3, 4]}, "limits: expected a dict of members, found `list`"),
        ({"limits": {"max_byte": 3}}, "limits: unknown field `max_byte`"),
        ({"limits": {"max_bytes": -1}}, "limits.max_bytes: invalid value: integer `-1`"),
    ]
    for options, said in refused:
        with pytest.raises(InputError) as raised:
            Policy.parse("{}", **options)
        assert raised.value.message.startswith(said)
