"""How long a report takes, written down over time: one line a commit, as ratios to a fixed computation beside it.

    python tests/benchmarks/record.py --append              one more line in docs/benchmarks.csv, and the drawing
    python tests/benchmarks/record.py --reports 2 --check   1 if a ratio is 1.3 times that of the last line

Times are the processor's, of reading, checking and telling one file that was not seen before. `page` is a web page of
one style with little text, `html` one of any style with much of it, `site` the same within the frame of a site;
`cold` is a whole `gouji check` of one page, `cold-doubt` one of a file in which a row has lost a cell. The
computation is done before and after each: the faster and the busier a machine is, the faster and the slower both are.
So lines of different machines can be held against each other, within limits.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from benchmarks.corpus import corpus
from benchmarks.offices import one_of
from support.official import lay_out
from support.writers import html

from validator.engine._file_checker import FileChecker
from validator.engine.pipeline import select_rules
from validator.engine.sources.sources import Source
from validator.engine.task import Task
from validator.packs.pack import load_pack

TODAY = date(2030, 1, 1)
PAGE = "page"
KINDS = (PAGE, "html", "site", "docx", "pdf-ruled", "pdf-unruled", "xlsx", "tabs")
WORSE = 1.3
"""Times the ratio of the last line that is too much."""
AGAIN = 2
"""How often what seems too slow is measured once more: a machine is busy now and then, slow code is slow each time."""
CSV, SVG = ROOT / "docs" / "benchmarks.csv", ROOT / "docs" / "benchmarks.svg"
COLD: Mapping[str, Path] = {
    "cold": ROOT / "samples" / "consistent-2022.html",
    "cold-doubt": ROOT / "samples" / "ragged-2019.txt",
}
"""Each run of the command -> what it checks."""
COLUMNS = ("commit", "machine", *KINDS, *COLD)
_COLOURS = (
    "#1f5fa8",
    "#c4561b",
    "#2d7d46",
    "#7b3fa0",
    "#b08a00",
    "#5a5a5a",
    "#c02942",
    "#00838f",
    "#8d6e63",
    "#6b8e23",
)
_WIDE, _HIGH, _EDGE = 720, 300, 40


def reference() -> object:
    """The fixed computation: what a check does most, on words of its own. It never changes: all lines stand on it."""
    words = [f"第{at}项共{at * 7 % 1000}件" for at in range(4000)]
    text = "，".join(words)
    found = [int(one) for one in re.findall(r"共(\d+)件", text)]
    table: dict[str, list[int]] = {}
    for word, number in zip(words, found, strict=True):
        table.setdefault(word[-3:], []).append(number)
    return sum(max(numbers) for numbers in table.values()), sorted(words, key=lambda one: one[::-1])[:3]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if `--check` finds a ratio that is too much worse."""
    parser = argparse.ArgumentParser(description="Write down how long a report takes.")
    parser.add_argument("--reports", type=int, default=12, help="of each kind (default %(default)s)")
    parser.add_argument("--append", action="store_true", help="add a line, and draw all of them")
    parser.add_argument("--check", action="store_true", help="hold the ratios against the last line")
    parser.add_argument("--file", type=Path, default=CSV, help="default %(default)s")
    asked = parser.parse_args(arguments)
    before, ratios = lines_of(asked.file), measured(asked.reports)
    sys.stdout.write("".join(f"{name}: {ratio:.2f}\n" for name, ratio in ratios.items()))
    if asked.append:
        line = {"commit": commit(), "machine": machine(), **{name: f"{ratio:.2f}" for name, ratio in ratios.items()}}
        write_lines(asked.file, [*before, line])
        asked.file.with_suffix(".svg").write_text(drawing([*before, line]), encoding="utf-8")
    if not asked.check or not before:
        return 0
    last = known(before[-1])
    worse = _worse(last, ratios)
    for _ in range(AGAIN):
        if worse:
            again = measured(asked.reports, tuple(worse))
            worse = _worse(last, {name: min(ratio, again[name]) for name, ratio in worse.items()})
    for name, ratio in worse.items():
        sys.stdout.write(f"{name}: {ratio:.2f} is more than {WORSE} times {last[name]:.2f}\n")
    return int(bool(worse))


def _worse(last: Mapping[str, float], ratios: Mapping[str, float]) -> Mapping[str, float]:
    return {name: ratio for name, ratio in ratios.items() if name in last and ratio > WORSE * last[name]}


def measured(reports: int, only: Sequence[str] = ()) -> Mapping[str, float]:
    """Kind -> processor time of one report, in times of the fixed computation; `only`: those, if there are any."""
    pack = load_pack()
    bench = FileChecker(Task(content="jsonl", wanted=select_rules(pack), today=TODAY), pack=pack)
    ratios = {}
    for kind in (one for one in KINDS if one in (only or KINDS)):
        bench.run([Source("warm", _drawn(kind, "warm", 1)[0])])
        files = _drawn(kind, kind, reports)
        ratios[kind] = _ratio([partial(bench.run, [Source("report", data)]) for data in files])
    for name, sample in COLD.items():
        if only and name not in only:
            continue
        for _ in range(2):  # the pack is compiled and kept, then the patterns that reports need
            _cold(sample)
        ratios[name] = _ratio([partial(_cold, sample)] * max(3, reports // 2), _children)
    return ratios


def _drawn(kind: str, seed: str, reports: int) -> list[bytes]:
    """So many files of a kind."""
    if kind != PAGE:
        return [one_of(Random(f"{seed} {at}"), at, kind).data for at in range(reports)]
    return [
        html.plain(lay_out(one.report)) for one in islice(corpus(1, reports, 1, Random(seed).getrandbits(32)), reports)
    ]


def _ratio(work: Sequence[Callable[[], object]], clock: Callable[[], float] = process_time) -> float:
    """The median of each piece of work against the computation done before and after it."""
    found = []
    for one in work:
        first = _taken(reference, process_time)
        taken = _taken(one, clock)
        found.append(2 * taken / (first + _taken(reference, process_time)))
    return median(found)


def _taken(work: Callable[[], object], clock: Callable[[], float]) -> float:
    started = clock()
    work()
    return clock() - started


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _cold(sample: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "validator", "check", "--no-config", str(sample)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode > 1:  # 1: something was found
        raise RuntimeError(done.stderr.decode(errors="replace"))


def commit() -> str:
    """The short name of what is measured; empty where that is not known."""
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def machine() -> str:
    """What of the machine may matter."""
    return f"{platform.system()} {platform.machine()} Python {platform.python_version()}"


def lines_of(path: Path) -> list[dict[str, str]]:
    """The lines so far."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known(line: Mapping[str, str]) -> Mapping[str, float]:
    """The ratios of a line; one that was not measured yet has no entry."""
    return {name: float(text) for name in (*KINDS, *COLD) if (text := line.get(name))}


def write_lines(path: Path, lines: Sequence[Mapping[str, str]]) -> None:
    """Write all lines."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def drawing(lines: Sequence[Mapping[str, str]]) -> str:
    """The ratios over the commits as SVG, each against the first of its own, so that all begin at 1."""
    ratios = [known(line) for line in lines]
    curves: dict[str, list[tuple[int, float]]] = {}
    for name in (*KINDS, *COLD):
        found = [(at, one[name]) for at, one in enumerate(ratios) if name in one]
        if found:
            curves[name] = [(at, ratio / found[0][1]) for at, ratio in found]
    most = max(1.2, *(value for curve in curves.values() for _, value in curve))
    step = (_WIDE - 3 * _EDGE) / max(1, len(lines) - 1)

    def place(at: int, value: float) -> str:
        return f"{_EDGE + at * step:.1f},{_HIGH - _EDGE - value / most * (_HIGH - 2 * _EDGE):.1f}"

    parts = [f'<line x1="{_EDGE}" x2="{_WIDE}" y1="{_HIGH - _EDGE}" y2="{_HIGH - _EDGE}" stroke="#888"/>']
    for number, (name, curve) in enumerate(curves.items()):
        points, colour = " ".join(place(at, value) for at, value in curve), _COLOURS[number]
        x, y = place(*curve[-1]).split(",")
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>')
        key = f'<text x="{_EDGE + number * 75}" y="{_EDGE // 2}" fill="{colour}">{name} {curve[-1][1]:.2f}</text>'
        parts.append(key)
    parts.append(f'<text x="{_EDGE}" y="{_HIGH - 12}" fill="#555">{lines[0]["commit"]} - {lines[-1]["commit"]}</text>')
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif" '
        f'font-size="11">\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main())
