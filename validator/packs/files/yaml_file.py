"""YAML in which every value knows its line, read key by key so that all faults of a file are collected.

A wrong value is put down as a `Fault` and a harmless value stands in for it: reading goes on, and the caller raises
once at the end.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

import yaml
from yaml.nodes import Node, ScalarNode, SequenceNode

from validator.model.errors import Fault
from validator.model.text import Text


class FaultKind(StrEnum):
    """Every clause a `Fault` of a pack can carry, so that it can be translated."""

    UNREADABLE_FILE = "file cannot be read"
    UNREADABLE_YAML = "not valid YAML"
    UNKNOWN_KEY = "unknown key"
    MISSING_KEY = "missing key"
    DUPLICATE_KEY = "key stands twice"
    WRONG_TYPE = "wrong type"
    EMPTY = "empty"
    UNKNOWN_WORD = "unknown word"
    NOT_KEBAB_CASE = "not kebab-case"
    BAD_NAME = "not a name of small letters, digits and underscores"
    DUPLICATE_NAME = "name stands twice"
    DUPLICATE_ID = "id stands twice"
    SECOND_TOTAL = "second column of totals in a table"
    UNKNOWN_FORM = "unknown form"
    UNKNOWN_TABLE = "unknown table"
    UNKNOWN_RULE = "unknown rule"
    UNKNOWN_NAME = "unknown name"
    KEYS_EXCLUDE = "keys exclude each other"
    SYNTAX = "syntax error in an expression"
    BAD_PATTERN = "not a regular expression"
    BAD_FACT_NAME = "not a name of the shape organ.something"
    NO_FILES = "folder has no YAML file"
    TWO_PARENTS = "organ is listed below two others"
    OWN_UNIT = "organ is a unit of itself"


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
        loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            root: Node | None = yaml.compose(self._path.read_text(encoding="utf-8-sig"), Loader=loader)
        except (OSError, UnicodeDecodeError) as error:
            seen = error.strerror if isinstance(error, OSError) else error.reason
            self._faults.append(Fault(self.name, 1, seen or "", FaultKind.UNREADABLE_FILE))
            return None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            seen = getattr(error, "problem", None) or str(error).splitlines()[0]
            self._faults.append(Fault(self.name, mark.line + 1 if mark else 1, seen, FaultKind.UNREADABLE_YAML))
            return None
        if root is None:
            self._faults.append(Fault(self.name, 1, "", FaultKind.EMPTY))
        return root

    def fault(self, node: Node | int, seen: str, problem: str, allowed: Collection[str] = ()) -> None:
        """Put a fault down at the line of a node, or at a line, with the allowed word nearest to what was seen."""
        line = node if isinstance(node, int) else line_of(node)
        self._faults.append(Fault(self.name, line, seen, problem, tuple(allowed), nearest(seen, allowed)))

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
                    self._faults.append(Fault(self.name, line_of(node), needed, FaultKind.MISSING_KEY))
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
        return str(node.value)

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """A list of scalars; of None, none."""
        return tuple(self.text(item) for item in self.items(node))

    def one_or_more(self, node: Node | None) -> tuple[Node, ...]:
        """One value or the items of a list, as nodes, so that each keeps its line; of None, none."""
        if node is None:
            return ()
        return tuple(node.value) if isinstance(node, SequenceNode) else (node,)

    def sentence(self, node: Node | None) -> Text:
        """`{zh: ..., en: ...}`, both required."""
        if node is None:
            return Text("", "")
        entries = self.mapping(node, ("zh", "en"))
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
        if _kind(node) == "text" and node.value.isascii() and node.value.isdigit():
            return int(node.value)
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
        if value.is_finite() and value >= 0:
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


def is_null(node: Node) -> bool:
    """True for `null`, `~` and a key without a value."""
    return str(node.tag).endswith(":null")


def seen(node: Node) -> str:
    """What stands there, for a fault: a scalar as written, else the kind of the node."""
    return str(node.value) if _kind(node) == "text" else _kind(node)


def nearest(word: str, allowed: Collection[str] | Mapping[str, object]) -> str | None:
    """The allowed word most like the given one, or None if none is close."""
    close = difflib.get_close_matches(word, allowed, n=1)
    return close[0] if close else None


def _kind(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return "text"
    return "list" if isinstance(node, SequenceNode) else "mapping"
