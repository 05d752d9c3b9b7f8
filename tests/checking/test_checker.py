from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest
from core_factory import consistent_values, document, official_document, report, shipped_form

from validator.checking.checker import Checker
from validator.model.errors import UnreadableInputError
from validator.model.form import Form
from validator.model.report import CellValue, Reading, Report
from validator.model.result import ReportResult
from validator.model.rules.rule import Severity, Verdict
from validator.packs.pack import load_pack

PACK = load_pack()
IDS = frozenset(rule.id for rule in PACK.rules)
CHECKER = Checker(PACK)
OLD, NEW = shipped_form("2019"), shipped_form("2021")
NEW_PERSON = "requests.new.natural_person"


@cache
def values(of: Form) -> Mapping[str, str]:
    """A report with nothing to object to: a county makes no regulations, and money has a unit."""
    texts = consistent_values(of, 3)
    for cell in texts:
        if ".regulations." in cell or cell.endswith(".change"):
            texts[cell] = "0"
        if cell.startswith("procurement.") and cell.endswith(".amount"):
            texts[cell] += "万元"
    return texts


def made(texts: Mapping[str, str | None] | None = None, of: Form = NEW) -> Report:
    year = 2019 if of is OLD else 2023
    return report(of, {**values(of), **(texts or {})}, year=year)


def told(checked: ReportResult) -> list[tuple[str, Verdict]]:
    return [(finding.rule, finding.verdict) for finding in checked.findings]


def check(one: Report) -> ReportResult:
    (checked,) = CHECKER.check([one], IDS)
    return checked


@pytest.mark.parametrize("of", [OLD, NEW, NEW.with_table(OLD.table("requests"))], ids=["2019", "2021", "hybrid"])
def test_consistent_report_on_any_form_has_nothing_violated(of: Form) -> None:
    texts = {**values(NEW), **values(OLD)} if of is not NEW else values(NEW)
    checked = check(report(of, {cell: texts[cell] for cell in of.cells}, year=of.first_year))
    assert checked.findings == ()
    assert set(checked.counts) == {Verdict.SATISFIED, Verdict.NOT_APPLICABLE}
    assert sum(checked.counts.values()) == len(CHECKER.constraints(of))


def test_wrong_number_violates_every_relation_it_stands_in() -> None:
    checked = check(made({NEW_PERSON: "5000"}))
    assert told(checked) == [("requests-balance", Verdict.VIOLATED), ("requests-row-total", Verdict.VIOLATED)]
    assert checked.counts[Verdict.VIOLATED] == 2


def test_unreadable_number_leaves_its_relations_undetermined_and_the_weaker_ones_speak() -> None:
    checked = check(made({NEW_PERSON: "1?"}))
    assert told(checked) == [("not-a-number", Verdict.VIOLATED)]
    assert checked.counts[Verdict.UNDETERMINED] == 2
    large = made({"requests.new.business": "9000", NEW_PERSON: "1?"})
    assert ("requests-row-parts", Verdict.VIOLATED) in told(check(large))


def test_blank_total_is_told_and_its_relations_are_undetermined() -> None:
    checked = check(made({"requests.handled.total": ""}))
    assert [rule for rule, _ in told(checked)] == ["total-blank"]
    assert checked.counts.get(Verdict.VIOLATED, 0) == 0
    assert checked.counts[Verdict.UNDETERMINED] >= 3


def opened(*readings: Mapping[str, Decimal | None]) -> Report:
    """A report in which some cells have one value or another."""
    plain = made()
    cells = list(plain.cells)
    for name in readings[0]:
        candidates = tuple(dict.fromkeys(reading[name] for reading in readings))
        cells[NEW.index[name]] = CellValue(Reading.AMBIGUOUS, raw="?", candidates=candidates)
    return report(NEW, cells=tuple(cells), readings=readings)


def test_relation_that_every_best_reading_violates_is_violated() -> None:
    checked = check(opened({NEW_PERSON: Decimal(7000)}, {NEW_PERSON: Decimal(8000)}))
    assert told(checked) == [("requests-balance", Verdict.VIOLATED), ("requests-row-total", Verdict.VIOLATED)]


def test_relation_on_which_readings_differ_is_undetermined_and_noted() -> None:
    right = Decimal(values(NEW)[NEW_PERSON])
    checked = check(opened({NEW_PERSON: right}, {NEW_PERSON: right + 1}))
    assert told(checked) == [("requests-balance", Verdict.UNDETERMINED), ("requests-row-total", Verdict.UNDETERMINED)]
    assert {finding.severity for finding in checked.findings} == {Severity.NOTE}
    assert checked.counts[Verdict.UNDETERMINED] == 2


def test_readings_that_all_satisfy_a_relation_leave_nothing_to_say() -> None:
    row = [f"requests.granted.{name}" for name in ("research", "welfare")]
    plain = made({row[0]: "5", row[1]: "5"})
    # Which of two equal numbers stands first changes nothing.
    cells = list(plain.cells)
    for name in row:
        cells[NEW.index[name]] = CellValue(Reading.AMBIGUOUS, raw="5", candidates=(Decimal(5),))
    readings = (dict.fromkeys(row, Decimal(5)),) * 2
    once, twice = check(plain), check(report(NEW, cells=tuple(cells), readings=readings))
    assert twice.counts == once.counts
    assert told(twice) == told(once)


def test_reports_on_different_forms_come_back_in_their_order() -> None:
    reports = [made(), made(of=OLD), made({NEW_PERSON: "5000"}), made({NEW_PERSON: "6000"}, OLD)]
    together = CHECKER.check(reports, IDS)
    assert [len(one.findings) > 0 for one in together] == [False, False, True, True]
    assert together == tuple(check(one) for one in reports)
    assert CHECKER.check([], IDS) == ()


def test_only_wanted_rules_are_told_and_counted() -> None:
    (checked,) = CHECKER.check([made({NEW_PERSON: "x"})], frozenset({"requests-balance"}))
    assert (told(checked), sum(checked.counts.values())) == ([], 7)


def test_organ_that_is_not_known_leaves_rules_about_it_undetermined() -> None:
    some = {"documents.regulations.issued": "3"}
    county, unknown, city = (
        report(NEW, {**values(NEW), **some}, organ=organ) for organ in ("甲县", None, "乙市人民政府")
    )
    assert ("documents-regulations-authority", Verdict.VIOLATED) in told(check(county))
    for one in (unknown, city):
        assert "documents-regulations-authority" not in {rule for rule, _ in told(check(one))}


def test_system_of_a_form_is_compiled_once() -> None:
    assert CHECKER.system(NEW) is CHECKER.system(NEW.with_table(NEW.table("requests")))
    assert CHECKER.system(NEW) is not CHECKER.system(OLD)


def test_only_the_form_asked_for_is_tried() -> None:
    checker = Checker(PACK, "annual-report-2019")
    assert checker.recognise(official_document(NEW, dict(values(NEW)))).form.id == "annual-report-2019"
    with pytest.raises(ValueError, match=r"annual-report-1999.*annual-report-2019, annual-report-2021"):
        Checker(PACK, "annual-report-1999")


def test_document_without_a_report_is_declined() -> None:
    with pytest.raises(UnreadableInputError):
        CHECKER.recognise(document("通知"))
