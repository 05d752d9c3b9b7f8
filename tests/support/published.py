"""How right the readings of published pages are, held against what is known to be true of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import cast

from support.oracle import Place, errors
from validator.engine.pipeline import check_document
from validator.model.errors import UnreadableInputError
from validator.model.numbers import read_number
from validator.model.report import Reading, Report
from validator.readers import read

_TRUTH = ".expected.json"
_OPEN = frozenset({Reading.AMBIGUOUS, Reading.UNREADABLE})


@dataclass(frozen=True)
class PublishedPage:
    """What became of one page."""

    name: str
    kind: str
    """The ending of its name."""
    declined: bool = False
    right: int = 0
    flagged: int = 0
    wrong: tuple[str, ...] = ()
    """Cells read otherwise than they are printed, or not at all, without a word."""
    false: frozenset[Place] = frozenset()
    missed: frozenset[Place] = frozenset()

    @property
    def bad(self) -> tuple[str, ...]:
        """What nobody may find, in words."""
        found = (
            *self.wrong,
            *(f"false {place}" for place in self.false),
            *(f"missed {place}" for place in self.missed),
        )
        return (*found, "declined") if self.declined else found

    @property
    def is_bad(self) -> bool:
        """True if there is anything of the kind."""
        return bool(self.bad)


def judge_pages(folder: Path) -> Iterator[PublishedPage]:
    """Each file of a folder that has `NAME.expected.json` beside it: `cells`, and `violated` if all of it is known."""
    for truth in sorted(folder.glob(f"*{_TRUTH}")):
        name = truth.name.removesuffix(_TRUTH)
        known = json.loads(truth.read_text(encoding="utf-8"))
        for file in sorted(folder.glob(f"{name}.*")):
            if file != truth:
                yield _judged(file, known)


def _judged(file: Path, known: Mapping[str, object]) -> PublishedPage:
    kind = file.suffix.removeprefix(".")
    try:
        result = check_document(read(str(file)))
    except UnreadableInputError:
        return PublishedPage(file.name, kind, declined=True)
    cells = cast("Mapping[str, object]", known["cells"])
    readings = {cell: _is_right(result.report, cell, value) for cell, value in cells.items()}
    true = frozenset(_places(known))
    told = frozenset(place for place in errors(result) if place[0] in _SUMS)
    return PublishedPage(
        file.name,
        kind,
        right=sum(right is True for right in readings.values()),
        flagged=sum(right is None for right in readings.values()),
        wrong=tuple(cell for cell, right in readings.items() if right is False),
        false=told - true,
        missed=true - told,
    )


_SUMS = frozenset({"requests-balance", "requests-handled-sum", "requests-row-total", "disputes-row-total"})
"""The relations that a truth is about."""


def _places(known: Mapping[str, object]) -> Iterator[Place]:
    for one in cast("list[Mapping[str, str]]", known.get("violated", [])):
        if one["rule"] in _SUMS:
            # A row of table four may be named with its table.
            each = one["each"].removeprefix("disputes.")
            yield one["rule"], "column" if one["rule"] in _BY_COLUMN else "row", each


_BY_COLUMN = frozenset({"requests-balance", "requests-handled-sum"})


def _is_right(report: Report, cell: str, value: object) -> bool | None:
    """Whether a cell is read as what is printed there; None if it is said to be open."""
    if cell not in report.form.index:
        return not isinstance(value, int | float)
    found = report[cell]
    if value == "ambiguous":
        return found.reading is Reading.AMBIGUOUS
    printed = "" if value is None else str(value)
    wanted = read_number(printed).value
    if found.value == wanted or (wanted is None and found.value in {None, Decimal(0)}):
        return True
    return None if found.reading in _OPEN else False
