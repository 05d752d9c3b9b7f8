"""A violated relation worked out in one line and without letters: `9 + 2 + 0 + 0 + 1 + 0 = 12，表中为 11`."""

from __future__ import annotations

from collections.abc import Container

from validator.messages import say
from validator.model.finding import Finding
from validator.model.report import Report
from validator.renderers.words import equation
from validator.renderers.words.glossary import Glossary
from validator.renderers.words.repairs import near, place


def in_one_line(finding: Finding, report: Report, glossary: Glossary, changed: Container[str]) -> str:
    """The relation in numbers; a cell that ought to be the sum of others is told after it.

    `changed`: cells of the report that have to change. Another one is told by its name: nobody is to correct it.
    """
    language = glossary.language
    single = equation.total_of(finding, report)
    if single is None:
        return equation.comparison(finding, report, language)
    term, other = single
    worked = other.worked(lambda one: equation.term_words(one, report, language))
    value = equation.term_words(term, report, language)
    if term.source is None and term.cell in changed:
        return say("mistake-proof-cell", language, worked=worked, value=value)
    parts = [one for one in other.terms if one.source is None]
    if term.source is None and parts:
        cell = near(term.cell, parts[0].cell, glossary)
    else:
        cell = place(term.place, term.source, glossary)
    return say("mistake-proof-other", language, worked=worked, cell=cell, value=value)
