"""What is kept of a report until the others are read: all that these are held against, and no more.

The result of a report is large, and there may be a million of them. An extract is a few thousand bytes on disk; only
the name of the report stays in memory. Where the numbers stand in the file is left out, and so are the outcomes.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from validator.crosschecks.alike import sketch_of
from validator.model.form import Form
from validator.model.report import CellValue, Reading, Report
from validator.model.result import ReportResult
from validator.model.rule import Verdict
from validator.model.values import BrokenValuesError, values_of

_LEVEL = 1
"""Of compression: quick, and a quarter of the size."""
_VERSION = 2
"""Of what the bytes mean."""
_AS_THEY_ARE = tuple(one.name for one in fields(Report) if one.name not in {"form", "cells"})
"""Fields of a report that are kept whole."""


class Extract(NamedTuple):
    """What is kept of one report."""

    path: str
    organ: str | None
    year: int | None
    sketch: bytes
    """Of its text, see `crosschecks.alike`."""
    body: bytes
    """Made by `extract_of`, taken apart by `restored`."""


def extract_of(checked: ReportResult) -> Extract:
    """What is kept of a report and of what it was told by itself."""
    report = checked.report
    kinds: dict[tuple[object, ...], int] = {}
    order = []
    for cell in report.cells:
        kind = (cell.reading.value, cell.value, cell.raw, cell.unit, cell.note, cell.places, cell.candidates)
        order.append(kinds.setdefault(kind, len(kinds)))
    told = (
        *(_VERSION, (report.form.id, report.form.editions), tuple(kinds), order),
        {name: getattr(report, name) for name in _AS_THEY_ARE},
        *(checked.findings, checked.claims, {verdict.value: count for verdict, count in checked.counts.items()}),
    )
    body = zlib.compress(pickle.dumps(told, protocol=5), _LEVEL)
    return Extract(report.path, report.organ, report.year, sketch_of(report), body)


class BrokenExtractError(Exception):
    """Bytes that are no extract of this version."""


def restored(body: bytes, forms: Sequence[Form]) -> ReportResult:
    """A report and what it was told by itself, taken out of its extract; `forms`: those of the pack.

    It is without the places of its cells, and its verdicts are only counted. Raises BrokenExtractError.
    """
    try:
        version, *told = values_of(zlib.decompress(body))
        if version != _VERSION:
            raise BrokenExtractError(version)
        (base, editions), kinds, order, others, findings, claims, counts = told
        values = [CellValue(Reading(kind[0]), kind[1], kind[2], None, *kind[3:]) for kind in kinds]
        form = form_of(base, editions, forms)
        report = Report(form=form, cells=tuple(values[at] for at in order), **others)
    except (zlib.error, BrokenValuesError, LookupError, TypeError, ValueError) as error:
        raise BrokenExtractError(str(error)) from error
    counted = {Verdict(word): count for word, count in counts.items()}
    return ReportResult(report=report, findings=findings, counted=counted, claims=claims)


def form_of(base: str, editions: Iterable[tuple[str, str]], forms: Sequence[Form]) -> Form:
    """The form of that name with each table in its edition; KeyError for one that is not there."""
    return _hybrid(base, tuple(editions), tuple(forms))


@lru_cache(maxsize=256)
def _hybrid(base: str, editions: tuple[tuple[str, str], ...], forms: tuple[Form, ...]) -> Form:
    by_id = {form.id: form for form in forms}
    form = by_id[base]
    for table, edition in editions:
        if edition != form.table(table).edition:
            form = form.with_table(by_id[edition].table(table))
    return form


@dataclass(frozen=True, slots=True)
class ReportName:
    """What is kept in memory of a report."""

    path: str
    organ: str | None
    year: int | None
    length: int
    """Bytes of its extract."""
    sketch: bytes = b""
    """Of its text."""


class Store:
    """Extracts one behind the other in a file; in memory there are only their names."""

    def __init__(self, file: BinaryIO) -> None:
        """`file`: empty, or with extracts of an earlier run, of which those that are of use are named to `keep`."""
        self._file = file
        self.names: list[ReportName] = []
        self._starts: list[int] = []
        self._end = 0
        self.kept = 0
        """Reports of an earlier run."""

    def keep(self, names: Iterable[ReportName]) -> None:
        """The next extracts in the file are the reports of these names."""
        for name in names:
            self.names.append(name)
            self._starts.append(self._end)
            self._end += name.length

    def cut(self) -> None:
        """Drop what the file holds beyond those that are kept."""
        self.kept = len(self.names)
        self._file.truncate(self._end)

    def add(self, extracts: Iterable[Extract]) -> list[ReportName]:
        """Append extracts; gives their names."""
        self._file.seek(self._end)
        added = []
        for one in extracts:
            self._file.write(one.body)
            added.append(ReportName(one.path, one.organ, one.year, len(one.body), one.sketch))
        self.keep(added)
        return added

    def body(self, at: int) -> bytes:
        """One extract."""
        self._file.seek(self._starts[at])
        return self._file.read(self.names[at].length)
