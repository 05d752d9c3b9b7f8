"""The JSON Schema of the file of settings, from the keys that it is read with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.cli.settings.files import KEYS, LEVELS, Key, ValueKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validator.model.text import Text
    from validator.packs.files.schemas import Schema


def settings_schema(meanings: Mapping[str, Text]) -> str:
    """The schema; `meanings`: key -> what the option of the same word does."""
    from validator.renderers.rules.schema import render_settings_schema

    return render_settings_schema({word: (_shape(key), meanings[word]) for word, key in KEYS.items()})


def _shape(key: Key) -> Schema:
    text: Schema = {"type": "string"}
    texts: Schema = {"type": "array", "items": text}
    shapes: Mapping[ValueKind, Schema] = {
        ValueKind.WORD: {"enum": list(key.allowed)} if key.allowed else text,
        ValueKind.WORDS: texts,
        ValueKind.FLAG: {"type": "boolean"},
        ValueKind.PATH: text,
        ValueKind.PACKS: {"anyOf": [text, texts]},
        ValueKind.LEVELS: {"type": "object", "additionalProperties": {"enum": list(LEVELS)}},
        ValueKind.DEADLINES: {"type": "object", "additionalProperties": text},
    }
    return shapes[key.kind]
