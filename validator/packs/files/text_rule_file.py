"""The `text:` of a rule, from YAML. The format is described in `docs/text-rules.md`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from validator.model.rules.text_rule import CONDITIONS, PROOFS, TextRule
from validator.packs.files.yaml_file import FaultKind, Keys, YamlFile

if TYPE_CHECKING:
    from yaml.nodes import Node

TEXT_KEYS = Keys((), (*CONDITIONS, "in", "unless", "years", "proof", "hide", "highlighted"))
YEARS_KEYS = Keys((), ("from", "to"))
_PATTERNS = ("finds", "says_only", "same", "unless")


def read_text_rule(file: YamlFile, node: Node) -> TextRule:
    """What a rule says of the text; it has one condition."""
    keys = file.mapping(node, *TEXT_KEYS)
    named = [key for key in CONDITIONS if key in keys]
    if not named:
        file.fault(node, "finds", FaultKind.MISSING_KEY, tuple(CONDITIONS))
    for key in named[1:]:
        file.fault(keys[key], f"{named[0]}, {key}", FaultKind.KEYS_EXCLUDE)
    condition = named[0] if named else next(iter(CONDITIONS))
    for key in ("proof", "hide", "highlighted"):
        if key in keys and condition != "finds":
            file.fault(keys[key], f"{condition}, {key}", FaultKind.KEYS_EXCLUDE)
    patterns = {key: _texts(file, keys.get(key)) for key in _PATTERNS}
    first, last = _years(file, keys)
    return TextRule(
        condition,
        places=_texts(file, keys.get("in")),
        finds=patterns["finds"],
        lacks=_lacking(file, keys.get("lacks")),
        says_only=patterns["says_only"],
        same=patterns["same"],
        unless=patterns["unless"],
        first_year=first,
        last_year=last,
        proof=file.word(keys["proof"], PROOFS, PROOFS[0]) if "proof" in keys else None,
        hide=file.flag(keys.get("hide"), default=False),
        highlighted=file.flag(keys.get("highlighted"), default=False),
    )


def _lacking(file: YamlFile, node: Node | None) -> Mapping[str, str]:
    """Name -> pattern; no names at all are a fault."""
    if node is None:
        return {}
    lacks = {str(key.value): file.text(value) for key, value in file.entries(node)}
    if not node.value:
        file.fault(node, "lacks", FaultKind.EMPTY)
    return lacks


def _years(file: YamlFile, keys: Mapping[str, Node]) -> tuple[int | None, int | None]:
    if "years" not in keys:
        return None, None
    bounds = file.mapping(keys["years"], *YEARS_KEYS)
    return file.number(bounds.get("from")), file.number(bounds.get("to"))


def _texts(file: YamlFile, node: Node | None) -> tuple[str, ...]:
    """One text or a list of them."""
    return tuple(file.text(one) for one in file.one_or_more(node))
