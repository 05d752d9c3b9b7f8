"""Take the pictures of pages for the READMEs and guides: `docs/desk.png`, `docs/desk-file.png`, `docs/report.png`.

    python docs/pictures.py [NAME...]

Needs Chromium. Fonts differ from machine to machine, so that no picture is compared with an earlier one.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

if TYPE_CHECKING:
    from support.browser import Browser

DROPPED = ("row-total-2023.docx", "consistent-2024.docx")
CHECKED = "samples/balance-2023.html"
LAST = "[...document.querySelectorAll('article')].at(-1)"
"""What stands at the top of the picture of the report: the last finding, and below it the table of the form."""
LARGEST = 200_000
"""Bytes that a picture may have."""


def desk(tab: Browser, folder: Path, open_until: ExitStack) -> None:  # noqa: ARG001 - as all pages are called
    """The page after two reports were dropped on it."""
    from support.desk import served

    tab.open(open_until.enter_context(served()), 960, 900)
    tab.choose("#files", *(ROOT / "samples" / name for name in DROPPED))
    tab.wait_for(f"document.querySelectorAll('.card').length === {len(DROPPED)}")
    tab.run("document.activeElement.blur()")


def desk_file(tab: Browser, folder: Path, open_until: ExitStack) -> None:
    """The page of one of them."""
    desk(tab, folder, open_until)
    tab.open(tab.run("document.querySelector('.card a.main').href"), 1280, 760)
    # The report stands in a frame that nothing can be asked of.
    tab.run("new Promise((done) => { setTimeout(done, 1000); })")


def report(tab: Browser, folder: Path, open_until: ExitStack) -> None:  # noqa: ARG001 - as all pages are called
    """The HTML report of a sample."""
    from validator.cli import run

    page = folder / "report.html"
    run(["check", str(ROOT / CHECKED), "--format", "html", "--output", str(page)])
    # The page says which file was checked: as a reader of the README would name it.
    page.write_text(page.read_text(encoding="utf-8").replace(str(ROOT / CHECKED), CHECKED), encoding="utf-8")
    tab.open(page, 960, 1016)
    tab.run(f"{LAST}.scrollIntoView()")


PAGES: Mapping[str, Callable[[Browser, Path, ExitStack], None]] = {
    "desk": desk,
    "desk-file": desk_file,
    "report": report,
}


def main(names: list[str]) -> int:
    """Take the pictures of these names, or all; the exit code."""
    from support.browser import browser, chromium

    program = chromium()
    if program is None:
        print("Chromium is not installed")
        return 1
    too_large = False
    for name in names or PAGES:
        picture = ROOT / "docs" / f"{name}.png"
        with tempfile.TemporaryDirectory() as folder, ExitStack() as open_until:
            tab = open_until.enter_context(browser(program, Path(folder)))
            tab.call("Emulation.setScrollbarsHidden", hidden=True)
            PAGES[name](tab, Path(folder), open_until)
            tab.picture(picture, whole=False)
        size = picture.stat().st_size
        too_large |= size >= LARGEST
        print(f"{picture.relative_to(ROOT)}: {size} bytes")
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
