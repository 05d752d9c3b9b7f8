"""Draw the first mistake that `gouji check` prints about a sample, for the READMEs.

Writes `docs/finding.svg` (English) and `docs/finding.zh-CN.svg`; with `--check` it writes nothing, and fails if they
are not what the command prints now.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).parent.parent
SAMPLE = "samples/balance-2023.html"
PICTURES = {"en": ROOT / "docs" / "finding.svg", "zh": ROOT / "docs" / "finding.zh-CN.svg"}

CELL, LINE, MARGIN = 8, 20, 16
FONTS = "'Sarasa Mono SC','Noto Sans Mono CJK SC',Menlo,Consolas,'Microsoft YaHei',monospace"
INK, PAPER = "#d8dee9", "#1f2430"
PALETTE = {1: "#ff7b72", 2: "#7ee787", 3: "#e3b341", 4: "#79a8d8", 6: "#76d9e6"}
"""Numbers of ANSI colours: red, green, yellow, blue, cyan."""


def main() -> int:
    """Draw or compare; the exit code."""
    drawn = {path: picture(printed(language)) for language, path in PICTURES.items()}
    if sys.argv[1:] == ["--check"]:
        stale = [path.name for path in drawn if not path.exists() or path.read_text(encoding="utf-8") != drawn[path]]
        for name in stale:
            print(f"docs/{name} is not up to date; run docs/make_finding.py")
        return 1 if stale else 0
    for path, svg in drawn.items():
        path.write_text(svg, encoding="utf-8")
    return 0


def printed(language: str) -> list[str]:
    """What the command prints up to the end of the first mistake, line by line, in colours."""
    command = ["check", SAMPLE, "--lang", language]
    done = subprocess.run(
        [sys.executable, "-m", "validator", *command, "--color", "always"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 1:  # the sample has findings
        raise SystemExit(done.stderr or done.stdout)
    heading, first, _ = done.stdout.split("\n\n", maxsplit=2)
    return [f"$ gouji {' '.join(command)}", "", *heading.splitlines(), "", *first.splitlines(), "", "..."]


def picture(lines: list[str]) -> str:
    """Draw lines with ANSI colours as SVG, each character in its terminal cell."""
    width = max(cell_len(Text.from_ansi(line).plain) for line in lines) * CELL + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN
    rows = [run for number, line in enumerate(lines) for run in runs(line, MARGIN + (number + 0.75) * LINE)]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}">',
            f"<title>{escape(lines[0])}</title>",
            f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>',
            f'<g fill="{INK}" font-size="14" font-family="{FONTS}" xml:space="preserve">',
            *rows,
            "</g>",
            "</svg>",
            "",
        )
    )


def runs(line: str, y: float) -> Iterator[str]:
    """One `text` element for each run of characters of one style and one width; blanks only move on."""
    x = MARGIN
    for segment in Text.from_ansi(line).render(Console(color_system=None, width=1000)):
        for (blank, _), group in groupby(segment.text, key=lambda char: (char == " ", cell_len(char))):
            text = "".join(group)
            length = cell_len(text) * CELL
            if not blank and text.strip():
                yield (
                    f'<text x="{x}" y="{y:.0f}" textLength="{length}"'
                    f"{attributes(segment.style or Style.null())}>{escape(text)}</text>"
                )
            x += length


def attributes(style: Style) -> str:
    """A style as SVG attributes."""
    colour = PALETTE.get(style.color.number or 0) if style.color else None
    faint = ' fill-opacity="0.6"' if style.dim else ""
    return (f' fill="{colour}"' if colour else "") + faint + (' font-weight="bold"' if style.bold else "")


if __name__ == "__main__":
    sys.exit(main())
