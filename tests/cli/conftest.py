"""A web page with a report on the form in force, and files made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from validator.model.form import Form, Table
from validator.packs.pack import load_pack

SAMPLE = {
    "new": (128, 6, 3, 0, 0, 0, 137),
    "carried_in": (5, 0, 0, 0, 0, 0, 5),
    "granted": (100, 6, 3, 0, 0, 0, 109),
    "partial": (21, 0, 0, 0, 0, 0, 21),
    "handled": (121, 6, 3, 0, 0, 0, 130),
    "carried_out": (12, 0, 0, 0, 0, 0, 12),
}
"""Rows of table three that are not all 0."""

MakeReport = Callable[..., Path]

TEXTS = {
    "一": "工作纳入考核，开展社会评议，没有需要追究责任的情形。",
    "五": "主要问题是解读形式不多，下一步改进解读。",
    "六": "本机关没有收取信息处理费。",
}
"""What stands in the parts without a table: nothing to find fault with."""


def _row(cells: list[str]) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _requests(table: Table, numbers: Mapping[str, tuple[object, ...]]) -> str:
    rows = [_row(["项目", *(column.title.zh for column in table.columns)])]
    for row in table.rows:
        values = numbers.get(row.name, (0,) * len(table.columns))
        rows.append(_row([row.number + row.title.zh, *map(str, values)]))
    return "<table>" + "".join(rows) + "</table>"


def _disclosure(form: Form) -> str:
    rows = []
    for table in form.tables:
        if table.number == "表二":
            rows.append(_row([table.title.zh]))
            rows.append(_row(["信息内容", *(column.title.zh for column in table.columns)]))
            rows += [_row([row.title.zh, *("0" for _ in table.columns)]) for row in table.rows]
    return "<table>" + "".join(rows) + "</table>"


def _disputes(table: Table) -> str:
    head = "".join(f"<td colspan='{len(table.columns)}'>{row.title.zh}</td>" for row in table.rows)
    columns = [column.title.zh for _ in table.rows for column in table.columns]
    return f"<table><tr>{head}</tr>{_row(columns)}{_row(['0'] * len(columns))}</table>"


def report_page(numbers: Mapping[str, tuple[object, ...]], organ: str = "甲县人民政府", year: int = 2023) -> str:
    """A page with all sections and tables; `numbers` holds rows of table three, the others are 0."""
    form = load_pack().forms[-1]
    tables = {
        "二": _disclosure(form),
        "三": _requests(form.table("requests"), SAMPLE | dict(numbers)),
        "四": _disputes(form.table("disputes")),
    }
    parts = tables | {number: f"<p>{text}</p>" for number, text in TEXTS.items()}
    title = f"{organ}{year}年政府信息公开工作年度报告"
    body = "".join(f"<h2>{s.number}、{s.title.zh}</h2>{parts[s.number]}" for s in form.sections)
    return f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


@pytest.fixture
def make_report(tmp_path: Path) -> MakeReport:
    """Write a report as a web page; keywords are rows of table three."""

    def make(name: str = "甲县2023.html", **numbers: tuple[object, ...]) -> Path:
        path = tmp_path / name
        path.write_text(report_page(numbers), encoding="utf-8")
        return path

    return make


@pytest.fixture
def sound(make_report: MakeReport) -> Path:
    """A report in which every relation holds."""
    return make_report("sound.html")


@pytest.fixture
def wrong(make_report: MakeReport) -> Path:
    """A report in which one cell is wrong: 10 natural persons carried over instead of 12."""
    return make_report("wrong.html", carried_out=(10, 0, 0, 0, 0, 0, 12))
