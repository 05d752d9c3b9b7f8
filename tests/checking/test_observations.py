from __future__ import annotations

import pytest
from core_factory import column, consistent_values, form, report, shipped_form, table

from validator.checking._observations import missing_totals, observe
from validator.model.observations.facts import ColumnsMissing, PrintedCell, PrintedText, RowsAlike, RowsCutOff
from validator.model.observations.kinds import Observation, ObservationKind

SMALL = form(
    table(["r", "s", "u", "v"], ["a", column("b", signed=True), "total"]),
    table(["r"], ["n", column("x", unit="万元", decimals=6)], name="m"),
)
TOTALS = frozenset({"t.r.total", "t.s.total", "t.u.total", "t.v.total"})
ZEROS = dict.fromkeys(SMALL.cells, "0")
Texts = dict[str, str | None]


def seen(texts: Texts, *, before: tuple[Observation, ...] = ()) -> list[Observation]:
    (found,) = observe([report(SMALL, {**ZEROS, **texts}, observations=before)], TOTALS, [()])
    return list(found)


def codes(texts: Texts) -> list[tuple[ObservationKind, str | None]]:
    return [(one.kind, one.table) for one in seen(texts)]


def without(*rows: str) -> Texts:
    return {cell: None for row in rows for cell in SMALL.cells if cell.startswith(f"t.{row}.")}


def test_report_in_order_gives_no_observation() -> None:
    assert seen({}) == []
    of = shipped_form("2021")
    assert observe([report(of, consistent_values(of, 2))], frozenset(), [()]) == ((),)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"t.r.a": "约3"}, [("not-a-number", "t")]),
        ({"t.r.a": "-3"}, [("negative", "t")]),
        ({"t.r.a": "0.5"}, [("not-an-integer", "t")]),
        ({"t.r.a": "-0.5"}, [("negative", "t"), ("not-an-integer", "t")]),
        ({"m.r.x": "3元"}, [("unit-mismatch", "m")]),
        ({"t.r.b": "-3"}, []),
        ({"t.r.b": "--3"}, [("sign-doubtful", "t")]),
        ({"t.r.a": "+3"}, [("sign-doubtful", "t")]),
        ({"t.r.b": "+3"}, []),
        ({"t.r.a": ""}, [("blanks-as-zero", "t")]),
        ({"m.r.n": ""}, [("cells-blank", "m")]),
        (without("s"), [("row-missing", "t")]),
        (without("v"), [("row-missing", "t")]),
        (without("u", "v"), [("table-incomplete", "t")]),
        (without("r", "u", "v"), [("table-incomplete", "t"), ("row-missing", "t")]),
        (without("r", "s", "u", "v"), [("table-missing", "t")]),
        ({f"t.{row}.b": None for row in "rsuv"}, [("column-missing", "t")]),
        ({"m.r.n": "", "m.r.x": ""}, [("cells-blank", "m")]),
    ],
)
def test_what_is_not_as_the_form_wants_it_is_told(texts: Texts, expected: list[tuple[str, str]]) -> None:
    assert sorted(codes(texts)) == sorted(expected)


def test_facts_say_what_and_how_many() -> None:
    (cut,) = seen(without("u", "v"))
    assert cut.facts == RowsCutOff(("u", "v"), last="s")
    assert cut.facts.printed == {"rows": "u, v", "count": "2", "last": "s"}
    (gone,) = seen({f"t.{row}.{name}": None for row in "rsuv" for name in ("a", "b")})
    assert gone.facts == ColumnsMissing(("a", "b"))
    (unit,) = seen({"m.r.x": "3元"})
    assert (unit.cells, unit.facts) == (("m.r.x",), PrintedCell("3元", "元", "万元"))
    (blank,) = seen({"m.r.n": "", "m.r.x": ""})
    assert blank.cells == ("m.r.n", "m.r.x")


def test_what_the_layout_noticed_comes_first() -> None:
    noticed = Observation(ObservationKind.ROW_EXTRA, "t", facts=PrintedText("x"))
    assert [one.kind for one in seen({"t.r.a": "-1"}, before=(noticed,))] == ["row-extra", "negative"]


def test_rows_with_the_same_numbers_are_told_where_none_is_zero() -> None:
    row = {"a": "3", "b": "4", "total": "7"}
    same = {f"t.{name}.{at}": text for name in ("r", "u") for at, text in row.items()}
    (found,) = seen({**same})
    assert (found.kind, found.cells, found.facts) == ("rows-identical", ("t.r.a", "t.u.a"), RowsAlike(("r", "u")))
    assert seen({**same, "t.u.total": "8"}) == []


def test_a_blank_total_that_is_not_0_is_no_blank_that_counts_0() -> None:
    blank = report(SMALL, {**ZEROS, "t.r.a": "1", "t.r.total": ""})
    assert observe([blank], TOTALS, [("t.r.total",)]) == ((),)


def test_blank_template_is_told_in_one_word() -> None:
    noticed = Observation(ObservationKind.ORGAN_UNKNOWN)
    for text in ("", None):
        blank = report(SMALL, dict.fromkeys(SMALL.cells, text), observations=(noticed,))
        full = report(SMALL, {**ZEROS, "t.r.a": "-1"})
        found = observe([blank, full, blank], TOTALS, [()] * 3)
        assert [[one.kind for one in codes] for codes in found] == [["report-blank"], ["negative"], ["report-blank"]]


def test_observations_of_many_reports_are_those_of_each_alone() -> None:
    texts: list[Texts] = [{"t.r.a": "x"}, {}, without("s"), {"m.r.n": ""}, {"t.s.a": "-1"}]
    reports = [report(SMALL, {**ZEROS, **one}) for one in texts]
    found = observe(reports, TOTALS, [()] * len(reports))
    assert found == tuple(observe([one], TOTALS, [()])[0] for one in reports)


def test_blank_totals_are_told_table_by_table() -> None:
    found = list(missing_totals(report(SMALL), ["t.r.total", "m.r.x", "t.s.total"]))
    assert [(one.kind, one.table, one.cells) for one in found] == [
        ("total-blank", "t", ("t.r.total", "t.s.total")),
        ("total-blank", "m", ("m.r.x",)),
    ]
    assert list(missing_totals(report(SMALL), [])) == []
