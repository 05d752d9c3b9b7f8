"""The JSON Schema of a kind of file of a pack, with what its keys mean, for editors."""

from __future__ import annotations

import json
from collections.abc import Mapping

from validator.messages.authoring.keys import meaning
from validator.model.text import Text
from validator.packs.files.schemas import DEFINITIONS, DRAFT, FILES, Schema, schema_of

KINDS = tuple(FILES)
"""The kinds of files there are schemas of."""


def render_schema(kind: str) -> str:
    """The schema of one of `KINDS`."""
    schema = dict(schema_of(kind))
    definitions = schema.get("definitions")
    if isinstance(definitions, Mapping):
        schema["definitions"] = {name: _described(name, one) for name, one in definitions.items()}
    return as_json(schema)


def render_settings_schema(keys: Mapping[str, tuple[Schema, Text]]) -> str:
    """The schema of the file of settings; `keys`: the shape of each key and what it means."""
    properties = {key: {**shape, "description": _both(text)} for key, (shape, text) in keys.items()}
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return as_json({"$schema": DRAFT, "$id": "urn:gouji:settings", **schema})


def as_json(schema: Schema) -> str:
    """A schema as it is published."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _described(name: str, definition: Schema) -> Schema:
    properties = definition.get("properties")
    if name not in DEFINITIONS or not isinstance(properties, Mapping):
        return definition
    described = {key: _with_description(shape, meaning(name, key)) for key, shape in properties.items()}
    return {**definition, "properties": described}


def _with_description(shape: Schema, text: Text) -> Schema:
    # Beside a reference, the draft that editors know takes nothing else.
    inner = {"allOf": [dict(shape)]} if "$ref" in shape else dict(shape)
    return {"description": _both(text), **inner}


def _both(text: Text) -> str:
    return f"{text.zh}\n\n{text.en}"
