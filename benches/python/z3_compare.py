"""Does the solver agree with z3, and how much faster is it? Run by hand, with z3 in an environment of its own:

    python3 -m venv target/z3 && target/z3/bin/pip install z3-solver
    target/z3/bin/python benches/python/z3_compare.py [--managed 400] [--small 2000] [--seed 1] [--minutes 20] [--seconds 5]

Asks both whether one identity policy lets through no more than another: of random pairs of AWS's managed policies
(where they are at hand) and of random small policies with conditions. Both get the same pairs in one run. z3 has its
theory of strings and regular expressions, five seconds a pair unless said otherwise, and is timed from `check()` to the answer, so that
building the formula in Python is not held against it. Ours is timed twice: the question alone, and with reading both
policies. z3 is timed by the clock and by the processor: on a busy machine the first is as much the neighbours' as its
own, while our microseconds fit between two of their turns. Exits with 1 where the two disagree.

What z3 is told (the rules' names are those of the evaluator):

- An action is a string in lower case with one colon; a resource a string; both `Action` patterns in lower case.
- A wildcard of a resource before the fifth colon does not run over colons unless it ends a field.
- A key is absent, one value, or a set. A set has as many places as there are conditions with `ForAnyValue` or
  `ForAllValues` on it, which is all that such conditions can ask for. `aws:TagKeys` is always a set, a key without
  such conditions never is.
- A value that is compared as text is a string; as a number a real or nothing; as an address of version 4 a number of
  32 bits or nothing.
- Not told, and left out of the pairs: policy variables, dates, a key that is compared as text and as a number or an
  address, addresses of version 6.
"""

# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

from __future__ import annotations

import argparse
import ipaddress
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import z3

ROOT = Path(__file__).resolve().parents[2]
ANY = z3.Full(z3.ReSort(z3.StringSort()))
ONE = z3.AllChar(z3.ReSort(z3.StringSort()))
COLON = z3.Re(":")
NO_COLON = z3.Intersect(ONE, z3.Complement(COLON))


class Unsaid(Exception):
    """What z3 is not told."""


def sequence(parts: list[Any]) -> Any:
    """One regular expression after the other."""
    parts = parts or [z3.Re("")]
    return parts[0] if len(parts) == 1 else z3.Concat(*parts)


def union(parts: list[Any]) -> Any:
    """Any of some regular expressions."""
    return parts[0] if len(parts) == 1 else z3.Union(*parts)


def text_of(text: str) -> Any:
    """A string of z3's, letter by letter."""
    return z3.StringVal("".join(letter if " " <= letter <= "~" else f"\\u{{{ord(letter):x}}}" for letter in text))


def wild(pattern: str, star: Any = ANY, question: Any = ONE) -> list[Any]:
    """The regular expressions that a pattern is made of."""
    parts: list[Any] = []
    plain = ""
    for letter in pattern:
        if letter in "*?":
            if plain:
                parts.append(z3.Re(text_of(plain)))
            plain = ""
            parts.append(star if letter == "*" else question)
        else:
            plain += letter
    return [*parts, z3.Re(text_of(plain))] if plain else parts


def like(text: Any, pattern: str) -> Any:
    """Does a text match, where wildcards match everything? In the simplest words of z3's."""
    if not set(pattern) & {"*", "?"}:
        return text == text_of(pattern)
    if pattern == "*":
        return z3.BoolVal(True)
    if "?" not in pattern and pattern.count("*") == 1:
        if pattern.endswith("*"):
            return z3.PrefixOf(text_of(pattern[:-1]), text)
        if pattern.startswith("*"):
            return z3.SuffixOf(text_of(pattern[1:]), text)
    return z3.InRe(text, sequence(wild(pattern)))


def resource(text: Any, pattern: str) -> Any:
    """Rules `resource_star_tail_crosses_colon`, `resource_star_in_resource_part`, `resource_short_arn_padded`."""
    fields = pattern.split(":", 5)
    if pattern.startswith("arn:") and 3 <= len(fields) < 6:
        fields += ["*"] * (6 - len(fields))
    if all(not set(field) & {"*", "?"} for field in fields[:5]):
        return like(text, ":".join(fields))
    if fields == ["*"]:
        return z3.BoolVal(True)
    parts: list[Any] = []
    for at, field in enumerate(fields):
        if at:
            parts.append(COLON)
        if at == 5:
            parts += wild(field)
        elif field.endswith("*"):
            parts += [*wild(field[:-1], z3.Star(NO_COLON), NO_COLON), ANY]
        else:
            parts += wild(field, z3.Star(NO_COLON), NO_COLON)
    return z3.InRe(text, sequence(parts))


def is_arn(text: Any) -> Any:
    """Six fields, of which the first is `arn`."""
    return z3.InRe(text, sequence([z3.Re("arn:"), *[z3.Star(NO_COLON), COLON] * 4, ANY]))


def arn(text: Any, pattern: str) -> Any:
    """Rule `arn_operator`."""
    if pattern == "*":
        return is_arn(text)
    fields = pattern.split(":", 5)
    if len(fields) != 6:
        raise Unsaid("an ARN that is none")
    parts: list[Any] = []
    for at, field in enumerate(fields):
        if at:
            parts.append(COLON)
        parts += wild(field) if at == 5 else wild(field, z3.Star(NO_COLON), NO_COLON)
    return z3.InRe(text, sequence(parts))


def caseless(text: Any, value: str) -> Any:
    """Rule `string_ignore_case`, of values in ASCII. The sign for kelvin is a `k`."""
    if not value.isascii():
        raise Unsaid("letters beyond ASCII")
    parts: list[Any] = []
    for letter in value:
        cases = {letter.lower(), letter.upper()} | ({"\u212a"} if letter in "kK" else set())
        parts.append(union([z3.Re(text_of(case)) for case in sorted(cases)]))
    return z3.InRe(text, sequence(parts))


def number(value: str) -> Fraction | None:
    """Rule `numeric_values`, as far as the pairs need it."""
    try:
        return Fraction(value)
    except ValueError:
        return None


class Place:
    """One value of a key, as text, number or address."""

    def __init__(self, name: str) -> None:
        self.text = z3.String(f"{name} text")
        self.number = z3.Real(f"{name} number")
        self.is_number = z3.Bool(f"{name} is a number")
        self.address = z3.BitVec(f"{name} address", 32)
        self.is_address = z3.Bool(f"{name} is an address")

    def meets(self, operator: str, values: list[str]) -> Any:
        """Does the value satisfy an operator without qualifier?"""
        negated = "Not" in operator
        if not values:
            return z3.BoolVal(False)
        if operator.startswith("String"):
            say = caseless if operator.endswith("IgnoreCase") else like
            if operator in ("StringEquals", "StringNotEquals"):
                found = z3.Or([self.text == text_of(value) for value in values])
            else:
                found = z3.Or([say(self.text, value) for value in values])
            return z3.Not(found) if negated else found
        if operator.startswith("Arn"):
            found = z3.Or([arn(self.text, value) for value in values])
            return z3.And(is_arn(self.text), z3.Not(found) if negated else found)
        if operator == "Bool":
            is_true = caseless(self.text, "true")
            return z3.Or([is_true if value.lower() == "true" else z3.Not(is_true) for value in values])
        if operator.startswith("Numeric"):
            numbers = [found for found in map(number, values) if found is not None]
            compared = [self.compares(operator, z3.RealVal(str(value))) for value in numbers]
            found = z3.And(self.is_number, z3.Or(compared))
            return z3.Not(found) if negated else found
        if operator in ("IpAddress", "NotIpAddress"):
            found = z3.Or([self.lies_in(value) for value in values])
            return z3.And(self.is_address, z3.Not(found) if negated else found)
        raise Unsaid(operator)

    def compares(self, operator: str, value: Any) -> Any:
        """A number with a number."""
        match operator.removeprefix("Numeric"):
            case "Equals" | "NotEquals":
                return self.number == value
            case "LessThan":
                return self.number < value
            case "LessThanEquals":
                return self.number <= value
            case "GreaterThan":
                return self.number > value
            case "GreaterThanEquals":
                return self.number >= value
        raise Unsaid(operator)

    def lies_in(self, value: str) -> Any:
        """An address in a network."""
        try:
            network = ipaddress.ip_network(value, strict=False)
        except ValueError as error:
            raise Unsaid("an address that is none") from error
        if network.version != 4:
            raise Unsaid("an address of version 6")
        first, last = int(network.network_address), int(network.broadcast_address)
        return z3.And(z3.UGE(self.address, first), z3.ULE(self.address, last))


class Key:
    """What a request says of a key."""

    def __init__(self, name: str, qualified: int) -> None:
        self.is_absent = z3.Bool(f"{name} absent")
        self.one = Place(f"{name} one")
        self.is_set = z3.Bool(f"{name} set")
        if name == "aws:tagkeys":
            self.is_set = z3.BoolVal(True)
        elif not qualified:
            self.is_set = z3.BoolVal(False)
        self.many = [(z3.Bool(f"{name} {at} there"), Place(f"{name} {at}")) for at in range(qualified)]

    def meets(self, operator: str, values: list[str]) -> Any:
        """Does the key satisfy a condition?"""
        qualifier, _, bare = operator.rpartition(":")
        if_exists = bare.endswith("IfExists")
        bare = bare.removesuffix("IfExists")
        if bare == "Null":
            wants = {value.lower() == "true" for value in values}
            return z3.Or([self.is_absent if absent else z3.Not(self.is_absent) for absent in wants])
        one = self.one.meets(bare, values)
        if not qualifier:
            absent = z3.BoolVal(if_exists or "Not" in bare)
            return z3.If(self.is_absent, absent, z3.And(z3.Not(self.is_set), one))
        if qualifier == "ForAnyValue":
            absent = z3.BoolVal(False)
            many = z3.Or([z3.And(there, place.meets(bare, values)) for there, place in self.many])
        else:
            absent = z3.BoolVal(True)
            many = z3.And([z3.Implies(there, place.meets(bare, values)) for there, place in self.many])
        return z3.If(self.is_absent, absent, z3.If(self.is_set, many, one))


def listed(value: Any) -> list[Any]:
    """A list, also where one stands alone."""
    return value if isinstance(value, list) else [value]


def written(value: Any) -> str:
    """A condition's value as text."""
    return value if isinstance(value, str) else json.dumps(value)


def statements(policy: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of a policy."""
    return listed(policy["Statement"])


def conditions(policy: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Operator, key and values of all conditions of a policy."""
    return [condition for statement in statements(policy) for condition in conditions_of(statement)]


def conditions_of(statement: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Operator, key and values of each condition."""
    return [
        (operator, key.lower(), [written(value) for value in listed(values)])
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    ]


def kind(operator: str) -> str | None:
    """As what an operator compares."""
    bare = operator.rpartition(":")[2]
    if bare.startswith("Null"):
        return None
    for start in ("Numeric", "Date", "IpAddress", "NotIpAddress", "Binary"):
        if bare.startswith(start):
            return start.removeprefix("Not")
    return "text"


def formula(new: dict[str, Any], existing: dict[str, Any]) -> list[Any]:
    """Is there a request that one policy lets through and the other does not?"""
    if "${" in json.dumps([new, existing]):
        raise Unsaid("a variable")
    action, subject = z3.String("action"), z3.String("resource")
    all_conditions = conditions(new) + conditions(existing)
    kinds = {(key, kind(operator)) for operator, key, _ in all_conditions if kind(operator)}
    several = [key for key, count in Counter(key for key, _ in kinds).items() if count > 1]
    if several:
        raise Unsaid("a key that is compared in two ways")
    qualified = Counter(key for operator, key, _ in all_conditions if ":" in operator)
    keys = {key: Key(key, qualified[key]) for _, key, _ in all_conditions}

    def matches(statement: dict[str, Any]) -> Any:
        parts = []
        for name, say in (("Action", lambda text: like(action, text.lower())), ("Resource", lambda text: resource(subject, text))):
            if name in statement:
                parts.append(z3.Or([say(text) for text in listed(statement[name])]))
            elif f"Not{name}" in statement:
                parts.append(z3.Not(z3.Or([say(text) for text in listed(statement[f"Not{name}"])])))
        parts += [keys[key].meets(operator, values) for operator, key, values in conditions_of(statement)]
        return z3.And(parts)

    def allows(policy: dict[str, Any]) -> Any:
        of = lambda effect: [matches(one) for one in statements(policy) if one["Effect"] == effect]
        return z3.And(z3.Or(of("Allow")), z3.Not(z3.Or(of("Deny"))))

    letter = z3.Intersect(ONE, *[z3.Complement(z3.Re(sign)) for sign in ":*?"])
    shape = z3.InRe(action, z3.Concat(z3.Plus(letter), COLON, z3.Plus(letter)))
    return [shape, allows(new), z3.Not(allows(existing))]


def ask_z3(new: dict[str, Any], existing: dict[str, Any], seconds: float) -> tuple[str, int, int, int]:
    """What z3 says, how long building the formula and solving it took, and the processor's share of that, in nanoseconds."""
    start = time.perf_counter_ns()
    solver = z3.Solver()
    solver.set("timeout", int(1_000 * seconds))
    solver.add(formula(new, existing))
    built, worked = time.perf_counter_ns(), time.process_time_ns()
    found = solver.check()
    checked, worked = time.perf_counter_ns(), time.process_time_ns() - worked
    said = {"sat": "refuted", "unsat": "proved"}.get(str(found), "gave up")
    return said, built - start, checked - built, worked


def managed() -> list[dict[str, Any]]:
    """AWS's managed policies, if they are at hand."""
    folder = Path(os.environ.get("IAM_EVAL_DATA", ROOT.parent / "shared" / "data"))
    file = folder / "managed-policies.ndjson"
    if not file.is_file():
        print("skipped: the managed policies are not here (IAM_EVAL_DATA names their folder)")
        return []
    documents = [json.loads(line)["document"] for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(document) if isinstance(document, str) else document for document in documents]


ACTIONS = ["s3:GetObject", "s3:Get*", "s3:*", "*", "s3:PutObject", "s3:*Object", "s3:?etObject", "S3:getobject*", "ec2:*", "ec2:Run*", "*:Get*"]
RESOURCES = [
    "*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/a*", "arn:aws:s3:::b*", "arn:aws:s3:::*/x", "arn:aws:s3:::?/*",
    "arn:aws:ec2:*:111122223333:instance/*", "arn:*:ec2:*:*:instance/i", "arn:aws:ec2:eu-*:*:*", "arn:aws:s3", "arn:aws:s3:::b/a/x",
]  # fmt: skip
TEXTS = ["a", "b", "ab", "a*", "*b", "*a*b*", "?", "A", "k1", ""]
STRINGS = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"]
NUMBERS = ["1", "2", "-1", "1.5", "10", "q"]
NUMERIC = ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"]
NETWORKS = ["10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0", "10.1.2.3", "192.168.0.0/24", "10.128.0.0/9", "10.0.0.0/9"]
ARNS = ["arn:aws:s3:::b", "arn:aws:s3:::*", "*", "arn:aws:s?:*:*:b", "arn:*:s3:::b*"]


def small(pick: random.Random) -> dict[str, Any]:
    """A small policy with conditions."""

    def some(of: list[str], most: int = 2) -> list[str]:
        return pick.sample(of, pick.randint(1, most))

    def condition() -> tuple[str, str, list[str]]:
        if_exists = "IfExists" if pick.random() < 0.2 else ""
        match pick.randrange(10):
            case 0 | 1 | 2:
                return pick.choice(STRINGS) + if_exists, pick.choice(["k", "j"]), some(TEXTS)
            case 3 | 4:
                return pick.choice(NUMERIC) + if_exists, "n", some(NUMBERS)
            case 5:
                return pick.choice(["IpAddress", "NotIpAddress"]) + if_exists, "aws:SourceIp", some(NETWORKS)
            case 6:
                return "Null", pick.choice(["k", "n", "aws:SourceIp", "aws:TagKeys", "m"]), [pick.choice(["true", "false"])]
            case 7:
                return pick.choice(["Bool", "BoolIfExists"]), pick.choice(["k", "aws:SecureTransport"]), [pick.choice(["true", "false"])]
            case 8:
                return pick.choice(["ArnLike", "ArnNotLike", "ArnEquals"]) + if_exists, "r", some(ARNS)
            case _:
                qualifier = pick.choice(["ForAnyValue:", "ForAllValues:"])
                return qualifier + pick.choice(STRINGS[:4]) + if_exists, pick.choice(["aws:TagKeys", "m"]), some(TEXTS)

    def statement() -> dict[str, Any]:
        made: dict[str, Any] = {"Effect": pick.choice(["Allow", "Allow", "Deny"])}
        made["NotAction" if pick.random() < 0.15 else "Action"] = some(ACTIONS, 3)
        made["NotResource" if pick.random() < 0.15 else "Resource"] = some(RESOURCES)
        for _ in range(pick.randint(0, 2)):
            operator, key, values = condition()
            made.setdefault("Condition", {}).setdefault(operator, {})[key] = values
        return made

    return {"Version": "2012-10-17", "Statement": [statement() for _ in range(pick.randint(1, 3))]}


def near(pick: random.Random, policy: dict[str, Any]) -> dict[str, Any]:
    """The same policy with a statement more or less, so that proofs are not rare."""
    all_of = list(statements(policy))
    if len(all_of) > 1 and pick.random() < 0.5:
        all_of.pop(pick.randrange(len(all_of)))
    else:
        all_of.append(statements(small(pick))[0])
    return {"Version": "2012-10-17", "Statement": all_of}


def pairs(pick: random.Random, of_managed: int, of_small: int) -> dict[str, list[dict[str, Any]]]:
    """Pairs to ask about, by their kind; those of AWS's that z3 is not told all of are drawn again."""
    found: dict[str, list[dict[str, Any]]] = {"managed": [], "small": []}
    documents = managed()
    while documents and len(found["managed"]) < of_managed:
        new, existing = pick.choice(documents), pick.choice(documents)
        # most of random pairs have nothing to do with each other
        if pick.random() < 0.2:
            existing = near(pick, new)
        try:
            formula(new, existing)
        except Unsaid:
            continue
        found["managed"].append({"new": new, "existing": existing})
    while len(found["small"]) < of_small:
        new = small(pick)
        existing = near(pick, new) if pick.random() < 0.5 else small(pick)
        if pick.random() < 0.5:
            new, existing = existing, new
        found["small"].append({"new": new, "existing": existing})
    return found


def ours() -> subprocess.Popen[str]:
    """The program that asks our side."""
    build = ["cargo", "build", "--quiet", "--release", "-p", "iam-eval-benches", "--bin", "analyze_pairs"]
    subprocess.run(build, cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return subprocess.Popen(
        [str(target / "release" / "analyze_pairs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def report(name: str, rows: list[dict[str, Any]]) -> None:
    """What was measured of one kind of pairs."""
    if not rows:
        return
    both = Counter((row["ours"], row["z3"]) for row in rows)
    gave_up = sum(row["z3"] == "gave up" for row in rows)
    print(f"\n{name}: {len(rows)} pairs; z3 gave up on {gave_up} ({100 * gave_up / len(rows):.1f} %)")
    for (our, their), count in sorted(both.items()):
        print(f"  ours {our}, z3 {their}: {count}")

    def spread(times: list[int]) -> str:
        ordered = sorted(times)
        at = lambda share: ordered[int((len(ordered) - 1) * share)] / 1e3
        return f"median {at(0.5):12,.1f}  p90 {at(0.9):12,.1f}  p99 {at(0.99):12,.1f}  max {at(1):12,.1f}  total {sum(times) / 1e9:9.3f} s"

    checks, readies = [row["check"] for row in rows], [row["check"] + row["ready"] for row in rows]
    theirs, worked = [row["z3_check"] for row in rows], [row["z3_worked"] for row in rows]
    print("  microseconds a pair:")
    print(f"  ours, the question     {spread(checks)}")
    print(f"  ours, with reading     {spread(readies)}")
    print(f"  z3, check()            {spread(theirs)}")
    print(f"  z3, processor          {spread(worked)}")
    print(f"  z3, building (Python)  {spread([row['z3_built'] for row in rows])}")
    for what, mine, other in (
        ("the question", checks, theirs),
        ("the question, z3 by processor", checks, worked),
        ("with reading", readies, theirs),
        ("with reading, z3 by processor", readies, worked),
    ):
        medians, totals = statistics.median(other) / statistics.median(mine), sum(other) / sum(mine)
        each = statistics.median(their / own for their, own in zip(other, mine))
        print(f"  z3 over ours, {what}: medians {medians:,.0f}x, totals {totals:,.0f}x, median of each pair's {each:,.0f}x")


def main() -> int:
    """Asks both, and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--managed", type=int, default=400)
    parser.add_argument("--small", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=5, help="how long z3 may think about a pair")
    options = parser.parse_args()
    asked = pairs(random.Random(options.seed), options.managed, options.small)
    program = ours()
    assert program.stdin and program.stdout
    end = time.monotonic() + 60 * options.minutes
    disagreements = 0
    for name, of_kind in asked.items():
        rows: list[dict[str, Any]] = []
        for pair in of_kind:
            if time.monotonic() > end:
                print(f"{name}: the time is over after {len(rows)} of {len(of_kind)} pairs")
                break
            program.stdin.write(json.dumps(pair) + "\n")
            program.stdin.flush()
            own = json.loads(program.stdout.readline())
            said, built, checked, worked = ask_z3(pair["new"], pair["existing"], options.seconds)
            rows.append(
                {"ours": own["verdict"], "check": own["check"], "ready": own["ready"]}
                | {"z3": said, "z3_built": built, "z3_check": checked, "z3_worked": worked}
            )
            if {own["verdict"], said} == {"proved", "refuted"}:
                disagreements += 1
                print(f"disagreement: ours {own['verdict']} {own['detail']}, z3 {said}: {json.dumps(pair)}")
        report(name, rows)
    program.stdin.close()
    program.wait()
    print(f"\n{disagreements} disagreements")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
