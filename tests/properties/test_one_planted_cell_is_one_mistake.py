"""One wrong number in a report is one mistake, named with its cell and the right number; two apart are two."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import chain
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.checking import law
from support.tree import changed

from validator import check
from validator.checking.checker import Checker
from validator.model.mistake import Mistake, Sure
from validator.model.report import Report
from validator.model.result import ReportResult
from validator.packs.pack import load_pack
from validator.renderers.words.mistake import mistakes_of
from validator.renderers.words.repairs import place

SAMPLES = Path(__file__).parents[2] / "samples"
SOUND = ("consistent-2020.md", "consistent-2022.html", "consistent-2023.txt", "consistent-2024.docx")
CHECKER = Checker(load_pack())
WANTED = frozenset(rule.id for rule in CHECKER.pack.rules)


@cache
def sound(name: str) -> Report:
    (checked,) = check(SAMPLES / name).reports
    return checked.report


def checked(report: Report) -> ReportResult:
    (alone,) = CHECKER.check([report], WANTED)
    return replace(alone, findings=CHECKER.locate(report, alone.findings, WANTED, alone.claims))


def spoilt(name: str, changes: Mapping[str, int]) -> ReportResult:
    """A sample with other numbers in some cells, checked."""
    report = sound(name)
    for cell, by in changes.items():
        report = changed(report, cell, int(report[cell].value or 0) + by)
    return checked(report)


def added(name: str, told: ReportResult) -> list[Mistake]:
    """The mistakes that the sample by itself does not have."""
    known = {one.fingerprint for one in checked(sound(name)).findings}
    return [one for one in told.mistakes if not {finding.fingerprint for finding in one.findings} <= known]


def cells(table: str) -> st.SearchStrategy[tuple[str, str]]:
    """(sample, a cell of one of its tables)."""
    return st.sampled_from(SOUND).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(sound(name).form.table(table).cells))
    )


BY = st.integers(min_value=1, max_value=9)


@law(0.2)
@given(where=cells("requests"), by=BY)
def test_one_planted_cell_is_one_mistake_whose_first_line_names_it(where: tuple[str, str], by: int) -> None:
    name, cell = where
    told = spoilt(name, {cell: by})
    (mistake,) = [one for one in added(name, told) if one.choices]
    assert mistake.sure is Sure.NAMED
    account = next(one for one in mistakes_of(told, CHECKER.pack, "zh") if one.mistake is mistake)
    old, right = (int(report[cell].value or 0) for report in (told.report, sound(name)))
    assert account.message == f"{place(cell, None, account.glossary)}：填的是 {old}，应为 {right}"


@law(0.1)
@given(where=cells("disputes"), by=BY)
def test_where_one_relation_alone_holds_a_cell_it_is_among_the_choices(where: tuple[str, str], by: int) -> None:
    name, cell = where
    (mistake,) = [one for one in added(name, spoilt(name, {cell: by})) if one.choices]
    right = Fraction(sound(name)[cell].value or 0)
    assert (cell, right) in {(one.cell, one.new) for repair in mistake.choices for one in repair.cells}
    assert (mistake.sure is Sure.NAMED) == (len(mistake.choices) == 1)


@law(0.1)
@given(name=st.sampled_from(SOUND), data=st.data(), by=st.tuples(BY, BY))
def test_a_planted_pair_in_separate_tables_is_two(name: str, data: st.DataObject, by: tuple[int, int]) -> None:
    form = sound(name).form
    first, second = (data.draw(st.sampled_from(form.table(table).cells)) for table in ("requests", "disputes"))
    told = spoilt(name, {first: by[0], second: by[1]})
    explained = [one for one in added(name, told) if one.choices]
    choices = [{cell.cell for repair in one.choices for cell in repair.cells} for one in explained]
    assert len(choices) == 2
    assert sorted(cell in cells_of_one for cells_of_one in choices for cell in (first, second)) == [
        *(False, False),
        *(True, True),
    ]


@law(0.2)
@given(name=st.sampled_from(SOUND), data=st.data(), by=st.lists(BY, min_size=1, max_size=4))
def test_every_finding_belongs_to_exactly_one_mistake(name: str, data: st.DataObject, by: list[int]) -> None:
    spoilable = [cell for cell in sound(name).form.cells if sound(name)[cell].value is not None]
    where = data.draw(st.lists(st.sampled_from(spoilable), min_size=len(by), max_size=len(by), unique=True))
    told = spoilt(name, dict(zip(where, by, strict=True)))
    assume(told.findings)
    held = list(chain.from_iterable(one.findings for one in told.mistakes))
    assert sorted(map(id, held)) == sorted(map(id, told.findings))
    assert [one.id for one in told.mistakes] == [f"m{at}" for at in range(1, len(told.mistakes) + 1)]
