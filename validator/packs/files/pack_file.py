"""The heading of a pack (`pack.yaml`).

id: our-office                      kebab-case
title: {zh: ..., en: ...}           as it stands in the title of a report; may be left out with `extends`
example_organ: 甲县人民政府           whose report an example is that names no organ
extends: annual-report              the id of a shipped pack or a folder, seen from this one; or a list of them
remove: [cells-blank]               rules of those packs that do not apply, by their ids; `*` is allowed
severity: {requests-*: warning}     what they weigh instead
tolerance: {requests-balance: 1}    which difference they accept instead
trust: {'requests.*.total': 3}      cells that are right rather than others: as hard to doubt as so many of them
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.model.rules.rule import Severity
from validator.model.text import Text
from validator.packs.files.form_file import kebab_case
from validator.packs.files.yaml_file import FaultKind, Keys, YamlFile

if TYPE_CHECKING:
    from yaml.nodes import Node

MOST_TRUST = 100
CHANGES = ("remove", "severity", "tolerance")
"""Keys that change rules of the packs extended."""
PACK_KEYS = Keys(("id",), ("title", "example_organ", "extends", "trust", *CHANGES))


class Heading(Struct, frozen=True):
    """What a pack says of itself, and of the packs that it extends."""

    file: YamlFile
    id: str = ""
    title: Text | None = None
    example_organ: str = ""
    extends: tuple[tuple[Node, str], ...] = ()
    """Where each of the packs is named, and its name."""
    removed: tuple[tuple[Node, str], ...] = ()
    """Ids or patterns of rules that are dropped, and where they stand."""
    severities: tuple[tuple[Node, str, Severity], ...] = ()
    """Where it stands, rule or pattern, what it weighs."""
    tolerances: tuple[tuple[Node, str, Decimal], ...] = ()
    trust: tuple[tuple[Node, str, int], ...] = ()
    """Where it stands, cell or pattern, how many other cells it is as hard to doubt as."""


def read_heading(file: YamlFile) -> Heading:
    """The heading in a file; faults are put down in it."""
    root = file.load()
    if root is None:
        return Heading(file)
    keys = file.mapping(root, *PACK_KEYS)
    if "extends" not in keys:
        _stands_alone(file, root, keys)
    return Heading(
        file,
        id=kebab_case(file, keys.get("id")),
        title=file.sentence(keys["title"]) if "title" in keys else None,
        example_organ=file.text(keys.get("example_organ")),
        extends=tuple((node, file.text(node)) for node in file.one_or_more(keys.get("extends"))),
        removed=tuple((node, file.text(node)) for node in file.one_or_more(keys.get("remove"))),
        severities=tuple(
            (key, str(key.value), Severity(file.word(value, [*Severity], Severity.ERROR)))
            for key, value in _entries(file, keys.get("severity"))
        ),
        tolerances=tuple(
            (key, str(key.value), file.decimal(value)) for key, value in _entries(file, keys.get("tolerance"))
        ),
        trust=tuple(_trust(file, keys.get("trust"))),
    )


def _stands_alone(file: YamlFile, root: Node, keys: Mapping[str, Node]) -> None:
    """Faults of a pack that extends no other."""
    if "title" not in keys:
        file.fault(root, "title", FaultKind.MISSING_KEY)
    for key in CHANGES:
        if key in keys:
            file.fault(keys[key], key, FaultKind.NOT_EXTENDING)


def _trust(file: YamlFile, node: Node | None) -> Iterator[tuple[Node, str, int]]:
    for key, value in _entries(file, node):
        weight = file.number(value, 1) or 0
        if not 1 <= weight <= MOST_TRUST:
            file.fault(value, str(value.value), FaultKind.WRONG_TYPE, (f"1-{MOST_TRUST}",))
        yield key, str(key.value), min(max(weight, 1), MOST_TRUST)


def _entries(file: YamlFile, node: Node | None) -> tuple[tuple[Node, Node], ...]:
    return () if node is None else tuple(file.entries(node))
