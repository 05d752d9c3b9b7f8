"""Prove what can be proved of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from validator.packs.pack import Pack
from validator.proving._choices import of_choices
from validator.proving._contradictions import Must, conditional, unconditional
from validator.proving._idle import idle
from validator.proving._lines import Space
from validator.proving.proof import Proof, ProofKind
from validator.proving.sight import sight

_OF_CELLS = frozenset({ProofKind.UNSEEN, ProofKind.BETWEEN})
"""What is told of each form by itself."""


def prove(pack: Pack) -> tuple[Proof, ...]:
    """All proofs, faults first and then in the order of the rules; the same at several places is one."""
    return merged(one for form in reversed(pack.forms) for one in _of_form(pack, Space.of(pack, form)))


def merged(proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    """The same said of several rows, columns and forms as one, in order."""
    found: dict[object, Proof] = {}
    for one in proofs:
        key: object = (
            one.kind,
            frozenset(each.rule.id for each in one.rules),
            one.rules[0].rule.id if one.rules else "",
        )
        if one.kind in _OF_CELLS:
            key = (one.kind, one.form.id)
        elif not one.rules or one.detail:
            key = (key, one.detail)
        first = found.get(key)
        found[key] = one if first is None else replace(first, places=first.places + 1)
    kinds = {kind: at for at, kind in enumerate(ProofKind)}
    return tuple(sorted(found.values(), key=lambda one: (kinds[one.kind], _where(one))))


def _where(proof: Proof) -> tuple[str, int]:
    return (proof.rules[0].rule.file, proof.rules[0].rule.line) if proof.rules else ("", 0)


def _of_form(pack: Pack, space: Space) -> Iterator[Proof]:
    clashes, sound = unconditional(space)
    must = Must.of(sound, space)
    yield from clashes
    yield from conditional(must)
    yield from idle(space, must)
    yield from of_choices(space, sound, must.instances)
    yield from sight(pack, space)
