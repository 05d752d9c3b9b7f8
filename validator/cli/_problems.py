"""What can go wrong with a command line, as data: it ends the run with exit code 2."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from validator.messages import CATALOGUE, LANGUAGES
from validator.model.text import Text


class WrongUsageError(Exception):
    """A command line that cannot be carried out as it stands."""

    def __init__(self, text: Text) -> None:
        """`text` says what is wrong and what would be right."""
        super().__init__(text.en)
        self.text = text
        self.command: str | None = None
        """The command whose help says more."""


def wrong_usage(key: str, *, nearest: str | None = None, then: str | None = None, **values: object) -> WrongUsageError:
    """The problem of that message key; `nearest` is offered instead, `then` is a key of what is said last."""
    text = offering(phrase(key, **values), nearest)
    return WrongUsageError(_join(text, phrase(then, **values)) if then else text)


def offering(text: Text, nearest: str | None) -> Text:
    """What is wrong, and what was most likely meant, if anything is like it."""
    return _join(text, phrase("did-you-mean", nearest=nearest)) if nearest else text


def phrase(key: str, **values: object) -> Text:
    """A sentence of the catalogue in both languages, filled in; a value may itself have two."""
    text = CATALOGUE[key]
    return Text(*(text[language].format_map(_in(values, language)) for language in LANGUAGES))


def _in(values: Mapping[str, object], language: str) -> Mapping[str, object]:
    return {name: value[language] if isinstance(value, Text) else value for name, value in values.items()}


def choose(option: str, value: str, allowed: Collection[str]) -> str:
    """The value of an option that takes one of several words; raises WrongUsageError for any other."""
    if value in allowed:
        return value
    raise wrong_usage(
        "unknown-choice",
        option=option,
        value=value,
        allowed=", ".join(allowed),
        nearest=closest(value, allowed),
    )


def fits_no_rule(option: str, pattern: str, rules: Collection[str]) -> WrongUsageError:
    """The problem of a pattern that fits no rule: it is most likely misspelt."""
    nearest = closest(pattern, rules)
    return wrong_usage("pattern-fits-nothing", nearest=nearest, then="see-rules", option=option, value=pattern)


def count_of(option: str, value: str) -> int:
    """The value of an option that takes a number of things, at least one; raises WrongUsageError for any other."""
    if value.isascii() and value.isdigit() and int(value):
        return int(value)
    raise wrong_usage("not-a-count", option=option, value=value)


def closest(word: str, known: Collection[str]) -> str | None:
    """The known word most like the given one, or None if none is like it."""
    import difflib

    close = difflib.get_close_matches(word, known, n=1)
    return close[0] if close else None


def _join(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, first.en + second.en)
