"""The `claim:` of a rule and the `wordings.yaml` of a pack, from YAML. See `docs/rule-language.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from yaml.nodes import SequenceNode

from validator.model.rules.wording import KINDS, ClaimRule, Lexicon, NumberWords, Scope, Wording, Wordings
from validator.packs.files.yaml_file import FaultKind, Keys, YamlFile, is_null

if TYPE_CHECKING:
    from yaml.nodes import Node

LISTS = ("keywords", "unless", "unless_before", "context", "of", "whole", "may")
_TOKENS = ("tokens", "given", "may", "loose", "opens", "at_least", "at_most")
LEXICON_GROUPS = ("objects", "acts", "kinds", "applicants", "narrow", "units")
_WORDS = ("others", "examples", "within", "joins", "fillers", "area")
_SHORT = ("patterns", "against", "says", "tokens", "given", "loose", "opens", "at_least", "at_most")
_APPROXIMATE = ("before", "after")
_COMPARED = ("count", "sum")
"""Kinds whose wordings each say what the number is compared with."""
_KEYS = ("scope", "other_time", "this_time", "comparison", "part_of")
CLAIM_KEYS = Keys((), ("kind", "wordings", *LISTS, *_SHORT))
WORDING_KEYS = Keys((), ("patterns", "against", "says", *_TOKENS))
WORDINGS_KEYS = Keys((), ("words", "numbers", *_KEYS, "other_subject", "own_subject"))
NUMBERS_KEYS = Keys(("units",), _APPROXIMATE)
SCOPE_KEYS = Keys(("words",), ("unless_organ",))
LEXICON_KEYS = Keys((), (*LEXICON_GROUPS, *_WORDS, "name_ends", "area_of"))


def read_claim(file: YamlFile, node: Node) -> ClaimRule:
    """The `claim:` of a rule; with a single wording its keys may stand in the claim itself."""
    keys = file.mapping(node, *CLAIM_KEYS)
    places = list(file.items(keys.get("wordings")))
    wordings = [_wording(file, one) for one in places]
    if any(key in keys for key in _SHORT):
        places.insert(0, node)
        wordings.insert(0, _keys_of_wording(file, keys))
    kind = file.word(keys.get("kind"), KINDS, KINDS[0])
    for place, wording in zip(places, wordings, strict=True):
        if kind in _COMPARED and not wording.against:
            file.fault(place, "against", FaultKind.MISSING_KEY)
    return ClaimRule(
        kind=kind,
        wordings=tuple(wordings),
        keywords=_texts(file, keys.get("keywords")),
        unless=_texts(file, keys.get("unless")),
        unless_before=_texts(file, keys.get("unless_before")),
        context=_texts(file, keys.get("context")),
        of=_texts(file, keys.get("of")),
        whole=_texts(file, keys.get("whole")),
        may=_texts(file, keys.get("may")),
    )


def read_wordings(file: YamlFile) -> Wordings:
    """What all claims of a pack share."""
    root = file.load()
    if root is None:
        return Wordings()
    keys = file.mapping(root, *WORDINGS_KEYS)
    words = {str(key.value): file.text(value) for key, value in file.entries(keys["words"])} if "words" in keys else {}
    return Wordings(
        words=words,
        numbers=_numbers(file, keys["numbers"]) if "numbers" in keys else NumberWords(),
        scope=tuple(_scope(file, one) for one in file.items(keys.get("scope"))),
        other_time=_texts(file, keys.get("other_time")),
        this_time=_texts(file, keys.get("this_time")),
        comparison=_texts(file, keys.get("comparison")),
        part_of=_texts(file, keys.get("part_of")),
        other_subject=file.text(keys["other_subject"]) if "other_subject" in keys else None,
        own_subject=file.text(keys["own_subject"]) if "own_subject" in keys else None,
    )


def read_lexicon(file: YamlFile) -> Lexicon:
    """The words that clauses are read with."""
    root = file.load()
    if root is None:
        return Lexicon()
    keys = file.mapping(root, *LEXICON_KEYS)
    groups = {name: _meanings(file, keys.get(name)) for name in LEXICON_GROUPS}
    words = {name: _texts(file, keys.get(name)) for name in _WORDS}
    return Lexicon(
        objects=groups["objects"],
        acts=groups["acts"],
        kinds=groups["kinds"],
        applicants=groups["applicants"],
        narrow=groups["narrow"],
        units=groups["units"],
        others=words["others"],
        examples=words["examples"],
        within=words["within"],
        joins=words["joins"],
        fillers=words["fillers"],
        name_ends=file.text(keys["name_ends"]) if "name_ends" in keys else "",
        area=words["area"],
        area_of=file.text(keys["area_of"]) if "area_of" in keys else None,
    )


def _meanings(file: YamlFile, node: Node | None) -> Mapping[str, tuple[str, ...]]:
    if node is None:
        return {}
    return {str(key.value): _texts(file, words) for key, words in file.entries(node)}


def pattern_nodes(keys: Mapping[str, Node]) -> Iterator[Node]:
    """Where patterns are written in the keys of a claim, a wording or a file of wordings."""
    for name, node in keys.items():
        if name in {"patterns", "unless", "unless_before", "context", *_KEYS}:
            # Of a mapping, which is a fault of its own, the parts are pairs.
            yield from node.value if isinstance(node, SequenceNode) else (node,)


def _wording(file: YamlFile, node: Node) -> Wording:
    return _keys_of_wording(file, file.mapping(node, *WORDING_KEYS))


def _keys_of_wording(file: YamlFile, keys: Mapping[str, Node]) -> Wording:
    says = keys.get("says")
    return Wording(
        patterns=_texts(file, keys.get("patterns")),
        against=_texts(file, keys.get("against")),
        says=None if says is None or is_null(says) else file.text(says),
        tokens=_texts(file, keys.get("tokens")),
        may=_texts(file, keys.get("may")),
        given=_texts(file, keys.get("given")),
        loose="loose" in keys and file.flag(keys["loose"], default=False),
        opens="opens" in keys and file.flag(keys["opens"], default=False),
        at_least="at_least" in keys and file.flag(keys["at_least"], default=False),
        at_most="at_most" in keys and file.flag(keys["at_most"], default=False),
    )


def _numbers(file: YamlFile, node: Node) -> NumberWords:
    keys = file.mapping(node, *NUMBERS_KEYS)
    before, after = (_texts(file, keys.get(key)) for key in _APPROXIMATE)
    return NumberWords(_texts(file, keys.get("units")), before, after)


def _scope(file: YamlFile, node: Node) -> Scope:
    keys = file.mapping(node, *SCOPE_KEYS)
    return Scope(file.text(keys.get("words")), file.text(keys["unless_organ"]) if "unless_organ" in keys else None)


def _texts(file: YamlFile, node: Node | None) -> tuple[str, ...]:
    """One text or a list of them."""
    return tuple(file.text(one) for one in file.one_or_more(node))
