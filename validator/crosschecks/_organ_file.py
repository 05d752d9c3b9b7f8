"""A file about organs: which names mean the same one, and whose units they are. YAML, or CSV with a header.

    organ,parent                        - {organ: 甲县, parent: 乙市}
    甲县,乙市                            - {organ: 乙市, complete: no}
    丙县,乙市                            - {organ: 甲县, name: 甲县人民政府办公室}
                                        - {organ: 甲县, file: "archive/*-2021.docx", year: 2021}

`complete: no` at an organ says that its units in the list are not the whole of them: their sum is only a lower bound.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from validator.model.errors import BrokenOrganFileError, Fault
from validator.packs.files.text_file import read_bytes
from validator.packs.files.yaml_file import FaultKind, YamlFile, nearest, seen, whole_number
from validator.packs.organ_names import OrganLine

if TYPE_CHECKING:
    from yaml.nodes import Node

_KEYS = ("organ", "parent", "complete", "name", "file", "year")
_YES, _NO = ("yes", "true", "1", "是"), ("no", "false", "0", "否")


def read_organ_file(path: Path) -> tuple[OrganLine, ...]:
    """The lines of a file; raises BrokenOrganFileError with all of its faults."""
    faults: list[Fault] = []
    read = _csv_lines if path.suffix.lower() == ".csv" else _yaml_lines
    numbered = list(read(path, faults))
    lines = [_line(str(path), number, values, faults) for number, values in numbered]
    _check_tree(str(path), [number for number, _ in numbered], lines, faults)
    if faults:
        raise BrokenOrganFileError(tuple(sorted(faults, key=lambda fault: fault.line)))
    return tuple(lines)


def _yaml_lines(path: Path, faults: list[Fault]) -> Iterator[tuple[int, Mapping[str, str]]]:
    file = YamlFile(path, faults)
    root = file.load()
    for item in file.items(root):
        keys = file.mapping(item, ("organ",), _KEYS[1:])
        yield item.start_mark.line + 1, {key: _text(file, node) for key, node in keys.items()}


def _text(file: YamlFile, node: Node) -> str:
    return file.text(node) if isinstance(node.value, str) else seen(node)


def _csv_lines(path: Path, faults: list[Fault]) -> Iterator[tuple[int, Mapping[str, str]]]:
    text = _decoded(path, faults)
    if text is None:
        return
    numbered = _records(path, text, faults)
    _, first = next(numbered, (1, []))
    header = [field.strip().lower() for field in first]
    unknown = [key for key in header if key not in _KEYS]
    faults += [Fault(str(path), 1, key, FaultKind.UNKNOWN_KEY, _KEYS, nearest(key, _KEYS)) for key in unknown]
    if "organ" not in header:
        faults.append(Fault(str(path), 1, "organ", FaultKind.MISSING_KEY))
        return
    for number, row in numbered:
        values = {key: field.strip() for key, field in zip(header, row, strict=False) if field.strip()}
        if values and "organ" not in values:
            faults.append(Fault(str(path), number, "organ", FaultKind.MISSING_KEY))
        if values:
            yield number, values


def _records(path: Path, text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """The records with the line that each ends on; what is no CSV ends them with a fault."""
    rows = csv.reader(io.StringIO(text, newline=""))
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            faults.append(Fault(str(path), rows.line_num, str(error), FaultKind.UNREADABLE_CSV))
            return
        if row is None:
            return
        yield rows.line_num, row


def _decoded(path: Path, faults: list[Fault]) -> str | None:
    """The text of a file that an office program has saved: UTF-8 or the Chinese code page; None with a fault."""
    data = read_bytes(path, faults)
    if data is None:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            unknown = error
            continue
        if "\0" not in text:
            return text
        # UTF-16 without its mark, or no text at all.
        faults.append(Fault(str(path), text.count("\n", 0, text.index("\0")) + 1, "NUL", FaultKind.CONTROL_CHARACTER))
        return None
    line = data.count(b"\n", 0, unknown.start) + 1
    faults.append(Fault(str(path), line, unknown.reason, FaultKind.UNREADABLE_FILE))
    return None


def _line(file: str, number: int, values: Mapping[str, str], faults: list[Fault]) -> OrganLine:
    year, complete = values.get("year"), values.get("complete", _YES[0]).lower()
    if complete not in {*_YES, *_NO}:
        faults.append(Fault(file, number, complete, FaultKind.UNKNOWN_WORD, (_YES[0], _NO[0])))
    if year is not None and whole_number(year) is None:
        faults.append(Fault(file, number, year, FaultKind.WRONG_TYPE, ("whole number",)))
    return OrganLine(
        organ=values.get("organ", ""),
        parent=values.get("parent"),
        complete=complete not in _NO,
        name=values.get("name"),
        file=values.get("file"),
        year=None if year is None else whole_number(year),
    )


def _check_tree(file: str, numbers: Sequence[int], lines: Sequence[OrganLine], faults: list[Fault]) -> None:
    """A fault for an organ that is the unit of two others, or of itself by way of its own units."""
    parents: dict[str, str] = {}
    tops: dict[str, str] = {}
    for number, line in zip(numbers, lines, strict=True):
        if line.parent is None:
            continue
        if line.organ in parents:
            if parents[line.organ] != line.parent:
                faults.append(Fault(file, number, line.organ, FaultKind.TWO_PARENTS, (parents[line.organ],)))
            continue
        parents[line.organ] = line.parent
        top = _top(tops, line.parent)
        if top == line.organ:
            faults.append(Fault(file, number, line.organ, FaultKind.OWN_UNIT))
        else:
            tops[line.organ] = top


def _top(tops: dict[str, str], organ: str) -> str:
    """The organ at the top of the tree that an organ is in so far; ways up are shortened, as lists can be long."""
    passed = []
    while organ in tops:
        passed.append(organ)
        organ = tops[organ]
    tops.update(dict.fromkeys(passed, organ))
    return organ
