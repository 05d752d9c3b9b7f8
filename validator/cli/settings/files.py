"""What a project has settled once for all its runs: `gouji.toml`, or `[tool.gouji]` in `pyproject.toml`.

    select = ["requests-*"]              rules to use; likewise `ignore`
    exclude = ["草稿/"]                   what is passed over in folders
    fail-on = "warning"
    lang = "en"
    format = "concise"
    details = true
    pack = "our-rules"                   a path is meant from the folder of the file; or the id of a shipped pack, or
                                         a list of packs
    baseline = "accepted.yaml"
    [severity]
    requests-row-total = "warning"
    [deadline]
    county = "02-10"                     last day of a level: department, county, city, province, other
    "甲市*开发区" = "city"                level or last day of an organ

One file is in force: the first that is found from the folder of the first input upwards. Its keys are those of `KEYS`,
each the word of an option of `gouji check`; the command line and the environment win over them.
"""

from __future__ import annotations

import os
import re
import reprlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from validator.cli.settings.values import NO_SETTINGS, Setting, Settings
from validator.model.errors import BrokenSettingsError, Fault
from validator.packs.deadlines import fault
from validator.packs.files.text_file import read_text
from validator.packs.files.yaml_file import FaultKind, nearest
from validator.packs.folders import pack_folder

FILE, SHARED_FILE, SHARED_TABLE = "gouji.toml", "pyproject.toml", "tool.gouji"
"""Names of the file of our own, of the one shared with other programs, and of our table in that."""

LEVELS = ("error", "warning", "note")
"""What a rule can be made to weigh."""


class ValueKind(StrEnum):
    """What the value of a key looks like."""

    WORD = "text"
    WORDS = "list of texts"
    FLAG = "true or false"
    PATH = "path"
    PACKS = "pack or list of packs"
    LEVELS = "table of rules and severities"
    DEADLINES = "table of levels or organs and days"


class Key(Struct, frozen=True):
    """One thing that can be settled."""

    parameter: str
    """Name of the option that it stands for; those of `gouji check` are meant."""
    kind: ValueKind = ValueKind.WORD
    allowed: tuple[str, ...] = ()
    """The words it can be; empty where the command itself looks them over. Of a path, words that are no path."""
    old: str | None = None
    """What it was called before."""


KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "select": Key("select", ValueKind.WORDS),
        "ignore": Key("ignore", ValueKind.WORDS),
        "severity": Key("severity", ValueKind.LEVELS, old="severities"),
        "deadline": Key("deadline", ValueKind.DEADLINES, old="deadlines"),
        "fail-on": Key("fail_on", allowed=("error", "warning", "never"), old="fail_on"),
        "baseline": Key("baseline", ValueKind.PATH),
        "pack": Key("pack", ValueKind.PACKS),
        "form": Key("form"),
        "exclude": Key("exclude", ValueKind.WORDS),
        "no-gitignore": Key("no_gitignore", ValueKind.FLAG),
        "units": Key("units", ValueKind.PATH, ("folder",)),
        "organs": Key("organs", ValueKind.PATH),
        "no-chains": Key("no_chains", ValueKind.FLAG),
        "format": Key("formats"),
        "details": Key("details", ValueKind.FLAG),
        "statistics": Key("statistics", ValueKind.FLAG),
        "help-uri-base": Key("help_uri_base"),
        "quiet": Key("quiet", ValueKind.FLAG),
        "verbose": Key("verbose", ValueKind.FLAG),
        "lang": Key("language", allowed=("zh", "en"), old="language"),
        "color": Key("colour", allowed=("auto", "always", "never")),
    }
)
"""Key of the file, which is the word of the option -> what it settles."""
_OLD: Mapping[str, str] = MappingProxyType({key.old: word for word, key in KEYS.items() if key.old is not None})
"""What a key was called before -> what it is called."""


def settings_for(path: str) -> Settings:
    """The settings for an input; raises BrokenSettingsError with all faults of the file."""
    file = find_upwards(path, _ours)
    if file is None:
        return NO_SETTINGS
    return Settings(file, _Reader(file).read())


def folder_of_settings(path: str) -> Path | None:
    """The folder of the file that is in force for an input, or None."""
    file = find_upwards(path, _ours)
    return None if file is None else file.parent


def find_upwards(path: str, pick: Callable[[Path], Path | None]) -> Path | None:
    """The first file that is picked in a folder, from that of an input upwards; as seen from here if the input is."""
    start = Path(path).absolute()
    folders = (one for one in (start, *start.parents) if os.path.isdir(one))  # noqa: PTH112 - a name may be too long
    picked = (pick(folder) for folder in folders)
    file = next((file for file in picked if file is not None), None)
    if file is None or Path(path).is_absolute() or not file.is_relative_to(Path.cwd()):
        return file
    return file.relative_to(Path.cwd())


def _ours(folder: Path) -> Path | None:
    """The file of a folder that is in force: our own, else the shared one if our table is in it."""
    if (folder / FILE).is_file():
        return folder / FILE
    shared = folder / SHARED_FILE
    if shared.is_file() and re.search(r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*gouji\b", _text(shared), re.MULTILINE):
        return shared
    return None


def _text(file: Path) -> str:
    faults: list[Fault] = []
    text = read_text(file, faults)
    if text is None:
        raise BrokenSettingsError(tuple(faults))
    return text


class _Shown(reprlib.Repr):
    """How a value is shown in a fault: what is long or deep is cut short."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = 200

    def repr_int(self, x: int, level: int) -> str:
        # A number of thousands of digits has no decimal text in Python.
        return super().repr_int(x, level) if x.bit_length() < _LARGE else hex(x)[: self.maxlong] + "..."


_LARGE = 1024
"""Bits of a number that is only shown in part."""
_shown = _Shown().repr


_KEY = re.compile(r"""[ \t]*(?:\[[ \t]*(?:[\w.]+\.)?)?(?:"([^"]*)"|'([^']*)'|([^\s"'=\].\[]+))[ \t]*[=\].]""")
"""A key or the last name of a table at the beginning of a line."""
_MANY_DIGITS = re.compile(r"[0-9][0-9_]{300,}")


def _worded(value: object) -> str:
    return value if isinstance(value, str) else _shown(value)


def _texts(value: object) -> tuple[str, ...]:
    """One text or a list of them, none of them empty; nothing for other values."""
    texts: list[object] = value if isinstance(value, list) else [value]
    found = tuple(one for one in texts if isinstance(one, str) and one)
    return found if len(found) == len(texts) else ()


class _Reader:
    """Reads one file, all faults at once."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._text = _text(file)
        self._faults: list[Fault] = []

    def read(self) -> Mapping[str, Setting]:
        found: dict[str, Setting] = {}
        for name, value in self._table().items():
            setting = self._setting(name, value)
            if setting is None:
                continue
            if setting.word in found:
                self._fault(setting.line, name, FaultKind.DUPLICATE_KEY)
            found[setting.word] = setting
        if self._faults:
            raise BrokenSettingsError(tuple(sorted(self._faults, key=lambda fault: fault.line)))
        return found

    def _table(self) -> Mapping[str, object]:
        import tomllib  # most checks have no file of settings

        try:
            table: object = tomllib.loads(self._text)
        except RecursionError:
            self._fault(1, "", FaultKind.TOO_DEEP)
            return {}
        except ValueError as error:
            # The parser leaves it to `int` and `datetime` to find out that there is no such number or day.
            found = re.search(r"\(at line ([0-9]+)", str(error))
            line = int(found[1]) if found else self._line_of_large_number()
            # What stands there, and not what the parser says of it in its own language.
            seen = self._text.split("\n")[line - 1 : line]
            self._fault(line, "".join(seen).strip(), "not valid TOML")
            return {}
        for name in SHARED_TABLE.split(".") if self._file.name == SHARED_FILE else ():
            table = table.get(name) if isinstance(table, dict) else None
        if isinstance(table, dict):
            return table
        self._fault(1, SHARED_TABLE, FaultKind.WRONG_TYPE, ("table",))
        return {}

    def _setting(self, name: str, value: object) -> Setting | None:
        line, word = self._line(name), _OLD.get(name, name)
        key = KEYS.get(word)
        if key is None:
            self._fault(line, name, FaultKind.UNKNOWN_KEY, tuple(KEYS))
            return None
        said = self._said(name, key, value, line)
        return None if said is None else Setting(word, said, self._file, line, name if name in _OLD else None)

    def _said(self, name: str, key: Key, value: object, line: int) -> str | bool | tuple[str, ...] | None:
        tables = {ValueKind.LEVELS: self._levels, ValueKind.DEADLINES: self._deadlines}
        if key.kind in tables and isinstance(value, dict):
            return tuple(tables[key.kind](value))
        if key.kind is ValueKind.WORDS and isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        if key.kind is ValueKind.PACKS and (packs := _texts(value)):
            return tuple(str(pack_folder(one, self._file.parent)) for one in packs)
        if key.kind is ValueKind.FLAG and isinstance(value, bool):
            return value
        if key.kind in {ValueKind.PATH, ValueKind.WORD} and isinstance(value, str) and value:
            return self._word(key, value, line)
        self._fault(line, f"{name} = {_shown(value)}", FaultKind.WRONG_TYPE, (key.kind,))
        return None

    def _word(self, key: Key, value: str, line: int) -> str | None:
        if key.kind is ValueKind.PATH and value not in key.allowed:
            return str(self._file.parent / value)
        if value in key.allowed or not key.allowed:
            return value
        self._fault(line, value, FaultKind.UNKNOWN_WORD, key.allowed)
        return None

    def _levels(self, table: Mapping[str, object]) -> Iterator[str]:
        for rule, level in table.items():
            if level in LEVELS:
                yield f"{rule}={level}"
            else:
                self._fault(self._line(rule), _worded(level), FaultKind.UNKNOWN_WORD, LEVELS)

    def _deadlines(self, table: Mapping[str, object]) -> Iterator[str]:
        for name, value in table.items():
            wrong = fault(name, _worded(value))
            if wrong is None:
                yield f"{name}={value}"
            else:
                seen, allowed = wrong
                self._fault(
                    self._line(name), seen, FaultKind.UNKNOWN_KEY if seen == name else FaultKind.UNKNOWN_WORD, allowed
                )

    def _line(self, name: str) -> int:
        """The line on which a key stands; the parser tells none."""
        return self._lines.get(name, 1)

    @cached_property
    def _lines(self) -> Mapping[str, int]:
        lines: dict[str, int] = {}
        ours = self._file.name != SHARED_FILE
        for number, line in enumerate(self._text.split("\n"), start=1):
            ours = ours or "gouji" in line
            if ours and (found := _KEY.match(line)):
                lines.setdefault(next(name for name in found.groups() if name is not None), number)
        return lines

    def _line_of_large_number(self) -> int:
        found = _MANY_DIGITS.search(self._text)
        return self._text.count("\n", 0, found.start()) + 1 if found else 1

    def _fault(self, line: int, seen: str, problem: str, allowed: Sequence[str] = ()) -> None:
        self._faults.append(Fault(str(self._file), line, seen, problem, tuple(allowed), nearest(seen, allowed)))
