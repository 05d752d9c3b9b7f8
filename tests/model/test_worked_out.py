"""A value that is worked out once."""

from __future__ import annotations

from msgspec import Struct

from validator.model.worked_out import cached_property


class Word(Struct, frozen=True, dict=True):
    text: str
    asked: list[str]

    @cached_property
    def length(self) -> int:
        """Characters."""
        self.asked.append(self.text)
        return len(self.text)


def test_it_is_worked_out_when_it_is_first_asked_for_and_then_kept() -> None:
    asked: list[str] = []
    one, other = Word("abc", asked), Word("de", asked)
    assert asked == []
    assert (one.length, one.length, other.length, one.length) == (3, 3, 2, 3)
    assert asked == ["abc", "de"]


def test_a_copy_works_it_out_anew() -> None:
    asked: list[str] = []
    one = Word("abc", asked)
    assert one.length == 3
    assert Word("abc", asked).length == 3
    assert asked == ["abc", "abc"]


def test_of_the_class_it_is_the_property_itself() -> None:
    assert Word.length.__doc__ == "Characters."
