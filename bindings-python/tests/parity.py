"""Runs the vectors that every binding runs, byte for byte: `python tests/parity.py`.

Each vector is asked as text, through `call`; one that is a value also through the function of its
verb and through the classes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import iam_eval
from iam_eval import IamEvalError, Policy, PolicySet

VECTORS = Path(__file__).resolve().parents[2] / "core" / "tests" / "data" / "vectors"


def compact(value: Any) -> str:
    """The JSON text of a value as the wire has it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _options(asked: dict[str, Any], *names: str) -> dict[str, Any]:
    """Arguments of a method from members of the wire."""
    snake = {"policyType": "policy_type", "positionEncoding": "position_encoding"}
    return {snake.get(name, name): asked[name] for name in names if name in asked}


def _parse(asked: dict[str, Any]) -> str:
    options = _options(asked, "limits", "positionEncoding")
    if asked.get("profile") == "lint":
        return compact(Policy.lint(asked["policy"], **options))
    policy = Policy.parse(asked["policy"], **_options(asked, "profile", "policyType"), **options)
    return compact({"policy": policy.outline().to_dict(), "remarks": []})


def _format(asked: dict[str, Any]) -> str:
    policy = Policy.parse(asked["policy"], **_options(asked, "profile", "limits", "positionEncoding"))
    return compact({"text": policy.format(asked.get("pretty", True))})


def _set(asked: dict[str, Any]) -> PolicySet:
    snake = {
        "permissionsBoundary": "permissions_boundary",
        "serviceControl": "service_control",
        "resourceControl": "resource_control",
        "vpcEndpoint": "vpc_endpoint",
    }
    layers = {snake.get(name, name): layer for name, layer in asked["policies"].items()}
    return PolicySet(**layers, **_options(asked, "limits", "positionEncoding"))


def _evaluate(asked: dict[str, Any]) -> str:
    return _set(asked).evaluate(asked["request"]).to_json()


def _explain(asked: dict[str, Any]) -> str:
    return compact({"text": _set(asked).evaluate(asked["request"]).explain()})


def _evaluate_many(asked: dict[str, Any]) -> str:
    return compact({"answers": _set(asked).evaluate_many(asked["requests"]).answers})


def _verb(name: str) -> Callable[[dict[str, Any]], str]:
    return lambda asked: compact(getattr(iam_eval, name)(asked))


FUNCTIONS: dict[str, Callable[[dict[str, Any]], str]] = {
    "checkAccessNotGranted": _verb("check_access_not_granted"),
    "checkNoNewAccess": _verb("check_no_new_access"),
    "checkNoPublicAccess": _verb("check_no_public_access"),
    "checkStatements": _verb("check_statements"),
    "denied": _verb("denied"),
    "describeChecks": _verb("describe_checks"),
    "diff": _verb("diff"),
    "effective": _verb("effective"),
    "escalationPaths": _verb("escalation_paths"),
    "evaluate": _verb("evaluate"),
    "evaluateMany": _verb("evaluate_many"),
    "expand": _verb("expand"),
    "explain": _verb("explain"),
    "externalAccess": _verb("external_access"),
    "fix": _verb("fix"),
    "format": _verb("format"),
    "minimize": _verb("minimize"),
    "parse": _verb("parse"),
    "readUsage": _verb("read_usage"),
    "refine": _verb("refine"),
    "render": _verb("render"),
    "simulate": _verb("simulate"),
    "synthesize": _verb("synthesize"),
    "unused": _verb("unused"),
    "validate": _verb("validate"),
    "validateFiles": _verb("validate_files"),
    "version": lambda asked: compact(iam_eval.version(**asked)),
    "whatCan": _verb("what_can"),
    "whoCan": _verb("who_can"),
}
"""The function of each verb."""

CLASSES: dict[str, Callable[[dict[str, Any]], str]] = {
    "evaluate": _evaluate,
    "evaluateMany": _evaluate_many,
    "explain": _explain,
    "format": _format,
    "parse": _parse,
}
"""The same through classes, where there are any for it."""


def vectors() -> list[dict[str, Any]]:
    """All vectors, file by file."""
    files = sorted(VECTORS.glob("*.json"))
    return [vector for file in files for vector in json.loads(file.read_text(encoding="utf-8"))]


def ways(vector: dict[str, Any]) -> Iterator[tuple[str, Callable[[], str]]]:
    """The ways in which a vector can be asked."""
    verb = vector["verb"]
    if "text" in vector:
        yield "call", lambda: iam_eval.call(verb, vector["text"])
        return
    asked = vector["input"]
    yield "call", lambda: iam_eval.call(verb, compact(asked))
    yield "function", lambda: FUNCTIONS[verb](asked)
    if verb in CLASSES:
        yield "classes", lambda: CLASSES[verb](asked)


def said(ask: Callable[[], str]) -> str:
    """The answer, or the refusal."""
    try:
        return ask()
    except IamEvalError as error:
        return compact(error.to_dict())


def faults() -> Iterator[tuple[str, str]]:
    """Each vector and way, with what is wrong, or nothing."""
    all_vectors = vectors()
    with_vector = {vector["verb"] for vector in all_vectors}
    for verb in FUNCTIONS:
        yield f"the verb {verb} has a vector", "" if verb in with_vector else "there is none"
    for vector in all_vectors:
        if vector["verb"] not in FUNCTIONS:
            yield vector["name"], f"this binding has no verb {vector['verb']}"
            continue
        expected = compact(vector["output"] if "output" in vector else vector["error"])
        for way, ask in ways(vector):
            found = said(ask)
            yield (
                f"{vector['name']} ({way})",
                "" if found == expected else f"\n  expected {expected}\n  found    {found}",
            )


def main() -> int:
    """Prints what is wrong, and how much is right."""
    passed = failed = 0
    for name, fault in faults():
        if fault:
            failed += 1
            print(f"{name}: {fault}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
