"""Checks of the rules with `text:` that need more than one entry: patterns and their words, places, examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from validator.model.form import Form
from validator.model.rules.text_rule import HEAD, VALUE, YEAR_WORDS
from validator.model.rules.wording import Wordings, spell_out
from validator.packs.files.rule_file import WrittenRule
from validator.packs.files.yaml_file import FaultKind, YamlFile
from validator.packs.language.patterns import compile_pattern

if TYPE_CHECKING:
    from yaml.nodes import Node

_ANY_YEAR = "2000"


def check_text_rules(
    written: Sequence[WrittenRule], forms: Sequence[Form], wordings: Wordings, *, compiled: bool = True
) -> None:
    """Put down a fault for every pattern that is none, every unknown word in one, and every place no form has.

    `compiled=False` looks at the words in patterns only.
    """
    words = {**wordings.words, **dict.fromkeys(YEAR_WORDS, _ANY_YEAR)}
    places = tuple(dict.fromkeys((HEAD, *(section.number for form in forms for section in form.sections))))
    for one in written:
        if one.rule.text is None:
            continue
        keys = dict(_keys(one.nodes["text"]))
        for node in one.file.one_or_more(keys.get("in")):
            if isinstance(node.value, str) and node.value not in places:
                one.file.fault(node, node.value, FaultKind.UNKNOWN_WORD, places)
        for node in _pattern_nodes(one.file, keys):
            _check_pattern(one.file, node, words, compiled=compiled)
        for node in one.file.one_or_more(keys.get("same")):
            if isinstance(node.value, str) and f"(?P<{VALUE}>" not in node.value:
                one.file.fault(node, node.value, FaultKind.BAD_PATTERN, (f"(?P<{VALUE}>...)",))


def _pattern_nodes(file: YamlFile, keys: Mapping[str, Node]) -> Iterator[Node]:
    for key in ("finds", "says_only", "same", "unless"):
        yield from file.one_or_more(keys.get(key))
    if "lacks" in keys:
        yield from (value for _, value in _keys(keys["lacks"]))


def _check_pattern(file: YamlFile, node: Node, words: Mapping[str, str], *, compiled: bool) -> None:
    if not isinstance(node.value, str):
        return
    try:
        pattern = spell_out(node.value, words)
        if compiled:
            compile_pattern(pattern)
    except KeyError as error:
        file.fault(node, str(error.args[0]), FaultKind.UNKNOWN_NAME, tuple(words))
    except re.error as error:
        file.fault(node, f"{node.value} ({error.msg})", FaultKind.BAD_PATTERN)


def _keys(node: Node) -> Iterator[tuple[str, Node]]:
    """Keys and values of a mapping; the faults of its shape are put down where it is read."""
    if isinstance(node.value, list):
        yield from ((str(pair[0].value), pair[1]) for pair in node.value if isinstance(pair, tuple))
