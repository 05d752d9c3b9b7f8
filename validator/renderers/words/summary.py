"""What is said of a report as a whole, and of all of them: headings, results, counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.finding import severity_counts
from validator.model.report import Report
from validator.model.rule import Severity, Verdict
from validator.renderers.layout.lines import clean
from validator.renderers.words.glossary import Glossary

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result


def heading(report: Report, language: str) -> str:
    """`辛市 2019 年度报告`."""
    organ = clean(report.organ) if report.organ else say("organ-not-known", language)
    year = report.year if report.year is not None else say("year-not-known", language)
    return say("report-heading", language, organ=organ, year=year)


def form_words(report: Report, glossary: Glossary) -> str:
    """The edition of the form in words, and the tables that are on another one."""
    language = glossary.language
    words = glossary.edition(report.form.id)
    strays: dict[str, list[str]] = {}
    for table, edition in report.form.editions:
        if edition != report.form.id:
            strays.setdefault(edition, []).append(glossary.table(table))
    return words + "".join(
        say("form-hybrid", language, tables=glossary.listed(tables), edition=glossary.edition(edition))
        for edition, tables in strays.items()
    )


def verdict(checked: ReportResult, language: str) -> str:
    """The result for one report in one sentence that says whether something has to be done."""
    errors, warnings, notes = severity_counts(checked.findings).values()
    undecided = checked.counts.get(Verdict.UNDETERMINED, 0)
    satisfied = checked.counts.get(Verdict.SATISFIED, 0)
    parts = [
        say(key, language, count=count)
        for key, count in (
            ("verdict-warnings", warnings),
            ("verdict-notes", notes),
            ("verdict-undecided", undecided),
            ("verdict-waived", len(checked.waived)),
        )
        if count
    ]
    others = say("verdict-with", language, parts=say("comma", language).join(parts)) if parts else ""
    if errors:
        return say("verdict-errors", language, errors=errors, others=others)
    if not satisfied:
        return say("verdict-nothing-decided", language, others=others)
    return say("verdict-no-errors", language, satisfied=satisfied, others=others)


def counts(result: Result) -> Mapping[str, int]:
    """The numbers of the footer, named as in the JSON summary."""
    severities = {f"{severity}s": result.count(severity) for severity in Severity}
    verdicts = {
        verdict.replace("-", "_"): sum(checked.counts.get(verdict, 0) for checked in result.reports)
        for verdict in Verdict
    }
    return {"reports": len(result.reports), "unreadable": len(result.unreadable)} | severities | verdicts


def claim_counts(result: Result) -> Mapping[str, int]:
    """Numbers of the text, by what became of them."""
    verdicts = [claim.verdict for checked in result.reports for claim in checked.claims]
    return {verdict.replace("-", "_"): verdicts.count(verdict) for verdict in Verdict}


def waived_count(result: Result) -> int:
    """Findings that somebody has accepted."""
    return sum(len(checked.waived) for checked in result.reports)


def footer(result: Result, language: str) -> tuple[str, ...]:
    """Counts of everything: inputs, findings, relations, claims; also what could not be read or decided."""
    waived = waived_count(result)
    claims = claim_counts(result)
    quoted = sum(claims.values())
    said = (say("footer-claims", language, total=quoted, **claims),) if quoted else ()
    return (*footer_of(counts(result), len(result.skipped), language, waived), *said)


def footer_of(numbers: Mapping[str, int], skipped: int, language: str, waived: int = 0) -> tuple[str, ...]:
    """The same from the numbers alone, without the claims."""
    total = sum(numbers[verdict.replace("-", "_")] for verdict in Verdict)
    reports = say("footer-reports", language, **numbers)
    if skipped:
        reports += say("footer-skipped", language, skipped=skipped)
    findings = say("footer-findings", language, **numbers)
    if waived:
        findings += say("footer-waived", language, waived=waived)
    return (
        reports + say("semicolon", language) + findings,
        say("footer-constraints", language, total=total, **numbers),
    )
