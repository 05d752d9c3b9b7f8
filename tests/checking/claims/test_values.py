from __future__ import annotations

import re
from fractions import Fraction

import pytest
from core_factory import number_words
from msgspec.structs import replace
from support.labelled import Labelled, report_of

from validator.checking.claims.values import Values
from validator.model.report import MISSING
from validator.model.rules.constraint import Linear, Term
from validator.packs.language.numerals import percentage_pattern, quoted


def values(**cells: int | None) -> Values:
    return Values(report_of(Labelled("", (), {name.replace("__", "."): value for name, value in cells.items()})))


def cells(*names: str) -> Linear:
    return Linear(tuple(Term(name, Fraction(1)) for name in names))


def test_a_blank_total_is_worked_out() -> None:
    assert values(requests__new__total=None).cell("requests.new.total") == 146


def test_a_blank_counts_what_the_form_says() -> None:
    assert values(requests__new__natural_person=None).cell("requests.new.natural_person") == 0
    assert values(documents__normative__issued=None).cell("documents.normative.issued") is None


def test_a_cell_that_is_not_there_is_not_known() -> None:
    report = report_of(Labelled("", ()))
    missing = [
        MISSING if name == "requests.new.total" else cell
        for name, cell in zip(report.form.cells, report.cells, strict=True)
    ]
    known = Values(replace(report, cells=tuple(missing)))
    assert known.cell("requests.new.total") is None
    assert known.total(cells("requests.new.total", "requests.carried_in.total")) is None


@pytest.mark.parametrize(
    ("value", "meant", "expected"),
    [
        # the same row in another column
        (137, ("requests.new.total",), ("requests.new.natural_person",)),
        # one row of a group taken for the whole
        (
            42,
            (
                "requests.unavailable.not_held.total",
                "requests.unavailable.needs_creation.total",
                "requests.unavailable.unclear.total",
            ),
            ("requests.unavailable.not_held.total",),
        ),
        # one of two rows, one column of it
        (61, ("requests.granted.total", "requests.partial.total"), ("requests.granted.natural_person",)),
        # another row of the table
        (144, ("requests.new.total",), ("requests.handled.total",)),
        # a cell of another table
        (2617, ("requests.new.total",), ("sanctions.penalties.decisions",)),
        # nowhere, or too small to tell
        (999, ("requests.new.total",), None),
        (3, ("requests.new.total",), None),
    ],
)
def test_a_misquoted_number_is_found(value: int, meant: tuple[str, ...], expected: tuple[str, ...] | None) -> None:
    found = values().found(Fraction(value), cells(*meant), ())
    assert found == (None if expected is None else cells(*expected))


def test_sums_that_others_speak_of_are_looked_at() -> None:
    sums = [cells("requests.new.total", "requests.carried_in.total")]
    assert values().found(Fraction(155), cells("requests.handled.total"), sums) == sums[0]


def test_a_total_at_0_leads_to_its_parts() -> None:
    broken = values(disputes__reconsideration__total=0)
    found = broken.found(Fraction(11), cells("disputes.reconsideration.total"), ())
    assert found is not None
    assert [term.cell.rpartition(".")[2] for term in found.terms] == ["upheld", "corrected", "other", "pending"]


SHARES = {"requests__denied__third_party__total": 35, "requests__granted__total": 273, "requests__handled__total": 805}
WHOLE = cells("requests.handled.total")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("33.9%", "requests.granted.total / requests.handled.total"),
        ("34%", None),  # without digits after the point it may be the share of anything
        ("约33.9%", None),
        ("12.3%", None),
        ("4.34%", None),  # that of the cell meant
    ],
)
def test_a_misquoted_percentage_is_the_share_of_another_cell(text: str, expected: str | None) -> None:
    match = re.search(percentage_pattern(number_words()), text)
    assert match is not None
    meant, other = cells("requests.denied.third_party.total"), cells("requests.granted.total")
    found = values(**SHARES).share_found(quoted(match), meant, [WHOLE], [meant, other, WHOLE])
    assert (found and found.written) == expected


def test_of_several_cells_with_that_share_none_is_named() -> None:
    match = re.search(percentage_pattern(number_words()), "33.9%")
    assert match is not None
    others = [cells("requests.granted.total"), cells("requests.partial.total")]
    known = values(requests__granted__total=2730, requests__partial__total=2728, requests__handled__total=8050)
    assert known.share_found(quoted(match), cells("requests.denied.third_party.total"), [WHOLE], others) is None
