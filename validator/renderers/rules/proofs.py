"""What was proved of a pack: a line that editors follow, the relations, a counter-example in the words of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from validator.messages import say
from validator.model.form import PREVIOUS, CellName, split_block
from validator.packs.pack import Pack
from validator.proving.proof import Proof, ProofKind, ProofLevel, Relatum
from validator.renderers.data.exact_json import Json, json_text
from validator.renderers.layout.lines import clean
from validator.renderers.words.figures import figure
from validator.renderers.words.glossary import Glossary, glossary_of

_LISTED = 8
"""Cells of a counter-example that are listed."""
_SAID_OF_FIRST = frozenset({ProofKind.DEAD_GUARD, ProofKind.DUPLICATE, ProofKind.IMPLIED})
"""What is said of one rule and by way of others."""
_CLASHES = frozenset({ProofKind.CONTRADICTION, ProofKind.FORCED})


def render_proofs(proofs: Sequence[Proof], pack: Pack, language: str) -> str:
    """All proofs as text, and a last line that counts them."""
    lines = [line for proof in proofs for line in _proof(proof, glossary_of(proof.form, pack, language))]
    return "".join(line + "\n" for line in (*lines, _summary(proofs, pack, language)))


def render_proofs_json(proofs: Sequence[Proof], pack: Pack) -> str:
    """One JSON document: how many of each level, and each proof."""
    return json_text(
        {
            "version": 1,
            "pack": pack.id,
            "summary": {level: sum(one.level is level for one in proofs) for level in ProofLevel},
            "proofs": [_json(one) for one in proofs],
        }
    )


def _json(proof: Proof) -> Json:
    return {
        "kind": proof.kind,
        "level": proof.level,
        "form": proof.form.id,
        "rules": [
            {
                "rule": one.rule.id,
                "file": one.rule.file,
                "line": one.rule.line,
                "check": one.text,
                "each": dict(one.key.each),
            }
            for one in proof.rules
        ],
        "conditions": list(proof.guards),
        "cells": list(proof.cells),
        "counter_example": dict(proof.example),
        "places": proof.places,
        "detail": proof.detail,
    }


def _summary(proofs: Sequence[Proof], pack: Pack, language: str) -> str:
    count = {level: sum(one.level is level for one in proofs) for level in ProofLevel}
    numbers = {"rules": len(pack.rules), "forms": len(pack.forms), "warnings": count[ProofLevel.WARNING]}
    if count[ProofLevel.FAULT]:
        return say("proof-unsound", language, faults=count[ProofLevel.FAULT], **numbers)
    return say("proof-sound" if count[ProofLevel.WARNING] else "pack-sound", language, **numbers)


def _proof(proof: Proof, words: Glossary) -> Iterator[str]:
    language = words.language
    level = say(f"proof-level-{proof.level}", language)
    message = _message(proof, words)
    if not proof.rules:
        form = words.edition(proof.form.id)
        yield say("proof-form-line", language, level=level, kind=proof.kind, form=form, message=message)
        return
    first = proof.rules[0].rule
    place = {"file": clean(first.file), "line": first.line}
    yield say("proof-line", language, **place, level=level, kind=proof.kind, message=message)
    for relata in _by_rule(proof.rules):
        yield _relation(relata, words)
    if proof.guards:
        yield say("proof-when", language, guards=clean(_guards(proof, language)))
    if proof.places > 1:
        yield say("proof-places", language, count=proof.places)
    yield from _example(proof, words)


def _message(proof: Proof, words: Glossary) -> str:
    language = words.language
    comma = say("list-comma", language)
    ids = list(dict.fromkeys(one.rule.id for one in proof.rules))
    named = [say("proof-rule", language, rule=clean(one)) for one in ids]
    said, others = (named[:1], named[1:] or named[:1]) if proof.kind in _SAID_OF_FIRST else (named, [])
    key = f"proof-{proof.kind}"
    if proof.kind is ProofKind.CONTRADICTION:
        key += "-guarded" if proof.guards else "-alone" if len(ids) == 1 else ""
    if proof.kind is ProofKind.DEAD_GUARD and len(proof.rules) > 1:
        key += "-by"
    if proof.kind is ProofKind.ONE_SIDED and proof.detail in proof.rules[0].rule.check:
        key += "-part"
    said_why = proof.kind is ProofKind.NOT_PROVED
    return say(
        key,
        language,
        rules=comma.join(said),
        others=comma.join(others),
        guards=clean(_guards(proof, language)),
        cells=_cells(proof.cells, words),
        count=len(proof.cells),
        detail=say(f"not-proved-{proof.detail}", language) if said_why else clean(proof.detail),
    )


def _guards(proof: Proof, language: str) -> str:
    return say("semicolon", language).join(one for one in proof.guards if one)


def _by_rule(relata: Sequence[Relatum]) -> list[list[Relatum]]:
    """The relations of each rule, those without a text left out."""
    found: dict[tuple[str, str], list[Relatum]] = {}
    for one in relata:
        if one.text:
            found.setdefault((one.rule.id, one.text), []).append(one)
    return list(found.values())


def _relation(relata: Sequence[Relatum], words: Glossary) -> str:
    one, more = relata[0], len(relata) - 1
    rule, key = one.rule, one.key
    place = say("proof-place-all", words.language)
    if key.each:
        titles = [
            words.row_named(key.table, name) if axis == "row" else words.column_named(key.table, name)
            for axis, name in key.each
        ]
        place = say("list-comma", words.language).join(titles)
    elif key.table:
        place = words.table(key.table)
    if more:
        place = say("proof-relation-more", words.language, place=place, count=more)
    file = clean(rule.file)
    return say(
        "proof-relation",
        words.language,
        rule=clean(rule.id),
        file=file,
        line=rule.line,
        place=place,
        text=clean(one.text),
    )


def _example(proof: Proof, words: Glossary) -> Iterator[str]:
    language = words.language
    clash = proof.kind in _CLASHES and len(proof.rules) > 1
    if not (proof.example or clash or proof.kind is ProofKind.ONE_SIDED):
        return
    numbers = [_number(name, value, words) for name, value in list(proof.example.items())[:_LISTED]]
    comma = say("comma", language)
    rest = say("proof-example-rest", language) if numbers else ""
    if clash:
        rest += say("proof-example-only", language, rule=clean(proof.rules[0].rule.id))
    yield say("proof-example", language, cells=comma.join(numbers) or say("proof-all-zero", language), rest=rest)


def _number(name: str, value: Fraction, words: Glossary) -> str:
    block, own = split_block(name)
    table = CellName.parse(own).table
    cell = words.cell(own)
    if words.find_table(table) is not None:
        cell = say("coverage-spot", words.language, table=words.table(table), cells=cell)
    if block == PREVIOUS:
        cell = say("proof-previous", words.language, cell=cell)
    elif block:
        cell = say("proof-unit", words.language, number=block.rpartition(".")[2], cell=cell)
    return say("proof-number", words.language, cell=cell, number=figure(value))


def _cells(names: Sequence[str], words: Glossary) -> str:
    """The cells of the form itself, table by table."""
    found: Mapping[str, list[str]] = {table.name: [] for table in words.form.tables}
    for name in names:
        table = CellName.parse(name).table
        if not split_block(name)[0] and table in found:
            found[table].append(name)
    spots = [
        say("whole-table", words.language, table=words.table(table))
        if len(cells) == len(words.form.table(table).cells)
        else say("coverage-spot", words.language, table=words.table(table), cells=words.cells(cells))
        for table, cells in found.items()
        if cells
    ]
    return say("semicolon", words.language).join(spots) or say("list-comma", words.language).join(names)
