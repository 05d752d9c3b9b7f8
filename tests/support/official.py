"""The official form on paper: from a report to headings, paragraphs and tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from support.page import Box, Line, Page, Sheet
from support.reports import ReportData
from support.style import OFFICIAL, Style
from validator.model.form import Table

_GROUPS = {
    "denied": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "unprocessed": "（五）不予处理",
    "other_handling": "（六）其他处理",
}
_RESULTS = "三、本年度办理结果"
_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_WIDTH = 4
"""Columns of table two."""
_LABELS = 3
"""Columns of table three before its numbers."""


def lay_out(report: ReportData, style: Style = OFFICIAL) -> Page:
    """The whole report, set in a style."""
    return tuple(_Setter(report, style).blocks())


@dataclass(frozen=True)
class _Setter:
    report: ReportData
    style: Style

    def blocks(self) -> Iterable[Line | Sheet]:
        yield Line(self.report.title, 1)
        yield from map(Line, self.report.opening)
        tables = {"二": self._documents, "三": self._requests, "四": self._disputes}
        for section in self.report.form.sections:
            if section.number not in self.report.sections:
                continue
            yield Line(f"{section.number}、{section.title.zh}", 2)
            yield from map(Line, self.report.prose.get(section.number, ()))
            if section.number in tables:
                yield from tables[section.number]()

    def _label(self, official: str) -> str:
        """A label as this office prints it."""
        label = self.style.misprints.get(official, official)
        opening, closing = self.style.quotes[:1], self.style.quotes[1:]
        label = label.replace("“", opening).replace("”", closing)
        return label.replace("（", self.style.brackets[0]).replace("）", self.style.brackets[1])

    def _numbers(self, table: Table, row: str) -> list[Box]:
        cells = (f"{table.name}.{row}.{column}" for column in table.column_names)
        return [Box(self.report.cells[cell] or "", number=True) for cell in cells]

    # Table two

    def _documents(self) -> list[Sheet]:
        items = [list(self._item(table)) for table in self.report.form.tables if table.number == "表二"]
        if self.style.documents_apart:
            return [Sheet(tuple(item)) for item in items]
        return [Sheet(tuple(row for item in items for row in item))]

    def _item(self, table: Table) -> Iterable[tuple[Box, ...]]:
        yield (Box(self._label(table.title.zh), _WIDTH),)
        yield _widen([Box("信息内容"), *(Box(self._label(column.title.zh)) for column in table.columns)])
        for row in table.rows:
            yield _widen([Box(self._label(row.title.zh)), *self._numbers(table, row.name)])

    # Table three

    def _requests(self) -> list[Sheet]:
        table = self.report.form.table("requests")
        header = self._requests_header(table)
        broken = self.style.break_after
        rows = len(table.rows)
        if broken is None:
            return [Sheet((*header, *self._requests_rows(table, 0, rows)))]
        again = header if self.style.header_again else ()
        first, second = self._requests_rows(table, 0, broken), self._requests_rows(table, broken, rows)
        return [Sheet((*header, *first)), Sheet((*again, *second))]

    def _requests_header(self, table: Table) -> tuple[tuple[Box, ...], ...]:
        person, *organisations, total = (self._label(column.title.zh) for column in table.columns)
        rows = (
            (Box(self._label(_NOTE), _LABELS, 3), Box("申请人情况", len(table.columns))),
            (Box(person, 1, 2), Box("法人或其他组织", len(organisations)), Box(total, 1, 2)),
            tuple(map(Box, organisations)),
        )
        return ((Box("单位：件", _LABELS + len(table.columns)),), *rows) if self.style.unit_row else rows

    def _requests_rows(self, table: Table, start: int, stop: int) -> list[tuple[Box, ...]]:
        """Rows of table three on one page; merged labels that the page break cuts are closed there."""
        names = table.row_names
        rows = []
        for at in range(start, stop):
            row = table.rows[at]
            leaf = self._leaf(row.number) + self._label(row.title.zh)
            boxes: list[Box] = []
            if row.number.startswith("（"):
                results = [other for other in range(len(names)) if table.rows[other].number.startswith("（")]
                boxes += self._merged(_RESULTS, results, at, start, stop)
                if row.group is None:
                    boxes.append(Box(self._label(row.number) + self._label(row.title.zh), 2))
                else:
                    members = [other for other in range(len(names)) if table.rows[other].group == row.group]
                    boxes += [*self._merged(_GROUPS[row.group], members, at, start, stop), Box(leaf)]
            else:
                boxes.append(Box(row.number + self._label(row.title.zh), _LABELS))
            rows.append((*boxes, *self._numbers(table, row.name)))
        return rows

    def _merged(self, label: str, members: Sequence[int], at: int, start: int, stop: int) -> list[Box]:
        """The merged label of several rows, if it begins in row `at` of a page with the rows from start to stop."""
        here = [member for member in members if start <= member < stop]
        if at != here[0]:
            return []
        text = self._label(label)
        if len(here) < len(members):
            text = self._cut(text, first=here[0] == members[0])
        return [Box(text, 1, len(here))]

    def _cut(self, text: str, *, first: bool) -> str:
        if not self.style.group_cut:
            return text if first else ""
        half = len(text) // 2 + 1
        return text[:half] if first else text[half:]

    def _leaf(self, number: str) -> str:
        """`（三）1.` -> `1.` in the numbering of this office."""
        digit = number.partition("）")[2].rstrip(".")
        if not self.style.numbering or not digit:
            return ""
        full_width = self.style.numbering.startswith("１")
        return (digit.translate(_FULL_WIDTH) if full_width else digit) + self.style.numbering[1:]

    # Table four

    def _disputes(self) -> list[Sheet]:
        table = self.report.form.table("disputes")
        first, *litigation = table.rows
        outcomes = [self._label(column.title.zh) for column in table.columns]
        width = len(outcomes)
        header = (
            (Box(self._label(first.title.zh), width), Box("行政诉讼", width * len(litigation))),
            (
                *(Box(outcome, 1, 2) for outcome in outcomes),
                *(Box(self._label(row.title.zh), width) for row in litigation),
            ),
            tuple(Box(outcome) for _ in litigation for outcome in outcomes),
        )
        return [Sheet((*header, tuple(box for row in table.rows for box in self._numbers(table, row.name))))]


def _widen(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """A row of table two: the last box takes the columns that are left."""
    last = boxes[-1]
    return (*boxes[:-1], Box(last.text, _WIDTH - len(boxes) + 1, number=last.number))
