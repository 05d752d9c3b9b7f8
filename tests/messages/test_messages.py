from __future__ import annotations

import string

import pytest

from validator.messages import CATALOGUE, LANGUAGES, NEXT_STEPS, OBSERVATIONS, say
from validator.messages import _phrases as phrases
from validator.model.rule import Severity
from validator.model.text import Text
from validator.packs.files.yaml_file import FaultKind
from validator.packs.pack import OBSERVATIONS as CODES

FACTS = {
    "row-missing": {"rows", "count"},
    "column-missing": {"columns", "count"},
    "section-missing": {"section"},
    "section-order": {"sections"},
    "cells-blank": {"cells", "count"},
    "blanks-as-zero": {"count"},
    "total-blank": {"cells", "count"},
    "not-a-number": {"text"},
    "negative": {"text"},
    "not-an-integer": {"text"},
    "reading-ambiguous": {"choices", "count"},
    "reading-contradicted": {"count"},
    "unit-mismatch": {"unit", "expected"},
    "sign-doubtful": {"text"},
    "form-year-mismatch": {"edition", "year", "expected"},
    "table-incomplete": {"rows", "count", "last"},
    "row-extra": {"text"},
    "rows-identical": {"rows"},
    "reading-incomplete": {"detail"},
    "text-recognised": {"pages"},
    "waiver-expired": {"waived", "place", "until", "reason"},
    "waiver-unused": {"waived", "place", "reason"},
    "figures-jump": {"count", "jumps"},
    "table-repeated": {"number", "path"},
    "prose-repeated": {"section", "share", "path"},
    "report-duplicate": {"count", "differ", "paths"},
    "organ-doubtful": {"organ", "year", "path"},
    "year-before-missing": {"organ", "year", "path"},
    "units-missing": {"units", "count"},
    "units-duplicate": {"units", "count"},
    "parent-missing": {"units", "count"},
    "published-late": {"date_of", "date", "until", "level", "days"},
    "dated-before-year-end": {"date_of", "date", "year"},
    "dated-in-future": {"date_of", "date"},
}
"""Facts that come with a code; `table` may always be said."""

EVERY_TEXT = [
    *(pytest.param(text, id=key) for key, text in CATALOGUE.items()),
    *(pytest.param(text, id=f"observation {key}") for key, text in OBSERVATIONS.items()),
    *(pytest.param(text, id=f"next step {key}") for key, text in NEXT_STEPS.items()),
]


def test_no_key_stands_twice_in_a_catalogue() -> None:
    parts = [part for name, part in vars(phrases).items() if name.startswith("_") and name[1:].isupper()]
    assert sum(map(len, parts)) == len(phrases.PHRASES)


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("text", EVERY_TEXT)
def test_both_languages_say_the_same_values(text: Text) -> None:
    assert text.zh.strip()
    assert text.en.strip()
    assert names(text.zh) == names(text.en)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_observation_has_a_sentence_and_a_next_step(code: str) -> None:
    assert names(OBSERVATIONS[code].zh) <= FACTS.get(code, set()) | {"table"}
    assert NEXT_STEPS[code].zh


def test_no_sentence_is_left_of_an_observation_that_is_gone() -> None:
    assert set(OBSERVATIONS) == set(NEXT_STEPS) == set(CODES)


@pytest.mark.parametrize(
    "key",
    [
        *(f"severity-{severity}" for severity in Severity),
        *(f"severity-meaning-{severity}" for severity in Severity),
        *(f"fault {problem}" for problem in FaultKind),
        *(f"scope-{each}" for each in ("row", "column")),
        *(f"example-{which}" for which in ("holds", "violated")),
    ],
)
def test_every_name_has_its_words(key: str) -> None:
    assert say(key, "zh", table="表三")
    assert say(key, "en", table="表三")


def test_sentences_are_filled_in() -> None:
    assert say("left-more", "zh", difference=2) == "左边比右边多 2"
    assert say("left-more", "en", difference=2) == "the left side is larger by 2"


def test_a_missing_value_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        say("left-more", "zh")
    with pytest.raises(KeyError):
        say("no such key", "zh")


def test_chinese_is_the_default_language() -> None:
    assert LANGUAGES == ("zh", "en")
