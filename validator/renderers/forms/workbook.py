"""An empty official form as an Excel workbook, whose totals and checks are formulas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from validator.messages import say
from validator.model.form import CellName, Form
from validator.model.rules.constraint import Constraint, Linear
from validator.model.rules.rule import Severity
from validator.renderers.layout.form import FormBox, FormSheet, form_sheets, laid_out
from validator.renderers.words.glossary import glossary_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_WIDE, _LINE = 2.2, 15
"""Widths of a digit that a Chinese character takes, and points from line to line."""
_COLOUR = "FFF8CBAD"
"""Fill of cells whose relations do not hold."""
_LARGEST = "999999999999"
_FAILED, _HOLDS = "×", "√"
_VERDICT = "F"
"""Column of the verdicts on the sheet of checks."""


def export_form(form: Form, constraints: Sequence[Constraint], pack: Pack, options: RenderOptions) -> bytes:
    """The bytes of an `.xlsx` file."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet, checks = workbook.worksheets[0], workbook.create_sheet(say("form-checks", options.language))
    sheet.title = say("form-sheet", options.language)
    writer = _Writer(sheet, checks, form, pack, options.language)
    writer.write([one for one in constraints if _is_live(one, form)])
    workbook.calculation.fullCalcOnLoad = True
    file = io.BytesIO()
    workbook.save(file)
    return _computed(file.getvalue())


def _is_live(constraint: Constraint, form: Form) -> bool:
    """Whether a spreadsheet can follow a relation: it needs nothing but cells of the form, and always applies."""
    cells = {term.cell for side in _sides(constraint) for term in side.terms}
    waits = constraint.guards or constraint.evaluated or constraint.rule.fallback_for
    return not waits and constraint.rule.severity is not Severity.NOTE and cells <= form.index.keys()


def _sides(constraint: Constraint) -> tuple[Linear, Linear]:
    return constraint.relation.left, constraint.relation.right


def _totals(constraints: Sequence[Constraint]) -> Mapping[str, Linear]:
    """Cell -> the sum that it is, by the first rule that says so."""
    totals: dict[str, Linear] = {}
    for one in constraints:
        left, right = _sides(one)
        alone = len(left.terms) == 1 and not left.constant and left.terms[0].coefficient == 1
        plain = len(right.terms) > 1 and not right.constant and all(term.coefficient == 1 for term in right.terms)
        if alone and plain and one.relation.comparator == "=":
            totals.setdefault(left.terms[0].cell, right)
    return totals


class _Writer:
    def __init__(self, sheet: Worksheet, checks: Worksheet, form: Form, pack: Pack, language: str) -> None:
        self._sheet = sheet
        self._checks = checks
        self._form = form
        self._glossary = glossary_of(form, pack, language)
        self._language = language
        self._title = pack.title.zh
        self._places: dict[str, str] = {}
        self._widths = [max(one) for one in zip_longest(*(sheet.widths for sheet in form_sheets(form)), fillvalue=0)]

    def write(self, constraints: Sequence[Constraint]) -> None:
        self._write_form()
        for cell, total in _totals(constraints).items():
            self._sheet[self._places[cell]] = self._blank_or(total, self._formula(total))
        self._write_checks(constraints)
        self._look()

    def _write_form(self) -> None:
        self._sheet.cell(1, 1, say("form-heading", self._language, title=self._title))
        row = 3
        for heading, sheets in laid_out(self._form):
            self._sheet.cell(row, 1, heading or None)
            row += 2
            for sheet in sheets:
                self._write_sheet(sheet, row)
                row += sheet.height + 1

    def _write_sheet(self, sheet: FormSheet, top: int) -> None:
        from openpyxl.styles import Alignment, Border, Side

        line = Side(style="thin")
        for box in sheet.boxes:
            first = self._sheet.cell(top + box.row, box.column + 1, box.text or None)
            first.alignment = Alignment(
                "center" if box.cell or box.column >= sheet.labels else "left", "center", wrap_text=True
            )
            for row in range(top + box.row, top + box.row + box.rowspan):
                for column in range(box.column + 1, box.column + box.colspan + 1):
                    self._sheet.cell(row, column).border = Border(line, line, line, line)
            lines = -(-len(box.text) // sum(self._widths[box.column : box.column + box.colspan]))
            if lines > box.rowspan:
                height = self._sheet.row_dimensions[top + box.row]
                height.height = max(height.height or 0, _LINE * lines / box.rowspan)
            if box.rowspan > 1 or box.colspan > 1:
                self._sheet.merge_cells(_area(box, top))
            if box.cell:
                self._places[box.cell] = first.coordinate
        self._restrict([box.cell for box in sheet.boxes if box.cell])

    def _restrict(self, cells: Sequence[str]) -> None:
        """Let nothing but numbers into the cells: whole ones where things are counted."""
        from openpyxl.worksheet.datavalidation import DataValidation

        kinds: dict[tuple[bool, bool], DataValidation] = {}
        for cell in cells:
            name = CellName.parse(cell)
            column = self._form.table(name.table).column(name.column)
            kind = (column.decimals > 0 or not column.unit_printed, column.signed)
            if kind not in kinds:
                lowest = f"-{_LARGEST}" if column.signed else "0"
                kinds[kind] = DataValidation("decimal" if kind[0] else "whole", formula1=lowest, formula2=_LARGEST)
                kinds[kind].operator, kinds[kind].allow_blank = "between", True
                kinds[kind].error = say("form-number", self._language)
                self._sheet.add_data_validation(kinds[kind])
            kinds[kind].add(self._places[cell])

    def _write_checks(self, constraints: Sequence[Constraint]) -> None:
        heads = ("rule", "place", "left", "right", "difference", "verdict")
        self._checks.append([say(f"form-check-{head}", self._language) for head in heads])
        touching: dict[str, list[int]] = {}
        for at, one in enumerate(constraints, 2):
            left, right = (self._formula(side, f"'{self._sheet.title}'!") for side in _sides(one))
            known = self._counted([term.cell for side in _sides(one) for term in side.terms])
            holds = f"C{at}{one.relation.comparator}D{at}"
            formulas = (
                f"={left}",
                f"={right}",
                f"=C{at}-D{at}",
                f'=IF({known}=0,"",IF({holds},"{_HOLDS}","{_FAILED}"))',
            )
            self._checks.append([one.rule.id, self._where(one), *formulas])
            for term in (term for side in _sides(one) for term in side.terms):
                touching.setdefault(term.cell, []).append(at)
        self._colour(touching)

    def _colour(self, touching: Mapping[str, Sequence[int]]) -> None:
        """Colour the cells of relations that do not hold. Nothing is written beside the form: it stays as it is."""
        from openpyxl.formatting.rule import Rule
        from openpyxl.styles import PatternFill
        from openpyxl.styles.differential import DifferentialStyle

        look = DifferentialStyle(fill=PatternFill(bgColor=_COLOUR))
        for cell, lines in touching.items():
            areas = (f"'{self._checks.title}'!${_VERDICT}${first}:${_VERDICT}${last}" for first, last in _runs(lines))
            failed = "+".join(f'COUNTIF({area},"{_FAILED}")' for area in areas)
            self._sheet.conditional_formatting.add(
                self._places[cell], Rule(type="expression", formula=[f"{failed}>0"], dxf=look)
            )

    def _where(self, constraint: Constraint) -> str:
        table = self._glossary.find_table(constraint.rule.table)
        named = {"row": self._glossary.row_named, "column": self._glossary.column_named}
        parts = [
            say(f"place-{axis}", self._language, name=named[axis](constraint.rule.table, name))
            for axis, name in constraint.each
        ]
        return say("comma", self._language).join([*([self._glossary.number(table)] if table else []), *parts])

    def _blank_or(self, side: Linear, formula: str) -> str:
        """A total that stays blank as long as nothing is filled in: an empty form holds no number."""
        return f'=IF({self._counted([term.cell for term in side.terms], "")}=0,"",{formula})'

    def _counted(self, cells: Sequence[str], prefix: str | None = None) -> str:
        prefix = f"'{self._sheet.title}'!" if prefix is None else prefix
        return f"COUNT({','.join(prefix + area for area in self._areas(cells))})"

    def _formula(self, side: Linear, prefix: str = "") -> str:
        """A side in the language of the spreadsheet; SUM takes a blank for 0."""
        plain = [term.cell for term in side.terms if term.coefficient == 1]
        parts = [f"SUM({','.join(prefix + area for area in self._areas(plain))})"] if plain else []
        parts += [
            f"{float(term.coefficient):g}*SUM({prefix}{self._places[term.cell]})"
            for term in side.terms
            if term.coefficient != 1
        ]
        if side.constant or not parts:
            parts.append(f"{float(side.constant):g}")
        return "+".join(parts)

    def _areas(self, cells: Sequence[str]) -> Iterator[str]:
        """The addresses of cells, those that follow each other in a row or a column as one area."""
        from openpyxl.utils import coordinate_to_tuple, get_column_letter

        places = sorted(coordinate_to_tuple(self._places[cell]) for cell in cells)
        rows = {row for row, _ in places}
        along = [(row, column) if len(rows) == 1 else (column, row) for row, column in places]
        for fixed, start, end in _stretches(sorted(along)):
            first, last = (
                f"{get_column_letter(at)}{fixed}" if len(rows) == 1 else f"{get_column_letter(fixed)}{at}"
                for at in (start, end)
            )
            yield first if first == last else f"{first}:{last}"

    def _look(self) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        for column, width in enumerate(self._widths, 1):
            self._sheet.column_dimensions[get_column_letter(column)].width = width * _WIDE
        self._sheet["A1"].font = Font(bold=True, size=14)
        for letter, digits in zip("ABCDEF", (24, 44, 10, 10, 10, 10), strict=True):
            self._checks.column_dimensions[letter].width = digits
        self._checks.freeze_panes = "A2"
        self._sheet.page_setup.orientation = "landscape"
        self._sheet.page_setup.fitToWidth, self._sheet.page_setup.fitToHeight = 1, 0
        self._sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _area(box: FormBox, top: int) -> str:
    from openpyxl.utils import get_column_letter

    first = f"{get_column_letter(box.column + 1)}{top + box.row}"
    return f"{first}:{get_column_letter(box.column + box.colspan)}{top + box.row + box.rowspan - 1}"


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rows that follow each other, as (first, last)."""
    return ((first, last) for _, first, last in _stretches([(0, row) for row in sorted(rows)]))


def _stretches(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Places (line, position) that follow each other on a line, as (line, first, last)."""
    stretch: tuple[int, int, int] | None = None
    for line, at in places:
        if stretch is not None and stretch[0] == line and at == stretch[2] + 1:
            stretch = (line, stretch[1], at)
        else:
            if stretch is not None:
                yield stretch
            stretch = (line, at, at)
    if stretch is not None:
        yield stretch


def _computed(data: bytes) -> bytes:
    """The workbook with the results of its formulas in it: nothing is filled in, so all are blank.

    The library writes none, and a reader that does not compute would see the formulas instead.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                content = _with_results(content)
            target.writestr(entry, content)
    return file.getvalue()


def _with_results(content: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(content)
    for formula in root.iter("{*}f"):
        cell = formula.getparent()
        if cell is not None:
            cell.set("t", "str")
            for value in cell.iterchildren("{*}v"):
                value.text = ""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
