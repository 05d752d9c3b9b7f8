"""The deadlines of a pack (`deadlines.yaml`), which may be left out.

until: {department: 01-31, county: 02-20}       level -> last day in the year after the one reported on
organs:                                         which level an organ is of; the first that fits counts
  - {level: department, names: [regular expressions on its name, brackets and blanks left out]}
wordings:                                       how a document states a date, see `dates.py`
  published: ['发布日期:{date}']
  signed: ['^{written}$']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from validator.packs.deadlines import Day, Deadlines, Level
from validator.packs.files.yaml_file import FaultKind, Keys, YamlFile
from validator.packs.language.date_patterns import KINDS, check_dated
from validator.packs.language.patterns import compile_pattern

if TYPE_CHECKING:
    from yaml.nodes import Node


DEADLINES_KEYS = Keys((), ("until", "organs", "wordings"))
UNTIL_KEYS = Keys((), tuple(Level))
DATES_KEYS = Keys((), tuple(KINDS))
LEVEL_KEYS = Keys(("level", "names"))


def read_deadlines(file: YamlFile, *, check: bool) -> Deadlines:
    """The deadlines in a file; faults are put down in it. `check=False`: patterns are taken as they are."""
    root = file.load()
    keys = {} if root is None else file.mapping(root, *DEADLINES_KEYS)
    wordings = file.mapping(keys["wordings"], *DATES_KEYS) if "wordings" in keys else {}
    return Deadlines(
        until=dict(_until(file, keys["until"])) if "until" in keys else {},
        organs=tuple(_organs(file, node, check=check) for node in file.items(keys.get("organs"))),
        wordings={kind: _patterns(file, node, check_dated, check=check) for kind, node in wordings.items()},
    )


def _until(file: YamlFile, node: Node) -> Iterator[tuple[Level, Day]]:
    for key, value in file.mapping(node, *UNTIL_KEYS).items():
        try:
            yield Level(key), Day.parse(file.text(value))
        except ValueError:
            file.fault(value, str(value.value), FaultKind.WRONG_TYPE, ("MM-DD",))


def _organs(file: YamlFile, node: Node, *, check: bool) -> tuple[Level, tuple[str, ...]]:
    keys = file.mapping(node, *LEVEL_KEYS)
    level = Level(file.word(keys.get("level"), tuple(Level), Level.OTHER))
    return level, _patterns(file, keys.get("names"), compile_pattern, check=check)


def _patterns(file: YamlFile, node: Node | None, compile_: Callable[[str], object], *, check: bool) -> tuple[str, ...]:
    patterns = file.texts(node)
    for item, pattern in zip(file.items(node), patterns, strict=True) if check else ():
        try:
            compile_(pattern)
        except re.error as error:
            file.fault(item, f"{item.value} ({error.msg})", FaultKind.BAD_PATTERN)
    return patterns
