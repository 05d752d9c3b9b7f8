"""Organ and year of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct

from validator.model.document import Document
from validator.packs.identity import IdentityRules
from validator.recognition.identity._texts import compact_texts, head
from validator.recognition.identity._witnesses import Candidate, Standing, candidates, year_of

_LEAST = 15
"""Standing without which a name is not believed."""
_PERIOD = 50
"""Standing of the period that is reported on."""
_OF_THE_TEXT = frozenset({Standing.MAKER, Standing.SUBJECT})
_CLEAR = 10
"""By how much a name that no title gives must be ahead of any other."""


class Identity(Struct, frozen=True):
    """Who reports, and for which year."""

    organ: str | None
    year: int | None
    other: str | None = None
    """Another organ, of which the text says that it made the report, or did what it tells of."""


def identify(document: Document, rules: IdentityRules) -> Identity:
    """Organ and year; None for what no witness gives, or several give differently and none stands out."""
    found = list(candidates(document, rules))
    best = _best(found, rules)
    year = _year_of_titles(document, best, rules)
    if year is None:
        year = next(_years(document, found, rules), None)
    return Identity(_fullest(best) if best else None, year, _other(found, best, rules))


def _other(found: Sequence[Candidate], best: Sequence[Candidate], rules: IdentityRules) -> str | None:
    """An organ of which the text speaks as its subject although the title names another one beyond doubt.

    A superior or a part of the organ, told by the characters that the names share, is nobody else.
    """
    if not best or best[0].standing < Standing.BROKEN_TITLE:
        return None
    own = [one.name for one in best]
    strangers = (one.name for one in found if one.standing in _OF_THE_TEXT)
    return next((name for name in strangers if not any(_related(name, mine, rules) for mine in own)), None)


def _related(name: str, mine: str, rules: IdentityRules) -> bool:
    """Whether two names may mean the same organ, or one of them the place of the other."""
    if name == mine:
        return True
    first, second = rules.names.key(name), rules.names.key(mine)
    if first in second or second in first or rules.names.agree(name, mine):
        return True
    # `甲县教育局` and `县政府办公室`, `甲县教育局` and `甲县教体局`: what they have in common may be all of the name.
    return not rules.names.is_place(first) or not rules.names.is_place(second)


def _best(found: Sequence[Candidate], rules: IdentityRules) -> list[Candidate]:
    """The candidates for the organ that is believed, the best first."""
    groups = _groups(found, rules)
    groups.sort(key=_weight, reverse=True)
    if not groups or groups[0][0].standing < _LEAST:
        return []
    first = groups[0]
    rival = _weight(groups[1]) if len(groups) > 1 else 0
    clear = first[0].standing >= Standing.MAKER or _weight(first) - rival >= _CLEAR
    return first if clear else []


def _groups(found: Sequence[Candidate], rules: IdentityRules) -> list[list[Candidate]]:
    """Candidates that agree, the one of the highest standing first in each."""
    groups: list[list[Candidate]] = []
    # The order of the document decides between equals.
    for one in sorted(found, key=lambda one: -one.standing):
        home = next((group for group in groups if rules.names.agree(group[0].name, one.name)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return groups


def _weight(group: Sequence[Candidate]) -> float:
    """The standing of the best, and a quarter of that of each other kind of witness."""
    kinds = {one.standing for one in group}
    return group[0].standing + sum(kinds - {group[0].standing}) / 4


def _fullest(group: Sequence[Candidate]) -> str:
    """The name of the best witness, with the superior places that others write before it."""
    name = group[0].name
    return max((one.name for one in group if one.name.endswith(name)), key=len)


def _year_of_titles(document: Document, best: Sequence[Candidate], rules: IdentityRules) -> int | None:
    """The year that the organ's titles give; where they give several (a list of its reports), the period decides."""
    said = {(one.year, one.standing): None for one in best if one.year is not None}
    votes = Counter[int]()
    for year, standing in said:
        votes[year] += standing
    if len(votes) > 1:
        periods = {year for text in compact_texts(document) for year in _said(text, rules.periods, rules)}
        for year in periods & votes.keys():
            votes[year] += _PERIOD
    return max(votes, key=votes.__getitem__) if votes else None


def _years(document: Document, found: Sequence[Candidate], rules: IdentityRules) -> Iterator[int]:
    """Years that the document gives, the surest first."""
    titles = [
        year for one in head(document) if not one.is_sentence for year in _said(one.compact, rules.untitled, rules)
    ]
    if len(set(titles)) == 1:
        yield titles[0]
    texts = compact_texts(document)
    sentences = [
        year
        for patterns in (rules.periods, rules.untitled)
        for year in islice((year for text in texts for year in _said(text, patterns, rules)), 1)
    ]
    if len(set(sentences)) > 1:
        # One of the two was left as it stood a year before, or names another report: the rest of the text speaks of
        # the year reported on.
        spoken = _spoken_of([text for text in texts if not _names_report(text, rules)], rules)
        sentences.sort(key=lambda year: -spoken[year])
    yield from sentences
    yield from (one.year for one in found if one.year is not None)
    yield from (year for year, _ in _spoken_of(texts, rules).most_common(1))


def _names_report(text: str, rules: IdentityRules) -> bool:
    """True if a text says which report it is, or of which period."""
    return any(True for patterns in (rules.periods, rules.untitled) for _ in _said(text, patterns, rules))


def _spoken_of(texts: Iterable[str], rules: IdentityRules) -> Counter[int]:
    """Year -> how often it is spoken of."""
    return Counter(year for text in texts for year in _said(text, rules.years, rules))


def _said(text: str, patterns: tuple[str, ...], rules: IdentityRules) -> Iterator[int]:
    for pattern in rules.ready(patterns):
        for match in pattern.finditer(text):
            year = year_of(match)
            if year is not None:
                yield year
