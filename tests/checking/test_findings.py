from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from core_factory import column, constraint, form, relation, report, rule, table

from validator.checking.findings import finding_of_constraint, finding_of_observation, finish, letter
from validator.model.finding import Finding, Link
from validator.model.observations.facts import CellsListed, PrintedCell
from validator.model.observations.kinds import Observation, ObservationKind
from validator.model.report import CellValue, Reading, Report
from validator.model.rules.constraint import Constraint
from validator.model.rules.rule import Severity, Verdict

SMALL = form(
    table(["r", "s"], ["a", "b", "total"]),
    table(["r"], [column("x", unit="万元", decimals=6)], name="m"),
)
SUM = rule("sum", table="t")
TEXTS = {"t.r.a": "1", "t.r.b": "2", "t.r.total": "4", "t.s.total": "9", "m.r.x": "25000元"}
REPORT = report(SMALL, TEXTS)


def row_sum(row: str) -> Constraint:
    parts = {f"t.{row}.{name}": 1 for name in ("a", "b")}
    return constraint(relation({f"t.{row}.total": 1}, "=", parts), SUM, each=(("row", row),))


def made(of: Constraint, one: Report = REPORT, verdict: Verdict = Verdict.VIOLATED) -> Finding:
    return finding_of_constraint(one, of, verdict, Severity.ERROR)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (51, "az"), (52, "ba"), (701, "zz"), (702, "aaa")]
)
def test_letters_go_on_after_z(number: int, text: str) -> None:
    assert letter(number) == text


def test_cells_stand_under_letters_in_the_order_of_the_relation() -> None:
    found = made(row_sum("r"))
    assert [(term.letter, term.cell, term.side, term.text) for term in found.terms] == [
        ("a", "t.r.total", "left", "4"),
        ("b", "t.r.a", "right", "1"),
        ("c", "t.r.b", "right", "2"),
    ]
    assert [term.value for term in found.terms] == [4, 1, 2]
    assert [found.left, found.right, found.residual] == [4, 3, 1]
    assert found.comparator == "="
    assert (found.rule, found.table, found.each) == ("sum", "t", (("row", "r"),))
    assert found.location == REPORT["t.r.total"].location


def test_blank_counts_nothing_on_its_side() -> None:
    found = made(row_sum("s"))
    assert [found.left, found.right, found.terms[1].value] == [9, 0, None]


@pytest.mark.parametrize("reading", [Reading.UNREADABLE, Reading.AMBIGUOUS])
def test_side_with_a_cell_that_is_not_known_has_no_sum(reading: Reading) -> None:
    unknown = CellValue(reading, raw="1?", candidates=(Decimal(1), Decimal(7)))
    found = made(row_sum("r"), report(SMALL, cells=(unknown, *REPORT.cells[1:])), Verdict.UNDETERMINED)
    assert [found.left, found.right, found.residual] == [4, None, None]
    assert found.terms[1].text == "1?"


def test_amounts_are_told_in_the_unit_of_the_column() -> None:
    limit = constraint(relation({"m.r.x": 2}, "<=", {}, (0, 3)), rule("limit", tolerance=Decimal("0.5")))
    found = made(limit)
    assert [found.terms[0].value, found.terms[0].coefficient] == [Fraction(5, 2), 2]
    assert [found.left, found.right, *found.constant, found.tolerance] == [5, 3, 0, 3, Fraction(1, 2)]


def test_fact_about_the_organ_is_no_cell() -> None:
    found = made(constraint(relation({"t.r.a": 1, "organ.fact": 1}, "=", {})))
    assert [term.cell for term in found.terms] == ["t.r.a"]


def test_observation_becomes_a_finding_of_the_rule_s_weight() -> None:
    noticed = Observation(ObservationKind.NOT_A_NUMBER, "t", ("t.r.a",), facts=PrintedCell("x"))
    found = finding_of_observation(REPORT, rule("not-a-number", severity=Severity.WARNING), noticed)
    assert (found.severity, found.verdict, found.comparator) == (Severity.WARNING, Verdict.VIOLATED, None)
    assert (found.table, found.each, found.facts) == ("t", (("row", "r"), ("column", "a")), PrintedCell("x"))


def test_observation_of_several_cells_has_no_single_place() -> None:
    cells = ("t.s.a", "t.s.b")
    noticed = Observation(ObservationKind.CELLS_BLANK, "t", cells, facts=CellsListed(cells))
    found = finding_of_observation(REPORT, rule(), noticed)
    assert (found.each, [term.letter for term in found.terms]) == ((), ["a", "b"])


# Order, neighbours, fingerprints

RULES = [rule("later"), SUM, rule("seen")]


def finished(*findings: Finding, one: Report = REPORT) -> list[Finding]:
    return list(finish(one, RULES, findings))


def later(cells: dict[str, int], of: str | None = "t") -> Constraint:
    return constraint(relation(cells, "=", {}), rule("later", table=of))


def test_findings_are_sorted_by_table_rule_and_place() -> None:
    findings = [
        made(later({"m.r.x": 1}, "m")),
        made(row_sum("s")),
        made(row_sum("r")),
        made(later({"t.s.a": 1})),
        finding_of_observation(REPORT, rule("seen"), Observation(ObservationKind.YEAR_UNKNOWN)),
    ]
    order = ["seen", "later", "sum", "sum", "later"]
    for given in (findings, findings[::-1]):
        found = finished(*given)
        assert [one.rule for one in found] == order
        assert [dict(one.each).get("row") for one in found[2:4]] == ["r", "s"]


def test_cell_that_violates_another_rule_too_is_named_by_its_letter() -> None:
    by_rule = {one.rule: one for one in finished(made(row_sum("r")), made(later({"t.r.b": 1, "t.r.a": 1})))}
    assert by_rule["sum"].also == (Link("c", "later"), Link("b", "later"))
    assert by_rule["later"].also == (Link("b", "sum"), Link("a", "sum"))


def test_only_violated_relations_are_neighbours() -> None:
    open_one = made(later({"t.r.a": 1}), verdict=Verdict.UNDETERMINED)
    noticed = finding_of_observation(REPORT, rule("seen"), Observation(ObservationKind.TABLE_MISSING, "t", ("t.r.a",)))
    assert [one.also for one in finished(made(row_sum("r")), open_one, noticed)] == [(), (), ()]


def test_fingerprint_is_that_of_the_numbers_not_of_the_file() -> None:
    def prints(one: Report) -> list[str]:
        return [found.fingerprint for found in finished(made(row_sum("r"), one), made(row_sum("s"), one), one=one)]

    first = prints(REPORT)
    assert len(set(first)) == 2
    assert prints(report(SMALL, TEXTS, path="copy.docx", format="docx")) == first
    assert prints(report(SMALL, {**TEXTS, "t.r.a": "2"}))[0] != first[0]
    assert prints(report(SMALL, {**TEXTS, "t.r.a": "2"}))[1] == first[1]
    assert not set(prints(report(SMALL, TEXTS, year=2024))) & set(first)
    assert not set(prints(report(SMALL, TEXTS, organ="乙县"))) & set(first)
