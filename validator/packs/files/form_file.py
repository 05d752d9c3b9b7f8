"""An official form from its YAML file (`rules/<pack>/forms/<edition>.yaml`).

    id: annual-report-2021              kebab-case
    title: {zh: ..., en: ...}
    first_year: 2021                    years reported on it; without `last_year` it is in force
    last_year: 2030
    basis: 国办公开办函〔2021〕30号
    unit: 件                            of the numbers in columns that name no unit of their own
    sections:
      - {number: 一, title: {zh: ..., en: ...}, keywords: [words of which its heading contains one],
         anew: true}                    its text has to be written anew every year
    tables:
      - name: requests                  first part of a cell name
        number: 表三
        title: {zh: ..., en: ...}
        arrangement: rows               or `flat`: all rows side by side in one row on the page
        blanks: {blank: zero, blank_total: unknown}
        corner: {zh: ..., en: ...}      what is printed over the row labels
        column_groups:                  headings over several columns, the widest first; likewise row_groups
          - {title: {zh: 申请人情况, en: applicants}, first: natural_person, last: total}
        columns:
          - {name: total, title: {zh: ..., en: ...}, labels: [further wordings], unit: 件, unit_printed: true,
             signed: false, decimals: 0, total: true,       `total`: it sums up the other columns; one a table at most
             printed: rounded}      with decimals: `rounded`, `truncated` (further digits cut off) or `exact`
        rows:
          - {name: denied.third_party, number: （三）4., title: {zh: ..., en: ...}, labels: [further wordings]}

A label differs from the Chinese title in its words; differences of brackets, blanks or single characters are the
matching's business.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from validator.model.form import BlankPolicy, Column, Form, Group, Row, Section, Table
from validator.packs.files.yaml_file import FaultKind, Keys, YamlFile

if TYPE_CHECKING:
    from yaml.nodes import Node

KEBAB_CASE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PRINTED_WORDS = ("rounded", "truncated", "exact")
ARRANGEMENTS = ("rows", "flat")
BLANK_WORDS = ("zero", "unknown")
FORM_KEYS = Keys(("id", "title", "first_year", "basis", "tables"), ("last_year", "unit", "sections"))
SECTION_KEYS = Keys(("number", "title", "keywords"), ("anew",))
TABLE_KEYS = Keys(
    ("name", "number", "title", "columns", "rows"),
    ("arrangement", "blanks", "corner", "row_groups", "column_groups"),
)
BLANKS_KEYS = Keys((), ("blank", "blank_total"))
GROUP_KEYS = Keys(("title", "first", "last"))
ROW_KEYS = Keys(("name", "title"), ("number", "labels"))
COLUMN_KEYS = Keys(("name", "title"), ("labels", "unit", "unit_printed", "signed", "decimals", "printed", "total"))
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ROW_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


def read_form(file: YamlFile) -> Form | None:
    """The form in a file, or None if it has no readable root; faults are put down in the file."""
    root = file.load()
    if root is None:
        return None
    keys = file.mapping(root, *FORM_KEYS)
    identity = kebab_case(file, keys.get("id"))
    return Form(
        id=identity,
        title=file.sentence(keys.get("title")),
        first_year=file.number(keys.get("first_year")) or 0,
        last_year=file.number(keys.get("last_year")),
        basis=file.text(keys.get("basis")),
        tables=_tables(file, keys.get("tables"), identity, file.text(keys.get("unit"))),
        sections=tuple(_section(file, node) for node in file.items(keys.get("sections"))),
    )


def kebab_case(file: YamlFile, node: Node | None) -> str:
    """An id; one that is not kebab-case is a fault."""
    identity = file.text(node)
    if node is not None and identity and not KEBAB_CASE.fullmatch(identity):
        file.fault(node, identity, FaultKind.NOT_KEBAB_CASE)
    return identity


def _tables(file: YamlFile, node: Node | None, edition: str, unit: str) -> tuple[Table, ...]:
    names: set[str] = set()
    return tuple(_table(file, item, edition, unit, names) for item in file.items(node))


def _table(file: YamlFile, node: Node, edition: str, unit: str, names: set[str]) -> Table:
    """`unit`: of the numbers in columns that name none; `names`: of the tables before."""
    keys = file.mapping(node, *TABLE_KEYS)
    for key in ("rows", "columns"):
        if key in keys and not keys[key].value:
            file.fault(keys[key], key, FaultKind.EMPTY)
    rows: set[str] = set()
    columns: set[str] = set()
    return Table(
        name=_name(file, keys.get("name"), _NAME, names),
        number=file.text(keys.get("number")),
        title=file.sentence(keys.get("title")),
        edition=edition,
        rows=tuple(_row(file, item, rows) for item in file.items(keys.get("rows"))),
        columns=_columns(file, keys.get("columns"), unit, columns),
        arrangement=file.word(keys.get("arrangement"), ARRANGEMENTS, "rows"),
        policy=_policy(file, keys.get("blanks")),
        corner=file.sentence(keys.get("corner")),
        row_groups=_groups(file, keys.get("row_groups"), rows),
        column_groups=_groups(file, keys.get("column_groups"), columns),
    )


def _groups(file: YamlFile, node: Node | None, names: Collection[str]) -> tuple[Group, ...]:
    return tuple(_group(file, item, names) for item in file.items(node))


def _group(file: YamlFile, node: Node, names: Collection[str]) -> Group:
    keys = file.mapping(node, *GROUP_KEYS)
    first, last = (file.word(keys.get(end), sorted(names), "") for end in ("first", "last"))
    return Group(file.sentence(keys.get("title")), first, last)


def _row(file: YamlFile, node: Node, names: set[str]) -> Row:
    keys = file.mapping(node, *ROW_KEYS)
    title = file.sentence(keys.get("title"))
    return Row(
        name=_name(file, keys.get("name"), _ROW_NAME, names),
        title=title,
        labels=(title.zh, *file.texts(keys.get("labels"))),
        number=file.text(keys.get("number")),
    )


def _columns(file: YamlFile, node: Node | None, unit: str, names: set[str]) -> tuple[Column, ...]:
    columns = tuple(_column(file, item, unit, names) for item in file.items(node))
    for item in [item for item, column in zip(file.items(node), columns, strict=True) if column.total][1:]:
        file.fault(item, "total", FaultKind.SECOND_TOTAL)
    return columns


def _column(file: YamlFile, node: Node, unit: str, names: set[str]) -> Column:
    keys = file.mapping(node, *COLUMN_KEYS)
    title = file.sentence(keys.get("title"))
    return Column(
        name=_name(file, keys.get("name"), _NAME, names),
        title=title,
        labels=(title.zh, *file.texts(keys.get("labels"))),
        unit=file.text(keys.get("unit"), unit),
        unit_printed=file.flag(keys.get("unit_printed"), default=True),
        signed=file.flag(keys.get("signed"), default=False),
        decimals=file.number(keys.get("decimals"), 0) or 0,
        printed=file.word(keys.get("printed"), PRINTED_WORDS, "rounded"),
        total=file.flag(keys.get("total"), default=False),
    )


def _policy(file: YamlFile, node: Node | None) -> BlankPolicy:
    if node is None:
        return BlankPolicy()
    keys = file.mapping(node, *BLANKS_KEYS)
    return BlankPolicy(
        blank=file.word(keys.get("blank"), BLANK_WORDS, "zero"),
        blank_total=file.word(keys.get("blank_total"), BLANK_WORDS, "unknown"),
    )


def _section(file: YamlFile, node: Node) -> Section:
    keys = file.mapping(node, *SECTION_KEYS)
    return Section(
        number=file.text(keys.get("number")),
        title=file.sentence(keys.get("title")),
        keywords=file.texts(keys.get("keywords")),
        anew=file.flag(keys.get("anew"), default=False),
    )


def _name(file: YamlFile, node: Node | None, pattern: re.Pattern[str], names: set[str]) -> str:
    name = file.text(node)
    if node is None or not name:
        return name
    if not pattern.fullmatch(name):
        file.fault(node, name, FaultKind.BAD_NAME)
    if name in names:
        file.fault(node, name, FaultKind.DUPLICATE_NAME)
    names.add(name)
    return name
