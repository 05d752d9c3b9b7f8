"""Syntax trees as rows of plain data, and back: nothing but trees is ever made of them.

A row has the name of a node and what its fields hold; in place of a tree stands the number of an earlier row. So a tree
may be deep, and the data are not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from validator.packs.language.tree import (
    Added,
    Called,
    Comparison,
    Condition,
    Constant,
    Counted,
    Divided,
    Joined,
    Multiplied,
    Name,
    Negated,
    Scaled,
    Side,
    Total,
)

Held: TypeAlias = str | int | tuple[str | int, ...] | None
Row: TypeAlias = tuple[str, tuple[Held, ...]]
Rows: TypeAlias = tuple[Row, ...]
"""A tree: its root is the last row."""

_DEEPEST = 200
"""Nodes inside each other: more than the parser lets pass."""
_SIDES = (Constant, Name, Total, Scaled, Negated, Added, Multiplied, Divided, Called, Counted)
_CONDITIONS = (Comparison, Joined)
_Tree: TypeAlias = Condition | Side
_SHAPES: Mapping[type[_Tree], str] = {
    Constant: "number",
    Name: "text",
    Total: "texts",
    Scaled: "number side",
    Negated: "side",
    Added: "sides",
    Multiplied: "side side",
    Divided: "side side",
    Called: "text sides",
    Counted: "texts text? side?",
    Comparison: "side text side",
    Joined: "text conditions",
}
"""What the fields of a node hold, in their order."""
_NODES: Mapping[str, type[_Tree]] = {kind.__name__: kind for kind in _SHAPES}
_BELOW = {"side": _SIDES, "condition": _CONDITIONS}


class BrokenRowsError(Exception):
    """Rows that are no tree."""


def rows_of(tree: _Tree) -> Rows:
    """The rows of a tree."""
    rows: list[Row] = []

    def added(node: _Tree) -> int:
        held = (getattr(node, name) for name in node.__struct_fields__)
        shape = _SHAPES[type(node)].split()
        rows.append((type(node).__name__, tuple(map(given, held, shape))))
        return len(rows) - 1

    def given(value: Any, shape: str) -> Held:  # noqa: ANN401 - as the shape says
        if value is None or shape.startswith("text"):
            held: Held = value
            return held
        if shape == "number":
            return str(value)
        return tuple(map(added, value)) if isinstance(value, tuple) else added(value)

    added(tree)
    return tuple(rows)


def tree_of(kind: str, rows: Rows) -> _Tree:
    """The tree of such rows, a `side` or a `condition`; raises BrokenRowsError for anything else."""
    trees = _Trees()
    for name, held in rows:
        trees.add(name, held)
    return trees.whole(kind)


class _Trees:
    """Trees made so far that are not yet parts of another."""

    def __init__(self) -> None:
        self._made = 0
        self._apart: dict[int, tuple[_Tree, int]] = {}
        """Number of its row -> the tree, and how deep it is."""

    def add(self, name: str, held: tuple[Held, ...]) -> None:
        """Make the next row a tree."""
        shape = _SHAPES[_NODES[name]].split() if name in _NODES else []
        if not shape or len(held) != len(shape):
            raise BrokenRowsError(name)
        kind: Callable[..., _Tree] = _NODES[name]
        fields_and_depths = [self._taken(one, what) for one, what in zip(held, shape, strict=True)]
        depth = 1 + max(depth for _, depth in fields_and_depths)
        if depth > _DEEPEST:
            raise BrokenRowsError(depth)
        self._apart[self._made] = kind(*(field for field, _ in fields_and_depths)), depth
        self._made += 1

    def whole(self, kind: str) -> _Tree:
        """The one tree that all are parts of."""
        if len(self._apart) != 1:
            raise BrokenRowsError(len(self._apart))
        ((tree, _),) = self._apart.values()
        if not isinstance(tree, _BELOW.get(kind, ())):
            raise BrokenRowsError(kind)
        return tree

    def _taken(self, held: Held, shape: str) -> tuple[object, int]:
        """What a field holds, and how deep that is."""
        if shape.endswith("?") and held is None:
            return None, 0
        shape = shape.removesuffix("?")
        if shape.endswith("s") and isinstance(held, tuple):
            several = [self._taken(one, shape.removesuffix("s")) for one in held]
            return tuple(one for one, _ in several), max((depth for _, depth in several), default=0)
        if shape in _BELOW and isinstance(held, int):
            node, depth = self._apart.pop(held, (None, 0))
            if isinstance(node, _BELOW[shape]):
                return node, depth
        elif isinstance(held, str) and shape in {"text", "number"}:
            return (held if shape == "text" else _number(held)), 0
        raise BrokenRowsError(held)


def _number(held: str) -> Decimal:
    try:
        number = Decimal(held)
    except InvalidOperation:
        raise BrokenRowsError(held) from None
    if not number.is_finite():
        raise BrokenRowsError(held)
    return number
