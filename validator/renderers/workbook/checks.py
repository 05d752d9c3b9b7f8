"""A workbook in which every relation is a live formula over the numbers of the report.

Three kinds of sheets: the mistakes, in words; the relations, with the verdict recomputed by a formula beside the one
that was found; and for each report its tables. Of more than a few reports only the first, and a list of the reports,
since nobody finds a way through hundreds of sheets, unless all of them are asked for.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.rules.rule import Severity, Verdict
from validator.renderers.layout.lines import clean
from validator.renderers.rules.formula import in_words
from validator.renderers.terminal.headings import path_words, report_words
from validator.renderers.words import sentences, summary
from validator.renderers.words.figures import exact, figure
from validator.renderers.words.glossary import Glossary, glossary_of
from validator.renderers.words.mistake import mistakes_of
from validator.renderers.workbook._formulas import CheckRow, Columns, Formulas
from validator.renderers.workbook._plan import Plan
from validator.renderers.workbook._relations import Shape
from validator.renderers.workbook._tables import FILLS, Numbers, add_tables
from validator.renderers.workbook.sheet import SheetWriter

if TYPE_CHECKING:
    from openpyxl import Workbook

    from validator.constraints.system import System
    from validator.model.form import Form
    from validator.model.report import Report
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_FEW = 4
"""Reports that have a sheet each without being asked for: with the two others that makes six."""
_FINDING_HEADS = {
    "head-report": 26,
    "head-file": 30,
    "list-severity": 10,
    "found": 70,
    "head-why": 60,
    "head-proof": 40,
    "list-rule": 40,
}
_CHECK_HEADS = {
    "head-report": 26,
    "list-rule": 28,
    "list-table": 34,
    "head-in-words": 60,
    "head-left": 12,
    "head-sign": 6,
    "head-right": 12,
    "head-difference": 12,
    "head-tolerance": 12,
    "head-recomputed": 18,
    "head-verdict": 16,
}
"""Message keys of the heads of the columns -> their widths."""
_FORMULAS = (5, 7, 8, 10)
"""Columns of the relations that hold formulas."""


def export(result: Result, pack: Pack, options: RenderOptions) -> bytes:
    """The bytes of an `.xlsx` file."""
    from openpyxl import Workbook

    language = options.language
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    if len(result.reports) > _FEW and not options.sheets:
        return _listed(workbook, result, pack, language)
    findings = SheetWriter(workbook, say("sheet-findings", language), [*_FINDING_HEADS.values()])
    checks = SheetWriter(workbook, say("sheet-checks", language), [*_CHECK_HEADS.values()])
    findings.head([say(head, language) for head in _FINDING_HEADS])
    checks.head([say(head, language) for head in _CHECK_HEADS])
    shapes: dict[tuple[tuple[str, str], ...], Shape] = {}
    for checked in result.reports:
        form = checked.report.form
        if form.editions not in shapes:
            shapes[form.editions] = Shape(_system(form, pack))
        _add_findings(findings, checked, pack, language)
        numbers = add_tables(workbook, checked, shapes[form.editions], pack, language)
        _add_checks(checks, checked, numbers, pack, language)
    _add_unreadable(findings, result, language)
    _finish(findings, checks, language)
    # The formulas come without results: whoever opens the file computes them.
    workbook.calculation.fullCalcOnLoad = True
    return _saved(workbook)


def _listed(workbook: Workbook, result: Result, pack: Pack, language: str) -> bytes:
    """The mistakes, and one row a report."""
    findings = SheetWriter(workbook, say("sheet-findings", language), [*_FINDING_HEADS.values()])
    findings.head([say(head, language) for head in _FINDING_HEADS])
    reports = SheetWriter(workbook, say("sheet-reports", language), [26, 40, *(12 for _ in (*Severity, *Verdict))])
    heads = [say(head, language) for head in ("head-report", "head-file")]
    heads += [say(f"mistakes-{one}", language) for one in Severity]
    reports.head([*heads, *(say(f"verdict-{one}", language) for one in Verdict)])
    for checked in result.reports:
        _add_findings(findings, checked, pack, language)
        heading, path = summary.heading(checked.report, language), report_words(checked.report, language)
        weights = Counter(one.severity for one in checked.mistakes)
        counts = [*(weights[one] for one in Severity), *(checked.counts.get(one, 0) for one in Verdict)]
        reports.append([heading, path, *counts], wrap=True)
    _add_unreadable(findings, result, language)
    for sheet in (findings, reports):
        sheet.worksheet.auto_filter.ref = sheet.worksheet.dimensions
    reports.append([say("sheets-on-request", language, count=_FEW)], gap=1)
    return _saved(workbook)


def _add_unreadable(sheet: SheetWriter, result: Result, language: str) -> None:
    for error in result.unreadable:
        told = [clean(text[language]) for text in (error.reason, error.hint)]
        sheet.append(["", path_words(error.path, language), say("unreadable", language), *told], wrap=True)


def _saved(workbook: Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _system(form: Form, pack: Pack) -> System:
    from validator.constraints.compiling import compile_system
    from validator.packs.language.expansion import expand

    constraints = [one for rule in pack.rules for one in expand(rule, form, pack.facts)]
    return compile_system(form, constraints, [fact.name for fact in pack.facts])


def _add_findings(sheet: SheetWriter, checked: ReportResult, pack: Pack, language: str) -> None:
    """One row a mistake, the gravest first."""
    heading, path = summary.heading(checked.report, language), report_words(checked.report, language)
    for one in mistakes_of(checked, pack, language):
        severity = say(f"mistakes-{one.severity}", language)
        row = sheet.append([heading, path, severity, one.message, one.why, one.proof, one.rule_names], wrap=True)
        sheet.fill(row, 3, FILLS[one.severity])


def _add_checks(sheet: SheetWriter, checked: ReportResult, numbers: Numbers, pack: Pack, language: str) -> None:
    """The relations of a report as formulas, beside the verdicts found."""
    report, system = checked.report, numbers.shape.system
    glossary, heading = glossary_of(report.form, pack, language), summary.heading(report, language)
    verdicts = {one.key: say(f"verdict-{one.verdict}", language) for one in checked.outcomes}
    withdrawn = {one.key for one in checked.findings if one.second_reading and not one.second_reading.agrees}
    wanted = frozenset(at for at, key in enumerate(system.keys) if key in verdicts)
    plan = Plan(numbers.shape, numbers.block, numbers.addresses, sheet.rows + 1, wanted)
    for row in Formulas(plan, _columns(language)).rows():
        one, key = system.constraints[row.constraint], system.keys[row.constraint]
        remark = "not-recomputed-second" if key in withdrawn and row.reading is None else row.remark
        sheet.append(
            [
                heading,
                one.rule.id,
                sentences.instance_place(one.rule.table, one.each, glossary),
                _words(row, system, report, glossary),
                row.left,
                row.comparator,
                row.right,
                row.difference,
                None if row.tolerance is None else exact(row.tolerance),
                say(remark, language) if remark else row.check,
                verdicts.get(key, "") if row.reading is None else "",
            ],
            formulas=() if remark and not row.left else _FORMULAS[:-1] if remark else _FORMULAS,
        )


def _words(row: CheckRow, system: System, report: Report, glossary: Glossary) -> str:
    """The relation in the words of the form; of one reading, what its cells are taken to be."""
    one, language = system.constraints[row.constraint], glossary.language
    if row.reading is None:
        return in_words(one.written, one.rule, glossary)
    reading = report.readings[row.reading]
    terms = (*one.relation.left.terms, *one.relation.right.terms)
    taken = [
        say(
            "reading-cell",
            language,
            cell=glossary.cell(term.cell),
            value=say("reading-blank", language) if (value := reading[term.cell]) is None else figure(value),
        )
        for term in terms
        if term.cell in reading
    ]
    return say("reading-number", language, number=row.reading + 1, cells=glossary.listed(taken))


def _columns(language: str) -> Columns:
    words = {f"{verdict.name.lower()}": say(f"verdict-{verdict}", language) for verdict in Verdict}
    return Columns(left="E", right="G", difference="H", tolerance="I", check="J", **words)


def _finish(findings: SheetWriter, checks: SheetWriter, language: str) -> None:
    """Filters on the heads, and colours that follow the formulas."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import PatternFill
    from openpyxl.styles.differential import DifferentialStyle

    for sheet in (findings, checks):
        sheet.worksheet.auto_filter.ref = sheet.worksheet.dimensions
    for verdict, severity in ((Verdict.VIOLATED, Severity.ERROR), (Verdict.UNDETERMINED, Severity.WARNING)):
        colour = PatternFill("solid", bgColor=FILLS[severity])
        word = say(f"verdict-{verdict}", language)
        rule = Rule(type="cellIs", operator="equal", formula=[f'"{word}"'], dxf=DifferentialStyle(fill=colour))
        checks.worksheet.conditional_formatting.add(f"J2:K{max(checks.rows, 2)}", rule)
