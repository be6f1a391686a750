"""One set, many threads."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from conftest import ADMIN, READ

from iam_eval import Decision, PolicySet, Request
from iam_eval.types import Answer

VERBS = ("Get", "Put", "Delete", "List")


def question(number: int) -> dict[str, Any]:
    bucket = f"arn:aws:s3:::bucket-{number % 7}/key-{number}"
    return {
        "action": f"s3:{VERBS[number % 4]}Object",
        "resource": bucket,
        "context": {"aws:SourceIp": f"203.0.113.{number % 250}"},
    }


def test_one_set_answers_eight_threads_alike() -> None:
    near = {"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket-3/*",
                          "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/25"}}}}  # fmt: skip
    policies = PolicySet(identity=[READ, near], service_control=[[ADMIN]])
    questions = [question(number) for number in range(2_000)]
    expected = [PolicySet(identity=[READ, near], service_control=[[ADMIN]]).decide(one) for one in questions]
    assert set(expected) == {"allowed", "implicitDeny", "explicitDeny"}
    start = threading.Barrier(8)

    def ask(_: int) -> list[list[Answer]]:
        start.wait()
        handles = [Request(one) for one in questions]
        return [
            policies.evaluate_many(questions).answers,
            policies.evaluate_many(handles).answers,
            [policies.evaluate(handle).answer for handle in handles],
            [policies.decide(one) for one in questions],
        ]

    with ThreadPoolExecutor(8) as pool:
        for answers in pool.map(ask, range(8)):
            assert answers == [expected] * 4


def test_one_report_is_made_for_eight_threads() -> None:
    policies = PolicySet(identity=[READ], permissions_boundary=ADMIN)
    for number in range(50):
        decision = policies.evaluate(question(number))
        start = threading.Barrier(8)

        def look(decision: Decision = decision, start: threading.Barrier = start) -> tuple[str, object, int]:
            start.wait()
            return decision.to_json(), decision.layers, id(decision.layers)

        with ThreadPoolExecutor(8) as pool:
            seen = [future.result() for future in [pool.submit(look) for _ in range(8)]]
        assert len(set(seen)) == 1
