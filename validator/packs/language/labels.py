"""Labels in place of names: which name of a form is meant where somebody writes what is printed on it.

新收 + 结转 = 办理总计        new + carried_in = handled
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from validator.model.form import Column, Form, Row, Table

_WORD = re.compile(r"[^\x00-\x7f＋－＝≤≥＜＞×，]+(?:\.[^\x00-\x7f＋－＝≤≥＜＞×，]+)*")
_SIGNS = str.maketrans(
    {"＋": "+", "－": "-", "＝": "=", "≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "×": "*", "，": ","}
)
_NOISE = re.compile(r"[\s（）()“”、，,.：:]|[一二三四五六七八九十0-9]+(?=[、.）)])")


def has_labels(text: str) -> bool:
    """Whether there is anything but the characters of the language in an expression."""
    return not text.isascii()


class Labels(Struct, frozen=True):
    """What is printed on a form, and the names that stand for it in rules of one table."""

    form: Form
    table: Table | None = None
    each: str | None = None

    def translated(self, text: str) -> str | None:
        """An expression with names in place of its labels, signs made plain; None if some label is none of the form."""
        missing = False

        def name(match: re.Match[str]) -> str:
            nonlocal missing
            found = self.name_of(match[0])
            missing = missing or found is None
            return found or match[0]

        plain = _WORD.sub(name, text).translate(_SIGNS)
        return None if missing else plain

    def name_of(self, label: str) -> str | None:
        """The name that a label stands for in an expression of a rule; `ROW.COLUMN` is understood as well."""
        if self.table is None:
            return self._full(label)
        if self.each == "row":
            return _closest(label, _names(self.table.columns))
        if self.each == "column":
            return _closest(label, _rows(self.table)) or self._full(label)
        return _cell(self.table, label) or self._full(label)

    def _full(self, label: str) -> str | None:
        for table in self.form.tables:
            if (found := _cell(table, label)) is not None:
                return f"{table.name}.{found}"
        return None


def table_of(label: str, forms: Iterable[Form]) -> str | None:
    """The table with a number or title."""
    tables = [table for form in forms for table in form.tables]
    return _closest(label, {text: table.name for table in tables for text in (table.number, table.title.zh)})


def place_of(label: str, forms: Iterable[Form], table: str | None) -> str | None:
    """The row or column of a table with a label."""
    for form in forms:
        for one in form.tables:
            if table in {None, one.name}:
                found = _closest(label, {**_names(one.rows), **_names(one.columns)})
                if found is not None:
                    return found
    return None


def _names(places: Iterable[Row] | Iterable[Column]) -> Mapping[str, str]:
    """Label -> name of the rows or columns of a table, in order."""
    found: dict[str, str] = {}
    for one in places:
        for label in one.labels:
            found.setdefault(label, one.name)
    return found


def _rows(table: Table) -> Mapping[str, str]:
    """The same of the rows of a table with their groups."""
    groups: dict[str, str] = {}
    for one in table.row_groups:
        within = {table.row(end).group for end in (one.first, one.last)}
        group = within.pop()
        if not within and group is not None:
            groups[one.title.zh] = group
    return {**_names(table.rows), **groups}


def _cell(table: Table, label: str) -> str | None:
    """`row.column` of a cell; a row alone is meant in the column of totals."""
    row, _, column = label.partition(".")
    found = _closest(row, _rows(table))
    there = _closest(column, _names(table.columns)) if column else table.total_column
    return None if found is None or there is None else f"{found}.{there}"


def _closest(word: str, labels: Mapping[str, str]) -> str | None:
    """The name of the label that is, holds or is most like a word, the first of them where several are."""
    import difflib

    wanted = _plain(word)
    if not wanted:
        return None
    plain = {_plain(label): name for label, name in reversed(list(labels.items()))}
    if wanted in plain:
        return plain[wanted]
    for label, name in reversed(plain.items()):
        if wanted in label or (label and _in_order(wanted, label)):
            return name
    parts = [label for label in plain if label and label in wanted]
    if parts:
        return plain[max(parts, key=len)]
    close = difflib.get_close_matches(wanted, plain, n=1)
    return plain[close[0]] if close else None


def _in_order(word: str, label: str) -> bool:
    """Whether the characters of a word stand in a label in their order, all of them: it is an abbreviation."""
    rest = iter(label)
    return len(word) > 1 and all(character in rest for character in word)


def _plain(label: str) -> str:
    return _NOISE.sub("", label)
