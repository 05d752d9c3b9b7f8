"""Reports as offices publish them: many styles, a text that is like no other's, formats as often as they occur.

    python tests/benchmarks/offices.py DIR --reports 200

Half of the web pages stand inside the frame of a site, with its menus, scripts and links. All is drawn anew from a seed
and a number; the files of LibreOffice alone (.doc) are left out, since it takes longer to write one than to check it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from msgspec.structs import replace

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from benchmarks.corpus import sentence, slip
from support.layouts import LAYOUTS
from support.official import lay_out
from support.prose import with_prose
from support.randomreport import random_report
from support.wear import styled, wear_page

FORMATS: Mapping[str, int] = {
    "docx": 30, "docx-office": 10, "html": 14, "html-word": 6, "html-nested": 4, "html-gb18030": 4,
    "pdf-ruled": 14, "pdf-unruled": 4, "xlsx": 6, "tabs": 4, "rtf": 4,
}  # fmt: skip
"""Layout -> how many of a hundred reports come in it."""
LEAST, MOST = 500, 5000
"""Characters of the text beside the tables."""
FRAME = 140_000
"""Bytes of a page of a site beside the report."""
_SITE = "<li><a href='/col/col{0}/index.html' title='{1}' target='_blank' class='menu-{0}'>{1}</a></li>"
_SCRIPT = "<script>var t{0}=document.getElementById('m{0}');if(t{0}){{t{0}.onclick=function(){{show({0})}}}}</script>"
_MENU = ("政务公开", "通知公告", "政策文件", "解读回应", "办事服务", "互动交流", "领导之窗", "机构职能", "规划计划")


@dataclass(frozen=True, slots=True)
class Published:
    """One file."""

    name: str
    kind: str
    """A layout, or `site` for a web page inside the frame of one."""
    data: bytes


def published(reports: int, seed: int) -> Iterator[Published]:
    """So many files."""
    return (one_of(Random(f"{seed} {at}"), at) for at in range(reports))


def one_of(rng: Random, at: int, kind: str | None = None) -> Published:
    """A file; `kind`: of which, one by chance if it is None."""
    if kind is None:
        kind = rng.choices([*FORMATS], [*FORMATS.values()])[0]
        site = kind.startswith("html") and rng.random() < 1 / 2
    else:
        site = kind == "site"
    layout = LAYOUTS["html" if kind == "site" else kind]
    year = rng.randint(2019, 2025)
    report = slip(rng, random_report(rng, "2021" if year > 2020 else "2019"))
    report = with_prose(replace(report, organ=f"第{at}县财政局", year=year, opening=(), prose={}))
    wanted, prose = rng.randint(LEAST, MOST), {number: [*lines] for number, lines in report.prose.items()}
    while sum(len(line) for lines in prose.values() for line in lines) < wanted:
        rng.choice([*prose.values()]).append("".join(sentence(rng) for _ in range(rng.randint(1, 4))))
    report = report.with_prose({number: tuple(lines) for number, lines in prose.items()})
    page = wear_page(lay_out(report, layout.restyle(styled(rng))), rng, page_numbers=layout.page_numbers)
    data = layout.write(page, rng)
    return Published(f"{at:06}{layout.suffix}", "site" if site else kind, framed(rng, data) if site else data)


def framed(rng: Random, data: bytes) -> bytes:
    """A web page with what a site puts around it: menus and scripts, a hundred times the report."""
    encoding = "gb18030" if b"gb" in data[:600].lower() else "utf-8"
    head, body, rest = data.decode(encoding).partition("<body>")
    parts, size = [], 0
    while size < FRAME:
        number = rng.randint(1000, 99999)
        parts.append(rng.choice((_SITE, _SITE, _SCRIPT)).format(number, f"{rng.choice(_MENU)}{number}"))
        size += len(parts[-1].encode())
    half = len(parts) // 2
    around = [f"<div class='side'><ul>{''.join(some)}</ul></div>" for some in (parts[:half], parts[half:])]
    text, end, tail = rest.rpartition("</body>")
    return f"{head}{body}{around[0]}<div id='zoom'>{text}</div>{around[1]}{end}{tail}".encode(encoding)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write files into a folder."""
    parser = argparse.ArgumentParser(description="Write reports as offices publish them.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=200, help="default %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default %(default)s")
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    for one in published(asked.reports, asked.seed):
        (asked.folder / one.name).write_bytes(one.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
