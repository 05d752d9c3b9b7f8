"""The shape of every file of a pack as JSON Schema, put together from the keys that its readers know.

Each mapping is a definition of its own, so that what is said of its keys can be added by `DEFINITION.KEY`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from validator.model.observations.kinds import ObservationKind
from validator.model.rules.rule import APPLIES, Severity
from validator.model.rules.text_rule import PROOFS
from validator.model.rules.wording import KINDS
from validator.packs.deadlines import Level
from validator.packs.files import deadline_file as deadlines
from validator.packs.files import form_file as forms
from validator.packs.files import identity_file as identity
from validator.packs.files import organ_file as organs
from validator.packs.files import pack_file as packs
from validator.packs.files import refusal_file as refusals
from validator.packs.files import rule_file as rules
from validator.packs.files import text_rule_file as text_rules
from validator.packs.files import wording_file as wordings
from validator.packs.files.yaml_file import SENTENCE_KEYS, Keys

Schema: TypeAlias = "Mapping[str, object]"
"""A part of a JSON Schema."""

DRAFT = "http://json-schema.org/draft-07/schema#"
"""What editors understand."""

TEXT: Schema = {"type": ["string", "number", "boolean"]}
"""A value as it is written: YAML takes some for numbers."""
FLAG: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number", "minimum": 0}
PRINTED: Schema = {"type": ["string", "number", "boolean", "null"]}
KEBAB: Schema = {"type": "string", "pattern": f"^(?:{forms.KEBAB_CASE.pattern})$"}
DAY: Schema = {"type": "string", "pattern": "^[01][0-9]-[0-3][0-9]$"}


def words(*allowed: str) -> Schema:
    """One of some words."""
    return {"enum": list(allowed)}


def listed(item: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": dict(item)}


def one_or_more(item: Schema) -> Schema:
    """One value or a list of them."""
    return {"anyOf": [dict(item), listed(item)]}


def by_name(value: Schema) -> Schema:
    """A mapping whose keys are the author's own."""
    return {"type": "object", "additionalProperties": dict(value)}


def to(definition: str) -> Schema:
    """What is defined under a name."""
    return {"$ref": f"#/definitions/{definition}"}


TEXTS = listed(TEXT)
BLANK = words(*forms.BLANK_WORDS)
RULE_BLANK = words(*rules.RULE_BLANK_WORDS)
SENTENCE = to("sentence")

DEFINITIONS: Mapping[str, tuple[Keys, Mapping[str, Schema]]] = {
    "sentence": (SENTENCE_KEYS, {}),
    "pack": (
        packs.PACK_KEYS,
        {
            "id": KEBAB,
            "title": SENTENCE,
            "extends": one_or_more(TEXT),
            "remove": one_or_more(TEXT),
            "severity": by_name(words(*Severity)),
            "tolerance": by_name(NUMBER),
            "trust": by_name({"type": "integer", "minimum": 1, "maximum": packs.MOST_TRUST}),
        },
    ),
    "form": (
        forms.FORM_KEYS,
        {
            "id": KEBAB,
            "title": SENTENCE,
            "first_year": WHOLE,
            "last_year": WHOLE,
            "tables": listed(to("table")),
            "sections": listed(to("section")),
        },
    ),
    "section": (forms.SECTION_KEYS, {"title": SENTENCE, "keywords": TEXTS, "anew": FLAG}),
    "table": (
        forms.TABLE_KEYS,
        {
            "title": SENTENCE,
            "corner": SENTENCE,
            "arrangement": words(*forms.ARRANGEMENTS),
            "blanks": to("blanks"),
            "columns": listed(to("column")),
            "rows": listed(to("table-row")),
            "column_groups": listed(to("group")),
            "row_groups": listed(to("group")),
        },
    ),
    "blanks": (forms.BLANKS_KEYS, {"blank": BLANK, "blank_total": BLANK}),
    "group": (forms.GROUP_KEYS, {"title": SENTENCE}),
    "table-row": (forms.ROW_KEYS, {"title": SENTENCE, "labels": TEXTS}),
    "column": (
        forms.COLUMN_KEYS,
        {
            "title": SENTENCE,
            "labels": TEXTS,
            "unit_printed": FLAG,
            "signed": FLAG,
            "total": FLAG,
            "decimals": WHOLE,
            "printed": words(*forms.PRINTED_WORDS),
        },
    ),
    "rule": (
        rules.RULE_KEYS,
        {
            "id": KEBAB,
            "title": SENTENCE,
            "severity": words(*Severity),
            "why": SENTENCE,
            "remark": SENTENCE,
            "check": one_or_more(TEXT),
            "observe": words(*(str(kind) for kind in ObservationKind if not kind.of_words)),
            "claim": to("claim"),
            "text": to("text"),
            "limits": by_name(WHOLE),
            "each": words(*rules.EACH_WORDS),
            "only": TEXTS,
            "forms": TEXTS,
            "blank": {"anyOf": [RULE_BLANK, by_name(RULE_BLANK)]},
            "blank_total": BLANK,
            "unreadable": BLANK,
            "applies": words(*APPLIES),
            "tolerance": NUMBER,
            "exact": FLAG,
            "examples": to("examples"),
        },
    ),
    "examples": (rules.EXAMPLES_KEYS, dict.fromkeys(rules.OUTCOMES, one_or_more(to("example")))),
    "claim": (
        wordings.CLAIM_KEYS,
        {
            "kind": words(*KINDS),
            "wordings": listed(to("wording")),
            **dict.fromkeys(("loose", "opens", "at_least", "at_most"), FLAG),
            **dict.fromkeys((*wordings.LISTS, "patterns", "against", "tokens", "given"), one_or_more(TEXT)),
        },
    ),
    "wording": (
        wordings.WORDING_KEYS,
        {
            **dict.fromkeys(("loose", "opens", "at_least", "at_most"), FLAG),
            "says": PRINTED,
            **dict.fromkeys(("patterns", "against", "tokens", "given", "may"), one_or_more(TEXT)),
        },
    ),
    "text": (
        text_rules.TEXT_KEYS,
        {
            "lacks": by_name(TEXT),
            "years": to("years"),
            "proof": words(*PROOFS),
            "hide": FLAG,
            "highlighted": FLAG,
            **dict.fromkeys(("in", "finds", "says_only", "same", "unless"), one_or_more(TEXT)),
        },
    ),
    "years": (text_rules.YEARS_KEYS, {"from": WHOLE, "to": WHOLE}),
    "wordings": (
        wordings.WORDINGS_KEYS,
        {
            "words": by_name(TEXT),
            "numbers": to("numbers"),
            "scope": listed(to("scope")),
            **dict.fromkeys(("elsewhere", "other_time", "this_time", "comparison", "part_of"), one_or_more(TEXT)),
        },
    ),
    "numbers": (wordings.NUMBERS_KEYS, dict.fromkeys(("units", "before", "after"), one_or_more(TEXT))),
    "scope": (wordings.SCOPE_KEYS, {}),
    "lexicon": (
        wordings.LEXICON_KEYS,
        {
            **dict.fromkeys(wordings.LEXICON_KEYS.optional, one_or_more(TEXT)),
            **dict.fromkeys(wordings.LEXICON_GROUPS, by_name(one_or_more(TEXT))),
            **dict.fromkeys(("name_ends", "area_of"), TEXT),
        },
    ),
    "organs": (organs.ORGANS_KEYS, {"facts": listed(to("fact")), "names": to("names")}),
    "fact": (
        organs.FACT_KEYS,
        {
            "name": {"type": "string", "pattern": f"^{organs.FACT_NAME.pattern}$"},
            "title": SENTENCE,
            **dict.fromkeys(("yes", "no"), TEXTS),
        },
    ),
    "names": (
        organs.NAMES_KEYS,
        {"noise": TEXTS, "places": TEXTS, **dict.fromkeys(("endings", "offices"), listed(to("ending")))},
    ),
    "ending": (organs.ENDING_KEYS, {}),
    "deadlines": (
        deadlines.DEADLINES_KEYS,
        {"until": to("until"), "organs": listed(to("level")), "wordings": to("dates")},
    ),
    "until": (deadlines.UNTIL_KEYS, dict.fromkeys(deadlines.UNTIL_KEYS.optional, DAY)),
    "level": (deadlines.LEVEL_KEYS, {"level": words(*Level), "names": TEXTS}),
    "dates": (deadlines.DATES_KEYS, dict.fromkeys(deadlines.DATES_KEYS.optional, TEXTS)),
    "identity": (
        identity.IDENTITY_KEYS,
        {
            **dict.fromkeys(identity.IDENTITY_KEYS.optional, TEXTS),
            "words": by_name(TEXT),
            "labels": to("labels"),
            "organs": to("organ-words"),
        },
    ),
    "labels": (identity.LABELS_KEYS, dict.fromkeys(identity.LABELS_KEYS.optional, TEXTS)),
    "organ-words": (
        identity.ORGAN_WORDS_KEYS,
        dict.fromkeys(identity.ORGAN_WORDS_KEYS.optional, listed(one_or_more(TEXT))),
    ),
    "refusals": (
        refusals.REFUSALS_KEYS,
        {
            **dict.fromkeys(refusals.REFUSALS_KEYS.optional, to("refusal")),
            "other_forms": listed(to("other-form")),
        },
    ),
    "refusal": (refusals.REFUSAL_KEYS, {"reason": SENTENCE, "hint": SENTENCE}),
    "other-form": (refusals.OTHER_FORM_KEYS, {"words": TEXTS, "reason": SENTENCE, "hint": SENTENCE}),
}
"""Name of a mapping -> its keys, and the shape of the values that are no plain text."""

_ONE_OF: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "pack": (("title",), ("extends",)),
    "rule": tuple((subject,) for subject in rules.SUBJECTS),
}
"""Mappings that must have the keys of one of these."""
_FREE: Mapping[str, Schema] = {
    "example": {"type": "object", "additionalProperties": {"type": [*PRINTED["type"], "array", "object"]}},  # type: ignore[misc]  # a list, as every kind of values above
}
"""Definitions that are no mapping with keys of ours."""

FILES: Mapping[str, Schema] = {
    "pack": to("pack"),
    "form": to("form"),
    "rules": listed(to("rule")),
    **{name: to(name) for name in ("wordings", "lexicon", "organs", "deadlines", "identity", "refusals")},
}
"""Kind of a file -> what stands in it; files of claims are files of rules."""


def schema_of(kind: str) -> Schema:
    """The schema of a kind of file, one of `FILES`, with the definitions that it uses."""
    root = dict(FILES[kind])
    used: dict[str, Schema] = {}
    waiting = list(_references(root))
    while waiting:
        name = waiting.pop()
        if name not in used:
            used[name] = _FREE.get(name) or _mapping(name)
            waiting.extend(_references(used[name]))
    return {"$schema": DRAFT, "$id": f"urn:gouji:{kind}", **root, "definitions": dict(sorted(used.items()))}


def _mapping(name: str) -> Schema:
    keys, shapes = DEFINITIONS[name]
    found: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: dict(shapes.get(key, TEXT)) for key in (*keys.required, *keys.optional)},
    }
    if keys.required:
        found["required"] = list(keys.required)
    if name in _ONE_OF:
        found["anyOf"] = [{"required": list(keys)} for keys in _ONE_OF[name]]
    return found


def _references(part: object) -> list[str]:
    """The definitions that a part of a schema names."""
    if isinstance(part, Mapping):
        own = [str(part["$ref"]).rpartition("/")[2]] if "$ref" in part else []
        return [*own, *(name for value in part.values() for name in _references(value))]
    return [name for value in part for name in _references(value)] if isinstance(part, list) else []
