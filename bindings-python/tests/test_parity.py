"""The vectors of all languages."""

from __future__ import annotations

import re

import parity
import pytest

import iam_eval


def test_every_vector_answers_byte_for_byte() -> None:
    checked = list(parity.faults())
    assert [f"{name}: {fault}" for name, fault in checked if fault] == []
    assert len(checked) > len(parity.FUNCTIONS)


def test_every_verb_of_the_wire_has_a_function() -> None:
    with pytest.raises(iam_eval.InputError) as raised:
        iam_eval.call("guess", "{}")
    verbs = re.findall("`([a-zA-Z]+)`", raised.value.message.split("found")[0])
    assert sorted(parity.FUNCTIONS) == verbs
    for verb in verbs:
        assert callable(getattr(iam_eval, re.sub("([A-Z])", r"_\1", verb).lower()))


def test_a_wrong_answer_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = [{"name": "wrong", "verb": "version", "input": {}, "output": {"version": "0"}},
               {"name": "new", "verb": "guess", "input": {}, "output": {}}]  # fmt: skip
    monkeypatch.setattr(parity, "vectors", lambda: vectors)
    faults = {name for name, fault in parity.faults() if fault}
    assert {"wrong (call)", "wrong (function)", "new", "the verb evaluate has a vector"} <= faults
