"""What printed amounts leave open in a workbook is what the evaluation accepts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from core_factory import column, constraint, form, relation, report, rule, seeded, table
from msgspec.structs import replace

from validator.constraints.codes import VERDICTS
from validator.constraints.compiling import compile_system
from validator.constraints.together.evaluation import evaluate
from validator.constraints.together.vectors import vectors
from validator.model.rules.rule import Verdict
from validator.renderers.workbook._formulas import Columns, Formulas
from validator.renderers.workbook._plan import Plan
from validator.renderers.workbook._relations import Shape

CELLS = ("t.r.a", "t.r.b", "t.r.total")
COLUMNS = Columns("E", "G", "H", "I", "J", "yes", "no", "open", "none")


def planned(printed: str, texts: tuple[str, ...]) -> tuple[Plan, Verdict]:
    columns = [column(name, unit="万元", decimals=2, signed=True) for name in ("a", "b", "total")]
    amounts = form(table(["r"], [replace(one, printed=printed) for one in columns]))
    check = relation({"t.r.a": 1, "t.r.b": 1}, "=", {"t.r.total": 1})
    system = compile_system(amounts, [constraint(check, rule())])
    block = vectors(system, [report(amounts, dict(zip(CELLS, texts, strict=True)))], []).block
    addresses = {cell: f"S!B{at}" for at, cell in enumerate(CELLS, 2)}
    return Plan(Shape(system), block, addresses, 2, frozenset({0})), VERDICTS[evaluate(system, block).codes[0, 0]]


@pytest.mark.parametrize("printed", ["rounded", "truncated", "exact"])
def test_what_is_accepted_is_what_the_evaluation_accepts(printed: str) -> None:
    rng, told = seeded(9), set()
    for _ in range(150):
        parts = [Fraction(rng.randint(-50, 900), 100) for _ in range(2)]
        numbers = [*parts, sum(parts, Fraction(0)) + Fraction(rng.randint(-5, 5), 200)]
        texts = tuple(f"{float(number):.{rng.choice((0, 1, 2, 2))}f}" for number in numbers)
        plan, verdict = planned(printed, texts)
        first, second, total = map(Fraction, texts)
        accepted = plan.accepted(0, 0)
        holds = -accepted.less <= first + second - total <= accepted.more
        assert holds is (verdict is Verdict.SATISFIED), texts
        told.add(verdict)
    assert told == {Verdict.SATISFIED, Verdict.VIOLATED}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("rounded", "IF(ABS(H2)<=I2,"), ("truncated", "IF(AND(H2<=0.005,-H2<=I2),"), ("exact", "IF(ABS(H2)<=I2,")],
)
def test_amounts_that_were_cut_off_leave_more_on_one_side(printed: str, expected: str) -> None:
    plan, _ = planned(printed, ("0.69", "3.29", "3.99"))
    (row,) = Formulas(plan, COLUMNS).rows()
    assert expected in row.check
    assert row.tolerance == max(plan.accepted(0, 0))
