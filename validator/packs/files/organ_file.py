"""What is known of organs by their names (`organs.yaml`), which may be left out.

facts: [{name: organ.FACT, title: {zh: ..., en: ...}, yes: [patterns], no: [patterns]}]; the title may be left out
names: {noise: [patterns], endings: [{of: pattern, is: text}], offices: [the same],
places: [endings of place names]}
what of an organ's name does not matter, see `organ_names.py`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from validator.model.rules.rule import Fact
from validator.packs.files.yaml_file import FaultKind, Keys, YamlFile
from validator.packs.language.patterns import compile_pattern
from validator.packs.organ_names import NameRules

if TYPE_CHECKING:
    from yaml.nodes import Node

ORGANS_KEYS = Keys((), ("facts", "names"))
FACT_KEYS = Keys(("name", "yes", "no"), ("title",))
NAMES_KEYS = Keys((), ("noise", "endings", "offices", "places"))
ENDING_KEYS = Keys(("of", "is"))
FACT_NAME = re.compile(r"organ\.[a-z][a-z0-9_]*")


def read_organs(file: YamlFile, *, check: bool) -> tuple[tuple[Fact, ...], NameRules]:
    """Facts, and what of names does not matter; faults are put down in the file."""
    if not file.exists:
        return (), NameRules()
    root = file.load()
    keys = {} if root is None else file.mapping(root, *ORGANS_KEYS)
    facts = tuple(_fact(file, node, check=check) for node in file.items(keys.get("facts")))
    known: set[str] = set()
    for fact, node in zip(facts, file.items(keys.get("facts")), strict=True):
        if fact.name in known:
            file.fault(node, fact.name, FaultKind.DUPLICATE_NAME)
        known.add(fact.name)
    return facts, _names(file, keys["names"], check=check) if "names" in keys else NameRules()


def _fact(file: YamlFile, node: Node, *, check: bool) -> Fact:
    keys = file.mapping(node, *FACT_KEYS)
    name = file.text(keys.get("name"))
    if "name" in keys and not FACT_NAME.fullmatch(name):
        file.fault(keys["name"], name, FaultKind.BAD_FACT_NAME)
    yes, no = (_patterns(file, file.items(keys.get(key)), check=check) for key in ("yes", "no"))
    return Fact(name, yes, no, file.sentence(keys["title"]) if "title" in keys else None)


def _names(file: YamlFile, node: Node, *, check: bool) -> NameRules:
    keys = file.mapping(node, *NAMES_KEYS)
    return NameRules(
        noise=_patterns(file, file.items(keys.get("noise")), check=check),
        endings=_endings(file, keys.get("endings"), check=check),
        offices=_endings(file, keys.get("offices"), check=check),
        places=file.texts(keys.get("places")),
    )


def _endings(file: YamlFile, node: Node | None, *, check: bool) -> tuple[tuple[str, str], ...]:
    found = [file.mapping(item, *ENDING_KEYS) for item in file.items(node)]
    of = [_patterns(file, [one["of"]] if "of" in one else [], check=check) for one in found]
    return tuple(
        (patterns[0], str(one["is"].value))
        for patterns, one in zip(of, found, strict=True)
        if len(one) == len(ENDING_KEYS.required)
    )


def _patterns(file: YamlFile, items: Sequence[Node], *, check: bool) -> tuple[str, ...]:
    patterns = tuple(file.text(item) for item in items)
    for item, pattern in zip(items, patterns, strict=True) if check else ():
        try:
            compile_pattern(pattern)
        except re.error as error:
            file.fault(item, f"{item.value} ({error.msg})", FaultKind.BAD_PATTERN)
    return patterns
