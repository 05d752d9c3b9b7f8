"""Take the picture of the HTML report for the READMEs: `docs/report.png`.

Needs Chromium. Fonts differ from machine to machine, so that the picture is not compared with an earlier one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

SAMPLE = "samples/balance-2023.html"
PICTURE = ROOT / "docs" / "report.png"
WIDTH, HEIGHT = 960, 1016
SHOWN = "[...document.querySelectorAll('article')].at(-1)"
"""What stands at the top of the picture: the last finding, and below it the table of the form."""
LARGEST = 200_000
"""Bytes that the picture may have."""


def main() -> int:
    """Check the sample, show the page, take the picture; the exit code."""
    from support.browser import browser, chromium

    from validator.cli import run

    program = chromium()
    if program is None:
        print("Chromium is not installed")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        run(["check", str(ROOT / SAMPLE), "--format", "html", "--output", str(page)])
        # The page says which file was checked: as a reader of the README would name it.
        text = page.read_text(encoding="utf-8").replace(str(ROOT / SAMPLE), SAMPLE)
        page.write_text(text, encoding="utf-8")
        with browser(program, Path(folder)) as tab:
            tab.call("Emulation.setScrollbarsHidden", hidden=True)
            tab.open(page, WIDTH, HEIGHT)
            tab.run(f"{SHOWN}.scrollIntoView()")
            tab.picture(PICTURE, whole=False)
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(ROOT)}: {size} bytes")
    return 0 if size < LARGEST else 1


if __name__ == "__main__":
    sys.exit(main())
