from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from core_factory import column, constraint, form, relation, report, table
from msgspec.structs import replace

from validator.checking.checker import Checker
from validator.constraints.alone.numbers import organ_facts
from validator.constraints.codes import VERDICTS
from validator.constraints.compiling import compile_system
from validator.constraints.system import System
from validator.constraints.together.evaluation import VectorBlock, evaluate
from validator.constraints.together.vectors import vectors
from validator.model.report import CellValue, Reading, Report
from validator.model.rules.rule import Fact, Verdict
from validator.packs.pack import load_pack

SMALL = form(
    table(["r"], ["a", "b", "total"]),
    table(["r"], [column("x", unit="万元", decimals=6)], name="m"),
)
SUM = constraint(relation({"t.r.total": 1}, "=", {"t.r.a": 1, "t.r.b": 1}))
FACT = Fact("organ.city", ("市$",), ("县$",))
SYSTEM = compile_system(SMALL, [SUM], [FACT.name])


def block(*reports: Report, system: System = SYSTEM, facts: Sequence[Fact] = (FACT,)) -> VectorBlock:
    return vectors(system, reports, facts).block


def state(text: str | None, cell: str = "t.r.a") -> tuple[str, int]:
    """How one cell with this text is put into the vector."""
    made = block(report(SMALL, {cell: text}))
    at = SYSTEM.variables.index(cell)
    assert not (made.blank[0, at] and made.unknown[0, at])
    kind = "blank" if made.blank[0, at] else "unknown" if made.unknown[0, at] else "number"
    return kind, int(made.values[0, at])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", ("number", 12)),
        ("0", ("number", 0)),
        ("-3", ("number", -3)),
        ("3.0", ("number", 3)),
        ("", ("blank", 0)),
        (None, ("unknown", 0)),
        ("约3", ("unknown", 0)),
        ("2.5", ("unknown", 0)),
        ("0.0001", ("unknown", 0)),
        ("3元", ("unknown", 0)),
        ("9" * 19, ("number", 10**19 - 1)),
        ("9" * 40, ("number", 10**40 - 1)),
        ("9" * 400, ("unknown", 0)),
    ],
)
def test_count(text: str | None, expected: tuple[str, int]) -> None:
    assert state(text) == expected


@pytest.mark.parametrize(
    ("text", "units", "digit"),
    [
        ("12", 12_000_000, 1_000_000),
        ("12.50万元", 12_500_000, 10_000),
        ("1元", 100, 100),
        ("0.01元", 1, 1),
        ("0.001元", Fraction(1, 10), Fraction(1, 10)),
        ("12.1234567", Fraction(121_234_567, 10), Fraction(1, 10)),
        ("0.00", 0, 10_000),
    ],
)
def test_amount_is_counted_in_smallest_units_with_its_last_digit(
    text: str, units: int | Fraction, digit: int | Fraction
) -> None:
    made = block(report(SMALL, {"m.r.x": text}))
    at = SYSTEM.variables.index("m.r.x")
    assert made.digits is not None
    assert (made.values[0, at], made.digits[0, at]) == (units, digit)


def test_a_plain_0_is_nothing_at_all() -> None:
    assert block(report(SMALL, {"m.r.x": "0"})).digits is None


def test_counts_alone_are_exact() -> None:
    assert block(report(SMALL, {"t.r.a": "1"})).digits is None


# No sum leaves 64 bits


@pytest.mark.parametrize("digits", [15, 17, 18, 19, 25, 90])
@pytest.mark.parametrize("sign", ["", "-"])
def test_sum_of_large_numbers_is_right(digits: int, sign: str) -> None:
    large = int(sign + "9" * digits)
    texts = {"t.r.a": str(large), "t.r.b": str(large)}
    right, wrong = (report(SMALL, {**texts, "t.r.total": str(2 * large + more)}) for more in (0, 1))
    usual = report(SMALL, {"t.r.a": "1", "t.r.b": "2", "t.r.total": "4"})
    codes = evaluate(SYSTEM, block(right, usual, wrong, report(SMALL))).codes[:, 0]
    expected = [Verdict.SATISFIED, Verdict.VIOLATED, Verdict.VIOLATED, Verdict.NOT_APPLICABLE]
    assert [VERDICTS[code] for code in codes] == expected


def test_a_blank_total_is_missing_beside_a_number_of_any_size() -> None:
    made = report(SMALL, {"t.r.a": "9" * 20, "t.r.b": "0", "t.r.total": ""})
    evaluation = evaluate(SYSTEM, block(made))
    assert evaluation.missing_totals[0].tolist() == [False, False, True, False, False]


def test_limit_counts_the_coefficients_of_a_variable() -> None:
    weights = compile_system(SMALL, [constraint(relation({"t.r.a": 1000, "t.r.b": 1}, "<=", {"t.r.total": 1}))])
    a, b = (weights.largest[weights.variables.index(cell)] for cell in ("t.r.a", "t.r.b"))
    assert b // a == 1000
    assert a * 1000 + 2 * b < 2**63


def test_shipped_rules_leave_room_for_any_real_number() -> None:
    pack = load_pack()
    for one in pack.forms:
        system = Checker(pack).system(one)
        columns = [column for part in one.tables for _ in part.rows for column in part.columns]
        limits = [limit // 10**of.decimals for limit, of in zip(system.largest, columns, strict=False)]
        assert min(limits) >= 10**8


# Readings and facts


def test_every_best_reading_is_a_vector() -> None:
    cells = report(SMALL, {"t.r.total": "5"}).cells
    open_cell = CellValue(Reading.AMBIGUOUS, raw="5", candidates=(Decimal(5), None))
    ambiguous = report(
        SMALL,
        cells=(open_cell, open_cell, *cells[2:]),
        readings=({"t.r.a": Decimal(5), "t.r.b": None}, {"t.r.a": None, "t.r.b": Decimal(5)}),
    )
    made = vectors(SYSTEM, [report(SMALL, {"t.r.a": "1"}), ambiguous, report(SMALL)], [FACT])
    assert made.owner == (0, 1, 1, 2)
    assert made.block.values[:, :2].tolist() == [[1, 0], [5, 0], [0, 5], [0, 0]]
    assert made.block.blank[:, :2].tolist() == [[False, True], [False, True], [True, False], [True, True]]
    assert not made.block.unknown[:, :3].any()


def test_ambiguous_cell_that_no_reading_tells_of_is_unknown() -> None:
    cell = CellValue(Reading.AMBIGUOUS, raw="5", candidates=(Decimal(5), None))
    plain = report(SMALL)
    made = block(replace(plain, cells=(cell, *plain.cells[1:])))
    assert made.unknown[0, :2].tolist() == [True, False]


@pytest.mark.parametrize(("organ", "known"), [("甲市", 1), ("乙县", 0), ("丙区", None), (None, None), ("", None)])
def test_fact_is_known_of_some_organs(organ: str | None, known: int | None) -> None:
    assert organ_facts(organ, [FACT]) == {"organ.city": known}
    made = block(report(SMALL, organ=organ))
    at = SYSTEM.variables.index("organ.city")
    assert (bool(made.unknown[0, at]), made.values[0, at], made.blank[0, at]) == (known is None, known or 0, False)


def test_yes_is_tried_before_no() -> None:
    assert organ_facts("甲市", [Fact("organ.city", ("市",), ("甲",))]) == {"organ.city": 1}
