"""The page in a real Chromium: files come in, results come out, nothing goes elsewhere, nobody is kept out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.axe import violations
from support.browser import Browser, browser, chromium
from support.desk import SAMPLES, served

from validator import check, load_pack
from validator.renderers import RENDERERS, RenderOptions, renderer

PROGRAM = chromium()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed")
PACK = load_pack()
CARDS = "document.querySelectorAll('.card').length"
EVERY = sorted(path for path in SAMPLES.iterdir() if path.suffix not in {".yaml", ""})


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def tab(tmp_path_factory: pytest.TempPathFactory, page: str) -> Iterator[Browser]:
    assert PROGRAM is not None
    with browser(PROGRAM, tmp_path_factory.mktemp("browser")) as running:
        yield running
        hosts = {urlsplit(url).netloc for url in running.requests() if not url.startswith(("data:", "blob:"))}
        assert hosts <= {urlsplit(page).netloc}
        assert running.complaints() == []


def damaged(folder: Path) -> list[Path]:
    """Five files that nothing can be read of."""
    whole = (SAMPLES / "row-total-2023.docx").read_bytes()
    made = {
        "半截.docx": whole[: len(whole) // 2],
        "空.docx": b"",
        "乱.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 8,
        "改名.xlsx": b"MZ" + bytes(200),
        "锁.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in made]


def dropped(tab: Browser, page: str, *paths: Path, width: int = 1280) -> None:
    tab.open(page, width)
    tab.choose("#files", *paths)
    tab.wait_for(f"{CARDS} === {len(paths)}")


def test_every_sample_and_damaged_file_comes_back_as_from_the_command(tab: Browser, page: str, tmp_path: Path) -> None:
    chosen = [*EVERY, *damaged(tmp_path)]
    dropped(tab, page, *chosen)
    got = tab.run(
        "(async () => { const all = document.querySelector('a[href*=\"report.html\"]').href;"
        " return await (await fetch(all.replace('report.html', 'report.json'))).text(); })()"
    )
    result = check(chosen)
    wanted = renderer(RENDERERS["json"])(result, PACK, RenderOptions())
    for path in chosen:
        wanted = wanted.replace(json.dumps(str(path), ensure_ascii=False)[1:-1], path.name)
    assert json.loads(got) == json.loads(wanted)
    shown = tab.run("[...document.querySelectorAll('.card.unread h3')].map((one) => one.textContent)")
    assert sorted(shown) == sorted(Path(one.path).name for one in result.unreadable)


def test_a_click_on_a_card_takes_the_annotated_copy_away(tab: Browser, page: str, tmp_path: Path) -> None:
    dropped(tab, page, SAMPLES / "row-total-2023.docx")
    tab.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    tab.run("document.querySelector('a[href*=annotated]').click()")
    import time

    ends = time.monotonic() + 30
    while not (found := list(tmp_path.glob("*.docx"))):
        assert time.monotonic() < ends
        time.sleep(0.1)
    assert found[0].name == "row-total-2023（批注）.docx"


def test_the_draft_is_replaced_and_the_page_comes_back_to_it(tab: Browser, page: str) -> None:
    dropped(tab, page, SAMPLES / "row-total-2023.docx", SAMPLES / "misquoted-2023.html")
    tab.choose("[data-replace='row-total-2023.docx']", SAMPLES / "consistent-2024.docx")
    tab.wait_for("document.querySelector('[data-path=\"consistent-2024.docx\"] .changes') !== null")
    assert tab.run(CARDS) == 2
    tab.run("document.querySelector('.card.remarks a.main').click()")
    tab.wait_for("document.querySelector('iframe') !== null && document.readyState === 'complete'")
    tab.run("document.querySelector('nav a.main').click()")
    tab.wait_for(f"document.querySelector('#drop') !== null && {CARDS} === 2")
    tab.run("document.querySelector('[data-rules]').click()")
    tab.wait_for("document.querySelector('ul.rules a') !== null && document.readyState === 'complete'")
    tab.run("document.querySelector('ul.rules a').click()")
    tab.wait_for("document.querySelector('main dl') !== null && document.readyState === 'complete'")
    tab.run("document.querySelector('main a').click()")
    tab.wait_for(f"document.querySelector('#drop') !== null && {CARDS} === 2")
    tab.run("document.querySelector('[data-switch]').click()")
    tab.wait_for(f"document.documentElement.lang === 'en' && {CARDS} === 2")
    tab.run("document.querySelector('[data-remove]').click()")
    tab.wait_for(f"{CARDS} === 1")
    tab.run("document.querySelector('[data-clear]').click()")
    tab.wait_for(f"{CARDS} === 0")


def test_what_is_stopped_midway_changes_nothing(tab: Browser, page: str, tmp_path: Path) -> None:
    dropped(tab, page, SAMPLES / "row-total-2023.docx")
    many = []
    for at in range(200):
        many.append(tmp_path / f"{at}.docx")
        many[-1].write_bytes((SAMPLES / "consistent-2024.docx").read_bytes())
    tab.choose("#files", *many)
    tab.wait_for("!document.querySelector('#progress').hidden && document.querySelector('progress').value > 0")
    tab.run("document.querySelector('#stop').click()")
    tab.wait_for("!document.querySelector('.problem').hidden")
    assert tab.run(CARDS) == 1
    tab.choose("#files", SAMPLES / "consistent-2024.docx")
    tab.wait_for(f"{CARDS} === 2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(tab: Browser, page: str, scheme: str, tmp_path: Path) -> None:
    tab.media(prefers_color_scheme=scheme)
    tab.call("Page.setBypassCSP", enabled=True)
    dropped(tab, page, SAMPLES / "row-total-2023.docx", SAMPLES / "misquoted-2023.html", SAMPLES / "before-2019.txt")
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert violations(tab) == []
    file, *taken = (
        tab.run(f"document.querySelector('{one}').href")
        for one in (".card a.main", ".all a[href*=summary]", ".all a[href*=report]")
    )
    for address in (file, file.replace("/?", "/view?"), f"{page}rules/", f"{page}rules/requests-balance"):
        tab.open(address, 1280)
        assert violations(tab) == [], address
    tab.open(page, 1280)
    saved = [tab.run(f"fetch('{address}').then((answer) => answer.text())") for address in taken]
    for html in saved:
        (tmp_path / "saved.html").write_text(html, encoding="utf-8")
        tab.open(tmp_path / "saved.html", 1280)
        tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert violations(tab) == []
    tab.open(page, 1280)
    tab.call("Page.setBypassCSP", enabled=False)


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_the_page_fits_the_window(tab: Browser, page: str, width: int) -> None:
    dropped(tab, page, SAMPLES / "row-total-2023.docx", SAMPLES / "misquoted-2023.html", width=width)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for address in (
        None,
        tab.run("document.querySelector('.card a.main').href"),
        f"{page}rules/",
        f"{page}rules/units-sum",
    ):
        if address:
            tab.open(address, width)
        assert tab.run("document.documentElement.scrollWidth <= window.innerWidth")


def test_all_of_it_can_be_done_with_the_keyboard(tab: Browser, page: str) -> None:
    dropped(tab, page, SAMPLES / "row-total-2023.docx")
    assert tab.run("document.activeElement.id") == "results-title"
    reached = []
    for _ in range(12):
        tab.press("Tab", 9)
        reached.append(tab.run("document.activeElement.outerHTML"))
    for part in ("letter-fields|<summary", "data-clear", 'class="main"', "annotated", "data-replace", "data-remove"):
        assert any(re.search(part, one) for one in reached), part


def test_the_report_in_the_frame_cannot_reach_the_desk(tab: Browser, page: str) -> None:
    dropped(tab, page, SAMPLES / "row-total-2023.docx")
    tab.open(tab.run("document.querySelector('.card a.main').href"), 1280)
    assert tab.run("document.querySelector('iframe').contentDocument") is None
    # By itself it has no origin either, and shows the same.
    tab.open(tab.run("document.querySelector('iframe').src"), 1280)
    assert tab.run("window.origin") == "null"
    assert tab.run("document.querySelectorAll('article').length") > 0
