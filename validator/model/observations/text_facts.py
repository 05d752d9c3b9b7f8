"""What is known of something that a rule noticed in the text; see `facts` for what holds of all facts."""

from __future__ import annotations

from dataclasses import dataclass, field

from validator.model.observations.facts import Facts, Means, listing, naming


@dataclass(frozen=True, slots=True)
class TextFacts(Facts):
    """Of what a rule itself says under `text`."""


@dataclass(frozen=True, slots=True)
class PassageFound(TextFacts):
    """Words that should not be there."""

    text: str
    """The clause they stand in."""


@dataclass(frozen=True, slots=True)
class PassageLacking(TextFacts):
    """What a text does not speak of."""

    lacking: tuple[str, ...] = field(metadata=listing(None, "、"))
    """The names that the rule has for it."""


@dataclass(frozen=True, slots=True)
class SectionBare(TextFacts):
    """A section that says nothing."""

    section: str = field(metadata=naming(Means.SECTION))
    text: str = ""
    """All that stands in it."""


@dataclass(frozen=True, slots=True)
class PassagesDiffer(TextFacts):
    """Two places that say different things of one."""

    first: str
    second: str
    """The clauses, in the order of the text."""


@dataclass(frozen=True, slots=True)
class SectionTwice(Facts):
    """A section that stands in the text more than once."""

    section: str = field(metadata=naming(Means.SECTION))


@dataclass(frozen=True, slots=True)
class OtherOrgan(Facts):
    """An organ that a text is about although another one reports."""

    organ: str = field(metadata=naming(Means.ORGAN))
    """Whose report it is."""
    other: str = field(metadata=naming(Means.ORGAN))
    """Of whom the text speaks."""


@dataclass(frozen=True, slots=True)
class TextAlike(Facts):
    """The report of another organ with nearly the same text."""

    organ: str = field(metadata=naming(Means.ORGAN))
    share: int
    """Per cent of it that is the same."""
    path: str = field(metadata=naming(Means.FILE))
