"""Finds the tables among the lines of a text.

Each finder takes lines and gives them back in order, with those that are a table put together. The finders know how
tables are typed, never what a form says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, takewhile
from math import gcd

from msgspec import Struct

from validator.readers.blocks.builder import TextCell
from validator.readers.blocks.flow import Flow
from validator.readers.text import _markdown as markdown
from validator.readers.text._columns import align, fields
from validator.readers.text._lines import Look, SourceLine, is_number

_TABS = re.compile(r"\t+")
_FEW = 4
"""Lines without a tab or gap that may stand between two lines with one: labels broken over lines, merged cells."""
_LAST = 2
"""Such lines that may follow the last one."""
_MOST_FIELDS = 40
"""Fields of a row; a line with more holds several."""
_MOST_LABELS = 3
"""Fields with words before the numbers of a row: two groups and the row."""
_FEWEST_IN_PIECES = 2
"""Rows with more of them that tell that labels are cut into pieces."""
_FEWEST_APART = 3
"""Rows with a blank line between each two that make one table."""
_FEWEST_IN_ROW = 5
"""Numbers and blank cells that make a row without a label."""
_ONE_IN = 4
"""Of so many lines with bars one at least is a row for certain."""


class TextTable(Struct, frozen=True):
    """A table in a text."""

    rows: Sequence[Sequence[TextCell]]
    positioned: bool = True
    aligned: bool = False
    """True if the cells of a column stand below each other."""


class Markup(Struct, frozen=True):
    """A table in HTML inside a text, already read."""

    line: int
    """Where it begins."""
    flow: Flow


Item = SourceLine | TextTable | Markup
Finder = Callable[[Sequence[SourceLine]], Iterator[Item]]


def apply(finder: Finder, items: Sequence[Item]) -> list[Item]:
    """Let a finder look through every stretch of lines that is not yet part of a table."""
    result: list[Item] = []
    stretch: list[SourceLine] = []
    for item in items:
        if isinstance(item, SourceLine):
            stretch.append(item)
            continue
        result.extend(finder(stretch))
        stretch = []
        result.append(item)
    result.extend(finder(stretch))
    return result


def row_of(texts: Sequence[str], line: int) -> list[TextCell]:
    """Cells side by side."""
    return [TextCell(text, column, line=line) for column, text in enumerate(texts)]


def bar_tables(lines: Sequence[SourceLine]) -> Iterator[Item]:
    """Tables with upright bars between their cells, in Markdown or drawn."""
    parts = [(part, list(group)) for part, group in groupby(lines, lambda line: markdown.is_part_of_table(line.text))]
    for with_bars, block in _without_gaps(parts):
        found = _bar_table(block) if with_bars else None
        yield from block if found is None else _whole(found)


def _without_gaps(parts: Sequence[tuple[bool, list[SourceLine]]]) -> Iterator[tuple[bool, list[SourceLine]]]:
    """The parts with and without bars; rows with a blank line between each two are one."""
    done: list[tuple[bool, list[SourceLine]]] = []
    for with_bars, block in parts:
        # A blank line ends a table, but not where it follows each row.
        if (
            with_bars
            and len(block) == 1
            and len(done) > 1
            and done[-2][0]
            and not any(line.stripped for line in done[-1][1])
            and (len(done[-2][1]) == 1 or len(done[-2][1]) > len(_rows_of(done[-2][1])))
        ):
            gap = done.pop()[1]
            done[-1][1].extend([*gap, *block])
        else:
            done.append((with_bars, list(block)))
    for with_bars, block in done:
        if with_bars and 1 < len(_rows_of(block)) < _FEWEST_APART and len(_rows_of(block)) < len(block):
            yield from ((bool(line.stripped), [line]) for line in block)
        else:
            yield with_bars, _rows_of(block) if with_bars else block


def _rows_of(block: Sequence[SourceLine]) -> list[SourceLine]:
    return [line for line in block if line.stripped]


def _bar_table(block: Sequence[SourceLine]) -> TextTable | None:
    typed = [line for line in block if not markdown.is_separator(line.text)]
    ended = all(markdown.ends_with_bar(line.text) for line in _whole_lines(typed))
    rows = _rows_between_bars(typed, ended=ended)
    framed = any(markdown.is_bar_row(line.text) for line in typed)
    if not typed or not (framed or len(typed) < len(block) or _holds_rows_of_numbers(rows)):
        return None
    # One cell a line, or none: its rows end elsewhere than the lines.
    if sum(map(_is_whole_row, rows, typed)) * _ONE_IN < len(rows):
        return None
    return TextTable([row_of(row, line.number) for row, line in zip(rows, typed, strict=True)])


def _whole_lines(typed: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """The lines, without the last one if the text may end in the middle of it: it has fewer bars than another."""
    bars = [len(markdown.split_cells(markdown.with_bars(line.text))) for line in typed]
    return typed[:-1] if len(typed) > _FEWEST_APART and bars[-1] < max(bars) else typed


def _rows_between_bars(typed: Sequence[SourceLine], *, ended: bool) -> list[list[str]]:
    """The cells of the rows. Where some begin without a bar, one before the first cell may be its end: it is blank."""
    framed = [markdown.bar_cells(line.text, ended=ended) for line in typed]
    begun = [markdown.begins_with_bar(line.text) for line in typed]
    if all(begun) or not any(begun):
        return framed
    bare = [markdown.bar_cells(line.text, ended=ended, begun=False) for line in typed]
    alike, bare_alike = (max(Counter(map(len, rows)).values()) for rows in (framed, bare))
    if bare_alike == alike:
        return framed if 2 * sum(begun) > len(begun) else bare
    return bare if bare_alike > alike else framed


def _is_whole_row(row: Sequence[str], line: SourceLine) -> bool:
    """Two cells with a text, or a label and blank cells between bars at both ends, as in a form nobody filled in."""
    return sum(map(bool, row)) > 1 or (len(row) > 1 and bool(row[0]) and markdown.is_bar_row(line.text))


def _holds_rows_of_numbers(rows: Sequence[Sequence[str]]) -> bool:
    """Several rows, and a number behind a word, or a row of numbers: other things that bars part have none."""
    return len(rows) > 1 and any(_is_labelled(row) or _is_row_of_numbers(row) for row in rows)


def _is_labelled(row: Sequence[str]) -> bool:
    return any(map(is_number, row[1:])) and not is_number(row[0])


def _is_row_of_numbers(row: Sequence[str]) -> bool:
    return len(row) >= _FEWEST_IN_ROW and any(row) and all(not cell or is_number(cell) for cell in row)


def _whole(table: TextTable) -> Iterator[Item]:
    """The table; its lines without what parts them where labels are cut into pieces: then nothing parts its cells."""
    if sum(_words_before_numbers(row) > _MOST_LABELS for row in table.rows) < _FEWEST_IN_PIECES:
        yield table
        return
    for row in table.rows:
        yield SourceLine(row[0].line or 0, " ".join(" ".join(cell.text for cell in row).split()))


def _words_before_numbers(row: Sequence[TextCell]) -> int:
    """Cells with words before several numbers that end a row."""
    numbers = 0
    texts = [cell.text.strip() for cell in row]
    while texts and (not texts[-1] or is_number(texts[-1])):
        numbers += bool(texts.pop())
    return sum(map(bool, texts)) if numbers > 1 else 0


def tab_tables(lines: Sequence[SourceLine]) -> Iterator[Item]:
    """Tables whose cells are parted by tabs. A blank line ends a table: it may be a page break."""
    for block, is_table in _split_blocks(list(_without_long_rows(lines)), _has_tab):
        if is_table:
            # Where each cell is followed by two, one of them parts it from the next.
            step = gcd(*(len(run) for line in block for run in _TABS.findall(line.text)))
            between = "\t" * step
            # Where each row has one at both ends, too, these part nothing.
            framed = all(_is_framed(line.text, between) for line in block if "\t" in line.text)
            texts = [line.text.removeprefix(between).removesuffix(between) if framed else line.text for line in block]
            rows = [row_of(text.split(between), line.number) for text, line in zip(texts, block, strict=True)]
            yield from _whole(TextTable(rows))
        else:
            yield from block


def _is_framed(text: str, between: str) -> bool:
    return len(text) > len(between) and text.startswith(between) and text.endswith(between)


def _without_long_rows(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines; one that holds a whole table as one cell a line."""
    for at, line in enumerate(lines):
        if "\t" not in line.text:
            yield line
            continue
        fields = line.text.split("\t")
        alone = not any("\t" in one.text for one in (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]))
        if len(fields) > _MOST_FIELDS or (alone and _holds_rows(fields)):
            yield from (SourceLine(line.number, field.strip(), is_cell=True) for field in fields)
        else:
            yield line


def _holds_rows(fields: Sequence[str]) -> bool:
    """Whether words follow a number, or so many stand before the first that some are a header."""
    numbers = [at for at, field in enumerate(fields) if is_number(field.strip())]
    words = [at for at, field in enumerate(fields) if field.strip() and at not in numbers]
    return bool(numbers) and (words[-1:] > numbers[:1] or len([at for at in words if at < numbers[0]]) > _MOST_LABELS)


def _has_tab(line: SourceLine) -> bool:
    """A tab that parts cells: not one that indents a paragraph, or stands behind the number of one."""
    tabs = line.text.lstrip().count("\t")
    return tabs > 1 or (tabs == 1 and line.look is not Look.PROSE)


def aligned_tables(lines: Sequence[SourceLine]) -> Iterator[Item]:
    """Tables whose cells are parted by gaps of blanks."""
    for block, is_table in _split_blocks(lines, _has_gap):
        if is_table and _is_aligned(block):
            rows, positioned = align(block)
            yield TextTable(rows, positioned, aligned=positioned)
        else:
            yield from block


def _has_gap(line: SourceLine) -> bool:
    parted = fields(line)
    if len(parted) > 2:  # noqa: PLR2004  three are no accident
        return True
    # Without the gap: a label and the last cell of a wide table are no prose, however long the line is.
    return len(parted) > 1 and SourceLine(line.number, " ".join(parted)).look is not Look.PROSE


def _is_aligned(block: Sequence[SourceLine]) -> bool:
    """Two lines with gaps at least, numbers or three columns, and every number in a field of its own."""
    whole = list(map(fields, block))
    parted = [texts for texts in whole if len(texts) > 1]
    if len(parted) < 2 or any(_holds_several(text) for texts in whole for text in texts):  # noqa: PLR2004  a pair
        return False
    return any(len(texts) > 2 or is_number(texts[-1]) for texts in parted)  # noqa: PLR2004  three columns


def _holds_several(text: str) -> bool:
    """A number behind single blanks: the gaps of the line do not part its cells."""
    words = text.split()
    return len(words) > 1 and is_number(words[-1])


def _split_blocks(
    lines: Sequence[SourceLine], is_split: Callable[[SourceLine], bool]
) -> Iterator[tuple[Sequence[SourceLine], bool]]:
    """Runs of lines split into cells, with the labels among and below them; and the lines outside such runs."""
    at = outside = 0
    while at < len(lines):
        if not is_split(lines[at]):
            at += 1
            continue
        end = ahead = at + 1
        while ahead < len(lines) and ahead - end <= _FEW:
            if is_split(lines[ahead]):
                end = ahead + 1
            elif lines[ahead].look in {Look.BLANK, Look.PROSE}:
                break
            ahead += 1
        # The last rows may be blank, and an editor may have dropped what follows their labels.
        end += sum(1 for _ in takewhile(lambda line: line.may_end_table, lines[end : min(ahead, end + _LAST)]))
        yield lines[outside:at], False
        yield lines[at:end], True
        at = outside = end
    yield lines[outside:], False
