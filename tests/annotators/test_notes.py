from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs
from support.annotating import checked, notes_on, written

from validator.annotators.notes import Passage, anchor, notes_of
from validator.model.document import Location
from validator.model.finding import Finding, Link
from validator.packs.pack import load_pack

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


def finding(rule: str) -> Finding:
    return next(one for one in checked(written("html")).findings if one.rule == rule)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_note_says_where_what_why_and_the_proof(language: str, snapshot: SnapshotAssertion) -> None:
    assert "\n\n".join(note.text for note in notes_on(written("html"), language).notes) == snapshot


def unexplained(one: Finding) -> Finding:
    """The same where nothing is known of what has to change."""
    return structs.replace(one, suspects=(), doubt=None)


def test_a_sum_is_told_at_its_total() -> None:
    told = anchor(structs.replace(finding("disputes-row-total"), also=()))
    assert told is not None
    assert told.cell == "disputes.reconsideration.total"


def test_a_finding_is_told_at_the_cell_that_most_other_relations_share() -> None:
    others = (("b", "requests-balance"), ("b", "requests-row-total"), ("a", "requests-balance"))
    links = tuple(Link(letter, rule) for letter, rule in others)
    told = anchor(structs.replace(finding("disputes-row-total"), also=links))
    assert told is not None
    assert told.letter == "b"


def test_a_mistake_is_told_at_the_cell_to_change_and_the_others_get_no_note() -> None:
    result = checked(written("html"))
    notes = notes_of(result, load_pack(), "zh")
    named = [one for one in result.mistakes if one.named]
    cells = {cell.cell for one in named for cell in one.choices[0].cells}
    assert {note.location for note in notes.notes} == {result.report[cell].location for cell in cells}
    changes = {mark.location: mark.change for mark in notes.marks if mark.change}
    assert set(changes) == {result.report[cell].location for cell in cells}


@pytest.mark.parametrize("maker", ["html", "docx", "xlsx", "pdf"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_note_is_short(maker: str, language: str) -> None:
    for note in notes_on(written(maker), language).notes:
        assert len(note.text) <= 160
        assert note.text.count("\n") < 4


def test_a_cell_that_is_not_in_the_file_is_no_place() -> None:
    one = finding("disputes-row-total")
    assert anchor(structs.replace(one, terms=tuple(structs.replace(term, location=None) for term in one.terms))) is None


def test_an_observation_on_the_text_is_told_beside_its_paragraph() -> None:
    result = checked(written("html"))
    paragraph = result.report.prose[2]
    one = structs.replace(
        unexplained(finding("disputes-row-total")), terms=(), comparator=None, location=paragraph.location
    )
    (note,) = notes_of(structs.replace(result, findings=(one,)), load_pack(), "zh").notes
    assert note.location == paragraph.location
    assert note.passage == Passage(paragraph.text)


@pytest.mark.parametrize("place", [None, Location(paragraph=999), Location(page=2)])
def test_what_has_no_cell_concerns_the_whole_report(place: Location | None) -> None:
    result = checked(written("html"))
    one = structs.replace(unexplained(finding("disputes-row-total")), terms=(), comparator=None, location=place)
    (note,) = notes_of(structs.replace(result, findings=(one,)), load_pack(), "zh").notes
    assert note.location is None


def test_what_no_file_can_hold_does_not_get_into_a_note() -> None:
    result = checked(written("html"))
    report = structs.replace(result.report, organ="a\x00\ud800\x1b[31m")
    one = unexplained(finding("disputes-row-total"))
    terms = tuple(structs.replace(term, source=report, cell=f"previous.{term.cell}") for term in one.terms)
    (note,) = notes_of(structs.replace(result, findings=(structs.replace(one, terms=terms),)), load_pack(), "zh").notes
    assert "a???[31m" in note.text


def test_a_cell_in_two_mistakes_bears_the_numbers_of_both() -> None:
    result = checked(written("html"))
    one = unexplained(finding("disputes-row-total"))
    marks = notes_of(structs.replace(result, findings=(one, one)), load_pack(), "zh").marks
    assert marks[0].labels == ("1", "2")
