"""What is said of a number in the text that disagrees with the tables, and where that number comes from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from validator.messages import say
from validator.model.claim import Claim, Quotation, Share
from validator.model.finding import Finding, FindingTerm
from validator.model.report import Report
from validator.model.rules.constraint import Linear
from validator.model.rules.rule import Rule, Severity
from validator.renderers.layout.lines import clean, clip
from validator.renderers.words import equation
from validator.renderers.words.figures import figure
from validator.renderers.words.glossary import Glossary

_QUOTED_CELLS = 160
"""Terminal cells of a sentence quoted from the text."""
_FIRST_DATE = 10_000_000
"""A number from here on is a date: 20231231."""
_PLACES = 2
"""Digits after the point of a share that was worked out."""

_KEYS = {
    "count": "claim-cells",
    "share": "claim-share",
    "growth": "claim-share",
    "increase": "claim-share",
    "period": "claim-year",
    "year": "claim-year",
}
"""Kind of claim -> message key of its disagreement, where that is not its own."""


def quotation(said: Quotation, language: str) -> str:
    """The clause, as far as it has room."""
    return say("claim-sentence", language, text=clip(clean(said.claim.text), _QUOTED_CELLS))


def message(finding: Finding, said: Quotation, rule: Rule, report: Report, glossary: Glossary) -> str:
    """What the text says, what the report has, where else the number stands, and whose numbers it may be."""
    language, claim = glossary.language, said.claim
    kind = rule.claim.kind if rule.claim else "count"
    parts = [_disagreement(finding, claim, kind, report, glossary)]
    if said.worked_out:
        parts.append(say("claim-worked-out", language))
    if claim.found_in is not None:
        quoted = _number(finding.left, kind, language)
        parts.append(_found(claim.found_in, quoted, glossary))
    if claim.scope:
        parts.append(say("claim-scope", language, scope=clean(claim.scope)))
    return say("semicolon", language).join(parts)


def next_step(finding: Finding, terms: Sequence[FindingTerm], language: str) -> str:
    """What the reader does next."""
    if finding.severity is Severity.NOTE:
        return say("claim-next-note", language)
    if not terms:
        return say("claim-next-text", language)
    return say("claim-next", language, letters=say("list-comma", language).join(term.letter for term in terms))


def _found(place: Linear | Share, quoted: str, glossary: Glossary) -> str:
    """Where else the number stands."""
    if isinstance(place, Share):
        key, cells = "claim-found-share", place.part.terms
    else:
        key, cells = ("claim-found" if len(place.terms) == 1 else "claim-found-sum"), place.terms
    return say(key, glossary.language, quoted=quoted, place=glossary.cells([term.cell for term in cells]))


def _disagreement(finding: Finding, claim: Claim, kind: str, report: Report, glossary: Glossary) -> str:
    language = glossary.language
    key = _KEYS.get(kind, f"claim-{kind}")
    table = glossary.find_table(finding.table)
    value = equation.right_side(finding, report, language) if finding.terms else _number(finding.right, kind, language)
    return say(
        key,
        language,
        quoted=_number(finding.left, kind, language),
        value=value,
        table=glossary.number(table) if table else "",
        parts=" + ".join(map(str, claim.parts)),
    )


def _number(value: Fraction | None, kind: str, language: str) -> str:
    if value is None:
        return say("reading-blank", language)
    if kind in {"share", "growth"}:
        short = value if value.denominator in {1, 2, 5, 10, 20, 25, 50, 100} else Fraction(round(value, _PLACES))
        return f"{figure(short)}%"
    if value >= _FIRST_DATE and kind == "period":
        year, rest = divmod(int(value), 10_000)
        month, day = divmod(rest, 100)
        return say("claim-day", language, year=year, month=month, day=day)
    return str(int(value)) if kind == "year" else figure(value)
