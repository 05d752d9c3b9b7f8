"""Marks of ink outside ruled tables, put together to lines of text: what stands close to each other on one height.

A line ends at the first wide gap, so that the cells of a table without ruling lines come apart. Lines are followed from
sign to sign, and may rise or fall a little.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from validator.readers.scan._cells import InkLine
from validator.readers.scan.image import InkMark

GAP = 0.8
"""Ems of paper that end a line; a bracket and a comma beside it leave less."""
_DUST = 0.08
_SMALL = 0.36
"""Ems up to which a mark is dust, and up to which it is a part of a text or none."""
_TALLEST = 4.0
_STROKE = (0.25, 3.0)
"""Ems up to which a mark is high, and from which it is wide, that is a line and no character."""
_SHORTEST_DASH, _FLATTEST = 0.18, 0.25
_ONE_SIGN = 1.05
"""Ems from top to bottom of one character."""
_STACKED = 0.35
"""Share of the narrower of two marks above each other from which they are parts of one character."""
_FULL = (0.6, 2.0)
"""Ems from which a mark shows where its line lies, and up to which it is one of the text."""
_ON_LINE = 1.5
"""Ems to the nearest such mark, at most: that of the character beside, or of the next if that one is in parts."""
_LEAST_HEIGHT = 0.8
"""Share of the type that any sign is taken to be high: commas and quotes stand lower or higher than others."""
_INSIDE = (0.3, 0.2)
"""Ems to the sides, and shares of its height up and down, by which what stands inside a line may reach beyond it."""
_LARGE = (1.1, 1.7)
"""Ems of the type of headings: before a comma, thin strokes alone do not show that they are of it."""
_LEVEL, _NEAR_LEVEL = 0.6, 0.45
"""Share of their heights that signs of one line have in common; with commas and quotes less."""
_HALF_HIGH = 0.6
"""Share of that height up to which a sign is one of those."""


def ink_lines(marks: Iterable[InkMark], em: float) -> list[InkLine]:
    """The lines of text that these marks make up, from top to bottom. `em`: height of a character, in dots."""
    signs = _signs([mark for mark in marks if _may_be_print(mark, em)], em)
    found = _with_strokes([_line(own) for own in _runs(signs, em)], em)
    return sorted((line for line in found if _is_text(line, em)), key=lambda line: (line.top, line.left))


def _may_be_print(mark: InkMark, em: float) -> bool:
    flat, long = _STROKE
    larger = max(mark.width, mark.height)
    is_stroke = min(mark.width, mark.height) <= flat * em and larger >= long * em
    return _DUST * em < larger and mark.height <= _TALLEST * em and not is_stroke


def _signs(marks: Sequence[InkMark], em: float) -> list[tuple[InkMark, list[InkMark]]]:
    """Marks above each other as one sign, each with its marks."""
    found: list[tuple[InkMark, list[InkMark]]] = []
    beside = _beside(marks, em)
    first = 0
    for mark in sorted(marks):
        while first < len(found) and found[first][0].left < mark.left - _TALLEST * em:
            first += 1
        at = next(
            (
                at
                for at in range(len(found) - 1, first - 1, -1)
                if _are_stacked(found[at][0], mark, em) and not _are_of_two_lines(found[at][1], mark, beside)
            ),
            None,
        )
        if at is None:
            found.append((mark, [mark]))
        else:
            sign, own = found[at]
            found[at] = (sign.union(mark), [*own, mark])
    return found


def _beside(marks: Sequence[InkMark], em: float) -> dict[InkMark, InkMark]:
    """For each small mark the nearest one that is as high as a line, close to it on its height, if there is one."""
    least, most = (share * em for share in _FULL)
    full = sorted(mark for mark in marks if least <= mark.height <= most)
    lefts = [mark.left for mark in full]
    reach = _ON_LINE * em
    found = {}
    for mark in marks:
        if mark.height >= least:
            continue
        near = full[bisect_left(lefts, mark.left - reach - most) : bisect_left(lefts, mark.right + reach)]
        level = [one for one in near if 2 * one.top <= mark.top + mark.bottom <= 2 * one.bottom]
        nearest = min(level, key=lambda one: max(one.left - mark.right, mark.left - one.right), default=None)
        if nearest is not None and max(nearest.left - mark.right, mark.left - nearest.right) < reach:
            found[mark] = nearest
    return found


def _are_of_two_lines(own: Sequence[InkMark], mark: InkMark, beside: Mapping[InkMark, InkMark]) -> bool:
    """True if a mark stands beside another line than one of those of a sign: a point above a dash is no character."""
    line = beside.get(mark)
    others = [beside[one] for one in own if one in beside]
    return line is not None and any(line.bottom <= one.top or one.bottom <= line.top for one in others)


def _are_stacked(sign: InkMark, mark: InkMark, em: float) -> bool:
    across = min(sign.right, mark.right) - max(sign.left, mark.left)
    height = max(sign.bottom, mark.bottom) - min(sign.top, mark.top)
    return across > _STACKED * min(sign.width, mark.width) and height <= max(_ONE_SIGN * em, sign.height, mark.height)


def _runs(signs: Sequence[tuple[InkMark, list[InkMark]]], em: float) -> Iterator[list[InkMark]]:
    """The marks of the signs that follow each other closely."""
    signs = sorted(signs, key=lambda sign: sign[0])
    lefts = [sign.left for sign, _ in signs]
    runs = [[at] for at in range(len(signs))]
    for at, (sign, _) in enumerate(signs):
        # A heading has larger gaps, behind its commas too.
        is_small = sign.height <= _HALF_HIGH * _LEAST_HEIGHT * em
        reach = bisect_left(lefts, sign.right + GAP * max(_LARGE[1] * em if is_small else em, sign.height))
        for other in range(at + 1, reach):
            if runs[at] is not runs[other] and _follow(sign, signs[other][0], em):
                joined = runs[at] + runs[other]
                for member in joined:
                    runs[member] = joined
    for at, run in enumerate(runs):
        if run[0] == at:
            yield [mark for member in run for mark in signs[member][1]]


def _follow(sign: InkMark, other: InkMark, em: float) -> bool:
    """True if two signs stand on one height and close to each other."""
    lower, higher = sorted((sign.height, other.height))
    least = _LEAST_HEIGHT * max(em, higher)
    is_small = lower <= _HALF_HIGH * least
    # A comma says nothing of the size of the type that it is set in.
    if other.left - sign.right >= GAP * max(em, higher if is_small else lower):
        return False
    heights = [max(one.height, least) for one in (sign, other)]
    middles = [(one.top + one.bottom) / 2 for one in (sign, other)]
    common = sum(heights) / 2 - abs(middles[0] - middles[1])
    return common >= (_NEAR_LEVEL if is_small else _LEVEL) * min(heights)


def _with_strokes(lines: Sequence[InkLine], em: float) -> list[InkLine]:
    """What stands inside another line belongs to it: in large type the strokes of a character lie far apart."""
    found: list[InkLine] = []
    for line in sorted(lines, key=lambda line: (line.left - line.right) * line.height):
        for at, other in enumerate(found):
            is_large = _LARGE[0] * em <= other.height <= _LARGE[1] * em
            across = GAP * other.height if is_large else _INSIDE[0] * em
            down = _INSIDE[1] * other.height
            if (
                other.top - down <= line.top
                and line.bottom <= other.bottom + down
                and other.left - across <= line.left
                and line.right <= other.right + across
            ):
                found[at] = _line((*other.marks, *line.marks))
                break
        else:
            found.append(line)
    return found


def _line(marks: Sequence[InkMark]) -> InkLine:
    return InkLine(
        min(mark.left for mark in marks),
        min(mark.top for mark in marks),
        max(mark.right for mark in marks),
        max(mark.bottom for mark in marks),
        tuple(sorted(marks)),
    )


def _is_text(line: InkLine, em: float) -> bool:
    width = line.right - line.left
    is_dash = width >= max(_SHORTEST_DASH * em, 2 * line.height) and line.height <= _FLATTEST * em
    return is_dash or max(width, line.height) > _SMALL * em


def cut(line: InkLine, gap: float) -> list[InkLine]:
    """The line cut at every gap of so many dots."""
    parts: list[list[InkMark]] = []
    right = 0
    for mark in line.marks:
        if not parts or mark.left - right >= gap:
            parts.append([])
        parts[-1].append(mark)
        right = max(right, mark.right) if len(parts[-1]) > 1 else mark.right
    return [_line(part) for part in parts]


def union(lines: Sequence[InkLine]) -> InkLine:
    """Lines beside each other as one."""
    return _line([mark for line in lines for mark in line.marks])
