"""Why there is nothing to check in a document: what is there instead of the official tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from validator.model.document import Document
from validator.model.errors import UnreadableInputError
from validator.model.form import Form
from validator.model.text import Text
from validator.recognition.tables.labels import normalise_label

_TELLING = 6
"""Characters that make a row label unlikely to stand in prose."""
_TELLING_LABELS = 6
"""Row labels in running text that make it a report whose tables have fallen apart."""


_Told: TypeAlias = tuple[Text, Text]
"""What is wrong, and what to do next."""

_OLD_FORM: _Told = (
    Text(
        "这是2019年以前的旧统计表（指标名称、历年累计），不适用现行表式",
        "this is the statistical form in use before 2019",
    ),
    Text(
        "gouji 核对2019年及以后的年度报告（国办公开办函〔2019〕60号、〔2021〕30号）",
        "gouji checks reports of 2019 and later (forms of 2019 and of 2021)",
    ),
)
_NO_RULING_LINES: _Told = (
    Text(
        "没有找到表格：扫描件或图片里的表格要有框线，才能认出数字在哪一格",
        "no table was found: in a scan or picture a table needs ruling lines to tell the cell of a number",
    ),
    Text(
        "换用 Word 或网页原件；或者扫描表格线清楚的打印件",
        "take the original Word file or web page, or scan a print whose table lines can be seen",
    ),
)
_FALLEN_APART: _Told = (
    Text(
        "文中有年报的表格文字，但表格已散成一段文字，各格数字连在一起，无法读出",
        "the tables are there, but run together into plain text",
    ),
    Text(
        "请提供保留表格的文件（Word、网页或以制表符分隔的文本）",
        "give a file that keeps the tables (Word, web page, tab-separated text)",
    ),
)
_NO_TABLES: _Told = (
    Text("没有找到政府信息公开工作年度报告的表格", "no table of an annual report was found"),
    Text(
        "请确认这是年度报告全文，且表格不是图片",
        "make sure that this is the whole report and its tables are not pictures",
    ),
)


def declined(document: Document, forms: Sequence[Form]) -> UnreadableInputError:
    """Why there is nothing to check in a document."""
    return UnreadableInputError(document.path, *_told(document, forms))


def _told(document: Document, forms: Sequence[Form]) -> _Told:
    text = normalise_label(
        "".join(p.text for p in document.paragraphs) + "".join(c.text for g in document.grids for c in g.cells)
    )
    if "历年累计" in text and "指标名称" in text:
        return _OLD_FORM
    labels = [normalise_label(row.labels[0]) for form in forms for table in form.tables for row in table.rows]
    named = sum(label in text for label in labels if len(label) >= _TELLING)
    if named < _TELLING_LABELS:
        return _NO_TABLES
    return _NO_RULING_LINES if document.recognised_pages else _FALLEN_APART
