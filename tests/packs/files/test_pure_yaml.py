"""Without libyaml the same is read of every file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from validator.packs.files._pure_yaml import PureLoader
from validator.packs.pack import load_pack

RULES = Path(__file__).parents[3] / "rules"
compiled: Any = getattr(yaml, "CSafeLoader", None)


def shape(node: Node | None) -> object:
    """What a node says, and where."""
    assert node is not None
    if isinstance(node, ScalarNode):
        return node.value, node.start_mark.line, node.start_mark.column
    if isinstance(node, MappingNode):
        return [(shape(key), shape(value)) for key, value in node.value]
    return [shape(one) for one in node.value]


@pytest.mark.skipif(compiled is None, reason="there is no libyaml to compare with")
@pytest.mark.parametrize(
    "text",
    [
        "{a: 1?, b: 3 ?x, c: d?}",
        "[大?约, 达到?近, x?]",
        "{of: (人民)?政府(办公厅|办公室|办)?, is: ''}",
        "{a: what? is? this?, b: [c?]}",
        "{a: what?\n  is it, b: c\n  ?d}",
        "a?: b? c?",
        "{? a : b}",
        "{a: 'x?', b: \"y?\"}",
        "{a?b: c}",
    ],
)
def test_a_question_mark_is_a_letter_as_any_other(text: str) -> None:
    assert shape(yaml.compose(text, Loader=PureLoader)) == shape(yaml.compose(text, Loader=compiled))


def test_the_shipped_pack_loads_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = load_pack()
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    found = load_pack()
    assert [name for name in wanted.__struct_fields__ if getattr(found, name) != getattr(wanted, name)] == []
    assert len(wanted.rules) > 50
