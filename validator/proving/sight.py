"""Cells that the rules do not look at, or not within one report."""

from __future__ import annotations

from collections.abc import Iterator

from validator.model.form import Form, split_block
from validator.model.rules.constraint import Constraint
from validator.packs.language.expansion import ExpressionError, NameScope, UnknownNameError, expand_sum
from validator.packs.pack import Pack
from validator.proving._lines import Space
from validator.proving.proof import Proof, ProofKind


def sight(pack: Pack, space: Space) -> Iterator[Proof]:
    """The cells that no relation names, and those that are named only beside other reports or the text."""
    inside: set[str] = set()
    between: set[str] = set(_quoted(pack, space.form))
    named = [
        *(space.names([one.line]) for one in space.instances),
        *(_cells(one.constraint) for one in space.choices),
        *(_cells(one) for one, _ in space.unproved),
    ]
    for names in named:
        (between if any(split_block(name)[0] for name in names) else inside).update(names)
    unseen = tuple(cell for cell in space.form.cells if cell not in inside and cell not in between)
    only = tuple(cell for cell in space.form.cells if cell not in inside and cell in between)
    if unseen:
        yield Proof(ProofKind.UNSEEN, space.form, cells=unseen)
    if only:
        yield Proof(ProofKind.BETWEEN, space.form, cells=only)


def _cells(constraint: Constraint) -> tuple[str, ...]:
    relation = constraint.relation
    return tuple(term.cell for side in (relation.left, relation.right) for term in side.terms)


def held_elsewhere(pack: Pack, form: Form) -> dict[str, tuple[str, ...]]:
    """Cell -> the rules that hold it against other reports or the text."""
    space = Space.of(pack, form)
    named = [
        *((one.constraint.rule.id, space.names([one.line])) for one in space.instances),
        *((one.constraint.rule.id, _cells(one.constraint)) for one in space.choices),
        *((one.rule.id, _cells(one)) for one, _ in space.unproved),
    ]
    found: dict[str, dict[str, None]] = {}
    for rule, cells in named:
        if any(split_block(name)[0] for name in cells):
            for cell in cells:
                found.setdefault(cell, {})[rule] = None
    for rule, cell in _said(pack, form):
        found.setdefault(cell, {})[rule] = None
    return {cell: tuple(found[cell]) for cell in form.cells if cell in found}


def _quoted(pack: Pack, form: Form) -> Iterator[str]:
    """The cells that numbers in the text are held against."""
    return (cell for _, cell in _said(pack, form))


def _said(pack: Pack, form: Form) -> Iterator[tuple[str, str]]:
    """Rules of the text, and each cell that a number is held against."""
    for rule in pack.rules:
        scope = NameScope.of(rule, form, pack.facts)
        if rule.claim is None or scope is None:
            continue
        for text in (*(one for wording in rule.claim.wordings for one in wording.against), *rule.claim.whole):
            try:
                yield from ((rule.id, term.cell) for term in expand_sum(text, scope).terms)
            except (UnknownNameError, ExpressionError):
                continue
