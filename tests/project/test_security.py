"""What SECURITY.md promises: limits as in the code, and a test for every promise."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
LIMITS = re.findall(r"^\| .+ \| (\d+) \| `([\w.]+):([\w.]+)` \|$", SECURITY, re.MULTILINE)
TESTS = re.findall(r"^\| .+ \| `(tests/[\w/]+\.py)::(\w+)` \|$", SECURITY, re.MULTILINE)


def section(title: str) -> list[str]:
    """The rows of the table below a heading."""
    _, _, after = SECURITY.partition(f"## {title}\n")
    body, _, _ = after.partition("\n## ")
    return [line for line in body.splitlines() if line.startswith("| ")][2:]


def test_every_row_of_the_tables_is_compared() -> None:
    assert len(LIMITS) == len(section("Limits")) > 10
    assert len(TESTS) == len(section("Promises, and the test of each")) > 15


@pytest.mark.parametrize(("value", "module", "name"), LIMITS)
def test_limits_are_those_of_the_code(value: str, module: str, name: str) -> None:
    found: object = import_module(module)
    owner, _, field = name.rpartition(".")
    if owner:
        # Of a class, the default of a field: an instance has it.
        found = getattr(found, owner)
        found = found() if isinstance(found, type) else found
    found = getattr(found, field)
    assert found == int(value)


@pytest.mark.parametrize(("file", "name"), TESTS)
def test_the_test_of_every_promise_exists(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
