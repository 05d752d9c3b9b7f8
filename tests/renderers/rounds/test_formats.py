"""The page, the workbook and the table of a round say the same."""

from __future__ import annotations

import csv
import io
import re
import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from renderers.rounds.factory import ROUND, figures, mistake, report
from support import libreoffice
from support.browser import browser, chromium

from validator.messages import LANGUAGES
from validator.model.encoding.csv_field import of_field
from validator.model.mistake import Demand
from validator.renderers.rounds.page import render_round
from validator.renderers.rounds.table import round_csv
from validator.renderers.rounds.told import ToldRound
from validator.renderers.rounds.workbook import round_workbook

LETTER = re.compile(r"(?<![A-Za-z<])[a-z](?![A-Za-z>])")


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_formats_agree_on_every_organ() -> None:
    rows = [[of_field(field) for field in row] for row in table(round_csv(figures()))]
    sheet = load_workbook(io.BytesIO(round_workbook(figures()))).worksheets[0]
    shown = [
        ["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows(max_row=len(rows))
    ]
    assert shown == rows
    soup = BeautifulSoup(render_round(figures()), "html.parser")
    ranking = soup.select("table.ranking tbody tr")
    at = {head: place for place, head in enumerate(rows[0])}
    for row, line in zip(ranking, rows[1:], strict=False):
        cells = [cell.get_text() for cell in row.find_all(["th", "td"])]
        assert cells[0] == line[at["机关"]]
        assert cells[1] == line[at["需要更正"]]
        assert cells[3:6] == [line[at[head]] for head in ("需要说明", "需要核对原件", "核对方查明")]
    assert len(ranking) == len(figures().organs)


def test_whoever_has_not_reported_is_in_every_format() -> None:
    names = ("戊局", "庚局", "丁镇", "己局")
    book = load_workbook(io.BytesIO(round_workbook(figures())))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    page, text = render_round(figures()), round_csv(figures())
    assert all(name in cells and name in page and name in text for name in names)
    assert all("逾期未报" in where for where in (page, text, str(cells)))


def test_every_mistake_is_told_with_what_to_do() -> None:
    soup = BeautifulSoup(render_round(figures()), "html.parser")
    badges = [one.get_text() for one in soup.select(".told .badge")]
    assert sorted(badges) == sorted(["更正"] * 3 + ["核实并说明", "先核对原件", "核对方查明"])
    sheet = load_workbook(io.BytesIO(round_workbook(figures())))["逐处差错"]
    assert sheet.max_row == 1 + sum(len(one.mistakes) for one in ROUND.reports)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_others_wrote_is_never_markup_nor_a_formula(language: str) -> None:
    soup = BeautifulSoup(render_round(figures(language=language)), "html.parser")
    assert soup.find("b") is None
    assert any("=丙区<b>" in one.get_text() for one in soup.find_all("a"))
    assert any(row[0] == "'=丙区<b>" for row in table(round_csv(figures(language=language))))
    book = load_workbook(io.BytesIO(round_workbook(figures(language=language))))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_page_loads_nothing_and_names_no_cell_by_a_letter() -> None:
    page = render_round(figures())
    soup = BeautifulSoup(page, "html.parser")
    assert not soup.find_all(src=True)
    assert all(str(one["href"]).startswith("#") for one in soup.find_all(href=True))
    assert not soup.find_all(style=True)
    for part in soup(["script", "style"]):
        part.decompose()
    assert not LETTER.search(soup.get_text(" "))


def test_an_empty_round_has_a_page_a_workbook_and_a_table() -> None:
    nothing = figures(ToldRound(), listed=False)
    assert "没有。" in render_round(nothing)
    assert len(load_workbook(io.BytesIO(round_workbook(nothing))).worksheets) == 4
    assert len(table(round_csv(nothing))) == 1


def many(reports: int) -> ToldRound:
    kinds = (mistake(slip="digit-added"), mistake(Demand.EXPLAIN), mistake(Demand.ORIGINAL))
    return ToldRound(tuple(report(f"甲{at}局", 2023, *kinds[: at % 4]) for at in range(reports)))


def test_a_workbook_of_300_reports_has_few_sheets_and_is_written_soon() -> None:
    start = time.process_time()
    data = round_workbook(figures(many(300)))
    assert time.process_time() - start < 10
    assert len(load_workbook(io.BytesIO(data)).worksheets) <= 6


@pytest.mark.skipif(not libreoffice.is_installed(), reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook() -> None:
    (text,) = libreoffice.convert([round_workbook(figures(many(300)))], ".xlsx", "csv")
    assert len(text.decode("utf-8").splitlines()) > 300


@pytest.mark.skipif(chromium() is None, reason="Chromium is not installed")
def test_the_ranking_sorts_and_searches(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(render_round(figures(many(12))), encoding="utf-8")
    program = chromium()
    assert program is not None
    rows = "[...document.querySelectorAll('table.ranking tbody tr')].filter(row => !row.hidden)"
    names = rows + ".map(row => row.cells[{at}].textContent)"
    sort = "document.querySelectorAll('table.ranking th button')[1].click()"
    search = "var box = document.querySelector('.search input'); box.value = '甲11';"
    with browser(program, tmp_path) as tab:
        for width in (1280, 390):
            tab.open(page, width)
            assert tab.run("document.documentElement.scrollWidth") <= width
            tab.run(sort)
            counts = [int(one) for one in tab.run(names.replace("{at}", "1"))]
            assert counts == sorted(counts, reverse=True)
            tab.run(sort)
            assert [int(one) for one in tab.run(names.replace("{at}", "1"))] == counts[::-1]
            tab.run("document.querySelector('.search input').focus()")
            tab.run(search + "box.dispatchEvent(new Event('input'))")
            assert tab.run(names.replace("{at}", "0")) == ["甲11局"]
            assert tab.run("document.querySelector('.status').textContent") == "显示 1 个，共 12 个"
            assert tab.complaints() == []
            assert tab.requests() == [page.as_uri()]
