"""Which cells a report's findings name, through readings, blanks and witnesses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from core_factory import consistent_values, report, shipped_form
from msgspec.structs import replace

from validator.checking.checker import Checker
from validator.localisation.slips import Slip
from validator.localisation.suspects import with_suspects
from validator.localisation.witnesses import Witness
from validator.model.finding import Doubt, Evidence, Finding, SecondReading
from validator.model.report import CellValue, Reading, Report
from validator.model.rules.rule import Severity, Verdict
from validator.packs.pack import load_pack

PACK = load_pack()
CHECKER = Checker(PACK)
ALL = frozenset(rule.id for rule in PACK.rules)
NEW = shipped_form("2021")
SAID = Evidence("claim-reconsideration", "行政复议9件")
CELL, TOTAL = "requests.granted.research", "disputes.reconsideration.total"


def located(one: Report, rules: frozenset[str] = ALL, witnesses: Sequence[Witness] = ()) -> list[Finding]:
    """The violated relations that must hold, with their suspects."""
    (checked,) = CHECKER.check([one], rules)
    findings = with_suspects(CHECKER.alone(one.form), one, PACK.facts, checked.findings, rules, witnesses)
    return [one for one in findings if one.verdict is Verdict.VIOLATED and one.severity is Severity.ERROR]


def spoilt(changes: Mapping[str, str | None], form: str = "2021") -> Report:
    """A consistent report with some cells changed."""
    of = shipped_form(form)
    return report(of, {**consistent_values(of, 7), **changes})


def suspects(findings: Sequence[Finding]) -> list[list[dict[str, Fraction | None]]]:
    return [[{cell.cell: cell.new for cell in one.cells} for one in finding.suspects] for finding in findings]


def number(cell: str) -> int:
    return int(consistent_values(NEW, 7)[cell])


def test_a_single_wrong_cell_is_named_at_every_relation_it_breaks() -> None:
    right = number(CELL)
    found = located(spoilt({CELL: str(right + 50)}))
    assert {finding.rule for finding in found} == {"requests-row-total", "requests-handled-sum"}
    assert suspects(found) == [[{CELL: Fraction(right)}]] * 2
    assert all(finding.doubt is None and finding.suspects[0].unique for finding in found)
    assert [finding.suspects[0].settles for finding in found] == [2, 2]


def test_nothing_is_looked_for_where_all_that_must_hold_holds() -> None:
    one = spoilt({"documents.normative.published": "90"}, "2019")
    (checked,) = CHECKER.check([one], ALL)
    assert any(finding.severity is Severity.WARNING for finding in checked.findings)
    assert CHECKER.locate(one, checked.findings, ALL) == checked.findings


def block(*numbers: int) -> dict[str, str]:
    """Table four with numbers for reconsideration, and 0 for the rest."""
    cells = dict.fromkeys(NEW.table("disputes").cells, "0")
    return cells | {name: str(value) for name, value in zip(cells, numbers, strict=False)}


def test_table_four_leaves_its_five_cells_open_and_ranks_them_by_slip() -> None:
    (finding,) = located(spoilt(block(9, 8, 7, 6, 39)))
    assert finding.doubt is Doubt.SEVERAL
    assert suspects([finding])[0][0] == {TOTAL: Fraction(30)}
    assert {cell.cell for one in finding.suspects for cell in one.cells} == set(NEW.table("disputes").cells[:5]) - {
        # Counts are never below 0: it cannot make up for 9 too few.
        name
        for name, number in block(9, 8, 7, 6).items()
        if int(number) > 9
    }


def test_a_witness_from_the_prose_decides_in_table_four() -> None:
    (alone,) = located(spoilt(block(9, 0, 0, 0, 4)))
    assert alone.doubt is Doubt.SEVERAL
    (asked,) = located(spoilt(block(9, 0, 0, 0, 4)), witnesses=[Witness({TOTAL: 1}, 9, SAID)])
    assert suspects([asked]) == [[{TOTAL: Fraction(9)}]]
    assert asked.suspects[0].unique


def test_a_number_of_the_text_against_the_only_repair_is_said_with_it() -> None:
    """The figures alone want 21, and the text says 11."""
    eleven = Evidence("claim-reconsideration", "行政复议11件")
    shifted = spoilt(block(9, 2, 0, 10, 0))
    (alone,) = located(shifted)
    assert suspects([alone]) == [[{TOTAL: Fraction(21)}]]
    assert alone.suspects[0].unique
    (asked,) = located(shifted, witnesses=[Witness({TOTAL: 1}, 11, eleven)])
    assert (asked.doubt, asked.suspects[0].unique) == (Doubt.CONTRADICTED, False)
    assert asked.suspects[0].against == (eleven,)
    (agreeing,) = located(shifted, witnesses=[Witness({TOTAL: 1}, 21, eleven)])
    assert (agreeing.doubt, agreeing.suspects[0].unique) == (None, True)


def test_a_total_one_cell_off_is_put_back_and_the_text_decides() -> None:
    pending = "disputes.reconsideration.pending"
    shifted = spoilt(block(9, 2, 0, 11, 0))
    (alone,) = located(shifted)
    assert suspects([alone])[0] == [{pending: Fraction(0), TOTAL: Fraction(11)}, {TOTAL: Fraction(22)}]
    assert alone.doubt is Doubt.SEVERAL
    (asked,) = located(shifted, witnesses=[Witness({TOTAL: 1}, 11, SAID)])
    assert suspects([asked]) == [[{pending: Fraction(0), TOTAL: Fraction(11)}]]
    assert asked.suspects[0].unique


def test_a_column_one_row_off_is_one_slip() -> None:
    cells = [f"requests.{row}.natural_person" for row in NEW.table("requests").row_names]
    numbers = [number(cell) for cell in cells]
    found = located(spoilt(dict(zip(cells, map(str, [0, *numbers[:-1]]), strict=True))))
    wanted = {
        cell: Fraction(right)
        for cell, right, wrong in zip(cells, numbers, [0, *numbers], strict=False)
        if right != wrong
    }
    assert {finding.suspects[0].slip for finding in found} == {Slip.COLUMN_SHIFTED}
    assert all(one[0] == wanted for one in suspects(found))


def test_a_blank_cell_that_should_hold_a_number() -> None:
    found = located(spoilt({CELL: ""}))
    (suspect,) = found[0].suspects
    assert (suspect.cells[0].cell, suspect.cells[0].old, suspect.slip) == (CELL, None, Slip.BLANK)


def test_a_blank_total_is_not_known_and_does_not_hide_an_error() -> None:
    total, other = "requests.granted.total", "requests.granted.business"
    found = located(spoilt({total: "", other: str(number(other) + 40)}))
    assert [finding.rule for finding in found] == ["requests-handled-sum"]
    assert {other: Fraction(number(other))} in suspects(found)[0]


def test_a_relation_that_stands_in_for_another_has_its_suspects() -> None:
    row = "requests.granted"
    found = located(spoilt({f"{row}.research": "1?", f"{row}.total": "0"}))
    parts = [finding for finding in found if finding.rule == "requests-row-parts"]
    assert suspects(parts)
    assert all({f"{row}.total"} <= set(one) for one in suspects(parts)[0])


def test_a_negative_change_is_explained_by_its_sign_or_the_stock() -> None:
    cells = {"permits.permits.previous_items": "12", "permits.permits.change": "-18"}
    (finding,) = [one for one in located(spoilt(cells, "2019")) if one.severity is Severity.ERROR]
    assert finding.doubt is Doubt.SEVERAL
    ranges = {cell.cell: (cell.low, cell.high) for one in finding.suspects for cell in one.cells}
    assert ranges == {
        "permits.permits.previous_items": (Fraction(18), None),
        "permits.permits.change": (Fraction(-12), None),
    }
    assert finding.suspects[0].slip == Slip.SIGN


def test_cells_that_hold_each_others_numbers_are_one_suspect() -> None:
    """Far apart they break four relations that are otherwise repaired apart."""
    other = "requests.denied.internal_affairs.natural_person"
    assert number(CELL) != number(other)
    found = located(spoilt({CELL: str(number(other)), other: str(number(CELL))}))
    assert [finding.suspects[0].slip for finding in found] == [Slip.CELLS_EXCHANGED] * 4
    assert suspects(found) == [[{CELL: Fraction(number(CELL)), other: Fraction(number(other))}]] * 4
    assert [finding.suspects[0].settles for finding in found] == [4] * 4


def ambiguous(one: Report, readings: Sequence[Mapping[str, Decimal | None]]) -> Report:
    """The report with several best readings of some cells."""
    values = list(one.cells)
    for cell in readings[0]:
        candidates = tuple(dict.fromkeys(reading[cell] for reading in readings))
        values[one.form.index[cell]] = CellValue(Reading.AMBIGUOUS, candidates=candidates)
    return replace(one, cells=tuple(values), readings=tuple(readings))


def test_readings_that_point_to_different_cells_name_none() -> None:
    first, second = NEW.table("disputes").cells[1:3]
    readings = [{first: Decimal(7), second: None}, {first: None, second: Decimal(7)}]
    (finding,) = located(ambiguous(spoilt(block(9, 0, 0, 0, 20)), readings))
    assert (finding.doubt, finding.suspects) == (Doubt.READING, ())


def test_readings_that_say_the_same_are_believed() -> None:
    first, second = NEW.table("disputes").cells[5:7]
    readings = [{first: Decimal(0), second: None}, {first: None, second: Decimal(0)}]
    (finding,) = located(ambiguous(spoilt(block(9, 0, 0, 0, 20)), readings))
    assert finding.doubt is Doubt.SEVERAL
    assert len(finding.suspects) == 5


def test_too_many_readings_name_none() -> None:
    readings = [{CELL: Decimal(number(CELL) + at)} for at in range(40)]
    found = located(ambiguous(spoilt({"disputes.reconsideration.total": "99"}), readings))
    assert {finding.doubt for finding in found if finding.severity is Severity.ERROR} == {Doubt.READING}


def test_a_cell_that_was_read_otherwise_the_second_time_is_not_held_against_the_report() -> None:
    """Its row does not count any more, and another wrong cell of that column cannot be told from it."""
    other = "requests.denied.third_party.natural_person"
    one = spoilt({CELL: str(number(CELL) + 50), other: str(number(other) + 70)})
    assert {cell.cell for finding in located(one) for cell in finding.suspects[0].cells} == {CELL, other}
    (checked,) = CHECKER.check([one], ALL)
    doubted = [
        replace(finding, verdict=Verdict.UNDETERMINED, second_reading=SecondReading({CELL: Decimal(1)}))
        if CELL in {term.cell for term in finding.terms}
        else finding
        for finding in checked.findings
    ]
    found = with_suspects(CHECKER.alone(NEW), one, PACK.facts, doubted, ALL)
    named = {cell.cell for finding in found for one in finding.suspects for cell in one.cells}
    assert other in named
    assert CELL not in named


def test_rules_that_are_not_in_force_do_not_count() -> None:
    wanted = ALL - {"requests-row-total"}
    (finding,) = located(spoilt({CELL: str(number(CELL) + 1)}), wanted)
    assert finding.doubt is Doubt.SEVERAL


def test_a_blank_is_told_from_a_zero() -> None:
    blank = dict.fromkeys(NEW.table("disputes").cells, "")
    (finding,) = located(spoilt(blank | {TOTAL: "4"}))
    assert {cell.old for one in finding.suspects for cell in one.cells} == {None, Fraction(4)}
