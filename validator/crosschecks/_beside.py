"""What stands beside a report in one system: other reports, each by itself, or the units below it as their sums.

Rules add units up. So they are added up before the rules are compiled, and a parent of thousands is as quick to judge
as one of two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from validator.constraints.system import System
from validator.constraints.together.block_numbers import BlockNumbers
from validator.model.form import UNITS, Form, ReportBlock
from validator.model.report import Report

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask: TypeAlias = NDArray[np.bool_]

_MOST_VECTORS = 64
"""Combined readings of neighbours that are evaluated one by one; of more, the cells they differ in are not known."""


class OtherBlock(Struct, frozen=True):
    """Another report beside the one at hand, or several on one form that are added up."""

    names: tuple[str, ...]
    """Of its block of cells; of a sum the name of that, and of the block that says where any of the parts is blank."""
    form: Form
    reports: tuple[int | None, ...]
    """The report, or those that are added up; None for one that is not there."""

    @property
    def is_sum(self) -> bool:
        """Whether several reports are added up."""
        return len(self.names) > 1

    @property
    def report_blocks(self) -> tuple[ReportBlock, ...]:
        """The blocks of cells as the rules name them."""
        return tuple(ReportBlock(name, self.form) for name in self.names)


def blocks_beside(
    own: Form, reports: Sequence[Report], others: Mapping[str, int | None], *, summed: bool
) -> tuple[OtherBlock, ...]:
    """What stands beside a report on a form; `others`: name of a block -> the report in it; `summed`: add units up.

    A unit without a report is thought to be on the form of the report above it.
    """
    forms = {name: own if at is None else reports[at].form for name, at in others.items()}
    alike: dict[tuple[object, ...], list[str]] = {}
    for name, form in forms.items():
        unit = summed and name.startswith(UNITS)
        alike.setdefault((UNITS, form.editions) if unit else (name,), []).append(name)
    found: list[OtherBlock] = []
    units = 0
    for names in alike.values():
        places = tuple(others[name] for name in names)
        if not names[0].startswith(UNITS):
            found.append(OtherBlock((names[0],), forms[names[0]], places))
            continue
        count = min(len(names), 2)
        found.append(OtherBlock(tuple(f"{UNITS}.{units + at + 1}" for at in range(count)), forms[names[0]], places))
        units += count
    return tuple(found)


def side_by_side(
    system: System,
    own: BlockNumbers,
    blocks: Sequence[OtherBlock],
    numbers: Mapping[int, BlockNumbers],
    used: Mask,
) -> BlockNumbers:
    """The vectors of neighbours, one for each combination of the readings of their reports."""
    width = own.values.shape[1]
    parts, widths, start = [own.distinct(np.flatnonzero(used[:width]))], [width], width
    for block in blocks:
        cells = len(block.form.cells)
        needed = np.flatnonzero(used[start : start + cells])
        start += cells * len(block.names)
        for at in block.reports:
            parts.append(BlockNumbers.missing(cells) if at is None else numbers[at].distinct(needed))
            widths.append(cells)
    if np.prod([float(len(part.values)) for part in parts]) > _MOST_VECTORS:
        parts = [part.merged() for part in parts]
    lines = np.array(list(product(*(range(len(part.values)) for part in parts))), dtype=np.intp)
    taken = [part.taken(lines[:, at], width) for at, (part, width) in enumerate(zip(parts, widths, strict=True))]
    combined, rest = [taken[0]], iter(taken[1:])
    for block in blocks:
        own_parts = list(islice(rest, len(block.reports)))
        if block.is_sum:
            combined += BlockNumbers.summed(own_parts)
        else:
            combined += own_parts
    joined = BlockNumbers.joined(combined, axis=1)
    if (np.abs(joined.values) <= np.array(system.largest, dtype=np.int64)).all():
        return joined
    return replace(joined, values=joined.values.astype(object))
