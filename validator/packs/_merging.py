"""Packs laid over each other: what of the one stays where another says nothing, or something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from validator.packs.files.rule_file import WrittenRule
from validator.packs.files.yaml_file import FaultKind
from validator.packs.layers import Layer

if TYPE_CHECKING:
    from msgspec import Struct
    from yaml.nodes import Node

    from validator.packs.files.pack_file import Heading

    Values = TypeVar("Values", bound=Struct)


def laid_over(base: Values, own: Values, neutral: Values) -> Values:
    """A value whose fields are those of `own` where that says something, else those of `base`.

    A field says something if it differs from that of `neutral`; mappings are joined key by key.
    """
    said: dict[str, object] = {}
    for name in own.__struct_fields__:
        below, above = getattr(base, name), getattr(own, name)
        if isinstance(above, Mapping):
            said[name] = {**below, **above}
        else:
            said[name] = below if above == getattr(neutral, name) else above
    return replace(own, **said)


def merged_rules(layers: Sequence[Layer], written: Sequence[Sequence[WrittenRule]]) -> tuple[WrittenRule, ...]:
    """The rules of all layers: a rule replaces one of the same id in its place, and each layer changes those below it.

    An id that stands twice in one layer is left as it is. Faults are put down where a layer speaks of no rule, or drops
    one that another needs.
    """
    rules: list[WrittenRule] = []
    for layer, own in zip(layers, written, strict=True):
        inherited = _changed(rules, layer.heading, frozenset(one.rule.id for one in own))
        place = {one.rule.id: at for at, one in enumerate(inherited)}
        added: list[WrittenRule] = []
        for one in own:
            at = place.pop(one.rule.id, None)
            if at is None:
                added.append(one)
            else:
                inherited[at] = one
        rules = [*inherited, *added]
    return tuple(rules)


def _changed(rules: Sequence[WrittenRule], heading: Heading, replaced: frozenset[str]) -> list[WrittenRule]:
    """The rules of the layers below, as a layer wants them; `replaced`: ids of rules that it has itself."""
    kept = _without_removed(rules, heading, replaced)
    for node, pattern, severity in heading.severities:
        kept = [
            replace(one, rule=replace(one.rule, severity=severity)) if fits else one
            for one, fits in _fitting(heading, node, pattern, kept)
        ]
    for node, pattern, tolerance in heading.tolerances:
        kept = [
            replace(one, rule=replace(one.rule, tolerance=tolerance)) if fits else one
            for one, fits in _fitting(heading, node, pattern, kept)
        ]
    return kept


def _without_removed(rules: Sequence[WrittenRule], heading: Heading, replaced: frozenset[str]) -> list[WrittenRule]:
    by_node = {
        id(node): (node, {one.rule.id for one, fits in _fitting(heading, node, pattern, rules) if fits})
        for node, pattern in heading.removed
    }
    gone = {name for _, names in by_node.values() for name in names} - replaced
    left = [one for one in rules if one.rule.id not in gone]
    needed = {name: needing for name in gone if (needing := tuple(_needing(name, left)))}
    for node, names in by_node.values():
        for name in sorted(names & needed.keys()):
            heading.file.fault(node, f"{name} <- {', '.join(needed[name])}", FaultKind.RULE_NEEDED)
    return [one for one in rules if one.rule.id not in gone or one.rule.id in needed]


def _needing(name: str, left: Sequence[WrittenRule]) -> Iterable[str]:
    """The rules left that cannot do without a rule."""
    for one in left:
        claimed = one.rule.claim.of if one.rule.claim is not None else ()
        lost = (
            fnmatchcase(name, pattern) and not any(fnmatchcase(other.rule.id, pattern) for other in left)
            for pattern in claimed
        )
        if one.rule.fallback_for == name or any(lost):
            yield one.rule.id


def _fitting(
    heading: Heading, node: Node, pattern: str, rules: Sequence[WrittenRule]
) -> list[tuple[WrittenRule, bool]]:
    """Each rule, and whether a pattern fits its id; one that fits none is a fault."""
    found = [(one, fnmatchcase(one.rule.id, pattern)) for one in rules]
    if pattern and not any(fits for _, fits in found):
        heading.file.fault(node, pattern, FaultKind.UNKNOWN_RULE, [one.rule.id for one in rules])
    return found
