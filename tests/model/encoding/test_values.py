"""Values come back as they were written; what would do anything, or is none of ours, does not come back at all."""

from __future__ import annotations

import copyreg
import os
import pickle
import subprocess
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from validator.model.document import Location
from validator.model.encoding.values import BrokenValuesError, values_of
from validator.model.errors import UnreadableInputError
from validator.model.report import CellValue, Reading
from validator.model.text import Text


class Acts:
    """Calls whatever it is given when it is read."""

    def __init__(self, what: object, *arguments: object) -> None:
        self._call = (what, arguments)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self._call


def test_values_come_back() -> None:
    cell = CellValue(Reading.READ, Decimal("1.50"), "1.50", Location(table=2))
    values = (cell, Fraction(1, 3), date(2024, 1, 31), {"a": (None, True, 2)}, frozenset({"b"}), b"c")
    assert values_of(pickle.dumps(values)) == values


def test_an_error_that_is_data_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    # Dask, which other tests load, writes all errors in a way of its own.
    monkeypatch.delitem(copyreg.dispatch_table, UnreadableInputError, raising=False)
    error = values_of(pickle.dumps(UnreadableInputError("a.html", Text("坏", "bad"), Text("改", "mend"))))
    assert isinstance(error, UnreadableInputError)
    assert (error.path, error.reason, error.hint) == ("a.html", Text("坏", "bad"), Text("改", "mend"))


@pytest.mark.parametrize(
    "acts",
    [
        lambda path: Acts(os.mkdir, path),
        lambda path: Acts(subprocess.Popen, ["mkdir", path]),
        lambda path: Acts(eval, f"__import__('os').mkdir({path!r})"),
        lambda path: Acts(getattr, Acts, path),
        lambda path: [CellValue(Reading.READ), Acts(os.mkdir, path)],
        Path,
    ],
)
def test_nothing_is_done(acts: object, tmp_path: Path) -> None:
    assert callable(acts)
    with pytest.raises(BrokenValuesError):
        values_of(pickle.dumps(acts(str(tmp_path / "done"))))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("validator.__main__", "main"),
        ("validator.cli", "main"),
        ("validator.packs.pack", "load_pack"),
        ("validator.packs.pack", "Path"),
        ("validator.model.encoding.values", "import_module"),
        ("validator.model.no_such_module", "Report"),
        ("validator.model.report", "Report.table"),
    ],
)
def test_neither_functions_nor_what_a_module_has_from_elsewhere(module: str, name: str) -> None:
    with pytest.raises(BrokenValuesError):
        values_of(pickle.PROTO + b"\4" + pickle.GLOBAL + f"{module}\n{name}\n".encode() + pickle.STOP)


def test_broken_bytes_are_told_as_such() -> None:
    whole = pickle.dumps((CellValue(Reading.READ), "text"))
    for end in range(len(whole)):
        with pytest.raises(BrokenValuesError):
            values_of(whole[:end])
