"""What is said of a command line that cannot be parsed, in the language of the user."""

from __future__ import annotations

import re
from collections.abc import Mapping

from validator.messages import say

_KNOWN: Mapping[str, re.Pattern[str]] = {
    "usage-missing-argument": re.compile(r"Missing argument '(?P<name>[^']+)'\."),
    "usage-missing-command": re.compile(r"Missing command\."),
    "usage-no-option": re.compile(r"No such option: (?P<name>\S+)"),
    "usage-no-option-but": re.compile(r"No such option: (?P<name>\S+) \(Possible options: (?P<possible>.+)\)"),
    "usage-no-command": re.compile(r"No such command '(?P<name>[^']+)'\."),
    "usage-no-command-but": re.compile(r"No such command '(?P<name>[^']+)'\. Did you mean (?P<possible>.+)\?"),
    "usage-value-needed": re.compile(r"Option '(?P<name>[^']+)' requires an argument\."),
    "usage-too-many": re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((?P<name>.+)\)"),
}
"""Message key -> the sentence of the library that parses command lines."""


def usage_message(sentence: str, language: str) -> str:
    """The sentence in the language asked for; as it is where it is not known."""
    for key, pattern in _KNOWN.items():
        match = pattern.fullmatch(sentence)
        if match:
            return say(key, language, **match.groupdict())
    return sentence
