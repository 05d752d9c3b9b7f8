"""Rows whose cells are parted by a comma or the like, as a table saved as values between commas has them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from validator.readers.text._lines import SENTENCE_END, SourceLine, is_number

_MARKS = (",", "，", ";", "；", "、", "^", "~", "&", "$", "·", " / ")
_FEWEST_ROWS = 3
"""Rows with several numbers that make a table."""
_FEWEST_FIELDS = 4
"""Fields behind a label, blank ones among them, that make a row of a table."""
_LONGEST_HEADER = 20
"""Characters of a cell in a row of words."""
_HEADER_LINES = 4
"""Lines above a row that may be its header."""
_BEHIND_COLON = re.compile(r"(.*?)[:：]\s*([0-9][0-9.]*\S{0,2})")
_QUOTES = "\"'"
_QUOTED = re.compile(r'"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")+')
"""Fields in quotes with a comma between each two."""
_NEAR = 4
"""Lines without such a number that may stand between two with one."""
_FAR = 20
"""Rows without a number between two of a table with some."""
_NUMBERS = re.compile(r"[0-9][0-9.]*")
_LONGEST_LABEL = 60
_LONGEST_ROW = 10_000
"""Characters of a row in quotes."""


def punctuated_rows(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines with every row whose cells are parted by a mark of punctuation parted by tabs instead."""
    mark = next((one for one in _MARKS if _rows_with(one, lines) >= _FEWEST_ROWS), None)
    if mark is None:
        yield from lines
        return
    lines = _without_frame(lines, mark)
    rows = {at for at, line in enumerate(lines) if mark in line.text and _is_row(_split(line.text, mark)[1])}
    near = {above for at in rows for above in range(at - _HEADER_LINES, at)}
    for at, line in enumerate(lines):
        fields = _quoted_fields(line.text, mark)
        if fields:
            yield SourceLine(line.number, "\t".join(fields))
        elif at in rows or (at in near and mark in line.text):
            yield _with_tabs(line, mark)
        else:
            yield line


def _without_frame(lines: Sequence[SourceLine], mark: str) -> Sequence[SourceLine]:
    """The lines without a mark at both ends, where every row has one there: then neither parts two cells."""
    rows = [line.stripped for line in lines if mark in line.text and _numbers(line, mark) > 1]
    if not all(row.startswith(mark) and row.endswith(mark) for row in rows):
        return lines
    return [
        SourceLine(line.number, line.stripped.removeprefix(mark).removesuffix(mark))
        if line.stripped.startswith(mark)
        else line
        for line in lines
    ]


def _rows_with(mark: str, lines: Sequence[SourceLine]) -> int:
    """Lines that have several numbers parted by a mark at their end, or more marks than stand together in prose."""
    return sum(_numbers(line, mark) > 1 or _has_blanks(line, mark) for line in lines if mark in line.text)


def _has_blanks(line: SourceLine, mark: str) -> bool:
    if mark * 2 not in line.text:  # as in most lines
        return False
    label, values = _split(line.text, mark)
    return bool(label) and len(values) >= _FEWEST_FIELDS


def _quoted_fields(text: str, mark: str) -> list[str]:
    """The fields of a row each of which stands in quotes, blank ones among them; none for another line."""
    if len(text) > _LONGEST_ROW or len(mark) > 1 or not _QUOTED.fullmatch(text.strip().replace(mark, ",")):
        return []
    return [" ".join(field.split()) for field in next(csv.reader([text.strip()], delimiter=mark))]


def _is_row(values: Sequence[str]) -> bool:
    return any(values) or len(values) > 1


def _numbers(line: SourceLine, mark: str) -> int:
    """Numbers at the end of a row with a label."""
    last = line.text.rpartition(mark)[2].strip().strip(_QUOTES).strip()
    if last and not is_number(last):  # as of most lines: then there are none
        return 0
    label, values = _split(line.text, mark)
    return sum(map(bool, values)) if label else 0


def _split(text: str, mark: str) -> tuple[str, list[str]]:
    """The label, which may hold the mark itself, and the numbers and blanks behind it."""
    parts = [part.strip().strip(_QUOTES).strip() for part in text.split(mark)]
    at = len(parts)
    while at and (not parts[at - 1] or is_number(parts[at - 1])):
        at -= 1
    label, values = mark.join(parts[:at]), parts[at:]
    # The first number may stand behind a colon.
    found = _BEHIND_COLON.fullmatch(label) if values else None
    return (label, values) if found is None else (found[1], [found[2], *values])


def _with_tabs(line: SourceLine, mark: str) -> SourceLine:
    label, values = _split(line.text, mark)
    if line.stripped.endswith(SENTENCE_END[:1]):
        return line
    words = [word.strip().strip(_QUOTES) for word in _words(label, mark)]
    # A label may hold the mark, and a row of short words is a header.
    is_header = not any(values) and len(words) > 1 and all(0 < len(word) <= _LONGEST_HEADER for word in words)
    if not values and not is_header:
        return line
    group, numbered = words[:1], mark.join(words[1:])
    apart = len(words) > 1 and all(map(_ends_label, group)) and bool(numbered)
    labels = words if is_header else [*group, numbered] if apart else [label] if label else []
    return SourceLine(line.number, "\t".join([*labels, *values]))


def _words(label: str, mark: str) -> Iterator[str]:
    """What a mark parts, but not in brackets."""
    open_word: list[str] = []
    for part in label.split(mark):
        open_word.append(part)
        if _ends_label(mark.join(open_word)):
            yield mark.join(open_word)
            open_word = []
    if open_word:
        yield from open_word


def _ends_label(text: str) -> bool:
    """Whether the brackets of a text are closed and its number is followed by words: the mark behind it parts cells."""
    return text.count("（") == text.count("）") and text.count("(") == text.count(")")


def numbers_behind_colons(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines with the colon between a label and its numbers left out, where several near each other have one."""
    parted = {at: found for at, line in enumerate(lines) if (found := _without_colon(line)) is not None}
    runs: list[list[int]] = []
    for at in parted:
        if runs and at - runs[-1][-1] <= _NEAR:
            runs[-1].append(at)
        else:
            runs.append([at])
    rows = {at for run in runs if len(run) >= _FEWEST_ROWS for at in run}
    if rows:
        # The row of a table whose labels stand above has a colon and no label.
        rows |= {at for at in parted if lines[at].stripped[:1] in {":", "："}}
        rows |= _far_rows(lines, parted, rows)
    for at, line in enumerate(lines):
        yield parted[at] if at in rows else line


def _far_rows(lines: Sequence[SourceLine], parted: Iterable[int], rows: AbstractSet[int]) -> set[int]:
    """Rows of the same table behind many others without a number: those with several numbers."""
    found: set[int] = set()
    last: int | None = None
    for at in sorted(parted):
        numbers = _NUMBERS.findall(lines[at].text.replace("：", ":").partition(":")[2])
        if at in rows or (last is not None and at - last <= _FAR and len(numbers) > 1):
            found.add(at)
            last = at
    return found


def _without_colon(line: SourceLine) -> SourceLine | None:
    """A line of a label, a colon and nothing but numbers, without the colon; None for any other."""
    label, colon, rest = line.stripped.replace("：", ":").partition(":")
    numbers = rest.split()
    if not colon or not numbers or len(label) > _LONGEST_LABEL or not all(map(is_number, numbers)):
        return None
    return SourceLine(line.number, " ".join([label.strip(), *numbers]).strip())
