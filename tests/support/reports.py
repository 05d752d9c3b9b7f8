"""A report as an office has it: what is printed in each cell, and the text around the tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from validator.model.form import Form
from validator.packs.pack import load_pack

if TYPE_CHECKING:
    from hypothesis.vendor.pretty import RepresentationPrinter

SECTIONS = ("一", "二", "三", "四", "五", "六")
APPLICANTS = ("natural_person", "business", "research", "welfare", "legal_service", "other_organisation")
DISPUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
OUTCOMES = ("upheld", "corrected", "other", "pending")


class ReportData(Struct, frozen=True):
    """One report; a change makes a new one."""

    organ: str
    year: int
    form: Form
    cells: Mapping[str, str | None]
    """Every cell of the form -> what is printed, None for a blank."""
    opening: tuple[str, ...] = ()
    """Paragraphs between the title and the first section."""
    prose: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Number of a section -> its paragraphs, which stand before its tables."""
    sections: tuple[str, ...] = SECTIONS
    """The sections that are there."""

    def __repr__(self) -> str:
        """Short enough to be read where a test fails: zeros are left out."""
        shown = {cell: printed for cell, printed in self.cells.items() if printed != "0"}
        return f"<{self.organ} {self.year} {self.form.editions[-2:]} {shown}>"

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:  # noqa: FBT001 (the protocol's)
        """The same where Hypothesis shows an example."""
        printer.text("..." if cycle else repr(self))

    @property
    def title(self) -> str:
        return f"{self.organ}{self.year}年政府信息公开工作年度报告"

    def number(self, cell: str) -> int:
        """A count; a blank is 0."""
        return int(self.cells[cell] or 0)

    def amount(self, cell: str) -> Decimal | None:
        """The number in a cell, whatever its unit."""
        printed = self.cells[cell]
        return None if printed is None else Decimal(printed.rstrip("万元"))

    def with_cells(self, changes: Mapping[str, str | int | None]) -> ReportData:
        """The report with other cells; the text stays."""
        assert set(changes) <= set(self.cells), sorted(set(changes) - set(self.cells))
        printed = {cell: None if value is None else str(value) for cell, value in changes.items()}
        return replace(self, cells={**self.cells, **printed})

    def with_prose(self, changes: Mapping[str, tuple[str, ...]]) -> ReportData:
        """The report with other paragraphs in some sections."""
        return replace(self, prose={**self.prose, **changes})

    def without_section(self, number: str) -> ReportData:
        return replace(self, sections=tuple(one for one in self.sections if one != number))


@cache
def form(name: str) -> Form:
    """`2019`, `2021`, or `hybrid`: the form of 2021 with the requests table of 2019."""
    by_id = {one.id: one for one in load_pack().forms}
    old, new = by_id["annual-report-2019"], by_id["annual-report-2021"]
    return {"2019": old, "2021": new, "hybrid": new.with_table(old.table("requests"))}[name]


def row_cells(row: str, table: str = "requests") -> tuple[str, ...]:
    """The cells of one row of table three, total last."""
    return tuple(f"{table}.{row}.{column}" for column in (*APPLICANTS, "total"))


def result_rows(of: Form) -> tuple[str, ...]:
    """The rows of table three that say how requests ended."""
    return tuple(
        row for row in of.table("requests").row_names if row not in {"new", "carried_in", "handled", "carried_out"}
    )


def zeros_left_blank(report: ReportData, *, totals: bool = True) -> ReportData:
    """Tables three and four with their zeros left blank; `totals`: those of the totals as well."""
    return report.with_cells(
        {
            cell: None
            for cell, printed in report.cells.items()
            if printed == "0"
            and cell.startswith(("requests.", "disputes."))
            and (totals or not (cell.endswith(".total") or cell.startswith("requests.handled.")))
        }
    )


def totals_left_blank(report: ReportData) -> ReportData:
    """Table three without the totals of its result rows, as some offices publish it."""
    return report.with_cells({f"requests.{row}.total": None for row in result_rows(report.form)})
