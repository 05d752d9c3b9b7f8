"""How a text speaks of the tables: the shape in memory of the `claim:` of a rule and of a pack's `wordings.yaml`.

Patterns are regular expressions over text without white space (`prose.py`). In them `{n}` stands for a number with its
unit, `{p}` for a percentage, and `{NAME}` for a word of the pack.
"""

import re
from collections.abc import Mapping

from msgspec import Struct, field

KINDS = ("count", "share", "growth", "increase", "sum", "list", "period", "year", "sections")
"""What a claim can be, see `docs/rule-language.md`."""

NUMBER, PERCENTAGE = "n", "p"
"""Names that stand for the number quoted; a pattern has one of them at most."""

_MACRO = re.compile(r"\{([a-z_]+)\}")
_DEEPEST = 30
"""Words of words of a pattern."""
_LONGEST = 200_000
"""Characters of a pattern with its words spelt out."""


class Wording(Struct, frozen=True):
    """Some ways to say one thing, and what it is said of."""

    patterns: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    """Accepted readings: sums of cells in the rule language, the usual one first."""
    says: str | None = None
    """What the text says where it quotes no number: a sum of cells, or a number."""
    tokens: tuple[str, ...] = ()
    """Instead of patterns: the meanings of the lexicon that the words of one number come to."""
    may: tuple[str, ...] = ()
    """Meanings that may be there besides."""
    loose: bool = False
    """True if a number that differs from the cells says nothing unless it has their digits in another order: the words
    are used of other things as well."""
    given: tuple[str, ...] = ()
    """What the clauses before must speak of: one of these objects."""
    opens: bool = False
    """True if a number that differs says something only where it is the first of its sentence."""
    at_least: bool = False
    """True if the number may be greater than the cells: what they count is a part of it."""
    at_most: bool = False
    """True if the number is a part of what the cells count: it says something only where it is greater."""


class ClaimRule(Struct, frozen=True):
    """The `claim:` of a rule."""

    kind: str = "count"
    """One of `KINDS`."""
    wordings: tuple[Wording, ...] = ()
    """The special before the general: each number of a sentence is claimed once."""
    keywords: tuple[str, ...] = ()
    """Words one of which stands in every sentence that says something of the rule: others are not looked at closely."""
    unless: tuple[str, ...] = ()
    """Patterns that make the clause speak of something else."""
    unless_before: tuple[str, ...] = ()
    """The same, for the sentence up to the end of the clause."""
    context: tuple[str, ...] = ()
    """Patterns one of which must stand in the sentence up to the end of the match."""
    of: tuple[str, ...] = ()
    """Rules whose claims a share, a growth, an increase or a sum goes with."""
    whole: tuple[str, ...] = ()
    """What a share is a share of: accepted readings."""
    may: tuple[str, ...] = ()
    """Meanings that may be there besides in every wording of `tokens`."""


class NumberWords(Struct, frozen=True):
    """The words that tell a count in a text, regular expressions all of them."""

    units: tuple[str, ...] = ()
    """What is counted: the longer before the shorter that it begins with."""
    before: tuple[str, ...] = ()
    """What stands before a number that is not exact."""
    after: tuple[str, ...] = ()
    """What stands behind it, or between it and its unit."""


class Scope(Struct, frozen=True):
    """Words that tell that a sentence speaks of other offices than the table."""

    pattern: str
    unless_organ: str | None = None
    """Pattern for the names of organs in whose reports the words mean the organ itself."""


class Lexicon(Struct, frozen=True):
    """The words that clauses are read with. A word is written out, `[a|b]` in it may be there, `(a|b)` must."""

    objects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What is counted; clauses that leave it out speak of that of the clause before."""
    others: tuple[str, ...] = ()
    """What the tables do not count: clauses that leave it out speak of nothing we know."""
    acts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What is done with it, which the items of an enumeration share."""
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What tells one number from another: results, reasons."""
    applicants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Who asks; named in a clause without a number, they narrow the clauses after it."""
    narrow: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What makes a number one of a part only, also from a clause or an item before it: ways, times."""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Units that tell what is counted."""
    examples: tuple[str, ...] = ()
    """What ends a list of examples, which then narrows nothing."""
    within: tuple[str, ...] = ()
    """What ends a clause that says where the next one is at home."""
    joins: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    """Words that change nothing."""
    name_ends: str = ""
    """Characters that the shortened name of an organ ends in."""
    area: tuple[str, ...] = ()
    """Words for a whole area, which change nothing in the report of its government."""
    area_of: str | None = None
    """Pattern for the names of organs that are such governments."""

    @property
    def meanings(self) -> frozenset[str]:
        """The names that a wording can use."""
        return frozenset((*self.objects, *self.acts, *self.kinds, *self.applicants, *self.narrow, *self.units))


class Wordings(Struct, frozen=True):
    """What all claims of a pack share."""

    words: Mapping[str, str] = field(default_factory=dict)
    """Name -> pattern that stands in its place."""
    numbers: NumberWords = field(default_factory=NumberWords)
    scope: tuple[Scope, ...] = ()
    other_time: tuple[str, ...] = ()
    """Patterns for times that are not the year reported on; years are known without them."""
    this_time: tuple[str, ...] = ()
    """Patterns for the year reported on."""
    comparison: tuple[str, ...] = ()
    """Patterns for a mere comparison with another time."""
    part_of: tuple[str, ...] = ()
    """Patterns that make the number behind them a part of the one before."""
    other_subject: str | None = None
    """Pattern for another office as the subject of a clause, at its end; its group `name` is the office."""
    own_subject: str | None = None
    """Pattern for subjects that are the reporting organ itself."""
    lexicon: Lexicon = field(default_factory=Lexicon)


def spell_out(pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with every `{NAME}` replaced.

    Raises KeyError for a name that stands for nothing, and re.error where words stand for each other in a circle or
    for more than a pattern can hold.
    """
    spent = 0

    def spelt(text: str, depth: int) -> str:
        nonlocal spent
        spent += len(text)
        if depth > _DEEPEST:
            raise re.error("words stand for each other")
        if spent > _LONGEST:
            raise re.error("the pattern is too long when its words are spelt out")

        def word(match: re.Match[str]) -> str:
            return f"(?:{spelt(words[match[1]], depth + 1)})"

        return _MACRO.sub(word, text)

    return spelt(pattern, 0)
