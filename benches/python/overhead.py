"""What does Python add to core's own time? Run by hand with the package installed:

    python benches/python/overhead.py

Prints nanoseconds for each request, and how many times core's own time for the same work they are.
Core is timed by `bindings-python/examples/core_time.rs`, with the same policies and requests.
"""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from iam_eval import Policy, PolicySet, Request

ROOT = Path(__file__).resolve().parents[2]
REQUESTS = 4_096
USER = "arn:aws:iam::111122223333:user/bench/ann"
CONTEXT = {
    "aws:SourceIp": "203.0.113.7",
    "aws:RequestedRegion": "eu-west-1",
    "aws:ResourceTag/team": "red",
    "aws:SecureTransport": "true",
    "aws:CurrentTime": "2026-11-24T12:00:00Z",
}


def documents() -> list[str]:
    """AWS's managed policies where they are at hand, else the examples of the repository."""
    folder = Path(os.environ.get("IAM_EVAL_DATA", ROOT.parent / "shared" / "data"))
    file = folder / "managed-policies.ndjson"
    if file.is_file():
        rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
        found = [row["document"] for row in rows]
        return [text if isinstance(text, str) else json.dumps(text, separators=(",", ":")) for text in found]
    return [
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "core" / "examples" / "policies").glob("*.json"))
    ]


def average_five(texts: Sequence[str]) -> list[str]:
    """Five documents of average size, none of which allows everything."""
    average = sum(map(len, texts)) / len(texts)
    fitting = sorted(filter(is_selective, texts), key=lambda text: (abs(len(text) - average), text))
    return fitting[:5]


def is_selective(text: str) -> bool:
    """Is every statement about named actions?"""
    actions = [statement.action for statement in Policy.parse(text, profile="lenient").statements]
    return all(one and one.name == "Action" and "*" not in [text.value for text in one.values] for one in actions)


def mixed(texts: Sequence[str], count: int) -> list[dict[str, Any]]:
    """Requests in an order that jumps between policies; every other one for an action they name."""
    named = []
    for text in texts:
        for statement in Policy.parse(text, profile="lenient").statements:
            pattern = statement.resource.values[0].value if statement.resource else "*"
            for entry in statement.action.values[:4] if statement.action else ():
                named.append((entry.value.replace("*", "Thing"), concrete(pattern)))
    state = 7
    requests = []
    for number in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        action, resource = named[(state >> 33) % len(named)]
        action += "Not" if number % 2 else ""
        requests.append(
            {
                "action": action,
                "resource": resource,
                "principal": USER,
                "resourceAccount": "111122223333",
                "context": CONTEXT,
            }
        )
    return requests


def concrete(pattern: str) -> str:
    """A resource that a pattern matches."""
    if pattern.count(":") < 5:
        return "arn:aws:s3:::some-bucket/some/key"
    fields = re.sub(r"\$\{(.*?)\}", r"\1", pattern).split(":", 5)
    wild = ["arn", "aws", "s3", "eu-west-1", "111122223333", "thing"]
    return ":".join(field.replace("*", instead) for field, instead in zip(fields, wild))


def best(round: Callable[[], object], count: int) -> float:
    """Nanoseconds for each of `count` steps, the best of some rounds."""
    times = []
    for _ in range(9):
        start = time.perf_counter()
        kept = round()
        times.append(time.perf_counter() - start)
        del kept
    return min(times) * 1e9 / count


def core_times(policies: Sequence[str], requests: Sequence[dict[str, Any]], lines: str) -> dict[str, float]:
    """Core's own time."""
    # as maturin builds, so that nothing is built twice
    environment = {**os.environ, "PYO3_BUILD_EXTENSION_MODULE": "1"}
    command = ["cargo", "run", "--quiet", "--release", "-p", "iam-eval-python", "--example", "core_time"]
    asked = json.dumps({"policies": policies, "requests": requests, "lines": lines})
    done = subprocess.run(
        command, cwd=ROOT, env=environment, input=asked, stdout=subprocess.PIPE, text=True, check=True
    )
    times: dict[str, float] = json.loads(done.stdout)
    return times


def rounds(
    policies: PolicySet, requests: Sequence[dict[str, Any]], lines: str
) -> dict[str, tuple[Callable[[], object], str]]:
    """What is timed: a round over all requests, and which of core's times it is held against."""
    handles = [Request(request) for request in requests]
    parts = [(request["action"], request["resource"]) for request in requests]
    data = lines.encode()

    def loop() -> None:
        for _ in handles:
            pass

    def evaluate_handles() -> None:
        evaluate = policies.evaluate
        for handle in handles:
            evaluate(handle)

    def decide_handles() -> None:
        decide = policies.decide
        for handle in handles:
            decide(handle)

    def evaluate_members() -> None:
        evaluate = policies.evaluate
        for action, resource in parts:
            evaluate(action, resource, principal=USER, resource_account="111122223333", context=CONTEXT)

    def decide_members() -> None:
        decide = policies.decide
        for action, resource in parts:
            decide(action, resource, principal=USER, resource_account="111122223333", context=CONTEXT)

    def reports() -> None:
        for handle in handles:
            policies.evaluate(handle).to_json()

    def reasons() -> None:
        for handle in handles:
            _ = policies.evaluate(handle).reason

    def statements() -> None:
        for handle in handles:
            _ = policies.evaluate(handle).statements

    return {
        "an empty loop": (loop, "decide"),
        "evaluate(handle)": (evaluate_handles, "decide"),
        "decide(handle)": (decide_handles, "decide"),
        "evaluate(members)": (evaluate_members, "build_decide"),
        "decide(members)": (decide_members, "build_decide"),
        "evaluate(handle).to_json()": (reports, "report"),
        "evaluate(handle).reason": (reasons, "report"),
        "evaluate(handle).statements": (statements, "report"),
        "evaluate_many(handles)": (lambda: policies.evaluate_many(handles), "decide"),
        "evaluate_many(dicts)": (lambda: policies.evaluate_many(requests), "build_decide"),
        "evaluate_many(lines)": (lambda: policies.evaluate_many(data), "read_decide"),
    }


def in_threads(count: int, work: Callable[[], object]) -> float:
    """Seconds that `count` threads take, each for all the work."""
    threads = [threading.Thread(target=work) for _ in range(count)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


def main() -> None:
    """Measures and prints."""
    texts = average_five(documents())
    requests = mixed(texts, REQUESTS)
    lines = "".join(f"{json.dumps(request, separators=(',', ':'))}\n" for request in requests)
    policies = PolicySet(identity=texts)
    allowed = policies.evaluate_many(requests).count("allowed")
    print(f"{len(texts)} policies, {len(requests)} requests of which {allowed} are allowed")

    core = core_times(texts, requests, lines)
    print("core:", ", ".join(f"{name} {nanoseconds:,.0f} ns" for name, nanoseconds in core.items()))
    print(f"{'':30}{'ns':>10}{'over core':>12}{'ratio':>8}")
    for name, (round, against) in rounds(policies, requests, lines).items():
        found = best(round, len(requests))
        print(f"{name:30}{found:>10,.0f}{found - core[against]:>12,.0f}{found / core[against]:>8.2f}  of {against}")

    handles = [Request(request) for request in requests] * 60
    for name, asked in (("handles", handles), ("lines", lines * 6)):
        ask = functools.partial(policies.evaluate_many, asked)
        one, eight = min(in_threads(1, ask) for _ in range(3)), min(in_threads(8, ask) for _ in range(3))
        speed = 8 * one / eight
        print(f"evaluate_many({name}): 8 threads do {speed:.2f} times the work of 1, on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
