"""How alike a printed label and an official one are.

Labels are compared by content: look-alike characters brought to one form; spaces, brackets, quotes and numbering out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from validator.model.numbers import normalise

ACCEPT = 80
"""Least score at which a printed label counts as the official one.

Two different official row labels score 75 at most, the worst misprint seen in a published report 88 with the right one.
"""

_NUMBERING = re.compile(
    r"^(?:[(（][一二三四五六七八九十0-9]+[)）]|[一二三四五六七八九十]+[、.．,，]|[0-9]+[、.．,，])+"
)
_REMARK = re.compile(r"\([^()]*\)|(?<=..):[^0-9]{8,}$")
"""What stands in brackets, and an explanation without numbers behind a colon."""
_NOISE = re.compile(r"[\s\"'“”‘’「」『』《》〈〉()\[\]【】〔〕、，,.。．:：;；·*_—\-]+")
_SHORT = 4
_MISPRINT = 2
"""What a label with misprints counts less than their number tells."""


@lru_cache(maxsize=16384)
def normalise_label(text: str) -> str:
    """The label without numbering, remarks' brackets, quotes and white space."""
    compact = "".join(normalise(text).split())
    return _NOISE.sub("", _NUMBERING.sub("", compact))


@lru_cache(maxsize=16384)
def without_remark(text: str) -> str:
    """The label without what explains it: `规章(设区的市应提供)` and `规章:指省、自治区的人民政府制定的` are `规章`."""
    compact = "".join(normalise(text).split())
    return _NOISE.sub("", _REMARK.sub("", _NUMBERING.sub("", compact)))


@lru_cache(maxsize=65536)
def likeness(printed: str, official: str) -> float:
    """Score from 0 to 100 of two labels; below ACCEPT they are different.

    A short label must be equal: `其他` and `总计` are part of many others.
    """
    full, bare, wanted = normalise_label(printed), without_remark(printed), normalise_label(official)
    score = _at_sight(full, bare, wanted, without_remark(official))
    return _misprinted(full, bare, wanted) if score is None else score


def likely_of_normal(full: str, bare: str, officials: tuple[str, ...]) -> float:
    """The best score of a normalised label, `bare` without its remark, over the wordings of one; 0 below ACCEPT."""
    best = _best(full, bare, officials, ACCEPT)
    return best if best >= ACCEPT else 0.0


def _best(full: str, bare: str, officials: tuple[str, ...], least: float) -> float:
    """The best score over the wordings of a label, which may be 0 below `least`."""
    best, unlike, signs = 0.0, [], _signs(full)
    for wanted, short, others in _normal(officials):
        # Most labels have no character in common, which is seen at once.
        if bare == short or not signs.isdisjoint(others):
            score = _at_sight(full, bare, wanted, short)
            best = best if score is None else max(best, score)
            if score is None:
                unlike.append(wanted)
    # Characters are compared last, and only where they may come to more than what was seen.
    for wanted in unlike:
        best = max(best, _misprinted(full, bare, wanted, max(best, least)))
    return best


@lru_cache(maxsize=4096)
def _normal(officials: tuple[str, ...]) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Each wording of a label as it is compared, without its remark, and its characters."""
    normal = ((normalise_label(one), without_remark(one)) for one in officials)
    return tuple((full, bare, _signs(full)) for full, bare in normal)


@lru_cache(maxsize=16384)
def _signs(text: str) -> frozenset[str]:
    return frozenset(text)


def _at_sight(full: str, bare: str, wanted: str, short: str) -> float | None:
    """The score of labels that are the same, are too short to be alike, or of which one holds the other; else None."""
    if not wanted or not full:
        return 0.0
    if full == wanted:
        return 100.0
    if bare in (wanted, short):
        return 98.0
    if min(len(wanted), len(full)) < _SHORT:
        return 0.0
    if wanted in full and len(full) <= 2 * len(wanted) + 8:
        return 92.0
    return 88.0 if full in wanted and len(full) >= max(_SHORT, len(wanted) // 4) else None


def _misprinted(full: str, bare: str, wanted: str, least: float = 0.0) -> float:
    """The score of labels that may differ by misprints; what is below `least` may be 0."""
    score = ratio(full, wanted, least)
    return max(score, score if bare == full else ratio(bare, wanted, least)) - _MISPRINT


def ratio(one: str, other: str, least: float) -> float:
    """What two texts have in common in the same order, in hundredths of all that they are; 0 below `least`."""
    if 200 * _most_in_common(one, other) < least * (len(one) + len(other)):
        return 0.0
    from rapidfuzz import fuzz  # it takes longer to load than the labels of most reports to be compared

    return fuzz.ratio(one, other, score_cutoff=least)


def _most_in_common(one: str, other: str) -> int:
    """As many characters as two texts can have in common, whatever the order."""
    first, second = _signs(one), _signs(other)
    shared = len(first & second)
    return min(len(one) - len(first), len(other) - len(second)) + shared


@lru_cache(maxsize=65536)
def best_likeness(printed: str, officials: tuple[str, ...]) -> float:
    """The best score over the known wordings of a label."""
    return _best(normalise_label(printed), without_remark(printed), officials, 0.0)
