"""Reports out of this program's own export: nothing is to be recognised, every row names its cell."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from validator.model.document import Cell, FlatCell, FlatReport, Location
from validator.model.errors import UnreadableInputError
from validator.model.form import Form
from validator.model.report import MISSING, CellValue, Reading, Report
from validator.model.text import Text
from validator.recognition.cells import cell_value, own_units


def report_of_export(path: str, kind: str, flat: FlatReport, forms: Sequence[Form]) -> Report:
    """One report of an export; `path`, `kind`: the file that holds the export, and its format.

    Raises UnreadableInputError if it was made on a form that the rules do not have.
    """
    form = _form(path, flat, forms)
    units = own_units(forms)
    cells = tuple(_value(flat.cells[name], units) if name in flat.cells else MISSING for name in form.cells)
    return Report(path, kind, flat.organ, flat.year, form, cells, part=flat.path or None)


def _form(path: str, flat: FlatReport, forms: Sequence[Form]) -> Form:
    """The edition of table two, with each other table in the edition that the export names."""
    by_id = {form.id: form for form in forms}
    unknown = sorted(set(flat.editions.values()) - by_id.keys())
    if unknown:
        names = "、".join(unknown)
        raise UnreadableInputError(
            path,
            Text(
                f"导出的数据用的表式“{names}”不在规则包里",
                f"the export is on the form {names}, which the rules do not have",
            ),
            Text(
                f"规则包里的表式有：{'、'.join(by_id)}；用导出时的规则包检查",
                f"the rules have: {', '.join(by_id)}; check it with the rules it was exported with",
            ),
        )
    base = next(by_id[edition] for edition in flat.editions.values())
    form = base
    for table in base.tables:
        edition = by_id[flat.editions.get(table.name, base.id)]
        if edition is not base:
            form = form.with_table(edition.table(table.name))
    return form


def _value(flat: FlatCell, units: Sequence[str]) -> CellValue:
    """The cell as it was when it was exported, or as it was changed in the export since."""
    printed = cell_value(Cell(flat.raw, 0, 0, location=flat.location or Location()), Reading.READ, units)
    value = CellValue(
        printed.reading, printed.value, flat.raw, flat.location, printed.unit, printed.note, printed.places
    )
    if flat.reading == Reading.RECONSTRUCTED and flat.value is not None:
        # What is printed may be the whole row, run together.
        places = max(0, -int(flat.value.as_tuple().exponent))
        return CellValue(Reading.RECONSTRUCTED, flat.value, flat.raw, flat.location, printed.unit, None, places)
    if flat.reading == Reading.AMBIGUOUS and flat.value is None:
        return replace(value, reading=Reading.AMBIGUOUS, value=None)
    if flat.reading == Reading.UNREADABLE and flat.location is None and not flat.raw:
        return MISSING
    if flat.value is not None and printed.value is not None and flat.value != printed.value:
        # Somebody changed one field and not the other.
        return CellValue(
            Reading.AMBIGUOUS, raw=flat.raw, location=flat.location, candidates=(printed.value, flat.value)
        )
    return value
