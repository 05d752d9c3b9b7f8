from __future__ import annotations

import pytest
from support.annotating import MAKERS, annotated, content, notes_on, written
from support.annotations import said

from validator.annotators.notes import Notes


@pytest.mark.parametrize("maker", MAKERS)
def test_notes_are_written_once_and_nothing_else_changes(maker: str) -> None:
    data = written(maker)
    notes = notes_on(data)
    assert len(notes.notes) >= 2
    once = annotated(data)
    assert sorted(said(once)) == sorted(note.text for note in notes.notes)
    assert content(once) == content(data)
    again = annotated(once, notes)
    assert said(again) == said(once)
    assert said(annotated(again, Notes((), ()))) == []
