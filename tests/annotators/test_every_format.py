from __future__ import annotations

import io
import zipfile

import pytest
from support.annotating import MAKERS, annotated, content, notes_on, written
from support.annotations import said

from validator.annotators.notes import Notes
from validator.model.errors import UnreadableInputError


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


@pytest.mark.parametrize("maker", ["docx", "xlsx"])
def test_a_part_that_no_reader_needs_but_that_cannot_be_copied_is_named(maker: str) -> None:
    """It is broken in the file already: a copy with other bytes in its place would hide that."""
    data = written(maker)
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as package:
        package.writestr("custom/unread.xml", b"<unread/>")
    broken = file.getvalue().replace(b"<unread/>", b"<unreal/>")
    notes = notes_on(data)
    with pytest.raises(UnreadableInputError, match=r"custom/unread\.xml"):
        annotated(broken, notes)
