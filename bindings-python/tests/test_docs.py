"""What is printed anywhere as an example does what it says."""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib
import inspect
import io
import os
import pkgutil
import re
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import iam_eval

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
WHOLE = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SOURCES = sorted(path for kind in ("*.py", "*.pyi") for path in Path(iam_eval.__file__).parent.rglob(kind))
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = FENCED.findall(README)


@pytest.mark.parametrize(("readme", "least"), [(README, 8), (WHOLE, 1)], ids=["of the package", "of the repository"])
def test_the_python_of_a_readme_prints_what_it_says(readme: str, least: int) -> None:
    namespace: dict[str, Any] = {}
    shown = 0
    for language, code in FENCED.findall(readme):
        if language == "python":
            expected = [line.split("  # ", 1)[1] for line in code.splitlines() if re.match(r"\s*print\(.*\)  # ", line)]
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(code, "README.md", "exec"), namespace)
            assert printed.getvalue().splitlines() == expected, code
            shown += len(expected)
    assert shown >= least


def test_the_commands_of_the_readme_print_what_it_says(tmp_path: Path) -> None:
    scripts = sysconfig.get_path("scripts")
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    shown = 0
    for (language, code), (following, output) in zip(BLOCKS, BLOCKS[1:]):
        if language == "sh" and following == "text":
            done = subprocess.run(
                ["bash", "-c", code], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
            )
            assert done.stdout == output, done.stderr
            shown += 1
    assert shown == 1


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(iam_eval.__path__, "iam_eval."):
        if found.name not in ("iam_eval._native", "iam_eval.__main__"):
            yield importlib.import_module(found.name)


def documented() -> Iterator[tuple[str, Any]]:
    """Every docstring with an example, those of the native classes too."""
    for name in iam_eval.__all__:
        value = getattr(iam_eval, name)
        yield name, value
        if inspect.isclass(value):
            yield from ((f"{name}.{member}", inspect.getattr_static(value, member)) for member in vars(value))
    yield from ((module.__name__, module) for module in (iam_eval, *modules()))


def test_every_example_in_a_docstring_runs() -> None:
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_ONLY_FIRST_FAILURE)
    parser = doctest.DocTestParser()
    examples = 0
    for name, value in documented():
        found = parser.get_doctest(getattr(value, "__doc__", None) or "", {}, name, None, 0)
        examples += len(found.examples)
        failures = io.StringIO()
        assert runner.run(found, out=failures.write).failed == 0, failures.getvalue()
    assert examples > 40


def test_everything_public_has_a_docstring() -> None:
    bare = []
    for name in iam_eval.__all__:
        value = getattr(iam_eval, name)
        if name in ("ABSENT", "PRESENT", "UNKNOWN"):
            continue
        if not inspect.getdoc(value):
            bare.append(name)
        if inspect.isclass(value) and value.__module__ == "iam_eval" and not issubclass(value, Exception):
            members = (member for member in vars(value) if not member.startswith("_"))
            bare += [f"{name}.{member}" for member in members if not inspect.getdoc(getattr(value, member))]
    assert bare == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_oldest_python_can_read_it(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))


def test_the_names_in_all_are_what_there_is() -> None:
    public = {
        name for name in vars(iam_eval) if not name.startswith("_") and not inspect.ismodule(getattr(iam_eval, name))
    }
    assert public - {"annotations", "Final", "format"} == set(iam_eval.__all__)
    assert iam_eval.__all__ == sorted(
        iam_eval.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name)
    )
