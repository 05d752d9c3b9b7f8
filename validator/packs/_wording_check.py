"""Checks of the rules about the text that need more than one entry: words, patterns, sums against the forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from validator.model.form import Form
from validator.model.rules.wording import NUMBER, Lexicon, Wordings, spell_out
from validator.packs.files.rule_file import WrittenRule
from validator.packs.files.wording_file import pattern_nodes
from validator.packs.files.yaml_file import FaultKind, YamlFile
from validator.packs.language.patterns import compile_pattern

if TYPE_CHECKING:
    from yaml.nodes import Node

_MEANINGS = ("tokens", "may", "given")
_SUMS = ("against", "whole", "says")


def check_claims(
    written: Sequence[WrittenRule],
    forms: Sequence[Form],
    files: Sequence[YamlFile],
    wordings: Wordings,
    *,
    compiled: bool = True,
) -> None:
    """Put down a fault for every pattern, sum and name of a rule that does not stand for what it should.

    `files`: those of the wordings. `compiled=False` looks at the words in patterns only: to compile all of them takes
    longer than anything else.
    """
    claims = [one for one in written if one.rule.claim is not None]
    if not claims:
        return
    words = _known_words(wordings)
    for file in [one for one in files if one.exists]:
        _check_wordings(file, words, compiled=compiled)
    ids = [one.rule.id for one in written]
    for one in claims:
        keys = dict(_keys(one.nodes["claim"]))
        finds = "year" if one.rule.claim is not None and one.rule.claim.kind == "year" else ""
        parts = [keys, *(dict(_keys(node)) for node in _items(keys.get("wordings")))]
        for part in parts:
            for node in pattern_nodes(part):
                of_text = node in one.file.one_or_more(part.get("patterns"))
                _check_pattern(one.file, node, words, compiled=compiled, group=finds if of_text else "")
            _check_meanings(one.file, part, wordings.lexicon)
            for key in _SUMS:
                for node in one.file.one_or_more(part.get(key)):
                    _check_sum(one, node, forms)
        _check_companions(one.file, keys.get("of"), ids)


def _check_companions(file: YamlFile, node: Node | None, ids: Sequence[str]) -> None:
    """A fault for every pattern that fits no rule."""
    for item in file.one_or_more(node):
        if isinstance(item.value, str) and not any(fnmatchcase(name, item.value) for name in ids):
            file.fault(item, item.value, FaultKind.UNKNOWN_RULE, ids)


def _check_meanings(file: YamlFile, part: Mapping[str, Node], lexicon: Lexicon) -> None:
    """A fault for every meaning that the lexicon does not have; several objects are joined by `+`."""
    for key in _MEANINGS:
        for node in file.one_or_more(part.get(key)):
            for name in node.value.split("+") if isinstance(node.value, str) else ():
                if name not in lexicon.meanings:
                    file.fault(node, name, FaultKind.UNKNOWN_NAME, sorted(lexicon.meanings))


def _known_words(wordings: Wordings) -> Mapping[str, str]:
    """What may stand in braces; not `{n}` in a pack without units, where nothing in a text would be a number."""
    from validator.packs.language.pattern_words import masked_words

    return {name: word for name, word in masked_words(wordings).items() if name != NUMBER or wordings.numbers.units}


def _check_wordings(file: YamlFile, words: Mapping[str, str], *, compiled: bool) -> None:
    root = file.load()
    keys = {} if root is None else dict(_keys(root))
    for node in pattern_nodes(keys):
        for leaf in (value for _, value in _keys(node)) if isinstance(node.value, list) else (node,):
            _check_pattern(file, leaf, words, compiled=compiled)
    for _, node in _keys(keys["words"]) if "words" in keys else ():
        _check_pattern(file, node, words, compiled=compiled)
    for _, node in _keys(keys["numbers"]) if "numbers" in keys else ():
        for leaf in file.one_or_more(node):
            _check_pattern(file, leaf, {}, compiled=compiled)
    for key, group in (("other_subject", "name"), ("own_subject", "")):
        if key in keys:
            _check_pattern(file, keys[key], words, compiled=compiled, group=group)


def _check_pattern(file: YamlFile, node: Node, words: Mapping[str, str], *, compiled: bool, group: str = "") -> None:
    """A fault for what is no pattern, or finds nothing that goes by the name of `group`."""
    if not isinstance(node.value, str):
        return
    try:
        pattern = spell_out(node.value, words)
        if compiled:
            compile_pattern(pattern)
        if group and f"(?P<{group}>" not in pattern:
            file.fault(node, node.value, FaultKind.BAD_PATTERN, (f"(?P<{group}>...)",))
    except KeyError as error:
        file.fault(node, str(error.args[0]), FaultKind.UNKNOWN_NAME, tuple(words))
    except re.error as error:
        file.fault(node, f"{node.value} ({error.msg})", FaultKind.BAD_PATTERN)


def _check_sum(one: WrittenRule, node: Node, forms: Iterable[Form]) -> None:
    """A fault for a sum that cannot be parsed, or for its names if no form has all of them."""
    from validator.packs.language.expansion import NameScope, UnknownNameError, expand_sum
    from validator.packs.language.syntax import ExpressionError

    if not isinstance(node.value, str):
        return
    unknown: UnknownNameError | None = None
    for form in forms:
        scope = NameScope.of(one.rule, form, ())
        if scope is None:
            continue
        try:
            expand_sum(node.value, scope)
        except ExpressionError as error:
            one.file.fault(node, error.marked, FaultKind.SYNTAX, error.expected)
            return
        except UnknownNameError as error:
            unknown = error
        else:
            return
    if unknown is not None:
        one.file.fault(node, unknown.name, FaultKind.UNKNOWN_NAME, unknown.known)


def _keys(node: Node) -> Iterator[tuple[str, Node]]:
    """Keys and values of a mapping; the faults of its shape are put down where it is read."""
    if isinstance(node.value, list):
        yield from ((str(pair[0].value), pair[1]) for pair in node.value if isinstance(pair, tuple))


def _items(node: Node | None) -> Sequence[Node]:
    return (
        []
        if node is None or not isinstance(node.value, list)
        else [one for one in node.value if not isinstance(one, tuple)]
    )
