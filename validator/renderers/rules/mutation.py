"""What examples notice of altered rules, and a pack of altered cells: tables for people, and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.cells import cell_len

from validator.messages import say
from validator.packs.pack import Pack
from validator.proving.altering.mutants import MutantKind
from validator.proving.scores import CellScore, Fate, RuleScore, counted
from validator.renderers.data.exact_json import Json, json_text
from validator.renderers.layout.lines import clean, left, right
from validator.renderers.words.glossary import glossary_of

_GAP = "  "


def unnoticed_share(scores: Sequence[RuleScore]) -> Decimal:
    """Per cent of the altered rules that no example notices, to one digit; those that are equivalent do not count."""
    counting = [one for one in scores if one.fate is not Fate.EQUIVALENT]
    missed = sum(one.fate is Fate.UNNOTICED for one in counting)
    return (Decimal(100 * missed) / max(1, len(counting))).quantize(Decimal("0.1"))


def render_mutation(
    rules: Sequence[RuleScore], cells: Sequence[CellScore], reports: int, pack: Pack, language: str
) -> str:
    """Both as text: what was altered, how much of it was noticed, and which altered rules were not."""
    lines = [*_rules(rules, language), "", *_cells(cells, reports, pack, language)]
    return "".join(line.rstrip() + "\n" for line in lines)


def render_mutation_json(rules: Sequence[RuleScore], cells: Sequence[CellScore], reports: int, pack: Pack) -> str:
    """Both as one JSON document."""
    return json_text(
        {
            "version": 1,
            "pack": pack.id,
            "rules": {
                "unnoticed_percent": unnoticed_share(rules),
                "altered": {kind: {**fates} for kind, fates in counted(rules).items() if any(fates.values())},
                "unnoticed": [_left_json(one) for one in rules if one.fate is Fate.UNNOTICED],
                "equivalent": [_left_json(one) for one in rules if one.fate is Fate.EQUIVALENT],
            },
            "reports": reports,
            "cells": [_cells_json(one) for one in cells],
        }
    )


def _left_json(one: RuleScore) -> Json:
    rule = one.rule
    return {"rule": rule.id, "file": rule.file, "line": rule.line, "alteration": one.kind, "change": one.change}


def _cells_json(one: CellScore) -> Json:
    return {
        "form": one.form,
        "table": one.table,
        "alteration": one.alteration,
        "altered": one.altered,
        "noticed": one.noticed,
        "located": one.located,
        "corrected": one.corrected,
    }


def _rules(scores: Sequence[RuleScore], language: str) -> Iterator[str]:
    yield say("mutate-rules", language)
    fates = (Fate.NOTICED, Fate.EQUIVALENT, Fate.UNNOTICED)
    counts = {kind: one for kind, one in counted(scores).items() if any(one.values())}
    head = [say(f"mutate-{key}", language) for key in ("kind", "altered", *fates)]
    rows = [
        [_kind(kind, language), str(sum(one.values())), *(str(one[fate]) for fate in fates)]
        for kind, one in counts.items()
    ]
    total = [sum(one[fate] for one in counts.values()) for fate in fates]
    yield from _table([head, *rows, [say("mutate-all", language), str(sum(total)), *map(str, total)]])
    yield say("mutate-share", language, share=unnoticed_share(scores))
    for fate, heading in ((Fate.EQUIVALENT, "mutate-alike"), (Fate.UNNOTICED, "mutate-left")):
        told = [one for one in scores if one.fate is fate]
        if told:
            yield say(heading, language)
        yield from _listed(told, language)


def _listed(scores: Sequence[RuleScore], language: str) -> Iterator[str]:
    for one in scores:
        rule = one.rule
        place = {"file": clean(rule.file), "line": rule.line, "rule": clean(rule.id)}
        yield say("mutate-left-line", language, **place, kind=_kind(one.kind, language), change=clean(one.change))


def _kind(kind: MutantKind, language: str) -> str:
    return say(f"mutate-kind-{kind}", language)


def _cells(scores: Sequence[CellScore], reports: int, pack: Pack, language: str) -> Iterator[str]:
    if not scores:
        yield say("mutate-none", language)
        return
    for form in dict.fromkeys(one.form for one in scores):
        words = glossary_of(pack.form(form), pack, language)
        yield say("mutate-cells", language, form=words.edition(form), reports=reports)
        head = [
            say(f"mutate-{key}", language) for key in ("table", "kind", "altered", "noticed", "located", "corrected")
        ]
        mine = [one for one in scores if one.form == form]
        rows = []
        for table in dict.fromkeys(one.table for one in mine):
            for one in (*(each for each in mine if each.table == table), _sum(mine, table)):
                said = say(f"mutate-{one.alteration}", language)
                shares = (one.noticed, one.located, one.corrected)
                rows.append([words.table(table), said, str(one.altered), *(percent(part, one) for part in shares)])
        yield from _table([head, *rows])


def _sum(scores: Sequence[CellScore], table: str) -> CellScore:
    first, *others = (one for one in scores if one.table == table)
    for one in others:
        first += one
    return CellScore(first.form, table, "all", first.altered, first.noticed, first.located, first.corrected)


def percent(part: int, one: CellScore) -> str:
    """`98.7%` of the altered cells."""
    return f"{(Decimal(100 * part) / max(1, one.altered)).quantize(Decimal('0.1'))}%"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Words to the left and numbers to the right, in terminal cells."""
    widths = [max(cell_len(row[at]) for row in rows) for at in range(len(rows[0]))]
    words = sum(not row.rstrip("%").replace(".", "").isdigit() for row in rows[1])
    for row in rows:
        parts = [
            left(text, width) if at < words else right(text, width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield _GAP.join(parts)
