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
from validator.packs.files.yaml_file import FaultKind, YamlFile, nearest, seen
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
    try:
        rows = csv.reader(io.StringIO(_decoded(path.read_bytes()), newline=""))
        header = [field.strip().lower() for field in next(rows, [])]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(str(path), 1, str(error), FaultKind.UNREADABLE_FILE))
        return
    unknown = [key for key in header if key not in _KEYS]
    faults += [Fault(str(path), 1, key, FaultKind.UNKNOWN_KEY, _KEYS, nearest(key, _KEYS)) for key in unknown]
    if "organ" not in header:
        faults.append(Fault(str(path), 1, "organ", FaultKind.MISSING_KEY))
        return
    for row in rows:
        values = {key: field.strip() for key, field in zip(header, row, strict=False) if field.strip()}
        if values and "organ" not in values:
            faults.append(Fault(str(path), rows.line_num, "organ", FaultKind.MISSING_KEY))
        if values:
            yield rows.line_num, values


def _decoded(data: bytes) -> str:
    """The text of a file that an office program has saved: UTF-8 or the Chinese code page."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _line(file: str, number: int, values: Mapping[str, str], faults: list[Fault]) -> OrganLine:
    year, complete = values.get("year"), values.get("complete", _YES[0]).lower()
    if complete not in {*_YES, *_NO}:
        faults.append(Fault(file, number, complete, FaultKind.UNKNOWN_WORD, (_YES[0], _NO[0])))
    if year is not None and not (year.isascii() and year.isdigit()):
        faults.append(Fault(file, number, year, FaultKind.WRONG_TYPE, ("whole number",)))
        year = None
    return OrganLine(
        organ=values.get("organ", ""),
        parent=values.get("parent"),
        complete=complete not in _NO,
        name=values.get("name"),
        file=values.get("file"),
        year=None if year is None else int(year),
    )


def _check_tree(file: str, numbers: Sequence[int], lines: Sequence[OrganLine], faults: list[Fault]) -> None:
    """A fault for an organ that is the unit of two others, or of itself by way of its own units."""
    parents: dict[str, str] = {}
    for number, line in zip(numbers, lines, strict=True):
        if line.parent is None:
            continue
        if parents.setdefault(line.organ, line.parent) != line.parent:
            faults.append(Fault(file, number, line.organ, FaultKind.TWO_PARENTS, (parents[line.organ],)))
        above: str | None = line.parent
        passed = {line.organ}
        while above is not None and above not in passed:
            passed.add(above)
            above = parents.get(above)
        if above == line.organ:
            faults.append(Fault(file, number, line.organ, FaultKind.OWN_UNIT))
