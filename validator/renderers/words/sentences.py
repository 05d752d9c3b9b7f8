"""The sentences of one finding: its place, the sentence in the middle, what is noted, the next step."""

from __future__ import annotations

from collections.abc import Sequence

from validator.messages import OBSERVATIONS, say
from validator.model.finding import Finding, FindingTerm
from validator.model.form import PREVIOUS, CellName
from validator.model.observations.facts import NOTHING
from validator.model.report import Report
from validator.model.rules.rule import Rule, Severity, Verdict
from validator.renderers.layout.excerpt import open_terms, shown_terms
from validator.renderers.layout.lines import clean
from validator.renderers.words import claims as claimwords
from validator.renderers.words import equation, observations
from validator.renderers.words.figures import figure
from validator.renderers.words.glossary import Glossary
from validator.renderers.words.places import where

_NAMED_LETTERS = 6
"""Letters named one by one in a next step."""


def message(finding: Finding, rule: Rule, report: Report, glossary: Glossary) -> str:
    """The finding in one sentence: of a relation its numbers, of an observation what was noticed."""
    language = glossary.language
    if finding.quotation is not None:
        return claimwords.message(finding, finding.quotation, rule, report, glossary)
    if finding.comparator is None:
        return observations.message(finding, rule, report, glossary)
    if finding.verdict is not Verdict.UNDETERMINED:
        parts = [equation.numbers(finding, report, language), equation.difference(finding, language)]
        parts += [rule.remark[language]] if rule.remark else []
    else:
        parts = [equation.undecided(finding, report, language, lambda term: term.letter)]
        if any(term.value is not None for term in shown_terms(finding, report)):
            parts.insert(0, equation.numbers(finding, report, language))
    return say("semicolon", language).join(filter(None, parts))


def brief(finding: Finding, rule: Rule, report: Report, glossary: Glossary) -> str:
    """The same without letters, for a line that stands alone; of a relation that was not decided its title, and why."""
    language = glossary.language
    if finding.comparator is None or finding.quotation is not None:
        return message(finding, rule, report, glossary)
    if finding.verdict is Verdict.UNDETERMINED:
        reason = equation.undecided(finding, report, language, lambda term: cell_name(term, glossary))
        title = say("undecided", language, title=rule.title[language])
        return title + say("brackets", language, text=reason)
    short = equation.difference(finding, language, short=True)
    return equation.comparison(finding, report, language) + say("brackets", language, text=short)


def form_place(finding: Finding, glossary: Glossary) -> str:
    """Where in the form: `表三，列“自然人”`."""
    if finding.quotation is not None:
        return say("place-text", glossary.language)
    table = finding.table or _table_of_terms(finding)
    cells = {term.cell for term in finding.terms}
    if finding.comparator is None and not finding.each and len(cells) == 1:
        name = CellName.parse(*cells)
        each: Sequence[tuple[str, str]] = (("row", name.row), ("column", name.column))
    else:
        each = finding.each
    return instance_place(table, each, glossary)


def instance_place(table_name: str | None, each: Sequence[tuple[str, str]], glossary: Glossary) -> str:
    """A row, column or cell of a table, or the table: `表三，列“自然人”`; empty for no table."""
    language, table = glossary.language, glossary.find_table(table_name)
    if table is None:
        return ""
    names = {"row": glossary.row_named, "column": glossary.column_named}
    parts = [say(f"place-{axis}", language, name=names[axis](table.name, name)) for axis, name in each]
    return say("comma", language).join([glossary.number(table), *parts])


def file_place(finding: Finding, language: str) -> str:
    """Where in the file: `第2页，第3个表格`."""
    places = [term.location for term in finding.terms if term.source is None]
    if (finding.comparator is None or finding.quotation is not None) and finding.location is not None:
        places = [finding.location]
    return where(places, language)


def cell_name(term: FindingTerm, glossary: Glossary) -> str:
    """The cell of a term in words; of another report, whose it is before that: `上年年报的“规章”行“现行有效件数”列`."""
    if term.source is None:
        return glossary.cell(term.cell)
    language = glossary.language
    cell = Glossary(term.source.form, language, glossary.editions).cell(term.place)
    if term.cell.startswith(f"{PREVIOUS}.{PREVIOUS}."):
        return say("cell-of-year", language, cell=cell, year=term.source.year)
    if term.cell.startswith(f"{PREVIOUS}."):
        return say("cell-of-last-year", language, cell=cell)
    return say("cell-of-unit", language, organ=clean(term.source.organ or term.source.path), cell=cell)


def next_step(finding: Finding, rule: Rule, report: Report, language: str) -> str:
    """What the reader does next, in one sentence."""
    if finding.comparator is None:
        if rule.observe is not None:
            return OBSERVATIONS[rule.observe].next_step[language]
        if not finding.terms or finding.facts is NOTHING:
            return ""
    terms = shown_terms(finding, report)
    if finding.quotation is not None:
        return claimwords.next_step(finding, terms, language)
    key = "look-at-letters" if finding.severity is Severity.NOTE else "check-letters"
    if finding.verdict is Verdict.UNDETERMINED:
        key, terms = "resolve-letters", open_terms(finding, report) or terms
    if finding.comparator is None:
        return say("check-cells", language, count=len(terms))
    if len(terms) > _NAMED_LETTERS:
        return say("check-letters-many", language, count=len(terms))
    return say(key, language, letters=say("list-comma", language).join(term.letter for term in terms))


def also(finding: Finding, others: Sequence[Finding], report: Report, language: str) -> tuple[str, ...]:
    """What else the cells of the finding violate, one sentence each, with the numbers of the other relation."""
    cells = {term.letter: term.cell for term in finding.terms}
    sentences = []
    for link in finding.also:
        cell, named = cells.get(link.letter, ""), {"letter": link.letter, "rule": link.rule}
        other = next((o for o in others if o is not finding and o.rule == link.rule and _mentions(o, cell)), None)
        if other is None:
            sentences.append(say("also-violates-plain", language, **named))
        else:
            worked = equation.comparison(other, report, language)
            sentences.append(say("also-violates", language, **named, numbers=worked))
    return tuple(sentences)


def read_again(finding: Finding, language: str) -> str | None:
    """What reading the file a second time gave, if that is something else."""
    second = finding.second_reading
    if second is None or second.agrees:
        return None
    differing = [
        say(
            "read-again-cell",
            language,
            letter=term.letter,
            first=clean(term.text) or say("reading-blank", language),
            second=say("reading-blank", language) if (value := second.differing[term.cell]) is None else figure(value),
        )
        for term in finding.terms
        if term.cell in second.differing
    ]
    return say("read-again-differs", language, cells=say("list-comma", language).join(differing))


def _mentions(finding: Finding, cell: str) -> bool:
    return finding.comparator is not None and any(term.cell == cell for term in finding.terms)


def _table_of_terms(finding: Finding) -> str | None:
    tables = {CellName.parse(term.place).table for term in finding.terms}
    return tables.pop() if len(tables) == 1 else None
