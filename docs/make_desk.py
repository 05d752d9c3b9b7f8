"""Take the picture of the page for the guide: `docs/desk.png`.

Needs Chromium. Fonts differ from machine to machine, so that the picture is not compared with an earlier one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

SAMPLES = ("row-total-2023.docx", "consistent-2024.docx")
PICTURE = ROOT / "docs" / "desk.png"
WIDTH, HEIGHT = 960, 860
LARGEST = 200_000
"""Bytes that the picture may have."""


def main() -> int:
    """Drop the samples on a desk, take the picture; the exit code."""
    from support.browser import browser, chromium
    from support.desk import served

    program = chromium()
    if program is None:
        print("Chromium is not installed")
        return 1
    with tempfile.TemporaryDirectory() as folder, served() as address, browser(program, Path(folder)) as tab:
        tab.call("Emulation.setScrollbarsHidden", hidden=True)
        tab.open(address, WIDTH, HEIGHT)
        tab.choose("#files", *(ROOT / "samples" / name for name in SAMPLES))
        tab.wait_for(f"document.querySelectorAll('.card').length === {len(SAMPLES)}")
        tab.run("document.activeElement.blur()")
        tab.picture(PICTURE, whole=False)
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(ROOT)}: {size} bytes")
    return 0 if size < LARGEST else 1


if __name__ == "__main__":
    sys.exit(main())
