"""Forms, reports and results made by hand, so that renderers are tested without readers, packs and solvers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from msgspec import structs

from validator.model.document import Location
from validator.model.errors import UnreadableInputError
from validator.model.finding import Finding, FindingTerm, Link, Suspect, SuspectCell
from validator.model.form import CellName, Column, Form, Row, Section, Table
from validator.model.observations.facts import CellsListed, SectionMissing
from validator.model.report import CellValue, Reading, Report
from validator.model.result import ReportResult, Result
from validator.model.rules.rule import Example, Rule, Severity, Verdict
from validator.model.text import Text
from validator.packs.pack import Pack


def row(name: str, zh: str, en: str, number: str = "") -> Row:
    return Row(name, Text(zh, en), (zh,), number)


def column(name: str, zh: str, en: str, unit: str = "件", decimals: int = 0) -> Column:
    return Column(name, Text(zh, en), (zh,), unit, decimals=decimals, total=name == "total")


EDITION, OLD_EDITION = "annual-report-2021", "annual-report-2019"

REQUESTS = Table(
    "requests",
    "表三",
    Text("收到和处理政府信息公开申请情况", "Requests received and handled"),
    EDITION,
    (
        row("new", "本年新收政府信息公开申请数量", "received this year", "一、"),
        row("carried_in", "上年结转政府信息公开申请数量", "carried in from the year before", "二、"),
        row("granted", "予以公开", "granted", "（一）"),
        row("partial", "部分公开（区分处理的，只计这一情形，不计其他情形）", "granted in part", "（二）"),
        row("denied.state_secret", "属于国家秘密", "state secret", "（三）1."),
        row("denied.forbidden_by_law", "其他法律行政法规禁止公开", "disclosure forbidden by law", "（三）2."),
        row("denied.security_stability", "危及“三安全一稳定”", "danger to security or stability", "（三）3."),
        row("unavailable.not_held", "本机关不掌握相关政府信息", "not held", "（四）1."),
        row(
            "other_handling.not_corrected",
            "申请人无正当理由逾期不补正、行政机关不再处理其申请",
            "not corrected",
            "（六）1.",
        ),
        row("handled", "总计", "handled in total", "（七）"),
        row("carried_out", "结转下年度继续办理", "carried over to the next year", "四、"),
    ),
    (
        column("natural_person", "自然人", "natural persons"),
        column("business", "商业企业", "businesses"),
        column("research", "科研机构", "research institutions"),
        column("welfare", "社会公益组织", "welfare organisations"),
        column("legal_service", "法律服务机构", "legal services"),
        column("other_organisation", "其他", "other organisations"),
        column("total", "总计", "total"),
    ),
)
FEES = Table(
    "fees",
    "表二",
    Text("第二十条第（八）项", "Article 20 (8): administrative fees"),
    EDITION,
    (row("fees", "行政事业性收费", "administrative fees"),),
    (column("amount", "本年收费金额（单位：万元）", "fees charged this year", "万元", 6),),
)
DOCUMENTS = Table(
    "documents",
    "表二",
    Text("第二十条第（一）项", "Article 20 (1): regulations and normative documents"),
    EDITION,
    (row("regulations", "规章", "regulations"), row("normative", "行政规范性文件", "normative documents")),
    (
        column("issued", "本年制发件数", "issued this year"),
        column("repealed", "本年废止件数", "repealed this year"),
        column("in_force", "现行有效件数", "in force"),
    ),
)
FORM = Form(
    EDITION,
    Text("政府信息公开工作年度报告（2021年格式）", "Annual report (2021 form)"),
    2021,
    None,
    "国办公开办函〔2021〕30号",
    (DOCUMENTS, FEES, REQUESTS),
    (Section("六", Text("其他需要报告的事项", "Other matters to report"), ("其他事项",)),),
)
OLD_FORM = structs.replace(
    FORM,
    id=OLD_EDITION,
    title=Text("政府信息公开工作年度报告（2019年试行格式）", "Annual report (2019 trial form)"),
    first_year=2019,
    last_year=2020,
    tables=tuple(structs.replace(table, edition=OLD_EDITION) for table in FORM.tables),
)

WHY = Text("每件申请要么办结，要么结转，不会多也不会少。", "Every request is either handled or carried over.")
BASIS = "国办公开办函〔2021〕30号，表三表头"


def rule(
    name: str, zh: str, en: str, severity: Severity = Severity.ERROR, *, basis: str = BASIS, **more: object
) -> Rule:
    return structs.replace(Rule(name, Text(zh, en), severity, basis, WHY), **more)


BALANCE = rule(
    "requests-balance",
    "新收与上年结转之和，不等于办理总计与结转下年度之和",
    "received plus carried in does not equal handled plus carried over",
    check=("new + carried_in = handled + carried_out",),
    table="requests",
    each="column",
    holds=Example({"new": "128", "carried_in": "5", "handled": "121", "carried_out": "12"}),
    violated=Example({"new": "128", "carried_in": "5", "handled": "121", "carried_out": "10"}),
)
ROW_TOTAL = rule(
    "requests-row-total",
    "总计不等于各类申请人之和",
    "the total does not equal the sum of the applicants",
    check=("total = natural_person + business + research + welfare + legal_service + other_organisation",),
    table="requests",
    each="row",
    holds=Example({"total": "3", "natural_person": "2", "business": "1"}),
    violated=Example({"total": "3", "natural_person": "2", "business": None}),
)
HANDLED_SUM = rule(
    "requests-handled-sum",
    "（七）总计不等于各种办理结果之和",
    "the total of results does not equal their sum",
    check=("handled = granted + partial + sum(denied.*, unavailable.*, other_handling.*)",),
    table="requests",
    each="column",
)
STOCK = rule(
    "documents-issued-in-force",
    "本年制发的件数多于现行有效的件数",
    "more documents were issued than are in force",
    Severity.NOTE,
    check=("issued <= in_force",),
    table="documents",
    each="row",
)
TOTAL_BLANK = rule("total-blank", "合计没有填", "a total is blank", Severity.WARNING, observe="total-blank")
NOT_A_NUMBER = rule("not-a-number", "填的不是数字", "not a number", observe="not-a-number")
SECTION = rule("section-missing", "缺少一部分", "a section is missing", Severity.WARNING, observe="section-missing")

PACK = Pack(
    "annual-report",
    Text("政府信息公开工作年度报告", "Annual report"),
    Path("rules/annual-report"),
    (OLD_FORM, FORM),
    (BALANCE, ROW_TOTAL, HANDLED_SUM, STOCK, TOTAL_BLANK, NOT_A_NUMBER, SECTION),
    (),
)

COLUMNS = REQUESTS.column_names
NUMBERS: Mapping[str, tuple[int, ...]] = {
    "new": (128, 6, 3, 0, 0, 0, 137),
    "carried_in": (5, 0, 0, 0, 0, 0, 5),
    "granted": (100, 6, 3, 0, 0, 0, 109),
    "partial": (21, 0, 0, 0, 0, 0, 21),
    "handled": (121, 6, 3, 0, 0, 0, 130),
    "carried_out": (10, 0, 0, 0, 0, 0, 12),
}
"""Numbers of a report in which one cell is wrong: 10 natural persons carried over instead of 12."""


def number(value: object, raw: str | None = None, location: Location | None = None) -> CellValue:
    return CellValue(Reading.READ, Decimal(str(value)), str(value) if raw is None else raw, location)


def cell_of(name: str) -> CellValue:
    cell = CellName.parse(name)
    at = FORM.index[name]
    location = (
        Location(page=2, table=3, row=at // 7, column=at % 7 + 1) if cell.table == "requests" else Location(table=1)
    )
    if cell.table == "fees":
        return number("24252.311082", location=location)
    if cell.table == "documents":
        return number(7, location=location)
    if cell.row in NUMBERS:
        return number(NUMBERS[cell.row][COLUMNS.index(cell.column)], location=location)
    return CellValue(Reading.BLANK, raw="", location=location)


def report(changes: Mapping[str, CellValue] | None = None, form: Form = FORM, **fields: object) -> Report:
    cells = tuple((changes or {}).get(name) or cell_of(name) for name in form.cells)
    made = Report("samples/甲县2023.docx", "docx", "甲县人民政府", 2023, form, cells)
    return structs.replace(made, **fields)


def relation(
    made: Report,
    of: Rule,
    sides: tuple[Sequence[str], Sequence[str]],
    *,
    comparator: str = "=",
    factors: Mapping[str, Fraction] | None = None,
    **fields: object,
) -> Finding:
    """A finding on one relation between cells of a report, blank cells counted 0."""
    left, right = sides
    terms = tuple(
        FindingTerm(
            chr(ord("a") + at),
            cell,
            None if made[cell].value is None else Fraction(str(made[cell].value)),
            (factors or {}).get(cell, Fraction(1)),
            "left" if at < len(left) else "right",
            made[cell].raw,
            made[cell].location,
        )
        for at, cell in enumerate((*left, *right))
    )
    open_readings = {Reading.AMBIGUOUS, Reading.UNREADABLE}

    def total(side: str) -> Fraction | None:
        mine = [term for term in terms if term.side == side]
        if any(made[term.cell].reading in open_readings for term in mine):
            return None
        return sum((term.coefficient * (term.value or 0) for term in mine), Fraction(0))

    finding = Finding(
        of.id,
        of.severity,
        Verdict.VIOLATED,
        of.table,
        comparator=comparator,
        left=total("left"),
        right=total("right"),
        terms=terms,
        fingerprint="0123456789abcdef",
    )
    return changed(finding, fields)


def changed(finding: Finding, fields: Mapping[str, object]) -> Finding:
    return structs.replace(finding, **fields)


def cells(rows: Sequence[str], column_name: str) -> list[str]:
    return [f"requests.{name}.{column_name}" for name in rows]


def balance(made: Report, column_name: str = "natural_person", **fields: object) -> Finding:
    sides = cells(["new", "carried_in"], column_name), cells(["handled", "carried_out"], column_name)
    return changed(relation(made, BALANCE, sides, each=(("column", column_name),)), fields)


def row_total(made: Report, row_name: str = "carried_out", **fields: object) -> Finding:
    total, *parts = (f"requests.{row_name}.{name}" for name in (COLUMNS[-1], *COLUMNS[:-1]))
    return changed(relation(made, ROW_TOTAL, ([total], parts), each=(("row", row_name),)), fields)


def handled_sum(made: Report, column_name: str = "natural_person", **fields: object) -> Finding:
    parts = [name for name in REQUESTS.row_names if name not in {"new", "carried_in", "handled", "carried_out"}]
    sides = cells(["handled"], column_name), cells(parts, column_name)
    return changed(relation(made, HANDLED_SUM, sides, each=(("column", column_name),)), fields)


def observation(of: Rule, **fields: object) -> Finding:
    return structs.replace(Finding(of.id, of.severity, Verdict.VIOLATED), **fields)


def counts(satisfied: int = 0, violated: int = 0, undetermined: int = 0, not_applicable: int = 0) -> dict[Verdict, int]:
    return dict(zip(Verdict, (satisfied, violated, undetermined, not_applicable), strict=True))


def wrong_report() -> ReportResult:
    """A report with one wrong cell, which violates two relations, a blank total and a missing section."""
    blank = CellValue(Reading.BLANK, raw="", location=Location(page=2, table=3, row=9, column=7))
    made = report({"requests.granted.total": blank, "documents.normative.in_force": number(3)})
    findings = (
        observation(SECTION, facts=SectionMissing("六"), fingerprint="1"),
        relation(
            made,
            STOCK,
            (["documents.normative.issued"], ["documents.normative.in_force"]),
            each=(("row", "normative"),),
            comparator="<=",
        ),
        balance(made, also=(Link("d", "requests-row-total"),)),
        row_total(made, also=(Link("b", "requests-balance"),)),
        observation(
            TOTAL_BLANK,
            table="requests",
            facts=CellsListed(("requests.granted.total",)),
            location=blank.location,
        ),
    )
    return ReportResult(made, findings, counts(41, 3, 2, 5))


def located() -> Result:
    """The same report, with the wrong cell named at both relations."""
    checked = wrong_report()
    cell = SuspectCell(
        "requests.carried_out.natural_person", Fraction(10), Fraction(12), Fraction(12), "digit-replaced"
    )
    suspects = (Suspect((cell,), "digit-replaced", unique=True, settles=2),)
    findings = tuple(
        structs.replace(one, suspects=suspects) if one.rule.startswith("requests-") else one for one in checked.findings
    )
    return Result((structs.replace(checked, findings=findings),))


def sound_report() -> ReportResult:
    return ReportResult(report(path="samples/乙县2023.html", organ="乙县人民政府"), (), counts(51))


UNREADABLE = UnreadableInputError(
    "samples/扫描件.pdf",
    Text("文件里只有图片，没有文字", "the file holds pictures only"),
    Text("换成 Word 文件", "take the Word file"),
)


def result() -> Result:
    return Result((wrong_report(), sound_report()), (UNREADABLE,))
