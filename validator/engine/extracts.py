"""What is kept of a report until the others are read: all that these are held against, and no more.

The result of a report is large, and there may be a million of them. An extract is a few thousand bytes on disk; only
the name of the report stays in memory. Where the numbers stand in the file is left out, and so are the outcomes.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import BinaryIO, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from validator.crosschecks.alike import sketch_of
from validator.model.claim import Claim
from validator.model.encoding.plain_data import BrokenDataError, PlainData, StandIn
from validator.model.finding import Finding
from validator.model.form import Form
from validator.model.report import CellValue, Report
from validator.model.result import ReportResult
from validator.model.rules.rule import Verdict
from validator.model.text import Text

_LEVEL = 1
"""Of compression: quick, and a quarter of the size."""
_VERSION = b"\3"
"""Of what the bytes behind it mean."""
_LARGEST = 64 << 20
"""Bytes that an extract may have when it is unpacked."""
_NO_FORM = Form("", Text("", ""), 0, None, "", ())


class Extract(NamedTuple):
    """What is kept of one report."""

    path: str
    organ: str | None
    year: int | None
    sketch: bytes
    """Of its text, see `crosschecks.alike`."""
    body: bytes
    """Made by `extract_of`, taken apart by `restored`."""


class _Kept(NamedTuple):
    """What the bytes of an extract say."""

    form: tuple[str, tuple[tuple[str, str], ...]]
    """Its name and the edition of each table."""
    kinds: tuple[CellValue, ...]
    """What stands in the cells, each kind of cell once."""
    order: tuple[int, ...]
    """Which of these stands in each cell."""
    report: Report
    """All else."""
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    counts: Mapping[Verdict, int]


@cache
def _kept() -> PlainData[_Kept]:
    # Its form is named beside it, since only a pack knows what it is.
    return PlainData(_Kept, {Form: StandIn(type(None), lambda _: None, lambda _: _NO_FORM)})


def extract_of(checked: ReportResult) -> Extract:
    """What is kept of a report and of what it was told by itself."""
    report = checked.report
    # A row of the fields is hashed in a moment, and made in less than another cell.
    kinds: dict[tuple[object, ...], int] = {}
    cells: list[CellValue] = []
    order = []
    for cell in report.cells:
        kind = (cell.reading, cell.value, cell.raw, cell.unit, cell.note, cell.places, cell.candidates)
        at = kinds.setdefault(kind, len(cells))
        if at == len(cells):
            cells.append(replace(cell, location=None))
        order.append(at)
    kept = _Kept(
        (report.form.id, report.form.editions),
        tuple(cells),
        tuple(order),
        replace(report, cells=()),
        *(checked.findings, checked.claims, checked.counts),
    )
    body = _VERSION + zlib.compress(_kept().written(kept), _LEVEL)
    return Extract(report.path, report.organ, report.year, sketch_of(report), body)


class BrokenExtractError(Exception):
    """Bytes that are no extract of this version."""


def restored(body: bytes, forms: Sequence[Form]) -> ReportResult:
    """A report and what it was told by itself, taken out of its extract; `forms`: those of the pack.

    It is without the places of its cells, and its verdicts are only counted. Raises BrokenExtractError.
    """
    try:
        if not body.startswith(_VERSION):
            raise BrokenExtractError(body[:1])
        kept = _kept().read(_unpacked(body[len(_VERSION) :]))
        form = form_of(*kept.form, forms)
        kinds = list(map(_shared, kept.kinds))
        cells = tuple(kinds[at] for at in kept.order)
        if len(cells) != len(form.cells):
            raise BrokenExtractError(len(cells))
    except (zlib.error, BrokenDataError, LookupError) as error:
        raise BrokenExtractError(str(error)) from error
    report = replace(kept.report, form=form, cells=cells)
    return ReportResult(report=report, findings=kept.findings, counted=kept.counts, claims=kept.claims)


@lru_cache(maxsize=4096)
def _shared(kind: CellValue) -> CellValue:
    """The same kind of cell once for all reports: a parent has thousands of units, with few kinds of cells."""
    return kind


def _unpacked(packed: bytes) -> bytes:
    """What was compressed; raises zlib.error, also for more than an extract may be."""
    unpacking = zlib.decompressobj()
    body = unpacking.decompress(packed, _LARGEST)
    if not unpacking.eof:
        raise zlib.error("too large or cut off")
    return body


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


class ReportName(Struct, frozen=True):
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
