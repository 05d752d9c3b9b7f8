"""The HTML report in a real Chromium: no complaint, the filter, the width, the contrast, the printed page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from support.browser import Browser, browser, chromium
from support.checkedsamples import checked_samples

from validator.model.result import Result
from validator.packs.pack import load_pack
from validator.renderers import RenderOptions
from validator.renderers.html.page import render

PROGRAM = chromium()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed")

CONTRAST = """
(() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const part = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parse(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ["SCRIPT", "STYLE"].includes(element.tagName)) continue;
    const pair = [light(parse(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    found.push([ratio, element.className || element.tagName]);
  }
  return found.sort((one, other) => one[0] - other[0]);
})()
"""
"""Contrast of each piece of text to what is behind it, as WCAG computes it, the lowest first."""

VISIBLE = "[...document.querySelectorAll('article')].filter((one) => one.offsetParent !== null).length"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    assert PROGRAM is not None
    with browser(PROGRAM, tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render(checked_samples(), load_pack(), RenderOptions()), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_the_window_and_the_console_stays_empty(tab: Browser, page: Path, width: int) -> None:
    tab.open(page, width)
    assert tab.run("document.documentElement.scrollWidth <= window.innerWidth")
    assert tab.run("document.body.scrollWidth <= document.documentElement.clientWidth")
    wide = "[...document.querySelectorAll('.form')].some((box) => box.scrollWidth > box.clientWidth)"
    assert tab.run(wide) or width > 390, "the table of 7 columns should scroll in its box"
    assert tab.complaints() == []
    assert tab.requests() == [page.as_uri()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_the_contrast_of_level_aa(tab: Browser, page: Path, scheme: str) -> None:
    tab.media(prefers_color_scheme=scheme)
    tab.open(page, 1280)
    found = tab.run(CONTRAST)
    tab.media()
    assert len(found) > 500
    assert found[0][0] >= 4.5, found[:5]


COLOURS = """
["td.culprit", "td.marked"].map((look) => getComputedStyle(document.querySelector(look)).backgroundColor)
  .map((colour) => colour.match(/[\\d.]+/g).map(Number))
"""
"""Red, green and blue behind a cell to change, and behind one that only takes part."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_a_cell_to_change_differs_from_its_neighbours_not_by_colour_alone(
    tab: Browser, page: Path, scheme: str, medium: str
) -> None:
    tab.media(medium, prefers_color_scheme=scheme)
    tab.open(page, 1280)
    first, second = (luminance(colour) for colour in tab.run(COLOURS))
    looks = tab.run(
        "['td.culprit', 'td.marked'].map((one) => getComputedStyle(document.querySelector(one)).outlineStyle)"
    )
    tab.media()
    assert (max(first, second) + 0.05) / (min(first, second) + 0.05) >= 3
    assert looks == ["double", "dotted"]


def luminance(colour: list[float]) -> float:
    parts = [one / 255 for one in colour[:3]]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_schemes_differ(tab: Browser, page: Path) -> None:
    colours = []
    for scheme in ("light", "dark"):
        tab.media(prefers_color_scheme=scheme)
        tab.open(page, 1280)
        colours.append(tab.run("getComputedStyle(document.body).backgroundColor"))
    tab.media()
    assert len(set(colours)) == 2


def test_severities_are_hidden_and_shown_with_the_keyboard_alone(tab: Browser, page: Path) -> None:
    result = checked_samples()
    total = sum(len(checked.mistakes) for checked in result.reports)
    errors = sum(one.severity == "error" for checked in result.reports for one in checked.mistakes)
    tab.open(page, 1280)
    assert tab.run(VISIBLE) == total
    tab.press("Tab", 9)
    assert tab.run("document.activeElement.className") == "skip"
    tab.press("Tab", 9)
    assert tab.run("document.activeElement.value") == "error"
    tab.press(" ", 32, " ")
    assert tab.run(VISIBLE) == total - errors
    assert tab.run("document.querySelector('.status').textContent") == f"显示 {total - errors} 处，共 {total} 处"
    assert tab.run("document.querySelectorAll('.chip.error:not([hidden])').length") == 0
    assert tab.run("document.querySelectorAll('td:is(.marked, .culprit):not(:has(.chip:not([hidden])))').length") == 0
    tab.press(" ", 32, " ")
    assert tab.run(VISIBLE) == total
    assert tab.complaints() == []


def test_a_letter_in_focus_lights_its_cell(tab: Browser, page: Path) -> None:
    tab.open(page, 1280)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tab.run("document.querySelector('a.letter').focus()")
    assert tab.run("document.querySelectorAll('td.hot').length") == 1
    assert tab.run("document.querySelector('td.hot b').textContent") == tab.run("document.activeElement.textContent")


def test_the_report_of_a_slip_prints_on_one_page(tab: Browser, tmp_path: Path) -> None:
    path = tmp_path / "one.html"
    path.write_text(render(Result(checked_samples().reports[:1]), load_pack(), RenderOptions()), encoding="utf-8")
    tab.open(path, 1280)
    document = pypdfium2.PdfDocument(io.BytesIO(tab.pdf()))
    try:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    assert "128 + 5 = 133" in text
    assert "→ 12" in text


def test_every_mistake_leads_to_its_cell_and_back(tab: Browser, page: Path) -> None:
    tab.open(page, 1280)
    broken = """
    [...document.querySelectorAll('article a[href$="-cell"]')].filter((link) => {
      const chip = document.getElementById(link.hash.slice(1));
      return !chip || chip.getAttribute("href") !== `#${link.closest("article").id}`;
    }).map((link) => link.hash)
    """
    assert tab.run(broken) == []
    assert tab.run("document.querySelectorAll('article a[href$=\"-cell\"]').length") > 5


def test_mistakes_stand_beside_their_tables_where_there_is_room(tab: Browser, page: Path) -> None:
    beside = """
    (() => {
      const [one, other] = document.querySelector('.beside').children;
      return one.getBoundingClientRect().right <= other.getBoundingClientRect().left;
    })()
    """
    for width in (390, 1280):
        tab.open(page, width)
        assert tab.run(beside) is (width == 1280)
