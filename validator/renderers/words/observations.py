"""What is said of something that was noticed: its facts in the words of the form, in the sentence of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch
from typing import TypeAlias

from validator.messages import CATALOGUE, OBSERVATIONS, say
from validator.model import facts as kinds
from validator.model.facts import Facts
from validator.model.finding import Finding
from validator.model.form import CellName
from validator.model.report import Report
from validator.model.rule import Rule
from validator.renderers.layout.lines import clean, clip
from validator.renderers.words import equation
from validator.renderers.words.figures import figure
from validator.renderers.words.glossary import Glossary

_QUOTED_CELLS = 40
"""Terminal cells of a text quoted from the document."""
_NAMED_CELLS = 6
"""Uncertain cells named one by one."""

_Words: TypeAlias = Mapping[str, object]
"""Name in a sentence -> what is put there."""


@dataclass(frozen=True, slots=True)
class _About:
    """What an observation is about."""

    finding: Finding
    report: Report
    glossary: Glossary

    def rows(self, names: Iterable[str]) -> str:
        return self.glossary.listed([self.glossary.row_named(self.finding.table, name) for name in names])


def message(finding: Finding, rule: Rule, report: Report, glossary: Glossary) -> str:
    """The observation in one sentence; of a rule that observes nothing, its title."""
    if rule.observe is None:
        return rule.title[glossary.language]
    table = glossary.table(finding.table) if finding.table else ""
    words = _words(finding.facts, _About(finding, report, glossary))
    return OBSERVATIONS[rule.observe].message[glossary.language].format_map({"table": table, **words})


@singledispatch
def _words(facts: Facts, about: _About) -> _Words:
    """The facts in words: names become titles, printed text is made safe to print and short."""
    del about
    return {name: _short(text) for name, text in facts.printed.items()}


def _short(text: str) -> str:
    return clip(clean(text), _QUOTED_CELLS)


@_words.register
def _cells(facts: kinds.CellsListed, about: _About) -> _Words:
    return {"cells": about.glossary.cells(facts.cells), "count": len(facts.cells)}


@_words.register(kinds.RowsMissing)
@_words.register(kinds.RowsAlike)
def _rows(facts: kinds.RowsMissing | kinds.RowsAlike, about: _About) -> _Words:
    return {"rows": about.rows(facts.rows), "count": len(facts.rows)}


@_words.register
def _cut_off(facts: kinds.RowsCutOff, about: _About) -> _Words:
    return {"last": about.rows([facts.last]), "count": len(facts.rows)}


@_words.register
def _columns(facts: kinds.ColumnsMissing, about: _About) -> _Words:
    names = [about.glossary.column_named(about.finding.table, name) for name in facts.columns]
    return {"columns": about.glossary.listed(names), "count": len(names)}


@_words.register
def _edition(facts: kinds.OtherEdition, about: _About) -> _Words:
    edition, expected = (clean(about.glossary.edition(form)) for form in (facts.edition, facts.expected))
    return {"edition": edition, "expected": expected, "year": facts.year}


@_words.register
def _left_out(facts: kinds.PartLeftOut, about: _About) -> _Words:
    known = CATALOGUE.get(facts.detail)
    return {"detail": clean(facts.detail) if known is None else known[about.glossary.language]}


@_words.register
def _section(facts: kinds.SectionMissing, about: _About) -> _Words:
    return {"section": _section_named(facts.section, about.glossary)}


@_words.register
def _section_repeated(facts: kinds.SectionRepeated, about: _About) -> _Words:
    section = _section_named(facts.section, about.glossary)
    return {"section": section, "share": facts.share, "path": clean(facts.path)}


def _section_named(number: str, glossary: Glossary) -> str:
    for section in glossary.form.sections:
        if number == section.number:
            return number + say("list-comma", "zh") + section.title[glossary.language]
    return clean(number)


@_words.register
def _day(facts: kinds.DayStated, about: _About) -> _Words:
    named = {"date_of": say(f"date_of-{facts.date_of}", about.glossary.language)}
    if isinstance(facts, kinds.DayTooLate):
        named["level"] = say(f"level-{facts.level}", about.glossary.language)
    return {**facts.printed, **named}


@_words.register
def _report(facts: kinds.OtherReport, about: _About) -> _Words:
    del about
    return {"organ": _short(facts.organ), "year": facts.year, "path": clean(facts.path)}


@_words.register
def _copies(facts: kinds.Copies, about: _About) -> _Words:
    paths = about.glossary.listed([clean(path) for path in facts.paths])
    return {"paths": paths, "count": len(facts.paths), "differ": facts.differ}


@_words.register
def _organs(facts: kinds.OrgansListed, about: _About) -> _Words:
    return {"units": about.glossary.listed([clean(name) for name in facts.units]), "count": len(facts.units)}


@_words.register
def _table_repeated(facts: kinds.TableRepeated, about: _About) -> _Words:
    del about
    return {"number": facts.number, "path": clean(facts.path)}


@_words.register
def _open(facts: kinds.ReadingsOpen, about: _About) -> _Words:
    """The cells that are not certain, row by row, and what each may hold."""
    del facts
    glossary, terms = about.glossary, about.finding.terms
    language = glossary.language
    rows: dict[tuple[str, str], list[str]] = {}
    for term in terms[:_NAMED_CELLS]:
        name = CellName.parse(term.cell)
        column = glossary.column_named(name.table, name.column)
        may_hold = say("brackets", language, text=equation.choices(about.report[term.cell], language))
        rows.setdefault((name.table, name.row), []).append(column + may_hold)
    named = say("semicolon", language).join(
        say("cells-of-row", language, row=glossary.row_named(*row), columns=say("list-comma", language).join(columns))
        for row, columns in rows.items()
    )
    choices = named if len(terms) <= _NAMED_CELLS else say("and-so-on", language, names=named)
    return {"choices": choices, "count": len(terms)}


@_words.register
def _leaps(facts: kinds.Leaps, about: _About) -> _Words:
    """Each number that is far from last year's, with both: `“行政许可”行“本年处理决定数量”列 550 → 9487`."""
    language, terms = about.glossary.language, about.finding.terms
    own = [term for term in terms if term.source is None]
    last = [term for term in terms if term.source is not None]
    words = [
        f"{about.glossary.cell(now.cell)} {figure(then.value or Fraction(0))} -> {figure(now.value or Fraction(0))}"
        for now, then in zip(own, last, strict=True)
    ]
    jumps = say("semicolon", language).join(words[:_NAMED_CELLS])
    if len(words) > _NAMED_CELLS:
        jumps = say("and-more", language, names=jumps, count=len(words))
    return {"jumps": jumps, "count": facts.count}
