"""The places of a text that a rule may speak of, each in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from validator.checking.claims.sentences import Sentence, compact, sentences
from validator.model.document import Location
from validator.model.report import Report
from validator.model.rules.text_rule import HEAD
from validator.recognition.sections import TextPart, text_parts


class TextPlace(Struct, frozen=True, dict=True):
    """One section, all that stands under its number, or the head."""

    number: str
    """`head`, or that of the section."""
    parts: tuple[TextPart, ...]

    @cached_property
    def text(self) -> str:
        """All that it says, without white space."""
        return "".join(compact(one.text) for part in self.parts for one in part.paragraphs)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The same in sentences."""
        return tuple(sentences([one for part in self.parts for one in part.paragraphs]))

    @property
    def location(self) -> Location | None:
        """Where it begins."""
        first = self.parts[-1]
        return first.heading.location if first.heading else next((one.location for one in first.paragraphs), None)


class Places:
    """The text of one report."""

    def __init__(self, report: Report) -> None:
        """`report`: read, whatever came of its tables."""
        self._report = report

    @cached_property
    def _by_number(self) -> dict[str, TextPlace]:
        found: dict[str, list[TextPart]] = {}
        for part in text_parts(self._report.prose, self._report.form.sections):
            found.setdefault(part.number or HEAD, []).append(part)
        return {number: TextPlace(number, tuple(parts)) for number, parts in found.items()}

    def named(self, numbers: Sequence[str]) -> tuple[TextPlace, ...]:
        """The places of these names that the text has; without names all."""
        return tuple(place for number, place in self._by_number.items() if not numbers or number in numbers)

    @property
    def has_sections(self) -> bool:
        """Whether any section was recognised: without, nothing can be said to lack."""
        return len(self._by_number) > 1
