"""The published schemas: those that the code makes, true of the shipped files, and of one mind with the readers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

import validator
from validator.cli import run
from validator.model.errors import BrokenPackError
from validator.packs.files.schemas import DEFINITIONS
from validator.packs.folders import shipped_pack
from validator.packs.pack import load_pack
from validator.renderers.rules.schema import KINDS, render_schema

SCHEMAS = Path(validator.__file__).parent / "schemas"
FILES = sorted(shipped_pack().rglob("*.yaml"))
BOOL = ("bool", False)
MARK = "# yaml-language-server: $schema="


def published(file: Path) -> Path:
    """The schema that the first line of a file names."""
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(MARK)
    return SCHEMAS / Path(first.removeprefix(MARK)).name


def schema(kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return found


def as_json(text: str) -> object:
    """What a file holds; dates and the like are text in it, as the readers have it."""
    return yaml.load(text, Loader=_Plain)  # noqa: S506 (a safe loader with fewer kinds of values)


class _Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # as the readers choose it
    yaml_implicit_resolvers = {  # noqa: RUF012 (as the library has it)
        # `yes` and `no` are words today, and what looks like a date is text to the readers.
        first: [pair for pair in pairs if not pair[0].endswith("timestamp") and (pair[0][-4:], first in "tTfF") != BOOL]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_published_is_what_the_code_makes(kind: str) -> None:
    assert (SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8") == render_schema(kind)
    Draft7Validator.check_schema(schema(kind))


def test_every_command_schema_is_published(tmp_path: Path) -> None:
    assert run(["rules", "schema", "-o", str(tmp_path)]) == 0
    made = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    assert made == {name: (SCHEMAS / name).read_text(encoding="utf-8") for name in made}
    assert "settings.schema.json" in made


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(shipped_pack())) for file in FILES])
def test_the_shipped_files_are_as_the_schema_says(file: Path) -> None:
    shape = json.loads(published(file).read_text(encoding="utf-8"))
    held = as_json(file.read_text(encoding="utf-8"))
    assert [f"{error.json_path}: {error.message}" for error in Draft7Validator(shape).iter_errors(held)] == []
    if "rules" in file.parts[-2:-1]:
        assert (file.parent / Path(file.read_text(encoding="utf-8").splitlines()[0].removeprefix(MARK))).resolve() == (
            published(file)
        )


# The readers and the schema know the same keys

ODD = "no-such-key"


def mappings(part: object, shape: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of a file that the schema defines, with the name of its definition."""
    for one in shape.get("allOf", ()):
        yield from mappings(part, one, known)
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        if isinstance(part, dict) and name in DEFINITIONS:
            yield name, part
        yield from mappings(part, known[name], known)
    if isinstance(part, list):
        for item in part:
            yield from mappings(item, shape.get("items", {}), known)
    if isinstance(part, dict):
        for key, value in part.items():
            yield from mappings(value, shape.get("properties", {}).get(key, {}), known)


def test_the_readers_allow_the_keys_of_the_schema(tmp_path: Path) -> None:
    folder = shutil.copytree(shipped_pack(), tmp_path / "pack")
    wanted: dict[str, frozenset[str]] = {}
    for file in FILES:
        shape = json.loads(published(file).read_text(encoding="utf-8"))
        held = as_json(file.read_text(encoding="utf-8"))
        for name, part in mappings(held, shape, shape["definitions"]):
            if name not in wanted:
                wanted[name] = frozenset(shape["definitions"][name]["properties"])
                part[ODD] = "1"
        assert not wanted or list(Draft7Validator(shape).iter_errors(held)) or ODD not in str(held)
        written = yaml.safe_dump(held, allow_unicode=True, sort_keys=False)
        (folder / file.relative_to(shipped_pack())).write_text(written, encoding="utf-8")
    with pytest.raises(BrokenPackError) as caught:
        load_pack(folder, patterns=False)
    allowed = {frozenset(fault.allowed) for fault in caught.value.faults if fault.seen == ODD}
    assert allowed == set(wanted.values())
    assert set(DEFINITIONS) - wanted.keys() <= {"blanks", "scope", "years"}
