from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from support.annotating import checked, notes_on, written

from validator.annotators.notes import Passage, anchor, notes_of
from validator.model.document import Location
from validator.model.finding import Finding, Link, Suspect, SuspectCell
from validator.model.rule import Severity
from validator.packs.pack import load_pack

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


def finding(rule: str) -> Finding:
    return next(one for one in checked(written("html")).findings if one.rule == rule)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_note_says_what_where_the_equation_and_the_next_step(language: str, snapshot: SnapshotAssertion) -> None:
    assert "\n\n".join(note.text for note in notes_on(written("html"), language).notes) == snapshot


def test_a_sum_is_told_at_its_total() -> None:
    one = replace(finding("disputes-row-total"), also=())
    told = anchor(one)
    assert told is not None
    assert told.cell == "disputes.reconsideration.total"


def test_a_finding_is_told_at_the_cell_that_most_other_relations_share() -> None:
    one = finding("disputes-row-total")
    others = (("b", "requests-balance"), ("b", "requests-row-total"), ("a", "requests-balance"))
    links = tuple(Link(letter, rule) for letter, rule in others)
    # Without a suspect: a single one is where the note would stand.
    told = anchor(replace(one, suspects=(), also=links))
    assert told is not None
    assert told.letter == "b"


def test_a_cell_that_is_not_in_the_file_is_no_place() -> None:
    one = finding("disputes-row-total")
    assert anchor(replace(one, terms=tuple(replace(term, location=None) for term in one.terms))) is None


def test_an_observation_on_the_text_is_told_beside_its_paragraph() -> None:
    result = checked(written("html"))
    paragraph = result.report.prose[2]
    one = replace(finding("disputes-row-total"), terms=(), comparator=None, location=paragraph.location)
    (note,) = notes_of(replace(result, findings=(one,)), load_pack(), "zh").notes
    assert note.location == paragraph.location
    assert note.passage == Passage(paragraph.text)


@pytest.mark.parametrize("place", [None, Location(paragraph=999), Location(page=2)])
def test_what_has_no_cell_concerns_the_whole_report(place: Location | None) -> None:
    result = checked(written("html"))
    one = replace(finding("disputes-row-total"), terms=(), comparator=None, location=place)
    (note,) = notes_of(replace(result, findings=(one,)), load_pack(), "zh").notes
    assert note.location is None


def test_findings_at_one_place_are_one_note_the_weightiest_first() -> None:
    result = checked(written("html"))
    one = finding("disputes-row-total")
    both = (replace(one, severity=Severity.NOTE), replace(one, severity=Severity.ERROR))
    (note,) = notes_of(replace(result, findings=both), load_pack(), "zh").notes
    assert note.severity is Severity.ERROR
    assert note.text.index("[1] 错误") < note.text.index("[2] 说明")


def test_what_no_file_can_hold_does_not_get_into_a_note() -> None:
    result = checked(written("html"))
    one = finding("disputes-row-total")
    place = Location(sheet="a\x00\ud800\x1b[31m", address="A1")
    terms = tuple(replace(term, location=place) for term in one.terms)
    (note,) = notes_of(replace(result, findings=(replace(one, terms=terms),)), load_pack(), "zh").notes
    assert "工作表“a???[31m”" in note.text


def test_a_cell_in_two_findings_bears_a_letter_of_each() -> None:
    result = checked(written("html"))
    one = finding("disputes-row-total")
    marks = notes_of(replace(result, findings=(one, one)), load_pack(), "zh").marks
    assert marks[0].labels == ("1a", "2a")


def test_a_finding_is_told_at_its_only_suspect() -> None:
    one = finding("requests-balance")
    cell = SuspectCell(one.terms[1].cell, None, Fraction(0), Fraction(0))
    told = anchor(replace(one, suspects=(Suspect((cell,), unique=True),), doubt=None))
    assert told is not None
    assert told.letter == "b"
