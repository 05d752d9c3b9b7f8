from __future__ import annotations

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import validator
from validator.checking import table_shape as shape
from validator.model.observations.facts import NOTHING, PrintedText
from validator.model.observations.kinds import Observation, ObservationKind

PACKAGE = Path(validator.__file__).parent


def members_named_in(package: str) -> Iterator[str]:
    """The kinds that the modules of a package name."""
    for path in (PACKAGE / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == ObservationKind.__name__:
                yield node.attr


@pytest.mark.parametrize("kind", ObservationKind)
def test_every_kind_is_made_in_the_package_that_is_said_to_make_it(kind: ObservationKind) -> None:
    # What is wrong with a cell or row is told by the name of the check that failed.
    checks = {text for name, text in vars(shape).items() if name.isupper() and isinstance(text, str)}
    assert kind.name in members_named_in(kind.stage) or kind in checks


@pytest.mark.parametrize("kind", ObservationKind)
def test_a_kind_is_its_code_and_comes_back_from_a_file(kind: ObservationKind) -> None:
    assert kind == kind.value == kind.name.lower().replace("_", "-")
    assert ObservationKind.of(kind.value) is kind
    assert pickle.loads(pickle.dumps(kind)) is kind  # noqa: S301 (what was just made)


def test_an_observation_carries_the_facts_of_its_kind_and_no_other() -> None:
    assert Observation(ObservationKind.ROW_EXTRA, facts=PrintedText("x")).facts == PrintedText("x")
    for kind, facts in ((ObservationKind.ROW_EXTRA, NOTHING), (ObservationKind.YEAR_UNKNOWN, PrintedText("x"))):
        with pytest.raises(TypeError):
            Observation(kind, facts=facts)
