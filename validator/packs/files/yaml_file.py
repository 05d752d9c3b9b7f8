"""YAML in which every value knows its line, read key by key so that all faults of a file are collected.

A wrong value is put down as a `Fault` and a harmless value stands in for it: reading goes on, and the caller raises
once at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from validator.model.errors import Fault
from validator.model.text import Text
from validator.packs.files.faults import FaultKind, nearest
from validator.packs.files.text_file import read_text

if TYPE_CHECKING:
    from yaml.nodes import Node

__all__ = [
    "FaultKind",
    "Keys",
    "YamlFile",
    "is_null",
    "line_of",
    "nearest",
    "seen",
    "whole_number",
]

_LONGEST = 1 << 16
"""Characters of one value in it."""
_MOST_NODES = 2_000_000
"""Values of a file with all that its references stand for."""
_DIGITS = 18
"""Digits of a number in it."""


_KINDS = {"scalar": "text", "sequence": "list", "mapping": "mapping"}
"""What the library calls a node -> what people are told it is."""


class Keys(NamedTuple):
    """The keys of a mapping in a pack, for what reads it and for the schema of it."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


SENTENCE_KEYS = Keys(("zh", "en"))


class YamlFile:
    """One YAML file and the faults found in it so far."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        """`faults` is added to; several files of a pack share one list."""
        self.name = str(path)
        self._path = path
        self._faults = faults

    @property
    def exists(self) -> bool:
        """True if there is a file of that name."""
        return self._path.exists()

    def load(self) -> Node | None:
        """The root of the file, or None (with a fault) if it cannot be read or is empty."""
        text = read_text(self._path, self._faults)
        root = None if text is None else self._composed(text)
        if root is not None and (knot := _knot(root)) is not None:
            self.fault(knot, "&", FaultKind.TOO_DEEP)
            return None
        return root

    def _composed(self, text: str) -> Node | None:
        # Loaded here: whoever has a compiled pack, and only needs the names below, does without.
        import yaml

        loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            root: Node | None = yaml.compose(text, Loader=loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            seen = getattr(error, "problem", None) or str(error).splitlines()[0]
            line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
            self._faults.append(Fault(self.name, line, seen, FaultKind.UNREADABLE_YAML))
            return None
        except RecursionError:  # the loader in Python, where the one in C is not there
            self._faults.append(Fault(self.name, 1, "", FaultKind.TOO_DEEP))
            return None
        if root is None:
            self._faults.append(Fault(self.name, 1, "", FaultKind.EMPTY))
        return root

    def fault(
        self,
        node: Node | int,
        seen: str,
        problem: str,
        allowed: Collection[str] = (),
        *,
        meant: str | None = None,
        at: int = 0,
    ) -> None:
        """Put a fault down at a node, or at a line, with the allowed word nearest to what was seen.

        `meant`: what stands in place of the nearest word; `at`: the character of the node's text that is wrong.
        """
        line = node if isinstance(node, int) else line_of(node)
        column = None if isinstance(node, int) else _column_of(node, at)
        close = meant or nearest(seen, allowed)
        self._faults.append(Fault(self.name, line, seen, problem, tuple(allowed), close, column))

    def mapping(self, node: Node, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Node]:
        """The values of a mapping by key; keys that are unknown, missing or doubled are faults."""
        entries: dict[str, Node] = {}
        known = (*required, *optional)
        for key, value in self.entries(node):
            word = str(key.value)
            if word in known:
                entries[word] = value
            else:
                self.fault(key, word, FaultKind.UNKNOWN_KEY, known)
        if _kind(node) == "mapping":
            for needed in required:
                if needed not in entries:
                    self.fault(node, needed, FaultKind.MISSING_KEY)
        return entries

    def entries(self, node: Node) -> Iterator[tuple[Node, Node]]:
        """Keys and values of a mapping in order, whatever the keys; a doubled key is a fault."""
        if not self._is(node, "mapping"):
            return
        seen: set[str] = set()
        for key, value in node.value:
            if not self._is(key, "text"):
                continue
            if key.value in seen:
                self.fault(key, key.value, FaultKind.DUPLICATE_KEY)
            else:
                seen.add(key.value)
                yield key, value

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """The items of a list; of None, none."""
        return tuple(node.value) if node is not None and self._is(node, "list") else ()

    def text(self, node: Node | None, default: str = "") -> str:
        """A scalar as it is written, which must not be empty; of None, the default."""
        if node is None:
            return default
        if not self._is(node, "text"):
            return default
        if is_null(node) or not node.value.strip():
            self.fault(node, node.value, FaultKind.EMPTY)
            return default
        if len(node.value) > _LONGEST:
            self.fault(node, node.value, FaultKind.TOO_LONG, (f"{_LONGEST} characters",))
            return default
        return str(node.value)

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """A list of scalars; of None, none."""
        return tuple(self.text(item) for item in self.items(node))

    def one_or_more(self, node: Node | None) -> tuple[Node, ...]:
        """One value or the items of a list, as nodes, so that each keeps its line; of None, none."""
        if node is None:
            return ()
        return tuple(node.value) if _kind(node) == "list" else (node,)

    def sentence(self, node: Node | None) -> Text:
        """`{zh: ..., en: ...}`, both required."""
        if node is None:
            return Text("", "")
        entries = self.mapping(node, *SENTENCE_KEYS)
        return Text(self.text(entries.get("zh")), self.text(entries.get("en")))

    def word(self, node: Node | None, allowed: Collection[str], default: str) -> str:
        """One of the allowed words."""
        word = self.text(node, default)
        if node is not None and word not in allowed:
            if word and _kind(node) == "text":
                self.fault(node, word, FaultKind.UNKNOWN_WORD, allowed)
            return default
        return word

    def number(self, node: Node | None, default: int | None = None) -> int | None:
        """A whole number from 0 on."""
        if node is None:
            return default
        if _kind(node) == "text" and (number := whole_number(node.value)) is not None:
            return number
        self.fault(node, seen(node), FaultKind.WRONG_TYPE, ("whole number",))
        return default

    def decimal(self, node: Node | None) -> Decimal:
        """A number from 0 on; of None, 0."""
        if node is None:
            return Decimal(0)
        try:
            value = Decimal(node.value if _kind(node) == "text" else "nan")
        except InvalidOperation:
            value = Decimal("nan")
        if value.is_finite() and value >= 0 and len(node.value) <= _DIGITS and abs(value.adjusted()) <= _DIGITS:
            return value
        self.fault(node, seen(node), FaultKind.WRONG_TYPE, ("number",))
        return Decimal(0)

    def flag(self, node: Node | None, *, default: bool) -> bool:
        """`true` or `false`."""
        return self.word(node, ("true", "false"), str(default).lower()) == "true"

    def _is(self, node: Node, kind: str) -> bool:
        if _kind(node) == kind:
            return True
        self.fault(node, seen(node), FaultKind.WRONG_TYPE, (kind,))
        return False


def line_of(node: Node) -> int:
    """The line a node starts on, from 1."""
    return int(node.start_mark.line) + 1


def _column_of(node: Node, at: int) -> int:
    """The column of a character of a node's text; that of the node where the text runs over several lines."""
    column = int(node.start_mark.column) + 1
    if not at or node.start_mark.line != node.end_mark.line:
        return column
    return column + at + (getattr(node, "style", None) in {"'", '"'})


def is_null(node: Node) -> bool:
    """True for `null`, `~` and a key without a value."""
    return str(node.tag).endswith(":null")


def seen(node: Node) -> str:
    """What stands there, for a fault: a scalar as written, else the kind of the node."""
    return str(node.value) if _kind(node) == "text" else _kind(node)


def whole_number(text: str) -> int | None:
    """The number that up to 18 digits spell; None for other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def _knot(root: Node) -> Node | None:
    """The first node that holds itself, or that references make larger than any file; None where there is none.

    A reference stands for all that it names: ten that name ten each, ten times over, are a small file.
    """
    sizes: dict[int, int | None] = {}
    waiting: list[tuple[Node, bool]] = [(root, False)]
    while waiting:
        node, entered = waiting.pop()
        below = _below(node)
        if entered:
            sizes[id(node)] = size = 1 + sum(sizes[id(one)] or 0 for one in below)
            if size > _MOST_NODES:
                return node
        elif id(node) not in sizes:
            sizes[id(node)] = None
            waiting.append((node, True))
            waiting.extend((one, False) for one in below)
        elif sizes[id(node)] is None:
            return node
    return None


def _below(node: Node) -> list[Node]:
    if _kind(node) == "text":
        return []
    return list(node.value) if _kind(node) == "list" else [part for pair in node.value for part in pair]


def _kind(node: Node) -> str:
    return _KINDS[node.id]  # type: ignore[attr-defined]  # the stubs leave it out
