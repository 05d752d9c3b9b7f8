"""How long a round is kept."""

from __future__ import annotations

from support.desk import settings

from validator.desk.work.rounds import CheckedFile, KeptRound, Shelf, new_id
from validator.engine.task import FileOutcome, Tally
from validator.model.result import Result


def of(megabytes: int) -> KeptRound:
    """A round of about that size."""
    outcome = FileOutcome("a.docx", None, Tally())
    return KeptRound(new_id(), (CheckedFile("a.docx", outcome, bytes(megabytes << 20)),), Result(()))


def test_a_round_is_kept_until_it_was_not_asked_for_long_enough() -> None:
    now = 0.0
    shelf = Shelf(settings(kept_minutes=10), clock=lambda: now)
    one = of(0)
    shelf.put(one)
    now = 9 * 60.0
    assert shelf.get(one.id) is one
    now = 18 * 60.0
    assert shelf.get(one.id) is one
    now = 29 * 60.0
    assert shelf.get(one.id) is None


def test_the_oldest_goes_where_there_is_too_much() -> None:
    shelf = Shelf(settings(kept_megabytes=5))
    first, second, third = of(2), of(2), of(2)
    for one in (first, second):
        shelf.put(one)
    assert shelf.get(first.id) is first
    shelf.put(third)
    assert shelf.get(second.id) is None
    assert shelf.get(first.id) is first
    assert shelf.get(third.id) is third


def test_the_last_round_is_there_however_large_it_is() -> None:
    shelf = Shelf(settings(kept_megabytes=1))
    large = of(3)
    shelf.put(large)
    assert shelf.get(large.id) is large
    shelf.drop(large.id)
    assert shelf.get(large.id) is None
