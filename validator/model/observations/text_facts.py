"""What is known of something that a rule noticed in the text; see `facts` for what holds of all facts."""

from typing import Annotated

from validator.model.observations.facts import Facts, Listing, Means, Naming


class TextFacts(Facts, frozen=True):
    """Of what a rule itself says under `text`."""


class PassageFound(TextFacts, frozen=True):
    """Words that should not be there."""

    text: str
    """The clause they stand in."""


class PassageLacking(TextFacts, frozen=True):
    """What a text does not speak of."""

    lacking: Annotated[tuple[str, ...], Listing(None, "、")]
    """The names that the rule has for it."""


class SectionBare(TextFacts, frozen=True):
    """A section that says nothing."""

    section: Annotated[str, Naming(Means.SECTION)]
    text: str = ""
    """All that stands in it."""


class PassagesDiffer(TextFacts, frozen=True):
    """Two places that say different things of one."""

    first: str
    second: str
    """The clauses, in the order of the text."""


class SectionTwice(Facts, frozen=True):
    """A section that stands in the text more than once."""

    section: Annotated[str, Naming(Means.SECTION)]


class OtherOrgan(Facts, frozen=True):
    """An organ that a text is about although another one reports."""

    organ: Annotated[str, Naming(Means.ORGAN)]
    """Whose report it is."""
    other: Annotated[str, Naming(Means.ORGAN)]
    """Of whom the text speaks."""


class TextAlike(Facts, frozen=True):
    """The report of another organ with nearly the same text."""

    organ: Annotated[str, Naming(Means.ORGAN)]
    share: int
    """Per cent of it that is the same."""
    path: Annotated[str, Naming(Means.FILE)]
