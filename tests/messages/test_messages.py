from __future__ import annotations

import string

import pytest

from validator.messages import CATALOGUE, LANGUAGES, OBSERVATIONS, say
from validator.messages import _phrases as phrases
from validator.model.observations.kinds import ObservationKind
from validator.model.rules.rule import Severity
from validator.model.text import Text
from validator.packs.files.yaml_file import FaultKind

EVERY_TEXT = [
    *(pytest.param(text, id=key) for key, text in CATALOGUE.items()),
    *(pytest.param(one.message, id=f"observation {kind}") for kind, one in OBSERVATIONS.items()),
    *(pytest.param(one.next_step, id=f"next step {kind}") for kind, one in OBSERVATIONS.items()),
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


def test_every_observation_has_a_sentence_and_a_next_step() -> None:
    assert set(OBSERVATIONS) == set(ObservationKind)
    assert not any(names(one.next_step.zh) for one in OBSERVATIONS.values())


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
