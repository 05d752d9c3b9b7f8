"""Copies are made in a child; whatever it stumbles over there is told of the file alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.annotating import notes_on, written
from support.annotations import said

from validator.annotators.word import docx
from validator.engine import _annotating_child
from validator.engine._annotating_child import Wanted, copy_as_data, prepare
from validator.engine.annotating import Annotating
from validator.engine.isolation.channel import Message, MessageKind
from validator.engine.isolation.serving import Requests
from validator.engine.isolation.supervised import SupervisedChild
from validator.model.errors import UnreadableInputError

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def wanted(tmp_path: Path) -> Wanted:
    path = tmp_path / "年报.docx"
    path.write_bytes(written("docx"))
    return Wanted(str(path), path.read_bytes(), "docx", notes_on(path.read_bytes()), MOMENT)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Requests:
    """As in a child, but for the limit of processor time, which would end the process of the tests."""
    monkeypatch.setattr(Requests, "__init__", lambda _: None)
    monkeypatch.setattr(_annotating_child, "end_after", lambda _: None)
    return Requests()


def test_the_child_makes_the_copy(wanted: Wanted, asked: Requests) -> None:
    begun: list[int] = []
    made = copy_as_data().read(prepare(asked).answer(wanted, begun.append))
    assert isinstance(made, bytes)
    assert len(said(made)) == len(wanted.notes.notes)
    assert begun == [0]


def test_what_it_stumbles_over_is_told_of_the_file(
    wanted: Wanted, asked: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bytes:
        raise ValueError("something odd")

    monkeypatch.setattr(docx, "annotate", fails)
    made = copy_as_data().read(prepare(asked).answer(wanted, lambda _: None))
    assert isinstance(made, UnreadableInputError)
    assert (made.path, "something odd" in made.reason.en) == (wanted.path, True)
    gone = copy_as_data().read(prepare(asked).answer(wanted._replace(data=b"no package"), lambda _: None))
    assert isinstance(gone, UnreadableInputError)


def test_a_child_that_answers_nonsense_makes_no_copy(wanted: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    class TakenOver:
        def tell(self, _: object) -> None: ...

        def used(self) -> None: ...

        def wait(self, _: float) -> Message:
            return Message(MessageKind.ANSWER, b"PK\x03\x04")

        def end(self) -> str:
            return ""

    monkeypatch.setattr(SupervisedChild, "_start", lambda _: TakenOver())
    with Annotating(MOMENT) as annotating, pytest.raises(UnreadableInputError, match="no result"):
        annotating.copy(wanted.path, wanted.data, wanted.kind, wanted.notes)
