"""What a rule says of the text itself: the shape in memory of the `text:` of a rule.

Patterns are regular expressions over text without white space, look-alikes unified. In them `{year}`, `{last_year}` and
`{next_year}` stand for years, `{NAME}` for a word of the pack.
"""

from collections.abc import Mapping

from msgspec import Struct, field

from validator.model.observations.kinds import ObservationKind

HEAD = "head"
"""The place before the first section."""
VALUE, OF = "value", "of"
"""Groups of a pattern of `same`: what must be the same wherever it is said, and what it is said of."""
YEAR_WORDS = ("year", "last_year", "next_year")
"""Names of the year reported on, the one before and the one after."""
CONDITIONS: Mapping[str, ObservationKind] = {
    "finds": ObservationKind.TEXT_FOUND,
    "lacks": ObservationKind.TEXT_LACKING,
    "says_only": ObservationKind.TEXT_BARE,
    "same": ObservationKind.TEXT_DIFFERS,
}
"""Key of what a rule looks for -> what is noticed; a rule has one of them."""
PROOFS = ("resident-identity-number",)
"""What a found text can be tried for before it counts."""


class TextRule(Struct, frozen=True):
    """The `text:` of a rule."""

    condition: str
    """One of `CONDITIONS`."""
    places: tuple[str, ...] = ()
    """Numbers of sections, or `head`; empty: all of the text."""
    finds: tuple[str, ...] = ()
    """Violated wherever one of these fits."""
    lacks: Mapping[str, str] = field(default_factory=dict)
    """What must be spoken of -> pattern of the words that do; violated if one fits nowhere in its place."""
    says_only: tuple[str, ...] = ()
    """Violated where a section is empty, or all that it says is one of these."""
    same: tuple[str, ...] = ()
    """Violated where two places say different things as the group `value` of one of these."""
    unless: tuple[str, ...] = ()
    """Patterns: a sentence in which one fits is passed over; of `says_only` the place, of `lacks` all its places."""
    first_year: int | None = None
    last_year: int | None = None
    """Years of the reports that it is for; None: no bound."""
    proof: str | None = None
    """One of `PROOFS`, which what is found must stand."""
    hide: bool = False
    """True if what is found is not to be shown."""
    highlighted: bool = False
    """True if only what is marked with a colour counts as found."""

    @property
    def patterns(self) -> tuple[str, ...]:
        """All that it looks for, as written."""
        return (*self.finds, *self.lacks.values(), *self.says_only, *self.same)

    @property
    def needs_year(self) -> bool:
        """Whether it says nothing of a report whose year is not known."""
        bounded = self.first_year is not None or self.last_year is not None
        words = [f"{{{name}}}" for name in YEAR_WORDS]
        return bounded or any(word in text for text in (*self.patterns, *self.unless) for word in words)

    def is_for(self, year: int | None) -> bool:
        """Whether it is for the reports of a year."""
        if year is None:
            return not self.needs_year
        return (self.first_year or year) <= year <= (self.last_year or year)
