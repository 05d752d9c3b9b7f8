"""Write a corpus of reports: organs with units below them, over several years, with the mistakes that people make.

    python tests/benchmarks/corpus.py DIR --organs 20 --units 9 --years 5

Every organ is the sum of its units and each year carries over what the year before left, before slips are planted. The
rates of slips are those of published reports: one in five has an error, mostly a total that was not added up.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from msgspec.structs import replace

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from support.official import lay_out
from support.prose import with_prose
from support.randomreport import random_report
from support.reports import APPLICANTS, DISPUTES, ReportData, totals_left_blank, zeros_left_blank
from support.writers import html

SEED = 2021
FIRST_YEAR = 2019
NEW_FORM = 2021
"""First year on the form in force."""
DISPUTES_TOTAL, HANDLED, ROW_TOTAL, ANY_CELL = 0.09, 0.05, 0.03, 0.02
"""Shares of reports in which a total of table four stands at 0, the total of the results is short, the total of a row
is wrong, or any cell is."""
ZEROS_BLANK, TOTALS_BLANK = 0.3, 0.05
WRITERS = (html.plain, html.plain, html.nested, html.gb18030, html.word_export)
"""Kinds of pages, as often as they stand here."""
_PLACES = tuple(f"{stem}{kind}" for kind in "县市区" for stem in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")
_OFFICES = (
    "人民政府办公室", "教育局", "公安局", "民政局", "财政局", "自然资源局", "交通运输局", "水利局", "农业农村局",
    "商务局", "卫生健康局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "信访局", "城市管理局",
)  # fmt: skip

_OPENINGS = ("一年来，", "为此，", "同时，", "在此基础上，", "对照要求，", "结合实际，", "按照统一部署，", "")
_DOERS = ("我们", "相关科室", "办公室", "信息专班", "各股室", "专栏编辑", "全体干部", "业务骨干")
_CLAUSES = (
    "集中学习有关文件{}次", "更新栏目文字{}处", "修改错别字{}处", "培训工作人员{}人次", "走访基层单位{}个",
    "制作图解{}幅", "拍摄短视频{}条", "接听来电{}个", "答复网友留言{}条", "开展自查{}轮", "整理档案{}卷",
    "明确了专人专岗", "完善了审核流程", "健全了工作台账", "压实了主体责任", "优化了网站界面", "畅通了沟通渠道",
    "落实了保密审查", "细化了任务分工", "强化了督促检查", "提高了办事效率", "丰富了解读形式", "统一了格式规范",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One report of the corpus."""

    place: str
    """The organ whose unit it is, or which it is itself."""
    report: ReportData

    @property
    def name(self) -> str:
        """Path below the folder of the corpus."""
        return f"{self.place}/{self.report.year}/{self.report.organ}.html"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description="Write a corpus of reports in HTML.")
    parser.add_argument("folder", type=Path)
    for name, number in (("organs", 20), ("units", 9), ("years", 5), ("seed", SEED)):
        parser.add_argument(f"--{name}", type=int, default=number, help="default %(default)s")
    asked = parser.parse_args(arguments)
    count = write(asked.folder, corpus(asked.organs, asked.units, asked.years, asked.seed), asked.seed)
    sys.stdout.write(f"{count} reports written to {asked.folder}\n")
    return 0


def write(folder: Path, entries: Iterator[Entry], seed: int = SEED) -> int:
    """Write reports as pages of several kinds; gives their number."""
    rng = Random(seed)
    count = 0
    for entry in entries:
        path = folder / entry.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rng.choice(WRITERS)(lay_out(entry.report)))
        count += 1
    return count


def corpus(organs: int, units: int, years: int, seed: int = SEED) -> Iterator[Entry]:
    """Organ by organ and year by year: the organ's own report, then those of its units."""
    rng, words = Random(seed), Random(seed)
    for number in range(organs):
        place = _PLACES[number % len(_PLACES)] + (f"第{number // len(_PLACES)}" if number >= len(_PLACES) else "")
        before: dict[str, ReportData] = {}
        for year in range(FIRST_YEAR, FIRST_YEAR + years):
            below = [_unit(rng, f"{place}{_office(at)}", year, before) for at in range(units)]
            for report in (_sum(rng, f"{place}人民政府", year, below), *below):
                yield Entry(place, told(words, slip(rng, report)))


def _office(number: int) -> str:
    turn, at = divmod(number, len(_OFFICES))
    return _OFFICES[at] + (f"第{turn}分局" if turn else "")


def _form(year: int) -> str:
    return "2021" if year >= NEW_FORM else "2019"


def _unit(rng: Random, organ: str, year: int, before: dict[str, ReportData]) -> ReportData:
    """A report that carries over what the year before left."""
    report = random_report(rng, _form(year))
    cells: dict[str, str | int | None] = {}
    for applicant in APPLICANTS:
        carried_in = before[organ].number(f"requests.carried_out.{applicant}") if organ in before else 0
        handled = report.number(f"requests.handled.{applicant}")
        carried_out = max(report.number(f"requests.carried_out.{applicant}"), carried_in - handled)
        cells[f"requests.carried_in.{applicant}"] = carried_in
        cells[f"requests.carried_out.{applicant}"] = carried_out
        cells[f"requests.new.{applicant}"] = handled + carried_out - carried_in
    before[organ] = _titled(report.with_cells(cells), organ, year)
    return before[organ]


def _sum(rng: Random, organ: str, year: int, below: Sequence[ReportData]) -> ReportData:
    """The organ's report: each cell of tables three and four is the sum over the units."""
    report = random_report(rng, _form(year))
    cells: dict[str, str | int | None] = {
        cell: sum(unit.number(cell) for unit in below)
        for cell in report.cells
        if below and cell.startswith(("requests.", "disputes."))
    }
    return _titled(report.with_cells(cells), organ, year)


def _titled(report: ReportData, organ: str, year: int) -> ReportData:
    """The report under its own name, with the totals of its rows and the text that belong to it."""
    totals: dict[str, str | int | None] = {
        f"requests.{row}.total": sum(report.number(f"requests.{row}.{applicant}") for applicant in APPLICANTS)
        for row in report.form.table("requests").row_names
    }
    report = report.with_cells(totals)
    return with_prose(replace(report, organ=organ, year=year, opening=(), prose={}))


def told(rng: Random, report: ReportData) -> ReportData:
    """The report with a text that is like no other's: sentences of its own among the usual ones."""
    return report.with_prose({number: _mixed(rng, lines) for number, lines in report.prose.items()})


def _mixed(rng: Random, lines: Sequence[str]) -> tuple[str, ...]:
    own = [sentence(rng) for _ in range(rng.randint(0, 2 * len(lines)))]
    return tuple(line + "".join(own[at :: len(lines)]) for at, line in enumerate(lines))


def sentence(rng: Random) -> str:
    """One of some hundred thousand that speak of no table."""
    clauses = rng.sample(_CLAUSES, rng.randint(1, 3))
    said = "，".join(clause.format(rng.randint(2, 90)) for clause in clauses)
    return f"{rng.choice(_OPENINGS)}{rng.choice(_DOERS)}{said}。"


def slip(rng: Random, report: ReportData) -> ReportData:
    """The report as it is published: with the slips and the blanks that occur, or none."""
    changes: dict[str, str | int | None] = {}
    totals = [cell for row in DISPUTES if report.number(cell := f"disputes.{row}.total")]
    if totals and rng.random() < DISPUTES_TOTAL:
        changes[rng.choice(totals)] = 0
    if rng.random() < HANDLED:
        cell = f"requests.handled.{rng.choice(APPLICANTS)}"
        changes[cell] = report.number(cell) + rng.randint(1, 6)
    if rng.random() < ROW_TOTAL:
        cell = f"requests.{rng.choice(report.form.table('requests').row_names)}.total"
        changes[cell] = report.number(cell) + rng.randint(1, 6)
    if rng.random() < ANY_CELL:
        cell = rng.choice([cell for cell in report.cells if cell.startswith("requests.")])
        changes[cell] = report.number(cell) * 10 or 10
    report = report.with_cells(changes)
    if rng.random() < TOTALS_BLANK:
        return totals_left_blank(report)
    return zeros_left_blank(report) if rng.random() < ZEROS_BLANK else report


if __name__ == "__main__":
    sys.exit(main())
