"""The verbs of the wire with values in place of JSON text.

A `Policy` in an input stands for its text, a `Request` for its members, bytes for their text. What is
asked and answered is written down in the types of the repository: members are in camel case, here
too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from ._native import ask


def _answer(verb: str, question: Mapping[str, Any]) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(ask(verb, question)))


def parse(input: Mapping[str, Any]) -> dict[str, Any]:
    """What does a policy hold, where does each element stand, and is it well formed?

    >>> import iam_eval
    >>> policy = '{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}'
    >>> iam_eval.parse({"policy": policy})["policy"]["statements"][0]["effect"]
    'Deny'
    """
    return _answer("parse", input)


def format(input: Mapping[str, Any]) -> dict[str, Any]:
    """How is a policy written canonically?

    >>> import iam_eval
    >>> policy = {"Statement": {"Resource": ["*"], "NotAction": "a:b", "Effect": "Deny"}}
    >>> iam_eval.format({"policy": policy, "pretty": False})
    {'text': '{"Statement":[{"Effect":"Deny","NotAction":"a:b","Resource":"*"}]}'}
    """
    return _answer("format", input)


def evaluate(input: Mapping[str, Any]) -> dict[str, Any]:
    """Is a request allowed, why, by which statements, and what was missing to know?

    >>> import iam_eval
    >>> iam_eval.evaluate({"policies": {"identity": []}, "request": {"action": "s3:GetObject"}})["answer"]
    'implicitDeny'
    """
    return _answer("evaluate", input)


def evaluate_many(input: Mapping[str, Any]) -> dict[str, Any]:
    """Which of many requests are allowed? The answers alone, for one set of policies.

    >>> import iam_eval
    >>> iam_eval.evaluate_many({"policies": {"identity": []}, "requests": [{"action": "s3:GetObject"}]})
    {'answers': ['implicitDeny']}
    """
    return _answer("evaluateMany", input)


def explain(input: Mapping[str, Any]) -> dict[str, Any]:
    """Why is a request allowed or not, in words?

    >>> import iam_eval
    >>> iam_eval.explain({"policies": {"identity": []}, "request": {"action": "s3:GetObject"}})
    {'text': 'denied: no statement of the identity policies allows it'}
    """
    return _answer("explain", input)


def simulate(input: Mapping[str, Any]) -> dict[str, Any]:
    """What would AWS's policy simulator answer? In and out as the AWS CLI has them.

    >>> import iam_eval
    >>> policy = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}'
    >>> answer = iam_eval.simulate({"PolicyInputList": [policy], "ActionNames": ["s3:GetObject"]})
    >>> answer["EvaluationResults"][0]["EvalDecision"]
    'allowed'
    """
    return _answer("simulate", input)


def version() -> dict[str, Any]:
    """Which version of the library answers?

    >>> import iam_eval
    >>> iam_eval.version() == {"version": iam_eval.__version__}
    True
    """
    return _answer("version", {})


def read_usage(input: Mapping[str, Any]) -> dict[str, Any]:
    """Who used which actions on which resources, as CloudTrail's logs show? For much, see `UsageReader`.

    >>> import iam_eval
    >>> event = {"eventSource": "sqs.amazonaws.com", "eventName": "ListQueues"}
    >>> event["userIdentity"] = {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann"}
    >>> list(iam_eval.read_usage({"logs": [{"Records": [event]}]})["principals"])
    ['arn:aws:iam::111122223333:user/ann']
    """
    return _answer("readUsage", input)


def synthesize(input: Mapping[str, Any]) -> dict[str, Any]:
    """Which policy grants what principals used? As `Usage.synthesize`, with the `usage` in the input.

    >>> import iam_eval
    >>> event = {"eventSource": "sqs.amazonaws.com", "eventName": "ListQueues"}
    >>> event["userIdentity"] = {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann"}
    >>> usage = iam_eval.read_usage({"logs": [event]})
    >>> answer = iam_eval.synthesize({"usage": usage, "principals": list(usage["principals"])})
    >>> answer["policies"][0]["document"]["Statement"][0]["Action"]
    'sqs:ListQueues'
    """
    return _answer("synthesize", input)


def refine(input: Mapping[str, Any]) -> dict[str, Any]:
    """What is left of a policy without what principals did not use? As `Usage.refine`, with the `usage` in the input.

    >>> import iam_eval
    >>> usage = iam_eval.read_usage({"logs": []})
    >>> policy = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}}
    >>> iam_eval.refine({"usage": usage, "principals": [], "policy": policy, "dropsUnobservable": True})["text"] is None
    True
    """
    return _answer("refine", input)


def unused(input: Mapping[str, Any]) -> dict[str, Any]:
    """What is granted and was not used? As `Usage.unused`, with the `usage` in the input.

    >>> import iam_eval
    >>> question = {"usage": iam_eval.read_usage({"logs": []}), "principal": "arn:aws:iam::111122223333:role/r"}
    >>> question.update(current={"identity": []}, now="2026-09-01T00:00:00Z")
    >>> iam_eval.unused(question)["findings"][0]["findingType"]
    'UnusedIAMRole'
    """
    return _answer("unused", input)


def denied(input: Mapping[str, Any]) -> dict[str, Any]:
    """What was attempted and refused? As `Usage.denied`, with the `usage` in the input.

    >>> import iam_eval
    >>> iam_eval.denied({"usage": iam_eval.read_usage({"logs": []})})
    {'attempts': []}
    """
    return _answer("denied", input)


def expand(input: Mapping[str, Any]) -> dict[str, Any]:
    """Which actions of AWS do patterns match?

    >>> import iam_eval
    >>> iam_eval.expand({"patterns": ["iam:PassR*"]})["expanded"]
    [{'pattern': 'iam:PassR*', 'actions': ['iam:PassRole']}]
    """
    return _answer("expand", input)
