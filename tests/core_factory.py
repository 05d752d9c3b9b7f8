"""Small forms, relations, grids and whole documents for the tests of the core."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random

from validator.model.document import Cell, Document, Grid, Location, Paragraph
from validator.model.form import BlankPolicy, CellName, Column, Form, Row, Table
from validator.model.report import MISSING, CellValue, Reading, Report
from validator.model.rules.constraint import Constraint, Linear, Relation, Term
from validator.model.rules.rule import Rule, Severity
from validator.model.rules.wording import NumberWords
from validator.model.text import Text
from validator.packs.pack import load_pack

Weights = Mapping[str, int | Fraction]
Texts = Sequence[Sequence[str]]


def sentence(text: str) -> Text:
    return Text(text, text)


# Forms


@cache
def shipped_form(year: str) -> Form:
    """The shipped form of `2019` or `2021`."""
    return load_pack().form(f"annual-report-{year}")


@cache
def number_words() -> NumberWords:
    """The words that tell a count in the text of an annual report."""
    return load_pack().wordings.numbers


def row(name: str, *labels: str) -> Row:
    return Row(name, sentence(labels[0] if labels else name), labels or (name,))


def column(
    name: str, *labels: str, unit: str = "件", decimals: int = 0, signed: bool = False, unit_printed: bool = True
) -> Column:
    return Column(
        name,
        sentence(labels[0] if labels else name),
        labels or (name,),
        unit=unit,
        decimals=decimals,
        total=name == "total",
        signed=signed,
        unit_printed=unit_printed,
    )


def table(
    rows: Sequence[Row | str],
    columns: Sequence[Column | str],
    *,
    name: str = "t",
    arrangement: str = "rows",
    policy: BlankPolicy | None = None,
    edition: str = "small",
) -> Table:
    return Table(
        name=name,
        number="表一",
        title=sentence(name),
        edition=edition,
        rows=tuple(row(one) if isinstance(one, str) else one for one in rows),
        columns=tuple(column(one) if isinstance(one, str) else one for one in columns),
        arrangement=arrangement,
        policy=policy or BlankPolicy(),
    )


def form(*tables: Table, identity: str = "small") -> Form:
    return Form(identity, sentence(identity), 2021, None, "", tables)


# Rules


def rule(identity: str = "relation", **others: object) -> Rule:
    """A rule of which only what is named differs from an error without a table."""
    base = {"id": identity, "title": sentence(identity), "severity": Severity.ERROR, "basis": "", "why": sentence("")}
    return Rule(**{**base, **others})  # type: ignore[arg-type]  # the names are checked by the struct


def linear(weights: Weights, constant: int | Fraction = 0) -> Linear:
    return Linear(tuple(Term(cell, Fraction(weight)) for cell, weight in weights.items()), Fraction(constant))


def relation(
    left: Weights, comparator: str, right: Weights, constants: tuple[int | Fraction, int | Fraction] = (0, 0)
) -> Relation:
    return Relation(linear(left, constants[0]), comparator, linear(right, constants[1]))


def ones(cells: Iterable[str]) -> Weights:
    return dict.fromkeys(cells, 1)


def constraint(one: Relation, of: Rule | None = None, guards: Sequence[Relation] = (), **others: object) -> Constraint:
    return Constraint(of or rule(), one, tuple(guards), **others)  # type: ignore[arg-type]  # as for `rule`


RESULTS_BEFORE = ("new", "carried_in")
RESULTS_AFTER = ("handled", "carried_out")


def request_constraints(of: Form) -> tuple[Constraint, ...]:
    """The relations of table three, written out by hand."""
    requests = of.table("requests")
    results = [name for name in requests.row_names if name not in {*RESULTS_BEFORE, *RESULTS_AFTER}]
    parts = requests.column_names[:-1]

    def cells(rows: Iterable[str], columns: Iterable[str]) -> Weights:
        return ones(f"requests.{one}.{other}" for one in rows for other in columns)

    balance, handled, total = (
        rule(name, table="requests") for name in ("requests-balance", "requests-handled-sum", "requests-row-total")
    )
    return (
        *(
            constraint(
                relation(cells(RESULTS_BEFORE, [one]), "=", cells(RESULTS_AFTER, [one])),
                balance,
                each=(("column", one),),
            )
            for one in requests.column_names
        ),
        *(
            constraint(
                relation(cells(["handled"], [one]), "=", cells(results, [one])), handled, each=(("column", one),)
            )
            for one in requests.column_names
        ),
        *(
            constraint(relation(cells([one], ["total"]), "=", cells([one], parts)), total, each=(("row", one),))
            for one in requests.row_names
        ),
    )


# Reports


def report(of: Form, texts: Mapping[str, str | None] | None = None, **others: object) -> Report:
    """A report of printed texts: a cell that is not named is blank, None takes it out of the document."""
    texts = texts or {}
    values = tuple(cell_value(texts.get(name, "")) for name in of.cells)
    base = {"path": "report.html", "format": "html", "organ": "甲县", "year": 2023, "form": of, "cells": values}
    return Report(**{**base, **others})  # type: ignore[arg-type]  # as for `rule`


def cell_value(text: str | None) -> CellValue:
    """A plain number, a text that is none, a blank for "", MISSING for None."""
    if text is None:
        return MISSING
    number, unit = text, None
    for word in ("万元", "元"):
        if unit is None and text.endswith(word):
            number, unit = text.removesuffix(word), word
    if not re.fullmatch(r"[+-]*[0-9]+(\.[0-9]+)?", number):
        return CellValue(Reading.UNREADABLE if text else Reading.BLANK, raw=text, location=Location(table=1))
    value = Decimal(number.lstrip("+-"))
    value = value.copy_negate() if "-" in number else value
    places = max(-int(value.as_tuple().exponent), 0)
    return CellValue(Reading.READ, value, raw=text, location=Location(table=1), unit=unit, places=places)


# Documents


def grid(texts: Texts, *, positioned: bool = True) -> Grid:
    """One cell a field; rows of unequal length stay so."""
    cells = tuple(
        Cell(text, at, number, location=Location(table=1, row=at + 1, column=number + 1))
        for at, fields in enumerate(texts)
        for number, text in enumerate(fields)
    )
    return Grid(cells, tuple(len(fields) for fields in texts), positioned)


def spanned_grid(rows: Sequence[Sequence[tuple[str, int, int]]]) -> Grid:
    """Cells as (text, colspan, rowspan), laid out as a browser does."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for at, fields in enumerate(rows):
        place = 0
        for text, across, down in fields:
            while (at, place) in taken:
                place += 1
            cells.append(Cell(text, at, place, down, across, Location(table=1, row=at + 1, column=place + 1)))
            taken |= {(at + below, place + right) for below in range(down) for right in range(across)}
    widths = tuple(max((right + 1 for below, right in taken if below == at), default=0) for at in range(len(rows)))
    return Grid(tuple(cells), widths)


def document(*blocks: Paragraph | Grid | str, title: str | None = None) -> Document:
    return Document(
        "report.html",
        "html",
        tuple(Paragraph(block) if isinstance(block, str) else block for block in blocks),
        title,
    )


GROUPS = {
    "denied": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "unprocessed": "（五）不予处理",
    "other_handling": "（六）其他处理",
}
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)

SpannedRow = list[tuple[str, int, int]]


def request_header() -> list[SpannedRow]:
    """The three header rows of table three."""
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    organisations = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    return [
        [(note, 3, 3), ("申请人情况", 7, 1)],
        [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
        [(name, 1, 1) for name in organisations],
    ]


def request_rows(of: Form, values: Mapping[str, str]) -> list[SpannedRow]:
    """The rows of table three below its header, as the official form prints them."""
    requests = of.table("requests")
    inside = [name for name in requests.row_names if name not in {*RESULTS_BEFORE, "carried_out"}]
    seen: set[str] = set()
    rows = []
    for one in requests.rows:
        texts: SpannedRow = [(values.get(f"requests.{one.name}.{name}", ""), 1, 1) for name in requests.column_names]
        leaf = f"{one.number}{one.title.zh}"
        head: SpannedRow = [(leaf, 3, 1)]
        if one.name in inside:
            head = [(leaf, 2, 1)]
        if one.group:
            members = sum(other.group == one.group for other in requests.rows)
            head = [] if one.group in seen else [(GROUPS[one.group], 1, members)]
            head.append((f"{one.number.partition('）')[2]}{one.title.zh}", 1, 1))
            seen.add(one.group)
        if one.name == inside[0]:
            head.insert(0, ("三、本年度办理结果", 1, len(inside)))
        rows.append(head + texts)
    return rows


def request_grid(of: Form, values: Mapping[str, str]) -> Grid:
    return spanned_grid([*request_header(), *request_rows(of, values)])


def own_initiative_grid(of: Form, values: Mapping[str, str]) -> Grid:
    """Table two: its parts one below the other, four columns wide."""
    rows: list[SpannedRow] = []
    for part in of.tables:
        if part.number != "表二":
            continue
        across = 3 if len(part.columns) == 1 else 1
        rows.append([(part.title.zh, 4, 1)])
        rows.append([("信息内容", 1, 1), *((one.title.zh, across, 1) for one in part.columns)])
        rows += [
            [
                (one.title.zh, 1, 1),
                *((values.get(f"{part.name}.{one.name}.{name}", ""), across, 1) for name in part.column_names),
            ]
            for one in part.rows
        ]
    return spanned_grid([[*fields, *[("", 1, 1)] * (4 - sum(f[1] for f in fields))] for fields in rows])


def dispute_grid(of: Form, values: Mapping[str, str]) -> Grid:
    results = of.table("disputes")
    names = [one.title.zh for one in results.columns]
    texts = [values.get(cell, "") for cell in results.cells]
    return spanned_grid(
        [
            [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
            [*((name, 1, 2) for name in names), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
            [(name, 1, 1) for name in names + names],
            [(text, 1, 1) for text in texts],
        ]
    )


def official_document(of: Form, values: Mapping[str, str], *, organ: str = "甲县", year: int = 2023) -> Document:
    """A whole report as the official form prints it."""
    return document(
        f"{organ}{year}年政府信息公开工作年度报告",
        HEADINGS[0],
        HEADINGS[1],
        own_initiative_grid(of, values),
        HEADINGS[2],
        request_grid(of, values),
        HEADINGS[3],
        dispute_grid(of, values),
        HEADINGS[4],
        HEADINGS[5],
    )


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 (no secret: the same numbers in every run)


def consistent_values(of: Form, seed: int, most: int = 9) -> dict[str, str]:
    """Numbers for every cell that satisfy all relations inside a report."""
    random = seeded(seed)
    values: dict[str, int] = {}
    requests = of.table("requests")
    results = [name for name in requests.row_names if name not in {*RESULTS_BEFORE, *RESULTS_AFTER}]
    for one in requests.column_names[:-1]:
        numbers = {name: random.choice([0, random.randint(0, most)]) for name in results}
        numbers["handled"] = sum(numbers.values())
        numbers["carried_out"] = random.randint(0, most)
        numbers["carried_in"] = random.randint(0, numbers["handled"] + numbers["carried_out"])
        numbers["new"] = numbers["handled"] + numbers["carried_out"] - numbers["carried_in"]
        values.update({f"requests.{name}.{one}": number for name, number in numbers.items()})
    for part in (requests, of.table("disputes")):
        for name in part.row_names:
            parts = [f"{part.name}.{name}.{other}" for other in part.column_names[:-1]]
            for cell in parts:
                values.setdefault(cell, random.randint(0, most))
            values[f"{part.name}.{name}.total"] = sum(values[cell] for cell in parts)
    for cell in of.cells:
        # Rising from left to right: what is new is never more than the stock.
        if cell not in values:
            values[cell] = 10 + list(of.table(CellName.parse(cell).table).column_names).index(
                CellName.parse(cell).column
            )
    return {cell: str(number) for cell, number in values.items()}


def as_html(one: Document) -> str:
    """A document as a web page."""
    blocks = []
    for block in one.blocks:
        if isinstance(block, Paragraph):
            blocks.append(f"<p>{html.escape(block.text)}</p>")
            continue
        rows = [
            "".join(
                f'<td colspan="{cell.colspan}" rowspan="{cell.rowspan}">{html.escape(cell.text)}</td>' for cell in cells
            )
            for cells in block.rows
        ]
        blocks.append("<table>" + "".join(f"<tr>{cells}</tr>" for cells in rows) + "</table>")
    return '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>' + "\n".join(blocks) + "</body></html>"
