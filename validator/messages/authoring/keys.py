"""What each key of the files of a pack means, in both languages: what editors show beside it."""

from __future__ import annotations

from validator.messages.authoring._file_keys import FILE_KEYS
from validator.messages.authoring._rule_keys import RULE_KEYS
from validator.model.text import Text

_KEYS = {**RULE_KEYS, **FILE_KEYS}
_SAME = {"wording": "claim"}
"""Definitions whose keys mean the same as those of another."""


def meaning(definition: str, key: str) -> Text:
    """What a key of a mapping means, which a schema defines under a name; KeyError if nobody has said it."""
    return _KEYS.get(f"{_SAME.get(definition, definition)}.{key}") or _KEYS[key]
