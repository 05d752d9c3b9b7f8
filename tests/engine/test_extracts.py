from __future__ import annotations

import io
import os
import pickle
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from validator.engine.extracts import BrokenExtractError, Store, extract_of, form_of, restored
from validator.engine.pipeline import check
from validator.model.document import Location, Paragraph
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import StatedDate
from validator.model.result import ReportResult
from validator.packs.pack import load_pack

SAMPLES = Path(__file__).parents[2] / "samples"
FORMS = load_pack().forms
NAMES = ("balance-2023.html", "glued-2021.txt", "blank-totals-2020.html", "decimals-2022.html")


@pytest.fixture(scope="module")
def results() -> tuple[ReportResult, ...]:
    files = [path for path in sorted(SAMPLES.iterdir()) if path.suffix in {".html", ".txt"}]
    return check(files).reports


def test_a_report_comes_back_as_it_was_but_for_the_places_of_its_cells(results: tuple[ReportResult, ...]) -> None:
    assert len(results) > 5
    for one in results:
        found = restored(extract_of(one).body, FORMS)
        report = replace(one.report, cells=tuple(replace(cell, location=None) for cell in one.report.cells))
        assert found.report == report
        assert found.report.form.editions == one.report.form.editions
        assert (found.findings, found.claims, found.outcomes) == (one.findings, one.claims, ())
        assert found.counts == one.counts


def test_nothing_else_of_a_report_is_left_out(results: tuple[ReportResult, ...]) -> None:
    """Whatever fields a report may get: each is set to something that is not its default."""
    report = results[0].report
    others: dict[str, Any] = {
        "path": "other.docx",
        "format": "docx",
        "organ": "某县",
        "year": 1999,
        "observations": (Observation(ObservationKind.YEAR_UNKNOWN, "requests", ("requests.new.total",)),),
        "readings": ({"requests.new.total": Decimal(3)}, {"requests.new.total": None}),
        "prose": (Paragraph("some text", Location(line=3)),),
        "part": "sheet",
        "dates": (StatedDate("signed", date(2024, 2, 29)),),
        "highlighted": ("（单位名称）",),
    }
    assert set(others) == set(report.__struct_fields__) - {"form", "cells"}
    found = restored(extract_of(replace(results[0], report=replace(report, **others))).body, FORMS).report
    assert {name: getattr(found, name) for name in others} == others


def test_days_come_back(results: tuple[ReportResult, ...]) -> None:
    stated = StatedDate("published", date(2024, 1, 31), Location(paragraph=3))
    report = replace(results[0].report, dates=(stated,))
    assert restored(extract_of(replace(results[0], report=report)).body, FORMS).report.dates == (stated,)


def test_a_hybrid_form_is_put_together_again() -> None:
    old, new = FORMS
    hybrid = new.with_table(old.table("documents"))
    assert form_of(hybrid.id, hybrid.editions, FORMS) == hybrid
    assert form_of(new.id, new.editions, FORMS) == new


def test_an_extract_is_small(results: tuple[ReportResult, ...]) -> None:
    for one in results:
        assert len(extract_of(one).body) * 4 < len(pickle.dumps(one))


class Command:
    """A pickle that would run a command."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("true",)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no extract",
        b"\2" + zlib.compress(b""),
        *(b"\3" + zlib.compress(b"\0" + told) for told in (b"", b"no data", msgspec.msgpack.encode((1, 2, 3)))),
        b"\3" + zlib.compress(pickle.dumps(Command())),
        b"\3" + zlib.compress(bytes(80 << 20)),
    ],
)
def test_nothing_else_is_read(body: bytes) -> None:
    with pytest.raises(BrokenExtractError):
        restored(body, FORMS)


def test_one_that_was_cut_off_or_changed_is_none(results: tuple[ReportResult, ...]) -> None:
    body = extract_of(results[0]).body
    told = zlib.decompress(body[1:])
    changed = [body[:end] for end in range(0, len(body), 97)]
    changed += [b"\3" + zlib.compress(told[:end]) for end in range(0, len(told), 997)]
    changed += [b"\3" + zlib.compress(told.replace(b"read", b"dear", 1))]
    for one in changed:
        with pytest.raises(BrokenExtractError):
            restored(one, FORMS)


def test_a_store_keeps_what_is_named_and_cuts_off_the_rest(results: tuple[ReportResult, ...]) -> None:
    extracts = [extract_of(one) for one in results[:3]]
    file = io.BytesIO()
    names = Store(file).add(extracts)
    assert [(one.path, one.organ, one.year) for one in names] == [one[:3] for one in extracts]
    again = Store(file)
    again.keep(names[:1])
    again.cut()
    assert (again.kept, len(file.getvalue())) == (1, names[0].length)
    again.add(extracts[2:])
    assert [again.body(at) for at in range(2)] == [extracts[0].body, extracts[2].body]
    assert [one.path for one in again.names] == [extracts[0].path, extracts[2].path]
