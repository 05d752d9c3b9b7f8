"""What is said of a report as a whole, and of all of them: headings, results, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.report import Report
from validator.model.rules.rule import Severity, Verdict
from validator.renderers.layout.lines import clean
from validator.renderers.words.glossary import Glossary

if TYPE_CHECKING:
    from validator.model.mistake import Mistake
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack


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
    errors, warnings, notes = ([one for one in checked.mistakes if one.severity is severity] for severity in Severity)
    undecided = checked.counts.get(Verdict.UNDETERMINED, 0)
    satisfied = checked.counts.get(Verdict.SATISFIED, 0)
    parts = [
        say(key, language, count=count)
        for key, count in (
            ("verdict-warnings", len(warnings)),
            ("verdict-notes", len(notes)),
            ("verdict-undecided", undecided),
            ("verdict-waived", len(checked.waived)),
        )
        if count
    ]
    others = say("verdict-with", language, parts=say("comma", language).join(parts)) if parts else ""
    if errors:
        return say("verdict-errors", language, errors=counted(errors, language), others=others)
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


def mistake_count(result: Result) -> int:
    """What is behind the findings, of all severities."""
    return sum(len(checked.mistakes) for checked in result.reports)


def claim_counts(result: Result) -> Mapping[str, int]:
    """Numbers of the text, by what became of them."""
    verdicts = [claim.verdict for checked in result.reports for claim in checked.claims]
    return {verdict.replace("-", "_"): verdicts.count(verdict) for verdict in Verdict}


def waived_count(result: Result) -> int:
    """Findings that somebody has accepted."""
    return sum(len(checked.waived) for checked in result.reports)


def doubtful_count(result: Result) -> int:
    """Reports that could not be read for certain."""
    return sum(checked.is_doubtful for checked in result.reports)


def counted(mistakes: Sequence[Mistake], language: str) -> str:
    """`2 处差错（涉及 5 条勾稽关系、1 处正文）`."""
    relations = sum(len(one.relations) for one in mistakes)
    quotations = sum(len(one.quotations) for one in mistakes)
    return _counted(len(mistakes), relations, quotations, language)


def _counted(mistakes: int, relations: int, quotations: int, language: str) -> str:
    numbers = {"mistakes-relations": relations, "mistakes-quotations": quotations}
    parts = [say(key, language, count=count) for key, count in numbers.items() if count]
    involved = say("mistakes-involved", language, parts=say("list-comma", language).join(parts)) if parts else ""
    return say("mistakes-counted", language, mistakes=mistakes, involved=involved)


def footer(result: Result, language: str) -> tuple[str, ...]:
    """Counts of everything: inputs, findings, relations, claims; also what could not be read or decided."""
    mistakes = [one for checked in result.reports for one in checked.mistakes]
    by_severity = {severity: [one for one in mistakes if one.severity is severity] for severity in Severity}
    errors = by_severity[Severity.ERROR]
    numbers = {
        **counts(result),
        **{f"claims_{verdict}": count for verdict, count in claim_counts(result).items()},
        "mistakes": len(errors),
        "mistake_relations": sum(len(one.relations) for one in errors),
        "mistake_quotations": sum(len(one.quotations) for one in errors),
        "mistake_warnings": len(by_severity[Severity.WARNING]),
        "mistake_notes": len(by_severity[Severity.NOTE]),
        "waived": waived_count(result),
    }
    return footer_of(numbers, len(result.skipped), language)


def footer_of(numbers: Mapping[str, int], skipped: int, language: str) -> tuple[str, ...]:
    """The same from the numbers alone, under the names of `Tally`."""
    relations, quotations = numbers["mistake_relations"], numbers["mistake_quotations"]
    found = say(
        "footer-mistakes",
        language,
        mistakes=_counted(numbers["mistakes"], relations, quotations, language),
        warnings=numbers["mistake_warnings"],
        notes=numbers["mistake_notes"],
    )
    if numbers["waived"]:
        found += say("footer-waived", language, waived=numbers["waived"])
    claims = {name.removeprefix("claims_"): count for name, count in numbers.items() if name.startswith("claims_")}
    quoted = sum(claims.values())
    said = (say("footer-claims", language, total=quoted, **claims),) if quoted else ()
    return (_head(numbers, skipped, found, language), _relations(numbers, language), *said)


def statistics(result: Result, pack: Pack, language: str) -> tuple[str, ...]:
    """How many findings each rule has, the most first; nothing where there is none."""
    found = Counter(finding.rule for checked in result.reports for finding in checked.findings)
    places = {rule.id: at for at, rule in enumerate(pack.rules)}
    ordered = sorted(found.items(), key=lambda one: (-one[1], places[one[0]]))
    lines = [
        say(
            "statistics-line",
            language,
            count=count,
            severity=say(f"severity-{pack.rule(rule).severity}", language),
            title=pack.rule(rule).title[language],
            rule=rule,
        )
        for rule, count in ordered
    ]
    return (say("statistics-head", language), *lines) if lines else ()


def _head(numbers: Mapping[str, int], skipped: int, found: str, language: str) -> str:
    reports = say("footer-reports", language, **numbers)
    if skipped:
        reports += say("footer-skipped", language, skipped=skipped)
    return reports + say("semicolon", language) + found


def _relations(numbers: Mapping[str, int], language: str) -> str:
    total = sum(numbers[verdict.replace("-", "_")] for verdict in Verdict)
    return say("footer-constraints", language, total=total, **numbers)
