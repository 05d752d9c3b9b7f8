"""What is said of something that was noticed: its facts in the words of the form, in the sentence of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from validator.messages import CATALOGUE, OBSERVATIONS, say
from validator.model.finding import Finding
from validator.model.form import CellName
from validator.model.observations.comparison_facts import Leaps
from validator.model.observations.condition_facts import CellsUnfilled, ConditionFails
from validator.model.observations.facts import Means, ReadingsOpen
from validator.model.observations.text_facts import SectionBare
from validator.model.report import Report
from validator.model.rules.rule import Rule
from validator.renderers.layout.lines import clean, clip
from validator.renderers.words import equation
from validator.renderers.words.figures import figure
from validator.renderers.words.glossary import Glossary
from validator.renderers.words.sums import condition_words

_QUOTED_CELLS = 40
"""Terminal cells of a text quoted from the document."""
_NAMED_CELLS = 6
"""Uncertain cells named one by one."""


def message(finding: Finding, rule: Rule, report: Report, glossary: Glossary) -> str:
    """The observation in one sentence; of a rule that observes nothing, its title."""
    if isinstance(finding.facts, ConditionFails):
        return _condition(finding, finding.facts, glossary)
    if isinstance(finding.facts, CellsUnfilled):
        return say("cells-unfilled", glossary.language, cells=glossary.cells(finding.facts.cells))
    if rule.observe is None:
        return rule.title[glossary.language]
    facts, table = finding.facts, glossary.table(finding.table) if finding.table else ""
    words = {
        "title": rule.title[glossary.language],
        "table": table,
        **{name: clip(clean(text), _QUOTED_CELLS) for name, text in facts.printed.items()},
    }
    words |= {field: _named(means, names, finding, glossary) for field, means, names in facts.names}
    if isinstance(facts, SectionBare) and not facts.text:
        words["text"] = say("reading-blank", glossary.language)
    if isinstance(facts, ReadingsOpen):
        words |= {"choices": _choices(finding, report, glossary), "count": str(len(finding.terms))}
    if isinstance(facts, Leaps):
        words["jumps"] = _jumps(finding, glossary)
    return OBSERVATIONS[rule.observe].message[glossary.language].format_map(words)


def _condition(finding: Finding, facts: ConditionFails, glossary: Glossary) -> str:
    """A condition in numbers, its signs as they are printed, and the cells that they stand in."""
    language = glossary.language
    cells = [glossary.cell(term.cell) for term in finding.terms if term.source is None]
    named = glossary.listed(cells[:_NAMED_CELLS])
    if len(cells) > _NAMED_CELLS:
        named = say("and-more", language, names=named, count=len(cells))
    return say("condition-fails", language, numbers=condition_words(facts.numbers, language), cells=named)


def _named(means: Means, names: Sequence[str], finding: Finding, glossary: Glossary) -> str:
    """What names stand for, in the words of the form; names that are none of its own made safe to print."""
    if means is Means.CELL:
        return glossary.cells(names)
    words: Mapping[Means, Callable[[str], str]] = {
        Means.TABLE: glossary.table,
        Means.ROW: lambda name: glossary.row_named(finding.table, name),
        Means.COLUMN: lambda name: glossary.column_named(finding.table, name),
        Means.SECTION: lambda name: _section(name, glossary),
        Means.EDITION: lambda name: clean(glossary.edition(name)),
        Means.DAY: lambda name: say(f"date_of-{name}", glossary.language),
        Means.LEVEL: lambda name: say(f"level-{name}", glossary.language),
        Means.SENTENCE: lambda name: CATALOGUE[name][glossary.language] if name in CATALOGUE else clean(name),
    }
    return glossary.listed([words.get(means, clean)(name) for name in names])


def _section(number: str, glossary: Glossary) -> str:
    for section in glossary.form.sections:
        if number == section.number:
            return number + say("list-comma", "zh") + section.title[glossary.language]
    return clean(number)


def _choices(finding: Finding, report: Report, glossary: Glossary) -> str:
    """The cells that are not certain, row by row, and what each may hold."""
    language = glossary.language
    rows: dict[tuple[str, str], list[str]] = {}
    for term in finding.terms[:_NAMED_CELLS]:
        name = CellName.parse(term.cell)
        column = glossary.column_named(name.table, name.column)
        told = equation.choices(report[term.cell], language)
        may_hold = say("brackets", language, text=told) if told else ""
        rows.setdefault((name.table, name.row), []).append(column + may_hold)
    named = say("semicolon", language).join(
        say("cells-of-row", language, row=glossary.row_named(*row), columns=say("list-comma", language).join(columns))
        for row, columns in rows.items()
    )
    return named if len(finding.terms) <= _NAMED_CELLS else say("and-so-on", language, names=named)


def _jumps(finding: Finding, glossary: Glossary) -> str:
    """Each number that is far from last year's, with both: `“行政许可”行“本年处理决定数量”列 550 -> 9487`."""
    own = [term for term in finding.terms if term.source is None]
    last = [term for term in finding.terms if term.source is not None]
    words = [
        f"{glossary.cell(now.cell)} {figure(then.value or Fraction(0))} -> {figure(now.value or Fraction(0))}"
        for now, then in zip(own, last, strict=True)
    ]
    names = say("semicolon", glossary.language).join(words[:_NAMED_CELLS])
    return names if len(words) <= _NAMED_CELLS else say("and-more", glossary.language, names=names, count=len(words))
