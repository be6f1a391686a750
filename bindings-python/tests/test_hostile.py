"""Whatever is given, an exception is the worst that happens."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest

import iam_eval
from iam_eval import IamEvalError, InputError, LimitError, ParseError, Policy, PolicySet, Request

LONE = "\ud800"


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"k": [value]}
    return value


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Policy.parse(LONE),
        lambda: Policy.parse({"Id": LONE}),
        lambda: Policy.parse({LONE: 1}),
        lambda: Policy.lint(LONE),
        lambda: PolicySet(identity=[LONE]),
        lambda: PolicySet(identity=[{"Statement": LONE}]),
        lambda: Request(LONE),
        lambda: Request("s3:x", LONE),
        lambda: Request("s3:x", context={LONE: "v"}),
        lambda: Request("s3:x", context={"k": [LONE]}),
        lambda: Request("s3:x", principal=LONE),
        lambda: Request({"action": "s3:x", LONE: 1}),
        lambda: PolicySet().evaluate_many(LONE),
        lambda: PolicySet().evaluate_many([{"action": LONE}]),
        lambda: PolicySet(position_encoding=LONE),  # type: ignore[arg-type]
        lambda: iam_eval.call(LONE, "{}"),
        lambda: iam_eval.call("version", LONE),
        lambda: iam_eval.evaluate({"policies": {}, "request": {"action": LONE}}),
        lambda: iam_eval.simulate({LONE: 1}),
    ],
)
def test_half_a_surrogate_pair_is_no_text(ask: Any) -> None:
    with pytest.raises(InputError) as raised:
        ask()
    assert raised.value.code == "bad-input"
    str(raised.value).encode()


def test_an_escaped_half_is_for_core_to_refuse() -> None:
    with pytest.raises(IamEvalError):
        Policy.parse('{"Id": "\\ud800"}')


@pytest.mark.parametrize("levels", [101, 5_000, 100_000])
def test_a_dict_too_deep_is_refused(levels: int) -> None:
    deep = nested(levels)
    for ask in (
        lambda: Policy.parse(deep),
        lambda: PolicySet(identity=[deep]),
        lambda: iam_eval.parse({"policy": deep}),
    ):
        with pytest.raises(InputError, match="expected at most 200 levels"):
            ask()
    with pytest.raises(InputError):
        Request("s3:x", context=deep)
    with pytest.raises(InputError):
        Request({"action": deep})
    # the interpreter itself cannot let go of so deep a dict at once
    while isinstance(deep, dict):
        deep = deep.pop("k").pop()


def test_a_text_too_deep_passes_a_limit() -> None:
    with pytest.raises(LimitError):
        Policy.parse("[" * 100_000)
    with pytest.raises(LimitError):
        Policy.parse(nested(50))
    with pytest.raises(InputError):
        iam_eval.call("parse", '{"policy":' + "[" * 100_000)
    with pytest.raises(InputError):
        PolicySet().evaluate_many("[" * 100_000)


def test_a_value_that_contains_itself_is_refused() -> None:
    own: list[Any] = []
    own.append(own)
    loop: dict[str, Any] = {}
    loop["Statement"] = loop
    for policy in (own, loop):
        with pytest.raises(InputError):
            Policy.parse(policy)  # type: ignore[arg-type]
    with pytest.raises(InputError):
        PolicySet(service_control=own)
    with pytest.raises(InputError):
        Request("s3:x", context={"k": own})


def test_a_value_that_holds_another_many_times_over_is_refused() -> None:
    # as YAML's aliases make them
    value: Any = "x" * 1_000
    for _ in range(60):
        value = [value, value]
    with pytest.raises(InputError, match="bytes of JSON"):
        Policy.parse({"Statement": value})


def test_megabytes_are_read() -> None:
    huge = "x" * (8 << 20)
    assert (
        len(Policy.parse({"Id": huge, "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}).id or "")
        == 8 << 20
    )
    assert Request("s3:x", context={"k": huge}).action == "s3:x"
    with pytest.raises(ParseError):
        Policy.parse(huge)
    with pytest.raises(InputError):
        Request(huge)
    with pytest.raises(InputError):
        iam_eval.call(huge, huge)


@pytest.mark.parametrize(
    "number", [2**53 + 1, 2**70, -(2**70), 10**5_000, 1e308, -0.0, math.nan, math.inf], ids=lambda _: ""
)
def test_any_number_in_a_policy_is_an_error_of_its_own(number: Any) -> None:
    with pytest.raises(IamEvalError):
        Policy.parse({"Statement": {"Effect": "Allow", "Action": number, "Resource": "*"}})


def test_long_integers_keep_all_their_digits() -> None:
    text = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericEquals":{"k":%d}}}}'
    policy = Policy.parse(json.loads(text % 2**70))
    assert policy.statements[0].conditions[0].values[0].value == str(2**70)


@pytest.mark.parametrize(
    "wrong", [None, 0, 1.5, object(), Ellipsis, {1: 2}, [], print, int, float("nan"), b"", iter([])]
)
def test_a_value_of_the_wrong_type_is_an_input_error(wrong: Any) -> None:
    policies = PolicySet(identity=[])
    for ask in (
        lambda: policies.evaluate(wrong),
        lambda: Request(wrong),
        lambda: Request("s3:x", principal={"type": wrong}),
        lambda: Request("s3:x", context={"k": {"unknown": wrong}}),
        lambda: Policy.parse("{}", profile=wrong) if wrong is not None else Policy.parse("{}"),
    ):
        with pytest.raises(IamEvalError):
            ask()


def drawn(random: Random, depth: int = 0) -> Any:
    """Some value that Python can hold, often one that nearly fits."""
    words = ["Statement", "Effect", "Allow", "Action", "*", "unknown", "s3:GetObject", "action", "context", LONE, ""]
    scalars = [*words, None, True, 0, -1, 2**64, 1.5, math.nan, b"\xff", b"{}", object(), iam_eval.UNKNOWN, print]
    if depth < 4 and random.random() < 0.6:
        size = random.randrange(4)
        if random.random() < 0.6:
            keys = [random.choice(words) if random.random() < 0.9 else random.randrange(9) for _ in range(size)]
            return {key: drawn(random, depth + 1) for key in keys}
        return random.choice([list, tuple])(drawn(random, depth + 1) for _ in range(size))
    return random.choice(scalars)


def test_any_value_at_all_is_answered_or_refused() -> None:
    random = Random(7)
    policies = PolicySet(identity=[])
    asks: list[Any] = [
        Policy.parse,
        Policy.lint,
        lambda value: Policy.parse("{}", limits=value),
        lambda value: PolicySet(identity=value),
        lambda value: PolicySet(service_control=value),
        lambda value: PolicySet(trust=value),
        Request,
        policies.evaluate,
        policies.decide,
        policies.evaluate_many,
        lambda value: policies.decide("s3:GetObject", principal=value),
        lambda value: policies.decide("s3:GetObject", context=value),
        lambda value: policies.decide("s3:GetObject", context={"k": value}),
        lambda value: policies.decide("s3:GetObject", grants=[value]),
        iam_eval.parse,
        iam_eval.format,
        iam_eval.evaluate,
        iam_eval.simulate,
        lambda value: iam_eval.evaluate({"policies": value, "request": value}),
    ]
    answered = refused = 0
    for _ in range(500):
        for ask in asks:
            try:
                ask(drawn(random))
                answered += 1
            except IamEvalError as error:
                assert str(error) and error.code
                refused += 1
    assert answered > 100 and refused > 1_000


class Changing(Mapping[str, Any]):
    """Changes the dict it is in while it is read."""

    def __init__(self, inside: dict[str, Any]) -> None:
        self.inside = inside

    def __getitem__(self, key: str) -> Any:
        return True

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[str]:
        for number in range(100):
            self.inside[f"new{number}"] = "x"
        self.inside.pop("a", None)
        return iter(["unknown"])


def test_a_dict_that_changes_while_it_is_read_is_read_as_it_was() -> None:
    context: dict[str, Any] = {"a": "x"}
    context["changing"] = Changing(context)
    context["z"] = "y"
    assert PolicySet(identity=[]).decide("s3:x", context=context) == "implicitDeny"
    listed: list[Any] = [1]

    class Shrinking(Changing):
        def __iter__(self) -> Iterator[str]:
            listed.clear()
            return iter(["unknown"])

    listed += [Shrinking({}), 2, 3]
    with pytest.raises(IamEvalError):
        Policy.parse({"Statement": listed})


class Raising(Mapping[str, Any]):
    """Raises what it is told to."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __getitem__(self, key: str) -> Any:
        raise self.error

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[str]:
        raise self.error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), RuntimeError("own")])
def test_what_a_value_raises_comes_through(error: BaseException) -> None:
    for ask in (lambda: Request("s3:x", context={"k": Raising(error)}), lambda: Policy.parse(Raising(error))):
        with pytest.raises(type(error)):
            ask()


def test_objects_cannot_be_made_by_the_back_door() -> None:
    for kind in (Policy, iam_eval.Decision, iam_eval.Decisions):
        with pytest.raises(TypeError):
            kind()
    native = sys.modules["iam_eval._native"]
    for restore, arguments in (
        (native.restore_request, ("[",)),
        (native.restore_policy_set, ("[", {})),
        (native.restore_policy, ("{", {})),
        (native.restore_decision, ('{"answer":"perhaps"}', "")),
    ):
        with pytest.raises(IamEvalError):
            restore(*arguments)
    # a report that is none is found out when it is looked at
    with pytest.raises(TypeError):
        _ = native.restore_decision('{"answer":"allowed","layers":5}', "").layers
